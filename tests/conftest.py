"""Fixtures shared by all tests: the shipped data, and a store in memory with the shipped corpus."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.catalog import load_catalog
from bot.chat.dialogue import Dialogue
from bot.config import data_dir
from bot.corpus.ingest import Ingest
from bot.corpus.store import Store
from bot.models import Catalog
from bot.text.concepts import Concepts
from bot.text.segment import configure


@pytest.fixture(scope="session")
def catalog(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The shipped catalog; jieba keeps its cache in a folder of the test run."""
    found = load_catalog(data_dir())
    configure(found.vocabulary.dictionary, tmp_path_factory.mktemp("jieba"))
    return found


@pytest.fixture(scope="session")
def built(catalog: Catalog, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store file with the shipped corpus, to be copied."""
    path = tmp_path_factory.mktemp("store") / "built.sqlite3"
    store = Store.open(path)
    Ingest(store, catalog, Concepts(catalog)).build(data_dir())
    store.close()
    return path


@pytest.fixture
def store(built: Path) -> Iterator[Store]:
    """A store in memory with the shipped corpus."""
    store = Store.open(None)
    source = Store.open(built)
    source.db.conn.backup(store.db.conn)
    source.close()
    yield store
    store.close()


@pytest.fixture(scope="session")
def all_concepts(catalog: Catalog) -> Concepts:
    """The concepts of the shipped catalog, made once."""
    return Concepts(catalog)


@pytest.fixture
def assistant(store: Store, catalog: Catalog, all_concepts: Concepts) -> Assistant:
    """The use cases over that store."""
    return Assistant(store, catalog, all_concepts)


@pytest.fixture
def dialogue(assistant: Assistant) -> Dialogue:
    """The dialogue over that store."""
    return Dialogue(assistant)
