"""The measured bots, each in a process of its own.

python -m benchmarks.bots inside NAME      with requests answered in the process; prints JSON
python -m benchmarks.bots NAME URL         a bare echo bot over HTTP, until it is ended
"""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from telegram import Update
from telegram.ext import Application, MessageHandler, filters
from telegram.request import BaseRequest, RequestData

from benchmarks.loopback import TOKEN, Exchange
from benchmarks.scenarios import AGAIN, KINDS, Json, Updates, dialogue, presses_of
from benchmarks.timing import cuts, spent
from bot.chat.dialogue import Dialogue
from bot.chat.telegram.flow import PollingRequest
from bot.config import Config, LimitsConfig, TelegramConfig

COUNT = {"echo": 1500, "tick": 300, "card": 300, "search": 200, AGAIN: 300}  # updates of a round
ROUNDS = 2
_ALONE = 100  # updates sent one at a time, for the time of a single one
_FAR = 0.02  # seconds to a distant Telegram
_FAR_COUNT = 200
_URL = "http://telegram.invalid/bot"


class Inside(BaseRequest):
    """Telegram in the process: starts to measure at the first fetch, prints, and ends the process."""

    def __init__(self, kinds: tuple[str, ...], updates: Updates) -> None:
        self.exchange = Exchange()
        self._kinds, self._updates = kinds, updates
        self._task: asyncio.Task[None] | None = None

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(self, url: str, method: str, *_: Any, **__: Any) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        if name == "getUpdates" and self._task is None:
            self._task = asyncio.create_task(self._measure())
        result = await self.exchange.call(name)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    async def _measure(self) -> None:
        try:
            sys.stdout.write(json.dumps({kind: await self._of(kind) for kind in self._kinds}))
            sys.stdout.flush()
        finally:
            os._exit(0)

    async def _of(self, kind: str) -> dict[str, Any]:
        play, make = self.exchange.play, self._updates
        await play(make.introductions(kind))
        await play(make.of(kind, COUNT[kind]))
        before = spent(os.getpid())
        rates = [COUNT[kind] / await play(make.of(kind, COUNT[kind])) for _ in range(ROUNDS)]
        each = (spent(os.getpid()) - before) / (ROUNDS * COUNT[kind])
        alone = [await play(make.of(kind, 1)) for _ in range(_ALONE)]
        self.exchange.delay = _FAR
        far = max([_FAR_COUNT / await play(make.of(kind, _FAR_COUNT)) for _ in range(ROUNDS)])
        self.exchange.delay = 0.0
        return {"rate": max(rates), "each": each, "alone": cuts(alone), "far": far}


class Polled(Inside):
    """The same for the product, which reads what it fetches in a way of its own."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Json:
        return PollingRequest.parse_json_payload(payload)


def ptb_echo(url: str, request: BaseRequest | None = None, concurrent: int = 0) -> None:
    """python-telegram-bot as its own examples set it up."""

    async def echo(update: Update, _: object) -> None:
        assert update.message
        await update.message.reply_text(update.message.text or "")

    builder = Application.builder().token(TOKEN).base_url(url).job_queue(None)
    if concurrent:
        builder = builder.concurrent_updates(concurrent)
    if request:
        builder = builder.request(request).get_updates_request(request)
    app = builder.build()
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.run_polling()


def ours(request: BaseRequest, made: Dialogue) -> None:
    """The product over that request, with a store on disk and as durable as it runs."""
    from bot.chat.telegram.serve import run

    telegram = TelegramConfig(token=TOKEN, base_url=_URL, base_file_url=_URL)
    config = Config(telegram=telegram, limits=LimitsConfig(per_minute=0, chat_per_minute=0))
    run(config, dialogue=made, store=made.assistant.store, request=request)


class Aiohttp(BaseRequest):
    """python-telegram-bot's calls over aiohttp instead of httpx: is another transport worth it?"""

    def __init__(self) -> None:
        self._session: Any = None

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        """Open the session."""
        from aiohttp import ClientSession

        self._session = self._session or ClientSession()

    async def shutdown(self) -> None:
        """Close it."""
        await self._session.close()

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        fields = request_data.json_parameters if request_data else None
        async with self._session.request(method, url, data=fields) as answer:
            return answer.status, await answer.read()


def aiogram_echo(url: str) -> None:
    """aiogram as its own examples set it up."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    server = TelegramAPIServer.from_base(url.removesuffix("/bot"))
    bot, dispatcher = Bot(TOKEN, session=AiohttpSession(api=server)), Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(message.text or "")

    asyncio.run(dispatcher.start_polling(bot, handle_signals=False))


def telebot_echo(url: str) -> None:
    """pyTelegramBotAPI with threads, as its own examples set it up."""
    import telebot

    telebot.apihelper.API_URL = url + "{0}/{1}"
    bot = telebot.TeleBot(TOKEN)

    @bot.message_handler(func=lambda message: True)
    def echo(message: Any) -> None:
        bot.reply_to(message, message.text)

    bot.infinity_polling()


def telebot_async_echo(url: str) -> None:
    """pyTelegramBotAPI with asyncio."""
    from telebot import asyncio_helper
    from telebot.async_telebot import AsyncTeleBot

    asyncio_helper.API_URL = url + "{0}/{1}"
    bot = AsyncTeleBot(TOKEN)

    @bot.message_handler(func=lambda message: True)
    async def echo(message: Any) -> None:
        await bot.reply_to(message, message.text)

    asyncio.run(bot.infinity_polling())


# Bare echo bots over HTTP.
ECHOES = {
    "python-telegram-bot": ptb_echo,
    "python-telegram-bot, 16 at a time": lambda url: ptb_echo(url, concurrent=16),
    "python-telegram-bot over aiohttp, 16 at a time": lambda url: ptb_echo(url, Aiohttp(), 16),
    "aiogram": aiogram_echo,
    "pyTelegramBotAPI, threads": telebot_echo,
    "pyTelegramBotAPI, asyncio": telebot_async_echo,
}


def main() -> None:
    """Runs the bot that is named."""
    name, target = sys.argv[1:]
    if name != "inside":
        ECHOES[name](target)
    elif target == "echo":
        ptb_echo(_URL, Inside(("echo",), Updates()))
    else:
        made = dialogue(Path(os.environ["PREPBOT_DATABASE"]))
        ours(Polled(KINDS, Updates(presses_of(made))), made)


if __name__ == "__main__":
    main()
