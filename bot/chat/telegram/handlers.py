"""What happens with each update: ask the dialogue, send its reply, tell the user when it fails.

The dialogue is synchronous and runs in one worker thread, so that it may keep one SQLite
connection and the event loop is never held. What takes longer than a moment, such as checking a
draft, it hands over as a job, which another thread runs, so that other chats are answered meanwhile.
"""

import asyncio
import contextlib
import logging
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol, TypeAlias, TypeVar

from telegram import CallbackQuery, Message, Update
from telegram.error import (
    ChatMigrated,
    Conflict,
    Forbidden,
    RetryAfter,
    TelegramError,
)
from telegram.ext import Application, ContextTypes

from bot.chat import wording
from bot.chat.reply import Incoming, InlinePage, MenuEntry, Reply
from bot.chat.telegram.incoming import FileTooLargeError, from_message, from_press, with_document
from bot.chat.telegram.logs import describe
from bot.chat.telegram.menu import publish
from bot.chat.telegram.outgoing import NOTICE_LIMIT, Place, edit, offer, send

App: TypeAlias = "Application[Any, Any, Any, Any, Any, Any]"
Context: TypeAlias = ContextTypes.DEFAULT_TYPE
Result = TypeVar("Result")

SWITCH = (
    0.001  # seconds; at Python's own 0.005 every reading of the store waits that long for a job
)
START = 60  # seconds in which a second poller means that this one came too many
CONFLICT = "conflict"  # the application's note that it stopped for another poller

_LOG = logging.getLogger(__name__)


class Dialogue(Protocol):
    """What the transport asks of the dialogue; every call comes from the same worker thread."""

    @property
    def menu(self) -> Sequence[MenuEntry]:
        """The commands to show."""

    def respond(self, incoming: Incoming) -> Reply:
        """Return the reply, an empty one when there is nothing to say."""

    def offer(self, words: str, offset: str) -> InlinePage:
        """Return what inline mode offers for the words, from `offset` on."""

    def migrate(self, old: int, new: int) -> None:
        """Move what belongs to the group to its new number; saying so twice changes nothing."""


class Transport:
    """The handlers, with the dialogue and its worker thread."""

    def __init__(self, dialogue: Dialogue, clock: Callable[[], float] = time.monotonic) -> None:
        self._dialogue = dialogue
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="dialogue")
        sys.setswitchinterval(SWITCH)
        self._bench = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")
        self._clock = clock
        self._started = clock()

    async def on_start(self, app: App) -> None:
        """Publish menu and description."""
        await publish(app.bot, self._dialogue.menu)

    async def on_end(self, app: App) -> None:
        """Let the worker finish."""
        self._worker.shutdown()
        self._bench.shutdown()

    async def on_message(self, update: Update, context: Context) -> None:
        """Answer a text, a command or a document."""
        message = _message(update)
        incoming = from_message(message, context.bot.bot)
        # A document in talk among others is not even fetched.
        if incoming is None or (message.document and not incoming.is_addressed):
            return
        place = Place.of(context.bot, message, answers=True)
        try:
            incoming = await with_document(incoming, message.document)
        except FileTooLargeError:
            await place.send(wording.TOO_LARGE)
            return
        reply = await self._work(self._dialogue.respond, incoming)
        if reply:
            await send(reply, place)
        await self._finish(reply, place)

    async def on_press(self, update: Update, context: Context) -> None:
        """Answer a press of a button, whatever comes of it, then edit or send."""
        query = update.callback_query
        assert query  # the handler takes nothing else
        incoming, reply = from_press(query), Reply()
        try:
            if incoming:
                reply = await self._work(self._dialogue.respond, incoming)
        finally:
            await _end_waiting(query, reply.notice)
        if reply and query.message:
            place = Place.of(context.bot, query.message)
            await (edit(reply, query, place) if reply.edits else send(reply, place))
            await self._finish(reply, place)

    async def _finish(self, reply: Reply, place: Place) -> None:
        """Do the work that the reply left, beside the dialogue, and send what comes of it."""
        if reply.job:
            loop = asyncio.get_running_loop()
            done = await loop.run_in_executor(self._bench, reply.job.run)
            await send(await self._work(reply.job.tell, done), place)

    async def on_inline(self, update: Update, context: Context) -> None:
        """Offer passages in whatever chat the person types in; personal and kept briefly."""
        query = update.inline_query
        assert query  # the handler takes nothing else
        page = await self._work(self._dialogue.offer, query.query, query.offset)
        await offer(query, page)

    async def on_migration(self, update: Update, context: Context) -> None:
        """Follow a group that became a supergroup; Telegram says so in both chats."""
        message = _message(update)
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        await self._work(self._dialogue.migrate, old, new)

    async def on_unreadable(self, update: Update, context: Context) -> None:
        """Say what can be read instead of a picture, a voice or a sticker."""
        await Place.of(context.bot, _message(update)).send(wording.NOT_READABLE)

    async def on_error(self, update: object, context: Context) -> None:
        """Log the error without its words, then tell the user in one sentence."""
        error = context.error
        assert error  # an error handler gets one
        number = update.update_id if isinstance(update, Update) else "-"
        _LOG.log(_level(error), "update %s: %s", number, describe(error))
        if isinstance(error, Conflict):
            self._give_way(context.application)
        elif isinstance(update, Update) and isinstance(error, ChatMigrated):
            if update.effective_chat:
                old = update.effective_chat.id
                await self._work(self._dialogue.migrate, old, error.new_chat_id)
        elif isinstance(update, Update) and not isinstance(error, Forbidden | RetryAfter):
            await _say_sorry(update, context)

    def _give_way(self, app: App) -> None:
        """Stop when another program polls at the start; later on it is the other's turn to stop."""
        if self._clock() - self._started < START:
            app.bot_data[CONFLICT] = True
            app.stop_running()

    async def _work(self, call: Callable[..., Result], *values: object) -> Result:
        """Return what the call returns, made in the worker thread."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, call, *values)


def _message(update: Update) -> Message:
    assert update.message  # the filters let new messages through only
    return update.message


async def _end_waiting(query: CallbackQuery, notice: str) -> None:
    """End the progress bar of the button; cosmetic, what was pressed is done all the same."""
    try:
        await query.answer(notice[:NOTICE_LIMIT] or None)
    except Forbidden:
        raise
    except TelegramError as exc:
        if "query is too old" not in exc.message.lower():
            _LOG.warning("press not confirmed: %s", type(exc).__name__)


async def _say_sorry(update: Update, context: Context) -> None:
    """Tell whoever asked; a group that did not ask hears nothing."""
    message = update.callback_query.message if update.callback_query else update.message
    if message is None:
        return
    if update.message:
        incoming = from_message(update.message, context.bot.bot)
        if not (incoming and incoming.is_addressed):
            return
    with contextlib.suppress(TelegramError):
        await Place.of(context.bot, message).send(wording.SORRY)


def _level(error: Exception) -> int:
    """Blocked and kicked are everyday life; trouble with the network mends itself."""
    if isinstance(error, Forbidden):
        return logging.INFO
    return logging.WARNING if isinstance(error, TelegramError) else logging.ERROR
