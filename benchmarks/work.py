"""Ingest, draft check and export, against the least that such work takes: jieba's cutting, an empty Word file."""

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document as WordFile

from benchmarks.report import Part, Ratio, Table
from benchmarks.timing import timed
from bot.assistant import Assistant
from bot.catalog import load_catalog
from bot.checking import Checker
from bot.config import cache_dir, data_dir
from bot.corpus.ingest import Ingest
from bot.corpus.store import Store
from bot.outlining import exported
from bot.text.concepts import Concepts
from bot.text.segment import configure, jieba_words

_COPIES = 4  # of each shipped document, each with a sentence of its own
_ROUNDS = 3
_FILLED = 20  # notes in the exported outline


def measure() -> Part:
    """Each figure is the best of a few rounds, in processor time."""
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    concepts = Concepts(catalog)
    texts = [p.read_text(encoding="utf-8") for p in sorted((data_dir() / "corpus").glob("*.txt"))]
    made = [f"{text}\n这是第{n}份。\n" for n in range(_COPIES) for text in texts]
    cutting = _best(lambda: [jieba_words(text) for text in made])
    with TemporaryDirectory() as name:
        folder = Path(name)
        for number, text in enumerate(made):
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        store = Store.open(folder / "store.sqlite3")
        ingest = Ingest(store, catalog, concepts)
        ingesting = timed(lambda: ingest.add_files([folder]))
        passages = store.passage_count()
        checker = Checker(store, catalog, concepts)
        checker.check(texts[0])
        checking = _best(lambda: [checker.check(text) for text in texts])
        cutting_once = _best(lambda: [jieba_words(text) for text in texts])
        assistant = Assistant(store, catalog, concepts)
        session = assistant.session(1)
        keys = [todo.item.key for todo in assistant.card(session, "1").todos][:_FILLED]
        for key in keys:
            assistant.tick(session, key, done=True)
        exporting = _best(lambda: exported(assistant, session, "docx"))
        marking = _best(lambda: exported(assistant, session, "md"))
        store.close()
    empty = _best(lambda: WordFile().save(io.BytesIO()))
    letters = sum(map(len, texts))
    ratios = (
        Ratio("ingest / jieba's cutting of the same texts", ingesting / cutting),
        Ratio("draft check / jieba's cutting of the same texts", checking / cutting_once),
        Ratio("export as Word / an empty Word file", exporting / empty),
    )
    rows = (
        ("ingest", f"{passages / ingesting:,.0f} passages/s", f"{sum(map(len, made)) / ingesting:,.0f} characters/s"),
        ("jieba's cutting alone", f"{passages / cutting:,.0f} passages/s", f"{sum(map(len, made)) / cutting:,.0f} characters/s"),
        ("draft check", "", f"{letters / checking:,.0f} characters/s"),
        ("export, Word", f"{exporting * 1000:.0f} ms", ""),
        ("export, Markdown", f"{marking * 1000:.0f} ms", ""),
        ("an empty Word file", f"{empty * 1000:.0f} ms", ""),
    )  # fmt: skip
    return Part("Ingest, draft check, export", _TEXT, ratios, (Table(("", "", ""), rows),))


def _best(call: Callable[[], object]) -> float:
    return min(timed(call) for _ in range(_ROUNDS))


_TEXT = (
    "Processor time of one thread. Ingest reads, parses, indexes (words, pairs of characters, sounds,"
    " concepts, shingles) and saves files; the draft check runs over the shipped documents as if they were drafts."
)
