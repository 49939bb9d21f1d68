"""Sampled shingles of the passages' wording, by which a draft finds what it may have copied."""

import heapq
from collections import defaultdict
from collections.abc import Container, Iterable

from bot.corpus.database import Connection
from bot.corpus.sight import Sight

_COMMON = 100  # passages from which a shingle is everybody's wording …
_COMMON_WEIGHT = 0.25  # … and what it counts then


class Shingles:
    """The shingles of a store."""

    def __init__(self, connection: Connection, sight: Sight) -> None:
        self._db = connection.db
        self._tuples = connection.tuples
        self._sight = sight

    def add(self, passages: Iterable[tuple[int, Iterable[int]]]) -> None:
        """Keeps the shingles of passages, by number."""
        # in the order of the table: the rows of a document lie close together
        rows = sorted((shingle, number) for number, found in passages for shingle in found)
        self._db.conn.executemany("INSERT OR IGNORE INTO passage_shingles VALUES (?, ?)", rows)

    def remove(self, passages: Iterable[tuple[int, Iterable[int]]]) -> None:
        """Takes the shingles of passages out, which are those that they were added with."""
        self._db.conn.executemany(  # by their key: an index by passage would be as large again
            "DELETE FROM passage_shingles WHERE shingle = ? AND passage_id = ?",
            ((shingle, number) for number, found in passages for shingle in found),
        )

    def alike(
        self, shingles: Iterable[int], *, limit: int, hidden: Container[int] = ()
    ) -> list[int]:
        """Ids of the passages that share most of these shingles, at least two, most first.

        None of those that are `hidden`. What stands in very many passages tells little: of these
        only the first are looked at.
        """
        counts: dict[int, float] = defaultdict(float)
        visible = self._sight.without(hidden, "passage_id")
        for shingle in shingles:
            rows = self._tuples(
                f"SELECT passage_id FROM passage_shingles WHERE shingle = ?{visible} LIMIT ?",
                (shingle, _COMMON),
            )
            weight = 1.0 if len(rows) < _COMMON else _COMMON_WEIGHT
            for (number,) in rows:
                counts[number] += weight
        found = [n for n, weight in counts.items() if weight > 1]
        return heapq.nsmallest(limit, found, key=lambda number: (-counts[number], number))
