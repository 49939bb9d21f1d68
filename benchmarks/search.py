"""Search: time, memory and quality at growing sizes, beside what one would use instead."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.engine import FLOOR, OURS
from benchmarks.made import stores
from benchmarks.peers import PEERS
from benchmarks.report import Part, Ratio, Table
from benchmarks.timing import ROOT, environment
from bot.catalog import load_catalog
from bot.config import cache_dir, data_dir
from bot.corpus.store import Store
from bot.text.normalize import normalize
from bot.text.segment import configure, words_of

SIZES = (113, 10_000, 100_000)
LARGE = 500_000
_TOGETHER = 1_000  # passages read at once


def measure(
    *, large: bool = False, sizes: Sequence[int] = SIZES, folder: Path | None = None
) -> Part:
    """Measures every engine at each size; the stores are kept in the folder, if one is named."""
    sizes = sorted({*sizes, *((LARGE,) if large else ())})
    found: dict[int, dict[str, Any]] = {}
    with TemporaryDirectory() as name:
        for size, path in zip(sizes, stores(folder or Path(name), sizes), strict=True):
            start = time.perf_counter()
            lines = Path(name) / "passages.jsonl"
            _list(path, lines)
            peers = [name for name, (_, most) in PEERS.items() if large or size <= most]
            found[size] = {OURS: _engine(OURS, path)}
            with ThreadPoolExecutor(os.cpu_count()) as side_by_side:  # only processor time counts
                found[size] |= zip(
                    peers, side_by_side.map(partial(_engine, path=lines), peers), strict=True
                )
            found[size][FLOOR] = found[size][OURS]["floor"]
            _tell(f"search at {size:,}: {time.perf_counter() - start:.0f} s")
    return _part(found)


def _engine(name: str, path: Path) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.engine", name, str(path)]
    env = environment(peers=name != OURS)
    done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{name} at {path.stem}: {done.stderr[-600:]}")
    _tell(f"  {name}")
    return dict(json.loads(done.stdout))


def _list(path: Path, lines: Path) -> None:
    """Lists a store's passages for the peers: document, headline, text, words joined by blanks."""
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    with closing(Store.open(path)) as store, lines.open("w", encoding="utf-8") as out:
        ids = range(1, store.passage_count() + 1)
        for first in ids[::_TOGETHER]:
            found = store.passages(range(first, first + _TOGETHER))
            for p in (found[number] for number in sorted(found)):
                cut = " ".join(words_of(normalize(f"{p.headline}。{p.text}")))
                values = (p.document, p.headline, p.text, cut)
                out.write(json.dumps(values, ensure_ascii=False) + "\n")


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")


def _part(found: dict[int, dict[str, Any]]) -> Part:
    quality = {name: row["ndcg"] for name, row in found[min(found)].items() if "ndcg" in row}
    tables = tuple(
        Table(
            ("", "nDCG@5", "p50 ms", "p95 ms", "p99 ms", "p95 ms cold", "MB"),
            tuple(_row(name, row, quality.get(name)) for name, row in _sorted(rows)),
            f"{size:,} passages",
        )
        for size, rows in found.items()
    )
    series: dict[str, list[tuple[float, float]]] = {}
    for size, rows in found.items():
        for name, row in rows.items():
            series.setdefault(name, []).append((size, row["warm"][1]))
    return Part("Search", _TEXT, tuple(_ratios(found, quality)), tables, series)


def _ratios(found: dict[int, dict[str, Any]], quality: dict[str, float]) -> Iterator[Ratio]:
    best = max(value for name, value in quality.items() if name != OURS)
    yield Ratio("nDCG@5 of the search / that of the best peer", quality[OURS] / best, at_least=1.0)
    for size, rows in found.items():
        ours = rows[OURS]["warm"][1]
        aim = 1.5 if size == 100_000 else None
        yield Ratio(f"p95 at {size:,} / its FTS5 queries alone", ours / rows[FLOOR]["warm"][1], at_most=aim)  # fmt: skip
        for name in filter(rows.__contains__, ("FTS5, jieba words", "rapidfuzz over all")):
            yield Ratio(f"p95 at {size:,} / {name}", ours / rows[name]["warm"][1])
        equal = [n for n in rows if n in quality and n != OURS and quality[n] >= quality[OURS]]
        yield from (
            Ratio(f"p95 at {size:,} / {name} (as good or better)", ours / rows[name]["warm"][1], at_most=1.0)
            for name in equal
        )  # fmt: skip


def _sorted(rows: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted(rows.items(), key=lambda pair: pair[1]["warm"][1])


def _row(name: str, row: dict[str, Any], quality: float | None) -> tuple[str, ...]:
    return (
        f"**{name}**" if name == OURS else name,
        f"{quality:.3f}" if quality is not None else "",
        *(f"{value:.2f}" for value in row["warm"]),
        f"{row['cold'][1]:.2f}" if "cold" in row else "",
        f"{row['mb']:.0f}" if "mb" in row else "",
    )


_TEXT = """Quality is nDCG@5 over all graded queries of the development set that have an answer, on the 113 shipped
passages; it is what makes the times comparable. Each engine runs in a process of its own: `MB` is what is
resident after the queries, jieba's dictionary (some 60) and, for the peers, the texts and words handed over
among it. Times are processor times, so that other programs on the machine do not count; no engine waits
for anything. Cold is a query's first time, with the dictionary loaded; warm the best of two more. An engine
that needs more than a few seconds for all queries gets every so many of them, at least forty.

Larger stores are made up: documents with the build of the shipped ones, half of whose sentences come from the
corpus, half are words drawn by the frequencies of jieba's dictionary, which were counted in general Chinese. A large text of this field that
could ship beside the benchmark is not at hand. rank-bm25 and whoosh beyond 10,000 passages, and RapidFuzz
beyond 100,000, need `python -m benchmarks.bench --large`; 500,000 passages come with `--sizes`."""
