"""How a store behaves as it grows: searches, adding, memory, size, the checklist.

    make bench-growth                           1,000, 10,000 and 100,000 passages
    python -m benchmarks.growth --large         500,000 as well, if they are there in time
    python -m benchmarks.growth 1000 50000      other sizes

The documents are made up with a fixed seed, their tokens cut in all cores, and stored by the same
code as any other's. Each size is then measured in a process of its own, so that memory is what a bot
with such a store needs. All times are processor time of one thread, since other programs share the
cores. Searches: p50 and p95 of the graded queries, warm, each the best of three. Adding: documents
of the tests, read, parsed and stored. Checklist: all parts with their examples, nothing remembered.
"""

import argparse
import multiprocessing
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import jieba

from benchmarks.evaluate import read_queries, ready
from benchmarks.ingest import write
from benchmarks.made import PASSAGES, documents
from benchmarks.timing import timed
from bot.assistant import Assistant
from bot.catalog import load_catalog
from bot.config import cache_dir, data_dir
from bot.corpus.ingest import Ingest, Wishes
from bot.corpus.store import Store
from bot.models import Catalog, Document, Preparation, Session
from bot.search import Finder
from bot.text.concepts import Concepts
from bot.text.segment import configure
from bot.text.shingles import Masks, shingles
from bot.text.terms import Terms, index_terms

_SIZES = (1_000, 10_000, 100_000)
_LARGE = 500_000
_PATIENCE = 15 * 60  # seconds of filling after which the largest store stays as large as it is
_TOGETHER = 200  # documents stored in one transaction
_ROUNDS = 3
_ADDED = 20  # documents of the tests by which adding is timed
_HEAD = "| passages | p50 ms | p95 ms | adding, passages/s | peak MB | store MB | checklist ms |"


def main() -> None:
    """Fills a store step by step and prints a line for each size."""
    options = argparse.ArgumentParser()
    options.add_argument("sizes", type=int, nargs="*")
    options.add_argument("--large", action="store_true")
    options.add_argument(
        "--measure", type=Path, help="measure this store; used by the benchmark itself"
    )
    said = options.parse_args()
    if said.measure:
        _measure(said.measure)
        return
    sizes = sorted(said.sizes or _SIZES) + ([_LARGE] if said.large else [])
    sys.stdout.write(f"{_HEAD}\n|{'---|' * (_HEAD.count('|') - 1)}\n")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "store.sqlite3"
        finder = ready(_catalog(), path=path)
        ends = time.monotonic() + _PATIENCE
        for size in sizes:
            _fill(finder, size, ends)
            finder.store.connection.truncate_log()
            command = [sys.executable, "-m", "benchmarks.growth", "--measure", str(path)]
            subprocess.run(command, check=True)
        finder.store.close()


def _catalog() -> Catalog:
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    return catalog


# --- filling

_shared: list[tuple[Catalog, Concepts, Masks]] = []  # what the processes have in common
Row = tuple[Document, list[Terms], list[set[int]]]


def _fill(finder: Finder, size: int, ends: float) -> None:
    """Adds made-up documents until the store holds that many passages, or time is up."""
    store = finder.store
    count = max(0, size - store.passage_count()) // PASSAGES
    texts = [text for _, text in store.document_texts(shipped=True)]
    finder.search("准备")  # so that the dictionary is loaded once, before the processes part
    made = islice(documents(texts, jieba.dt.FREQ, seed=store.document_count()), count)
    _shared.append((finder.catalog, finder.concepts, Masks(finder.catalog)))
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        for together in _groups(pool.imap(_row, made, chunksize=4)):
            with store.transaction(), store.filling():
                for made_up, terms, pieces in together:
                    store.add_document(made_up, "", made_up.file, terms, shingles=pieces)
            if time.monotonic() > ends:
                break
    _shared.clear()


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while group := list(islice(remaining, _TOGETHER)):
        yield group


def _row(made_up: Document) -> Row:
    catalog, concepts, masks = _shared[-1]
    found = made_up.passages()
    terms = [index_terms(passage, catalog, concepts) for passage in found]
    return made_up, terms, [shingles(masks.runs(passage.text)) for passage in found]


# --- measuring


def _measure(path: Path) -> None:
    """Prints the line of a store; what is added to it for that is taken out again."""
    catalog = _catalog()
    store = Store.open(path)
    finder = Finder(store, catalog)
    p50, p95 = _percentiles(finder, [query.text for query in read_queries()])
    checklist = _checklist(store, finder)
    peak = _peak()
    size = store.connection.size() / 1e6
    sys.stdout.write(
        f"| {store.passage_count():,} | {p50:.1f} | {p95:.1f} | {_adding(store, finder):,.0f} "
        f"| {peak:.0f} | {size:,.0f} | {checklist:.0f} |\n"
    )
    sys.stdout.flush()
    store.close()


def _peak() -> float:
    """The most memory that this program had so far, in MB; Linux only.

    Not of `getrusage`, which counts what the program that started this one had.
    """
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def _percentiles(finder: Finder, queries: list[str]) -> tuple[float, float]:
    """Milliseconds of a search, warm: every query is asked once before it is timed."""
    for query in queries:
        finder.search(query)
    rounds = [[timed(partial(finder.search, q)) * 1000 for q in queries] for _ in range(_ROUNDS)]
    cuts = quantiles(map(min, *rounds), n=20)
    return cuts[9], cuts[18]


def _checklist(store: Store, finder: Finder) -> float:
    """Milliseconds for all parts of the checklist with their examples, nothing remembered."""
    assistant = Assistant(store, finder.catalog, finder.concepts)
    theme = assistant.themes.default()
    session = Session(1, preparation=Preparation(areas=("petition", "street"), theme=theme.key))

    def whole() -> None:
        assistant.checklist.progress(session)
        for key in assistant.checklist.cards(session):
            assistant.checklist.card(session, key)

    return timed(whole) * 1000


class _TakenBack(Exception):
    """Ends a transaction whose changes are not wanted."""


def _adding(store: Store, finder: Finder) -> float:
    """Passages a second that are read, parsed and stored."""
    with TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        write(texts, _ADDED)
        before, started = store.passage_count(), time.process_time()
        try:
            with store.transaction():
                ingest = Ingest(store, finder.catalog, finder.concepts)
                ingest.add_files([texts], Wishes(similar=True), cores=1)
                count = store.passage_count() - before
                raise _TakenBack
        except _TakenBack:
            return count / (time.process_time() - started)


if __name__ == "__main__":
    main()
