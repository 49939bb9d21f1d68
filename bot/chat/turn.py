"""What a handler gets and gives: a Turn in, the session to keep and the Reply out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import wraps
from typing import TYPE_CHECKING

from bot.assistant import Assistant
from bot.chat import wording
from bot.chat.drafts import Drafts
from bot.chat.reply import Button, Incoming, Reply, Span
from bot.chat.tray import Tray
from bot.meeting import Meetings
from bot.models import Meeting, Session

if TYPE_CHECKING:  # used now and then, and they take a while to load
    from bot.checking import Checker
    from bot.library import Library


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies ready: checker, drafts in hand, meetings, the store's documents, tray and clock."""

    checker: Callable[[], "Checker"]
    drafts: Drafts
    meetings: Meetings
    library: Callable[[], "Library"]
    tray: Tray
    clock: Callable[[], datetime]
    has_admins: bool = False  # somebody is set to look after the program


@dataclass(frozen=True, slots=True)
class Turn:
    """One message or press, with what is needed to answer it."""

    assistant: Assistant
    session: Session
    incoming: Incoming
    desk: Desk
    argument: str = ""  # what follows the command, or the key of the pressed button
    is_admin: bool = False  # the speaker may change what concerns everybody
    held: str = ""  # what the user said before, while he was asked what to do with it
    meeting: Meeting | None = None  # the open one of this group

    @property
    def may_lead(self) -> bool:
        """True for the chair of the group's meeting and for its administrators."""
        said = self.incoming
        # an anonymous administrator speaks as the group
        is_chief = said.is_chief or self.is_admin or said.user == said.chat
        return is_chief or bool(self.meeting and self.meeting.chair == said.user)

    def remember(self, **changes: object) -> "Turn":
        """The same turn with a changed session."""
        return replace(self, session=replace(self.session, **changes))  # type: ignore[arg-type]  # names are checked by dataclasses

    def prepare(self, **changes: object) -> "Turn":
        """The same turn with a changed preparation."""
        return self.remember(preparation=replace(self.session.preparation, **changes))  # type: ignore[arg-type]  # as above

    def said(self, argument: str) -> "Turn":
        """The same turn with another argument."""
        return replace(self, argument=argument)

    def reply(self, spans: Iterable[Span], rows: Iterable[tuple[Button, ...]] = ()) -> "Outcome":
        """The outcome that shows this; after a press it takes the place of the pressed message."""
        filled = tuple(row for row in rows if row)
        return self.session, Reply(tuple(spans), filled, edits=bool(self.incoming.press))

    def notice(self, sentence: str) -> "Outcome":
        """The outcome that changes nothing and says so."""
        return self.session, Reply(notice=sentence)


Outcome = tuple[Session, Reply]
Handler = Callable[[Turn], Outcome]


def for_admins(handler: Handler) -> Handler:
    """The same handler, for administrators in their private chat only; anybody else is told so."""

    @wraps(handler)
    def checked(turn: Turn) -> Outcome:
        if turn.is_admin and not turn.incoming.is_group:
            return handler(turn)
        if turn.incoming.press:
            return turn.notice(wording.ADMINS_IN_PRIVATE)
        return turn.reply((Span(wording.ADMINS_IN_PRIVATE),))

    return checked


def after(note: str, outcome: Outcome) -> Outcome:
    """The same outcome with a line above it."""
    session, reply = outcome
    return session, replace(reply, spans=(Span(f"{note}\n"), *reply.spans))


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `/name`, its line in the menu, and what answers it."""

    name: str
    description: str
    handler: Handler
    group: bool = False  # offered in groups as well
    private: bool = True  # offered in private chats
    admin: bool = False  # offered to administrators only, in private
