"""Ranks passages for an understood query, by their text.

The score is a sum of parts, each measured in `docs/retrieval.md`: how much of the need a passage
holds (by rarity of its words and characters), the index's BM25, concepts that both share, and the
query's slots (area, aspect, section, scope). Pure.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from math import hypot, log
from operator import add
from typing import NamedTuple

from bot.models import Passage
from bot.text.concepts import is_item
from bot.text.meaning import Meaning, counts_of

# Weights of the index's columns in BM25.
COLUMN_WEIGHTS = {"words": 1.0, "grams": 0.6, "sounds": 0.25, "meta": 0.8}
DUPLICATE_CUTOFF = (
    85.0  # rapidfuzz ratio of two passages' letters, from which they count as the same
)
_USUAL_LETTERS = 180  # of a passage of middle length
DAMPING = 0.3  # how much its length counts against it, in [0, 1]
_FOLDED = 12  # matches compared for likeness; further down nobody looks


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the score counts; 0 switches a part off."""

    coverage: float = 0.5  # share of the need's weight found in the passage, in [0, 1]
    headline: float = 0.15  # the same share, of the headline
    index: float = 0.5  # BM25 over the best candidate's, in [0, 1]
    paraphrase: float = 0.5  # wording of the concepts that the query may mean, in [0, 1]
    concepts: float = 2.0  # shared concepts, saturating, in [0, 1)
    evidence: float = 1.0  # what the sayings of a passage's concepts explain together
    kindred: float = 0.6  # checklist items shared with the best passage, in [0, 1]
    area: float = 2.0  # the passage's document is of an area that the query names
    home: float = 0.3  # … of an area of the user's own
    aspect: float = 1.0  # the aspect that the query names
    fit: float = 0.8  # an aspect whose wording holds the need, beside a named area
    section: float = 2.0
    leaning: float = 1.2  # the section that a sentence leans to
    promise: float = -0.3  # a measure, when area or scope but no section is named: no shortcoming
    scope: float = 0.7


DEFAULT_WEIGHTS = Weights()
Pair = tuple[int, int]  # numbers of two passages
Likenesses = Mapping[Pair, float]


class Reading(NamedTuple):
    """What ranking reads of the text of the likeliest candidates: letters only."""

    body: str  # of headline and text
    head: str


Holders = Mapping[str, Sequence[int]]
"""Pair of neighbouring characters -> the passages whose bodies hold it."""


def holders(readings: Mapping[int, Reading], wanted: frozenset[str] | None = None) -> Holders:
    """The holders of all pairs, or of those that are wanted."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, reading in readings.items():
        pairs = map(add, reading.body, reading.body[1:])
        for pair in set(pairs) if wanted is None else wanted.intersection(pairs):
            found[pair].append(number)
    return found


class Place(NamedTuple):
    """Where a passage came in the ranking; see Match. (A tuple is made faster: there are many.)"""

    id: int
    score: float
    coverage: float = 0.0
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Need:
    """What is searched for: tokens and concepts with their weight, both by rarity in the store."""

    tokens: Mapping[str, float]
    concepts: Mapping[str, float]
    meaning: Meaning  # the same concepts for reckoning, and what sayings explain of the wording
    fits: Mapping[tuple[str, int], float] = field(default_factory=dict)  # (theme, aspect) -> share
    paraphrase: Mapping[str, float] = field(default_factory=dict)  # pairs of the concepts' wording
    likeness: float = 0.0  # of the likeliest concept, in [0, 1]

    @cached_property
    def weight(self) -> float:
        """The weight of all tokens together; 1 for none."""
        return sum(self.tokens.values()) or 1.0

    @property
    def pairs(self) -> frozenset[str]:
        """The pairs of characters that a text may hold of the need or of its paraphrase."""
        return frozenset(token for token in self.tokens if len(token) == 2) | self.paraphrase.keys()


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that fits a query. `score` is comparable within one answer only, higher is better."""

    passage: Passage
    score: float
    coverage: float = 0.0  # share of the need found in the passage, in [0, 1]
    reasons: tuple[str, ...] = ()  # slots that it shares with the query: "area", "aspect", …
    concepts: tuple[str, ...] = ()  # that the question means and the passage carries
    alike: tuple[Passage, ...] = ()  # near-duplicates folded into this match


def rarity(count: int, total: int) -> float:
    """The weight of what stands in `count` of `total` passages (BM25's idf, never below 0)."""
    return log(1 + (total - count + 0.5) / (count + 0.5))


