"""Ranks candidate passages for an understood query, and says when nothing fits.

The score is a sum of parts, each measured in `docs/retrieval.md`: the index's BM25, shared
concepts, and slots (area, aspect, section, scope) as boosts. Pure: candidates come in, matches
go out. The only door to rapidfuzz.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from rapidfuzz import fuzz

from bot.advice.understanding import Query
from bot.models import Passage
from bot.text.normalize import letters

Verdict = Literal["found", "maybe", "nothing"]

# Weights of the index's columns in BM25.
COLUMN_WEIGHTS = {
    "words": 1.0,
    "headline": 1.0,
    "grams": 0.6,
    "sounds": 0.25,
    "meta": 0.8,
    "concepts": 0.5,
}
DUPLICATE_CUTOFF = 85.0  # rapidfuzz ratio of two passages' letters, from which they count as the same


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the score counts; 0 switches a part off."""

    concepts: float = 2.0
    area: float = 1.5
    aspect: float = 0.7
    section: float = 2.0
    scope: float = 1.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage with what the store knows of it for this query."""

    passage: Passage
    lexical: float  # BM25, 0 when only a slot brought it here
    concepts: Mapping[str, float] = field(default_factory=dict)  # concept -> strength


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that fits a query. `score` is comparable within one answer only, higher is better."""

    passage: Passage
    score: float
    reasons: tuple[str, ...] = ()  # slots that it shares with the query: "area", "aspect", …
    needles: tuple[str, ...] = ()  # what to mark when it is shown
    alike: tuple[Passage, ...] = ()  # near-duplicates folded into this match


def rank(
    query: Query,
    candidates: Collection[Candidate],
    concepts: Mapping[str, float],
    *,
    weights: Weights = Weights(),
    limit: int = 10,
) -> list[Match]:
    """The best matches, best first. `concepts`: the query's concepts with their likeness."""
    scored = [_score(query, candidate, concepts, weights) for candidate in candidates]
    scored.sort(key=lambda match: (-match.score, match.passage.id))
    return scored[:limit]


def _score(query: Query, candidate: Candidate, concepts: Mapping[str, float], weights: Weights) -> Match:
    passage = candidate.passage
    shared = sum(
        likeness * min(strength, 3.0) ** 0.5
        for concept, likeness in concepts.items()
        if (strength := candidate.concepts.get(concept, 0.0))
    )
    slots = {
        "area": weights.area * bool(set(query.areas) & set(passage.areas)),
        "aspect": weights.aspect * (query.aspect is not None and query.aspect == passage.aspect),
        "section": weights.section * (query.section is not None and query.section == passage.section),
        "scope": weights.scope * (query.scope is not None and query.scope == passage.scope),
    }
    score = candidate.lexical + weights.concepts * shared + sum(slots.values())
    return Match(passage, score, tuple(name for name, boost in slots.items() if boost))


def fold(matches: Sequence[Match]) -> list[Match]:
    """Near-duplicates of an earlier match are folded into it, so that a page shows different passages."""
    kept: list[Match] = []
    for match in matches:
        body = letters(match.passage.text)
        for index, earlier in enumerate(kept):
            if fuzz.ratio(body, letters(earlier.passage.text), score_cutoff=DUPLICATE_CUTOFF):
                kept[index] = replace(earlier, alike=(*earlier.alike, match.passage))
                break
        else:
            kept.append(match)
    return kept


def spread(matches: Sequence[Match], *, top: int = 3) -> list[Match]:
    """The same matches; among the first `top` no document twice where another is nearly as good."""
    first: list[Match] = []
    for match in matches:
        nearly = match.score >= 0.6 * matches[0].score
        if len(first) < top and nearly and all(m.passage.document != match.passage.document for m in first):
            first.append(match)
    return first + [match for match in matches if match not in first]
