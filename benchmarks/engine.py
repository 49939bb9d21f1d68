"""One search engine at one size, in a process of its own: `python -m benchmarks.engine NAME FILE`.

The file is the store for the product, the list of its passages for a peer. Prints what it measured as JSON. Cold is each query's first time, warm its best of two afterwards.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.evaluate import Graded, average, read_queries, score, unasked
from benchmarks.peers import LIMIT, PEERS, Find, Texts
from benchmarks.timing import cuts, memory, timed
from bot.catalog import load_catalog
from bot.config import cache_dir, data_dir
from bot.corpus.store import Store
from bot.search import Finder
from bot.text.segment import configure, words

OURS = "prepbot"
FLOOR = "its FTS5 queries alone"
_PATIENCE = 4.0  # seconds for a round of all queries; a slower engine gets fewer of them
_FEWEST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as the grading reads it."""

    document: str
    headline: str
    text: str


def main() -> None:
    """Measures the engine and prints what was found."""
    name, path = sys.argv[1], Path(sys.argv[2])
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    words("准备")
    queries = [query for query in read_queries() if query.split == "tune"]
    if name == OURS:
        finder = Finder(Store.open(path), catalog)
        found = _measured(queries, unasked(finder, limit=LIMIT))
        found["ndcg"] = _ours_quality(finder, queries)
        found["floor"] = _floor(finder, queries)
    else:
        with TemporaryDirectory() as own:
            found = _peer(name, path, queries, Path(own))
    sys.stdout.write(json.dumps(found))


def _peer(name: str, path: Path, queries: list[Graded], own: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = Texts([f"{row[1]}。{row[2]}" for row in rows], [row[3] for row in rows], own)
    passages = [Row(*row[:3]) for row in rows] if len(rows) < 1000 else []
    del rows
    find: list[Find] = []
    built = timed(lambda: find.append(PEERS[name][0](texts)))
    found = _measured(queries, find[0])
    if passages:
        scores = [score(q, [passages[n] for n in find[0](q.text)]) for q in queries if q.gold]  # type: ignore[misc]
        found["ndcg"] = average(scores, "ndcg")
    return found | {"built": built}


def _measured(queries: list[Graded], find: Callable[[str], object]) -> dict[str, Any]:
    texts = [query.text for query in queries]
    probe = texts[:: len(texts) // 8]
    taken = sum(timed(lambda q=query: find(q)) for query in probe) / len(probe) * len(texts)
    count = max(_FEWEST, min(len(texts), round(len(texts) * _PATIENCE / taken)))
    asked = [q for q in texts if q not in probe][:: max(1, len(texts) // count)]
    cold = [timed(lambda q=query: find(q)) for query in asked]
    warm = [min(timed(lambda q=query: find(q)) for _ in range(2)) for query in asked]
    return {"cold": cuts(cold), "warm": cuts(warm), "asked": len(asked), "mb": memory()}


def _ours_quality(finder: Finder, queries: list[Graded]) -> float:
    scores = [
        score(q, [m.passage for m in finder.search(q.text, limit=LIMIT).matches])
        for q in queries
        if q.gold
    ]
    return average(scores, "ndcg")


def _floor(finder: Finder, queries: list[Graded]) -> dict[str, Any]:
    """The same FTS5 queries that the search asked, without anything around them."""
    index, ask, rounds = finder.store.index, finder.store.index.search, []
    asked: list[tuple[Any, Any]] = []

    def note(*values: Any, **options: Any) -> Any:
        asked.append((values, options))
        return ask(*values, **options)

    index.search = note  # type: ignore[method-assign]
    search = unasked(finder, limit=LIMIT)
    for query in queries:
        asked.clear()
        search(query.text)
        calls = list(asked)
        rounds.append(min(timed(lambda c=calls: [ask(*v, **o) for v, o in c]) for _ in range(2)))
    return {"warm": cuts(rounds)}


if __name__ == "__main__":
    main()
