"""Puts documents into the store: read, parse, index, save; each document whole or not at all.

A run that is broken off loses nothing but the document it was at: the next run goes on from there.
"""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from bot.corpus.prepare import Prepared, Read, Workshop, hash_of, terms_of
from bot.corpus.report import IngestReport, Pace
from bot.corpus.shelf import Kept
from bot.corpus.state import is_current, set_current, state_of
from bot.corpus.store import Store
from bot.errors import DataError
from bot.models import Catalog, Document
from bot.text.concepts import Concepts
from bot.text.header import Given
from bot.text.likeness import likenesses, sketch
from bot.text.parse import Part
from bot.text.postings import index_phrases
from bot.text.readers import READERS, read_text, shown_name, sources
from bot.text.refusal import NAMES
from bot.text.shingles import Masks, shingles

_BATCH = 24  # files that are stored together
_SAME = 0.7  # share of a text that stands in another one, from which it is that text again
_TOLD = 0.3  # … from which the likeness is worth a warning


@dataclass(frozen=True, slots=True)
class Wishes:
    """How documents are to be added."""

    given: Given = field(default_factory=Given)  # beats what their texts let guess
    chats: tuple[int, ...] | None = None  # who may see them; None: everyone
    similar: bool = False  # add a text also when most of it stands in another one
    force: bool = False  # add a text also when it is of another kind
    dry_run: bool = False  # only tell what would become of them


