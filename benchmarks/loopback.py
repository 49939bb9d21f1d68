"""A tiny Bot API on the loopback interface: hands out updates, answers calls, counts answers.

It parses no more of HTTP than the measured bots send, so that its own time stays small.
"""

import asyncio
import json
import subprocess
import threading
import time
from collections.abc import Sequence
from typing import Any

Json = dict[str, Any]
TOKEN = "123456:" + "A" * 35
BOT = {"id": 123456, "is_bot": True, "first_name": "备会助手", "username": "prep_bot"}
BATCH = 100  # updates handed out at a time, as Telegram does
ANSWERS = ("sendMessage", "editMessageText")  # what counts as an answer
_MESSAGE = {"message_id": 7, "date": 1_700_000_000, "chat": {"id": 1, "type": "private"}, "text": "1"}  # fmt: skip


class Exchange:
    """Updates out, answers in; belongs to one event loop."""

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay  # seconds of every call but the fetching
        self.waiting: list[Json] = []
        self.answered = 0
        self.fetched = asyncio.Event()
        self._news = asyncio.Event()
        self._target = 0
        self._done = asyncio.Event()

    async def play(self, updates: Sequence[Json]) -> float:
        """Seconds until as many answers came as there are updates."""
        self._target, self.answered = len(updates), 0
        self._done.clear()
        start = time.perf_counter()
        self.waiting.extend(updates)
        self._news.set()
        await asyncio.wait_for(self._done.wait(), 120)
        return time.perf_counter() - start

    async def call(self, method: str) -> object:
        """The result of a call."""
        if method.lower() == "getupdates":
            self.fetched.set()
            return await self._updates()
        if self.delay:
            await asyncio.sleep(self.delay)
        if method in ANSWERS:
            self.answered += 1
            if self.answered >= self._target:
                self._done.set()
            return _MESSAGE
        return BOT if method.lower() == "getme" else True

    def end(self) -> None:
        """Lets go of whoever waits for updates."""
        self._news.set()

    async def _updates(self) -> list[Json]:
        if not self.waiting:
            self._news.clear()
            await self._news.wait()
        batch, self.waiting = self.waiting[:BATCH], self.waiting[BATCH:]
        return batch


class Loopback:
    """The server in a thread of its own; a context manager."""

    token = TOKEN

    def __init__(self, delay: float = 0.0) -> None:
        self._delay = delay
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._ready = threading.Event()
        self.url = ""

    def __enter__(self) -> "Loopback":
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.run_until_complete(_end_others())
        self._loop.close()

    def reset(self) -> None:
        """Forgets what went before."""
        self._run(self._renew())

    def wait_for_fetch(self, process: "subprocess.Popen[str]") -> None:
        """Returns when updates were fetched for the first time. Raises RuntimeError if the bot ends."""
        while not self.exchange.fetched.is_set():
            if process.poll() is not None:
                raise RuntimeError("the bot ended; `make bench` installs all the peers")
            time.sleep(0.002)

    def play(self, updates: Sequence[Json]) -> float:
        """Seconds until as many answers came as there are updates."""
        return float(self._run(self.exchange.play(updates)))

    def _run(self, work: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(150)

    async def _renew(self) -> None:
        self.exchange.end()
        self.exchange = Exchange(self._delay)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self.exchange = Exchange(self._delay)
        server = self._loop.run_until_complete(asyncio.start_server(self._talk, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
        self._ready.set()
        self._loop.run_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await _body(reader, head.lower())
                method = head.split(b" ", 2)[1].partition(b"?")[0].rsplit(b"/", 1)[1].decode()
                result = await self.exchange.call(method)
                answer = json.dumps({"ok": True, "result": result}).encode()
                writer.write(
                    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                    % (len(answer), answer)
                )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()


async def _end_others() -> None:
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _body(reader: asyncio.StreamReader, head: bytes) -> None:
    """Reads past what was sent."""
    _, _, rest = head.partition(b"content-length:")
    if rest:
        await reader.readexactly(int(rest.partition(b"\r\n")[0]))
    elif b"transfer-encoding: chunked" in head:
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
