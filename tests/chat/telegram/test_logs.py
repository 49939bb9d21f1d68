"""Logs hold no token, no text and no name, whichever logger or error they come from."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator

import pytest

from bot.chat.reply import Incoming, Reply
from bot.chat.telegram.logs import JsonLines, Redaction, describe, protect_logs
from bot.config import LogsConfig
from bot.corpus.store import Store
from tests.chat.telegram.fake import TOKEN, FakeTelegram, RefusalError, group, person
from tests.chat.telegram.test_delivery import Echo, arrive, live

TEXT = "征拆不公 topsecret42"  # what somebody wrote
NAME = "欧阳明 Mingname"
FOREIGN = ("telegram.ext.Application", "telegram.Bot", "httpx", "httpcore.http11", "asyncio")
FOREIGN += ("tornado.general", "urllib3", "py.warnings", "root")


@pytest.fixture
def written() -> Iterator[Callable[[], str]]:
    """Everything that the program's log would hold, with every logger turned up."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    handler.addFilter(Redaction())
    root, hook = logging.getLogger(), sys.excepthook
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    levels = {name: logging.getLogger(name).level for name in logging.root.manager.loggerDict}
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield stream.getvalue
    root.removeHandler(handler)
    root.setLevel(before)
    sys.excepthook = hook
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


def assert_clean(log: str) -> None:
    for secret in (TEXT, NAME, TOKEN, "征拆不公", "topsecret42", "欧阳明", "Mingname", "A" * 35):
        assert secret not in log


def error() -> Exception:
    try:
        raise ValueError(f"{TEXT} {TOKEN}")
    except ValueError as exc:
        return exc


@pytest.mark.parametrize("name", FOREIGN)
def test_other_libraries_may_not_quote(name: str, written: Callable[[], str]) -> None:
    logger = logging.getLogger(name)
    logger.error(f"{TEXT} {TOKEN} {NAME}")
    logger.error("Received %s from %r", TEXT, {"token": TOKEN})
    logger.error("Received %(text)s", {"text": TEXT})
    logger.error(f"future: <Task exception=ValueError({TEXT!r})>", exc_info=error())
    logger.critical("Something went wrong: %s", TEXT, exc_info=error(), stack_info=True)
    assert_clean(written())
    assert "Received … from …" in written()
    assert "(ValueError at test_logs.py:" in written()


def test_own_lines_hold_no_token_and_no_sentence(written: Callable[[], str]) -> None:
    logging.getLogger("bot.chat").error("update %s: %s", 7, "征拆不公")
    logging.getLogger("bot").error(f"/bot{TOKEN}/getMe", exc_info=error())
    assert_clean(written())
    assert "ERROR bot.chat update 7: …" in written()
    assert "/bot[token]/getMe (ValueError at test_logs.py:" in written()


class Quoting(Echo):
    """A dialogue whose errors quote the user."""

    def respond(self, incoming: Incoming) -> Reply:
        if "错" in incoming.text or incoming.press:
            raise ValueError(incoming.text + incoming.name)
        return super().respond(incoming)


@pytest.mark.parametrize("status", [400, 403, 404, 409, 429, 500])
@pytest.mark.parametrize(
    "method", ["sendMessage", "getFile", "answerCallbackQuery", "answerInlineQuery"]
)
def test_no_way_through_the_bot_writes_what_somebody_said(
    written: Callable[[], str], method: str, status: int
) -> None:
    telegram, mail = FakeTelegram(), Store.open(None)
    who = {"from": person() | {"first_name": NAME}}
    times = 1 if status in (429, 500) else 5
    for _ in range(times):
        told = {"retry_after": 0} if status == 429 else {}
        refusal = RefusalError(f"{status}: {TEXT} {TOKEN}", status, **told)
        telegram.refusals.setdefault(method, []).append(refusal)
    document = telegram.document(TEXT.encode(), f"{TEXT}.txt")
    updates = [
        telegram.message(TEXT, **who),
        telegram.message(f"错 {TEXT}", **who),
        telegram.message(f"/x 错 {TEXT}", group(), **who),
        telegram.message(document=document, caption=TEXT, **who),
        telegram.press(f"x:{TEXT}"[:20], telegram.message("?")["message"]),
        telegram.inline(TEXT),
        {"update_id": 9, "message": {"text": TEXT, "from": {"first_name": NAME}}},
    ]
    live(telegram, mail, lambda site: arrive(site, *updates), Quoting())
    assert_clean(written())
    assert "ValueError at handlers.py:" in written()


def test_the_last_words_quote_nobody(
    written: Callable[[], str], capsys: pytest.CaptureFixture[str], clean_logs: None
) -> None:
    protect_logs()
    exc = error()
    sys.excepthook(type(exc), exc, exc.__traceback__)
    assert_clean(written() + "".join(capsys.readouterr()))
    assert "the program ended: ValueError at test_logs.py:" in written()


def test_a_line_can_be_json(clean_logs: None) -> None:
    record = logging.LogRecord("bot.x", 30, "x", 1, "update %s", (7,), None)
    told = json.loads(JsonLines().format(record))
    assert {"level": "WARNING", "logger": "bot.x", "message": "update 7"}.items() <= told.items()
    protect_logs(LogsConfig(format="json", level="warning"))
    root = logging.getLogger()
    assert isinstance(root.handlers[0].formatter, JsonLines)
    assert root.level == logging.WARNING


def test_an_error_without_a_place_is_its_kind() -> None:
    assert describe(KeyError("征拆")) == "KeyError"
