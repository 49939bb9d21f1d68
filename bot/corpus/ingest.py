"""Puts documents into the store: read, parse, index, save; each document whole or not at all."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import __version__
from bot.corpus.store import Store
from bot.errors import DataError, UnreadableFileError
from bot.models import Catalog, Document
from bot.text.concepts import Concepts
from bot.text.hearing import index_phrases
from bot.text.parse import parse_document
from bot.text.readers import READERS, Source, read_text, shown_name, sources
from bot.text.shingles import Masks, shingles
from bot.text.terms import index_terms

_BUILT_FROM = "built_from"  # the fact that names the state of data/ the store was built from
_INDEX_VERSION = "2"  # raised when the same data gives other tokens


@dataclass(slots=True)
class IngestReport:
    """What became of each file: added with its passages and warnings, unchanged, or skipped."""

    added: list[tuple[str, int, tuple[str, ...]]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[str, int, str]] = field(default_factory=list)  # line 0: the whole file

    def as_json(self) -> dict[str, Any]:
        """The report as `ingest --json` prints it."""
        return {
            "added": [{"file": f, "passages": n, "warnings": list(w)} for f, n, w in self.added],
            "unchanged": self.unchanged,
            "skipped": [{"file": f, "line": n, "reason": r} for f, n, r in self.skipped],
        }

    def as_text(self) -> str:
        """The report for a person, a line a file."""
        lines: list[str] = []
        for file, count, warnings in self.added:
            lines.append(f"added      {file}: {count} passages")
            lines += [f"  warning  {warning}" for warning in warnings]
        lines += [f"unchanged  {file}" for file in self.unchanged]
        lines += [f"skipped    {reason}" for reason in self.reasons()]
        return "\n".join(lines)

    def reasons(self) -> list[str]:
        """Why each skipped file was: file, line if there is one, what to do."""
        return [f"{f}: line {n}: {r}" if n else f"{f}: {r}" for f, n, r in self.skipped]


class Ingest:
    """Adds documents to a store."""

    def __init__(self, store: Store, catalog: Catalog, concepts: Concepts) -> None:
        self.store = store
        self.catalog = catalog
        self.concepts = concepts
        self._masks = Masks(catalog)

    def add_files(self, paths: Iterable[Path]) -> IngestReport:
        """Adds files and the documents in folders and archives; what cannot be used is skipped with its reason."""
        report = IngestReport()
        for path in paths:
            found = False
            for source in sources(path):
                found = True
                self._add(source, report)
            if not found:
                endings = ", ".join(READERS)
                reason = f"the folder holds no documents ({endings}); name another"
                report.skipped.append((shown_name(path), 0, reason))
        return report

    def _add(self, source: Source, report: IngestReport) -> None:
        name = source.name
        try:
            text = source.read()
        except UnreadableFileError as exc:
            report.skipped.append((name, 0, str(exc).removeprefix(f"{source.where}: ")))
            return
        with self.store.transaction():
            if self.store.has_content(_hash(text)):
                report.unchanged.append(name)
                return
            document = parse_document(text, file=name, catalog=self.catalog)
            if not document.is_statement:
                reason = "no 对照检查材料 was recognized in it; check it with `prepbot parse`"
                report.skipped.append((name, 1, reason))
            elif self.store.has_own(name):
                reason = "another document of yours has that name; rename the file"
                report.skipped.append((name, 0, reason))
            else:
                count = self._save(document, text, shipped=False)
                report.added.append((name, count, document.warnings))

    def _save(self, document: Document, text: str, *, shipped: bool) -> int:
        """Stores a document and returns how many passages it has."""
        passages = document.passages()
        terms = [index_terms(passage, self.catalog, self.concepts) for passage in passages]
        pieces = [shingles(self._masks.runs(passage.text)) for passage in passages]
        self.store.add_document(
            document, text, _hash(text), terms, shipped=shipped, shingles=pieces
        )
        return len(passages)

    def build(self, data: Path) -> bool:
        """Builds the shipped corpus into the store when `data/` changed since; True if it did.

        A user's own documents are parsed and indexed anew with the changed data, and stay.
        """
        state = _fingerprint(data)
        if self.store.fact(_BUILT_FROM) == state:
            return False
        shipped = [(path.name, read_text(path)) for path in sorted((data / "corpus").glob("*.txt"))]
        if not shipped:
            raise DataError(f"{data / 'corpus'}: holds no documents; restore the folder")
        with self.store.transaction():
            if self.store.fact(_BUILT_FROM) == state:
                return False  # another process did it meanwhile
            own = self.store.document_texts(shipped=False)
            self.store.clear_corpus()
            for is_shipped, pairs in ((True, shipped), (False, own)):
                for name, text in pairs:
                    document = parse_document(text, file=name, catalog=self.catalog)
                    self._save(document, text, shipped=is_shipped)
            self.store.save_heard(index_phrases(self.concepts, self.catalog.vocabulary))
            self.store.set_fact(_BUILT_FROM, state)
        return True


def _fingerprint(data: Path) -> str:
    """Changes whenever a file below data/ does, and with each version of the program."""
    digest = hashlib.sha256(f"{__version__} {_INDEX_VERSION}".encode())
    for path in sorted(path for path in data.rglob("*") if path.suffix in {".toml", ".txt"}):
        digest.update(path.relative_to(data).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
