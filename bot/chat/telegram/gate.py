"""The gate: who may use the bot, how fast, and how many files. Menus are no guard; this is.

A stranger gets one polite line an hour, somebody too fast one sentence until the next message that
is answered; beyond that the gate is silent. Called in the worker's thread, before a file is fetched.
"""

import math
import re
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from bot.chat.reply import Incoming, Reply, Span
from bot.chat.telegram.pace import Pace
from bot.chat.wording import service
from bot.config import Config
from bot.corpus.store import Store

HOUR = 3600.0  # seconds between two lines to the same stranger
CODE_LENGTH = 16
_KNOWN = 10_000  # strangers remembered, and people who were let in
# What a link of invitation makes the client send: /start i7dKq2…, in groups /start@prep_bot i7dKq2…
_JOINING = re.compile(rf"/start(?:@\w+)?\s+i([A-Za-z0-9_-]{{{CODE_LENGTH}}})")


class Gate:
    """Lets messages in or turns them away."""

    def __init__(
        self,
        config: Config,
        store: Store,
        clock: Callable[[], float] = time.time,
        *,
        host: Callable[[Incoming], int] = lambda incoming: 0,
    ) -> None:
        self._access, self._limits = config.access, config.limits
        self._named = {*config.access.allowed, *config.access.admins}
        self._store = store
        self._clock = clock
        self._host = host  # the group that a private message is meant for; 0 for none
        self._person = Pace(config.limits.per_minute)
        self._chat = Pace(config.limits.chat_per_minute)
        self.latest = 0.0  # the latest time that Telegram told
        self._told: OrderedDict[int, float] = OrderedDict()  # stranger -> when
        self._slowed: set[int] = set()  # chats that know that they are too fast
        self._welcome: set[int] = set()  # people whose latest message was let in

    def check(
        self, incoming: Incoming, *, sent_at: float | None = None, size: int | None = None
    ) -> Incoming | Reply:
        """Return the message to be answered, or what turns it away, which may be silence.

        `sent_at` is Telegram's time of a message: what piled up while the bot was away came slowly.
        `size` is that of a file, in bytes.
        """
        self.latest = max(self.latest, sent_at or 0)
        joining = _JOINING.fullmatch(incoming.text)
        if joining:
            incoming = replace(incoming, text="/start")
        self._welcome.discard(incoming.user)
        if not (self._admitted(incoming) or self._joined(incoming, joining)):
            return self._strange(
                incoming, service.INVITATION_ENDED if joining else service.STRANGER
            )
        at = self._clock() if sent_at is None else sent_at
        if wait := self._wait(incoming, at):
            return self._slow(incoming, wait)
        self._slowed.discard(incoming.chat)
        if len(self._welcome) >= _KNOWN:
            self._welcome.clear()
        self._welcome.add(incoming.user)
        refusal = None if size is None else self._full(incoming.user, size)
        return refusal or incoming

    def was_let_in(self, person: int) -> bool:
        """True if the person's latest message was answered; for any thread."""
        return person in self._welcome

    def admits(self, person: int, chat: int = 0) -> bool:
        """True if the person, or everybody in the chat, may use the bot."""
        if self._access.mode == "open" or not self._named.isdisjoint((person, chat)):
            return True
        return self._access.mode == "invitation" and self._store.members.has(person, chat)

    def _admitted(self, incoming: Incoming) -> bool:
        """True for those let in, and for what is told in private to a group that was let in."""
        if self.admits(incoming.user, incoming.chat):
            return True
        host = self._host(incoming)
        return bool(host) and self.admits(host, host)

    def migrate(self, old: int, new: int) -> None:
        """Let a group stay what it was when it gets another number."""
        with self._store.transaction():
            self._store.members.migrate(old, new)

    def _joined(self, incoming: Incoming, joining: re.Match[str] | None) -> bool:
        """Make the person a member, or the whole group in which the link was used."""
        if not joining or self._access.mode != "invitation":
            return False
        number = incoming.chat if incoming.is_group else incoming.user
        now = datetime.fromtimestamp(self._clock(), UTC)
        with self._store.transaction():
            return self._store.members.join(number, joining[1], now)

    def _wait(self, incoming: Incoming, at: float) -> float:
        """Count a message or press; return the seconds that were to be waited for it, 0 for none."""
        own = self._person.wait(incoming.user, at)
        if incoming.press and incoming.is_group:
            return own  # a whole group taps on one board, and most taps send nothing
        return max(own, self._chat.wait(incoming.chat, at))

    def _strange(self, incoming: Incoming, line: str) -> Reply:
        at = self._clock()
        before = self._told.get(incoming.user)
        if before is not None and 0 <= at - before < HOUR:
            return Reply()
        self._told[incoming.user] = at
        if len(self._told) > _KNOWN:
            self._told.popitem(last=False)
        return _said(incoming, line.format(number=incoming.user))

    def _slow(self, incoming: Incoming, wait: float) -> Reply:
        line = service.TOO_FAST.format(seconds=math.ceil(wait))
        if incoming.press:  # a line at the press costs no message
            return _said(incoming, line)
        if incoming.chat in self._slowed:
            return Reply()
        self._slowed.add(incoming.chat)
        return _said(incoming, line)

    def _full(self, person: int, size: int) -> Reply | None:
        """Count a file; return what to say when there were enough today."""
        most, megabytes = self._limits.uploads_per_day, self._limits.upload_mb_per_day
        day = datetime.fromtimestamp(self._clock(), UTC).date().isoformat()
        files, so_far = self._store.members.uploaded(person, day)
        too_many = most and files >= most
        too_large = megabytes and so_far + size > megabytes * 1024 * 1024
        if too_many or too_large:
            words = service.TOO_MANY_FILES.format(
                files=most or "不限", megabytes=megabytes or "不限"
            )
            return Reply((Span(words),))
        with self._store.transaction():
            self._store.members.upload(person, day, size)
        return None


def _said(incoming: Incoming, line: str) -> Reply:
    """Return the line as a message, or as the notice of a press."""
    return Reply(notice=line) if incoming.press else Reply((Span(line),))
