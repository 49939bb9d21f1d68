"""Made-up documents, and the stores of them that the benchmarks search.

A made-up document has the build of a document of the corpus: its title, headings and the like stay,
its sentences are drawn anew. Those of the corpus alone would not do: recombined, its rare words are
as rare as in five documents. So half of the sentences are drawn from words of jieba's own dictionary
by its frequencies, which were counted in general Chinese. Document n is always the same one, however
large the store is that it goes into.
"""

import os
import random
import re
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, count, islice
from pathlib import Path

import jieba

from benchmarks.evaluate import ready
from benchmarks.timing import peak
from bot.catalog import load_catalog
from bot.config import cache_dir, data_dir
from bot.corpus.ingest import Ingest
from bot.corpus.prepare import WORTH_FORKING
from bot.search import Finder
from bot.text.readers import Source
from bot.text.segment import configure, words

_SENTENCE = re.compile(r"[^。；\n]+[。；\n]?")
_HEADING = re.compile(r"[（(一二三四五六\d]")  # how a line or sentence begins that stays
_LONG = 25  # characters from which a sentence is drawn anew; shorter ones name points
_HANZI = re.compile(r"[一-鿿]{1,4}")
_WORDS = (32, 64)  # of a made-up sentence, which gets as long as those of the corpus
_TOGETHER = 50  # documents stored in one transaction


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes documents without end; its tables take some 30 MB."""

    originals: Sequence[str]
    sentences: Sequence[str]
    words: Sequence[str]
    weights: Sequence[int]  # of the words, summed up

    @classmethod
    def of(cls, originals: Sequence[str], frequencies: dict[str, int]) -> "Maker":
        """From these texts and from words by their frequencies."""
        found = (s for text in originals for s in _SENTENCE.findall(text))
        kept = [word for word, n in frequencies.items() if n and _HANZI.fullmatch(word)]
        weights = list(accumulate(frequencies[word] for word in kept))
        return cls(originals, [s for s in found if len(s) > _LONG], kept, weights)

    def text(self, number: int) -> str:
        """The text of the document of that number."""
        draw = random.Random(number)

        def other(found: re.Match[str]) -> str:
            sentence = found[0]
            if len(sentence) <= _LONG or _HEADING.match(sentence.strip()):
                return sentence
            return self._sentence(draw)

        return _SENTENCE.sub(other, self.originals[number % len(self.originals)])

    def _sentence(self, draw: random.Random) -> str:
        if draw.random() < 0.5:
            return draw.choice(self.sentences)
        size = draw.randint(*_WORDS)
        return "".join(draw.choices(self.words, cum_weights=self.weights, k=size)) + "。"


def stores(folder: Path, sizes: Iterable[int]) -> Iterator[Path]:
    """A store of each size, from the smallest; those that the folder holds already are not made again."""
    before: Path | None = None
    for size in sorted(sizes):
        path = folder / f"{size}.sqlite3"
        if not path.exists():
            _grow(path, size, before)
        before = path
        yield path


def _grow(path: Path, size: int, before: Path | None) -> None:
    """Makes the store of that size, out of the one before; it appears when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    if before:
        shutil.copy(before, part)
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    finder = ready(catalog, path=part)
    already, started = finder.store.passage_count(), time.monotonic()
    _fill(finder, size)
    added, seconds = finder.store.passage_count() - already, time.monotonic() - started
    finder.store.connection.truncate_log()
    finder.store.close()
    part.rename(path)
    sys.stderr.write(
        f"{size:,}: filled with {added / seconds:,.0f} passages a second by the clock;"
        f" at most {peak():.0f} MB in the filling process\n"
    )


def _fill(finder: Finder, size: int) -> None:
    """Adds made-up documents until the store holds that many passages.

    They are made a few ahead of the writer, parsed and cut in all cores and stored by the code that
    stores any other's, so the memory that this takes does not go up with the size.
    """
    store = finder.store
    missing = size - store.passage_count()
    ingest = Ingest(store, finder.catalog, finder.concepts)
    workshop = ingest.workshop(cores=os.cpu_count() or 1)
    with closing(workshop.all(_sources(finder), WORTH_FORKING)) as reads, store.filling():
        while missing > 0:
            with store.transaction(), store.tally.gathering():
                for read in islice(reads, _TOGETHER):
                    for prepared in read.documents:
                        ingest.add_prepared(prepared, None)
                        missing -= len(prepared.terms)
                    if missing <= 0:
                        break


def _sources(finder: Finder) -> Iterator[Source]:
    """Made-up documents as files would be, from the first that the store does not hold."""
    words("准备")  # loads jieba's dictionary
    originals = [text for _, text in finder.store.document_texts(shipped=True)]
    maker = Maker.of(originals, jieba.dt.FREQ)
    for number in count(finder.store.document_count() - len(originals)):
        name = f"made-{number}.txt"
        yield Source(name, name, partial(maker.text, number))
