"""What chats remember: sessions, preparations, ticks, notes, themes of their own.

SQL of the chats' tables stands here. A *place* is one preparation of one chat, and of one topic
in a forum; a chat never reads another's rows.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, astuple
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from bot.corpus.database import Connection
from bot.models import Aspect, Mark, Note, Place, Preparation, Session, Spot, Theme, View

OWN_THEME = "own"  # opens the key of a theme that a chat made: own7
# with what waits to be sent, so that it moves and goes along
_TABLES = (
    "sessions",
    "preparations",
    "ticks",
    "notes",
    "own_themes",
    "findings",
    "outbox",
    *("meetings", "absences", "takes", "attendees", "opinions"),
)
# Table -> when a row of it was last touched.
_CHANGES = {
    "sessions": "changed_at",
    "preparations": "changed_at",
    "ticks": "done_at",
    "notes": "changed_at",
    "own_themes": "made_at",
    "outbox": "made_at",
    "meetings": "opened_at",
    "takes": "taken_at",
    "attendees": "first_at",
    "opinions": "made_at",
}
_TOPICLESS = ("absences",)  # tables that know a chat as a whole only
_PLACE = "chat = ? AND topic = ? AND preparation = ?"


class Chats:
    """The chats' part of the store."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection.db
        self._rows = connection.rows
        self._tuples = connection.tuples
        self._put = connection.put

    # --- sessions and preparations

    def session(self, chat: int, topic: int = 0) -> Session:
        """What the chat remembers; a new session for an unknown chat."""
        rows = self._tuples(
            "SELECT preparation, state, number, name, areas, scope, theme FROM sessions"
            " LEFT JOIN preparations ON preparations.chat = sessions.chat"
            " AND preparations.topic = sessions.topic AND number = preparation"
            " WHERE sessions.chat = ? AND sessions.topic = ?",
            (chat, topic),
        )
        return _session(chat, topic, *rows[0]) if rows else Session(chat, topic)

    def is_known(self, chat: int) -> bool:
        """True if something is kept of the chat."""
        return bool(self._tuples("SELECT 1 FROM sessions WHERE chat = ? LIMIT 1", (chat,)))

    def save(self, session: Session) -> None:
        """Keeps the session and its preparation in place of the earlier ones."""
        where = {"chat": session.chat, "topic": session.topic, "changed_at": _now()}
        preparation = session.preparation
        self._put(
            "preparations",
            where | _named(preparation) | {"areas": json.dumps(preparation.areas)},
            over=("chat", "topic", "number"),
        )
        state = _named(session) | {"view": _named(session.view)}
        for name in ("chat", "topic", "preparation"):
            del state[name]
        self._put(
            "sessions",
            where
            | {
                "preparation": preparation.number,
                "state": json.dumps(state, ensure_ascii=False),
            },
            over=("chat", "topic"),
        )

    def preparations(self, chat: int, topic: int = 0) -> list[Preparation]:
        """The chat's preparations in the order in which they were made."""
        rows = self._rows(
            "SELECT * FROM preparations WHERE chat = ? AND topic = ? ORDER BY number",
            (chat, topic),
        )
        return [_preparation(row) for row in rows]

    def preparation(self, place: Place) -> Preparation | None:
        """The preparation of that place, None if there is none."""
        kept = self.preparations(place.chat, place.topic)
        return next((found for found in kept if found.number == place.preparation), None)

    def remove_preparation(self, place: Place) -> None:
        """Removes a preparation with its ticks and notes."""
        for table, column in (
            ("ticks", "preparation"),
            ("notes", "preparation"),
            ("findings", "preparation"),
            ("meetings", "preparation"),
            ("takes", "preparation"),
            ("attendees", "preparation"),
            ("opinions", "preparation"),
            ("preparations", "number"),
        ):
            self._db.execute(
                f"DELETE FROM {table} WHERE chat = ? AND topic = ? AND {column} = ?",
                astuple(place),
            )

    # --- ticks

    def ticks(self, place: Place, theme: str) -> dict[str, str]:
        """Item -> who ticked it ("" in private chats), for the items done for that theme."""
        rows = self._rows(
            f"SELECT item, done_by FROM ticks WHERE {_PLACE} AND theme = ?",
            (*astuple(place), theme),
        )
        return {row["item"]: row["done_by"] or "" for row in rows}

    def marks(self, place: Place, theme: str) -> dict[str, Mark]:
        """Item -> who ticked it and when, for the items done for that theme."""
        rows = self._rows(
            f"SELECT item, done_by, done_at FROM ticks WHERE {_PLACE} AND theme = ?",
            (*astuple(place), theme),
        )
        return {row["item"]: Mark(row["done_by"] or "", row["done_at"] or "") for row in rows}

    def set_tick(self, place: Place, theme: str, item: str, *, done: bool, by: str = "") -> None:
        """Marks an item as done or not; saying it twice changes nothing."""
        key = {**asdict(place), "theme": theme, "item": item}
        if done:
            self._db.execute(
                "INSERT OR IGNORE INTO ticks(chat, topic, preparation, theme, item, done_at, done_by)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                (*key.values(), _now(), by),
            )
        else:
            self._db.execute(
                f"DELETE FROM ticks WHERE {_PLACE} AND theme = ? AND item = ?",
                tuple(key.values()),
            )

    # --- notes

    def notes(self, place: Place) -> list[Note]:
        """The notes of the place in the order in which they were made."""
        rows = self._rows(f"SELECT * FROM notes WHERE {_PLACE} ORDER BY id", astuple(place))
        return [_note(row) for row in rows]

    def add_note(self, place: Place, note: Note) -> None:
        """Keeps a note; one whose message is known already is changed instead."""
        told = note.message and self.change_said(place, note.message, note.text)
        if not told:
            row = {**asdict(place), **asdict(note.spot), "made_at": _now(), "changed_at": _now()}
            said = {name: getattr(note, name) for name in ("text", "author", "user", "message")}
            self._db.table("notes").insert(row | said, ignore=True)

    def change_note(self, place: Place, number: int, text: str) -> bool:
        """Puts another text in the note of that id; False if the place has no such note."""
        return self._changed(place, "id", number, text)

    def change_said(self, place: Place, message: int, text: str) -> bool:
        """The same for the note that came with that message."""
        return self._changed(place, "message", message, text)

    def _changed(self, place: Place, column: str, value: int, text: str) -> bool:
        changed = self._db.execute(
            f"UPDATE notes SET text = ?, changed_at = ? WHERE {_PLACE} AND {column} = ?",
            (text, _now(), *astuple(place), value),
        )
        return changed.rowcount > 0

    def move_note(self, place: Place, number: int, spot: Spot) -> None:
        """Puts the note of that id under another spot."""
        sql = f"UPDATE notes SET card = ?, item = ?, theme = ? WHERE {_PLACE} AND id = ?"
        self._db.execute(sql, (*astuple(spot), *astuple(place), number))

    def remove_note(self, place: Place, number: int) -> bool:
        """Removes the note of that id; False if the place has no such note."""
        sql = f"DELETE FROM notes WHERE {_PLACE} AND id = ?"
        return self._db.execute(sql, (*astuple(place), number)).rowcount > 0

    # --- what the last check of a draft found

    def findings(self, place: Place) -> set[str]:
        """The fingerprints of what the last check found; empty before the first one."""
        rows = self._rows(f"SELECT fingerprint FROM findings WHERE {_PLACE}", astuple(place))
        return {row["fingerprint"] for row in rows}

    def set_findings(self, place: Place, fingerprints: Iterable[str]) -> None:
        """Keeps the fingerprints in place of the earlier ones."""
        self._db.execute(f"DELETE FROM findings WHERE {_PLACE}", astuple(place))
        self._db.table("findings").insert_all(
            {**asdict(place), "fingerprint": found} for found in set(fingerprints)
        )

    # --- themes of a chat's own

    def add_theme(self, chat: int, topic: int, theme: Theme) -> str:
        """Keeps a theme for that chat and returns the key that it has from now on."""
        body = json.dumps(asdict(theme), ensure_ascii=False)
        row = {"chat": chat, "topic": topic, "body": body, "made_at": _now()}
        return f"{OWN_THEME}{self._db.table('own_themes').insert(row).last_pk}"

    def own_themes(self, chat: int, topic: int = 0) -> list[Theme]:
        """The themes that the chat made, the newest first."""
        rows = self._rows(
            "SELECT id, body FROM own_themes WHERE chat = ? AND topic = ? ORDER BY id DESC",
            (chat, topic),
        )
        return [_theme(row) for row in rows]

    def own_theme(self, key: str) -> Theme | None:
        """The theme of that key, whoever made it; None if there is none."""
        number = key.removeprefix(OWN_THEME)
        if number == key or not number.isdecimal():
            return None
        rows = self._rows("SELECT id, body FROM own_themes WHERE id = ?", (int(number[:18]),))
        return next(map(_theme, rows), None)

    # --- leaving and moving

    def forget(self, chat: int, topic: int | None = None, *, keeping: str = "") -> None:
        """Removes everything the chat told the bot, or only in that topic.

        The theme `keeping` stays, as nobody's: it has become everybody's default.
        """
        where, values = "chat = ?", [chat]
        if topic is not None:
            where, values = "chat = ? AND topic = ?", [chat, topic]
        number = keeping.removeprefix(OWN_THEME)
        if number.isdecimal():
            sql = f"UPDATE own_themes SET chat = NULL WHERE id = ? AND {where}"
            self._db.execute(sql, (int(number), *values))
        for table in _TABLES:
            if topic is None or table not in _TOPICLESS:
                self._db.execute(f"DELETE FROM {table} WHERE {where}", tuple(values))
        if topic is None:  # documents that were for it are for one chat less
            self._db.execute("DELETE FROM document_chats WHERE viewer = ?", (chat,))
        if topic is None and chat > 0:  # what a person told a group in private, with his name
            self._db.execute("DELETE FROM opinions WHERE user = ?", (chat,))

    def told(self, chat: int, topic: int = 0) -> tuple[int, int, int]:
        """How many notes, ticks and opinions the chat has there, in all its preparations."""
        sql = "SELECT count(*) AS count FROM {} WHERE chat = ? AND topic = ?"
        notes, ticks, opinions = (
            next(iter(self._rows(sql.format(table), (chat, topic))))["count"]
            for table in ("notes", "ticks", "opinions")
        )
        return notes, ticks, opinions

    def idle(self, before: datetime) -> list[int]:
        """The chats in which nothing changed since that moment."""
        changes = " UNION ALL ".join(
            f"SELECT chat, {column} AS moment FROM {table}" for table, column in _CHANGES.items()
        )
        sql = f"SELECT chat FROM ({changes}) WHERE chat IS NOT NULL GROUP BY chat HAVING max(moment) < ?"
        rows = self._rows(sql, (before.isoformat(timespec="seconds"),))
        return [row["chat"] for row in rows]

    def migrate(self, old: int, new: int) -> None:
        """Moves all rows of a group that became a supergroup; a second call changes nothing."""
        # the new group counts its messages anew
        self._db.execute("UPDATE notes SET message = 0 WHERE chat = ?", (old,))
        self._db.execute("UPDATE meetings SET board = 0, opened_by = 0 WHERE chat = ?", (old,))
        # what a meeting prepares is not lost to words said in the new group a moment too early
        self._db.execute(
            "DELETE FROM preparations WHERE chat = ? AND (topic, number) IN"
            " (SELECT topic, preparation FROM meetings WHERE chat = ?)",
            (new, old),
        )
        # an anonymous administrator, as a chair too, goes by the group's number
        for table, column in (("meetings", "chair"), ("takes", "user"), ("attendees", "user")):
            sql = f"UPDATE OR IGNORE {table} SET {column} = ? WHERE chat = ? AND {column} = ?"
            self._db.execute(sql, (new, old, old))
        for table in _TABLES:
            self._db.execute(f"UPDATE OR IGNORE {table} SET chat = ? WHERE chat = ?", (new, old))
            self._db.execute(f"DELETE FROM {table} WHERE chat = ?", (old,))
        self._db.execute(
            "UPDATE OR REPLACE document_chats SET viewer = ? WHERE viewer = ?", (new, old)
        )


