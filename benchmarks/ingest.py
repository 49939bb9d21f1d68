"""How fast documents are added, beside jieba's cutting alone; and whether a killed run goes on.

    make bench-ingest                           the speed, on the texts of the tests, many times over
    python -m benchmarks.ingest --kills 100     kills that many runs and compares the stores

The floor is jieba's own cutting of the same texts for searching, once, and nothing else done to them.
"""

import argparse
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks import floor
from benchmarks.parse import VARIANTS
from bot.catalog import load_catalog
from bot.config import cache_dir, data_dir
from bot.corpus.ingest import Ingest, Wishes
from bot.corpus.store import Store
from bot.models import Catalog
from bot.text.concepts import Concepts
from bot.text.segment import configure

_MANY = 120  # documents of the speed run
_RUNS = 3  # of which the median counts
_LONGEST = 1.2  # seconds until a run is killed; a whole one takes about as long
_FEW = 12  # documents of a run that is killed
_TIME = re.compile(r"20\d\d-\d\d-\d\d[T ][\d:.+]+")
_SENTENCE = re.compile(r"[^。；\n]+[。；\n]?")


def main() -> None:
    """Prints the speed, or how many killed runs ended in the same store."""
    options = argparse.ArgumentParser()
    options.add_argument("--kills", type=int, default=0)
    kills = options.parse_args().kills
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    concepts = Concepts(catalog)
    folder = Path(tempfile.mkdtemp())
    try:
        write(folder / "texts", _FEW if kills else _MANY)
        if kills:
            same = sum(_survives(folder, catalog, concepts, number) for number in range(kills))
            sys.stdout.write(f"{same} of {kills} killed runs ended in the store of a whole run\n")
        else:
            _speed(folder / "texts", catalog, concepts)
    finally:
        shutil.rmtree(folder)


def write(folder: Path, count: int) -> None:
    """Texts of the tests with their sentences drawn anew, so that none is like another."""
    folder.mkdir()
    originals = [
        path.read_text(encoding="utf-8")
        for path in [*sorted((data_dir() / "corpus").glob("*.txt"))] * 99
        + sorted(VARIANTS.glob("[0-3]*.txt"))
    ]
    pool = [found for text in originals[:5] for found in _SENTENCE.findall(text) if len(found) > 25]
    draw = random.Random(1)
    for number in range(count):
        text = originals[number]

        def other(found: re.Match[str]) -> str:
            long = len(found[0]) > 25 and not re.match(r"[（(一二三四五六\d]", found[0].strip())
            return draw.choice(pool) if long else found[0]

        (folder / f"{number:04}.txt").write_text(_SENTENCE.sub(other, text), encoding="utf-8")


def _speed(folder: Path, catalog: Catalog, concepts: Concepts) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    size = sum(map(len, texts))
    floor.prepare()
    # in turn, several times: what else the machine does slows all of them alike
    floors, rows = [], []
    runs: dict[str, list[float]] = {"one process": [], "all cores": []}
    for number in range(_RUNS):
        floors.append(_seconds(partial(floor.cut, texts)))
        for name, cores in (("one process", 1), ("all cores", os.cpu_count() or 1)):
            store = Store.open(folder / f"{name}{number}.sqlite3")
            ingest = Ingest(store, catalog, concepts)
            add = partial(ingest.add_files, [folder], Wishes(similar=True), cores=cores)
            runs[name].append(_seconds(add))
            counts = store.document_count(), store.passage_count()
            store.close()
    for name, seconds in runs.items():
        share = median(one / many for one, many in zip(floors, seconds, strict=True))
        speed = size / median(seconds)
        rows.append(f"| {name} | {counts[0]} | {counts[1]} | {speed:,.0f} | {share:.2f} |")
    sys.stdout.write(
        "| ingest | documents | passages | characters/s | of jieba alone |\n|---|---|---|---|---|\n"
        f"| jieba alone | {len(texts)} | | {size / median(floors):,.0f} | 1 |\n"
        + "\n".join(rows)
        + "\n"
    )


def _seconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _survives(folder: Path, catalog: Catalog, concepts: Concepts, number: int) -> bool:
    """Whether a run that is killed at some moment, and a second one, give the store of a whole run."""
    whole, broken = folder / "whole.sqlite3", folder / f"broken{number}.sqlite3"
    if not whole.exists():
        _run(whole, folder / "texts", catalog, concepts)
    child = os.fork()
    if child == 0:
        _run(broken, folder / "texts", catalog, concepts)
        os._exit(0)
    time.sleep(random.Random(number).uniform(0.0, _LONGEST))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    _run(broken, folder / "texts", catalog, concepts)
    same = contents(whole) == contents(broken)
    broken.unlink()
    return same


def _run(path: Path, texts: Path, catalog: Catalog, concepts: Concepts) -> None:
    store = Store.open(path)
    Ingest(store, catalog, concepts).add_files([texts])
    store.close()


def contents(path: Path) -> list[str]:
    """Everything in the store but the times; of the index what it holds, not how it is packed."""
    store = Store.open(path)
    rows = [line for line in store.db.conn.iterdump() if "passage_index_" not in line]
    terms = store.db.conn.execute("SELECT term, doc, cnt FROM passage_terms ORDER BY term")
    rows += [repr(row) for row in terms]
    store.close()
    return [_TIME.sub("", row) for row in rows]


if __name__ == "__main__":
    main()
