"""Logs hold no token and no text."""

import logging

from bot.chat.telegram.logs import Redaction
from tests.chat.telegram.fake import TOKEN


def test_token_is_redacted_and_tracebacks_are_cut() -> None:
    try:
        raise ValueError("绝密")
    except ValueError as exc:
        error = (ValueError, exc, exc.__traceback__)
    record = logging.LogRecord("x", 40, "x", 1, "GET %s", (f"/bot{TOKEN}/getMe",), error)
    assert Redaction().filter(record)
    line = logging.Formatter().format(record)
    assert line.startswith("GET /bot[token]/getMe (ValueError at test_logs.py:")
    assert "绝密" not in line
