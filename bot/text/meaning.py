"""What a question is about, concept by concept, and how much of that each passage carries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]
Shares = NDArray[np.float64]
Flags = NDArray[np.bool_]
_STRONGEST = 3.0  # of a concept in a passage; more tells no more


@dataclass(frozen=True, slots=True)
class Carried:
    """The concepts that a passage carries."""

    numbers: Numbers  # never empty: the last is that of no concept
    counts: Shares  # what each counts, by its strength


@dataclass(frozen=True, slots=True)
class Row:
    """The same of several passages, one behind the other."""

    numbers: Numbers
    counts: Shares
    starts: Numbers  # where each passage begins

    @classmethod
    def of(cls, passages: Sequence[Carried]) -> "Row":
        """The passages in their order; at least one."""
        return cls(
            np.concatenate([passage.numbers for passage in passages]),
            np.concatenate([passage.counts for passage in passages]),
            np.cumsum([0, *(len(passage.numbers) for passage in passages[:-1])]),
        )


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a question is about, concept by concept, and what their sayings explain of its wording.

    Sayings that are too little alike to be heard one by one may explain a sentence together.
    """

    keys: Sequence[str]  # of the concepts
    wanted: Shares  # weight of each concept
    weights: Shares  # of the tokens: all words together 1, all pairs one and a half times that
    held: Flags  # concept × token: which ones its sayings hold

    def of(self, row: Row) -> tuple[Shares, Shares]:
        """For each passage how much its concepts are wanted, and the tokens' weight that they explain.

        The first is a sum of weight times count, the second is in [0, 2.5].
        """
        wanted = np.add.reduceat(self.wanted[row.numbers] * row.counts, row.starts)
        explained = np.logical_or.reduceat(self.held[row.numbers], row.starts)
        return wanted, _sums(explained, self.weights)

    def telling(self, count: int) -> list[str]:
        """The concepts that explain most, if they explain anything."""
        explained = _sums(self.held, self.weights)
        best = np.argsort(-explained, kind="stable")[:count]
        return [self.keys[number] for number in best if explained[number] > 0]


def counts_of(strengths: Sequence[float]) -> Shares:
    """What concepts of a passage count, by their strength."""
    return np.sqrt(np.minimum(strengths, _STRONGEST))


def _sums(held: Flags, weights: Shares) -> Shares:
    """For each row the weight of what it holds; in this thread, where a product would wake others."""
    return np.einsum("rt,t->r", held, weights)


def rows(*columns: NDArray[Any]) -> "zip[tuple[Any, ...]]":
    """The columns row by row, as plain numbers: these are handled faster one by one."""
    return zip(*(column.tolist() for column in columns), strict=True)
