"""Puts documents into the store: read, parse, index, save; each document whole or not at all."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.corpus.store import Store
from bot.errors import DataError, UnreadableFileError
from bot.models import Catalog
from bot.text.concepts import Concepts
from bot.text.parse import parse_document
from bot.text.readers import READERS, read_text
from bot.text.terms import index_terms

_BUILT_FROM = "built_from"  # the fact that names the state of data/ the store was built from
_INDEX_VERSION = "1"  # raised when the same data gives other tokens


@dataclass(slots=True)
class IngestReport:
    """What became of each file."""

    added: list[tuple[str, int, tuple[str, ...]]] = field(default_factory=list)  # file, passages, warnings
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[str, int, str]] = field(default_factory=list)  # file, line (0: the whole), reason

    def as_json(self) -> dict[str, Any]:
        """The report as `ingest --json` prints it."""
        return {
            "added": [{"file": f, "passages": n, "warnings": list(w)} for f, n, w in self.added],
            "unchanged": self.unchanged,
            "skipped": [{"file": f, "line": n, "reason": r} for f, n, r in self.skipped],
        }

    def as_text(self) -> str:
        """The report for a person, a line a file."""
        lines = [f"added      {f}: {n} passages" for f, n, _ in self.added]
        lines += [f"  warning  {warning}" for _, _, warnings in self.added for warning in warnings]
        lines += [f"unchanged  {f}" for f in self.unchanged]
        lines += [f"skipped    {f}:{n}: {r}" for f, n, r in self.skipped]
        return "\n".join(lines)


class Ingest:
    """Adds documents to a store."""

    def __init__(self, store: Store, catalog: Catalog, concepts: Concepts) -> None:
        self.store = store
        self.catalog = catalog
        self.concepts = concepts

    def add_files(self, paths: Iterable[Path]) -> IngestReport:
        """Adds files, and the readable files of folders; a file that cannot be used is skipped with its reason."""
        report = IngestReport()
        for path in _files(paths):
            try:
                self._add_file(path, report)
            except UnreadableFileError as exc:
                report.skipped.append((path.name, 0, str(exc)))
        return report

    def _add_file(self, path: Path, report: IngestReport) -> None:
        text = read_text(path)
        content_hash = _hash(text.encode("utf-8", "surrogatepass"))
        known = self.store.hashes()
        if content_hash in known.values():
            report.unchanged.append(path.name)
            return
        document = parse_document(text, file=path.name, catalog=self.catalog)
        if not document.is_statement:
            reason = "no 对照检查材料 was recognized in it; check it with `prepbot parse`"
            report.skipped.append((path.name, 1, reason))
            return
        if path.name in known:
            reason = "another document of that name is stored; rename the file"
            report.skipped.append((path.name, 0, reason))
            return
        count = self._add(path.name, text, content_hash, shipped=False)
        report.added.append((path.name, count, document.warnings))

    def _add(self, name: str, text: str, content_hash: str, *, shipped: bool) -> int:
        document = parse_document(text, file=name, catalog=self.catalog)
        terms = [index_terms(passage, self.catalog, self.concepts) for passage in document.passages()]
        with self.store.transaction():
            self.store.add_document(document, text, content_hash, terms, shipped=shipped)
        return len(terms)

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
            own = [pair for pair in self.store.document_texts(shipped=False)]
            self.store.clear_corpus()
            for is_shipped, pairs in ((True, shipped), (False, own)):
                for name, text in pairs:
                    self._add(name, text, _hash(text.encode("utf-8", "surrogatepass")), shipped=is_shipped)
            self.store.set_fact(_BUILT_FROM, state)
        return True


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from (inner for inner in sorted(path.rglob("*")) if inner.suffix.lower() in READERS)
        else:
            yield path


def _fingerprint(data: Path) -> str:
    """Changes whenever a file below data/ does."""
    digest = hashlib.sha256(_INDEX_VERSION.encode())
    for path in sorted(path for path in data.rglob("*") if path.suffix in {".toml", ".txt"}):
        digest.update(path.relative_to(data).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
