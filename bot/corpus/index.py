"""The full-text index of the passages: what BM25 ranks by, and how rare a token is.

MATCH strings are built here from tokens, never from a user's text. The index holds tokens only, so
whoever takes a passage out must know them.
"""

from collections.abc import Container, Iterable, Mapping
from operator import attrgetter
from typing import TYPE_CHECKING

from bot.corpus.database import Connection
from bot.corpus.frequencies import Frequencies
from bot.corpus.sight import Sight

if TYPE_CHECKING:  # what cuts texts takes a tenth of the time of a command that cuts none
    from bot.text.terms import Terms

COLUMNS = ("words", "grams", "sounds", "meta")
_tokens = attrgetter(*COLUMNS)


class Index:
    """The tokens of all passages, by column."""

    def __init__(self, connection: Connection, sight: Sight) -> None:
        self._db = connection.db
        self._tuples = connection.tuples
        self._frequencies = Frequencies(connection)
        self._sight = sight

    def add(self, number: int, terms: "Terms") -> None:
        """Adds a passage."""
        self._db.conn.execute(
            f"INSERT INTO passage_index(rowid, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?)",
            (number, *_tokens(terms)),
        )

    def remove(self, number: int, terms: "Terms") -> None:
        """Takes a passage out, with the terms that it was added with."""
        self._db.execute(
            f"INSERT INTO passage_index(passage_index, rowid, {', '.join(COLUMNS)})"
            " VALUES ('delete', ?, ?, ?, ?, ?)",
            (number, *_tokens(terms)),
        )

    def merge(self) -> None:
        """Joins the index's pieces into one, after much was written: a search reads half as much."""
        self._db.execute("INSERT INTO passage_index(passage_index) VALUES ('optimize')")

    def clear(self) -> None:
        """Takes all passages out."""
        self._frequencies.forget()
        self._db.execute("INSERT INTO passage_index(passage_index) VALUES ('delete-all')")

    def search(
        self,
        tokens: Mapping[str, Iterable[str]],
        weights: Mapping[str, float],
        *,
        limit: int,
        most: int | None = None,
        hidden: Container[int] = (),
    ) -> dict[int, float]:
        """Passage id -> BM25 score (higher is better) of the best passages holding any of the tokens.

        `tokens` and `weights` are by column of the index; a column without tokens is not searched.
        `most`: how many passages to score at all, half of them the oldest and half the newest; for
        common tokens in a large store, where each passage takes a microsecond. None of those that
        are `hidden`.
        """
        match = " OR ".join(
            f"{column} : ({' OR '.join(quoted)})"
            for column, found in tokens.items()
            if (quoted := _quoted(found))
        )
        if not match:
            return {}
        rank = ", ".join(str(float(weights.get(column, 0.0))) for column in COLUMNS)
        scored = (
            f"SELECT rowid, bm25(passage_index, {rank}) AS score FROM passage_index"
            f" WHERE passage_index MATCH :match{self._sight.without(hidden, 'rowid')}"
        )
        if most is not None:
            half = f"SELECT * FROM ({scored} ORDER BY rowid {{}} LIMIT {most // 2})"
            scored = f"{half.format('ASC')} UNION ALL {half.format('DESC')}"
        rows = self._tuples(
            f"{scored} ORDER BY score LIMIT :limit", {"match": match, "limit": limit}
        )
        return {number: -score for number, score in rows}

    def frequencies(self, tokens: Iterable[str]) -> dict[str, int]:
        """Token -> number of passages that hold it in any column; unknown tokens are left out.

        Of very common ones the number may be a little older than the latest change.
        """
        return self._frequencies.of(tokens)


def _quoted(tokens: Iterable[str]) -> list[str]:
    """Tokens as FTS5 strings; anything but letters, digits, characters and "_" is dropped."""
    clean = ("".join(c for c in token if c.isalnum() or c == "_") for token in tokens)
    return [f'"{token}"' for token in dict.fromkeys(clean) if token]
