"""Finds the likeliest candidates by all that needs no look at their text, reckoned at once.

A small store is ranked whole, by the same row of candidates for every question: so whatever depends
on the passages alone is made once. Pure.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from bot.advice.retrieval import DAMPING, DEFAULT_WEIGHTS, Need, Place, Weights
from bot.advice.understanding import Query
from bot.text.meaning import Carried, Numbers, Row, Shares

_USUAL_CONCEPTS = 20  # concepts of a passage of middle length


@dataclass(frozen=True, slots=True)
class Origin:
    """What ranking reads of a passage's document."""

    areas: frozenset[str]
    theme: str
    scope: str


class Sketch(NamedTuple):
    """What ranking reads of every candidate: slots and concepts, without the text.

    A tuple is made faster than a dataclass: there are many.
    """

    id: int
    origin: Origin
    section: str
    aspect: int | None
    concepts: Mapping[str, float]  # concept -> strength
    carried: Carried  # the same for reckoning


class Lineup:
    """Sketches in a fixed order."""

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        self.sketches = sketches

    def __len__(self) -> int:
        return len(self.sketches)

    @cached_property
    def ids(self) -> list[int]:
        """The passages' numbers."""
        return [sketch.id for sketch in self.sketches]

    @cached_property
    def carried(self) -> Row:
        """The concepts that they carry."""
        return Row.of([sketch.carried for sketch in self.sketches])

    @cached_property
    def damping(self) -> Shares:
        """What a passage's concepts are divided by: a long one holds many, some of them by chance."""
        counts = np.array([len(sketch.concepts) for sketch in self.sketches], np.float64)
        return 1 + DAMPING * (counts / _USUAL_CONCEPTS - 1)

    @cached_property
    def kinds(self) -> tuple[list[Sketch], Numbers]:
        """One sketch for each place in documents that several share, and which of these is each one's."""
        first: dict[tuple[Any, ...], int] = {}
        kinds: list[Sketch] = []
        numbers = []
        for sketch in self.sketches:
            number = first.setdefault(sketch[1:4], len(kinds))
            if number == len(kinds):
                kinds.append(sketch)
            numbers.append(number)
        return kinds, np.array(numbers, np.intp)

    def best(self, scores: Shares, count: int) -> list[int]:
        """The places in the row of so many of the best scores, best first, ties by number."""
        order: list[int] = np.lexsort((np.array(self.ids), -scores)).tolist()
        return order[:count]


def sift(
    query: Query,
    need: Need,
    lineup: Lineup,
    lexical: Mapping[int, float],
    *,
    home: Collection[str] = (),
    weights: Weights = DEFAULT_WEIGHTS,
    likely: Collection[int] = (),
    limit: int,
) -> list[Place]:
    """The likeliest candidates by all that needs no look at their text, best first.

    `lexical`: BM25 by passage; `home`: the user's own areas; `likely`: passages that seem to hold
    the concepts' wording, which are not to be lost here.
    """
    if not lineup.sketches:
        return []
    by_index = weights.index / (max(lexical.values(), default=0.0) or 1.0)
    scores = np.array([by_index * lexical.get(number, 0.0) for number in lineup.ids])
    boosts, kinds = _boosts(query, need, lineup, home, weights)
    scores += np.array([sum(found.values()) for found in boosts])[kinds]
    shared, explained = need.meaning.of(lineup.carried)
    agreed = shared / lineup.damping
    # many weak hints count no more than a few
    scores += weights.concepts * agreed / (agreed + 1.0)
    scores += weights.evidence * explained / lineup.damping
    hopes = np.zeros(len(lineup))
    if likely:
        hopes[np.isin(lineup.ids, list(likely))] = weights.paraphrase * need.likeness**2 / 2
    best = lineup.best(scores + hopes, limit)
    reasons = [tuple(found) for found in boosts]
    rows = zip(best, scores[best].tolist(), kinds[best].tolist(), strict=True)
    return [Place(lineup.ids[n], score, 0.0, reasons[kind]) for n, score, kind in rows]


def _boosts(
    query: Query, need: Need, lineup: Lineup, home: Collection[str], weights: Weights
) -> tuple[list[dict[str, float]], Numbers]:
    """The boosts of each kind of candidates, and each one's kind; all of one without slots."""
    slots = (query.areas, query.aspect, query.section, query.leaning, query.scope)
    if not (home or any(slots)):
        return [{}], np.zeros(len(lineup), np.intp)
    kinds, numbers = lineup.kinds
    return [_slots(query, need, sketch, home, weights) for sketch in kinds], numbers


def _slots(
    query: Query, need: Need, sketch: Sketch, home: Collection[str], weights: Weights
) -> dict[str, float]:
    """The boosts for the slots that passage and query share."""
    found: dict[str, float] = {}
    origin = sketch.origin
    if query.areas:
        if not origin.areas.isdisjoint(query.areas):
            found["area"] = weights.area
        if need.fits and (fit := need.fits.get((origin.theme, sketch.aspect or 0))):
            found["fit"] = weights.fit * fit
    elif home and not origin.areas.isdisjoint(home):
        found["home"] = weights.home
    if query.aspect and query.aspect == sketch.aspect:
        found["aspect"] = weights.aspect
    if query.section and query.section == sketch.section:
        found["section"] = weights.section
    if query.leaning and query.leaning == sketch.section:
        found["leaning"] = weights.leaning
    if query.scope and (query.scope == "team") == (origin.scope == "team"):
        found["scope"] = weights.scope
    if (query.areas or query.scope) and not query.section and sketch.section == "measures":
        found["promise"] = weights.promise
    return found
