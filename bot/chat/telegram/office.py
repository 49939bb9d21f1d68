"""What administrators may ask in private: /stats /invite /uninvite /expel.

Who is one stands in the settings and is checked here; for anybody else these are no commands.
"""

import re
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.chat.reply import Incoming, MenuEntry, Reply, Span
from bot.chat.telegram.gate import CODE_LENGTH
from bot.chat.telegram.metrics import Metrics
from bot.chat.wording import service
from bot.config import AccessConfig
from bot.corpus.store import Store

MENU = tuple(MenuEntry(name, description) for name, description in service.OFFICE_MENU)
# /invite 10 7, ／stats, /expel@prep_bot 123
_COMMAND = re.compile(r"[/／](stats|invite|uninvite|expel)(?:@\w+)?((?:\s+-?\d{1,15}){0,2})\s*")
_USES, _DAYS = 1000, 90  # the most that an invitation may allow


class Office:
    """Answers administrators; called in the worker's thread within the update's transaction."""

    def __init__(
        self, access: AccessConfig, store: Store, metrics: Metrics, name: Callable[[], str]
    ) -> None:
        self._access = access
        self.admins = access.admins
        self._store = store
        self._metrics = metrics
        self._name = name  # the bot's, for links

    def knows(self, incoming: Incoming) -> bool:
        """Return whether an administrator speaks, in private."""
        return not incoming.is_group and incoming.user in self._access.admins

    def respond(self, incoming: Incoming) -> Reply | None:
        """Return the answer to an administrator's command; None for everything else."""
        command = _COMMAND.fullmatch(incoming.text)
        if not command or not self.knows(incoming):
            return None
        numbers = [int(number) for number in command[2].split()]
        answers = {
            "stats": lambda: self._stats(),
            "invite": lambda: self._invite(incoming.user, *numbers),
            "uninvite": lambda: service.WITHDRAWN.format(count=self._store.members.withdraw()),
            "expel": lambda: self._expel(*numbers[:1]),
        }
        return Reply((Span(answers[command[1]]()),))

    def _invite(self, by: int, uses: int = 1, days: int = 7) -> str:
        if not (1 <= uses <= _USES and 1 <= days <= _DAYS):
            return service.INVITE_USAGE
        # 12 bytes make 16 characters, which Telegram allows in a link
        code = secrets.token_urlsafe(CODE_LENGTH * 3 // 4)
        expires = datetime.now(UTC) + timedelta(days=days)
        self._store.members.invite(code, by=by, uses=uses, expires=expires)
        link = f"https://t.me/{self._name()}"
        words = service.INVITED.format(
            uses=uses, days=days, person=f"{link}?start=i{code}", group=f"{link}?startgroup=i{code}"
        )
        return words + ("" if self._access.mode == "invitation" else service.NOT_BY_INVITATION)

    def _expel(self, number: int = 0) -> str:
        gone = self._store.members.expel(number)
        return (service.EXPELLED if gone else service.NO_MEMBER).format(number=number)

    def _stats(self) -> str:
        week = (datetime.now(UTC) - timedelta(days=6)).date().isoformat()
        counts = self._store.counts.since(week)
        people, groups = self._store.counts.chats()
        names = ("messages", "presses", "searches", "errors")
        return service.STATS.format(
            **{name: counts.get(name, 0) for name in names},
            people=people,
            groups=groups,
            members=self._store.members.count(),
            uptime=_span(time.monotonic() - self._metrics.began),
            p95=round(self._metrics.quantile(0.95) * 1000),
            waiting=len(self._store.outbox.waiting()),
            documents=self._store.document_count(),
            passages=self._store.passage_count(),
            size=round(self._store.connection.size() / 1e6, 1),
        )


def _span(seconds: float) -> str:
    """3 天 4 小时, 12 分钟."""
    minutes = int(seconds // 60)
    days, hours = minutes // 1440, minutes // 60 % 24
    return f"{days} 天 {hours} 小时" if days or hours else f"{minutes} 分钟"
