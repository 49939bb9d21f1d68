"""Looking after the documents: adding, listing, correcting, sharing, removing, carrying away.

Use cases with plain values, for the commands and for a chat alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bot.corpus.ingest import Ingest, Prospect, Wishes
from bot.corpus.parcel import read_parcel, write_parcel
from bot.corpus.prepare import Prepared, Read
from bot.corpus.report import IngestReport, Pace
from bot.corpus.shelf import Kept, Shelved
from bot.errors import StoreError, TakenError
from bot.text.header import Given
from bot.text.readers import sources_in

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

    # --- adding what was sent, after a look at it

    def read(self, name: str, content: bytes, given: Given, *, most: int) -> list[Read]:
        """What the files in these bytes give, `most` of an archive; touches no store."""
        workshop = self._ingest.workshop(given)
        return [workshop.read(source) for source in islice(sources_in(content, name), most)]

    def look(self, prepared: Prepared) -> Prospect:
        """A document that was read, with what speaks against adding it."""
        return self._ingest.look(prepared)

    def prepare(self, prepared: Prepared, given: Given) -> Prepared:
        """The same document with what is said of it instead; touches no store."""
        return self._ingest.prepared(prepared.document.file, prepared.text, given)

    def keep(self, prepared: Prepared, chats: tuple[int, ...] | None) -> str | None:
        """Adds a document that was read; the name that it got, None if its text is there already."""
        return self._ingest.add_prepared(prepared, chats)

    # --- looking after

    def documents(self) -> list[Shelved]:
        """All documents, the shipped ones first."""
        return self._store.shelf.documents()

    def page(self, offset: int, limit: int, words: str = "") -> list[Shelved]:
        """Some of the documents with these words in name or title, the newest of the user's first."""
        return self._store.shelf.page(offset, limit, words)

    def count(self, words: str = "") -> int:
        """How many documents have these words in name or title."""
        return self._store.shelf.count(words)

    def document(self, number: int) -> Shelved | None:
        """The document of that number, None if there is none."""
        return self._store.shelf.document(number)

    def numbered(self, file: str) -> Shelved | None:
        """The user's own document of that name, None if there is none."""
        number = self._store.shelf.number_of(file)
        return None if number is None else self.document(number)

    def correct(self, file: str, given: Given) -> None:
        """Reads a document anew with what is said of it now; what is left out stays as it was."""
        kept = self.kept(file)
        self.put_in_place(replace(kept, given=given.over(kept.given)))

    def kept(self, file: str) -> Kept:
        """A document of the user's own as it was given."""
        (kept,) = self._store.shelf.kept(number=self._number(file))
        return kept

    def prepare_kept(self, kept: Kept) -> Prepared:
        """What a document becomes; touches no store."""
        return self._ingest.prepared(kept.file, kept.text, kept.given)

    def put_in_place(self, kept: Kept, prepared: Prepared | None = None) -> None:
        """Stores a document in place of the one of its name, which keeps its number.

        `prepared`: what it becomes, if that is known.
        """
        with self._store.transaction():
            number = self._number(kept.file)
            self._ingest.take_out(number)
            self._ingest.put(kept, prepared, number=number)

    def share(self, file: str, chats: Sequence[int] | None) -> None:
        """Lets only these chats see a document, or everyone for None."""
        with self._store.transaction():
            self._store.shelf.share(self._number(file), chats)
            self._store.changed()

    # --- removing

    def remove(self, file: str) -> int:
        """Takes a document out; `undo` puts it back for a day, by the number that is returned."""
        with self._store.transaction():
            return self._ingest.remove(self._number(file))

    def undo(self, number: int | None = None) -> str | None:
        """Puts back what was removed last, or has that number, and returns its name; None if there is none.

        Raises TakenError, nothing changed, when its name or text is there again.
        """
        with self._store.transaction():
            self._store.shelf.empty_bin()
            binned = self._store.shelf.binned()
            found = next((pair for pair in binned if number in (None, pair[0])), None)
            if found is None:
                return None
            place, kept = found
            if not self._ingest.put(kept):
                raise TakenError(
                    f"{kept.file}: cannot be put back, its name or text is there again;"
                    " remove that first"
                )
            self._store.shelf.unbin(place)
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