Obstacle = Literal["", "same", "secret", "kind", "similar"]
"""Why a document should not be added: its text is stored, it bears a classification, it is of another
kind, most of it is stored."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """A document that might be added, with what speaks against it."""

    prepared: Prepared
    alike: tuple[tuple[str, float], ...] = ()  # stored documents that hold a share of its text
    obstacle: Obstacle = ""


class _DryRunOver(Exception):
    """Rolls a dry run back."""


_USUAL = Wishes()
_GUESS = Given()


class Ingest:
    """Adds documents to a store."""

    def __init__(self, store: Store, catalog: Catalog, concepts: Concepts) -> None:
        self.store = store
        self.catalog = catalog
        self.concepts = concepts
        self._masks = Masks(catalog)

    def add_files(
        self,
        paths: Sequence[Path],
        wishes: Wishes = _USUAL,
        *,
        watch: Callable[[Pace], None] | None = None,
        cores: int = 0,
    ) -> IngestReport:
        """Adds files and the documents in folders and archives; what cannot be used is skipped with its reason.

        `watch` is told the pace every few files; `cores` are to be used at most, 0 for all.
        """
        report = IngestReport(is_dry=wishes.dry_run)
        if not wishes.dry_run:
            self._add_all(paths, wishes, report, watch, cores)
            return report
        try:
            with self.store.transaction():
                self._add_all(paths, wishes, report, watch, cores)
                raise _DryRunOver
        except _DryRunOver:
            self.store.undone()
        return report

    def _add_all(
        self,
        paths: Sequence[Path],
        wishes: Wishes,
        report: IngestReport,
        watch: Callable[[Pace], None] | None,
        cores: int,
    ) -> None:
        counts = [sum(1 for _ in sources(path)) for path in paths]
        total, started = sum(counts), time.monotonic()
        for path, count in zip(paths, counts, strict=True):
            if not count:
                endings = ", ".join(READERS)
                reason = f"the folder holds no documents ({endings}); name another"
                report.skipped.append((shown_name(path), 0, reason))
        found = (source for path in paths for source in sources(path))
        workshop = self.workshop(wishes.given, cores or os.cpu_count() or 1)
        passages = 0
        reads = workshop.all(found, total)
        done = 0
        with self.store.filling():
            while batch := list(islice(reads, _BATCH)):
                # a transaction takes longer to end than a document to be written
                with self.store.transaction(), self.store.tally.gathering():
                    for read in batch:
                        before = len(report.added)
                        self._add(read, wishes, report)
                        passages += sum(count for _, count, _ in report.added[before:])
                done += len(batch)
                if watch:
                    watch(Pace(done, total, passages, time.monotonic() - started))

    def add_text(self, name: str, text: str, wishes: Wishes = _USUAL) -> IngestReport:
        """Adds the documents of a text, such as a message or a file that was sent."""
        report = IngestReport(is_dry=wishes.dry_run)
        self._add(self.workshop(wishes.given).of_text(name, text), wishes, report)
        return report

    def workshop(self, given: Given = _GUESS, cores: int = 1) -> Workshop:
        """What reads and prepares documents, in so many processes; it touches no store."""
        return Workshop(self.catalog, self.concepts, self._masks, given, cores)

    def _add(self, read: Read, wishes: Wishes, report: IngestReport) -> None:
        if read.problem:
            report.skipped.append((read.name, 0, read.problem))
            return
        for prepared in read.documents:
            with self.store.transaction():
                self._add_document(prepared, wishes, report)

    def _add_document(self, prepared: Prepared, wishes: Wishes, report: IngestReport) -> None:
        document = prepared.document
        if self.store.has_content(prepared.hash):
            report.unchanged.append(document.file)
            return
        alike = self._alike(prepared)
        if reason := self._objection(prepared, alike, wishes):
            report.skipped.append((document.file, *reason))
            return
        self._keep(prepared, wishes.chats)
        told = tuple(f"line 1: {share:.0%} of it stands in {file}" for file, share in alike)
        report.added.append((document.file, len(prepared.terms), (*told, *document.warnings)))
        report.guessed[document.file] = _guesses(document, alike)

    def look(self, prepared: Prepared) -> Prospect:
        """The document with what speaks against adding it, as far as the store tells."""
        if known := self.store.file_of_content(prepared.hash):
            return Prospect(prepared, ((known, 1.0),), "same")
        alike = tuple(self._alike(prepared))
        if prepared.document.classified:
            return Prospect(prepared, alike, "secret")
        if not prepared.document.is_statement:
            return Prospect(prepared, alike, "kind")
        return Prospect(prepared, alike, "similar" if alike and alike[0][1] >= _SAME else "")

    def add_prepared(self, prepared: Prepared, chats: tuple[int, ...] | None) -> str | None:
        """Adds a document whatever speaks against it; its name, with a number if that was taken.

        None, and nothing is added, when its very text is stored already.
        """
        with self.store.transaction():
            if self.store.has_content(prepared.hash):
                return None
            file = self._free(prepared.document.file)
            named = replace(prepared, document=replace(prepared.document, file=file))
            self._keep(named, chats)
        return file

    def _free(self, file: str) -> str:
        """A name that no document of the user's has: 材料.docx, else 材料-2.docx, 材料-3.docx …"""
        suffix = PurePosixPath(file).suffix
        name, number = file, 1
        while self.store.has_own(name):
            number += 1
            name = f"{file.removesuffix(suffix)}-{number}{suffix}"
        return name

    def _keep(self, prepared: Prepared, chats: tuple[int, ...] | None) -> None:
        """Stores a document of the user's own."""
        document = prepared.document
        is_forced = not document.is_statement
        kept = Kept(document.file, prepared.text, prepared.given, chats, is_forced=is_forced)
        self._save(prepared, shipped=False, kept=kept)

    def _objection(
        self, prepared: Prepared, alike: Sequence[tuple[str, float]], wishes: Wishes
    ) -> tuple[int, str] | None:
        """Line and reason why a document should not be added."""
        document = prepared.document
        if document.classified and not wishes.force:
            line, mark = document.classified
            return (
                line,
                f"it bears a classification ({mark}); if that is lifted, add it with --force",
            )
        if not document.is_statement and not wishes.force:
            return 1, (
                "no 对照检查材料 was recognized in it, it reads like"
                f" {NAMES[document.refusal]}; check it with `prepbot parse`, or add it with --force"
            )
        if self.store.has_own(document.file):
            return 0, "another document of yours has that name; rename the file"
        if not wishes.similar and alike and alike[0][1] >= _SAME:
            file, share = alike[0]
            return 0, f"{share:.0%} of it stands in {file}; add it with --similar if you want both"
        return None

    def _alike(self, prepared: Prepared) -> list[tuple[str, float]]:
        """Names of stored documents that hold a good share of the text, most first."""
        candidates = self.store.shelf.alike(prepared.sketch)
        if not candidates:
            return []
        own = (row.letters for row in prepared.terms)
        shares = likenesses(own, [bodies for _, bodies in candidates])
        found = zip((file for file, _ in candidates), shares, strict=True)
        return sorted((pair for pair in found if pair[1] >= _TOLD), key=lambda pair: -pair[1])

    def _save(
        self,
        prepared: Prepared,
        *,
        shipped: bool,
        kept: Kept | None = None,
        number: int | None = None,
    ) -> None:
        self.store.add_document(
            prepared.document,
            prepared.text,
            prepared.hash,
            prepared.terms,
            shipped=shipped,
            shingles=prepared.shingles,
            kept=kept,
            sketch=prepared.sketch,
            number=number,
        )

    def put(
        self, kept: Kept, prepared: Prepared | None = None, *, number: int | None = None
    ) -> bool:
        """Stores a document as it was given once; False if its content or name is there already.

        `prepared`: what it becomes, if that is known; `number`: what it has to get.
        """
        if not self.fits(kept):
            return False
        made = prepared or self.prepared(kept.file, kept.text, kept.given)
        self._save(made, shipped=False, kept=kept, number=number)
        return True

    def fits(self, kept: Kept) -> bool:
        """True if neither the text nor the name of a document is in the store."""
        return not (self.store.has_content(hash_of(kept.text)) or self.store.has_own(kept.file))

    def remove(self, number: int) -> int:
        """Takes a document out of the store; it can be put back for a day, by the number returned."""
        (kept,) = self.store.shelf.kept(number=number)
        self.take_out(number)
        self.store.shelf.empty_bin()
        return self.store.shelf.bin(kept)

    def take_out(self, number: int) -> None:
        """Takes a document out of the store, for good."""
        found = self.store.passages(self.store.shelf.passage_ids(number))
        passages = [found[n] for n in sorted(found)]
        terms = [terms_of(passage, self.catalog, self.concepts) for passage in passages]
        pieces = [shingles(self._masks.runs(passage.text)) for passage in passages]
        self.store.remove_document(number, terms, pieces, sketch(row.letters for row in terms))

    def prepared(self, file: str, text: str, given: Given = _GUESS) -> Prepared:
        """What a text becomes; touches no store."""
        return self.workshop(given).prepare(Part(text), file)

    def build(self, data: Path, *, cores: int = 0) -> bool:
        """Builds the shipped corpus into the store when `data/` changed since; True if it did.

        A user's own documents are parsed and indexed anew with the changed data, and stay; with
        `cores` at most, 0 for all.
        """
        state = state_of(data)
        if is_current(self.store, state):
            return False
        shipped = [(path.name, read_text(path)) for path in sorted((data / "corpus").glob("*.txt"))]
        if not shipped:
            raise DataError(f"{data / 'corpus'}: holds no documents; restore the folder")
        with self.store.transaction():
            if is_current(self.store, state):
                return False  # another process did it meanwhile
            with self.store.shelf.set_aside() as (count, own):
                self._fill(shipped, own, count, cores or os.cpu_count() or 1)
            self.store.heard.save(index_phrases(self.concepts, self.catalog.vocabulary))
            set_current(self.store, state)
        return True

    def _fill(
        self, shipped: Iterable[tuple[str, str]], own: Iterable[Kept], count: int, cores: int
    ) -> None:
        """Puts these documents, `count` of them the user's own, in place of all that is stored."""
        self.store.clear_corpus()
        with self.store.filling(), self.store.tally.gathering():
            for name, text in shipped:
                self._save(self.prepared(name, text), shipped=True)
            for kept, prepared in self.workshop(cores=cores).anew(own, count):
                self._save(prepared, shipped=False, kept=kept)
        self.store.index.merge()


def _guesses(document: Document, alike: Sequence[tuple[str, float]]) -> dict[str, Any]:
    """What the report says of a document that was added."""
    return {
        "year": document.year,
        "theme": document.theme,
        "scope": document.scope,
        "areas": list(document.areas),
        "confidence": document.confidence,
        "similar": [{"file": file, "likeness": round(share, 2)} for file, share in alike],
    }
