"""How much of a document stands in another one: resold copies, last year's text with a new date.

A *sketch* is a small sample of a document's shingles, taken by what they hold and not by where they
stand, so that two copies give the same sample. It finds the candidates; the share is counted on the
whole texts.
"""

import zlib
from collections.abc import Iterable
from operator import add

_LENGTH = 9  # letters of a shingle: longer than most set phrases
_SAMPLED = 7  # one shingle in so many is taken
_MOST = 96  # shingles of a sketch; a longer text is sampled more thinly
_LEAST = 12  # shingles without which a text is too short to be judged


def sketch(bodies: Iterable[str]) -> frozenset[int]:
    """The sampled shingles of passages' letters, as numbers of 32 bits; empty for a short text."""
    found = {
        zlib.crc32(body[at : at + _LENGTH].encode("utf-8", "surrogatepass"))
        for body in bodies
        for at in _places(body)
    }
    return frozenset(sorted(found)[:_MOST]) if len(found) >= _LEAST else frozenset()


def _places(body: str) -> list[int]:
    """Where the sampled shingles begin, told by their first two characters alone."""
    codes = list(map(ord, body[: 2 - _LENGTH]))
    return [at for at, total in enumerate(map(add, codes, codes[1:])) if total % _SAMPLED == 0]


def likenesses(bodies: Iterable[str], others: Iterable[Iterable[str]]) -> list[float]:
    """For each of the others the share of the shorter text's shingles that stand in both, from 0 to 1."""
    mine = _shingles(bodies)
    return [_shared(mine, _shingles(other)) for other in others]


def _shared(mine: set[str], theirs: set[str]) -> float:
    least = min(len(mine), len(theirs))
    return len(mine & theirs) / least if least else 0.0


def _shingles(bodies: Iterable[str]) -> set[str]:
    return {body[at : at + _LENGTH] for body in bodies for at in range(len(body) - _LENGTH + 1)}
