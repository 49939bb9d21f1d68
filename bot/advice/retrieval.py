"""Ranks passages for an understood query.

The score is a sum of parts, each measured in `docs/retrieval.md`: how much of the need a passage
holds (by rarity of its words and characters), the index's BM25, concepts that both share, and the
query's slots (area, aspect, section, scope). Pure. The only door to rapidfuzz.
"""

import heapq
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from math import log

from rapidfuzz import fuzz, process

from bot.advice.understanding import Query
from bot.models import Passage
from bot.text.normalize import letters

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
    pairs: frozenset[str]  # of neighbouring characters in the body
    concepts: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, passage: Passage, body: str, concepts: Mapping[str, float]) -> "Reading":
        """The passage, read; `body`: the letters of its headline and text."""
        pairs = frozenset(a + b for a, b in pairwise(body))
        return cls(passage, body, letters(passage.headline), pairs, concepts)


@dataclass(frozen=True)
class Need:
    """What is searched for: tokens and concepts with their weight, both by rarity in the store."""

    tokens: Mapping[str, float]
    concepts: Mapping[str, float]
    fits: Mapping[tuple[str, int], float] = field(default_factory=dict)  # (theme, aspect) -> share
    paraphrase: Mapping[str, float] = field(default_factory=dict)  # pairs of the concepts' wording
    likeness: float = 0.0  # of the likeliest concept, in [0, 1]

    @cached_property
    def weight(self) -> float:
        """The weight of all tokens together; 1 for none."""
        return sum(self.tokens.values()) or 1.0

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The tokens of two characters."""
        return frozenset(token for token in self.tokens if len(token) == 2)

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The tokens of other lengths."""
        return tuple(token for token in self.tokens if len(token) != 2)


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that fits a query. `score` is comparable within one answer only, higher is better."""

    passage: Passage
    score: float
    coverage: float = 0.0  # share of the need found in the passage, in [0, 1]
    reasons: tuple[str, ...] = ()  # slots that it shares with the query: "area", "aspect", …
    needles: tuple[str, ...] = ()  # what to mark: the user's own words first, longest first
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
    covered = {reading.passage.id: _covered(need, reading) for reading in readings}
    parts = (
        (weights.coverage, {number: whole for number, (whole, _) in covered.items()}),
        (weights.headline, {number: head for number, (_, head) in covered.items()}),
        (weights.index / (max(lexical.values(), default=0.0) or 1.0), lexical),
        (weights.paraphrase, _paraphrased(need, readings)),
        (weights.concepts, {r.passage.id: _shared(need.concepts, r.concepts) for r in readings}),
    )
    boosts = {r.passage.id: _slots(query, need, r.passage, home, weights) for r in readings}
    scores = {number: sum(found.values()) for number, found in boosts.items()}
    for weight, part in parts:
        for number, value in part.items():
            if number in scores:
                scores[number] += weight * value
    passages = {reading.passage.id: reading.passage for reading in readings}
    best = heapq.nsmallest(limit, scores, key=lambda number: (-scores[number], number))
    return [Match(passages[n], scores[n], covered[n][0], tuple(boosts[n])) for n in best]


def _paraphrased(need: Need, readings: Collection[Reading]) -> dict[int, float]:
    """How much of the concepts' wording a passage holds, the best one `likeness` squared."""
    held = {}
    wanted = frozenset(need.paraphrase)  # sets meet faster than views of keys
    for reading in readings:
        if found := wanted & reading.pairs:
            total = sum(map(need.paraphrase.__getitem__, found))
            length = len(reading.body) / _USUAL_LETTERS
            held[reading.passage.id] = total / (1 + _DAMPING * (length - 1))
    scale = need.likeness**2 / (max(held.values(), default=0.0) or 1.0)
    return {number: weight * scale for number, weight in held.items()}


def _covered(need: Need, reading: Reading) -> tuple[float, float]:
    """The shares of the need's weight that stand in the body, and in the headline."""
    covered = headed = 0.0
    for token in need.pairs & reading.pairs:
        covered += need.tokens[token]
        if token in reading.head:
            headed += need.tokens[token]
    for token in need.others:
        if token in reading.body:
            covered += need.tokens[token]
            if token in reading.head:
                headed += need.tokens[token]
    return covered / need.weight, headed / need.weight


def _shared(wanted: Mapping[str, float], held: Mapping[str, float]) -> float:
    """How much the concepts agree, in [0, 1): many weak hints count no more than a few.

    A long passage holds many concepts, some by chance, so it is damped as BM25 damps long texts.
    """
    total = sum(wanted[key] * min(held[key], 3.0) ** 0.5 for key in wanted if key in held)
    total /= 1 + _DAMPING * (len(held) / _USUAL_CONCEPTS - 1)
    return total / (total + 1.0)


def _slots(
    query: Query, need: Need, passage: Passage, home: Collection[str], weights: Weights
) -> dict[str, float]:
    """The boosts for the slots that passage and query share."""
    found: dict[str, float] = {}
    if query.areas:
        if not set(query.areas).isdisjoint(passage.areas):
            found["area"] = weights.area
        if fit := need.fits.get((passage.theme or "", passage.aspect or 0)):
            found["fit"] = weights.fit * fit
        if not query.section and passage.section == "measures":
            found["promise"] = weights.promise
    elif home and not set(home).isdisjoint(passage.areas):
        found["home"] = weights.home
    if query.aspect and query.aspect == passage.aspect:
        found["aspect"] = weights.aspect
    if query.section and query.section == passage.section:
        found["section"] = weights.section
    if query.scope and (query.scope == "team") == (passage.scope == "team"):
        found["scope"] = weights.scope
    return found


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
