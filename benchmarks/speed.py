"""How long a search takes, at 113 passages and at more: p50 and p95 over all graded queries.

    make bench                                  113 and 10,000 passages
    python -m benchmarks.speed 113 100000       other sizes

Larger stores hold documents whose sentences are drawn from the corpus with a fixed seed; word
frequencies are those of the corpus, so rare words are as rare as there, not as in a larger world.
"""

import random
import re
import sys
import time
from collections.abc import Iterator
from statistics import quantiles

from benchmarks.evaluate import read_queries, ready
from bot.catalog import load_catalog
from bot.config import cache_dir, data_dir
from bot.models import Document, Point, Section
from bot.search import Finder
from bot.text.segment import configure
from bot.text.terms import index_terms

_SENTENCE = re.compile(r"[^。；\n]+[。；\n]?")
_SENTENCES = 5  # of a made-up passage; the corpus has about as many
_PASSAGES = 25  # of a made-up document


def main() -> None:
    """Prints one line for each size."""
    sizes = [int(word) for word in sys.argv[1:]] or [113, 10_000]
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    finder = ready(catalog)
    queries = [query.text for query in read_queries()]
    sys.stdout.write("| passages | p50 ms | p95 ms | p95 over the smallest |\n|---|---|---|---|\n")
    smallest = 0.0
    for size in sorted(sizes):
        _grow(finder, size)
        p50, p95 = _percentiles(finder, queries)
        smallest = smallest or p95
        sys.stdout.write(f"| {size:,} | {p50:.1f} | {p95:.1f} | {p95 / smallest:.1f} |\n")


def _percentiles(finder: Finder, queries: list[str]) -> tuple[float, float]:
    """Milliseconds of a search, warm: every query is asked once before it is timed."""
    for query in queries:
        finder.search(query)
    times = []
    for query in queries:
        start = time.perf_counter()
        finder.search(query)
        times.append((time.perf_counter() - start) * 1000)
    cuts = quantiles(times, n=20)
    return cuts[9], cuts[18]


def _grow(finder: Finder, size: int) -> None:
    """Adds made-up documents until the store holds that many passages."""
    missing = size - finder.store.passage_count()
    texts = [text for _, text in finder.store.document_texts(shipped=True)]
    made = _passages([found for text in texts for found in _SENTENCE.findall(text)])
    with finder.store.transaction():
        for number in range(max(0, missing) // _PASSAGES):
            document = _document(
                f"made-{size}-{number}.txt", [next(made) for _ in range(_PASSAGES)]
            )
            terms = [index_terms(p, finder.catalog, finder.concepts) for p in document.passages()]
            finder.store.add_document(document, "", document.file, terms)


def _passages(sentences: list[str]) -> Iterator[str]:
    draw = random.Random(1)
    while True:
        yield "".join(draw.sample(sentences, _SENTENCES))


def _document(name: str, texts: list[str]) -> Document:
    points = tuple(Point(n, "", text[:12], text, None, n) for n, text in enumerate(texts, 1))
    section = Section("problems", "", "", "", (), points, 1)
    return Document(name, name, 2021, "2021", "personal", (), True, (section,))


if __name__ == "__main__":
    main()