def rank(
    need: Need,
    places: Collection[Place],
    readings: Mapping[int, Reading],
    held_by: Holders,
    *,
    weights: Weights = DEFAULT_WEIGHTS,
    limit: int = 10,
) -> list[Place]:
    """The best of the sifted places, best first, with what their text adds to the score.

    `held_by`: who holds the pairs that the need wants, others than these places perhaps, too.
    """
    covered, headed = _covered(need, readings, held_by)
    paraphrased = _paraphrased(need, readings, held_by)
    ranked = []
    for number, score, _, reasons in places:
        if number not in readings:  # another process has just removed it
            continue
        coverage = covered.get(number, 0.0) / need.weight
        score += weights.coverage * coverage
        score += weights.headline * headed.get(number, 0.0) / need.weight
        score += weights.paraphrase * paraphrased.get(number, 0.0)
        ranked.append(Place(number, score, coverage, reasons))
    return sorted(ranked, key=_order)[:limit]


def gather(
    places: Sequence[Place], items: Mapping[int, Mapping[str, float]], *, weight: float
) -> list[Place]:
    """The ranked places again, those on the checklist items of the best one further up.

    A saying often finds one passage for sure; its items lead to the others on the same issue.
    `items`: of each passage, as `items_of` gave them.
    """
    best = items.get(places[0].id, {}) if places else {}
    lifted = (
        Place(place.id, place.score + weight * _cosine(best, items.get(place.id, {})), *place[2:])
        for place in places
    )
    return sorted(lifted, key=_order)


def items_of(concepts: Mapping[str, float], rarities: Mapping[str, float]) -> dict[str, float]:
    """The items among a sketch's concepts with their weight, as a vector of length 1.

    `rarities`: of each concept.
    """
    items = {key: strength for key, strength in concepts.items() if is_item(key)}
    counts = counts_of(list(items.values())).tolist()
    weights = {key: n * rarities.get(key, 0.0) for key, n in zip(items, counts, strict=True)}
    length = hypot(*weights.values()) or 1.0
    return {key: weight / length for key, weight in weights.items()}


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    return sum(one[key] * other[key] for key in one.keys() & other.keys())


def _order(place: Place) -> tuple[float, int]:
    return -place.score, place.id


def _paraphrased(need: Need, readings: Mapping[int, Reading], held_by: Holders) -> dict[int, float]:
    """How much of the concepts' wording a passage holds, the best one `likeness` squared."""
    totals = dict.fromkeys(readings, 0.0)
    for pair, weight in need.paraphrase.items():
        for number in held_by.get(pair, ()):
            if number in totals:
                totals[number] += weight
    held = {}
    for number, total in totals.items():
        length = len(readings[number].body) / _USUAL_LETTERS
        held[number] = total / (1 + DAMPING * (length - 1))
    scale = need.likeness**2 / (max(held.values(), default=0.0) or 1.0)
    return {number: weight * scale for number, weight in held.items()}


def _covered(
    need: Need, readings: Mapping[int, Reading], held_by: Holders
) -> tuple[dict[int, float], dict[int, float]]:
    """The need's weight that stands in each body, and in each headline."""
    covered: dict[int, float] = defaultdict(float)
    headed: dict[int, float] = defaultdict(float)
    for token, weight in need.tokens.items():
        if len(token) == 2:
            holding = [number for number in held_by.get(token, ()) if number in readings]
        else:
            holding = [number for number, reading in readings.items() if token in reading.body]
        for number in holding:
            covered[number] += weight
            if token in readings[number].head:
                headed[number] += weight
    return covered, headed


def fold(
    matches: Sequence[Match], likeness: Callable[[Collection[Pair]], Likenesses]
) -> list[Match]:
    """Near-duplicates of an earlier match are folded into it, so that a page shows different passages.

    `likeness`: of pairs of passages (the smaller number first), from 0 to 100.
    """
    looked_at = [match.passage.id for match in matches[:_FOLDED]]
    alike = likeness(list(combinations(sorted(looked_at), 2)))
    if max(alike.values(), default=0.0) < DUPLICATE_CUTOFF:
        return list(matches)
    kept: dict[int, Match] = {}
    for match in matches[:_FOLDED]:
        number = match.passage.id
        twin = max(kept, key=lambda other: alike[_pair(number, other)], default=number)
        if twin != number and alike[_pair(number, twin)] >= DUPLICATE_CUTOFF:
            earlier = kept[twin]
            kept[twin] = replace(earlier, alike=(*earlier.alike, match.passage))
        else:
            kept[number] = match
    return [*kept.values(), *matches[_FOLDED:]]


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def spread(matches: Sequence[Match], *, top: int = 3, nearly: float = 0.8) -> list[Match]:
    """The same matches; among the first `top` no document twice where another is `nearly` as good."""
    first: list[Match] = []
    for match in matches:
        is_new = all(m.passage.document != match.passage.document for m in first)
        if len(first) < top and is_new and match.score >= nearly * matches[0].score:
            first.append(match)
    return first + [match for match in matches if match not in first]
