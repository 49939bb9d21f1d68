"""Boards of meetings on Telegram: sent, pinned, and edited so that the newest state wins.

A group takes 20 messages a minute, edits included, and a meeting may bring a hundred taps in a
second. So a change only says *which* board is to be shown anew: the state is asked for when its turn
comes, and between two edits of a board there is a pause. What could not be shown because nobody was
reached is tried again, then with the state of that moment; the board's state is in the store.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, NamedTuple

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.chat.render import split_spans, to_html
from bot.chat.reply import Posted, Reply, Span
from bot.chat.telegram.answering import Dialogue
from bot.chat.telegram.letters import Letter
from bot.chat.telegram.logs import describe
from bot.chat.telegram.outgoing import Markup, edited, keyboard, under
from bot.chat.wording import meeting as wording
from bot.errors import StoreError

# Seconds between two edits of a board: a quarter of what a group takes in a minute is left.
PAUSE = 4.0
LONGEST = 60.0  # seconds between two attempts while Telegram or the store cannot be reached

_LOG = logging.getLogger(__name__)


class Boards:
    """Keeps the boards of all groups up."""

    def __init__(
        self,
        dialogue: Dialogue,
        work: Callable[..., Awaitable[Any]],
        moved: Callable[[int, int], None],
        *,
        is_coming: Callable[[int], bool] = lambda number: False,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._dialogue = dialogue
        self._work = work  # runs a call of the dialogue in its thread
        self._moved = moved  # what to do in that thread when a group has another number
        self._is_coming = is_coming  # whether the meeting's first board is on its way as a letter
        self._sleep = sleep
        self._rounds: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()
        self._shown: dict[int, _Shown] = {}  # what each board shows, as far as it is known
        self._closing = asyncio.Event()
        self.bot: Bot | None = None  # set before the first board

    def touch(self, number: int) -> None:
        """Show the board of that meeting anew, now or when its pause is over."""
        self._again.add(number)
        if number not in self._rounds and not self._closing.is_set():
            self._rounds[number] = asyncio.create_task(self._round(number))

    async def arrived(self, letter: Letter, message: int) -> None:
        """Note a board that was sent as a letter, and take down the one that a letter ends."""
        reply = letter.reply
        if reply.pins and message:
            await self._placed(reply.pins, letter.chat, message)
            self._shown[reply.pins] = self._looks(message, reply)
            self.touch(reply.pins)  # it may have changed on the way
        if reply.retires and letter.sent == 1:
            await self._retire(letter.chat, reply.retires, wording.CLEARED_BOARD)

    async def resume(self) -> None:
        """Bring all boards up to date: what happened before a restart may not be shown yet."""
        for number in await self._work(self._dialogue.boards):
            self.touch(number)

    async def idle(self) -> None:
        """Return when every board shows the newest state and its pause is over."""
        while self._rounds:
            await asyncio.gather(*self._rounds.values(), return_exceptions=True)

    async def close(self) -> None:
        """End what is being shown, show what is still to be shown, without a pause."""
        self._closing.set()
        await asyncio.gather(*self._rounds.values(), return_exceptions=True)
        for number in sorted(self._again):
            with contextlib.suppress(TelegramError, StoreError):  # the next start shows it
                await self._show(number)
        self._again.clear()

    async def _round(self, number: int) -> None:
        failures = 0
        try:
            while number in self._again and not self._closing.is_set():
                self._again.discard(number)
                pause = await self._tried(number, failures)
                failures = failures + 1 if pause else 0
                await self._rest(max(PAUSE, pause))
        finally:
            del self._rounds[number]

    async def _rest(self, seconds: float) -> None:
        """Wait, but not longer than the program runs."""
        ends = [asyncio.ensure_future(end) for end in (self._sleep(seconds), self._closing.wait())]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()

    async def _tried(self, number: int, failures: int) -> float:
        """Show the board if that is possible now; return the seconds to wait for another attempt."""
        try:
            await self._show(number)
        except RetryAfter as exc:
            self._again.add(number)
            pause = exc.retry_after
            return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
        except ChatMigrated as exc:
            await self._follow(number, exc.new_chat_id)
        except (TelegramError, StoreError) as exc:
            _LOG.info("board %s not shown: %s", number, describe(exc))
            is_passing = isinstance(exc, NetworkError | StoreError)
            if is_passing and not isinstance(exc, BadRequest | InvalidToken):
                self._again.add(number)
                return min(LONGEST, PAUSE * 2.0**failures)
        return 0.0

    async def _follow(self, number: int, chat: int) -> None:
        """Note the number that the board's group has now, and show the board there."""
        with contextlib.suppress(StoreError):
            posted = await self._work(self._dialogue.board, number)
            if posted:
                await self._work(self._moved, posted.chat, chat)
                self._again.add(number)

    async def _show(self, number: int) -> None:
        posted = await self._work(self._dialogue.board, number)
        if posted is None:
            return
        looks = self._looks(posted.message, posted.reply)
        if looks == self._shown.get(number):
            return
        if not posted.message and self._is_coming(number):
            return  # shown anew when it has arrived
        if posted.message and await edited(self._known_bot(), posted.chat, *looks):
            self._shown[number] = looks
        else:
            await self._send(number, posted)

    async def _send(self, number: int, posted: Posted) -> None:
        """Send the board anew, as its message is gone or belongs to another chat."""
        _, text, buttons = self._looks(0, posted.reply)
        sent = await self._known_bot().send_message(
            posted.chat,
            text,
            api_kwargs=under(buttons),
            message_thread_id=posted.topic or None,
        )
        await self._placed(number, posted.chat, sent.message_id)
        self._shown[number] = _Shown(sent.message_id, text, buttons)

    async def _placed(self, number: int, chat: int, message: int) -> None:
        """Note that the message is the board from now on, pin it and let the one before go."""
        self._shown.pop(number, None)
        try:
            before = await self._work(self._dialogue.placed, number, message)
        except StoreError as exc:
            _LOG.warning("board %s cannot be remembered: %s", number, exc)
            return
        pin = self._known_bot().pin_chat_message(chat, message, disable_notification=True)
        await _harmless(pin)
        if before:
            await self._retire(chat, before, wording.OLD_BOARD)

    async def _retire(self, chat: int, message: int, sentence: str) -> None:
        """Take a board down: it says so, has no buttons and is pinned no more."""
        bot = self._known_bot()
        await _harmless(bot.edit_message_text(sentence, chat_id=chat, message_id=message))
        await _harmless(bot.unpin_chat_message(chat, message_id=message))

    def _looks(self, message: int, reply: Reply) -> "_Shown":
        return _Shown(message, text_of(reply), keyboard(reply.buttons, self._known_bot().username))

    def _known_bot(self) -> Bot:
        assert self.bot  # set before the first board
        return self.bot


class _Shown(NamedTuple):
    """A message as Telegram has it."""

    message: int
    text: str
    buttons: Markup | None


def text_of(reply: Reply) -> str:
    """The HTML of a message that is one message for certain: boards and reminders are short."""
    return to_html(split_spans(reply.spans or (Span("…"),))[0])


async def _harmless(call: Awaitable[object]) -> None:
    """Pinning needs a right that the bot may not have; the board works without."""
    try:
        await call
    except TelegramError as exc:
        _LOG.info("board not pinned or taken down: %s", describe(exc))
