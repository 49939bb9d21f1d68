"""The store: one SQLite file that holds documents, passages, their index, and what chats remember.

The only place with SQL. Values are always bound; MATCH strings are built here from tokens, never
from a user's text. A Store belongs to one thread at a time.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.corpus.schema import migrations
from bot.errors import StoreError
from bot.models import Document, Passage, Session, View
from bot.text.terms import Terms

COLUMNS = ("words", "headline", "grams", "sounds", "meta", "concepts")
_PASSAGES = (
    "SELECT passages.*, documents.file, documents.title, documents.year, documents.theme,"
    " documents.scope, documents.areas FROM passages JOIN documents ON documents.id = document_id "
)


class Store:
    """Documents, passages and chats on disk, or in memory for `Store.open(None)`."""

    def __init__(self, db: Database) -> None:
        self.db = db

    @classmethod
    def open(cls, path: Path | None) -> "Store":
        """Opens the store, making and migrating it as needed. Raises StoreError with the reason."""
        try:
            if path:
                path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path or ":memory:", timeout=5, check_same_thread=False)
            connection.execute("PRAGMA foreign_keys = ON")
            if path:
                connection.execute("PRAGMA journal_mode = WAL")
                connection.execute("PRAGMA synchronous = NORMAL")
            db = Database(connection)
            if migrations.pending(db):
                migrations.apply(db)
        except (sqlite3.Error, OSError) as exc:
            raise StoreError(f"{path}: cannot open the store: {exc}; {_advice(exc)}") from exc
        return cls(db)

    def close(self) -> None:
        """Closes the file; the store is not used afterwards."""
        self.db.conn.close()

    def damage(self) -> str:
        """What SQLite finds wrong with the file, "" when it is sound."""
        found = next(iter(self._rows("PRAGMA quick_check(1)")))["quick_check"]
        return "" if found == "ok" else str(found)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing. Raises StoreError when the file is locked, read-only, full or damaged."""
        try:
            with self.db.atomic():
                yield
        except sqlite3.Error as exc:
            raise StoreError(f"cannot write the store: {exc}; {_advice(exc)}") from exc

    # --- facts about the store itself

    def fact(self, name: str) -> str | None:
        """A remembered fact, None if there is none of that name."""
        return next((row["value"] for row in self._rows("SELECT value FROM facts WHERE name = ?", (name,))), None)

    def set_fact(self, name: str, value: str) -> None:
        """Remembers a fact."""
        self.db["facts"].upsert({"name": name, "value": value}, pk="name")

    # --- documents and passages

    def hashes(self) -> dict[str, str]:
        """File name -> content hash of every stored document."""
        return {row["file"]: row["hash"] for row in self._rows("SELECT file, hash FROM documents")}

    def document_texts(self, *, shipped: bool) -> list[tuple[str, str]]:
        """File name and full text of the shipped documents, or of the user's own."""
        rows = self._rows("SELECT file, text FROM documents WHERE is_shipped = ? ORDER BY id", (shipped,))
        return [(row["file"], row["text"]) for row in rows]

    def add_document(
        self, document: Document, text: str, content_hash: str, terms: Sequence[Terms], *, shipped: bool = False
    ) -> None:
        """Stores a document with its passages and index rows, in the order of `document.passages()`."""
        document_id = self.db["documents"].insert(
            {
                "file": document.file,
                "hash": content_hash,
                "title": document.title,
                "year": document.year,
                "theme": document.theme,
                "scope": document.scope,
                "areas": json.dumps(document.areas),
                "is_shipped": int(shipped),
                "text": text,
            }
        ).last_pk
        self.db["document_areas"].insert_all({"document_id": document_id, "area": area} for area in document.areas)
        for passage, row in zip(document.passages(), terms, strict=True):
            self._add_passage(document_id, passage, row)

    def _add_passage(self, document_id: Any, passage: Passage, terms: Terms) -> None:
        passage_id = self.db["passages"].insert(
            {
                "document_id": document_id,
                "section": passage.section,
                "aspect": passage.aspect,
                "aspect_heading": passage.aspect_heading,
                "ordinal": passage.ordinal,
                "headline": passage.headline,
                "text": passage.text,
                "example": passage.example,
            }
        ).last_pk
        values = [passage_id, *(" ".join(getattr(terms, column)) for column in COLUMNS)]
        self.db.execute(
            f"INSERT INTO passage_index(rowid, {', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)", values
        )
        self.db["concept_links"].insert_all(
            {"concept": concept, "passage_id": passage_id, "strength": strength}
            for concept, strength in terms.concepts.items()
        )

    def clear_corpus(self) -> None:
        """Removes every document with its passages; chats stay as they are."""
        self.db.execute("INSERT INTO passage_index(passage_index) VALUES ('delete-all')")
        for table in ("concept_links", "passages", "document_areas", "documents"):
            self.db.execute(f"DELETE FROM {table}")

    def passages(self, ids: Iterable[int]) -> dict[int, Passage]:
        """Passages by id; an unknown id is left out."""
        rows = self._rows(_PASSAGES + "WHERE passages.id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))
        return {row["id"]: _passage(row) for row in rows}

    def document_count(self) -> int:
        """How many documents are stored."""
        return next(self._rows("SELECT count(*) AS n FROM documents"))["n"]

    def passage_count(self) -> int:
        """How many passages are stored."""
        return next(self._rows("SELECT count(*) AS n FROM passages"))["n"]

    # --- searching

    def search(
        self, tokens: Mapping[str, Iterable[str]], weights: Mapping[str, float], *, limit: int
    ) -> dict[int, float]:
        """Passage id -> BM25 score (higher is better) of the best passages holding any of the tokens.

        `tokens` and `weights` are by column of the index; a column without tokens is not searched.
        """
        match = " OR ".join(
            f"{column} : ({' OR '.join(_quoted(found))})" for column, found in tokens.items() if found
        )
        if not match:
            return {}
        rank = ", ".join(str(float(weights.get(column, 0.0))) for column in COLUMNS)
        rows = self._rows(
            f"SELECT rowid, bm25(passage_index, {rank}) AS score FROM passage_index"
            " WHERE passage_index MATCH ? ORDER BY score LIMIT ?",
            (match, limit),
        )
        return {row["rowid"]: -row["score"] for row in rows}

    def frequencies(self, tokens: Iterable[str]) -> dict[str, int]:
        """Token -> number of passages that hold it in any column; unknown tokens are left out."""
        wanted = list(dict.fromkeys(tokens))
        marks = ", ".join("?" * len(wanted))
        rows = self._rows(f"SELECT term, doc FROM passage_terms WHERE term IN ({marks})", wanted)
        return {row["term"]: row["doc"] for row in rows}

    def passages_of(
        self,
        *,
        areas: Sequence[str] = (),
        aspects: Sequence[tuple[str, int]] = (),
        section: str | None = None,
        limit: int = 200,
    ) -> list[int]:
        """Ids of passages in that section, of documents of any of the areas, under any (theme, aspect)."""
        rows = self._rows(
            "SELECT passages.id FROM passages JOIN documents ON documents.id = document_id"
            " WHERE (:section IS NULL OR section = :section)"
            " AND (:areas = '[]' OR document_id IN (SELECT document_id FROM document_areas"
            "  WHERE area IN (SELECT value FROM json_each(:areas))))"
            " AND (:aspects = '[]' OR theme || '.' || aspect IN (SELECT value FROM json_each(:aspects)))"
            " ORDER BY passages.id LIMIT :limit",
            {
                "section": section,
                "areas": json.dumps(list(areas)),
                "aspects": json.dumps([f"{theme}.{number}" for theme, number in aspects]),
                "limit": limit,
            },
        )
        return [row["id"] for row in rows]

    def concept_counts(self, *, strength: float) -> dict[str, int]:
        """Concept -> number of documents that raise it at least that strongly."""
        rows = self._rows(
            "SELECT concept, count(DISTINCT document_id) AS n FROM concept_links"
            " JOIN passages ON passages.id = passage_id WHERE strength >= ? GROUP BY concept",
            (strength,),
        )
        return {row["concept"]: row["n"] for row in rows}

    def passages_about(self, concept: str, *, limit: int = 50) -> dict[int, float]:
        """Passage id -> strength of the passages about the concept, strongest first."""
        rows = self._rows(
            "SELECT passage_id, strength FROM concept_links WHERE concept = ?"
            " ORDER BY strength DESC, passage_id LIMIT ?",
            (concept, limit),
        )
        return {row["passage_id"]: row["strength"] for row in rows}

    def concepts_of(self, ids: Iterable[int]) -> dict[int, dict[str, float]]:
        """Passage id -> its concepts with their strength; passages without any are left out."""
        found: dict[int, dict[str, float]] = {}
        rows = self._rows(
            "SELECT * FROM concept_links WHERE passage_id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(ids)),),
        )
        for row in rows:
            found.setdefault(row["passage_id"], {})[row["concept"]] = row["strength"]
        return found

    # --- chats

    def session(self, chat: int) -> Session:
        """What the chat remembers; a new session for an unknown chat."""
        row = next(self._rows("SELECT state FROM sessions WHERE chat = ?", (chat,)), None)
        if row is None:
            return Session(chat)
        state = json.loads(row["state"])
        return Session(**{**state, "areas": tuple(state["areas"]), "view": View(**state["view"])})

    def save_session(self, session: Session) -> None:
        """Keeps the session in place of the chat's earlier one."""
        self.db["sessions"].upsert(
            {"chat": session.chat, "state": json.dumps(asdict(session), ensure_ascii=False), "changed_at": _now()},
            pk="chat",
        )

    def ticks(self, chat: int, theme: str) -> set[str]:
        """Keys of the items that the chat has done for that theme."""
        rows = self._rows("SELECT item FROM ticks WHERE chat = ? AND theme = ?", (chat, theme))
        return {row["item"] for row in rows}

    def set_tick(self, chat: int, theme: str, item: str, *, done: bool) -> None:
        """Marks an item as done or not; saying it twice changes nothing."""
        if done:
            self.db["ticks"].insert(
                {"chat": chat, "theme": theme, "item": item, "done_at": _now()}, ignore=True
            )
        else:
            self.db.execute("DELETE FROM ticks WHERE chat = ? AND theme = ? AND item = ?", (chat, theme, item))

    def forget(self, chat: int) -> None:
        """Removes everything the chat told the bot."""
        for table in ("sessions", "ticks"):
            self.db.execute(f"DELETE FROM {table} WHERE chat = ?", (chat,))

    def migrate_chat(self, old: int, new: int) -> None:
        """Moves all rows of a group that became a supergroup; a second call changes nothing."""
        for table in ("sessions", "ticks"):
            self.db.execute(f"UPDATE OR IGNORE {table} SET chat = ? WHERE chat = ?", (new, old))
            self.db.execute(f"DELETE FROM {table} WHERE chat = ?", (old,))

    def _rows(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[dict[str, Any]]:
        try:
            return iter(list(self.db.query(sql, values)))
        except sqlite3.Error as exc:
            raise StoreError(f"cannot read the store: {exc}; {_advice(exc)}") from exc


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


def _quoted(tokens: Iterable[str]) -> list[str]:
    """Tokens as FTS5 strings; anything but letters, digits, characters and "_" is dropped."""
    clean = ("".join(c for c in token if c.isalnum() or c == "_") for token in tokens)
    return [f'"{token}"' for token in dict.fromkeys(clean) if token]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _advice(exc: Exception) -> str:
    text = str(exc)
    if "locked" in text:
        return "another process is writing; wait or stop it"
    if "readonly" in text or "unable to open" in text or isinstance(exc, OSError):
        return "check the folder's and the file's permissions, or name another with --database"
    if "malformed" in text or "not a database" in text:
        return "restore a backup, or move the file away to start anew"
    return "run `prepbot doctor`"
