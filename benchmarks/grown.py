"""Measures a store that was filled, in a process of its own: `python -m benchmarks.grown STORE`.

Prints what it found as JSON. What is added to the store for that is taken out again.
"""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.evaluate import read_queries, unasked
from benchmarks.ingest import write
from benchmarks.timing import cuts, peak, timed
from bot.assistant import Assistant
from bot.catalog import load_catalog
from bot.config import cache_dir, data_dir
from bot.corpus.ingest import Ingest, Wishes
from bot.corpus.store import Store
from bot.models import Preparation, Session
from bot.search import Finder
from bot.text.segment import configure

_ROUNDS = 3
_ADDED = 20  # documents of the tests by which adding is timed
_AREAS = ("petition", "street")  # of the chat that opens the checklist
_ASKED = "等靠要怎么写"  # after each change of the store


@dataclass(frozen=True, slots=True)
class Grown:
    """What a store of some size does; times are processor time of one thread."""

    passages: int
    documents: int
    megabytes: float  # on disk
    p50: float  # ms of a search, warm
    p95: float
    first_p95: float  # ms of a query's first time
    changed: float  # ms of a search after the store has changed, when nothing is remembered
    card: float  # ms of a part of the checklist, nothing remembered
    checklist: float  # … of all parts
    peak: float  # MB of the process that did all this
    added: float  # ms for one more document
    adding: float  # passages a second


def main() -> None:
    """Prints what the store does."""
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    store = Store.open(Path(sys.argv[1]))
    assistant = Assistant(store, catalog)
    first, warm = _searches(assistant.finder, [query.text for query in read_queries()])
    found = Grown(
        passages=store.passage_count(),
        documents=store.document_count(),
        megabytes=store.connection.size() / 1e6,
        p50=cuts(warm)[0],
        p95=cuts(warm)[1],
        first_p95=cuts(first)[1],
        changed=_anew(store, lambda: assistant.find(Session(1), _ASKED, limit=5)),
        card=_anew(store, lambda: _open(assistant, "3")),
        checklist=_anew(store, lambda: _open(assistant)),
        peak=peak(),
        **_adding(Ingest(store, catalog, assistant.finder.concepts)),
    )
    store.close()
    sys.stdout.write(json.dumps(asdict(found)))


def _searches(finder: Finder, queries: list[str]) -> tuple[list[float], list[float]]:
    """Seconds of each query's first time, and the best of some more."""
    search = unasked(finder)
    first = [timed(partial(search, query)) for query in queries]
    rounds = [[timed(partial(search, q)) for q in queries] for _ in range(_ROUNDS)]
    return first, list(map(min, *rounds))


def _anew(store: Store, act: Callable[[], object]) -> float:
    """Milliseconds after a change of the store, which leaves nothing remembered."""

    def once() -> float:
        store.changed()
        return timed(act) * 1000

    return median(once() for _ in range(_ROUNDS))


def _open(assistant: Assistant, *cards: str) -> None:
    """Opens these parts of the checklist, or all of them, each with its examples."""
    theme = assistant.themes.default()
    session = Session(1, preparation=Preparation(areas=_AREAS, theme=theme.key))
    assistant.checklist.progress(session)
    for key in cards or assistant.checklist.cards(session):
        assistant.checklist.card(session, key)


class _TakenBack(Exception):
    """Ends a transaction whose changes are not wanted."""


def _adding(ingest: Ingest) -> dict[str, float]:
    """Documents read, parsed and stored: milliseconds for one, and passages a second for more."""
    store = ingest.store
    with TemporaryDirectory() as folder:
        texts = Path(folder) / "texts"
        write(texts, _ADDED + 1)
        one, *more = sorted(texts.iterdir())
        wishes = Wishes(similar=True)
        try:
            with store.transaction():
                ingest.add_files([more[0]], wishes, cores=1)  # so that everything is loaded
                alone = timed(lambda: ingest.add_files([one], wishes, cores=1))
                before, started = store.passage_count(), time.process_time()
                ingest.add_files(more[1:], wishes, cores=1)
                spent = time.process_time() - started
                count = store.passage_count() - before
                raise _TakenBack
        except _TakenBack:
            return {"added": alone * 1000, "adding": count / spent}


if __name__ == "__main__":
    main()
