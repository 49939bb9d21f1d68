"""Finds sentences that stand in other texts, also with words swapped, moved or changed.

Official wording is masked before, so it never counts. A sentence is like a source when most of its
triples of characters stand there (another order costs little), or when a stretch of the source is
nearly the same (a changed word costs little). Pure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.advice.likeness import contained
from bot.models import Limits, Passage
from bot.text.terms import SECTION_NAMES

_TRIPLE = 3  # letters
_WORTH = 0.2  # share of triples from which a closer look is worth its time
_MOSTLY = 0.55  # share of a sentence's triples that makes it a copy by itself
_WHOLE_POINT = 0.35  # share of a point's triples from which its sentences need less …
_EASIER = 12  # … by so many percent
_LOOKED_AT = 3  # sources compared closely
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Copy:
    """Where else a sentence stands and how like it is, in percent."""

    source: int
    likeness: int


class Index:
    """The triples of some texts, each given as runs of letters between official wording."""

    def __init__(self, texts: Iterable[Sequence[str]]) -> None:
        self._bodies: list[str] = []
        self._holders: dict[str, set[int]] = defaultdict(set)
        for number, runs in enumerate(texts):
            self._bodies.append("".join(runs))
            for triple in _triples(runs):
                self._holders[triple].add(number)

    def shares(self, runs: Sequence[str], *, below: int | None = None) -> list[tuple[int, float]]:
        """The texts that hold most of these triples, with the share they hold, best first.

        `below`: only texts before that one.
        """
        wanted = _triples(runs)
        counts = Counter(n for triple in wanted for n in self._holders.get(triple, ()))
        found = [
            (n, count / len(wanted)) for n, count in counts.items() if below is None or n < below
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def copy_of(self, runs: Sequence[str], *, cutoff: int, below: int | None = None) -> Copy | None:
        """The text that the sentence stands in, None if none is like enough (cutoff in percent)."""
        body = "".join(runs)
        best: Copy | None = None
        for number, share in self.shares(runs, below=below)[:_LOOKED_AT]:
            if share < _WORTH:
                break
            likeness = contained(body, self._bodies[number])
            if len(body) > len(self._bodies[number]):
                likeness = min(likeness, 100 * share)  # then it is the source that stands in it
            if share >= _MOSTLY or likeness >= cutoff:
                copy = Copy(number, round(max(likeness, 100 * share)))
                best = copy if best is None or copy.likeness > best.likeness else best
        return best


def copied_sentences(
    points: Sequence[Sequence[Sequence[str]]], index: Index, limits: Limits
) -> list[list[Copy | None]]:
    """For each sentence of each point the copy it is; short ones and official wording are none.

    `points`: of each point the sentences, of each sentence its runs.
    """
    found: list[list[Copy | None]] = []
    for sentences in points:
        whole = index.shares([run for runs in sentences for run in runs])[:1]
        is_like = bool(whole) and whole[0][1] >= _WHOLE_POINT
        cutoff = limits.copied_likeness - _EASIER * is_like
        found.append(
            [
                index.copy_of(runs, cutoff=cutoff)
                if sum(map(len, runs)) >= limits.copied_run
                else None
                for runs in sentences
            ]
        )
    return found


def source_name(passage: Passage) -> str:
    """Where a passage stands, for showing: 《…》2021年度 · 第3方面·二."""
    year = f"{passage.year}年度" if passage.year else ""
    place = f"第{passage.aspect}方面" if passage.aspect else SECTION_NAMES[passage.section]
    ordinal = passage.ordinal
    number = _NUMERALS[ordinal - 1] if 0 < ordinal <= len(_NUMERALS) else str(ordinal)
    return f"《{passage.title or passage.document}》{year} · {place}·{number}"


def _triples(runs: Iterable[str]) -> set[str]:
    return {run[i : i + _TRIPLE] for run in runs for i in range(len(run) - _TRIPLE + 1)}
