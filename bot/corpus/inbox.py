"""What came in: every update until it is handled, and the numbers of those that were.

An update is *waiting* until the transaction that made its effects calls it *handled*; *failed*
is one whose handling went wrong, *aside* one that nobody could read. Only a waiting one has a
body; of one set aside the shape is kept, without a word of its content.
"""

from datetime import UTC, datetime
from typing import Literal

from bot.corpus.database import Connection

State = Literal["waiting", "handled", "failed", "aside"]


class Inbox:
    """The part of the store that holds updates."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection.db
        self._rows = connection.rows
        self._tuples = connection.tuples

    def put(self, number: int, body: str, state: State = "waiting") -> bool:
        """Keeps an update; False if one of that number is known, which stays as it is."""
        values = (number, body, state, _now())
        sql = "INSERT OR IGNORE INTO updates(id, body, state, changed_at) VALUES (?, ?, ?, ?)"
        return self._db.execute(sql, values).rowcount > 0

    def is_waiting(self, number: int) -> bool:
        """True if the update is known and not handled yet."""
        return self._state(number) == "waiting"

    def is_known(self, number: int) -> bool:
        """True if the update came before, whatever became of it."""
        return self._state(number) is not None

    def is_done(self, number: int) -> bool:
        """True if the update is known and not to be handled any more."""
        return self._state(number) not in (None, "waiting")

    def _state(self, number: int) -> str | None:
        found = self._tuples("SELECT state FROM updates WHERE id = ?", (number,))
        return found[0][0] if found else None

    def waiting(self) -> list[tuple[int, str]]:
        """Number and body of the updates that wait, in the order in which they came."""
        rows = self._rows("SELECT id, body FROM updates WHERE state = 'waiting' ORDER BY arrival")
        return [(row["id"], row["body"]) for row in rows]

    def tried(self, number: int) -> int:
        """Counts an attempt to handle the update and returns how many there were."""
        self._db.execute("UPDATE updates SET tries = tries + 1 WHERE id = ?", (number,))
        found = self._rows("SELECT tries FROM updates WHERE id = ?", (number,))
        return next((row["tries"] for row in found), 1)

    def end(self, number: int, state: State = "handled", shape: str | None = None) -> None:
        """Says what became of the update, known so far or not; `shape` takes the place of its body."""
        sql = (
            "INSERT INTO updates(id, body, state, changed_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT(id) DO UPDATE SET"
            " body = excluded.body, state = excluded.state, changed_at = excluded.changed_at"
        )
        self._db.execute(sql, (number, shape, state, _now()))

    def clean(self, before: datetime) -> int:
        """Removes what was done with before that moment; returns how many there were."""
        moment = before.isoformat(timespec="seconds")
        sql = "DELETE FROM updates WHERE state != 'waiting' AND changed_at < ?"
        return self._db.execute(sql, (moment,)).rowcount


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