def _named(noun: Session | Preparation | View) -> dict[str, Any]:
    """Its fields by name, not copied: `asdict` takes half as long as writing them does."""
    return {name: getattr(noun, name) for name in noun.__slots__}


@lru_cache(maxsize=1)  # it is read when a message comes, and again before it is kept
def _session(
    chat: int, topic: int, preparation: int, state: str, number: int | None, *kept: Any
) -> Session:
    """The session of that row; `kept`: of its preparation, if it is kept: name, areas, scope, theme."""
    held = json.loads(state)
    held |= {"view": View(**held.get("view", {}))}
    if number is None:
        return Session(chat, topic, Preparation(preparation), **held)
    name, areas, scope, theme = kept
    found = Preparation(number, name or "", tuple(json.loads(areas)), scope, theme or "")
    return Session(chat, topic, found, **held)


def _preparation(row: Mapping[str, Any]) -> Preparation:
    return Preparation(
        number=row["number"],
        name=row["name"] or "",
        areas=tuple(json.loads(row["areas"])),
        scope=row["scope"],
        theme=row["theme"] or "",
    )


def _note(row: Mapping[str, Any]) -> Note:
    return Note(
        spot=Spot(row["card"], row["item"], row["theme"]),
        text=row["text"],
        author=row["author"] or "",
        user=row["user"] or 0,
        message=row["message"] or 0,
        id=row["id"],
    )


def _theme(row: Mapping[str, Any]) -> Theme:
    body = json.loads(row["body"])
    aspects = tuple(_aspect(table) for table in body.pop("aspects"))
    words = tuple(body.pop("words"))
    return Theme(**body | {"key": f"{OWN_THEME}{row['id']}", "words": words, "aspects": aspects})


def _aspect(table: dict[str, Any]) -> Aspect:
    lists = {name: tuple(value) for name, value in table.items() if isinstance(value, list)}
    return Aspect(**{**table, **lists})


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
