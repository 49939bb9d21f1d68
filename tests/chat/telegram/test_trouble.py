"""A store that is full, read-only or damaged: searches are answered, the rest is refused kindly."""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.chat import wording
from bot.chat.dialogue import Dialogue
from bot.chat.wording import service
from bot.corpus.store import Store
from bot.errors import StoreError
from bot.models import Catalog, Place
from bot.text.concepts import Concepts
from tests.chat.telegram.fake import FakeTelegram, Json
from tests.chat.telegram.test_delivery import arrive, live

SEARCH, NOTE = "等靠要怎么写", "/note 3 下访只去了一次"


@pytest.fixture
def disk(built: Path, tmp_path: Path) -> Iterator[Store]:
    """A store on disk, small enough to be full at once."""
    store = Store.open(Path(shutil.copy(built, tmp_path / "store.sqlite3")))
    yield store
    store.close()


@pytest.fixture
def talk(disk: Store, catalog: Catalog, all_concepts: Concepts) -> Callable[[str], list[str]]:
    """Says something to the bot; returns what it answers."""
    dialogue = Dialogue(Assistant(disk, catalog, all_concepts))
    telegram = FakeTelegram()

    def say(text: str) -> list[str]:
        update: Json = telegram.message(text)
        telegram.calls.clear()
        live(telegram, disk, lambda site: arrive(site, update), dialogue)  # type: ignore[arg-type]
        return telegram.texts()

    return say


def fill(store: Store) -> None:
    """Leaves the file no page to grow by."""
    pages = store.connection.tuples("PRAGMA page_count", ())[0][0]
    store.db.execute(f"PRAGMA max_page_count = {pages}")
    for size in (3000, 300, 30):  # what is left in the pages that are there
        with contextlib.suppress(StoreError):
            for number in range(pages):
                with store.transaction():
                    store.set_fact(f"{size}-{number}", "x" * size)


def forbid(store: Store) -> None:
    store.db.execute("PRAGMA query_only = ON")


def allow(store: Store) -> None:
    store.db.execute("PRAGMA query_only = OFF")
    store.db.execute("PRAGMA max_page_count = 1000000")


@pytest.mark.parametrize("trouble", [fill, forbid])
def test_a_store_that_takes_nothing_still_answers_searches(
    talk: Callable[[str], list[str]],
    disk: Store,
    trouble: Callable[[Store], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    (usual,) = talk(SEARCH)
    trouble(disk)
    disk.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    answers = [talk(SEARCH)[0] for _ in range(2)]
    assert answers in ([f"{wording.UNSAVED}\n{usual}"] * 2, [usual] * 2)
    told = [talk("/note 3 " + "下访。" * 300)[0] for _ in range(8)]  # some room may be left
    assert told[-1] == wording.NOT_KEPT
    assert "nothing can be kept" in caplog.text
    allow(disk)
    kept = sum(answer.startswith("记下了") for answer in told)
    assert len(disk.chats.notes(Place(5))) == kept
    assert talk(NOTE)[0].startswith("记下了")
    assert len(disk.chats.notes(Place(5))) == kept + 1


def test_a_damaged_store_is_told_with_a_code(
    talk: Callable[[str], list[str]], disk: Store, caplog: pytest.LogCaptureFixture
) -> None:
    disk.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    disk.db.execute("DROP TABLE passage_index")  # as good as unreadable
    (answer,) = talk(SEARCH)
    assert answer in (wording.NOT_KEPT, service.FAILED.format(code=answer[-13:-7]))
    assert SEARCH not in caplog.text
    assert talk("/privacy")[0].startswith(wording.PRIVACY[:20])
