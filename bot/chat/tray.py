"""Documents that administrators sent, until they are added or refused; in memory only.

Nothing goes into the store before somebody says so: after a restart, or half an hour, the bot asks
for the file again.
"""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.chat.drafts import KEPT_SECONDS

if TYPE_CHECKING:  # takes a while to load, and only administrators add documents
    from bot.corpus.ingest import Prospect

_MOST = 200  # documents that wait at a time; the files sent first go first


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document that waits, or did: then with what became of it."""

    prospect: "Prospect"
    chats: tuple[int, ...] | None = None  # who may see it; None: everyone
    added: str = ""  # the name under which it was added
    is_refused: bool = False

    @property
    def is_open(self) -> bool:
        """True while nothing was decided."""
        return not self.added and not self.is_refused

    @property
    def is_welcome(self) -> bool:
        """True while nothing was decided and nothing speaks against it."""
        return self.is_open and not self.prospect.obstacle


@dataclass(frozen=True, slots=True)
class _Batch:
    """The documents of one file."""

    chat: int
    documents: tuple[Waiting, ...]
    at: float


class Tray:
    """What waits in all chats; a document's name here is its file's key and its place in it: 3f9a.0."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._batches: OrderedDict[str, _Batch] = OrderedDict()

    def put(self, chat: int, prospects: Iterable["Prospect"]) -> str:
        """Keeps the documents of one file and returns its key."""
        key = secrets.token_hex(4)  # not a number: an old button must not hit another file
        documents = tuple(Waiting(prospect) for prospect in prospects)
        self._batches[key] = _Batch(chat, documents, self._clock())
        while len(self._batches) > 1 and self._count() > _MOST:
            self._batches.popitem(last=False)
        return key

    def batch(self, chat: int, key: str) -> tuple[Waiting, ...]:
        """The documents of a file; none when it is not there any more."""
        found = self._batches.get(key)
        if found and self._clock() - found.at > KEPT_SECONDS:
            del self._batches[key]
            return ()
        return found.documents if found and found.chat == chat else ()

    def get(self, chat: int, name: str) -> Waiting | None:
        """The document of that name, None when it is not there any more."""
        key, _, place = name.partition(".")
        documents = self.batch(chat, key)
        is_place = place.isdecimal() and len(place) < 4 and int(place) < len(documents)
        return documents[int(place)] if is_place else None

    def set(self, chat: int, name: str, waiting: Waiting) -> None:
        """Puts the document in place of the one of that name, if that is there still."""
        if self.get(chat, name) is None:
            return
        key, _, place = name.partition(".")
        documents = list(self._batches[key].documents)
        documents[int(place)] = waiting
        self._batches[key] = replace(
            self._batches[key], documents=tuple(documents), at=self._clock()
        )

    def welcome(self, chat: int, key: str = "") -> Iterator[tuple[str, Waiting]]:
        """What waits in the chat, or of one file, and has nothing against it, with its names."""
        for known in list(self._batches):
            if key in ("", known):
                documents = enumerate(self.batch(chat, known))
                yield from ((f"{known}.{n}", w) for n, w in documents if w.is_welcome)

    def _count(self) -> int:
        return sum(len(batch.documents) for batch in self._batches.values())
