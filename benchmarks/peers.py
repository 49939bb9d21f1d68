"""What one would use instead for the search: each peer indexes the same passages and finds the best ten.

They get jieba's words for searching, cut from passages and queries alike; what works on raw
text (rapidfuzz, trigrams) gets the text. Imports are late: each peer runs in its own process.
"""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from heapq import nlargest
from pathlib import Path

from bot.text.normalize import normalize
from bot.text.segment import words_of

LIMIT = 10
Find = Callable[[str], list[int]]
"""The places of the best passages for a query."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The passages: as written, and in jieba's words, joined by blanks; and a folder for indexes."""

    raw: Sequence[str]
    words: Sequence[str]
    folder: Path


def _cut(text: str) -> list[str]:
    """jieba's words, cut anew each time: the product remembers those of a question."""
    return words_of(normalize(text))


def rapidfuzz_all(texts: Texts) -> Find:
    """RapidFuzz's partial ratio with every passage."""
    from rapidfuzz import fuzz, process

    def find(query: str) -> list[int]:
        return [n for *_, n in process.extract(query, texts.raw, scorer=fuzz.partial_ratio, limit=LIMIT)]  # fmt: skip

    return find


def fts5_trigram(texts: Texts) -> Find:
    """SQLite FTS5 with its trigram tokenizer; the query's runs of three characters, any of them."""

    def cut(query: str) -> list[str]:
        return [query[n : n + 3] for n in range(len(query) - 2)]

    return _fts5(texts, texts.raw, "trigram", cut)


def fts5_words(texts: Texts) -> Find:
    """SQLite FTS5 over jieba's words, any of the query's words."""
    return _fts5(texts, texts.words, "unicode61", _cut)


def _fts5(
    texts: Texts, bodies: Sequence[str], tokenizer: str, cut: Callable[[str], list[str]]
) -> Find:
    db = sqlite3.connect(texts.folder / f"{tokenizer}.sqlite3")
    db.execute(f"CREATE VIRTUAL TABLE bodies USING fts5(body, tokenize='{tokenizer}')")
    with db:
        db.executemany("INSERT INTO bodies(rowid, body) VALUES (?, ?)", enumerate(bodies))

    def find(query: str) -> list[int]:
        match = " OR ".join('"' + token.replace('"', '""') + '"' for token in cut(query))
        if not match:
            return []
        rows = db.execute("SELECT rowid FROM bodies WHERE bodies MATCH ? ORDER BY rank LIMIT ?", (match, LIMIT))  # fmt: skip
        return [number for (number,) in rows]

    return find


def bm25s(texts: Texts) -> Find:
    """bm25s: BM25 in numpy, scores computed while indexing."""
    import bm25s as library

    index = library.BM25()
    index.index([found.split() for found in texts.words], show_progress=False)
    known = index.vocab_dict

    def find(query: str) -> list[int]:
        tokens = [token for token in _cut(query) if token in known]
        if not tokens:
            return []
        limit = min(LIMIT, len(texts.raw))
        found, scores = index.retrieve([tokens], k=limit, show_progress=False)
        return [int(n) for n, score in zip(found[0], scores[0], strict=True) if score > 0]

    return find


def rank_bm25(texts: Texts) -> Find:
    """rank-bm25: BM25 in plain Python."""
    from rank_bm25 import BM25Okapi

    index = BM25Okapi([found.split() for found in texts.words])

    def find(query: str) -> list[int]:
        scores = index.get_scores(_cut(query))
        best = nlargest(LIMIT, range(len(scores)), key=scores.__getitem__)
        return [number for number in best if scores[number] > 0]

    return find


def tantivy(texts: Texts) -> Find:
    """tantivy: a search engine in Rust."""
    import tantivy as library

    schema = library.SchemaBuilder()
    schema.add_integer_field("number", stored=True)
    schema.add_text_field("body", tokenizer_name="blanks")
    index = library.Index(schema.build())
    blanks = library.TextAnalyzerBuilder(library.Tokenizer.whitespace()).build()
    index.register_tokenizer("blanks", blanks)
    writer = index.writer(num_threads=1)
    for number, found in enumerate(texts.words):
        writer.add_document(library.Document(number=number, body=found))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(query: str) -> list[int]:
        tokens = _cut(query)
        if not tokens:
            return []
        hits = searcher.search(index.parse_query(" ".join(tokens), ["body"]), LIMIT).hits
        return [searcher.doc(address)["number"][0] for _, address in hits]

    return find


def whoosh(texts: Texts) -> Find:
    """Whoosh: a search engine in Python."""
    from whoosh.analysis import SpaceSeparatedTokenizer
    from whoosh.fields import NUMERIC, TEXT, Schema
    from whoosh.index import create_in
    from whoosh.query import Or, Term

    schema = Schema(number=NUMERIC(stored=True), body=TEXT(analyzer=SpaceSeparatedTokenizer(), phrase=False))  # fmt: skip
    index = create_in(texts.folder, schema)
    writer = index.writer(limitmb=256)
    for number, found in enumerate(texts.words):
        writer.add_document(number=number, body=found)
    writer.commit()
    searcher = index.searcher()

    def find(query: str) -> list[int]:
        asked = Or([Term("body", token) for token in _cut(query)])
        return [hit["number"] for hit in searcher.search(asked, limit=LIMIT)]

    return find


# Name -> the peer, and the most passages at which it is measured without --large: what takes
# longer would not end in time.
PEERS: dict[str, tuple[Callable[[Texts], Find], int]] = {
    "rapidfuzz over all": (rapidfuzz_all, 100_000),
    "FTS5 trigram": (fts5_trigram, 500_000),
    "FTS5, jieba words": (fts5_words, 500_000),
    "bm25s, jieba words": (bm25s, 500_000),
    "rank-bm25, jieba words": (rank_bm25, 10_000),
    "tantivy, jieba words": (tantivy, 500_000),
    "whoosh, jieba words": (whoosh, 10_000),
}
