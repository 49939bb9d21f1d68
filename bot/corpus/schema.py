"""The tables, as numbered migrations: what is on disk moves forward one step at a time.

A migration that has shipped is never edited; a change is a new one below the last.
"""

from sqlite_utils import Database, Migrations

migrations = Migrations("prepbot")


@migrations()
def m001_documents(db: Database) -> None:
    """Documents with their full text, and the passages found in them."""
    db.table("documents").create(
        {
            "id": int,
            "file": str,  # a user's document may have the name of a shipped one
            "hash": str,  # of the text: the same again changes nothing
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
    db.table("documents").create_index(["file", "is_shipped"], unique=True)
    db.table("documents").create_index(["hash"])
    db.table("document_areas").create(
        {"document_id": int, "area": str},
        pk=("document_id", "area"),
        foreign_keys=[("document_id", "documents", "id")],
    )
    db.table("document_areas").create_index(["area"])
    db.table("passages").create(
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
            "letters": str,  # what ranking compares: headline and text, normalized
            "about": str,  # JSON: concept -> strength, as in concept_links, read at once
        },
        pk="id",
        foreign_keys=[("document_id", "documents", "id")],
        not_null={"document_id", "section", "aspect_heading", "ordinal", "headline", "text"},
    )
    db.table("passages").create_index(["document_id"])
    db.table("passages").create_index(["section", "aspect"])


@migrations()
def m002_index(db: Database) -> None:
    """The search index: tokens only (contentless), the passage's id is the rowid.

    words; bigrams and characters; toneless pinyin of bigrams; metadata (title, names of areas,
    aspect and section).
    """
    db.execute(
        "CREATE VIRTUAL TABLE passage_index USING fts5(words, grams, sounds, meta, content='',"
        " tokenize=\"unicode61 remove_diacritics 0 tokenchars '_'\")"
    )
    db.execute("CREATE VIRTUAL TABLE passage_terms USING fts5vocab(passage_index, 'row')")


@migrations()
def m003_concept_links(db: Database) -> None:
    """Which passages are about which concept (checklist item or saying), and how strongly."""
    db.table("concept_links").create(
        {"concept": str, "passage_id": int, "strength": float},
        pk=("concept", "passage_id"),
        foreign_keys=[("passage_id", "passages", "id")],
    )
    db.table("concept_links").create_index(["passage_id"])


@migrations()
def m004_chats(db: Database) -> None:
    """What a chat remembers: its session and its ticks."""
    db.table("sessions").create({"chat": int, "state": str, "changed_at": str}, pk="chat")
    db.table("ticks").create(
        {"chat": int, "theme": str, "item": str, "done_at": str}, pk=("chat", "theme", "item")
    )


@migrations()
def m005_facts(db: Database) -> None:
    """Facts about the store itself, such as which state of data/ it was built from."""
    db.table("facts").create({"name": str, "value": str}, pk="name")


@migrations()
def m006_hearing(db: Database) -> None:
    """What `text.hearing` looks up: for each unit and token the postings, as two packed arrays."""
    db.table("heard").create(
        {"unit": str, "token": str, "weight": float, "numbers": bytes, "shares": bytes},
        pk=("unit", "token"),
    )
