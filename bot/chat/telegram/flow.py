"""How updates flow: in order per chat, few at a time, patient with limits, never stuck.

python-telegram-bot leaves these to its user; each class here fills one of its open places.
"""

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextvars import ContextVar
from datetime import timedelta
from typing import Any
from weakref import WeakValueDictionary

from telegram import Update
from telegram.error import RetryAfter, TelegramError
from telegram.ext import BaseRateLimiter, BaseUpdateProcessor, ExtBot

from bot.chat.telegram.arrivals import readable
from bot.chat.telegram.outgoing import Receipt
from bot.chat.telegram.wire import Wire

# Lets python-telegram-bot give `retry_after` as a timedelta, as it will do by itself later.
os.environ.setdefault("PTB_TIMEDELTA", "true")

WAITING = 1024  # updates in work at a time, most of them behind others of their chat
POSTED = ("sendMessage", "sendDocument", "editMessageText")
PATIENCE = 60  # seconds; a longer pause that Telegram asks for is not waited for
_REFUSED = (401, 404)  # Telegram's answers to a token that is not, or no more, valid
TRIES = 3  # calls of one method before a pause is taken for a refusal

# Set while updates are fetched again, of which the library could not read one.
_TRIES_EACH: ContextVar[bool] = ContextVar("tries_each", default=False)

_LOG = logging.getLogger(__name__)


class InOrderPerChat(BaseUpdateProcessor):
    """Works on several chats at once, on one update of a chat after the other."""

    def __init__(
        self,
        begins: Callable[[object], Awaitable[bool]],
        ends: Callable[[object], Awaitable[None]],
        arrives: Callable[[object], None] = lambda update: None,
    ) -> None:
        super().__init__(WAITING)
        self._arrives = arrives  # told of each update before its turn
        self._begins = begins  # whether the update is to be handled at all
        self._ends = ends  # what is done after it was
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Run the coroutine when those before it in the same chat are done."""
        self._arrives(update)
        lock = self._lock(update)
        async with lock:
            if await self._begins(update):
                await coroutine
                await self._ends(update)
            elif asyncio.iscoroutine(coroutine):
                coroutine.close()

    def _lock(self, update: object) -> asyncio.Lock:
        """Return the chat's lock; it lives as long as somebody holds or awaits it."""
        chat = update.effective_chat if isinstance(update, Update) else None
        lock = self._locks.get(chat.id) if chat else None
        if lock is None:
            lock = asyncio.Lock()
            if chat:
                self._locks[chat.id] = lock
        return lock

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


class CarefulBot(ExtBot[Receipt]):
    """Hands out no updates before they are written down, those that came together at once.

    Where the library cannot read one of them, it reads none: they are fetched again, and this time
    each is tried alone.
    """

    def __init__(
        self, token: str, keep: Callable[[Iterable[Update]], Awaitable[None]], **settings: Any
    ) -> None:
        super().__init__(token, **settings)
        self._keep = keep

    async def get_updates(self, *args: Any, **settings: Any) -> tuple[Update, ...]:
        """Fetch updates, as the library does."""
        try:
            updates = await super().get_updates(*args, **settings)
        except TelegramError:
            raise
        except Exception:  # whatever the library stumbles over
            before = _TRIES_EACH.set(True)
            try:
                updates = await super().get_updates(*args, **settings)
            finally:
                _TRIES_EACH.reset(before)
        await self._keep(updates)
        return updates


class PatientLimiter(BaseRateLimiter[Receipt]):
    """Repeats a call after the pause that Telegram asks for; other chats go on meanwhile.

    The library's own limiter halts every chat for one chat's pause and needs another package.
    What the postman sends is not repeated here: he keeps it and knows what comes after it.
    Of an edit, and of what is sent for a receipt, only "done" is handed on: the library would make an
    object of the message that is shown now, which takes as long as the call and is read by nobody.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Receipt | None,
    ) -> Any:
        """Return what the call returns, in the end."""
        for _ in range(0 if endpoint in POSTED else TRIES - 1):
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as exc:
                pause = _seconds(exc)
                if pause > PATIENCE:
                    raise
                _LOG.info("%s: Telegram asks for a pause of %s s", endpoint, pause)
                await self._sleep(pause)
        result = await callback(*args, **kwargs)
        if rate_limit_args and isinstance(result, dict):
            rate_limit_args.message = int(result.get("message_id", 0))
            return True
        return True if endpoint == "editMessageText" else result

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""


class PollingRequest(Wire):
    """Fetches updates; of one that the library cannot read only number and shape go on.

    Otherwise the library would fetch the same update for ever, log its content and handle no other.
    """

    on_refusal: Callable[[], None] | None = None  # called when Telegram refuses the token
    heard_at = float("inf")  # when Telegram answered last, by the monotonic clock

    async def do_request(self, *args: Any, **settings: Any) -> tuple[int, bytes]:
        """Fetch; a refused token is told, since the library ends its polling in silence then."""
        status, payload = await super().do_request(*args, **settings)
        self.heard_at = time.monotonic()
        if status in _REFUSED and self.on_refusal:
            self.on_refusal()
        return status, payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer with every unreadable update emptied."""
        answer = Wire.parse_json_payload(payload)
        updates = answer.get("result")
        if isinstance(updates, list):
            found = (update for update in updates if isinstance(update, dict))
            answer["result"] = [readable(update, tried=_TRIES_EACH.get()) for update in found]
        return answer


def _seconds(exc: RetryAfter) -> float:
    pause = exc.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
