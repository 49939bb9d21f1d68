"""Sends letters until Telegram has accepted them: in order per chat, chats side by side.

A pause that Telegram asks for, or a network that is gone, holds up the chat concerned and nobody
else; meanwhile the letters lie in the outbox, also when the program ends.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.chat import wording
from bot.chat.reply import Reply, Span
from bot.chat.telegram.desk import Desk
from bot.chat.telegram.letters import Letter
from bot.chat.telegram.logs import describe
from bot.chat.telegram.outgoing import Receipt, ready, send_part
from bot.chat.telegram.work import Worker
from bot.errors import StoreError

CONCURRENT = 16  # calls at a time, over all chats
LONGEST = 60.0  # seconds between two attempts while Telegram cannot be reached

_LOG = logging.getLogger(__name__)


class Postman:
    """Takes letters and sees to it that they arrive."""

    def __init__(
        self,
        desk: Desk,
        worker: Worker,
        moved: Callable[[int, int], None],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._desk = desk
        self._worker = worker
        self._moved = moved  # what to do in the worker's thread when a group has another number
        self._sleep = sleep
        self._places = asyncio.Semaphore(CONCURRENT)
        self._letters: dict[int, deque[Letter]] = {}
        self._rounds: dict[int, asyncio.Task[None]] = {}
        self._doubtful: set[int] = set()  # chats where a later answer may have made one void
        self._news: list[tuple[Letter, bool]] = []  # what is sent and not noted; True: all of it
        self._noting: asyncio.Task[None] | None = None
        self._closing = asyncio.Event()
        self.bot: ExtBot[Receipt] | None = None  # set before the first letter
        self.arrived: Callable[[Letter, int], Awaitable[None]] = _nothing  # told after each part

    async def resume(self) -> None:
        """Take up what an earlier run could not send."""
        for letter in await self._worker.do(self._desk.letters):
            self.deliver(letter)

    def deliver(self, letter: Letter) -> None:
        """Send the letter when those before it in its chat are there."""
        if letter.chat in self._letters:
            self._doubtful.add(letter.chat)
        letter = ready(letter, self.bot.username if self.bot else "")
        if not letter.parts:
            return
        self._letters.setdefault(letter.chat, deque()).append(letter)
        if letter.chat not in self._rounds and not self._closing.is_set():
            self._rounds[letter.chat] = asyncio.create_task(self._round(letter.chat))

    def brings_board(self, number: int) -> bool:
        """True while a letter is on its way that becomes that meeting's board."""
        return any(letter.reply.pins == number for row in self._letters.values() for letter in row)

    async def idle(self) -> None:
        """Return when everything has arrived, and is noted."""
        while self._rounds:
            await asyncio.gather(*self._rounds.values())
        await self._noted()

    async def close(self, patience: float) -> None:
        """End what is being sent, within some seconds; the rest stays in the outbox."""
        self._closing.set()
        if rounds := list(self._rounds.values()):
            _, late = await asyncio.wait(rounds, timeout=patience)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._noted()

    @property
    def waiting(self) -> int:
        """How many letters are on their way."""
        return sum(map(len, self._letters.values()))

    async def _round(self, chat: int) -> None:
        letters = self._letters[chat]
        try:
            while letters and not self._closing.is_set():
                await self._next(letters)
        finally:
            del self._rounds[chat]
            self._doubtful.discard(chat)
            if not letters:
                del self._letters[chat]

    async def _next(self, letters: deque[Letter]) -> None:
        letter = letters[0]
        try:
            if letter.sent or await self._is_wanted(letter):
                await self._deliver(letters)
            else:
                letters.popleft()
        except (StoreError, ValueError, TypeError) as exc:  # the letters behind it must go out
            _LOG.error("letter %s cannot be delivered: %s", letter.number, describe(exc))
            letters.popleft()

    async def _deliver(self, letters: deque[Letter]) -> None:
        """Send the first letter's parts, one after the other, and take it off."""
        letter, failures = letters[0], 0
        while letter.sent < len(letter.parts):
            try:
                on, message = await self._call(letter)
            except ChatMigrated as exc:
                await self._worker.do(self._moved, letter.chat, exc.new_chat_id)
                letter = replace(letter, chat=exc.new_chat_id)
                letters.extend(replace(late, chat=letter.chat) for late in _emptied(letters))
                continue
            except TelegramError as exc:
                pause = _pause(exc, failures)
                if pause is None:
                    await self._give_up(letter, exc, letters)
                    return
                failures += 1
                _LOG.info("letter %s: %s; again in %s s", letter.number, describe(exc), pause)
                if not await self._wait(pause):
                    return
                continue
            letter, failures = on, 0
            letters[0] = letter
            await self.arrived(letter, message)
            self._note(letter, letter.sent == len(letter.parts))
        letters.popleft()

    async def _is_wanted(self, letter: Letter) -> bool:
        """False for what a later answer, which is behind it by now, has made void."""
        is_safe = letter.chat not in self._doubtful
        return is_safe or await self._worker.do(self._desk.is_wanted, letter)

    def _note(self, letter: Letter, is_done: bool) -> None:
        """See to it that what was sent is noted, together with whatever is sent meanwhile."""
        self._news.append((letter, is_done))
        if not self._noting or self._noting.done():
            self._noting = asyncio.create_task(self._note_all())

    async def _note_all(self) -> None:
        while self._news:
            news, self._news = self._news, []
            # before other work: what is not noted when the process dies is sent again
            await self._worker.first(self._desk.sent, news)

    async def _noted(self) -> None:
        if self._noting:
            await self._noting

    async def _call(self, letter: Letter) -> tuple[Letter, int]:
        assert self.bot  # set before the first letter
        async with self._places:
            return await send_part(letter, self.bot)

    async def _wait(self, seconds: float) -> bool:
        """Wait, but not longer than the program runs; False if it ends."""
        ends = [asyncio.ensure_future(end) for end in (self._sleep(seconds), self._closing.wait())]
        await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        for end in ends:
            end.cancel()
        return not self._closing.is_set()

    async def _give_up(self, letter: Letter, exc: TelegramError, letters: deque[Letter]) -> None:
        """Take off what will never arrive: the letter, or all for a chat that shut the bot out."""
        level = logging.INFO if isinstance(exc, Forbidden) else logging.WARNING
        _LOG.log(level, "letter %s cannot be delivered: %s", letter.number, describe(exc))
        try:
            if isinstance(exc, Forbidden):
                letters.clear()
                await self._worker.do(self._desk.drop_chat, letter.chat)
                return
            letters.popleft()
            await self._worker.do(self._desk.sent, [(letter, True)])
        except StoreError as problem:
            _LOG.warning("letter %s stays in the outbox: %s", letter.number, problem)
        sorry = Reply((Span(wording.SORRY),))
        if letter.reply != sorry and "chat not found" not in exc.message.lower():
            apology = replace(letter, reply=sorry, edited=None, number=0, sent=0, parts=())
            letters.appendleft(ready(apology))


async def _nothing(letter: Letter, message: int) -> None:
    """Nobody waits for what arrives."""


def _emptied(letters: deque[Letter]) -> list[Letter]:
    found = list(letters)
    letters.clear()
    return found


def _pause(exc: TelegramError, failures: int) -> float | None:
    """Seconds after which to try again; None if it is no use."""
    if isinstance(exc, RetryAfter):
        pause = exc.retry_after
        return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
    if isinstance(exc, InvalidToken):
        return LONGEST  # the poller sees it too and ends the program
    if isinstance(exc, BadRequest) or not isinstance(exc, NetworkError):
        return None
    if exc.message.startswith("Unknown error in HTTP implementation"):
        return None  # nothing left the house: the letter itself is at fault
    return min(LONGEST, 2.0**failures)
