"""How alike two texts are, by characters. The only door to rapidfuzz."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein


def closest(word: str, choices: Iterable[str], *, cutoff: float = 75.0) -> str | None:
    """The choice most like a mistyped word, None if none comes near."""
    found = process.extractOne(word, choices, scorer=fuzz.ratio, score_cutoff=cutoff)
    return found[0] if found else None


def ratio(one: str, other: str, *, cutoff: float) -> float:
    """How alike two texts are, from 0 to 100; 0 for any below the cutoff."""
    return fuzz.ratio(one, other, score_cutoff=cutoff)


def contained(part: str, whole: str) -> float:
    """How much the part is like the stretch of the whole that is most like it, from 0 to 100."""
    return fuzz.partial_ratio(part, whole)


def distance(one: str, other: str, *, most: int) -> int:
    """Characters to insert, delete or replace to make one of the other; `most` + 1 for more."""
    return Levenshtein.distance(one, other, score_cutoff=most)
