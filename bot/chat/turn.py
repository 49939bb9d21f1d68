"""What a handler gets and gives: a Turn in, the session to keep and the Reply out."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.assistant import Assistant
from bot.chat.reply import Incoming, Reply
from bot.models import Session


@dataclass(frozen=True, slots=True)
class Turn:
    """One message or press, with what is needed to answer it."""

    assistant: Assistant
    session: Session
    incoming: Incoming
    argument: str = ""  # what follows the command, or the key of the pressed button

    def remember(self, **changes: object) -> "Turn":
        """The same turn with a changed session."""
        return replace(self, session=replace(self.session, **changes))  # type: ignore[arg-type]  # names are checked by dataclasses

    def said(self, argument: str) -> "Turn":
        """The same turn with another argument."""
        return replace(self, argument=argument)


Outcome = tuple[Session, Reply]
Handler = Callable[[Turn], Outcome]


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `/name`, its line in the menu, and what answers it."""

    name: str
    description: str
    handler: Handler
    group: bool = False  # offered in groups as well
