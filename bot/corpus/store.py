"""The store: documents and passages, and all that is kept beside them, in one SQLite file.

SQL stands only here and in the modules beside it; values are always bound.
"""

import json
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.corpus.chats import Chats
from bot.corpus.counts import Counts
from bot.corpus.database import Connection
from bot.corpus.heard import Heard
from bot.corpus.inbox import Inbox
from bot.corpus.index import Index
from bot.corpus.links import Links
from bot.corpus.meetings import Meetings
from bot.corpus.members import Members
from bot.corpus.outbox import Outbox
from bot.corpus.picked import Picked
from bot.corpus.shelf import Kept, Shelf, now
from bot.corpus.shingles import Shingles
from bot.corpus.sight import Sight
from bot.corpus.tally import Tally
from bot.corpus.unseen import Private, Unseen
from bot.memory import Current
from bot.models import Document, Passage

if TYPE_CHECKING:  # what cuts texts takes a tenth of the time of a command that cuts none
    from bot.text.terms import Terms

_VERSION = "corpus"  # the fact that counts changes
_CHATS = 10_000  # of which it is known what they may not see
_COUNTED = 20  # chats whose counts are kept in memory, half a MB each
_PASSAGES = (
    "SELECT passages.*, documents.file, documents.title, documents.year, documents.theme,"
    " documents.scope, documents.areas FROM passages JOIN documents ON documents.id = document_id "
)


