"""The one call that `prepbot doctor` makes."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from bot.chat.telegram.reach import Reached, reach
from bot.errors import BotError

ANSWERS = {
    "/bot1:good/getMe": (200, b'{"ok": true, "result": {"username": "prep_bot"}}'),
    "/bot1:bad/getMe": (401, b"{}"),
    "/bot1:odd/getMe": (200, b"<html>"),
    "/bot1:down/getMe": (502, b""),
}


class Telegram(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = ANSWERS[self.path]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Telegram)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/bot"
    server.shutdown()
    server.server_close()


def test_a_good_token_tells_whose_it_is_and_the_time(base_url: str) -> None:
    found = reach(base_url, "1:good")
    assert found.ahead is not None
    assert abs(found.ahead) < 5
    assert found == Reached("prep_bot", reads_groups=False, ahead=found.ahead)


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("1:bad", "Telegram does not accept it"),
        ("1:odd", "Telegram cannot be reached (JSONDecodeError)"),
        ("1:down", "Telegram answers with error 502"),
    ],
)
def test_what_goes_wrong_is_told_without_the_token(base_url: str, token: str, words: str) -> None:
    with pytest.raises(BotError) as told:
        reach(base_url, token)
    assert words in str(told.value)
    assert token not in str(told.value)
    assert told.value.__suppress_context__


def test_nobody_there_is_told() -> None:
    with pytest.raises(BotError, match="Telegram cannot be reached"):
        reach("http://127.0.0.1:1/bot", "1:good")
