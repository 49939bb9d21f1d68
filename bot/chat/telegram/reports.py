"""Errors get a short code that the user, the log and the administrators see, and nothing else."""

import secrets
import time
from collections.abc import Callable, Iterable

from bot.chat.reply import Reply, Span
from bot.chat.telegram.letters import Letter
from bot.chat.wording import service

# Without letters and digits that are taken for one another.
_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
QUIET = 600.0  # seconds in which the same error is reported once


def new_code() -> str:
    """Return a code such as K7F2QX."""
    return "".join(secrets.choice(_SIGNS) for _ in range(6))


class Reports:
    """Writes to the administrators, about each place of an error once in a while."""

    def __init__(self, admins: Iterable[int], clock: Callable[[], float] = time.monotonic) -> None:
        self._admins = tuple(admins)
        self._clock = clock
        self._told: dict[str, tuple[float, int]] = {}  # place -> when, how many since

    def error(self, code: str, where: str, number: int) -> list[Letter]:
        """Return the letters about an error; none while the same one was just told."""
        at, since = self._told.get(where, (float("-inf"), 0))
        if self._clock() - at < QUIET:
            self._told[where] = (at, since + 1)
            return []
        self._told[where] = (self._clock(), 0)
        words = service.REPORT.format(code=code, where=where, number=number)
        return self.say(words + (service.REPORT_MORE.format(count=since) if since else ""))

    def aside(self, number: int) -> list[Letter]:
        """Return the letters about an update that nobody could read."""
        return self.say(service.ASIDE.format(number=number))

    def say(self, words: str) -> list[Letter]:
        """Return a letter with these words for each administrator."""
        return [Letter(admin, Reply((Span(words),))) for admin in self._admins]
