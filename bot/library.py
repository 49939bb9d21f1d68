"""Looking after the documents: adding, listing, correcting, sharing, removing, carrying away.

Use cases with plain values, for the commands and for a chat alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.corpus.ingest import Ingest, IngestReport, Pace, Wishes
from bot.corpus.parcel import read_parcel, write_parcel
from bot.corpus.shelf import Kept, Shelved
from bot.errors import StoreError
from bot.text.header import Given

_USUAL = Wishes()


class UnknownDocumentError(StoreError):
    """No document of the user's own has that name."""


class Library:
    """The documents of one store."""

    def __init__(self, ingest: Ingest) -> None:
        self._ingest = ingest
        self._store = ingest.store

    # --- adding

    def add(
        self,
        paths: Sequence[Path],
        wishes: Wishes = _USUAL,
        *,
        watch: Callable[[Pace], None] | None = None,
    ) -> IngestReport:
        """Adds files, folders and archives; a run that was broken off goes on where it was."""
        return self._ingest.add_files(paths, wishes, watch=watch)

    def add_text(self, name: str, text: str, wishes: Wishes = _USUAL) -> IngestReport:
        """Adds a text that was sent, under that name."""
        return self._ingest.add_text(name, text, wishes)

    # --- looking after

    def documents(self) -> list[Shelved]:
        """All documents, the shipped ones first."""
        return self._store.shelf.documents()

    def correct(self, file: str, given: Given) -> None:
        """Reads a document anew with what is said of it now; what is left out stays as it was."""
        with self._store.transaction():
            kept = self._taken_out(file)
            self._ingest.put(replace(kept, given=given.over(kept.given)))

    def share(self, file: str, chats: Sequence[int] | None) -> None:
        """Lets only these chats see a document, or everyone for None."""
        with self._store.transaction():
            self._store.shelf.share(self._number(file), chats)
            self._store.changed()

    # --- removing

    def remove(self, file: str) -> None:
        """Takes a document out; `undo` puts it back for a day."""
        with self._store.transaction():
            self._ingest.remove(self._number(file))

    def undo(self) -> str | None:
        """Puts back the document that was removed last and returns its name, None if there is none."""
        with self._store.transaction():
            kept = self._store.shelf.take_back()
            if kept is None:
                return None
            if not self._ingest.put(kept):
                raise StoreError(
                    f"{kept.file}: cannot be put back, its name or text is there again;"
                    " remove that first"
                )
            return kept.file

    # --- carrying away

    def export(self, path: Path) -> int:
        """Writes the user's own documents into one file and returns how many. Raises StoreError."""
        documents = self._store.shelf.kept()
        try:
            write_parcel(path, documents)
        except FileExistsError as exc:
            raise StoreError(f"{path}: exists already; name another file") from exc
        except OSError as exc:
            raise StoreError(
                f"{path}: cannot be written: {exc.strerror}; name another place"
            ) from exc
        return len(documents)

    def take_in(self, path: Path) -> tuple[int, int]:
        """Adds the documents of an export; how many are new, and how many were there already."""
        documents = read_parcel(path)
        added = 0
        for kept in documents:
            with self._store.transaction():
                added += self._ingest.put(kept)
        return added, len(documents) - added

    def _number(self, file: str) -> int:
        number = self._store.shelf.number_of(file)
        if number is None:
            shipped = any(document.file == file for document in self.documents())
            advice = "ships with the program and stays" if shipped else "see `prepbot documents`"
            raise UnknownDocumentError(f"{file}: no document of yours has that name; {advice}")
        return number

    def _taken_out(self, file: str) -> Kept:
        """The document, out of the store and not in the bin."""
        number = self._number(file)
        (kept,) = self._store.shelf.kept(number=number)
        self._ingest.take_out(number)
        return kept
