"""Ranks passages for an understood query.

The score is a sum of parts, each measured in `docs/retrieval.md`: how much of the need a passage
holds (by rarity of its words and characters), the index's BM25, concepts that both share, and the
query's slots (area, aspect, section, scope). Pure. The only door to rapidfuzz.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log

from rapidfuzz import fuzz, process

from bot.advice.understanding import Query
from bot.models import Passage

# Weights of the index's columns in BM25.
COLUMN_WEIGHTS = {"words": 1.0, "grams": 0.6, "sounds": 0.25, "meta": 0.8}
DUPLICATE_CUTOFF = (
    85.0  # rapidfuzz ratio of two passages' letters, from which they count as the same
)
_USUAL_CONCEPTS = 20  # concepts of a passage of middle length …
_USUAL_LETTERS = 180  # … and its letters
_DAMPING = 0.3  # how much a passage's length counts against it, in [0, 1]
_FOLDED = 12  # matches compared for likeness; further down nobody looks


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the score counts; 0 switches a part off."""

    coverage: float = 0.5  # share of the need's weight found in the passage, in [0, 1]
    headline: float = 0.15  # the same share, of the headline
    index: float = 0.5  # BM25 over the best candidate's, in [0, 1]
    paraphrase: float = 0.5  # wording of the concepts that the query may mean, in [0, 1]
    concepts: float = 2.0  # shared concepts, saturating, in [0, 1)
    area: float = 2.0  # the passage's document is of an area that the query names
    home: float = 0.3  # … of an area of the user's own
    aspect: float = 1.0  # the aspect that the query names
    fit: float = 0.8  # an aspect whose wording holds the need, beside a named area
    section: float = 2.0
    promise: float = -0.3  # a measure, when an area but no section is named: shortcomings are meant
    scope: float = 0.7


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage as ranking reads it: letters only, with its concepts and their strength."""

    passage: Passage
    body: str
    head: str
    concepts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Need:
    """What is searched for: tokens and concepts with their weight, both by rarity in the store."""

    tokens: Mapping[str, float]
    concepts: Mapping[str, float]
    fits: Mapping[tuple[str, int], float] = field(default_factory=dict)  # (theme, aspect) -> share
    paraphrase: Mapping[str, float] = field(default_factory=dict)  # pairs of the concepts' wording
    likeness: float = 0.0  # of the likeliest concept, in [0, 1]


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that fits a query. `score` is comparable within one answer only, higher is better."""

    passage: Passage
    score: float
    coverage: float = 0.0  # share of the need found in the passage, in [0, 1]
    reasons: tuple[str, ...] = ()  # slots that it shares with the query: "area", "aspect", …
    needles: tuple[str, ...] = ()  # what to mark when it is shown, longest first
    alike: tuple[Passage, ...] = ()  # near-duplicates folded into this match


def rarity(count: int, total: int) -> float:
    """The weight of what stands in `count` of `total` passages (BM25's idf, never below 0)."""
    return log(1 + (total - count + 0.5) / (count + 0.5))


def rank(
    query: Query,
    need: Need,
    readings: Collection[Reading],
    lexical: Mapping[int, float],
    *,
    home: Collection[str] = (),
    weights: Weights = DEFAULT_WEIGHTS,
    limit: int = 10,
) -> list[Match]:
    """The best matches, best first. `lexical`: BM25 by passage; `home`: the user's own areas."""
    best = max(lexical.values(), default=0.0) or 1.0
    paraphrased = _paraphrased(need, readings)
    total = sum(need.tokens.values()) or 1.0
    matches = []
    for reading in readings:
        covered, headed = (weight / total for weight in _covered(need, reading))
        boosts = _slots(query, need, reading.passage, home, weights)
        score = (
            weights.coverage * covered
            + weights.headline * headed
            + weights.index * lexical.get(reading.passage.id, 0.0) / best
            + weights.paraphrase * paraphrased[reading.passage.id]
            + weights.concepts * _shared(need.concepts, reading.concepts)
            + sum(boosts.values())
        )
        matches.append(Match(reading.passage, score, covered, tuple(boosts)))
    matches.sort(key=lambda match: (-match.score, match.passage.id))
    return matches[:limit]


