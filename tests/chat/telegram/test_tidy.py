"""The daily clean-up, by Telegram's clock, and counts that outlast a restart."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.chat.dialogue import Dialogue
from bot.chat.reply import Incoming
from bot.chat.telegram.gate import Gate
from bot.chat.telegram.metrics import Metrics
from bot.chat.telegram.tidy import Housekeeper
from bot.config import Config, StoreConfig
from bot.corpus.store import Store
from bot.models import Note, Opinion, Place, Session, Spot

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def keeper(assistant: Assistant, path: Path, days: int = 30) -> Housekeeper:
    store = assistant.store
    gate = Gate(Config(), store)
    return Housekeeper(StoreConfig(path, days), store, Dialogue(assistant), gate, Metrics())


def touched(store: Store, chat: int, days_ago: int) -> None:
    """A chat that told something so many days before NOW."""
    store.chats.save(Session(chat, aspect=1))
    store.chats.add_note(Place(chat), Note(Spot(item="study"), "只去了一次。"))
    moment = (NOW - timedelta(days=days_ago)).isoformat(timespec="seconds")
    for table in ("sessions", "preparations", "notes"):
        store.db.execute(f"UPDATE {table} SET changed_at = ? WHERE chat = ?", (moment, chat))


@pytest.mark.parametrize(("days", "left"), [(30, {8}), (0, {7, 8}), (5, set())])
def test_chats_are_forgotten_after_the_retention_period(
    assistant: Assistant, tmp_path: Path, days: int, left: set[int]
) -> None:
    store = assistant.store
    touched(store, 7, 40)
    touched(store, 8, 10)
    keeper(assistant, tmp_path / "s", days).clean(NOW)
    tables = ("sessions", "preparations", "notes")
    chats = {
        chat for t in tables for (chat,) in store.connection.tuples(f"SELECT chat FROM {t}", ())
    }
    assert chats == left


def test_a_group_that_only_gives_opinions_is_kept(assistant: Assistant, tmp_path: Path) -> None:
    touched(assistant.store, -7, 40)
    lately = (NOW - timedelta(days=1)).isoformat(timespec="seconds")
    assistant.store.meetings.set_opinion(Place(-7), Opinion("班子", "会多"), "", lately)
    keeper(assistant, tmp_path / "s").clean(NOW)
    assert len(assistant.store.chats.notes(Place(-7))) == 1


def test_without_a_word_from_telegram_nothing_is_cleaned(
    assistant: Assistant, tmp_path: Path
) -> None:
    touched(assistant.store, 7, 4000)
    house = keeper(assistant, tmp_path / "s")
    house.go_round()
    assert assistant.store.chats.session(7).aspect == 1
    house._gate.check(Incoming(7, 7, text="信访"), sent_at=NOW.timestamp())
    house.go_round()
    assert assistant.store.chats.session(7).aspect is None


def test_what_was_handled_and_what_expired_goes(assistant: Assistant, tmp_path: Path) -> None:
    store = assistant.store
    store.inbox.put(1, "", "handled")
    store.inbox.put(2, "waits")
    store.members.invite("code", by=1, uses=1, expires=NOW)
    store.members.upload(5, "2026-05-30", 1)
    store.counts.add("2020-01-01", {"messages": 1})
    old, new = (tmp_path / f"s.before-m00{n}" for n in (1, 2))
    for path, days in ((old, 31), (new, 29)):
        path.touch()
        at = (NOW - timedelta(days=days)).timestamp()
        os.utime(path, (at, at))
    later = datetime.now(UTC) + timedelta(days=4)
    keeper(assistant, tmp_path / "s").clean(max(NOW, later))
    left = [len(list(store.db[t].rows)) for t in ("updates", "invitations", "uploads", "counts")]
    assert left == [1, 0, 0, 0]
    assert not old.exists()


def test_counts_are_added_up_over_restarts(assistant: Assistant, tmp_path: Path) -> None:
    for _ in range(2):
        house = keeper(assistant, tmp_path / "s")
        for _ in range(3):
            house._metrics.count("messages")
            house.keep_counts()
            house.keep_counts()
    assert assistant.store.counts.since("2000-01-01") == {"messages": 6}
