"""What goes in and out of the dialogue, whatever carries it: one `Incoming`, one `Reply`.

A transport builds the first and renders the second; neither knows of Telegram or a terminal.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document that the user sent, already fetched."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message or one press of a button."""

    chat: int
    user: int
    topic: int = 0  # of a forum; 0 elsewhere
    message: int = 0  # its number within the chat, the same when it comes again; 0 if unknown
    text: str = ""
    press: str = ""  # the action of the pressed button; text is empty then
    name: str = ""  # the speaker's display name
    replied: tuple[str, ...] = ()  # actions of the buttons under the message that it answers
    quoted: str = ""  # the text of the message that it answers, unless it is the bot's
    answered: int = 0  # the member whose message it answers; 0 for nobody, or the bot
    answered_name: str = ""
    is_group: bool = False
    is_addressed: bool = True  # False: group talk that is not meant for the bot
    attachment: Attachment | None = None
    is_edit: bool = False  # the message was there before and says something else now
    is_chief: bool = False  # the speaker is an administrator of the group, as far as it was asked


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style; line breaks are part of the text."""

    text: str
    bold: bool = False
    mark: bool = False  # the words that matched
    faint: bool = False  # sources and hints
    quote: bool = False  # a passage; neighbouring quoted spans form one quotation


@dataclass(frozen=True, slots=True)
class Button:
    """A button; `action` is `verb:key`, ASCII, at most 64 bytes.

    One with `start` opens the presser's own chat with the bot instead, as `/start` with these words.
    """

    label: str
    action: str
    start: str = ""  # a-z, A-Z, 0-9, _ and -, at most 64
    answers: Literal["", "yes", "no"] = ""  # the question above it: who types 好 or 不对 means it


@dataclass(frozen=True, slots=True)
class File:
    """A file that the bot hands out."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Job:
    """Work that takes longer than a moment: `run` beside the dialogue, then `tell` within it.

    `run` touches neither store nor session; `tell` turns what it returned into a message of its own.
    """

    run: Callable[[], Any]
    tell: Callable[[Any], "Reply"]


@dataclass(frozen=True, slots=True)
class Reply:
    """One message. `edits`: after a press it replaces the message that holds the button.

    A *board* is the message that shows where a meeting stands; it is edited whenever that changes.
    """

    spans: tuple[Span, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()  # rows
    edits: bool = False
    notice: str = ""  # a short line shown at a press, at most 200 characters
    files: tuple[File, ...] = ()
    job: Job | None = None  # still to be done; its answer follows
    reaction: str = ""  # an emoji for the message answered; where it takes, spans are not sent
    pins: int = 0  # the meeting whose board this message is from now on
    board: int = 0  # the meeting whose board may have changed
    retires: int = 0  # the number of a message that is a board no more

    def anew(self) -> "Reply":
        """The same as a message of its own: what was pressed stays as it is."""
        return replace(self, edits=False)

    def with_file(self, file: File) -> "Reply":
        """The same with a file behind it."""
        return replace(self, files=(*self.files, file))

    def noticing(self, sentence: str) -> "Reply":
        """The same with a short line shown at the press."""
        return replace(self, notice=sentence)

    def __bool__(self) -> bool:
        """False when there is nothing to say (group talk not meant for the bot)."""
        return bool(self.spans or self.files or self.notice)


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that the bot sends or edits of its own accord, and where."""

    chat: int
    topic: int
    reply: Reply
    message: int = 0  # the message to edit; 0: a new one


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One line of what `@bot words` offers in any chat; choosing it sends `spans` there."""

    key: str  # at most 64 bytes, unique within an answer
    title: str
    description: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class InlinePage:
    """What `@bot words` offers, with where the next page starts ("" for no more)."""

    results: tuple[InlineResult, ...]
    next_offset: str = ""


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line of the command menu: `name` is a-z, 0-9 and _; the description is Chinese."""

    name: str
    description: str
    private: bool = True  # shown in private chats
    group: bool = False  # shown in groups
    admin: bool = False  # shown to administrators, in their private chats
