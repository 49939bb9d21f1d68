"""The dialogue: one Incoming in, one Reply out, the same for Telegram and the terminal.

Here it is decided what a message is; what answers it stands in `handlers`. All state is in the
session, which is kept in the store after every turn, so that a restart loses nothing.
"""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from bot.assistant import Assistant
from bot.chat import inline, wording
from bot.chat.acts import Acts
from bot.chat.cautions import Cautions
from bot.chat.drafts import Drafts
from bot.chat.handlers import (
    about,
    check,
    edits,
    files,
    intake,
    notebook,
    notes,
    opinions,
    passed,
    search,
    taking,
    themes,
    walking,
)
from bot.chat.handlers.boards import board_reply, leads_here, refused
from bot.chat.intents import Intents
from bot.chat.labels import Labels, said_anew
from bot.chat.messages import Messages
from bot.chat.register import Called, Register, called, is_led, is_telling_name
from bot.chat.reply import Incoming, InlinePage, MenuEntry, Posted, Reply, Span
from bot.chat.tray import Tray
from bot.chat.turn import Desk, Outcome, Turn, after
from bot.chat.wording import meeting as meeting_wording
from bot.errors import StoreError
from bot.meeting import Meetings
from bot.models import Session
from bot.search import KEPT_QUERY
from bot.text.secrecy import secrecy_of

if TYPE_CHECKING:
    from bot.ahead import Ahead
    from bot.checking import Checker
    from bot.library import Library

_ANSWERS = {"fine": "yes", "wrong": "no", "no": "no"}  # phrases that answer a question: 好, 不对
_KEEPING = ("keep", "note", "adopt")  # buttons that keep what was said before the press

# When words in a group do stand for that command; for the others they always do.
_MEANT: dict[str, Callable[[Turn], bool]] = {
    "take": taking.names_part,
    "leave": taking.names_part,
    "agenda": walking.names_minutes,
    "next": lambda turn: bool(turn.meeting),
    "note": lambda turn: bool(turn.meeting),
}


def _always(turn: Turn) -> bool:
    return True


