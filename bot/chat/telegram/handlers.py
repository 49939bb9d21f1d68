"""What happens with each update: ask the dialogue, keep its reply, tell the user when it fails.

The dialogue is synchronous and runs in the worker's thread; what it answers goes by letter, so that
nothing here waits for Telegram to take a message.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, TypeAlias

from telegram import Bot, CallbackQuery, ChatMember, Message, Update
from telegram.constants import ChatType
from telegram.error import Forbidden, RetryAfter, TelegramError
from telegram.ext import Application, ContextTypes

from bot.chat import wording
from bot.chat.reply import Incoming, InlinePage, Reply, Span
from bot.chat.telegram.albums import Albums
from bot.chat.telegram.answering import Dialogue
from bot.chat.telegram.boards import Boards
from bot.chat.telegram.chiefs import Chiefs
from bot.chat.telegram.desk import Asked, Desk
from bot.chat.telegram.gate import Gate
from bot.chat.telegram.incoming import (
    NotFetchedError,
    document_of,
    from_message,
    from_press,
    topic_of,
    with_document,
)
from bot.chat.telegram.letters import Letter
from bot.chat.telegram.logs import describe
from bot.chat.telegram.menu import publish
from bot.chat.telegram.metrics import Metrics
from bot.chat.telegram.office import Office
from bot.chat.telegram.outgoing import NOTICE_LIMIT, offer
from bot.chat.telegram.postman import Postman
from bot.chat.telegram.reports import Reports, new_code
from bot.chat.telegram.work import Worker
from bot.chat.wording import service
from bot.errors import StoreError

App: TypeAlias = "Application[Any, Any, Any, Any, Any, Any]"
Context: TypeAlias = ContextTypes.DEFAULT_TYPE

CROWD = 4  # messages before one, from which somebody known is told of ahead of his turn
DOWNLOADS = 8  # files fetched at a time; each is held in memory

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Staff:
    """Whom the handlers ask."""

    dialogue: Dialogue
    desk: Desk
    worker: Worker
    postman: Postman
    boards: Boards
    gate: Gate
    office: Office
    metrics: Metrics
    reports: Reports


class Transport:
    """The handlers, with the dialogue, its thread, and the way out."""

    is_closing = False  # from then on what has not begun waits for the next start

    def __init__(self, staff: Staff) -> None:
        self._dialogue = staff.dialogue
        self._desk = staff.desk
        self._worker = staff.worker
        self._postman = staff.postman
        self._boards = staff.boards
        self._chiefs = Chiefs()
        self._gate = staff.gate
        self._office = staff.office
        self._metrics = staff.metrics
        self._reports = staff.reports
        self._downloads = asyncio.Semaphore(DOWNLOADS)
        self.albums = Albums()

    async def on_start(self, app: App) -> None:
        """Publish menu and description."""
        await publish(app.bot, self._dialogue.menu, self._office.admins)

    async def begins(self, update: object) -> bool:
        """True if the update is to be handled."""
        if self.is_closing:
            return False
        if not isinstance(update, Update) or not self._desk.was_interrupted(update.update_id):
            return True
        return await self._worker.do(self._desk.begins, update.update_id)

    async def ends(self, update: object) -> None:
        """Call the update handled, whatever its handler did."""
        if isinstance(update, Update) and self._desk.is_open(update.update_id):
            with contextlib.suppress(StoreError):
                await self._worker.do(self._desk.ends, update.update_id)

    async def on_message(self, update: Update, context: Context) -> None:
        """Answer a text, a command or a document."""
        message = _message(update)
        incoming = from_message(message, context.bot.bot)
        # A document in talk among others is not even fetched.
        if incoming is None or (message.document and not incoming.is_addressed):
            return
        if message.media_group_id and not incoming.text and self._office.knows(incoming):
            incoming = replace(incoming, text=await self.albums.caption(message))
        document = document_of(message, incoming)
        if not (incoming.is_group or document):
            is_late = self._worker.waiting >= CROWD
            if is_late and self._gate.was_let_in(incoming.user):
                self._dialogue.expect(incoming)
            await self._answer(update, self._asked(incoming, message))
            return
        size = document.file_size or 0 if document else None
        admitted = await self._admitted(update, incoming, message, size)
        if admitted is None:
            return
        try:
            incoming = await with_document(admitted, document, self._downloads)
        except NotFetchedError as exc:
            await self._answer(update, partial(_sentence, exc.sentence))
            return
        await self._respond_to(update, incoming, context.bot)

    async def on_edit(self, update: Update, context: Context) -> None:
        """Take in that a message says something else now."""
        message = _message(update)
        incoming = from_message(message, context.bot.bot)
        if incoming and (admitted := await self._admitted(update, incoming, message)):
            await self._respond_to(update, admitted, context.bot)

    async def on_membership(self, update: Update, context: Context) -> None:
        """Note that the bot was put out of a group, or let in again, or given other rights."""
        change = update.my_chat_member
        assert change  # the handler takes nothing else
        self._chiefs.forget(change.chat.id)
        gone = change.new_chat_member.status in (ChatMember.LEFT, ChatMember.BANNED)
        call = self._dialogue.left if gone else self._dialogue.joined
        if change.chat.type != ChatType.PRIVATE:
            await self._worker.do(call, change.chat.id)

    async def remind(self) -> None:
        """Say what groups are to be reminded of now."""
        try:
            letters = await self._worker.do(self._desk.post_all, self._dialogue.reminders)
        except StoreError as exc:
            _LOG.warning("no reminders: %s", exc)
            return
        for letter in letters:
            self._postman.deliver(letter)

    async def on_press(self, update: Update, context: Context) -> None:
        """Answer a press of a button, whatever comes of it, then edit or send."""
        query = update.callback_query
        assert query  # the handler takes nothing else
        incoming, letter = from_press(query), None
        try:
            if incoming:
                letter = await self._pressed(update, incoming, context.bot)
        finally:
            await _end_waiting(query, letter.reply.notice if letter else "")
        await self._finish(update, letter)

    async def on_inline(self, update: Update, context: Context) -> None:
        """Offer passages in whatever chat the person types in; personal and kept briefly."""
        query = update.inline_query
        assert query  # the handler takes nothing else
        page = InlinePage(())
        if await self._worker.do(self._gate.admits, query.from_user.id):
            page = await self._worker.do(self._dialogue.offer, query.query, query.offset)
            self._metrics.count("inline")
        await offer(query, page)

    async def on_migration(self, update: Update, context: Context) -> None:
        """Follow a group that became a supergroup; Telegram says so in both chats."""
        message = _message(update)
        old = message.migrate_from_chat_id or message.chat.id
        new = message.migrate_to_chat_id or message.chat.id
        await self._worker.do(self._dialogue.migrate, old, new)
        await self._worker.do(self._gate.migrate, old, new)

    async def on_unreadable(self, update: Update, context: Context) -> None:
        """Say what can be read instead of a picture, a voice or a sticker."""
        message = _message(update)
        incoming = from_message(message, context.bot.bot)
        if incoming and await self._admitted(update, incoming, message):
            await self._answer(update, lambda: _sentence(wording.NOT_READABLE))

    async def on_error(self, update: object, context: Context) -> None:
        """Log the error without its words, then tell the user in one sentence."""
        error = context.error
        assert error  # an error handler gets one
        number = update.update_id if isinstance(update, Update) else 0
        code, level = new_code(), _level(error)
        _LOG.log(level, "error %s: update %s: %s", code, number or "-", describe(error))
        if level == logging.ERROR:
            self._metrics.count("errors")
            for report in self._reports.error(code, describe(error), number):
                self._postman.deliver(await self._worker.do(self._desk.post, report))
        if not isinstance(update, Update) or update.inline_query:
            return
        says = not isinstance(error, Forbidden | RetryAfter) and _is_asked(update, context)
        letter = _address(update) if says else None
        if letter:
            said = service.FAILED.format(code=code)
            said = wording.NOT_KEPT if isinstance(error, StoreError) else said
            letter = Letter(letter.chat, _sentence(said), letter.topic)
        sent = await self._worker.do(self._desk.fail, number, letter)
        if sent:
            self._postman.deliver(sent)

    def aside(self, number: int) -> None:
        """Tell the administrators of an update that nobody could read."""
        self._metrics.count("aside")
        for letter in self._reports.aside(number):
            self._postman.deliver(letter)

    async def _admitted(
        self, update: Update, incoming: Incoming, message: Message, size: int | None = None
    ) -> Incoming | None:
        """Return what is to be answered; None for what the gate turned away, and told so."""
        said_at = message.edit_date or message.date
        check = partial(self._gate.check, incoming, sent_at=said_at.timestamp(), size=size)
        admitted = await self._worker.do(check)
        if isinstance(admitted, Incoming):
            return admitted
        self._metrics.count("refused")
        await self._answer(update, lambda: admitted)
        return None

    async def _pressed(self, update: Update, incoming: Incoming, bot: Bot) -> Letter | None:
        """Answer a press, also one that the gate turns away; return what is on its way."""
        if not incoming.is_group:
            return await self._kept(update, self._asked(incoming))
        admitted = await self._worker.do(self._gate.check, incoming)
        if isinstance(admitted, Reply):
            self._metrics.count("refused")
            return await self._kept(update, lambda: admitted)
        incoming = await self._with_rights(incoming, bot)
        return await self._kept(update, lambda: self._respond(incoming, "presses"))

    def _asked(self, incoming: Incoming, message: Message | None = None) -> Callable[[], Reply]:
        """Return what makes the reply of the gate, or else of the dialogue, in one go of the worker.

        Not in groups, where the answer may depend on rights that Telegram has to be asked for.

        Where nothing can be kept it is called again; the gate counts each message once.
        """
        sent_at = message.date.timestamp() if message else None
        check = cache(partial(self._gate.check, incoming, sent_at=sent_at))

        def reply() -> Reply:
            admitted = check()
            if isinstance(admitted, Incoming):
                return self._respond(admitted, "messages" if message else "presses")
            self._metrics.count("refused")
            return admitted

        return reply

    async def _respond_to(self, update: Update, incoming: Incoming, bot: Bot) -> None:
        """Answer a message that was let in."""
        incoming = await self._with_rights(incoming, bot)
        await self._answer(update, lambda: self._respond(incoming, "messages"))

    async def _with_rights(self, incoming: Incoming, bot: Bot) -> Incoming:
        """Return the same with the speaker's rights in the group where the answer depends on them."""
        if incoming.is_group and await self._worker.do(self._dialogue.asks_rights, incoming):
            return await self._chiefs.told(incoming, bot)
        return incoming

    def _respond(self, incoming: Incoming, counted: str) -> Reply:
        """Return the reply, counted and timed; in the worker's thread."""
        began, searches = time.monotonic(), self._dialogue.searches
        office = None if incoming.is_edit else self._office.respond(incoming)
        reply = office or self._dialogue.respond(incoming)
        self._metrics.took(time.monotonic() - began)
        self._metrics.count(counted)
        self._metrics.counts["searches"] += self._dialogue.searches - searches
        return reply

    async def _answer(self, update: Update, call: Callable[[], Reply]) -> None:
        """Make and keep the reply, send it on its way, and do the work that it left."""
        await self._finish(update, await self._kept(update, call))

    async def _kept(self, update: Update, call: Callable[[], Reply]) -> Letter | None:
        """Make and keep the reply and send it on its way; return None for what was answered before."""
        address = _address(update)
        assert address  # only messages and presses of known messages are answered
        asked = Asked(update.update_id, call, address)
        letter = await self._worker.together(self._desk.answer, asked)
        if letter:
            self._postman.deliver(letter)
        return letter

    async def _finish(self, update: Update, letter: Letter | None) -> None:
        """Show the board that changed and do the job that a reply left.

        The update is handled when the job's outcome is kept.
        """
        if letter and letter.reply.board:
            self._boards.touch(letter.reply.board)
        if letter and (job := letter.reply.job):
            done = await self._worker.beside(job.run)
            await self._finish(update, await self._kept(update, lambda: job.tell(done)))