class Store:
    """Documents and passages on disk, or in memory for `Store.open(None)`; chats and mail beside them."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.db = connection.db
        self.chats = Chats(connection)
        self.inbox = Inbox(connection)
        self.outbox = Outbox(connection)
        self.members = Members(connection)
        self.counts = Counts(connection)
        self.tally = Tally(connection)
        self.shelf = Shelf(connection, self.tally)
        self.meetings = Meetings(connection)
        self.transaction = connection.transaction
        self.filling = connection.filling
        self.close = connection.close
        self.heard = Heard(connection)
        self._sight = Sight(connection)
        self.index = Index(connection, self._sight)
        self.links = Links(connection, self._sight)
        self.shingles = Shingles(connection, self._sight)
        self._picked = Picked(connection)
        self._counted = Current[dict[tuple[str, str], int]](self.generation, most=_COUNTED)
        self._rows = connection.rows
        self._tuples = connection.tuples
        self._changes = 0  # of the corpus, made through this store
        self._private = Current[Private](self.generation, most=1)
        self._hidden = Current[Unseen](self.generation, most=_CHATS)

    @classmethod
    def open(cls, path: Path | None) -> "Store":
        """Opens the store, making and migrating it as needed. Raises StoreError with the reason."""
        return cls(Connection.open(path))

    @classmethod
    def to_read(cls, path: Path) -> "Store":
        """Opens a store as it is, beside the program that writes it. Raises StoreError."""
        return cls(Connection.open(path, reads_only=True))

    # --- facts about the store itself

    def fact(self, name: str) -> str | None:
        """A remembered fact, None if there is none of that name."""
        return next(
            (row["value"] for row in self._rows("SELECT value FROM facts WHERE name = ?", (name,))),
            None,
        )

    def set_fact(self, name: str, value: str) -> None:
        """Remembers a fact."""
        self.db.table("facts").upsert({"name": name, "value": value}, pk="name")

    def newest(self) -> datetime | None:
        """The latest moment at which something was kept; None in a new store."""
        found = next(
            self._rows(
                "SELECT max(moment) AS newest FROM (SELECT max(changed_at) AS moment FROM sessions"
                " UNION ALL SELECT max(changed_at) FROM updates)"
            )
        )["newest"]
        return datetime.fromisoformat(found) if found else None

    def waiting(self) -> tuple[int, int, datetime | None]:
        """How many updates and replies wait, and since when."""
        row = next(
            self._rows(
                "SELECT count(updates) AS updates, count(letters) AS letters, min(moment) AS oldest"
                " FROM (SELECT 1 AS updates, NULL AS letters, changed_at AS moment FROM updates"
                " WHERE state = 'waiting' UNION ALL SELECT NULL, 1, made_at FROM outbox)"
            )
        )
        oldest = datetime.fromisoformat(row["oldest"]) if row["oldest"] else None
        return row["updates"], row["letters"], oldest

    def generation(self) -> tuple[int, int]:
        """A value that differs from an earlier one when the corpus may have changed since."""
        return self._changes, self.version()

    def version(self) -> int:
        """How often the corpus was changed, by whatever process: the same for all who read one state."""
        found = self._tuples("SELECT value FROM facts WHERE name = ?", (_VERSION,))
        return int(found[0][0]) if found else 0

    def changed(self) -> None:
        """Says that the corpus has changed, so that nothing remembered of it is used."""
        self._changes += 1
        with self.transaction():
            self.db.conn.execute(
                "INSERT INTO facts(name, value) VALUES (?, 1)"
                " ON CONFLICT(name) DO UPDATE SET value = value + 1",
                (_VERSION,),
            )

    def undone(self) -> None:
        """Says that changes were taken back, which no other process has seen."""
        self._changes += 1

    # --- documents and passages

    def has_content(self, content_hash: str) -> bool:
        """True if a document with that content is stored, whatever its name."""
        return any(self._rows("SELECT 1 FROM documents WHERE hash = ?", (content_hash,)))

    def file_of_content(self, content_hash: str) -> str | None:
        """The name of the document with that content, None if it is not stored."""
        found = self._tuples("SELECT file FROM documents WHERE hash = ?", (content_hash,))
        return found[0][0] if found else None

    def has_own(self, file: str) -> bool:
        """True if the user has a document of that name; a shipped one may have it too."""
        found = self._rows("SELECT 1 FROM documents WHERE file = ? AND is_shipped = 0", (file,))
        return any(found)

    def hidden(self, chat: int | None) -> Unseen:
        """The passages that the chat may not see, read anew when the corpus has changed."""
        return self._hidden.of(chat, lambda: self._unseen(chat))

    def _unseen(self, chat: int | None) -> Unseen:
        private = self._private.of(None, self.shelf.private)
        return Unseen(private, self.shelf.shown_to(chat) if private.documents else frozenset())

    def document_texts(self, *, shipped: bool) -> list[tuple[str, str]]:
        """File name and full text of the shipped documents, or of the user's own."""
        rows = self._rows(
            "SELECT file, text FROM documents WHERE is_shipped = ? ORDER BY id", (shipped,)
        )
        return [(row["file"], row["text"]) for row in rows]

    def add_document(
        self,
        document: Document,
        text: str,
        content_hash: str,
        terms: "Sequence[Terms]",
        *,
        shipped: bool = False,
        shingles: Sequence[Collection[int]] = (),
        kept: Kept | None = None,
        sketch: Iterable[int] = (),
        number: int | None = None,
    ) -> None:
        """Stores a document with its passages, index rows and shingles, in the order of `document.passages()`.

        `kept` says what a person gave with it: who may see it, what beats the guesses. `number` is
        the document's; the next free one if None.
        """
        self.changed()
        # straight to SQLite: a savepoint, as sqlite-utils makes, lets the index write what it holds
        row = {
            "id": number,
            "file": document.file,
            "hash": content_hash,
            "title": document.title,
            "year": document.year,
            "theme": document.theme,
            "scope": document.scope,
            "areas": json.dumps(document.areas),
            "is_shipped": int(shipped),
            "text": text,
            "confidence": document.confidence,
            "given": json.dumps(kept.as_json()["given"] if kept else {}),
            "is_forced": int(kept.is_forced if kept else False),
            "added_at": (kept.added_at if kept else "") or ("" if shipped else now()),
        }
        names, places = ", ".join(row), ", ".join(f":{name}" for name in row)
        document_id: Any = self.db.conn.execute(
            f"INSERT INTO documents({names}) VALUES ({places})", row
        ).lastrowid
        self.db.conn.executemany(
            "INSERT INTO document_areas(document_id, area) VALUES (?, ?)",
            ((document_id, area) for area in document.areas),
        )
        passages = document.passages()
        ids = [
            self._add_passage(document_id, passage, row)
            for passage, row in zip(passages, terms, strict=True)
        ]
        self.links.add(zip(ids, (row.concepts for row in terms), strict=True))
        self.shingles.add(zip(ids, shingles, strict=False))
        self.shelf.save_sketch(document_id, sketch)
        self.tally.add(zip((p.section for p in passages), (t.concepts for t in terms), strict=True))
        if kept and kept.chats is not None:
            self.shelf.share(document_id, kept.chats)

    def _add_passage(self, document_id: Any, passage: Passage, terms: "Terms") -> int:
        passage_id: Any = self.db.conn.execute(
            "INSERT INTO passages(document_id, section, aspect, aspect_heading, ordinal, headline,"
            " text, example, letters, about) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                document_id,
                passage.section,
                passage.aspect,
                passage.aspect_heading,
                passage.ordinal,
                passage.headline,
                passage.text,
                passage.example,
                terms.letters,
                json.dumps(terms.concepts),
            ),
        ).lastrowid
        self.index.add(passage_id, terms)
        return int(passage_id)

    def remove_document(
        self,
        number: int,
        terms: "Sequence[Terms]",
        shingles: Sequence[Collection[int]],
        sketch: Iterable[int],
    ) -> None:
        """Removes a document; its passages' `terms` and `shingles` and its sketch are those it was stored with."""
        self.changed()
        ids = self.shelf.passage_ids(number)
        self.tally.change(number, -1)
        for passage_id, row in zip(ids, terms, strict=True):
            self.index.remove(passage_id, row)
        self.shingles.remove(zip(ids, shingles, strict=True))
        self.links.remove(number)
        self.shelf.forget(number, sketch)

    def clear_corpus(self) -> None:
        """Removes every document with its passages; chats stay as they are."""
        self.changed()
        self.index.clear()
        for table in (
            "passage_shingles",
            "concept_links",
            "concept_tally",
            "passages",
            "document_areas",
            "document_chats",
            "document_sketches",
            "documents",
        ):
            self.db.execute(f"DELETE FROM {table}")

    def passages(self, ids: Iterable[int]) -> dict[int, Passage]:
        """Passages by id; an unknown id is left out."""
        rows = self._rows(
            _PASSAGES + "WHERE passages.id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {row["id"]: _passage(row) for row in rows}

    def sketches(self, ids: Iterable[int]) -> list[tuple[int, int, str, int | None, str]]:
        """Id, document, section, aspect and concepts (JSON: concept -> strength) of passages."""
        return self._tuples(
            "SELECT id, document_id, section, aspect, about FROM passages"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )

    def writings(self, ids: Iterable[int]) -> list[tuple[int, str, str]]:
        """Id, headline and letters (of headline and text) of passages."""
        return self._tuples(
            "SELECT id, headline, letters FROM passages"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )

    def origins(self, documents: Iterable[int]) -> list[tuple[int, list[str], str, str]]:
        """Id, areas, theme ("" for none) and scope of documents."""
        rows = self._tuples(
            "SELECT id, areas, coalesce(theme, ''), scope FROM documents"
            " WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(documents)),),
        )
        return [(number, json.loads(areas), theme, scope) for number, areas, theme, scope in rows]

    def document_count(self) -> int:
        """How many documents are stored."""
        return next(self._rows("SELECT count(*) AS n FROM documents"))["n"]

    def passage_count(self) -> int:
        """How many passages are stored."""
        return next(self._rows("SELECT count(*) AS n FROM passages"))["n"]

    # --- searching

    def passages_of(
        self,
        *,
        areas: Sequence[str] = (),
        aspect: tuple[str, int] | None = None,
        section: str | None = None,
        limit: int = 200,
        hidden: Container[int] = (),
    ) -> list[int]:
        """Ids of passages in that section, of documents of any of the areas, under that aspect of a theme.

        None of those that are `hidden`.
        """
        visible = self._sight.without(hidden, "id")
        return self._picked.numbers(areas, aspect, section, limit=limit, visible=visible)

    def concept_counts(self, chat: int | None = None) -> dict[tuple[str, str], int]:
        """(Concept, section) -> number of documents, of those the chat may see, that raise it there."""
        seen_as = chat if self.hidden(chat).own else None  # most chats see what everyone may see
        return self._counted.of(seen_as, lambda: self.tally.counts(seen_as))

    def concept_spread(self) -> dict[str, int]:
        """Concept -> number of passages about it."""
        rows = self._tuples("SELECT concept, sum(passages) FROM concept_tally GROUP BY concept", ())
        return dict(rows)

    def concepts_of(self, ids: Iterable[int]) -> dict[int, dict[str, float]]:
        """Passage id -> its concepts with their strength."""
        rows = self._tuples(
            "SELECT id, about FROM passages WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        return {number: json.loads(about) for number, about in rows}


def _passage(row: Mapping[str, Any]) -> Passage:
    return Passage(
        document=row["file"],
        title=row["title"],
        year=row["year"],
        theme=row["theme"],
        scope=row["scope"],
        areas=tuple(json.loads(row["areas"])),
        section=row["section"],
        aspect=row["aspect"],
        aspect_heading=row["aspect_heading"],
        ordinal=row["ordinal"],
        headline=row["headline"],
        text=row["text"],
        example=row["example"],
        id=row["id"],
    )
