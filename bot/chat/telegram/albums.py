"""Albums: several files sent at once come as messages of their own, what is said of them with one.

Which one has the words differs from client to client, so a file without waits until the words are
there, or until nothing of its album came for a moment. Updates are noted as they arrive, before
their turn in the chat.
"""

import asyncio
import contextlib
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from telegram import Message, Update

QUIET = 1.5  # seconds after the latest file in which the words may still come
_KNOWN = 100  # albums remembered


@dataclass(slots=True)
class _Album:
    """What is known of an album so far."""

    caption: str = ""
    seen_at: float = 0.0
    told: asyncio.Event = field(default_factory=asyncio.Event)


class Albums:
    """What was said with each of the latest albums."""

    def __init__(self) -> None:
        self._albums: OrderedDict[str, _Album] = OrderedDict()

    def note(self, update: object) -> None:
        """Remember a file of an album that has arrived."""
        message = update.message if isinstance(update, Update) else None
        if message is None or not message.media_group_id:
            return
        album = self._albums.setdefault(message.media_group_id, _Album())
        album.seen_at = time.monotonic()
        if message.caption and not album.caption:
            album.caption = message.caption
            album.told.set()
        while len(self._albums) > _KNOWN:
            self._albums.popitem(last=False)

    async def caption(self, message: Message) -> str:
        """Return what is said with the message's album, "" when nothing is."""
        album = self._albums.get(message.media_group_id or "")
        if album is None:
            return message.caption or ""
        while not album.told.is_set():
            rest = album.seen_at + QUIET - time.monotonic()
            if rest <= 0:
                break
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(album.told.wait(), rest)
        return album.caption
