"""Keeps house: counts go to the store, and once a day what has served its time goes.

What the retention period is measured by is Telegram's clock, not the machine's: a clock that jumps
years ahead must not make the bot forget everybody.
"""

import asyncio
import logging
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.chat.telegram.answering import Dialogue
from bot.chat.telegram.gate import Gate
from bot.chat.telegram.metrics import Metrics
from bot.chat.telegram.work import Worker
from bot.config import StoreConfig
from bot.corpus.store import Store
from bot.errors import StoreError

ROUND = 60.0  # seconds between two rounds
DAY = 86_400.0  # seconds between two clean-ups
KNOWN = timedelta(days=3)  # for which handled updates are known; Telegram repeats for one
COPIES = timedelta(days=30)  # for which copies made before a change of the tables are kept
COUNTED = timedelta(days=400)  # for which daily counts are kept

_LOG = logging.getLogger(__name__)


class Housekeeper:
    """Tidies the store while the bot runs."""

    def __init__(
        self, config: StoreConfig, store: Store, dialogue: Dialogue, gate: Gate, metrics: Metrics
    ) -> None:
        self._config = config
        self._store = store
        self._dialogue = dialogue
        self._gate = gate
        self._metrics = metrics
        self._kept: dict[str, int] = {}  # counts that are in the store already
        self._cleaned_at = float("-inf")

    async def keep_house(self, worker: Worker) -> None:
        """Go round for ever."""
        while True:
            await asyncio.sleep(ROUND)
            await worker.do(self.go_round)

    def go_round(self) -> None:
        """Keep the counts; once a day, when Telegram has told the time, clean up."""
        try:
            self.keep_counts()
            if self._gate.latest and time.monotonic() - self._cleaned_at > DAY:
                self.clean(datetime.fromtimestamp(self._gate.latest, UTC))
                self._cleaned_at = time.monotonic()
        except StoreError as exc:
            _LOG.warning("the store is not tidied: %s", exc)

    def keep_counts(self) -> None:
        """Add what was counted since the last time to the day's counts."""
        new = {n: c - self._kept.get(n, 0) for n, c in self._metrics.counts.items()}
        fresh = {name: count for name, count in new.items() if count}
        if not fresh:
            return
        with self._store.transaction():
            self._store.counts.add(datetime.now(UTC).date().isoformat(), fresh)
        self._kept = dict(self._metrics.counts)

    def clean(self, now: datetime) -> None:
        """Remove what has served its time; what was removed is overwritten on disk."""
        store = self._store
        gone = self._forget_idle(now)
        with store.transaction():
            store.inbox.clean(now - KNOWN)
            store.members.clean(now)
            store.counts.clean((now - COUNTED).date().isoformat())
            store.shelf.empty_bin()
        store.connection.truncate_log()
        for copy in old_copies(self._config.path, now):
            copy.unlink(missing_ok=True)
        _LOG.info("tidied: %s chats were forgotten", gone)

    def _forget_idle(self, now: datetime) -> int:
        """Forget the chats that were not heard from for the retention period."""
        days = self._config.retention_days
        idle = self._store.chats.idle(now - timedelta(days=days)) if days else []
        for chat in idle:
            self._dialogue.forget(chat)
        return len(idle)


def old_copies(store: Path, now: datetime) -> list[Path]:
    """Return the copies from before changes of the tables that are past their time."""
    found = store.parent.glob(f"{store.name}.before-m*")
    return [copy for copy in found if copy.stat().st_mtime < (now - COPIES).timestamp()]
