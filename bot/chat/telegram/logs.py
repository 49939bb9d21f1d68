"""Logs without what people wrote, without their names and the token.

Own lines are made of numbers, places and kinds, and are trusted but for what looks like a token or
a Chinese sentence. Of other libraries' lines the fixed words stay and what was filled in goes; a
line that was put together before it came here is reduced to where it came from.
"""

import json
import logging
import re
import sys
import traceback
from pathlib import Path
from types import TracebackType

from bot.config import LogsConfig

_PACKAGE = Path(__file__).parents[2]

# A bot token: 123456:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1
_TOKEN = re.compile(r"\d+:[\w-]{30,}")
# Anybody's words in an own line, whose own words are English: 征拆不公
_WORDS = re.compile(r"[㐀-鿿豈-﫿]+")
_FILLED = re.compile(r"%[-#0-9.+ ]*[a-zA-Z]|%\([^)]*\)[-#0-9.+ ]*[a-zA-Z]")  # %s, %-5d, %(name)r

# httpx writes every address, which holds the token; at DEBUG the others write whole updates.
_LEVELS = {"httpx": logging.WARNING, "httpcore": logging.WARNING, "telegram": logging.INFO}

# Told by the error handler, by `run` or by the arrivals as well, in one line.
_SAID_ELSEWHERE = (
    "%s Failed run number",
    "Error while calling `get_updates` one more time",
    "Error while parsing updates!",
)
# Lines of the libraries that are fixed as a whole and worth reading.
_HARMLESS = ("Application started", "Application is stopping. This might take a moment.")
_ENDS = "Task exception was never retrieved"  # asyncio's, before it quotes the error


class Redaction(logging.Filter):
    """Rewrites every record, so that nothing of a user's and no token is in its line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record; let it pass unless it is said elsewhere."""
        template = str(record.msg)
        if record.name.startswith("telegram") and template.startswith(_SAID_ELSEWHERE):
            return False
        is_own = record.name == "bot" or record.name.startswith("bot.")
        line = _WORDS.sub("…", record.getMessage()) if is_own else _fixed_words(record, template)
        if record.exc_info and record.exc_info[1]:
            line = f"{line} ({describe(record.exc_info[1])})"
        record.msg, record.args = _TOKEN.sub("[token]", line), ()
        # A traceback ends with the error's own words, which may quote a user.
        record.exc_info = record.exc_text = record.stack_info = None
        return True


def _fixed_words(record: logging.LogRecord, template: str) -> str:
    """Return what of another library's line its author wrote."""
    if record.args:
        return _FILLED.sub("…", template)
    if template in _HARMLESS:
        return template
    what = _ENDS if template.startswith(_ENDS) else "line"
    return f"{what} at {record.filename}:{record.lineno}"


class JsonLines(logging.Formatter):
    """One JSON object a line, for programs that collect logs."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON: time (UTC), level, logger, message."""
        moment = f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}.{int(record.msecs):03d}Z"
        told = {"time": moment, "level": record.levelname, "logger": record.name}
        return json.dumps(told | {"message": record.getMessage()}, ensure_ascii=False)


def protect_logs(config: LogsConfig | None = None) -> None:
    """Quiet the libraries and redact what the root handlers write."""
    settings = config or LogsConfig()
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    root = logging.getLogger()
    root.setLevel(settings.level.upper())
    logging.captureWarnings(True)
    for name, level in _LEVELS.items():
        logging.getLogger(name).setLevel(level)
    for handler in root.handlers:
        if not any(isinstance(known, Redaction) for known in handler.filters):
            handler.addFilter(Redaction())
        if settings.format == "json":
            handler.setFormatter(_json_lines())
    sys.excepthook = _last_words


def _json_lines() -> JsonLines:
    import time

    formatter = JsonLines()
    formatter.converter = time.gmtime
    return formatter


def _last_words(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Say where an error ended the program, not what it quotes."""
    if isinstance(error, KeyboardInterrupt):
        return
    logging.getLogger(__name__).critical("the program ended: %s", describe(error))


def describe(error: BaseException) -> str:
    """Return type and place of the error, as in `ValueError at dialogue.py:41`, without its words."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    if not frames:
        return type(error).__name__
    last = (ours or frames)[-1]
    return f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}"
