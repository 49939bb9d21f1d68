"""What an update does to the store: it is kept, then handled in one transaction with its reply.

The dialogue writes through nested transactions, so that "respond, call the update handled, keep the
reply to be sent" is all or nothing here. After a kill at any moment the update either waits and is
handled from the start, or it is handled and its reply waits to be sent. What the bot does to
Telegram (sending) stays outside: it is repeated until accepted, so that a kill between sending and
marking may send a message twice, and never loses one.

A commit takes about as long as a small answer, so answers that wait at the same time share one;
what goes wrong with one of them leaves the others as they are.

Only the keeping of updates waits for the disk itself. A power cut may undo the latest handling, but
the updates stand in the same log before it: they are handled anew at the next start.

A store that cannot be written (locked, read-only, full) must still answer a search: then the
update is handled without being kept, and what would have to be kept is refused in a sentence.

All of it runs in the worker's thread.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from bot.chat.reply import Posted, Reply
from bot.chat.telegram.letters import Letter
from bot.chat.telegram.outgoing import ready
from bot.corpus.inbox import State
from bot.corpus.store import Store
from bot.errors import StoreError

TRIES = 5  # starts in the middle of which the process died, before an update is set aside
_LOST = "the transaction was undone by SQLite; is the disk full?"
_UNKEPT = 10_000  # numbers of updates handled without the store that are remembered

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """An update to be answered: how its reply is made, and where that goes."""

    update: int
    reply: Callable[[], Reply]
    address: Letter


class Desk:
    """Keeps updates and replies; every method is called in the worker's thread, if it does not say more."""

    def __init__(self, store: Store, me: Callable[[], str] = str) -> None:
        self._store = store
        self._me = me  # the bot's own name
        self._replayed: set[int] = set()
        self._open: set[int] = set()  # updates that are kept, until they are done with
        self._unkept: OrderedDict[int, None] = OrderedDict()
        self._unmarked: dict[int, int | None] = {}  # letter -> parts sent, None when it is done

    # --- updates

    def keep(self, bodies: Mapping[int, str]) -> dict[int, bool]:
        """Keep updates on disk, all at once; True for the number of each that is new and to be handled."""
        try:
            with self._store.connection.durable(), self._store.transaction():
                new = {number: self._store.inbox.put(number, bodies[number]) for number in bodies}
        except StoreError as exc:
            _LOG.warning("updates %s are handled without being kept: %s", [*bodies], exc)
            return {number: not self._is_known(number) for number in bodies}
        self._open.update(number for number, is_new in new.items() if is_new)
        return new

    def set_aside(self, number: int, shape: str) -> bool:
        """Note an update that nobody can read, by its shape; True if it came for the first time."""
        with self._store.transaction():
            return self._store.inbox.put(number, shape, "aside")

    def waiting(self) -> list[tuple[int, str]]:
        """Number and body of what an earlier run left unhandled, oldest first."""
        found = self._store.inbox.waiting()
        self._replayed.update(number for number, _ in found)
        self._open.update(self._replayed)
        return found

    def was_interrupted(self, number: int) -> bool:
        """True if an earlier run left the update unhandled; for any thread."""
        return number in self._replayed

    def is_open(self, number: int) -> bool:
        """True if the update is kept and nobody is done with it; for any thread."""
        return number in self._open

    def begins(self, number: int) -> bool:
        """True if the update may be handled: not for one that stopped the process again and again."""
        if number not in self._replayed:
            return True
        try:
            with self._store.transaction():
                if self._store.inbox.tried(number) <= TRIES:
                    return True
                self._store.inbox.end(number, "failed")
        except StoreError:
            return True
        _LOG.error("update %s is set aside: the program ended at it %s times", number, TRIES)
        return False

    def ends(self, number: int) -> None:
        """Call the update handled if nothing else did: it asked for no answer."""
        self._replayed.discard(number)
        self._open.discard(number)
        if self._store.inbox.is_waiting(number):
            with self._store.transaction():
                self._store.inbox.end(number)

    # --- answers

    def answer(self, asked: Iterable[Asked]) -> list[Letter | Exception | None]:
        """Make replies and keep them with their effects, all at once; nobody is answered before.

        None for an update that was handled before, the error of one whose reply could not be made.
        """
        begun: list[Asked] = []
        made: list[Letter | Exception | None] = []
        try:
            with self._store.transaction():
                for one in asked:
                    begun.append(one)
                    made.append(self._made(one))
                    if one.update in self._replayed:
                        break  # it may end the process once more, which is to cost no other a try
        except StoreError as exc:  # none of them is kept; none was begun if the store is locked
            begun = begun or list(asked)
            made = [exc] * len(begun)
        return [self._ended(*pair) for pair in zip(begun, made, strict=True)]

    def _made(self, asked: Asked) -> Letter | Exception | None:
        """Make and keep one reply; what goes wrong leaves no trace of it in the transaction."""
        try:
            with self._store.connection.part():
                if self._is_done(asked.update):
                    return None
                letter = asked.address.saying(asked.reply())
                if self._store.connection.is_lost:  # which the dialogue has passed over
                    raise StoreError(_LOST)
                letter = self._kept(letter)
                if not letter.reply.job:  # else it is handled when the job's answer is kept
                    self._done(asked.update)
                return letter
        except Exception as exc:  # which is for whoever asked, and no matter of the others …
            if self._store.connection.is_lost:
                raise StoreError(str(exc)) from exc  # … unless nothing of theirs is left either
            return exc

    def _ended(self, asked: Asked, made: Letter | Exception | None) -> Letter | Exception | None:
        """Note that an update is done with; make its reply anew if it could not be kept."""
        if isinstance(made, StoreError):
            return self._unkept_answer(asked, made)
        if isinstance(made, Letter) and not made.reply.job:
            self._open.discard(asked.update)
        return made

    def _unkept_answer(self, asked: Asked, exc: StoreError) -> Letter | Exception | None:
        """Make a reply of which nothing can be kept."""
        number = asked.update
        if number in self._unkept:
            return None
        _LOG.warning("update %s: nothing can be kept: %s", number, exc)
        try:
            with self._store.connection.impatient():
                letter = ready(asked.address.saying(asked.reply()), self._me())
        except Exception as trouble:
            return trouble
        if letter.reply.job:
            return letter
        self._unkept[number] = None
        while len(self._unkept) > _UNKEPT:
            self._unkept.popitem(last=False)
        return letter

    def fail(self, number: int, letter: Letter | None) -> Letter | None:
        """Say that handling the update went wrong, for good; return the letter that tells it."""
        try:
            with self._store.transaction():
                self._done(number, failed=True)
                return self._kept(letter) if letter else None
        except StoreError:
            return letter

    def post(self, letter: Letter) -> Letter:
        """Keep a letter that answers nothing, such as a report."""
        try:
            with self._store.transaction():
                return self._kept(letter)
        except StoreError:
            return letter

    def post_all(self, call: Callable[[], list[Posted]]) -> list[Letter]:
        """Keep what is to be said of the bot's own accord, with the note that it was; StoreError."""
        with self._store.transaction():
            return [
                self._kept(Letter(found.chat, found.reply, found.topic or None)) for found in call()
            ]

    def _kept(self, letter: Letter) -> Letter:
        letter = ready(letter, self._me())  # which also finds out what Telegram would not take
        if not letter.parts:
            return letter
        # A file must arrive; of edits of one message the latest is enough.
        edited = 0 if letter.reply.files else letter.edited or 0
        number = self._store.outbox.add(
            letter.chat, letter.topic or 0, letter.body(), edited=edited
        )
        return replace(letter, number=number)

    def _done(self, number: int, *, failed: bool = False) -> None:
        state: State = "failed" if failed else "handled"
        self._store.inbox.end(number, state)  # what was not kept is known now

    def _is_known(self, number: int) -> bool:
        return number in self._unkept or self._store.inbox.is_known(number)

    def _is_done(self, number: int) -> bool:
        inbox = self._store.inbox
        return inbox.is_done(number) or (number in self._unkept and not inbox.is_waiting(number))

    # --- letters

    def letters(self) -> list[Letter]:
        """What an earlier run could not send, oldest first."""
        return [Letter.read(row) for row in self._store.outbox.waiting()]

    def is_wanted(self, letter: Letter) -> bool:
        """False for a letter that a later one has taken the place of."""
        return not letter.number or self._store.outbox.holds(letter.number)

    def sent(self, news: Iterable[tuple[Letter, bool]]) -> None:
        """Remember how much of letters is there, with True for all; what cannot be noted now is later."""
        for letter, is_done in news:
            if letter.number:
                self._unmarked[letter.number] = None if is_done else letter.sent
        if not self._unmarked:
            return
        try:
            with self._store.transaction():
                for number, count in self._unmarked.items():
                    if count is None:
                        self._store.outbox.remove(number)
                    else:
                        self._store.outbox.sent(number, count)
        except StoreError as exc:
            _LOG.warning("letters %s: sent, which cannot be noted: %s", [*self._unmarked], exc)
            return
        self._unmarked.clear()

    def drop_chat(self, chat: int) -> None:
        """Take out what waits for a chat that the bot may not write to."""
        with self._store.transaction():
            self._store.outbox.remove_chat(chat)
