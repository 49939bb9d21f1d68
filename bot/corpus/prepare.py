"""What a text becomes before it is stored: parsed, cut into tokens, sampled. Pure, so it may run anywhere.

Cutting words takes most of the time of ingesting, so with many files it is spread over the
machine's cores; what comes back is in the order of the files, whichever core was first.
"""

import hashlib
import multiprocessing
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace

from bot.errors import Trouble, UnreadableFileError
from bot.models import Catalog, Document, Passage
from bot.text.concepts import Concepts
from bot.text.header import Given
from bot.text.likeness import sketch
from bot.text.normalize import readable
from bot.text.parse import Part, parts_of
from bot.text.readers import Source
from bot.text.segment import words
from bot.text.shingles import Masks, shingles
from bot.text.terms import Terms, index_terms

WORTH_FORKING = 40  # files from which starting more processes pays
# Letters of texts that wait, prepared or not: what the processes work on while others are stored.
_AHEAD = 300_000
_LEAST = 1_000  # … that a text counts at least


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be stored; `text` is its own part of the file."""

    document: Document
    text: str
    hash: str
    terms: tuple[Terms, ...]
    shingles: tuple[set[int], ...]  # of each passage, for what a draft may have copied
    sketch: frozenset[int]  # of the whole, for what it may be a copy of
    given: Given


@dataclass(frozen=True, slots=True)
class Read:
    """What a file gave: its documents, or why it cannot be used."""

    name: str
    documents: tuple[Prepared, ...] = ()
    problem: str = ""
    why: Trouble = "unknown"  # … in a word


def hash_of(text: str) -> str:
    """The text's fingerprint: the same text again has the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def terms_of(passage: Passage, catalog: Catalog, concepts: Concepts) -> Terms:
    """The tokens of a passage as it is read: in simplified characters, without pinyin in brackets."""
    text, headline = readable(passage.text), readable(passage.headline)
    if (text, headline) != (passage.text, passage.headline):  # seldom, and a copy takes its time
        passage = replace(passage, text=text, headline=headline)
    return index_terms(passage, catalog, concepts)


def prepare(
    part: Part, *, name: str, given: Given, catalog: Catalog, concepts: Concepts, masks: Masks
) -> Prepared:
    """The document of a text or of a part of it, with its tokens, shingles and sketch."""
    given = given.over(part.given)
    document = part.parse(file=name, catalog=catalog, given=given)
    passages = document.passages()
    terms = tuple(terms_of(passage, catalog, concepts) for passage in passages)
    pieces = tuple(shingles(masks.runs(passage.text)) for passage in passages)
    found = sketch(row.letters for row in terms)
    return Prepared(document, part.text, hash_of(part.text), terms, pieces, found, given)


@dataclass(frozen=True, slots=True)
class Workshop:
    """Prepares texts, in this process or in several."""

    catalog: Catalog
    concepts: Concepts
    masks: Masks
    given: Given = field(default_factory=Given)
    cores: int = 1

    def all(self, sources: Iterable[Source], count: int) -> Iterator[Read]:
        """What each source gives, in order; `count` is how many there are."""
        if count < WORTH_FORKING or self.cores < 2 or not _can_fork():
            return (self.read(source) for source in sources)
        return self._spread(sources)

    def read(self, source: Source) -> Read:
        """What one source gives."""
        text = _text_of(source)
        return text if isinstance(text, Read) else self.of_text(source.name, text)

    def of_text(self, name: str, text: str) -> Read:
        """What a text gives."""
        parts = parts_of(text, self.catalog)
        return Read(name, tuple(self.prepare(part, name) for part in parts))

    def prepare(self, part: Part, name: str) -> Prepared:
        """What a text, or a part of it, becomes."""
        return prepare(
            part,
            name=name,
            given=self.given,
            catalog=self.catalog,
            concepts=self.concepts,
            masks=self.masks,
        )

    def _spread(self, sources: Iterable[Source]) -> Iterator[Read]:
        """The same over all cores; texts are read here, in order, some ahead."""
        words("准备")  # so that the dictionary is loaded once, before the processes part
        _shared.append(self)
        fork = multiprocessing.get_context("fork")
        pool = ProcessPoolExecutor(self.cores, mp_context=fork)
        waiting: deque[_Task] = deque()
        rest = iter(sources)
        try:
            while True:
                while _is_short(waiting, self.cores) and (source := next(rest, None)):
                    waiting.append(_task(pool, source))
                if not waiting:
                    return
                yield waiting.popleft().read.result()
        finally:
            pool.shutdown(cancel_futures=True)
            _shared.pop()


_shared: list[Workshop] = []  # what the processes have in common with this one: too big to send


@dataclass(frozen=True, slots=True)
class _Task:
    """A text that a process is to prepare."""

    size: int  # letters
    read: Future[Read]


def _is_short(waiting: Collection[_Task], cores: int) -> bool:
    """Whether the processes may run out of work before the next text is asked for."""
    return len(waiting) <= cores or sum(task.size for task in waiting) < _AHEAD


def _task(pool: ProcessPoolExecutor, source: Source) -> _Task:
    text = _text_of(source)
    if isinstance(text, str):
        size = max(len(text), _LEAST)
        return _Task(size, pool.submit(_in_process, source.name, text))
    done: Future[Read] = Future()
    done.set_result(text)
    return _Task(_LEAST, done)


def _text_of(source: Source) -> str | Read:
    """The text, or why there is none."""
    try:
        return source.read()
    except UnreadableFileError as exc:
        problem = str(exc).removeprefix(f"{source.where}: ")
        return Read(source.name, problem=problem, why=exc.why)


def _in_process(name: str, text: str) -> Read:
    return _shared[-1].of_text(name, text)


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()
