"""What a text becomes before it is stored: parsed, cut into tokens, sampled. Pure, so it may run anywhere.

Cutting words takes most of the time of ingesting, so with many files it is spread over the
machine's cores; what comes back is in the order of the files, whichever core was first.
"""

import hashlib
import multiprocessing
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from bot.corpus.shelf import Kept
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


class _Work(Protocol):
    """What a process works on: something with a text."""

    @property
    def text(self) -> str: ...


_Piece = TypeVar("_Piece", bound=_Work)
_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class _Text:
    """What a file holds, or what becomes of it if it cannot be read."""

    name: str
    text: str = ""
    failure: Read | None = None


def _read(source: Source) -> _Text:
    try:
        return _Text(source.name, source.read())
    except UnreadableFileError as exc:
        problem = str(exc).removeprefix(f"{source.where}: ")
        return _Text(source.name, failure=Read(source.name, problem=problem, why=exc.why))


def hash_of(text: str) -> str:
    """The text's fingerprint: the same text again has the same."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def terms_of(passage: Passage, catalog: Catalog, concepts: Concepts) -> Terms:
    """The tokens of a passage as it is read: in simplified characters, without pinyin in brackets."""
    text, headline = readable(passage.text), readable(passage.headline)
    if (text, headline) != (passage.text, passage.headline):  # seldom, and a copy takes its time
        passage = replace(passage, text=text, headline=headline)
    return index_terms(passage, catalog, concepts)


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
        return self._each(Workshop._of_text, map(_read, sources), count)

    def anew(self, documents: Iterable[Kept], count: int) -> Iterator[tuple[Kept, Prepared]]:
        """What documents that were added once become today, each with itself."""
        return self._each(Workshop._of_kept, documents, count)

    def read(self, source: Source) -> Read:
        """What one source gives."""
        return self._of_text(_read(source))

    def _of_text(self, found: _Text) -> Read:
        return found.failure or self.of_text(found.name, found.text)

    def _of_kept(self, kept: Kept) -> tuple[Kept, Prepared]:
        return kept, replace(self, given=kept.given).prepare(Part(kept.text), kept.file)

    def of_text(self, name: str, text: str) -> Read:
        """What a text gives."""
        parts = parts_of(text, self.catalog)
        return Read(name, tuple(self.prepare(part, name) for part in parts))

    def prepare(self, part: Part, name: str) -> Prepared:
        """The document of a text or of a part of it, with its tokens, shingles and sketch."""
        given = self.given.over(part.given)
        document = part.parse(file=name, catalog=self.catalog, given=given)
        passages = document.passages()
        terms = tuple(terms_of(passage, self.catalog, self.concepts) for passage in passages)
        pieces = tuple(shingles(self.masks.runs(passage.text)) for passage in passages)
        found = sketch(row.letters for row in terms)
        return Prepared(document, part.text, hash_of(part.text), terms, pieces, found, given)

    def _each(
        self, act: "Callable[[Workshop, _Piece], _Made]", pieces: Iterable[_Piece], count: int
    ) -> Iterator[_Made]:
        """What each piece of work makes, in order; in this process, or over all cores if that pays."""
        if count < WORTH_FORKING or self.cores < 2 or not _can_fork():
            return (act(self, piece) for piece in pieces)
        return self._spread(act, pieces)

    def _spread(
        self, act: "Callable[[Workshop, _Piece], _Made]", pieces: Iterable[_Piece]
    ) -> Iterator[_Made]:
        """The same over all cores; the work is fetched here, in order, some ahead."""
        words("准备")  # so that the dictionary is loaded once, before the processes part
        _shared.append(self)
        fork = multiprocessing.get_context("fork")
        pool = ProcessPoolExecutor(self.cores, mp_context=fork)
        waiting: deque[tuple[int, Future[_Made]]] = deque()
        rest = iter(pieces)
        try:
            while True:
                while _is_short(waiting, self.cores) and (piece := next(rest, None)):
                    task = pool.submit(_in_process, act, piece)
                    waiting.append((max(len(piece.text), _LEAST), task))
                if not waiting:
                    return
                yield waiting.popleft()[1].result()
        finally:
            pool.shutdown(cancel_futures=True)
            _shared.pop()


_shared: list[Workshop] = []  # what the processes have in common with this one: too big to send


def _is_short(waiting: Collection[tuple[int, object]], cores: int) -> bool:
    """Whether the processes may run out of work before the next text is asked for."""
    return len(waiting) <= cores or sum(letters for letters, _ in waiting) < _AHEAD


def _in_process(act: Callable[[Workshop, _Piece], _Made], piece: _Piece) -> _Made:
    return act(_shared[-1], piece)


def _can_fork() -> bool:
    return "fork" in multiprocessing.get_all_start_methods()
