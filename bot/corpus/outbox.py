"""What must go out: every reply until Telegram has accepted it, in the order of its chat."""

from datetime import UTC, datetime
from typing import Any

from bot.corpus.database import Connection


class Outbox:
    """The part of the store that holds replies; their bodies are the transport's business."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection.db
        self._rows = connection.rows
        self._put = connection.put

    def add(self, chat: int, topic: int, body: str, *, edited: int = 0) -> int:
        """Keeps a reply and returns its number.

        One that edits a message takes the place of those that wait to edit the same message: only
        the latest state of a message matters.
        """
        if edited:
            self._db.execute("DELETE FROM outbox WHERE chat = ? AND edited = ?", (chat, edited))
        row = {"chat": chat, "topic": topic, "edited": edited, "body": body, "made_at": _now()}
        return self._put("outbox", row)

    def waiting(self) -> list[dict[str, Any]]:
        """The replies that wait, oldest first: id, chat, body and how many parts were sent."""
        return list(self._rows("SELECT id, chat, body, sent FROM outbox ORDER BY id"))

    def holds(self, number: int) -> bool:
        """True while the reply of that number waits."""
        return any(self._rows("SELECT 1 FROM outbox WHERE id = ?", (number,)))

    def sent(self, number: int, parts: int) -> None:
        """Remembers how many parts of the reply are there; the rest is still to be sent."""
        self._db.execute("UPDATE outbox SET sent = ? WHERE id = ?", (parts, number))

    def remove(self, number: int) -> None:
        """Takes out a reply that has arrived, or that never will."""
        self._db.execute("DELETE FROM outbox WHERE id = ?", (number,))

    def remove_chat(self, chat: int) -> None:
        """Takes out what waits for a chat that wants to hear nothing more."""
        self._db.execute("DELETE FROM outbox WHERE chat = ?", (chat,))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
