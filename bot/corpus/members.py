"""Who may use the bot by invitation, and how many files were sent in a day.

Of an invitation only the hash of its code is kept: who reads the store cannot use it.
"""

from datetime import datetime
from hashlib import sha256

from bot.corpus.database import Connection


class Members:
    """The part of the store that knows who was let in."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection.db
        self._rows = connection.rows

    def has(self, *numbers: int) -> bool:
        """True if any of these people or groups is a member."""
        marks = ", ".join("?" * len(numbers))
        return any(self._rows(f"SELECT 1 FROM members WHERE id IN ({marks})", numbers))

    def count(self) -> int:
        """How many members there are."""
        return int(next(self._rows("SELECT count(*) AS n FROM members"))["n"])

    def invite(self, code: str, *, by: int, uses: int, expires: datetime) -> None:
        """Keeps an invitation that so many may use until that moment."""
        row = {"hash": _hash(code), "made_by": by, "uses_left": uses}
        self._db.table("invitations").insert(row | {"expires_at": _text(expires)})

    def join(self, number: int, code: str, now: datetime) -> bool:
        """Makes somebody a member by a code; False if it is unknown, used up or has expired."""
        found = next(
            self._rows(
                "SELECT made_by FROM invitations WHERE hash = ? AND uses_left > 0 AND expires_at > ?",
                (_hash(code), _text(now)),
            ),
            None,
        )
        if found is None:
            return False
        self._db.execute(
            "UPDATE invitations SET uses_left = uses_left - 1 WHERE hash = ?", (_hash(code),)
        )
        row = {"id": number, "invited_by": found["made_by"], "joined_at": _text(now)}
        self._db.table("members").insert(row, ignore=True)
        return True

    def withdraw(self) -> int:
        """Ends all invitations; returns how many were open. Members stay."""
        return self._db.execute("DELETE FROM invitations WHERE uses_left > 0").rowcount

    def expel(self, number: int) -> bool:
        """Removes a member; False if there is none of that number."""
        return self._db.execute("DELETE FROM members WHERE id = ?", (number,)).rowcount > 0

    def migrate(self, old: int, new: int) -> None:
        """Lets a group stay a member when it gets another number."""
        self._db.execute("UPDATE OR IGNORE members SET id = ? WHERE id = ?", (new, old))
        self._db.execute("DELETE FROM members WHERE id = ?", (old,))

    def uploaded(self, person: int, day: str) -> tuple[int, int]:
        """How many files the person sent on that day, and how many bytes."""
        sql = "SELECT files, bytes FROM uploads WHERE person = ? AND day = ?"
        found = next(self._rows(sql, (person, day)), None)
        return (found["files"], found["bytes"]) if found else (0, 0)

    def upload(self, person: int, day: str, size: int) -> None:
        """Counts a file."""
        self._db.execute(
            "INSERT INTO uploads(person, day, files, bytes) VALUES (?, ?, 1, ?)"
            " ON CONFLICT DO UPDATE SET files = files + 1, bytes = bytes + excluded.bytes",
            (person, day, size),
        )

    def clean(self, now: datetime) -> None:
        """Removes invitations that have expired, and the counts of files of earlier days."""
        self._db.execute("DELETE FROM invitations WHERE expires_at <= ?", (_text(now),))
        self._db.execute("DELETE FROM uploads WHERE day < ?", (now.date().isoformat(),))


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
