"""An independent Bot API in a thread, for the real program: lo-bot-api-emulator with what it lacks.

Queue, long polling, confirmation by offset, redelivery, webhook calls and the checks of what the
bot sends are the package's own. Added here: a bot with a name, chats with their kind, edited messages,
a record of what arrived, and calls that fail on demand.
"""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import lo_bot_api_emulator as lo
from aiohttp import web
from lo_bot_api_emulator import updates

TOKEN = "123456:" + "T" * 35
Json = dict[str, Any]
# Methods that the package knows without modelling them, with what they give.
_SIMPLE = {
    **dict.fromkeys(("setMyDescription", "setMyShortDescription", "setMessageReaction"), True),
    **dict.fromkeys(("pinChatMessage", "unpinChatMessage"), True),
    "getChatAdministrators": [],
}
updates.KINDS.add("edited_message")


class Emulator(lo.LoBotApiEmulator):  # type: ignore[misc]
    """The package's emulator, with a record and faults."""

    def __init__(self) -> None:
        super().__init__(max_updates=100_000, max_history=10, allow_insecure_loopback_webhooks=True)
        self.calls: list[tuple[str, Json]] = []  # what was accepted
        self.refused: list[tuple[str, str]] = []
        self.faults: list[tuple[str, lo.ApiRefusal]] = []
        self.chats: dict[int, Json] = {}

    def validate(self, method: str, fields: Json, uploads: Json) -> Any:
        """Refuse on demand, else let the package decide; keep what was accepted."""
        for fault in self.faults:
            if fault[0] == method:
                self.faults.remove(fault)
                raise fault[1]
        try:
            given = dict(fields)
            _simplify_answer(fields)
            simple = _SIMPLE.get(method)
            result = super().validate(method, fields, uploads) if simple is None else simple
        except lo.ApiRefusal as refusal:
            self.refused.append((method, refusal.description))
            raise
        if method != "getUpdates":
            self.calls.append((method, given))
        if method == "getMe":
            result |= {"username": "prep_bot", "supports_inline_queries": True}
        if isinstance(result, dict) and "chat" in result:
            result["date"] = int(time.time())
            result["chat"] = self.chats.get(result["chat"]["id"], result["chat"])
        return result


def _simplify_answer(fields: Json) -> None:
    """Take out how a quotation is marked up, which Telegram knows and the package does not."""
    if "reply_parameters" in fields:
        answered = json.loads(fields["reply_parameters"])
        answered.pop("quote_parse_mode", None)
        fields["reply_parameters"] = json.dumps(answered)


class Telegram:
    """The running emulator, as tests see it."""

    def __init__(self) -> None:
        self.emulator = Emulator()
        self._loop = asyncio.new_event_loop()
        self._ready: Future[int] = Future()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._number = 0

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._start())
        self._loop.run_forever()
        self._loop.run_until_complete(self._runner.cleanup())
        self._loop.close()

    async def _start(self) -> None:
        self._runner = web.AppRunner(self.emulator.app(), access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._ready.set_result(site._server.sockets[0].getsockname()[1])  # type: ignore[union-attr]

    def __enter__(self) -> "Telegram":
        self._thread.start()
        self.port = self._ready.result(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @property
    def environment(self) -> dict[str, str]:
        """What makes the program talk to this one."""
        base = f"http://127.0.0.1:{self.port}"
        return {
            "PREPBOT_TOKEN": TOKEN,
            "PREPBOT_BASE_URL": f"{base}/bot",
            "PREPBOT_BASE_FILE_URL": f"{base}/file/bot",
        }

    def say(self, text: str, chat: int = 5, *, by: int = 0) -> int:
        """Let somebody say something, in private or in a group; returns the message's number."""
        self._number += 1
        message = self._message(1_000_000 + self._number, chat, by) | {"text": text}
        self.emulator.chats[chat] = message["chat"]
        self.give({"message": message})
        return int(message["message_id"])

    def edit(self, message: int, text: str, chat: int, *, by: int) -> None:
        """Let somebody change what he said."""
        said = self._message(message, chat, by) | {"text": text, "edit_date": int(time.time())}
        self.give({"edited_message": said})

    def press(self, action: str, message: int, chat: int = 5, *, by: int = 0) -> None:
        """Let somebody press a button under a message of the bot."""
        self._number += 1
        held = self._message(message, chat, by) | {"text": "?"}
        who = held.pop("from")
        query = {"id": f"q{self._number}", "from": who, "chat_instance": "1", "data": action}
        self.give({"callback_query": query | {"message": held}})

    def _message(self, number: int, chat: int, by: int) -> Json:
        who = {"id": by or chat, "first_name": "李"}
        where = who | {"type": "private"}
        if chat < 0:
            where = {"id": chat, "type": "supergroup", "title": "班子"}
        told = {"message_id": number, "date": int(time.time()), "chat": where}
        return told | {"from": who | {"is_bot": False}}

    def give(self, update: Json) -> int:
        """Put an update in the queue; returns its number."""
        put = self.emulator.enqueue_update(update, token=TOKEN)
        return int(asyncio.run_coroutine_threadsafe(put, self._loop).result(30))

    def fail(self, method: str, status: int, description: str, times: int = 1, **told: int) -> None:
        """Let the next calls of a method fail."""
        fault = (method, lo.ApiRefusal(description, status, told or None))
        self.emulator.faults += [fault] * times

    def texts(self, chat: int = 5) -> list[str]:
        """What the bot sent to the chat, in order."""
        return [
            str(fields["text"])
            for method, fields in list(self.emulator.calls)
            if method == "sendMessage" and int(fields["chat_id"]) == chat
        ]

    def edits(self) -> list[Json]:
        """What the bot put in place of messages, in order."""
        return [f for method, f in list(self.emulator.calls) if method == "editMessageText"]

    def pinned(self) -> list[int]:
        """The messages that the bot pinned, in order."""
        calls = list(self.emulator.calls)
        return [int(f["message_id"]) for method, f in calls if method == "pinChatMessage"]

    def commands(self) -> list[str]:
        """The commands that the bot set for everybody."""
        calls = [f for method, f in list(self.emulator.calls) if method == "setMyCommands"]
        return [c["command"] for c in json.loads(calls[0]["commands"])] if calls else []


@contextmanager
def telegram() -> Iterator[Telegram]:
    """A Telegram that runs meanwhile."""
    with Telegram() as running:
        yield running
