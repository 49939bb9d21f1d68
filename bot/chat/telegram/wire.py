"""Calls to Telegram by aiohttp, which takes a third of the time that httpx takes for the same.

Only for what nearly every call is: parameters without a file, sent straight to the server, as JSON:
writing Chinese as a form takes longer than all the rest of a call. Files, downloads and whatever
goes through a proxy are left to httpx. A call that fails is not repeated here: whoever sends knows
whether it may be sent twice.
"""

import ssl
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from aiohttp import (
    ClientError,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    TCPConnector,
)
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, HTTPXRequest, RequestData

IDLE = 30.0  # seconds after which a line is not trusted to be open any more
USUAL = 5.0  # seconds for what the library sets no time for
POOL = 1.0  # … and to get a line
_WAITED = "Pool timeout: no line to Telegram was free or could be opened; the call was not sent"


class Wire(HTTPXRequest):
    """The library's way to the network, with aiohttp for the usual calls."""

    def __init__(
        self, connection_pool_size: int = 1, context: ssl.SSLContext | None = None
    ) -> None:
        settings = {"verify": context} if context else {}
        super().__init__(connection_pool_size=connection_pool_size, httpx_kwargs=settings)
        self._lines = connection_pool_size
        self._context = context or True  # True: aiohttp's own, by the system's certificates
        self._session: ClientSession | None = None

    async def initialize(self) -> None:
        """Make ready; lines are opened by the calls."""
        await super().initialize()
        connector = TCPConnector(limit=self._lines, keepalive_timeout=IDLE, ssl=self._context)
        self._session = ClientSession(connector=connector, cookie_jar=DummyCookieJar())

    async def shutdown(self) -> None:
        """Close all lines."""
        if self._session:
            await self._session.close()
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
        is_usual = method == "POST" and not (request_data and request_data.contains_files)
        if not self._session or not is_usual or not _is_direct(url):
            times = (read_timeout, write_timeout, connect_timeout, pool_timeout)
            return await super().do_request(url, method, request_data, *times)
        connect = _seconds(connect_timeout, USUAL)
        limits = ClientTimeout(
            connect=_sum(_seconds(pool_timeout, POOL), connect),
            sock_connect=connect,
            sock_read=_sum(_seconds(read_timeout, USUAL), _seconds(write_timeout, USUAL)),
        )
        body = request_data.json_payload if request_data else b"{}"
        headers = {"User-Agent": self.USER_AGENT, "Content-Type": "application/json"}
        try:
            async with self._session.post(
                url, data=body, timeout=limits, headers=headers
            ) as answer:
                return answer.status, await answer.read()
        except ConnectionTimeoutError as exc:
            raise TimedOut(_WAITED) from exc
        except TimeoutError as exc:
            raise TimedOut from exc
        except (ClientError, OSError) as exc:
            raise NetworkError(f"{type(exc).__name__}: {exc}") from exc


@lru_cache(maxsize=64)
def _is_direct(url: str) -> bool:
    """True if no proxy stands between, by the settings of the system."""
    parts = urlsplit(url)
    return not ({parts.scheme, "all"} & set(getproxies())) or bool(
        proxy_bypass(parts.hostname or "")
    )


def _seconds(given: Any, usual: float) -> float | None:
    """Return the given time, None for no limit."""
    return usual if given is BaseRequest.DEFAULT_NONE else given


def _sum(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other
