"""The tables, as numbered migrations: what is on disk moves forward one step at a time.

A migration that has shipped is never edited; a change is a new one below the last.
"""

import json

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


@migrations()
def m007_preparations(db: Database) -> None:
    """Several preparations a chat, a session for each topic of a forum, notes, themes of one's own."""
    db.table("preparations").create(
        {
            "chat": int,
            "topic": int,
            "number": int,
            "name": str,
            "areas": str,  # JSON list of keys
            "scope": str,
            "theme": str,
            "changed_at": str,
        },
        pk=("chat", "topic", "number"),
    )
    _move_sessions(db)
    _move_ticks(db)
    # ids of removed notes are never given again: an old button must not hit another note
    db.execute(
        "CREATE TABLE notes(id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, topic INTEGER,"
        " preparation INTEGER, theme TEXT, card TEXT, item TEXT, text TEXT, author TEXT,"
        " user INTEGER, message INTEGER, made_at TEXT, changed_at TEXT)"
    )
    db.table("notes").create_index(["chat", "topic", "preparation"])
    db.execute("CREATE UNIQUE INDEX notes_once ON notes(chat, message) WHERE message > 0")
    db.execute(
        "CREATE TABLE own_themes(id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER,"
        " topic INTEGER, body TEXT, made_at TEXT)"
    )


@migrations()
def m008_findings(db: Database) -> None:
    """What the last check of a draft found, as fingerprints: no text can be read from them."""
    db.table("findings").create(
        {"chat": int, "topic": int, "preparation": int, "fingerprint": str},
        pk=("chat", "topic", "preparation", "fingerprint"),
    )


def _move_sessions(db: Database) -> None:
    """What a session knew of the text becomes the chat's first preparation."""
    old = list(db["sessions"].rows)
    db.execute("DROP TABLE sessions")
    db.table("sessions").create(
        {"chat": int, "topic": int, "preparation": int, "state": str, "changed_at": str},
        pk=("chat", "topic"),
    )
    for row in old:
        state = json.loads(row["state"])
        about = {"areas": json.dumps(state.get("areas", [])), "theme": state.get("theme", "")}
        where = {"chat": row["chat"], "topic": 0, "changed_at": row["changed_at"]}
        preparation = where | about | {"number": 1, "name": "", "scope": state.get("scope")}
        db.table("preparations").insert(preparation)
        kept = {name: state[name] for name in ("aspect", "view", "expecting") if name in state}
        db.table("sessions").insert(where | {"preparation": 1, "state": json.dumps(kept)})


def _move_ticks(db: Database) -> None:
    old = list(db["ticks"].rows)
    db.execute("DROP TABLE ticks")
    db.table("ticks").create(
        {
            "chat": int,
            "topic": int,
            "preparation": int,
            "theme": str,
            "item": str,
            "done_at": str,
            "done_by": str,  # display name of the member who ticked; empty in private chats
        },
        pk=("chat", "topic", "preparation", "theme", "item"),
    )
    db.table("ticks").insert_all({**row, "topic": 0, "preparation": 1} for row in old)


@migrations()
def m009_concept_links_by_strength(db: Database) -> None:
    """The links in the order in which a search takes them: the strongest of a concept first.

    Emptied: the corpus is built anew with the version of the index that came with this.
    """
    db.execute("DROP TABLE concept_links")
    db.execute(
        "CREATE TABLE concept_links(concept TEXT NOT NULL, strength FLOAT NOT NULL,"
        " passage_id INTEGER NOT NULL REFERENCES passages(id),"
        " PRIMARY KEY (concept, strength DESC, passage_id)) WITHOUT ROWID"
    )
    db.table("concept_links").create_index(["passage_id"])


@migrations()
def m010_shingles(db: Database) -> None:
    """Sampled shingles of the passages' wording, by which a draft finds what it may have copied."""
    db.execute(
        "CREATE TABLE passage_shingles (shingle INTEGER, passage_id INTEGER,"
        " PRIMARY KEY (shingle, passage_id)) WITHOUT ROWID"
    )


@migrations()
def m011_mail(db: Database) -> None:
    """What came in and what must go out: updates until they are handled, replies until accepted."""
    # A handled update keeps its number, so that it changes nothing when it comes again; its body,
    # which holds what somebody wrote, goes. The order of arrival is not that of the numbers:
    # Telegram starts a new count after a week without updates.
    db.execute(
        "CREATE TABLE updates(arrival INTEGER PRIMARY KEY AUTOINCREMENT, id INTEGER UNIQUE,"
        " body TEXT, state TEXT, tries INTEGER DEFAULT 0, changed_at TEXT)"
    )
    db.execute("CREATE INDEX updates_waiting ON updates(arrival) WHERE state = 'waiting'")
    db.execute(
        "CREATE TABLE outbox(id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, topic INTEGER,"
        " edited INTEGER, body TEXT, sent INTEGER DEFAULT 0, made_at TEXT)"
    )
    db.table("outbox").create_index(["chat"])


@migrations()
def m012_access(db: Database) -> None:
    """Who may use the bot by invitation, and how much was sent and asked in a day."""
    db.table("invitations").create(
        {"hash": str, "made_by": int, "expires_at": str, "uses_left": int}, pk="hash"
    )
    # people by their number, groups by theirs, which is below zero
    db.table("members").create({"id": int, "invited_by": int, "joined_at": str}, pk="id")
    db.table("uploads").create(
        {"person": int, "day": str, "files": int, "bytes": int}, pk=("person", "day")
    )
    db.table("counts").create({"day": str, "name": str, "count": int}, pk=("day", "name"))


