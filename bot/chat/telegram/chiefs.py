"""Who administers a group: asked when an answer depends on it, and remembered briefly.

Somebody who was made an administrator a minute ago may have to ask twice; one who no longer is may
still lead for as long.
"""

import time
from collections.abc import Callable
from dataclasses import replace

from telegram import Bot
from telegram.error import TelegramError

from bot.chat.reply import Incoming

KEPT_SECONDS = 60.0


class Chiefs:
    """The administrators of groups."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[int, tuple[float, frozenset[int]]] = {}

    async def told(self, incoming: Incoming, bot: Bot) -> Incoming:
        """Return the same with whether the speaker is an administrator of the group."""
        chiefs = await self._of(incoming.chat, bot)
        return replace(incoming, is_chief=incoming.user in chiefs)

    async def _of(self, chat: int, bot: Bot) -> frozenset[int]:
        known = self._known.get(chat)
        if known and self._clock() - known[0] < KEPT_SECONDS:
            return known[1]
        try:
            members = await bot.get_chat_administrators(chat)
        except TelegramError:
            return frozenset()  # then only the chair leads
        found = frozenset(member.user.id for member in members)
        self._known[chat] = (self._clock(), found)
        return found

    def forget(self, chat: int) -> None:
        """Ask anew the next time."""
        self._known.pop(chat, None)