def _paraphrased(need: Need, readings: Collection[Reading]) -> dict[int, float]:
    """How much of the concepts' wording a passage holds, the best one `likeness` squared."""
    held = {}
    for reading in readings:
        body = reading.body
        weight = sum(weight for pair, weight in need.paraphrase.items() if pair in body)
        held[reading.passage.id] = weight / (1 + _DAMPING * (len(body) / _USUAL_LETTERS - 1))
    scale = need.likeness**2 / (max(held.values(), default=0.0) or 1.0)
    return {number: weight * scale for number, weight in held.items()}


def _covered(need: Need, reading: Reading) -> tuple[float, float]:
    """The weight of the need's tokens in the body, and of those in the headline."""
    covered = headed = 0.0
    for token, weight in need.tokens.items():
        if token in reading.body:
            covered += weight
            if token in reading.head:
                headed += weight
    return covered, headed


def _shared(wanted: Mapping[str, float], held: Mapping[str, float]) -> float:
    """How much the concepts agree, in [0, 1): many weak hints count no more than a few.

    A long passage holds many concepts, some by chance, so it is damped as BM25 damps long texts.
    """
    total = sum(wanted[key] * min(held[key], 3.0) ** 0.5 for key in wanted.keys() & held.keys())
    total /= 1 + _DAMPING * (len(held) / _USUAL_CONCEPTS - 1)
    return total / (total + 1.0)


def _slots(
    query: Query, need: Need, passage: Passage, home: Collection[str], weights: Weights
) -> dict[str, float]:
    """The boosts for the slots that passage and query share."""
    areas = set(passage.areas)
    place = (passage.theme or "", passage.aspect or 0)
    found = {
        "area": weights.area * (not areas.isdisjoint(query.areas)),
        "home": weights.home * (not query.areas and not areas.isdisjoint(home)),
        "aspect": weights.aspect * (query.aspect is not None and query.aspect == passage.aspect),
        "fit": weights.fit * need.fits.get(place, 0.0),
        "section": weights.section
        * (query.section is not None and query.section == passage.section),
        "promise": weights.promise
        * bool(query.areas and not query.section and passage.section == "measures"),
        "scope": weights.scope
        * (query.scope is not None and (query.scope == "team") == (passage.scope == "team")),
    }
    return {name: boost for name, boost in found.items() if boost}


def fold(matches: Sequence[Match], bodies: Mapping[int, str]) -> list[Match]:
    """Near-duplicates of an earlier match are folded into it, so that a page shows different passages.

    `bodies`: the passages' letters by id.
    """
    kept: list[Match] = []
    seen: list[str] = []
    for match in matches[:_FOLDED]:
        body = bodies[match.passage.id]
        twin = process.extractOne(body, seen, scorer=fuzz.ratio, score_cutoff=DUPLICATE_CUTOFF)
        if twin:
            earlier = kept[twin[2]]
            kept[twin[2]] = replace(earlier, alike=(*earlier.alike, match.passage))
        else:
            kept.append(match)
            seen.append(body)
    return [*kept, *matches[_FOLDED:]]


def spread(matches: Sequence[Match], *, top: int = 3, nearly: float = 0.8) -> list[Match]:
    """The same matches; among the first `top` no document twice where another is `nearly` as good."""
    first: list[Match] = []
    for match in matches:
        is_new = all(m.passage.document != match.passage.document for m in first)
        if len(first) < top and is_new and match.score >= nearly * matches[0].score:
            first.append(match)
    return first + [match for match in matches if match not in first]


def closest(word: str, choices: Iterable[str], *, cutoff: float = 75.0) -> str | None:
    """The choice most like a mistyped word, None if none comes near."""
    found = process.extractOne(word, choices, scorer=fuzz.ratio, score_cutoff=cutoff)
    return found[0] if found else None
