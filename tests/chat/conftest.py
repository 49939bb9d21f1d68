"""A dialogue for many rows of a table; each row speaks in a chat of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.chat.dialogue import Dialogue
from bot.corpus.store import Store
from bot.models import Catalog


@pytest.fixture(scope="module")
def shared(built: Path, catalog: Catalog) -> Iterator[Dialogue]:
    """One dialogue for many rows; each row speaks in a chat of its own."""
    store, source = Store.open(None), Store.open(built)
    source.db.conn.backup(store.db.conn)
    source.close()
    yield Dialogue(Assistant(store, catalog))
    store.close()
