"""From which state of `data/` a store was built: asked at every start, so nothing heavy is loaded."""

from pathlib import Path

from bot import __version__
from bot.corpus.store import Store
from bot.keep import fingerprint

_BUILT_FROM = "built_from"  # the fact that names the state
_INDEX_VERSION = "5"  # raised when the same data gives other tokens


def state_of(data: Path) -> str:
    """Changes whenever the store has to be built anew: with the data files and with the program."""
    return fingerprint(data, __version__, _INDEX_VERSION)


def is_current(store: Store, state: str) -> bool:
    """True if the shipped corpus in the store was built from that state."""
    return store.fact(_BUILT_FROM) == state


def set_current(store: Store, state: str) -> None:
    """Remembers what the store was built from."""
    store.set_fact(_BUILT_FROM, state)
