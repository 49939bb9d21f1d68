"""The passages that somebody may not see: those of documents that are for other chats.

Half of a large store may be so, and each chat has its own half; so the passages of private documents
are known once, as the stretches of numbers that they take, and of each chat only its documents.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, eq=False)
class Private:
    """The private documents of a store: number, first and last passage, in order of the passages."""

    documents: "array[int]" = field(default_factory=lambda: array("q"))
    firsts: "array[int]" = field(default_factory=lambda: array("q"))
    lasts: "array[int]" = field(default_factory=lambda: array("q"))

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int]]) -> "Private":
        """Those of rows of document, first and last passage; a document's passages lie in a row."""
        made = cls()
        for document, first, last in sorted(rows, key=lambda row: row[1]):
            made.documents.append(document)
            made.firsts.append(first)
            made.lasts.append(last)
        return made

    def document_of(self, passage: int) -> int | None:
        """The private document that holds the passage, None if everyone may see it."""
        at = bisect_right(self.firsts, passage) - 1
        return self.documents[at] if at >= 0 and passage <= self.lasts[at] else None


@dataclass(frozen=True, slots=True)
class Unseen:
    """What a chat may not see: the private passages, but those of its own documents."""

    private: Private = field(default_factory=Private)
    own: frozenset[int] = frozenset()

    def __contains__(self, passage: object) -> bool:
        document = self.private.document_of(passage) if isinstance(passage, int) else None
        return document is not None and document not in self.own

    def __bool__(self) -> bool:
        return len(self.private.documents) > len(self.own)
