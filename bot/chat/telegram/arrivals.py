"""The way in: a queue that has every update on disk before Telegram hears that it arrived.

The library asks for the next updates, and the web server answers, only after `put` has returned.
Waiting for the disk takes longer than most answers, so what Telegram hands out together is written
down together.
Talk that is not meant for the bot is never written down, inline queries neither: their answers
are worth something for seconds only.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Iterable
from typing import Any

from telegram import Bot, Update
from telegram.constants import ChatType

from bot.chat.telegram.desk import Desk
from bot.chat.telegram.incoming import from_message
from bot.chat.telegram.work import Worker
from bot.errors import StoreError

UNREADABLE = "prepbot_unreadable"  # what an update holds instead of what nobody could read
BODY = "prepbot_body"  # what it holds beside its own: all of it as it is written down
ROOM = 1000  # updates in memory; Telegram is asked for no more until there is room

_LOG = logging.getLogger(__name__)


class Arrivals(asyncio.Queue[object]):
    """The application's queue, over the store's inbox."""

    def __init__(self, desk: Desk, worker: Worker) -> None:
        super().__init__(ROOM)
        self._desk = desk
        self._worker = worker
        self.bot: Bot | None = None  # set with the application
        self.aside: Callable[[int], None] = lambda number: None  # told about what is unreadable
        self.is_closed = False
        self._kept: dict[int, bool] = {}  # what was written down and not put yet; True: it is new

    async def put(self, item: object) -> None:
        """Keep the update, then hand it on; what is known, or not for the bot, ends here."""
        if not isinstance(item, Update):
            await super().put(item)
        elif (shape := item.api_kwargs.get(UNREADABLE)) is not None:
            await self._set_aside(item.update_id, json.dumps(shape))
        elif item.inline_query:
            await super().put(item)
        else:
            await self._keep(item)

    async def keep(self, updates: Iterable[Update]) -> None:
        """Write down what came together, at once; `put` hands it on then without waiting for the disk."""
        bodies = {}
        for update in updates:
            if update.inline_query or UNREADABLE in update.api_kwargs:
                continue
            self._kept[update.update_id] = False
            try:
                body = _body(update) if self._concerns(update) else ""
            except Exception as exc:  # the library lets through what is of no kind that it names
                _LOG.debug("update not read: %s", type(exc).__name__)
                await self._set_aside(update.update_id, json.dumps(type(exc).__name__))
                continue
            if body:
                bodies[update.update_id] = body
        if bodies:
            self._kept |= await self._worker.do(self._desk.keep, bodies)

    async def _keep(self, update: Update) -> None:
        """Hand the update on, written down by now, if it is for the bot and new."""
        if update.update_id not in self._kept:
            await self.keep([update])
        if self._kept.pop(update.update_id) and not self.is_closed:
            await super().put(update)

    async def replay(self) -> None:
        """Hand on what an earlier run kept and did not handle."""
        kept = await self._worker.do(self._desk.waiting)
        if kept:
            _LOG.info("%s updates are handled that came before the start", len(kept))
        for _, body in kept:
            await super().put(Update.de_json(json.loads(body), self.bot))

    def close(self) -> None:
        """Hand on nothing more; what waits is on disk."""
        self.is_closed = True
        while not self.empty():
            self.get_nowait()
            self.task_done()

    async def _set_aside(self, number: int, shape: str) -> None:
        try:
            is_new = await self._worker.do(self._desk.set_aside, number, shape)
        except StoreError:
            is_new = True
        if is_new:
            _LOG.warning("update %s cannot be read and is set aside: %s", number, shape)
            self.aside(number)

    def _concerns(self, update: Update) -> bool:
        """True for a press, private talk, what a group says to the bot, moves and memberships."""
        if update.my_chat_member:
            return update.my_chat_member.chat.type != ChatType.PRIVATE
        message = update.message or update.edited_message
        if message is None:
            return update.callback_query is not None
        if message.migrate_to_chat_id or message.migrate_from_chat_id:
            return True
        assert self.bot  # set with the application
        incoming = from_message(message, self.bot.bot)
        return incoming is not None and incoming.is_addressed


def _body(update: Update) -> str:
    """Return the update as text; the library takes ten times as long to make one of its object."""
    return update.api_kwargs.get(BODY) or update.to_json()


def readable(update: dict[str, Any], *, tried: bool = True) -> dict[str, Any]:
    """Return the update with its text, or its number and shape when the library cannot read it.

    Unless it is `tried`, the library may still stumble: making its object takes as long as a call.
    """
    try:
        if _is_sound(update) and (not tried or Update.de_json(update)):
            return update | {BODY: json.dumps(update)}
    except Exception as exc:  # whatever the library stumbles over
        _LOG.debug("update not read: %s", type(exc).__name__)
    number = update.get("update_id")
    return {"update_id": number if _is_number(number) else 0, UNREADABLE: shape(update)}


# What the bot reads of an update, and what it must be: the library does not look.
_KINDS = {
    **dict.fromkeys(
        ("text", "caption", "media_group_id", "data", "query", "offset", "type", "title"), str
    ),
    **dict.fromkeys(("first_name", "last_name", "username", "author_signature"), str),
    **dict.fromkeys(("file_id", "file_unique_id", "file_name", "callback_data"), str),
    **dict.fromkeys(("update_id", "message_id", "message_thread_id", "date", "file_size"), int),
    **dict.fromkeys(("migrate_to_chat_id", "migrate_from_chat_id", "edit_date"), int),
    **dict.fromkeys(("edited_message", "my_chat_member", "new_chat_member"), dict),
    **dict.fromkeys(("message", "callback_query", "inline_query", "reply_to_message"), dict),
    **dict.fromkeys(("chat", "from", "sender_chat", "document", "reply_markup"), dict),
}


# Part of an update -> what Telegram never leaves out of it.
_NEEDED = {
    **dict.fromkeys(
        ("message", "edited_message", "reply_to_message"), ("message_id", "chat", "date")
    ),
    "callback_query": ("id", "from"),
    "my_chat_member": ("chat", "from", "date", "old_chat_member", "new_chat_member"),
    "inline_query": ("id", "from", "query", "offset"),
    "chat": ("id", "type"),
    "from": ("id", "first_name"),
    "document": ("file_id", "file_unique_id"),
}


# Part of an update -> what its id is; elsewhere an id may be anything.
_IDS = {
    **dict.fromkeys(("chat", "from", "sender_chat"), int),
    **dict.fromkeys(("callback_query", "inline_query"), str),
}


def _is_sound(value: object, name: str = "") -> bool:
    """True if every field that the bot reads is of its kind, and every number can be stored."""
    wanted = _KINDS.get(name)
    if wanted and type(value) is not wanted:
        return False
    if isinstance(value, dict):
        whole = all(value.get(field) is not None for field in _NEEDED.get(name, ()))
        numbered = type(value.get("id")) is _IDS.get(name, type(value.get("id")))
        numbered = numbered and all(value.get(field) != "" for field in ("id", "file_id"))
        return whole and numbered and all(_is_sound(inner, key) for key, inner in value.items())
    if isinstance(value, list):
        return all(_is_sound(inner) for inner in value)
    return not isinstance(value, int) or abs(value) < 2**63


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**63


def shape(value: object, depth: int = 6) -> object:
    """Return what a value is made of, names and kinds, without a word of its content."""
    if isinstance(value, dict) and depth:
        known = ((str(k), v) for k, v in list(value.items())[:20])
        return {k[:40]: shape(v, depth - 1) for k, v in known if k.isascii() and k.isidentifier()}
    if isinstance(value, list) and depth:
        return [shape(v, depth - 1) for v in value[:1]]
    return type(value).__name__
