"""The documents as things to look after: who may see them, what they resemble, what was removed.

SQL of these tables stands here. What a search may show is decided by `private` and `shown_to`: passages of
documents that are for other chats.
"""

import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.corpus.database import Connection
from bot.corpus.tally import Tally
from bot.corpus.unseen import Private
from bot.models import Scope
from bot.text.header import Given

UNDO_HOURS = 24  # how long a removed document can be put back
_COMMON = 40  # documents from which a shingle is everybody's wording
_CANDIDATES = 3  # documents that are compared as a whole
_SHARED = 0.25  # least share of common shingles of a candidate
_SHELVED = (  # without the text: a list would read all that is stored
    "SELECT id, file, title, year, scope, areas, confidence, is_shipped, is_private, added_at, theme,"
    " (SELECT count(*) FROM passages WHERE document_id = documents.id) AS passages,"
    " (SELECT json_group_array(viewer) FROM document_chats"
    "  WHERE document_id = documents.id) AS chats FROM documents"
)
_KEPT = (
    "SELECT file, text, given, is_private, (SELECT json_group_array(viewer) FROM document_chats"
    " WHERE document_id = documents.id) AS chats, is_forced, added_at FROM documents"
)
_NAMED = "WHERE instr(lower(file || ' ' || title), lower(:words))"


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it was given, with all that has to survive a rebuild or a move."""

    file: str
    text: str
    given: Given = field(default_factory=Given)
    chats: tuple[int, ...] | None = None  # who may see it; None: everyone
    is_forced: bool = False
    added_at: str = ""

    def as_json(self) -> dict[str, Any]:
        """The document as JSON holds it."""
        return asdict(self)

    @classmethod
    def of_json(cls, body: dict[str, Any]) -> "Kept":
        """The document that `as_json` gave."""
        given = Given(**{**body["given"], "areas": tuple(body["given"].get("areas", ()))})
        chats = None if body["chats"] is None else tuple(body["chats"])
        return cls(**{**body, "given": given, "chats": chats})


@dataclass(frozen=True, slots=True)
class Shelved:
    """One line of the list of documents."""

    id: int
    file: str
    title: str
    year: int | None
    scope: Scope
    areas: tuple[str, ...]
    passages: int
    confidence: float
    is_shipped: bool
    chats: tuple[int, ...] | None
    added_at: str
    theme: str | None = None  # key

    @property
    def tag(self) -> str:
        """Tells the document from another that may have its number one day."""
        return f"{zlib.crc32(self.file.encode('utf-8', 'surrogatepass')):08x}"


class Shelf:
    """The documents' part of the store."""

    def __init__(self, connection: Connection, tally: Tally) -> None:
        self._db = connection.db
        self._rows = connection.rows
        self._tuples = connection.tuples
        self._tally = tally

    # --- what is there

    def documents(self, *, file: str | None = None) -> list[Shelved]:
        """All documents, or those of that name: the shipped ones first, then in order of adding."""
        rows = self._rows(
            f"{_SHELVED} WHERE :file IS NULL OR file = :file ORDER BY is_shipped DESC, id",
            {"file": file},
        )
        return [_shelved(row) for row in rows]

    def page(self, offset: int, limit: int, words: str = "") -> list[Shelved]:
        """Some of the documents with these words in name or title: the user's own, newest first."""
        order = "ORDER BY is_shipped, id DESC"
        # first which, then what is told of them: the rest of a large store is not looked at so closely
        rows = self._rows(
            f"{_SHELVED} WHERE id IN (SELECT id FROM documents {_NAMED if words else ''} {order}"
            f" LIMIT :limit OFFSET :offset) {order}",
            {"limit": limit, "offset": offset, "words": words},
        )
        return [_shelved(row) for row in rows]

    def count(self, words: str = "") -> int:
        """How many documents have these words in name or title."""
        named = _NAMED if words else ""
        rows = self._tuples(f"SELECT count(*) FROM documents {named}", {"words": words})
        return int(rows[0][0])

    def kept(self, *, number: int | None = None) -> list[Kept]:
        """The user's own documents as they were given, or the one of that number."""
        rows = self._rows(
            f"{_KEPT} WHERE is_shipped = 0 AND (:number IS NULL OR id = :number) ORDER BY id",
            {"number": number},
        )
        return [_kept(row.values()) for row in rows]

    @contextmanager
    def set_aside(self) -> Iterator[tuple[int, Iterator[Kept]]]:
        """How many documents are the user's own, and each as it was given, read from a copy one by one.

        So they can be stored anew while they are read, however many there are.
        """
        self._db.execute(f"CREATE TEMP TABLE aside AS {_KEPT} WHERE is_shipped = 0 ORDER BY id")
        [(count,)] = self._tuples("SELECT count(*) FROM aside", ())
        rows = self._db.conn.execute("SELECT * FROM aside ORDER BY rowid")
        try:
            yield count, map(_kept, rows)
        finally:
            rows.close()  # a table that is being read cannot go
            self._db.execute("DROP TABLE temp.aside")

    def document(self, number: int) -> Shelved | None:
        """The document of that number, None if there is none."""
        rows = self._rows(f"{_SHELVED} WHERE id = :id", {"id": number})
        return next(map(_shelved, rows), None)

    def number_of(self, file: str) -> int | None:
        """The number of the user's document of that name."""
        rows = self._tuples("SELECT id FROM documents WHERE file = ? AND is_shipped = 0", (file,))
        return rows[0][0] if rows else None

    def passage_ids(self, number: int) -> list[int]:
        """The passages of a document, in order."""
        rows = self._tuples("SELECT id FROM passages WHERE document_id = ? ORDER BY id", (number,))
        return [row[0] for row in rows]

    # --- who may see them

    def share(self, number: int, chats: Sequence[int] | None) -> None:
        """Makes a document visible to these chats only, or to everyone."""
        self._tally.change(number, -1)
        self._db.execute("DELETE FROM document_chats WHERE document_id = ?", (number,))
        self._db.execute(
            "UPDATE documents SET is_private = ? WHERE id = ?", (int(chats is not None), number)
        )
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO document_chats VALUES (?, ?)",
            ((number, chat) for chat in chats or ()),
        )
        self._tally.change(number, 1)

    def private(self) -> Private:
        """The passages of the documents that are for certain chats."""
        return Private.of(
            self._tuples(
                "SELECT document_id, min(passages.id), max(passages.id) FROM documents"
                " CROSS JOIN passages ON document_id = documents.id WHERE is_private = 1"
                " GROUP BY document_id",
                (),
            )
        )

    def shown_to(self, chat: int | None) -> frozenset[int]:
        """The private documents that the chat may see; none of somebody of whom no chat is known."""
        # of documents with passages, as in `private`
        rows = self._tuples(
            "SELECT document_id FROM document_chats WHERE viewer IS ? AND EXISTS"
            " (SELECT 1 FROM passages WHERE passages.document_id = document_chats.document_id)",
            (chat,),
        )
        return frozenset(row[0] for row in rows)

    # --- what they resemble

    def alike(self, hashes: Iterable[int]) -> list[tuple[str, list[str]]]:
        """Name and passages' letters of the documents that share most of a sketch, most first."""
        wanted = list(hashes)
        # from one hash to the next, and past those that are everybody's wording
        found = self._tuples(
            "SELECT document_id FROM json_each(:wanted) AS wanted"
            " CROSS JOIN document_sketches ON hash = wanted.value"
            " WHERE (SELECT count(*) FROM"
            "  (SELECT 1 FROM document_sketches WHERE hash = wanted.value LIMIT :common)) < :common",
            {"wanted": json.dumps(wanted), "common": _COMMON},
        )
        counts = Counter(number for (number,) in found)
        least = max(2.0, _SHARED * len(wanted))
        likely = [n for n, count in counts.most_common(_CANDIDATES) if count >= least]
        return [(self._name(number), self._letters(number)) for number in likely]

    def _name(self, number: int) -> str:
        rows = self._tuples("SELECT file FROM documents WHERE id = ?", (number,))
        return str(rows[0][0])

    def _letters(self, number: int) -> list[str]:
        rows = self._tuples("SELECT letters FROM passages WHERE document_id = ?", (number,))
        return [letters for (letters,) in rows]

    def save_sketch(self, number: int, hashes: Iterable[int]) -> None:
        """Keeps a document's sketch."""
        self._db.conn.executemany(
            "INSERT OR IGNORE INTO document_sketches VALUES (?, ?)",
            ((value, number) for value in hashes),
        )

    # --- what was removed

    def forget(self, number: int, sketch: Iterable[int]) -> None:
        """Removes a document's rows; what is found by its passages has to be gone already."""
        self._db.conn.executemany(
            "DELETE FROM document_sketches WHERE hash = ? AND document_id = ?",
            ((value, number) for value in sketch),
        )
        for table in ("passages", "document_areas", "document_chats"):
            self._db.execute(f"DELETE FROM {table} WHERE document_id = ?", (number,))
        self._db.execute("DELETE FROM documents WHERE id = ?", (number,))

    def bin(self, kept: Kept) -> int:
        """Keeps a removed document until it is put back or a day has gone by; its number there."""
        made = self._db.execute(
            "INSERT INTO removed_documents(body, removed_at) VALUES (?, ?)",
            (json.dumps(kept.as_json(), ensure_ascii=True), now()),
        )
        return made.lastrowid or 0

    def binned(self) -> list[tuple[int, Kept]]:
        """What was removed within a day, each with its number in the bin, the latest first."""
        rows = self._tuples(
            "SELECT id, body FROM removed_documents WHERE removed_at >= ? ORDER BY id DESC",
            (_a_day_ago(),),
        )
        return [(number, Kept.of_json(json.loads(body))) for number, body in rows]

    def unbin(self, number: int) -> None:
        """Takes what has that number out of the bin."""
        self._db.execute("DELETE FROM removed_documents WHERE id = ?", (number,))

    def empty_bin(self) -> None:
        """Forgets what was removed more than a day ago."""
        self._db.execute("DELETE FROM removed_documents WHERE removed_at < ?", (_a_day_ago(),))


def _kept(values: Iterable[Any]) -> Kept:
    file, text, given, is_private, chats, is_forced, added_at = values
    viewers = json.loads(chats) if is_private else None
    body = {"file": file, "text": text, "given": json.loads(given), "chats": viewers}
    return Kept.of_json({**body, "is_forced": bool(is_forced), "added_at": added_at})


def _shelved(row: Mapping[str, Any]) -> Shelved:
    return Shelved(
        row["id"],
        row["file"],
        row["title"],
        row["year"],
        row["scope"],
        tuple(json.loads(row["areas"])),
        row["passages"],
        row["confidence"],
        bool(row["is_shipped"]),
        tuple(json.loads(row["chats"])) if row["is_private"] else None,
        row["added_at"],
        row["theme"],
    )


def now() -> str:
    """The time as the store writes it."""
    return _stamp(datetime.now(UTC))


def _a_day_ago() -> str:
    return _stamp(datetime.now(UTC) - timedelta(hours=UNDO_HOURS))


def _stamp(time: datetime) -> str:
    return time.isoformat(timespec="seconds")
