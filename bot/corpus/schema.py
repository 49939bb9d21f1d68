"""The tables, as numbered migrations: what is on disk moves forward one step at a time.

A migration that has shipped is never edited; a change is a new one below the last.
"""

from sqlite_utils import Database, Migrations

migrations = Migrations("prepbot")


@migrations()
def m001_documents(db: Database) -> None:
    """Documents with their full text, and the passages found in them."""
    db["documents"].create(
        {
            "id": int,
            "file": str,
            "hash": str,  # of the bytes: the same file again changes nothing
            "title": str,
            "year": int,
            "theme": str,
            "scope": str,
            "areas": str,  # JSON list of keys
            "is_shipped": int,  # 1: from data/corpus, made again when data/ changes
            "text": str,
        },
        pk="id",
        not_null={"file", "hash", "title", "scope", "areas", "is_shipped", "text"},
    )
    db["documents"].create_index(["file"], unique=True)
    db["documents"].create_index(["hash"])
    db["document_areas"].create(
        {"document_id": int, "area": str},
        pk=("document_id", "area"),
        foreign_keys=[("document_id", "documents", "id")],
    )
    db["document_areas"].create_index(["area"])
    db["passages"].create(
        {
            "id": int,
            "document_id": int,
            "section": str,
            "aspect": int,
            "aspect_heading": str,
            "ordinal": int,
            "headline": str,
            "text": str,
            "example": str,
        },
        pk="id",
        foreign_keys=[("document_id", "documents", "id")],
        not_null={"document_id", "section", "aspect_heading", "ordinal", "headline", "text"},
    )
    db["passages"].create_index(["document_id"])
    db["passages"].create_index(["section", "aspect"])


@migrations()
def m002_index(db: Database) -> None:
    """The search index: tokens only (contentless), the passage's id is the rowid.

    words, headline words, bigrams and characters, toneless pinyin of bigrams, metadata (title,
    areas, aspect and section names), concepts (items and sayings that the passage is about).
    """
    db.execute(
        "CREATE VIRTUAL TABLE passage_index USING fts5("
        "words, headline, grams, sounds, meta, concepts, "
        "content='', tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )
    db.execute("CREATE VIRTUAL TABLE passage_terms USING fts5vocab(passage_index, 'row')")


@migrations()
def m003_concept_links(db: Database) -> None:
    """Which passages are about which concept (checklist item or saying), and how strongly."""
    db["concept_links"].create(
        {"concept": str, "passage_id": int, "strength": float},
        pk=("concept", "passage_id"),
        foreign_keys=[("passage_id", "passages", "id")],
    )
    db["concept_links"].create_index(["passage_id"])


@migrations()
def m004_chats(db: Database) -> None:
    """What a chat remembers: its session and its ticks."""
    db["sessions"].create({"chat": int, "state": str, "changed_at": str}, pk="chat")
    db["ticks"].create(
        {"chat": int, "theme": str, "item": str, "done_at": str}, pk=("chat", "theme", "item")
    )


@migrations()
def m005_facts(db: Database) -> None:
    """Facts about the store itself, such as which state of data/ it was built from."""
    db["facts"].create({"name": str, "value": str}, pk="name")
