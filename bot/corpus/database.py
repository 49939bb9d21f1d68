"""The SQLite file itself: opening and migrating it, transactions, readings, and what went wrong.

Every message names the file and the next step. A Connection belongs to one thread at a time.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bot.absent import absent
from bot.errors import StoreError

with absent("numpy"):  # sqlite-utils would load it for types of columns that no table here has
    from sqlite_utils import Database

    from bot.corpus.schema import migrations

BUSY_SECONDS = 5.0  # how long to wait for another process that is writing
# Kilobytes of pages kept in memory: SQLite's own measure, and while much is written.
_USUAL_KB, _FILLING_KB = 2_000, 64_000
_USUAL_PAGES, _FILLING_PAGES = 1_000, 16_000  # in the log, after which it is emptied


class Connection:
    """An open database."""

    def __init__(self, db: Database, path: Path | None) -> None:
        self.db = db
        self.path = path  # None in memory
        self.name = str(path or "store in memory")  # what messages call it
        self._clears = False  # the log is to be emptied when the transaction has ended

    @classmethod
    def open(
        cls, path: Path | None, *, migrates: bool = True, reads_only: bool = False
    ) -> "Connection":
        """Opens the store, making and migrating it as needed. Raises StoreError with the reason.

        Without `migrates` it is taken as it is, for copying; so it is for who `reads_only`.
        """
        if path and path.is_dir():
            raise StoreError(f"{path}: is a folder; name a file in it, such as prepbot.sqlite3")
        try:
            # without plugins: looking for them takes as long as everything else here
            connection = cls(Database(_connection(path, reads_only), execute_plugins=False), path)
        except (sqlite3.Error, OSError) as exc:
            name = str(path or "store in memory")
            raise StoreError(f"{name}: cannot open the store: {_reason(exc)}") from exc
        try:
            connection._check_version()
            if migrates and not reads_only:
                connection._migrate(path)
        except StoreError:
            connection.close()
            raise
        return connection

    def versions(self) -> list[str]:
        """The names of the migrations that made the tables, oldest first; none in a new file."""
        try:
            return [migration.name for migration in migrations.applied(self.db)]
        except sqlite3.Error as exc:
            raise StoreError(f"{self.name}: cannot open the store: {_reason(exc)}") from exc

    def _check_version(self) -> None:
        known = {migration.name for migration in migrations._migrations}  # there is no other way
        if newer := [name for name in self.versions() if name not in known]:
            raise StoreError(
                f"{self.name}: comes from a newer version of prepbot ({newer[-1]});"
                " update the program, or restore a copy made before"
            )

    def _migrate(self, path: Path | None) -> None:
        pending = migrations.pending(self.db)
        if not pending:
            return
        if path and self.versions():
            self.copy_to(path.with_name(f"{path.name}.before-{pending[0].name}"))
        with self.transaction():  # a second process waits here, then finds nothing to do
            migrations.apply(self.db)

    def truncate_log(self) -> None:
        """Moves everything into the file and empties the log beside it, if nobody reads just now."""
        self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def clear_log(self) -> None:
        """The same when the transaction at hand has ended, and without waiting for readers."""
        self._clears = True

    def copy_to(self, path: Path) -> None:
        """Writes a consistent copy, also while others write; all of it or nothing."""
        part = path.with_name(f"{path.name}.part")
        try:
            part.unlink(missing_ok=True)
            part.touch(mode=0o600)  # it holds what chats told
            target = _connect(part.absolute().as_uri())
            try:
                self.db.conn.backup(target)
                target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            finally:
                target.close()
            part.replace(path)
        except (sqlite3.Error, OSError) as exc:
            with suppress(OSError):
                part.unlink(missing_ok=True)
            raise StoreError(f"{path}: cannot be written: {_reason(exc)}") from exc

    def close(self) -> None:
        """Closes the file; the store is not used afterwards."""
        self.db.conn.close()

    @contextmanager
    def durable(self) -> Iterator[None]:
        """What is written within it outlasts a power cut too, with all that was written before.

        Any other transaction that has ended outlasts a kill; a power cut may undo the latest of them.
        """
        self.db.conn.execute("PRAGMA synchronous = FULL")
        try:
            yield
        finally:
            self.db.conn.execute("PRAGMA synchronous = NORMAL")

    @contextmanager
    def impatient(self) -> Iterator[None]:
        """Within it nothing waits for another process that is writing: it has been waited for."""
        self.db.conn.execute("PRAGMA busy_timeout = 0")
        try:
            yield
        finally:
            self.db.conn.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")

    def size(self) -> int:
        """Bytes of the store, without what waits to be written into it."""
        pages = next(iter(self.rows("PRAGMA page_count")))["page_count"]
        return int(pages) * int(next(iter(self.rows("PRAGMA page_size")))["page_size"])

    def damage(self) -> str:
        """What SQLite finds wrong with the file, "" when it is sound."""
        found = next(iter(self.rows("PRAGMA integrity_check(1)")))["integrity_check"]
        return "" if found == "ok" else str(found)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises StoreError when the file is locked, read-only, full or damaged.

        It is a writer from its start: one that reads first and then writes would fail at once,
        without waiting, when another process wrote in between.
        """
        connection = self.db.conn
        if connection.in_transaction:
            yield
            return
        try:
            connection.execute("BEGIN IMMEDIATE")
            with connection:  # commits, or rolls back
                yield
        except sqlite3.Error as exc:
            raise StoreError(f"{self.name}: cannot write the store: {_reason(exc)}") from exc
        if self._clears:
            self._clears = False
            with self.impatient(), suppress(sqlite3.Error):  # else it waits for the daily tidying
                self.truncate_log()

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Within it much is written: more stays in memory, and in the log, before it goes to its place."""
        self.db.execute(f"PRAGMA cache_size = -{_FILLING_KB}")
        self.db.execute(f"PRAGMA wal_autocheckpoint = {_FILLING_PAGES}")
        try:
            yield
        finally:
            self.db.execute(f"PRAGMA cache_size = -{_USUAL_KB}")
            self.db.execute(f"PRAGMA wal_autocheckpoint = {_USUAL_PAGES}")

    @contextmanager
    def part(self) -> Iterator[None]:
        """Within a transaction: what goes wrong undoes what was done here, and nothing before it.

        Raises StoreError as `transaction` does; nothing is left of the whole if `is_lost` then.
        """
        connection = self.db.conn
        try:
            connection.execute("SAVEPOINT part")
            yield
            connection.execute("RELEASE part")
        except BaseException as exc:
            if not self.is_lost:
                connection.execute("ROLLBACK TO part")
                connection.execute("RELEASE part")
            if isinstance(exc, sqlite3.Error):
                raise StoreError(f"{self.name}: cannot write the store: {_reason(exc)}") from exc
            raise

    @property
    def is_lost(self) -> bool:
        """True if SQLite has undone the transaction at hand, as it does when the disk is full."""
        return not self.db.conn.in_transaction

    def put(self, table: str, row: Mapping[str, Any], *, over: Sequence[str] = ()) -> int:
        """Writes a row and returns its number; in place of the one with the same `over`, if any.

        For what every message writes; sqlite-utils reads the table's shape for each row.
        """
        changes = ", ".join(f"{name} = excluded.{name}" for name in row if name not in over)
        conflict = f" ON CONFLICT({', '.join(over)}) DO UPDATE SET {changes}" if over else ""
        marks = ", ".join("?" * len(row))
        sql = f"INSERT INTO {table}({', '.join(row)}) VALUES ({marks}){conflict}"
        with self.transaction():
            return int(self.db.conn.execute(sql, tuple(row.values())).lastrowid or 0)

    def rows(
        self, sql: str, values: Sequence[Any] | dict[str, Any] = ()
    ) -> Iterator[dict[str, Any]]:
        """The rows that a reading statement gives. Raises StoreError with the reason."""
        try:
            # straight to SQLite: `Database.query` takes several statements for each reading
            cursor = self.db.conn.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return iter([dict(zip(names, row, strict=True)) for row in cursor])
        except sqlite3.Error as exc:
            raise StoreError(f"{self.name}: cannot read the store: {_reason(exc)}") from exc

    def tuples(self, sql: str, values: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
        """The rows as they come, for what every search reads."""
        try:
            return self.db.conn.execute(sql, values).fetchall()
        except sqlite3.Error as exc:
            raise StoreError(f"{self.name}: cannot read the store: {_reason(exc)}") from exc


def _connection(path: Path | None, reads_only: bool) -> sqlite3.Connection:
    if not path:
        return _connect("file::memory:")
    if reads_only:
        return _connect(f"{path.absolute().as_uri()}?mode=ro")
    path.parent.mkdir(parents=True, exist_ok=True)
    uri = path.absolute().as_uri()
    try:
        return _connect(uri, "PRAGMA journal_mode = WAL", "PRAGMA synchronous = NORMAL")
    except sqlite3.OperationalError as exc:
        if "readonly" not in str(exc):
            raise
    return _connect(f"{uri}?immutable=1")  # what cannot be written can still be searched


def _connect(uri: str, *pragmas: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
    try:
        # What is removed is overwritten: it is what somebody asked the bot to forget.
        for pragma in ("PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON", *pragmas):
            connection.execute(pragma)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


# What SQLite or the system says -> what to do about it.
_ADVICE = (
    (("locked",), "another process is writing; wait or stop it"),
    (("malformed", "not a database"), "restore a backup, or move the file away to start anew"),
    (("full",), "free some space on the disk"),
    (
        ("readonly", "unable to open", "ermission", "irectory", "File exists", "Read-only"),
        "check the permissions of the file and its folder, or name another with --database",
    ),
)


def _reason(exc: Exception) -> str:
    """What went wrong and what to do, for the end of a message."""
    said = (exc.strerror if isinstance(exc, OSError) else None) or str(exc)
    advice = (advice for signs, advice in _ADVICE if any(sign in said for sign in signs))
    return f"{said}; {next(advice, 'run `prepbot doctor`')}"
