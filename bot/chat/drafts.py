"""Drafts in hand: what somebody sent to be checked, and the report on it, in memory only.

Drafts are never stored: after a restart, or half an hour, the bot asks for the text again.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.advice.report import Report
from bot.models import Place

KEPT_SECONDS = 30 * 60
_MOST = 100  # drafts in hand at a time; the oldest goes first
LONGEST = 200_000  # characters of a draft
CUT = 3_500  # characters from which a message may be one of several that Telegram cut


@dataclass(frozen=True, slots=True)
class DraftInHand:
    """A draft as far as it has come, and what was found in it."""

    parts: tuple[str, ...]
    file: str = ""  # its name, when it came as a document
    content: bytes = b""  # of a Word file, for the comments in it
    last_year: str = ""  # the writer's own text of last year
    opinions: tuple[str, ...] = ()
    report: Report | None = None
    at: float = 0.0  # when it was last touched

    @property
    def text(self) -> str:
        """The whole draft; Telegram cuts long texts in several messages."""
        return "\n".join(self.parts)

    @property
    def size(self) -> int:
        """Its characters without blanks, as the report counts them."""
        return sum(not character.isspace() for part in self.parts for character in part)


class Drafts:
    """The drafts of all chats, each under its place."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[Place, DraftInHand] = OrderedDict()

    def get(self, place: Place) -> DraftInHand | None:
        """The draft in hand there, None when there is none or it is too old."""
        found = self._held.get(place)
        if found and self._clock() - found.at > KEPT_SECONDS:
            del self._held[place]
            return None
        return found

    def put(self, place: Place, draft: DraftInHand) -> DraftInHand:
        """Keeps the draft in place of the one before, and returns it."""
        self._held[place] = draft = replace(draft, at=self._clock())
        self._held.move_to_end(place)
        while len(self._held) > _MOST:
            self._held.popitem(last=False)
        return draft

    def add(self, place: Place, part: str, *, goes_on: bool = False) -> DraftInHand:
        """Puts another message behind those before, if it goes on with them; else begins anew.

        A message as long as Telegram allows was cut, so the next one goes on in any case.
        """
        held = self.get(place)
        is_open = held is not None and bool(held.parts) and not held.report and not held.file
        if held and is_open and (goes_on or len(held.parts[-1]) >= CUT):
            return self.put(place, replace(held, parts=(*held.parts, part)))
        return self.put(place, DraftInHand((part,)))

    def drop(self, place: Place) -> None:
        """Forgets the draft."""
        self._held.pop(place, None)
