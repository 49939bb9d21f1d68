"""Ingest, draft check and export, against the least that such work takes: jieba's cutting, an empty Word file."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from docx import Document as WordFile

from benchmarks import floor
from benchmarks.report import Part, Ratio, Table
from benchmarks.timing import ROOT, environment, timed
from bot.assistant import Assistant
from bot.catalog import load_catalog
from bot.checking import Checker
from bot.config import cache_dir, data_dir
from bot.corpus.ingest import Ingest
from bot.corpus.store import Store
from bot.outlining import exported
from bot.text.concepts import Concepts
from bot.text.segment import configure

_ROUNDS = 3
_FILLED = 20  # notes in the exported outline


def measure() -> Part:
    """Each figure is the best of a few rounds, in processor time."""
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    concepts = Concepts(catalog)
    ingest = _ingest()
    texts = [p.read_text(encoding="utf-8") for p in sorted((data_dir() / "corpus").glob("*.txt"))]
    with TemporaryDirectory() as name:
        store = Store.open(Path(name) / "store.sqlite3")
        Ingest(store, catalog, concepts).build(data_dir())
        checker = Checker(store, catalog, concepts)
        checker.check(texts[0])
        checking = _best(lambda: [checker.check(text) for text in texts])
        cutting = _best(lambda: floor.cut(texts))
        assistant = Assistant(store, catalog, concepts)
        session = assistant.session(1)
        keys = [todo.item.key for todo in assistant.checklist.card(session, "1").todos][:_FILLED]
        for key in keys:
            assistant.checklist.tick(session, key, done=True)
        exporting = _best(lambda: exported(assistant, session, "docx"))
        marking = _best(lambda: exported(assistant, session, "md"))
        store.close()
    empty = _best(lambda: WordFile().save(io.BytesIO()))
    letters = sum(map(len, texts))
    ratios = (
        Ratio(
            "ingest: characters a second / jieba's cutting alone",
            ingest["all cores"][1],
            at_least=0.5,
        ),
        Ratio(
            "ingest in one process: characters a second / jieba's cutting alone",
            ingest["one process"][1],
        ),
        Ratio("draft check / jieba's cutting of the same texts", checking / cutting),
        Ratio("export as Word / an empty Word file", exporting / empty),
    )
    rows = (
        *((f"ingest, {name}", f"{speed} characters/s") for name, (speed, _) in ingest.items()),
        ("draft check", f"{letters / checking:,.0f} characters/s"),
        ("export, Word", f"{exporting * 1000:.0f} ms"),
        ("export, Markdown", f"{marking * 1000:.0f} ms"),
        ("an empty Word file", f"{empty * 1000:.0f} ms"),
    )  # fmt: skip
    return Part("Ingest, draft check, export", _TEXT, ratios, (Table(("", ""), rows),))


def _ingest() -> dict[str, tuple[str, float]]:
    """What `benchmarks.ingest` says: way -> characters a second, and times jieba's cutting alone."""
    command = [sys.executable, "-m", "benchmarks.ingest"]
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=True, capture_output=True, text=True, encoding="utf-8")  # fmt: skip
    lines = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]
    return {cells[0]: (cells[3], float(cells[4])) for cells in rows}


def _best(call: Callable[[], object]) -> float:
    return min(timed(call) for _ in range(_ROUNDS))


_TEXT = (
    "Ingest, by `benchmarks.ingest`, reads, parses, indexes (words, pairs of characters, sounds, concepts,"
    " shingles) and saves files. The rest is processor time of one thread; the draft check runs over the shipped"
    " documents as if they were drafts."
)
