"""Lines to Telegram: used again, given up when in doubt, and httpx for what is not usual."""

import asyncio
import json
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from telegram.error import NetworkError, TimedOut
from telegram.request import HTTPXRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.chat.telegram import wire
from bot.chat.telegram.wire import Wire

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;a=b\r\no\r\n1\r\nk\r\n0\r\nX: y\r\n\r\n"
CLOSING = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
OLD = b"HTTP/1.0 200 OK\r\n\r\nok"
CONTINUED = b"HTTP/1.1 100 Continue\r\n\r\n" + OK
Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of the machine play no part."""
    monkeypatch.setattr(wire, "getproxies", dict)
    wire._is_direct.cache_clear()


class Server:
    """Says the same to every call; knows what it was asked, and on how many lines."""

    def __init__(self, answer: bytes = OK, *, ends: bool = False) -> None:
        self.answer, self.ends = answer, ends
        self.heard: list[bytes] = []
        self.lines = 0

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                size = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
                self.heard.append(head + await reader.readexactly(size))
                writer.write(self.answer)
                if self.ends:
                    break
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()


@asynccontextmanager
async def listening(serve: Serve, context: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    server = await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)
    scheme = "https" if context else "http"
    try:
        yield f"{scheme}://localhost:{server.sockets[0].getsockname()[1]}/bot1:A/getMe"
    finally:
        server.close()
        talks = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*talks, return_exceptions=True)


def calls(server: Server, count: int = 2) -> list[tuple[int, bytes]]:
    """What so many calls give, one after the other."""

    async def run() -> list[tuple[int, bytes]]:
        async with listening(server.talk) as url, Wire(2) as line:
            return [await line.do_request(url, "POST", given(a="信 访")) for _ in range(count)]

    return asyncio.run(run())


def given(**fields: str) -> RequestData:
    return RequestData([RequestParameter(name, value, None) for name, value in fields.items()])


def test_one_line_serves_many_calls() -> None:
    server = Server()
    assert calls(server, 3) == [(200, b"ok")] * 3
    head, _, body = server.heard[0].partition(b"\r\n\r\n")
    assert (server.lines, json.loads(body)) == (1, {"a": "信 访"})
    assert b"Content-Type: application/json\r\n" in head
    assert head.split(b"\r\n")[0] == b"POST /bot1:A/getMe HTTP/1.1"


@pytest.mark.parametrize("answer", [CHUNKED, CONTINUED])
def test_every_form_of_an_answer_is_read_to_its_end(answer: bytes) -> None:
    server = Server(answer)
    assert (calls(server), server.lines) == ([(200, b"ok")] * 2, 1)


@pytest.mark.parametrize("answer", [CLOSING, OLD])
def test_a_line_that_the_server_ends_is_not_used_again(answer: bytes) -> None:
    server = Server(answer, ends=True)
    assert (calls(server), server.lines) == ([(200, b"ok")] * 2, 2)


def test_a_line_that_lay_idle_for_long_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "IDLE", 0.0)
    server = Server()
    assert (calls(server), server.lines) == ([(200, b"ok")] * 2, 2)


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", b"\r\n\r\n"])  # fmt: skip
def test_half_an_answer_is_a_network_error_and_is_not_asked_for_again(answer: bytes) -> None:
    server = Server(answer, ends=True)
    with pytest.raises(NetworkError):
        calls(server, 1)
    assert len(server.heard) == 1


def test_silence_and_a_full_pool_are_told_from_each_other() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    async def run() -> None:
        async with listening(silent) as url, Wire(1) as line:
            first = asyncio.create_task(line.do_request(url, "POST", read_timeout=0.2, write_timeout=0))  # fmt: skip
            await asyncio.sleep(0)
            with pytest.raises(TimedOut, match="was not sent"):
                await line.do_request(url, "POST", pool_timeout=0.01, connect_timeout=0.01)
            with pytest.raises(TimedOut, match="Timed out"):
                await first

    asyncio.run(run())


def test_nobody_there_is_a_network_error() -> None:
    async def run() -> None:
        async with Wire() as line:
            await line.do_request("http://127.0.0.1:1/bot1:A/getMe", "POST")

    with pytest.raises(NetworkError):
        asyncio.run(run())


@pytest.mark.parametrize(
    ("method", "proxies", "url"),
    [
        ("GET", {}, "http://localhost/file"),
        ("POST", {"http": "http://10.0.0.1:8080"}, "http://localhost/bot"),
        ("POST", {"all": "socks5://10.0.0.1:1080"}, "https://localhost/bot"),
    ],
)
def test_httpx_sees_to_the_rest(
    monkeypatch: pytest.MonkeyPatch, method: str, proxies: dict[str, str], url: str
) -> None:
    async def instead(self: HTTPXRequest, *args: object) -> tuple[int, bytes]:
        return 200, b"httpx"

    monkeypatch.setattr(wire, "getproxies", lambda: proxies)
    monkeypatch.setattr(wire, "proxy_bypass", lambda host: False)
    monkeypatch.setattr(HTTPXRequest, "do_request", instead)

    async def run() -> tuple[int, bytes]:
        async with Wire() as line:
            return await line.do_request(url, method)

    assert asyncio.run(run()) == (200, b"httpx")


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes its certificate with openssl")
def test_certificates_are_checked(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    words += ["-nodes", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*words, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    offering = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    offering.load_cert_chain(certificate, key)
    server = Server()

    async def run(trusted: ssl.SSLContext) -> list[tuple[int, bytes]]:
        async with listening(server.talk, offering) as url, Wire(1, trusted) as line:
            return [await line.do_request(url, "POST") for _ in range(2)]

    assert asyncio.run(run(ssl.create_default_context(cafile=certificate))) == [(200, b"ok")] * 2
    assert server.lines == 1
    with pytest.raises(NetworkError, match="CERTIFICATE_VERIFY_FAILED"):
        asyncio.run(run(ssl.create_default_context()))
