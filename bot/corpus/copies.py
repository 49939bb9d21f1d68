"""Copies of the store: made while it is used, checked by opening them, and put back."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from bot.corpus.database import Connection
from bot.corpus.lock import running
from bot.errors import StoreError

_BESIDE = ("", "-wal", "-shm")  # what belongs to a store's file


def back_up(store: Path, target: Path) -> int:
    """Copies the store to a new file and returns its bytes. Raises StoreError with the reason.

    What waits to be sent or handled stays out: the running bot sees to it, and a restored copy
    must not do it again.
    """
    if target.exists():
        raise StoreError(f"{target}: exists already; name another file")
    if not store.is_file():
        raise StoreError(f"{store}: there is no store yet; name it with --database")
    connection = Connection.open(store, migrates=False)
    try:
        connection.copy_to(target)
    finally:
        connection.close()
    try:
        _without_mail(target)
        _check(target)
    except StoreError:
        target.unlink(missing_ok=True)
        raise
    return target.stat().st_size


def restore(copy: Path, store: Path) -> Path | None:
    """Puts a copy in place of the store; returns where the store that was there lies now.

    Raises StoreError if the copy is no sound store, or while a bot is running.
    """
    if not copy.is_file():
        raise StoreError(f"{copy}: no such file; name one that `prepbot backup` made")
    if store.exists() and copy.samefile(store):
        raise StoreError(f"{copy}: is the store itself; name a copy")
    _check(copy)
    with running(store):
        part = store.with_name(f"{store.name}.part")
        try:
            shutil.copyfile(copy, part)
            part.chmod(0o600)
            _on_disk(part)
            aside = _moved_aside(store)
            part.replace(store)
        except OSError as exc:
            part.unlink(missing_ok=True)
            raise StoreError(f"{store}: cannot be replaced: {exc.strerror}") from exc
    return aside


def _moved_aside(store: Path) -> Path | None:
    if not store.exists():
        return None
    aside = store.with_name(f"{store.name}.before-restore-{datetime.now():%Y%m%d-%H%M%S-%f}")
    for end in _BESIDE:
        beside = store.with_name(store.name + end)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + end))
    return aside


def _without_mail(copy: Path) -> None:
    connection = Connection.open(copy, migrates=False)
    try:
        if "m011_mail" in connection.versions():
            with connection.transaction():
                connection.db.execute("DELETE FROM outbox")
                connection.db.execute("DELETE FROM updates WHERE state = 'waiting'")
        connection.db.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


def _check(copy: Path) -> None:
    """Raises StoreError unless the file is a sound store that this program can use."""
    connection = Connection.open(copy, migrates=False)
    try:
        if not connection.versions():
            raise StoreError(f"{copy}: is no store of prepbot; name one that `prepbot backup` made")
        if problem := connection.damage():
            raise StoreError(f"{copy}: damaged: {problem}; take another copy")
    finally:
        connection.close()


def _on_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
