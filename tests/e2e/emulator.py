"""An independent Bot API in a thread, for the real program: lo-bot-api-emulator with what it lacks.

Queue, long polling, confirmation by offset, redelivery, webhook calls and the checks of what the
bot sends are the package's own. Added here: a bot with a name, chats with their kind, edited messages,
a record of what arrived, and calls that fail on demand.
"""

import asyncio
import json
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import Any

import lo_bot_api_emulator as lo
from aiohttp import web
from lo_bot_api_emulator import updates

TOKEN = "123456:" + "T" * 35
Json = dict[str, Any]
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly"
    " the same as a current content and reply markup of the message"
)
# Methods that the package knows, or knows of, without modelling them, with what they give.
_HARMLESS: dict[str, Any] = {
    **dict.fromkeys(("setMyDescription", "setMyShortDescription", "leaveChat"), True),
    **dict.fromkeys(("pinChatMessage", "unpinChatMessage", "setMessageReaction"), True),
    "getChatAdministrators": [],
}
_KINDS = {"edited_message", "my_chat_member"}  # updates that the package lets nobody enqueue
_PARAMETERS = {"message_thread_id", "link_preview_options"}  # newer than the package


class Emulator(lo.LoBotApiEmulator):  # type: ignore[misc]
    """The package's emulator, with a record and faults."""

    def __init__(self) -> None:
        super().__init__(
            max_updates=100_000,
            max_assets=100_000,
            max_history=10,
            allow_insecure_loopback_webhooks=True,
        )
        updates.KINDS |= _KINDS
        for spec in lo.CONTRACT["methods"].values():
            if spec["implemented"] and spec.get("parameters") is not None:
                spec["parameters"] = sorted({*spec["parameters"], *_PARAMETERS})
        self.calls: list[tuple[str, Json]] = []  # what was accepted
        self.refused: list[tuple[str, str]] = []
        self.failed: list[tuple[str, int]] = []  # refused, or made to fail: method and status
        self.files: list[tuple[int, bytes]] = []  # what was sent to whom
        self.faults: list[tuple[str, lo.ApiRefusal]] = []
        self.chats: dict[int, Json] = {}
        self.heard: dict[int, tuple[int, float]] = {}  # chat -> messages and edits, the latest at
        self.shown: dict[tuple[int, int], tuple[object, object]] = {}  # text and buttons

    def validate(self, method: str, fields: Json, uploads: Json) -> Any:
        """Refuse on demand, else let the package decide; keep what was accepted."""
        for fault in self.faults:
            if fault[0] == method:
                self.faults.remove(fault)
                self.failed.append((method, fault[1].status))
                raise fault[1]
        try:
            given = dict(fields)
            given_back = _HARMLESS.get(method)
            result = (
                super().validate(method, _older(fields), uploads)
                if given_back is None
                else given_back
            )
            self._notice_change(method, fields, result)
        except lo.ApiRefusal as refusal:
            self.refused.append((method, refusal.description))
            self.failed.append((method, refusal.status))
            raise
        if method != "getUpdates":
            self.calls.append((method, given))
        self.files += [(int(fields["chat_id"]), upload["data"]) for upload in uploads.values()]
        if method == "getMe":
            result |= {"username": "prep_bot", "supports_inline_queries": True}
        if isinstance(result, dict) and "chat" in result:
            result["date"] = int(time.time())
            result["chat"] = self.chats.get(result["chat"]["id"], result["chat"])
        return result

    def sent_to(self, chat: int) -> list[bytes]:
        """The files that the chat got, in order."""
        return [data for there, data in self.files if there == chat]

    def _notice_change(self, method: str, fields: Json, result: Any) -> None:
        """Refuse to edit a message into what it is, as Telegram does."""
        if method not in ("sendMessage", "editMessageText"):
            return
        key = (int(fields["chat_id"]), result["message_id"])
        shown = (fields["text"], fields.get("reply_markup"))
        if method == "editMessageText" and self.shown.get(key) == shown:
            raise lo.ApiRefusal(NOT_MODIFIED)
        self.shown[key] = shown
        self.heard[key[0]] = (self.heard.get(key[0], (0, 0.0))[0] + 1, time.monotonic())


