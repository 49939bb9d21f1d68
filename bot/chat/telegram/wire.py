"""Calls to Telegram over lines that stay open; httpx takes several times as long for the same.

Only for what nearly every call is: a form without a file, sent straight to the server. Files,
downloads and whatever goes through a proxy are left to httpx. A call that fails is not repeated
here: whoever sends knows whether it may be sent twice.
"""

import asyncio
import ssl
import time
from asyncio import StreamReader, StreamWriter
from collections import deque
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

IDLE = 30.0  # seconds after which a line is not trusted to be open any more
USUAL = 5.0  # seconds for what the library sets no time for
POOL = 1.0  # … and to get a line
_NEXT_ADDRESS = 0.25  # seconds after which another address of the server is tried beside the first
_WAITED = "Pool timeout: all lines to Telegram are in use; the call was not sent"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call goes."""

    host: str
    port: int
    is_secure: bool
    path: str
    name: str  # as the Host header says it
    is_direct: bool  # no proxy stands between, by the settings of the system

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, url: str) -> "Place":
        """The place of an address; a strange one is called indirect, so that httpx sees to it."""
        parts = urlsplit(url)
        host, is_secure = parts.hostname or "", parts.scheme == "https"
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        is_usual = url.isascii() and url.startswith("http") and "@" not in parts.netloc
        is_free = not ({parts.scheme, "all"} & set(getproxies())) or bool(proxy_bypass(host))
        port = parts.port or (443 if is_secure else 80)
        return cls(host, port, is_secure, path, parts.netloc, is_usual and is_free)


class Line:
    """One open connection, used by one call after the other."""

    def __init__(self, reader: StreamReader, writer: StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._used_at = time.monotonic()
        self.may_stay = True

    @property
    def is_open(self) -> bool:
        """False when the server has closed it, or may have by now."""
        is_fresh = time.monotonic() - self._used_at < IDLE
        return is_fresh and not self._reader.at_eof() and not self._writer.is_closing()

    async def post(self, place: Place, agent: str, form: bytes) -> tuple[int, bytes]:
        """Send a form; return status and body of the answer."""
        self._writer.write(
            f"POST {place.path} HTTP/1.1\r\nHost: {place.name}\r\nUser-Agent: {agent}\r\n"
            "Accept: */*\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(form)}\r\n\r\n".encode("latin-1")
            + form
        )
        await self._writer.drain()
        while (answer := await self._answer())[0] < 200:  # 100 Continue and its like
            pass
        self._used_at = time.monotonic()
        return answer

    async def _answer(self) -> tuple[int, bytes]:
        lines = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        version, status = lines[0].split(" ", 2)[:2]
        fields = {
            name.strip().lower(): value.strip().lower()
            for name, _, value in (line.partition(":") for line in lines[1:] if line)
        }
        self.may_stay = version == "HTTP/1.1" and "close" not in fields.get("connection", "")
        return int(status), await self._body(int(status), fields)

    async def _body(self, status: int, fields: dict[str, str]) -> bytes:
        if status < 200 or status in (204, 304):
            return b""
        if "chunked" in fields.get("transfer-encoding", ""):
            return b"".join([chunk async for chunk in self._chunks()])
        if (length := fields.get("content-length")) is not None:
            return await self._reader.readexactly(int(length))
        self.may_stay = False
        return await self._reader.read()

    async def _chunks(self) -> Any:
        while size := int((await self._reader.readuntil(b"\r\n")).partition(b";")[0], 16):
            yield await self._reader.readexactly(size)
            await self._reader.readexactly(2)
        while await self._reader.readuntil(b"\r\n") != b"\r\n":  # what follows the last chunk
            pass

    def close(self) -> None:
        """End the connection without ceremony."""
        self._writer.transport.abort()


class Wire(HTTPXRequest):
    """The library's way to the network, with open lines for the usual calls."""

    def __init__(
        self, connection_pool_size: int = 1, context: ssl.SSLContext | None = None
    ) -> None:
        settings = {"verify": context} if context else {}
        super().__init__(connection_pool_size=connection_pool_size, httpx_kwargs=settings)
        self._context = context
        self._room = asyncio.Semaphore(connection_pool_size)
        self._idle: dict[tuple[str, int], deque[Line]] = {}

    async def shutdown(self) -> None:
        """Close all lines."""
        for lines in self._idle.values():
            for line in lines:
                line.close()
        self._idle.clear()
        await super().shutdown()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Return status and body; raise TimedOut and NetworkError as the library expects."""
        place = Place.of(url)
        is_usual = method == "POST" and not (request_data and request_data.contains_files)
        if not is_usual or not place.is_direct:
            times = (read_timeout, write_timeout, connect_timeout, pool_timeout)
            return await super().do_request(url, method, request_data, *times)
        form = urlencode(request_data.json_parameters if request_data else {}).encode()
        try:
            async with asyncio.timeout(_seconds(pool_timeout, POOL)):
                await self._room.acquire()
        except TimeoutError as exc:
            raise TimedOut(_WAITED) from exc
        try:
            line = self._taken(place) or await self._opened(place, _seconds(connect_timeout, USUAL))
            return await self._asked(line, place, form, _together(read_timeout, write_timeout))
        except TimeoutError as exc:
            raise TimedOut from exc
        except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as exc:
            raise NetworkError(f"{type(exc).__name__}: {exc}") from exc
        finally:
            self._room.release()

    async def _asked(
        self, line: Line, place: Place, form: bytes, seconds: float | None
    ) -> tuple[int, bytes]:
        """Send the form, then keep the line for the next call if it is fit for one."""
        is_fit = False
        try:
            async with asyncio.timeout(seconds):
                answer = await line.post(place, self.USER_AGENT, form)
            is_fit = line.may_stay
            return answer
        finally:
            if is_fit:
                self._idle.setdefault((place.host, place.port), deque()).append(line)
            else:
                line.close()

    def _taken(self, place: Place) -> Line | None:
        """Return the line that was used last, if it is still open."""
        lines = self._idle.get((place.host, place.port), ())
        while lines:
            line = lines.pop()
            if line.is_open:
                return line
            line.close()
        return None

    async def _opened(self, place: Place, seconds: float | None) -> Line:
        secure: dict[str, Any] = {}
        if place.is_secure:
            self._context = self._context or ssl.create_default_context()
            secure = {"ssl": self._context, "server_hostname": place.host}
        async with asyncio.timeout(seconds):
            ends = await asyncio.open_connection(
                place.host, place.port, happy_eyeballs_delay=_NEXT_ADDRESS, **secure
            )
            return Line(*ends)


def _seconds(given: Any, usual: float) -> float | None:
    """Return the given time, None for no limit."""
    return usual if given is BaseRequest.DEFAULT_NONE else given


def _together(read: Any, write: Any) -> float | None:
    times = _seconds(read, USUAL), _seconds(write, USUAL)
    return None if None in times else sum(filter(None, times))
