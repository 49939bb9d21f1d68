"""What groups remember of their preparation meetings: who leads, who took what, opinions.

SQL of the meetings' tables stands here; forgetting and moving a chat stand in `chats`, which looks
after every table that knows chats. Notes and ticks are those of the meeting's preparation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple, fields
from typing import Any

from bot.corpus.database import Connection
from bot.models import Meeting, Opinion, Place, Take

_PLACE = "chat = ? AND topic = ? AND preparation = ?"
_COLUMNS = tuple(field.name for field in fields(Meeting) if field.name not in ("place", "id"))
_PRESENT = "chat NOT IN (SELECT chat FROM absences)"


class Meetings:
    """The meetings' part of the store; what is changed here is changed in a transaction."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection.db
        self._rows = connection.rows

    # --- meetings

    def open_in(self, chat: int, topic: int = 0) -> Meeting | None:
        """The open meeting of that chat and topic, None if there is none."""
        return self._one("chat = ? AND topic = ? AND is_open", chat, topic)

    def of(self, number: int) -> Meeting | None:
        """The meeting of that id, None if there is none or the bot is not in its group any more."""
        return self._one(f"id = ? AND {_PRESENT}", number)

    def by_token(self, token: str) -> Meeting | None:
        """The open meeting of that token; None as above."""
        return self._one(f"token = ? AND is_open AND {_PRESENT}", token)

    def at(self, place: Place) -> Meeting | None:
        """The meeting that works on that preparation."""
        return self._one(_PLACE, *astuple(place))

    def all_in(self, chat: int, topic: int = 0) -> list[Meeting]:
        """The meetings of that chat and topic, the newest first."""
        return self._all("chat = ? AND topic = ?", chat, topic)

    def due(self, now: str) -> list[Meeting]:
        """The open meetings whose time for a part is over and nobody was reminded."""
        return self._all(f"is_open AND due_at <> '' AND due_at <= ? AND {_PRESENT}", now)

    def shown(self) -> list[Meeting]:
        """The open meetings that have a board."""
        return self._all(f"is_open AND board > 0 AND {_PRESENT}")

    def add(self, meeting: Meeting) -> int:
        """Keeps a new meeting and returns its id."""
        row = {**asdict(meeting.place), **_row(meeting)}
        return int(self._db.table("meetings").insert(row).last_pk)  # type: ignore[arg-type]  # AUTOINCREMENT: a number

    def change(self, meeting: Meeting) -> None:
        """Keeps the meeting in place of what was known of it; its place does not change."""
        row = _row(meeting)
        names = ", ".join(f"{name} = ?" for name in row)
        self._db.execute(f"UPDATE meetings SET {names} WHERE id = ?", (*row.values(), meeting.id))

    def _one(self, where: str, *values: Any) -> Meeting | None:
        return next(iter(self._all(where, *values)), None)

    def _all(self, where: str, *values: Any) -> list[Meeting]:
        rows = self._rows(f"SELECT * FROM meetings WHERE {where} ORDER BY id DESC", values)
        return [_meeting(row) for row in rows]

    # --- groups that the bot was put out of

    def leave(self, chat: int, now: str) -> None:
        """The bot is not in that group any more; what it knows is kept and shown to nobody."""
        self._db.table("absences").insert({"chat": chat, "since": now}, ignore=True)
        # its messages may be gone when it is back
        self._db.execute("UPDATE meetings SET board = 0, due_at = '' WHERE chat = ?", (chat,))

    def come_back(self, chat: int) -> None:
        """The bot is in that group (again)."""
        self._db.execute("DELETE FROM absences WHERE chat = ?", (chat,))

    # --- who took what, who took part

    def takes(self, place: Place, theme: str) -> list[Take]:
        """Who took which part of that theme, in the order in which they did."""
        rows = self._rows(
            f"SELECT card, user, name, theme FROM takes WHERE {_PLACE} AND theme = ?"
            " ORDER BY taken_at, rowid",
            (*astuple(place), theme),
        )
        return [Take(**row) for row in rows]

    def set_take(self, place: Place, take: Take, now: str, *, is_taken: bool) -> None:
        """Lets the member have that part, or not any more; saying it twice changes nothing."""
        if is_taken:
            row = {**asdict(place), **asdict(take), "taken_at": now}
            self._db.table("takes").insert(row, ignore=True)
        else:
            self._db.execute(
                f"DELETE FROM takes WHERE {_PLACE} AND theme = ? AND card = ? AND user = ?",
                (*astuple(place), take.theme, take.card, take.user),
            )

    def attendees(self, place: Place) -> list[str]:
        """The names of those who took part, in the order in which they came."""
        sql = f"SELECT name FROM attendees WHERE {_PLACE} ORDER BY first_at, rowid"
        return [row["name"] for row in self._rows(sql, astuple(place))]

    def attend(self, place: Place, user: int, name: str, now: str) -> None:
        """Notes that the member took part."""
        row = {**asdict(place), "user": user, "name": name, "first_at": now}
        self._db.table("attendees").insert(row, ignore=True)

    # --- opinions

    def opinions(self, place: Place) -> list[Opinion]:
        """The opinions collected there, in the order in which they came."""
        rows = self._rows(f"SELECT * FROM opinions WHERE {_PLACE} ORDER BY id", astuple(place))
        return [_opinion(row) for row in rows]

    def set_opinion(self, place: Place, opinion: Opinion, said: str, now: str) -> None:
        """Keeps an opinion, in place of what the same message said before."""
        told = self._db.execute(
            "UPDATE opinions SET object = ?, text = ?, card = ?, theme = ?"
            f" WHERE {_PLACE} AND said = ?",
            (
                opinion.object,
                opinion.text,
                opinion.card,
                opinion.theme,
                *astuple(place),
                said or "-",
            ),
        )
        if not said or told.rowcount == 0:
            row = {**asdict(place), **asdict(opinion), "said": said, "made_at": now}
            del row["id"]
            self._db.table("opinions").insert(row)

    def has_said(self, place: Place, said: str) -> bool:
        """Whether an opinion of that message is kept."""
        sql = f"SELECT 1 FROM opinions WHERE {_PLACE} AND said = ?"
        return bool(said) and any(True for _ in self._rows(sql, (*astuple(place), said)))

    def drop_opinion(self, place: Place, said: str) -> bool:
        """Removes the opinion of that message; False if there is none."""
        sql = f"DELETE FROM opinions WHERE {_PLACE} AND said = ?"
        return self._db.execute(sql, (*astuple(place), said)).rowcount > 0

    def clear(self, place: Place, tables: Iterable[str] = ("notes", "ticks", "opinions")) -> None:
        """Removes what was collected there."""
        for table in tables:
            self._db.execute(f"DELETE FROM {table} WHERE {_PLACE}", astuple(place))


def _row(meeting: Meeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in _COLUMNS}


def _meeting(row: Mapping[str, Any]) -> Meeting:
    values = {name: row[name] for name in _COLUMNS}
    flags = {name: bool(row[name]) for name in ("is_open", "is_named")}
    place = Place(row["chat"], row["topic"], row["preparation"])
    return Meeting(**values | flags, place=place, id=row["id"])


def _opinion(row: Mapping[str, Any]) -> Opinion:
    names = tuple(field.name for field in fields(Opinion))
    return Opinion(**{n: row[n] for n in names} | {"is_private": bool(row["is_private"])})
