"""How long a search takes and what memory it needs, at 113 passages and at more.

    python -m benchmarks.speed                        113 and 10,000 passages
    python -m benchmarks.speed --large                100,000 as well; some five minutes to fill
    python -m benchmarks.speed 113 50000              other sizes

p50 and p95 over all graded queries, warm, each the best of three, since other programs share the
cores. The store is a file in a temporary folder. Larger stores hold documents whose sentences are
drawn from the corpus with a fixed seed; word frequencies are those of the corpus, so rare words are
as rare as there, not as in a larger world. Memory is the peak of the whole process so far.
"""

import random
import re
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

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
    words = [word for word in sys.argv[1:] if word != "--large"]
    sizes = [int(word) for word in words] or [113, 10_000]
    if "--large" in sys.argv:
        sizes.append(100_000)
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    queries = [query.text for query in read_queries()]
    sys.stdout.write("| passages | p50 ms | p95 ms | peak MB |\n|---|---|---|---|\n")
    with TemporaryDirectory() as folder:
        finder = ready(catalog, path=Path(folder) / "store.sqlite3")
        for size in sorted(sizes):
            _grow(finder, size)
            p50, p95 = _percentiles(finder, queries)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            sys.stdout.write(f"| {size:,} | {p50:.1f} | {p95:.1f} | {peak:.0f} |\n")
            sys.stdout.flush()
        finder.store.close()


def _percentiles(finder: Finder, queries: list[str]) -> tuple[float, float]:
    """Milliseconds of a search, warm: every query is asked once before it is timed."""
    for query in queries:
        finder.search(query)
    rounds = [[_milliseconds(finder, query) for query in queries] for _ in range(3)]
    cuts = quantiles(map(min, *rounds), n=20)
    return cuts[9], cuts[18]


def _milliseconds(finder: Finder, query: str) -> float:
    start = time.perf_counter()
    finder.search(query)
    return (time.perf_counter() - start) * 1000


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
