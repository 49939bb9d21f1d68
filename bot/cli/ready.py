"""What commands need first: the catalog, the store, the assistant, made in the cheapest way."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import click

from bot.cli.group import Settings
from bot.config import Config, cache_dir, data_dir
from bot.keep import fingerprint, kept, stamps

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.corpus.store import Store
    from bot.library import Library
    from bot.models import Catalog
    from bot.text.concepts import Concepts

WARM_UP = "准备"  # any word: searching it loads jieba's dictionary …
SLIP = "统站"  # … and a word typed wrongly what reads slips
_STORE = "bot.store"  # under which a command's context holds the open store
_NOUNS = (  # what the catalog and its concepts are made of
    "bot.models.catalog",
    "bot.models.data",
    "bot.models.rules",
    "bot.text.concepts",
)


def load_data() -> "Catalog":
    """The checked catalog; jieba is told where its words and caches are."""
    return _known()[0]


def _known() -> "tuple[Catalog, Concepts]":
    """The checked catalog with its concepts; jieba is told where its words and caches are."""
    from bot.text.segment import configure

    catalog, concepts = _read()
    configure(catalog.vocabulary.dictionary, cache_dir())
    return catalog, concepts


def read_data() -> "Catalog":
    """The checked catalog, for commands that cut no text."""
    return _read()[0]


def _read() -> "tuple[Catalog, Concepts]":
    """The checked catalog with its concepts, kept on disk until data or code change."""
    here = Path(__file__).parents[1]
    libraries = Path(click.__file__).parents[1]  # changes with each one that is installed
    state = fingerprint(data_dir(), sys.version, stamps([libraries, *here.rglob("*.py")]))
    file = cache_dir() / f"catalog-{crc32(bytes(here)):08x}"  # of this copy of the program
    return kept(file, state, _made, modules=_NOUNS)


def _made() -> "tuple[Catalog, Concepts]":
    from bot.catalog import load_catalog
    from bot.text.concepts import Concepts

    catalog = load_catalog(data_dir())
    return catalog, Concepts(catalog)


def load_assistant(config: Config) -> "Assistant":
    """The use cases over the configured store, with the shipped corpus built in."""
    from bot.assistant import Assistant

    catalog, concepts = _known()
    catalog = replace(catalog, rules=catalog.rules.overridden(config.draft.settings()))
    return Assistant(open_store(config), catalog, concepts)


def open_store(config: Config) -> "Store":
    """The configured store, opened once for a command, with the shipped corpus built in."""
    from bot.corpus.state import is_current, state_of
    from bot.corpus.store import Store

    context = click.get_current_context()
    if isinstance(known := context.meta.get(_STORE), Store):
        return known
    store = Store.open(config.store.path)
    context.call_on_close(store.close)
    if not is_current(store, state_of(data_dir())):
        from bot.corpus.ingest import Ingest

        if Ingest(store, *_known()).build(data_dir()):
            click.echo(f"built the store: {store.passage_count()} passages", err=True)
    context.meta[_STORE] = store
    return store


def load_library(settings: Settings) -> "tuple[Library, Catalog]":
    """The documents of the configured store, and the catalog."""
    from bot.corpus.ingest import Ingest
    from bot.library import Library

    assistant = load_assistant(settings.load())
    made = Ingest(assistant.store, assistant.catalog, assistant.finder.concepts)
    return Library(made), assistant.catalog


def area_keys(assistant: "Assistant", name: str | None) -> tuple[str, ...]:
    """The keys of the areas that a name means; wrong usage if it means none."""
    if not name:
        return ()
    keys = (
        (name,) if name in assistant.catalog.area else assistant.finder.understanding.areas_in(name)
    )
    if not keys:
        raise click.UsageError(f"no work area {name!r}; see the names in data/areas.toml")
    return keys
