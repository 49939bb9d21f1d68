"""Logs without text and without the token: what the libraries would write is cut down here."""

import logging
import re
import traceback
from pathlib import Path

_PACKAGE = Path(__file__).parents[1]

# A bot token: 123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1
_TOKEN = re.compile(r"\d+:[\w-]{35}")

# httpx writes every address, which holds the token; at DEBUG the others write whole updates.
_LEVELS = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.INFO}

# Told by the error handler or by `run` as well, in one line.
_SAID_ELSEWHERE = ("Network Retry Loop", "Error while calling `get_updates` one more time")


class Redaction(logging.Filter):
    """Takes tokens out of every line, and puts type and place of an error for its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; let it pass unless it is said elsewhere."""
        line = record.getMessage()
        if record.name.startswith("telegram") and line.startswith(_SAID_ELSEWHERE):
            return False
        if record.exc_info and record.exc_info[1]:
            line = f"{line} ({describe(record.exc_info[1])})"
        record.msg, record.args = _TOKEN.sub("[token]", line), ()
        # A traceback ends with the error's own words, which may quote a user.
        record.exc_info = record.exc_text = None
        return True


def protect_logs() -> None:
    """Quiet the libraries and redact what the root handlers write."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    for name, level in _LEVELS.items():
        logging.getLogger(name).setLevel(level)
    for handler in logging.getLogger().handlers:
        if not any(isinstance(known, Redaction) for known in handler.filters):
            handler.addFilter(Redaction())


def describe(error: BaseException) -> str:
    """Return type and place of the error, as in `ValueError at dialogue.py:41`, without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    if not frames:
        return type(error).__name__
    last = (ours or frames)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