@migrations()
def m013_library(db: Database) -> None:
    """What a person said of a document, who may see it, its likeness to others, what was removed.

    Counts for each item are kept, so that no question counts half a million passages again. The
    corpus is built anew with the version of the index that came with this, which fills them.
    """
    documents = db.table("documents")
    documents.add_column("given", str, not_null_default="{}")  # JSON of text.header.Given
    documents.add_column("confidence", float, not_null_default=1.0)
    documents.add_column("is_forced", int, not_null_default=0)  # kept though it is of another kind
    documents.add_column("is_private", int, not_null_default=0)
    documents.add_column("added_at", str, not_null_default="")
    db.execute("CREATE INDEX documents_private ON documents(id) WHERE is_private = 1")
    db.execute(
        "CREATE TABLE document_chats(document_id INTEGER, viewer INTEGER,"
        " PRIMARY KEY (document_id, viewer)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE document_sketches(hash INTEGER, document_id INTEGER,"
        " PRIMARY KEY (hash, document_id)) WITHOUT ROWID"
    )
    db.table("document_sketches").create_index(["document_id"])
    db.execute(
        "CREATE TABLE concept_tally(concept TEXT, section TEXT, documents INTEGER, passages INTEGER,"
        " PRIMARY KEY (concept, section)) WITHOUT ROWID"
    )
    db.execute(
        "CREATE TABLE removed_documents(id INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT,"
        " removed_at TEXT)"
    )


@migrations()
def m014_meetings(db: Database) -> None:
    """The preparation meetings of groups: at most one open at a time in a chat or topic."""
    db.execute(
        "CREATE TABLE meetings(id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, topic INTEGER,"
        " preparation INTEGER, title TEXT, chair INTEGER, chair_name TEXT, token TEXT UNIQUE,"
        " opened_by INTEGER, board INTEGER, is_open INTEGER, is_named INTEGER, box INTEGER,"
        " card TEXT, due_at TEXT, opened_at TEXT, closed_at TEXT)"
    )
    db.execute("CREATE UNIQUE INDEX meetings_open ON meetings(chat, topic) WHERE is_open")
    db.table("meetings").create_index(["chat", "topic", "preparation"], unique=True)
    # groups that the bot was put out of: nothing of them is shown until it is back
    db.table("absences").create({"chat": int, "since": str}, pk="chat")


@migrations()
def m015_takes(db: Database) -> None:
    """Who has taken which part of a group's text, and who took part at all."""
    place = {"chat": int, "topic": int, "preparation": int}
    db.table("takes").create(
        {**place, "theme": str, "card": str, "user": int, "name": str, "taken_at": str},
        pk=("chat", "topic", "preparation", "theme", "card", "user"),
    )
    db.table("attendees").create(
        {**place, "user": int, "name": str, "first_at": str},
        pk=("chat", "topic", "preparation", "user"),
    )


@migrations()
def m016_opinions(db: Database) -> None:
    """Opinions collected for a meeting.

    `said` tells the message that said it only to whoever knows the meeting's token, so that the
    same message counts once, also where no author is kept.
    """
    db.execute(
        "CREATE TABLE opinions(id INTEGER PRIMARY KEY AUTOINCREMENT, chat INTEGER, topic INTEGER,"
        " preparation INTEGER, object TEXT, text TEXT, card TEXT, theme TEXT, author TEXT,"
        " user INTEGER, is_private INTEGER, said TEXT, made_at TEXT)"
    )
    db.execute(
        "CREATE UNIQUE INDEX opinions_once ON opinions(chat, topic, preparation, said)"
        " WHERE said <> ''"
    )


@migrations()
def m017_index_memory(db: Database) -> None:
    """More of the index is gathered before it is written: adding many documents merges fewer pieces."""
    # a setting of the index itself, in bytes; its own measure is 1 MB
    db.execute("INSERT INTO passage_index(passage_index, rank) VALUES ('hashsize', 16000000)")


@migrations()
def m018_themes(db: Database) -> None:
    """The documents of a theme are found without reading all of them."""
    db.table("documents").create_index(["theme"])


@migrations()
def m019_aspects(db: Database) -> None:
    """An aspect's passages are found document by document, without reading the others."""
    db.table("passages").create_index(["document_id", "aspect"])
    db.execute("DROP INDEX idx_passages_document_id")  # the other serves for it


@migrations()
def m020_names(db: Database) -> None:
    """The list of documents is looked through by name and title without reading their texts."""
    db.table("documents").create_index(["is_shipped", "file", "title"])


@migrations()
def m021_lean_writing(db: Database) -> None:
    """Adding a document writes less: two indexes go, and the search index no longer folds its tokens.

    They come normalized, so the plainest tokenizer gives the same; what was found by these indexes
    is found by the content itself. Emptied: the corpus is built anew with the version of the index
    that came with this.
    """
    db.execute("DROP INDEX idx_concept_links_passage_id")
    db.execute("DROP INDEX idx_document_sketches_document_id")
    db.execute("DROP TABLE passage_terms")
    db.execute("DROP TABLE passage_index")
    db.execute(
        "CREATE VIRTUAL TABLE passage_index USING fts5(words, grams, sounds, meta, content='',"
        " tokenize=\"ascii tokenchars '_'\")"
    )
    db.execute("CREATE VIRTUAL TABLE passage_terms USING fts5vocab(passage_index, 'row')")
    db.execute("INSERT INTO passage_index(passage_index, rank) VALUES ('hashsize', 16000000)")
