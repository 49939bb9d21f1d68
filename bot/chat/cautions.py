"""Before a message with numbers or marks is handled, its writer is asked; nothing of it is kept yet.

The message waits in memory only, for minutes. The number of an identity card or a bank card is kept
masked or not at all; what bears a classification never.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar
from zlib import crc32

from bot.chat.handlers.buttons import BACK
from bot.chat.reply import Button, Incoming, Span
from bot.chat.turn import Outcome, Turn
from bot.chat.wording import cautions as wording
from bot.chat.wording.notes import NOT_HELD
from bot.text.secrecy import Kind, Secrecy, Secret

KEPT_SECONDS = 15 * 60
_MOST = 200  # messages in hand at a time; the oldest goes first
# Asked about in any message; the others are words that people search for, too.
_GRAVE: tuple[Kind, ...] = ("id", "card", "phone", "mark")
_NEVER_OPEN: tuple[Kind, ...] = ("id", "card")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message as it came, with what the chat was doing then."""

    incoming: Incoming
    expecting: str
    held: str
    at: float  # by the clock


class Cautions:
    """Asks about numbers and marks, and goes on with the message once it is answered."""

    def __init__(self, secrecy: Secrecy, clock: Callable[[], float] = time.monotonic) -> None:
        self._secrecy = secrecy
        self._clock = clock
        self._waiting: OrderedDict[str, Waiting] = OrderedDict()
        self._allowed: OrderedDict[str, None] = OrderedDict()  # secrets that may stay as they are

    def ask(self, turn: Turn, text: str, *, keeps: bool) -> Outcome | None:
        """The question about a text that the turn would work with, None with nothing to ask.

        `keeps`: the words are to be kept, rather than searched for.
        """
        found = (secret for secret in self._secrecy.found(text) if secret.is_open)
        secrets = [secret for secret in found if _key(turn, secret.text) not in self._allowed]
        if not keeps:
            secrets = [secret for secret in secrets if secret.kind in _GRAVE]
        if not secrets:
            return None
        if any(secret.kind == "mark" for secret in secrets):
            session, reply = turn.reply((Span(wording.refused(secrets)),), ((BACK,),))
            return session, reply.anew()
        key = _key(turn, text)
        _put(self._waiting, key, Waiting(turn.incoming, turn.session.expecting, turn.held, self._clock()))  # fmt: skip
        ways = tuple(Button(label, f"safe:{way}:{key}") for way, label in _ways(secrets))
        session, reply = turn.reply((Span(wording.ask(secrets)),), (ways,))
        return session, reply.anew()

    def answered(self, turn: Turn, respond: Callable[[Turn], Outcome]) -> Outcome:
        """Goes on with the message in the way that was pressed, or drops it."""
        way, _, key = turn.argument.partition(":")
        found = self._waiting.get(key)
        if not found or self._clock() - found.at > KEPT_SECONDS or not _is_here(turn, found):
            return turn.notice(NOT_HELD)
        if found.incoming.user != turn.incoming.user:
            return turn.notice(wording.NOT_YOURS)
        if way == "drop":
            del self._waiting[key]
            return turn.reply((Span(wording.DROPPED),), ((BACK,),))
        text, held = found.incoming.text, found.held
        if way == "open" and not self._is_never_open(f"{text}\n{held}"):
            for secret in self._secrecy.found(f"{text}\n{held}"):
                _put(self._allowed, _key(turn, secret.text), None)
        else:
            text, held = self._secrecy.masked(text), self._secrecy.masked(held)
        turn = turn.remember(expecting=found.expecting)
        turn = replace(turn, incoming=replace(found.incoming, text=text), held=held)
        session, reply = respond(turn)
        return session, replace(reply, edits=not (reply.files or reply.job))

    def forget(self, chat: int) -> None:
        """Drops what waits of the chat."""
        for key in [k for k, found in self._waiting.items() if found.incoming.chat == chat]:
            del self._waiting[key]

    def _is_never_open(self, text: str) -> bool:
        return any(secret.kind in _NEVER_OPEN for secret in self._secrecy.found(text))


def _ways(secrets: Sequence[Secret]) -> list[tuple[str, str]]:
    """The ways that are offered: key and label."""
    kinds = {secret.kind for secret in secrets}
    if kinds == {"internal"}:
        return [("open", wording.HARMLESS), ("drop", wording.DROP)]
    as_it_is = [] if kinds.intersection(_NEVER_OPEN) else [("open", wording.AS_IT_IS)]
    return [("mask", wording.MASK), *as_it_is, ("drop", wording.DROP)]


def _key(turn: Turn, text: str) -> str:
    """Names a text of a speaker in a place, the same when it comes again."""
    said = turn.incoming
    return f"{crc32(f'{said.chat} {said.topic} {said.user} {text}'.encode('utf-8', 'replace')):08x}"


def _is_here(turn: Turn, found: Waiting) -> bool:
    here, said = turn.incoming, found.incoming
    return (here.chat, here.topic) == (said.chat, said.topic)


def _put(held: "OrderedDict[str, T]", key: str, value: T) -> None:
    held[key] = value
    held.move_to_end(key)
    while len(held) > _MOST:
        held.popitem(last=False)
