"""Pieces of text by which copied sentences are found, and the official wording that is no copy.

A text's letters are cut into overlapping shingles; a fixed share of them, chosen by their hash, is
kept. Chosen so, a shingle that two texts share is kept in both, wherever it stands, so a changed
word or another order costs only the shingles it touches.
"""

import re
from collections.abc import Iterable
from zlib import crc32

from bot.models import Catalog
from bot.text.normalize import letters, normalize

SIZE = 5  # letters of a shingle
_SAMPLED = 4  # one of so many is kept
_LEAST_CLAUSE = 6  # letters of a clause of official wording that is masked by itself
_LEAST_WORDING = 4  # letters: 作风 and 一线 are everybody's words
# 《中国共产党章程》; 习近平总书记关于…工作的重要论述: the names of rules and teachings
_NAMED = re.compile(
    r"《[^《》\n]{2,40}》|习近平总书记关于[^，。；]{2,24}?(?:重要)?(?:论述|思想|讲话|指示)(?:精神)?"
)
_CLAUSE = re.compile(r"[，,、。；;：:]")
_MASK = "\ue000"  # a private character: no text has it


class Masks:
    """Hides the official wording of all themes and the set formulas: nobody copies these."""

    def __init__(self, catalog: Catalog) -> None:
        themes = catalog.themes
        wording = [catalog.rules.phrases.formulas, catalog.rules.phrases.exact]
        wording += [(theme.title, *theme.words) for theme in themes]
        wording += [(a.heading, *a.terms) for theme in themes for a in theme.aspects]
        self._masked = re.compile(
            "|".join(map(re.escape, _clauses(w for ws in wording for w in ws))) or r"(?!)"
        )

    def runs(self, text: str) -> list[str]:
        """The letters of the text between the official wording, in order."""
        named = _NAMED.sub(_MASK, text)
        pieces = (self._masked.sub(_MASK, letters(piece)) for piece in named.split(_MASK))
        return [run for piece in pieces for run in piece.split(_MASK) if run]


def _clauses(wording: Iterable[str]) -> list[str]:
    """The wording and its longer clauses as letters, the longest first."""
    found = set()
    for words in wording:
        found.add(letters(words))
        clauses = (
            letters(clause.removeprefix("带头")) for clause in _CLAUSE.split(normalize(words))
        )
        found.update(clause for clause in clauses if len(clause) >= _LEAST_CLAUSE)
    long_enough = (words for words in found if len(words) >= _LEAST_WORDING)
    return sorted(long_enough, key=lambda words: (-len(words), words))


def shingles(runs: Iterable[str]) -> set[int]:
    """The sampled shingles of these runs of letters, as numbers of 32 bits."""
    return {
        number for run in runs for piece in _pieces(run) if (number := crc32(piece)) % _SAMPLED == 0
    }


def _pieces(run: str) -> list[bytes]:
    """The overlapping pieces of a run, in bytes."""
    whole = run.encode()
    if len(whole) == 3 * len(run):  # characters alone: as long in bytes, all of them
        return [whole[i : i + 3 * SIZE] for i in range(0, len(whole) - 3 * SIZE + 1, 3)]
    return [run[i : i + SIZE].encode() for i in range(len(run) - SIZE + 1)]
