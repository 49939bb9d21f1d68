"""One running bot a store: a lock that the system takes back when its holder ends, however it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from bot.errors import StoreError


@contextmanager
def running(store: Path) -> Iterator[None]:
    """Holds the store for one running bot; raises StoreError while another process holds it.

    In a folder that cannot be written there is nothing to hold, and nothing to lose either.
    """
    place = lock_file(store)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        file = place.open("a+")
    except OSError:
        yield
        return
    with file:
        if not _taken(file):
            file.seek(0)
            holder = file.read().strip()
            who = f" (process {holder})" if holder.isdecimal() else ""
            raise StoreError(f"{store}: a bot is running with this store{who}; stop it first")
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def lock_file(store: Path) -> Path:
    """Where the lock of a store lies."""
    return store.with_name(f"{store.name}.lock")


def _taken(file: IO[str]) -> bool:
    """True if the lock is ours now; it goes with the open file."""
    try:
        import fcntl
    except ImportError:  # Windows
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
