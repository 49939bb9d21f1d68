"""What hearing looks up: for each unit and token the postings, as packed arrays."""

import json
from array import array
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from bot.corpus.database import Connection

if TYPE_CHECKING:
    from bot.text.postings import Postings, Unit


class Heard:
    """The postings of a store."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection.db
        self._tuples = connection.tuples

    def save(self, rows: "Iterable[tuple[Unit, str, Postings]]") -> None:
        """Keeps these in place of what was kept before."""
        self._db.execute("DELETE FROM heard")
        self._db.conn.executemany(
            "INSERT INTO heard(unit, token, weight, numbers, shares) VALUES (?, ?, ?, ?, ?)",
            (
                (unit, token, found.weight, found.numbers.tobytes(), found.shares.tobytes())
                for unit, token, found in rows
            ),
        )

    def postings(self, unit: "Unit", tokens: Collection[str]) -> "dict[str, Postings]":
        """The postings of these tokens; unknown ones are left out."""
        from bot.text.postings import Postings

        rows = self._tuples(
            "SELECT token, weight, numbers, shares FROM heard"
            " WHERE unit = ? AND token IN (SELECT value FROM json_each(?))",
            (unit, json.dumps(list(tokens))),
        )
        return {
            token: Postings(weight, array("I", numbers), array("f", shares))
            for token, weight, numbers, shares in rows
        }