def _address(update: Update) -> Letter | None:
    """Return an empty letter to where the update came from."""
    said = update.message or update.edited_message
    message = update.callback_query.message if update.callback_query else said
    if message is None:
        return None
    topic = topic_of(message) or None
    if update.callback_query:
        edited = message.message_id if message.is_accessible else None
        return Letter(message.chat.id, Reply(), topic, edited=edited)
    in_group = message.chat.type != ChatType.PRIVATE
    return Letter(
        message.chat.id, Reply(), topic, answered=message.message_id if in_group else None
    )


def _sentence(text: str) -> Reply:
    return Reply((Span(text),))


def _message(update: Update) -> Message:
    message = update.message or update.edited_message
    assert message  # the filters let nothing else through
    return message


def _is_asked(update: Update, context: Context) -> bool:
    """False for group talk that was not meant for the bot, which gets no answer either."""
    message = update.message or update.edited_message
    if message is None:
        return True
    incoming = from_message(message, context.bot.bot)
    return incoming is not None and incoming.is_addressed


async def _end_waiting(query: CallbackQuery, notice: str) -> None:
    """End the progress bar of the button; cosmetic, what was pressed is done all the same."""
    try:
        await query.answer(notice[:NOTICE_LIMIT] or None)
    except TelegramError as exc:
        if "query is too old" not in exc.message.lower():
            _LOG.info("press not confirmed: %s", type(exc).__name__)


def _level(error: Exception) -> int:
    """Blocked and kicked are everyday life; trouble with the network mends itself."""
    if isinstance(error, Forbidden):
        return logging.INFO
    return logging.WARNING if isinstance(error, TelegramError) else logging.ERROR
