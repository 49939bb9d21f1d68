"""What chats remember: their session and their ticks. SQL of the chats' tables stands here."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

from bot.corpus.database import Connection
from bot.models import Session, View


class Chats:
    """The chats' part of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._db = connection.db

    def session(self, chat: int) -> Session:
        """What the chat remembers; a new session for an unknown chat."""
        row = next(
            self._connection.rows("SELECT state FROM sessions WHERE chat = ?", (chat,)), None
        )
        if row is None:
            return Session(chat)
        state = json.loads(row["state"])
        state |= {"chat": chat, "areas": tuple(state["areas"]), "view": View(**state["view"])}
        return Session(**state)  # the chat's number is the row's: a group may have moved

    def save(self, session: Session) -> None:
        """Keeps the session in place of the chat's earlier one."""
        self._db.table("sessions").upsert(
            {
                "chat": session.chat,
                "state": json.dumps(asdict(session), ensure_ascii=False),
                "changed_at": _now(),
            },
            pk="chat",
        )

    def ticks(self, chat: int, theme: str) -> set[str]:
        """Keys of the items that the chat has done for that theme."""
        rows = self._connection.rows(
            "SELECT item FROM ticks WHERE chat = ? AND theme = ?", (chat, theme)
        )
        return {row["item"] for row in rows}

    def set_tick(self, chat: int, theme: str, item: str, *, done: bool) -> None:
        """Marks an item as done or not; saying it twice changes nothing."""
        if done:
            self._db.table("ticks").insert(
                {"chat": chat, "theme": theme, "item": item, "done_at": _now()}, ignore=True
            )
        else:
            self._db.execute(
                "DELETE FROM ticks WHERE chat = ? AND theme = ? AND item = ?", (chat, theme, item)
            )

    def forget(self, chat: int) -> None:
        """Removes everything the chat told the bot."""
        for table in ("sessions", "ticks"):
            self._db.execute(f"DELETE FROM {table} WHERE chat = ?", (chat,))

    def migrate(self, old: int, new: int) -> None:
        """Moves all rows of a group that became a supergroup; a second call changes nothing."""
        for table in ("sessions", "ticks"):
            self._db.execute(f"UPDATE OR IGNORE {table} SET chat = ? WHERE chat = ?", (new, old))
            self._db.execute(f"DELETE FROM {table} WHERE chat = ?", (old,))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