def _older(fields: Json) -> Json:
    """The parameters without what the package is too old for: the markup of a quotation."""
    found = dict(fields)
    if isinstance(reply := found.get("reply_parameters"), str):
        found["reply_parameters"] = json.dumps(
            {key: value for key, value in json.loads(reply).items() if key != "quote_parse_mode"}
        )
    return found


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
        self._ready.set_result(await self._open(0))

    async def _open(self, port: int) -> int:
        """Listen; returns the port."""
        self._site = web.TCPSite(self._runner, "127.0.0.1", port)
        await self._site.start()
        return int(self._site._server.sockets[0].getsockname()[1])  # type: ignore[union-attr]

    def __enter__(self) -> "Telegram":
        self._thread.start()
        self.port = self._ready.result(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody can reach it meanwhile; what people say waits."""
        self._do(self._leave())
        yield
        self._do(self._open(self.port))

    async def _leave(self) -> None:
        await self._site.stop()
        assert self._runner.server
        for connection in self._runner.server.connections:
            if connection.transport:
                connection.transport.abort()

    def _do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    @property
    def last(self) -> int:
        """The number of the latest message or press."""
        return self._number

    @property
    def environment(self) -> dict[str, str]:
        """What makes the program talk to this one."""
        base = f"http://127.0.0.1:{self.port}"
        return {
            "PREPBOT_TOKEN": TOKEN,
            "PREPBOT_BASE_URL": f"{base}/bot",
            "PREPBOT_BASE_FILE_URL": f"{base}/file/bot",
        }

    def say(self, text: str, chat: int = 5) -> int:
        """Let somebody say something in private; returns the number of the message."""
        return self.post(private(chat), chat, text=text)

    def post(self, chat: Json, who: int = 5, **fields: Any) -> int:
        """Let somebody send a message of any kind to a chat; returns its number."""
        message = self.message(chat, who, **fields)
        self.give({"message": message})
        return int(message["message_id"])

    def message(self, chat: Json, who: int = 5, **fields: Any) -> Json:
        """A message that nobody has sent yet."""
        self._number += 1
        self.emulator.chats[chat["id"]] = chat
        head = {"message_id": 1_000_000 + self._number, "date": int(time.time()), "chat": chat}
        return head | {"from": person(who)} | fields

    def press(self, action: str, message: int, chat: int = 5) -> None:
        """Let somebody press a button under a message of the bot, in private."""
        self.press_in(private(chat), action, message, chat)

    def press_in(self, chat: Json, action: str, message: int, who: int = 5) -> None:
        """Let somebody press a button under a message of the bot."""
        self._number += 1
        held = {"message_id": message, "date": int(time.time()), "text": "?", "chat": chat}
        query = {"id": f"q{self._number}", "from": person(who), "chat_instance": "1"}
        self.give({"callback_query": query | {"data": action, "message": held}})

    def inline(self, words: str, who: int = 5) -> str:
        """Let somebody type `@bot words` in a chat; returns the id of the query."""
        self._number += 1
        query = {"id": f"i{self._number}", "from": person(who), "query": words, "offset": ""}
        self.give({"inline_query": query})
        return str(query["id"])

    def document(self, content: bytes, name: str) -> Json:
        """A file that can be sent."""
        self._number += 1
        key = f"file{self._number}"
        self.emulator.assets[key] = {"data": content, "size": len(content), "filename": name}
        sizes = {"file_size": len(content), "mime_type": "application/octet-stream"}
        return {"file_id": key, "file_unique_id": key, "file_name": name} | sizes

    def edit(self, chat: Json, number: int, who: int, text: str) -> None:
        """Let somebody change what he said."""
        said = self.message(chat, who, text=text, edit_date=int(time.time()))
        self.give({"edited_message": said | {"message_id": number}})

    def give(self, update: Json) -> int:
        """Put an update in the queue; returns its number."""
        return int(self._do(self.emulator.enqueue_update(update, token=TOKEN)))

    def fail(self, method: str, status: int, description: str, times: int = 1, **told: int) -> None:
        """Let the next calls of a method fail."""
        fault = (method, lo.ApiRefusal(description, status, told or None))
        self.emulator.faults += [fault] * times

    def calls(self, *methods: str) -> list[Json]:
        """The parameters of the calls of these methods, in order."""
        return [fields for method, fields in list(self.emulator.calls) if method in methods]

    def texts(self, chat: int = 5) -> list[str]:
        """What the bot sent to the chat, in order."""
        sent = self.calls("sendMessage")
        return [str(fields["text"]) for fields in sent if int(fields["chat_id"]) == chat]

    def edits(self) -> list[Json]:
        """What the bot put in place of messages, in order."""
        return self.calls("editMessageText")

    def pinned(self) -> list[int]:
        """The messages that the bot pinned, in order."""
        calls = list(self.emulator.calls)
        return [int(f["message_id"]) for method, f in calls if method == "pinChatMessage"]

    def commands(self) -> list[str]:
        """The commands that the bot set for everybody."""
        calls = self.calls("setMyCommands")
        return [c["command"] for c in json.loads(calls[0]["commands"])] if calls else []


def private(user: int = 5) -> Json:
    """A private chat."""
    return {"id": user, "type": "private", "first_name": "李"}


def group(number: int = -1001, **fields: Any) -> Json:
    """A supergroup."""
    return {"id": number, "type": "supergroup", "title": "班子", **fields}


def person(user: int = 5) -> Json:
    """Somebody."""
    return {"id": user, "is_bot": False, "first_name": "李"}


@contextmanager
def telegram() -> Iterator[Telegram]:
    """A Telegram that runs meanwhile."""
    with Telegram() as running:
        yield running