class Dialogue:
    """Answers messages and presses; transports call `respond` one after the other."""

    def __init__(
        self,
        assistant: Assistant,
        *,
        admins: Collection[int] = (),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.assistant = assistant
        self.admins = frozenset(admins)
        self.meetings = Meetings(assistant, clock)
        self._desk = Desk(
            cache(self._checker),
            Drafts(),
            self.meetings,
            cache(self._library),
            Tray(),
            clock,
            has_admins=bool(self.admins),
        )
        self._ahead: Ahead | None = None
        self._labels = Labels()
        self._cautions = Cautions(secrecy_of(assistant.catalog))
        self.register = Register({"safe": lambda turn: self._cautions.answered(turn, self._answer)})
        self._acts = Acts(assistant.catalog.acts)
        self._messages = Messages(Intents(assistant.catalog.intents), self.register.by_intent)

    def _checker(self) -> "Checker":
        from bot.checking import Checker  # not needed for most answers

        assistant = self.assistant
        return Checker(assistant.store, assistant.catalog, assistant.finder.concepts)

    def _library(self) -> "Library":
        from bot.corpus.ingest import Ingest  # for administrators only
        from bot.library import Library

        assistant = self.assistant
        return Library(Ingest(assistant.store, assistant.catalog, assistant.finder.concepts))

    @property
    def menu(self) -> tuple[MenuEntry, ...]:
        """The command menu of the transports that have one."""
        return tuple(
            MenuEntry(
                c.name,
                c.description,
                private=c.private and not c.admin,
                group=c.group,
                admin=c.admin,
            )
            for c in self.register.commands
        )

    @property
    def searches(self) -> int:
        """How many searches were made so far."""
        return self.assistant.finder.searches

    def expect(self, incoming: Incoming) -> None:
        """A message has to wait for others: what it asks may be searched for meanwhile; for any thread."""
        text = incoming.text.strip()
        is_said = not (incoming.press or incoming.attachment or incoming.is_edit)
        if not (is_said and text and len(text) <= KEPT_QUERY) or called(text):
            return
        if self._ahead is None:
            from bot.ahead import Ahead  # only where many wait

            self._ahead = Ahead(self.assistant)
        self._ahead.expect(incoming.chat, incoming.topic, text, search.DEPTH)

    def close(self) -> None:
        """Ends what runs beside the dialogue."""
        if self._ahead:
            self._ahead.close()

    def respond(self, incoming: Incoming) -> Reply:
        """The answer to a message or press; an empty Reply where the bot has nothing to say."""
        intent = self._messages.phrase(incoming.text)
        answer = _ANSWERS.get(intent, "")
        is_label = intent in ("", "note")  # the button [再记一笔] knows where
        meant = (
            self._labels.pressed(incoming) if is_label else self._labels.answered(incoming, answer)
        )
        reply = said_anew(self._respond(meant)) if meant else self._respond(incoming)
        return self._labels.noted(incoming, reply)

    def _respond(self, incoming: Incoming) -> Reply:
        if incoming.is_group and not incoming.is_addressed:
            return Reply()
        before = self.assistant.session(incoming.chat, incoming.topic)
        is_admin = incoming.user in self.admins
        turn = Turn(
            self.assistant, before, incoming, self._desk, held=before.held, is_admin=is_admin
        )
        turn = self._in_meeting(turn)
        if not incoming.is_edit:
            turn = turn.remember(held="")
        asked = self._caution(turn)
        session, reply = asked or passed.told_dropped(turn, self._answer(turn))
        if turn.meeting:
            session, reply = self._held_together(turn, session, reply)
        if session != self.assistant.session(incoming.chat, incoming.topic):
            try:
                self.assistant.save(session)
            except StoreError:  # what was found is shown all the same
                _, reply = after(wording.UNSAVED, (session, reply))
        return reply

    def _in_meeting(self, turn: Turn) -> Turn:
        """The turn with the group's open meeting, and its preparation at hand."""
        said = turn.incoming
        found = self.meetings.open_in(said.chat, said.topic) if said.is_group else None
        if not found:
            return turn
        session = self.meetings.session_of(found, turn.session)
        return replace(turn, session=session, meeting=found)

    def _held_together(self, turn: Turn, session: Session, reply: Reply) -> tuple[Session, Reply]:
        """What a turn may do to an open meeting: its text as a whole is changed by the chair only."""
        assert turn.meeting
        if not self.meetings.is_open(turn.meeting):
            return session, reply  # closed or forgotten by this very turn
        before, after_ = turn.session.preparation, session.preparation
        is_same = (after_.number, after_.scope) == (before.number, before.scope)
        if after_ != before and not (is_same and turn.may_lead):
            session, reply = replace(session, preparation=before), refused(turn)[1]
        return session, replace(reply, board=turn.meeting.id)

    # --- what a group's transport asks for beside answers

    def board(self, number: int) -> Posted | None:
        """The board of that meeting as it stands now; None when it is over, or not to be shown."""
        found = self.meetings.of(number)
        if not found or not found.is_open:
            return None
        reply = board_reply(self.meetings, self.assistant, found)
        return Posted(found.place.chat, found.place.topic, reply, found.board)

    def placed(self, number: int, message: int) -> int:
        """Notes which message is the board now; returns the one before, 0 for none."""
        return self.meetings.placed(number, message)

    def boards(self) -> list[int]:
        """The open meetings that have a board: after a start each may show an older state."""
        return [found.id for found in self.meetings.shown()]

    def reminders(self) -> list[Posted]:
        """What is to be said to groups whose time for a part is over, each once."""
        return [
            walking.reminder(self.meetings, self.assistant, found) for found in self.meetings.due()
        ]

    def asks_rights(self, incoming: Incoming) -> bool:
        """True if the answer depends on whether the speaker is an administrator of the group."""
        if not (incoming.is_group and incoming.is_addressed) or incoming.user == incoming.chat:
            return False
        found = called(incoming.text)
        names = [found.name] if found else [name for name, _ in self._acts.of(incoming.text)]
        return is_led(incoming, names)

    def host(self, incoming: Incoming) -> int:
        """The group whose meeting a private message is for, 0 for none."""
        if incoming.is_group:
            return 0
        expected = self.assistant.session(incoming.chat, incoming.topic).expecting
        found = opinions.meant_for(self.meetings, incoming, expected)
        return found.place.chat if found else 0

    def left(self, chat: int) -> None:
        """The bot was put out of that group: what it knows stays and is shown to nobody."""
        self.meetings.leave(chat)

    def joined(self, chat: int) -> None:
        """The bot was let into that group (again)."""
        self.meetings.come_back(chat)

    def offer(self, words: str, offset: str) -> InlinePage:
        """What inline mode offers for the words, from `offset` on."""
        return inline.offer(self.assistant, words, offset)

    def forget(self, chat: int) -> None:
        """A chat was not heard from for so long that what it told goes."""
        self._cautions.forget(chat)
        self.assistant.forget(chat)

    def migrate(self, old: int, new: int) -> None:
        """A group became a supergroup with another id."""
        self.assistant.migrate(old, new)

    def _caution(self, turn: Turn) -> Outcome | None:
        """Asks before numbers or marks are kept; a draft is not, and its check tells of them."""
        if turn.incoming.press == "forget:yes":
            self._cautions.forget(turn.incoming.chat)
        text, expected = turn.incoming.text.strip(), turn.session.expecting
        if turn.incoming.press:
            keeps = turn.incoming.press.partition(":")[0] in _KEEPING
            return self._cautions.ask(turn, turn.held, keeps=True) if keeps else None
        if turn.incoming.is_edit:
            return self._cautions.ask(turn, text, keeps=True) if edits.concerns(turn) else None
        if found := self._called(turn):
            is_draft, keeps = found.name == "check", found.name != "find"
        else:
            keeps = self._messages.keeps(turn, text)
            is_draft = expected in check.EXPECTED or (len(text) > KEPT_QUERY and not keeps)
        return None if is_draft else self._cautions.ask(turn, text, keeps=keeps)

    def _answer(self, turn: Turn) -> Outcome:
        if turn.incoming.is_edit:
            return edits.edited(turn)
        if turn.incoming.press:
            verb, _, key = turn.incoming.press.partition(":")
            handler = self.register.by_verb.get(verb)
            if not handler:
                return turn.notice(wording.UNKNOWN_BUTTON)
            if verb == "prep" and not self._may_switch(turn):
                return refused(turn)
            return handler(turn.said(key).remember(expecting=""))
        if turn.incoming.attachment:
            return self._document(turn)
        if found := self._called(turn):
            return self._command(turn, found)
        return self._messages.answer(turn.said(turn.incoming.text.strip()))

    def _called(self, turn: Turn) -> Called | None:
        """The command that the message is, by its telling name or, in a group, in words as well."""
        text = turn.incoming.text.strip()
        if found := called(text):
            return found
        acts = self._acts.of(text) if turn.incoming.is_group else ()
        for name, argument in acts:
            if _MEANT.get(name, _always)(turn.said(argument)):
                return Called(name, "", argument)
        if not turn.incoming.is_group and (words := notes.dictated(text)):
            return Called("note", "", words)
        if is_telling_name(text) and not self._messages.phrase(text):
            return called(f"/{text}")
        return None

    def _document(self, turn: Turn) -> Outcome:
        """A document: the notice with a theme's aspects when that is awaited, else a text to compare."""
        if sent := intake.captioned(turn):
            return intake.ingest(sent)
        read = files.read(turn)
        if not isinstance(read, str):
            return read
        if turn.session.expecting == themes.NEW:
            return themes.read(turn, read)
        expected = turn.session.expecting
        is_asked = bool(expected) and not expected.startswith(notebook.LACKS)
        is_asked = is_asked or "check" in turn.incoming.text
        if len(read) < check.LEAST and not is_asked:
            return search.paste(turn.remember(expecting=""), read)
        return check.document(turn, read)

    def _command(self, turn: Turn, found: Called) -> Outcome:
        if found.name == "prep" and not self._may_switch(turn):
            said = meeting_wording.NOT_WHILE_OPEN
            return turn.reply((Span(said),)) if turn.meeting else refused(turn)
        if handler := self.register.by_name.get(found.name):
            return handler(turn.said(found.argument).remember(expecting=""))
        if turn.incoming.is_group and not found.bot:
            return turn.session, Reply()  # another bot of the group may know it
        if name := self.register.meant(turn, found.name):
            return about.unknown(turn, name)
        return after(wording.UNKNOWN_COMMAND, self.register.by_name["help"](turn))

    def _may_switch(self, turn: Turn) -> bool:
        """Whether the speaker may switch, make or remove preparations here."""
        return not turn.incoming.is_group or (not turn.meeting and leads_here(turn))
