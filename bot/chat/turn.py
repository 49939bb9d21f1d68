"""What a handler gets and gives: a Turn in, the session to keep and the Reply out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from bot.assistant import Assistant
from bot.chat.drafts import Drafts
from bot.chat.reply import Button, Incoming, Reply, Span
from bot.checking import Checker
from bot.models import Session


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies ready for checking drafts: the checker, and the drafts in hand."""

    checker: Checker
    drafts: Drafts


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
