"""The dialogue: one Incoming in, one Reply out, the same for Telegram and the terminal.

Here it is decided what a message is; what answers it stands in `handlers`. All state is in the
session, which is kept in the store after every turn, so that a restart loses nothing.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from bot.advice.answer import Answer
from bot.advice.understanding import Query
from bot.assistant import Assistant
from bot.chat import inline, wording
from bot.chat.cautions import Cautions
from bot.chat.drafts import Drafts
from bot.chat.handlers import (
    about,
    check,
    checklist,
    documents,
    edits,
    export,
    files,
    intake,
    meeting,
    metadata,
    minutes,
    notes,
    opinions,
    preparations,
    profile,
    search,
    taking,
    themes,
    walking,
)
from bot.chat.handlers.boards import board_reply, leads_here, refused
from bot.chat.handlers.phrases import BY_INTENT
from bot.chat.intents import Intents, aspect_named, is_aspect_word, themes_named, year_named
from bot.chat.reply import Incoming, InlinePage, MenuEntry, Posted, Reply, Span
from bot.chat.tray import Tray
from bot.chat.turn import Command, Desk, Handler, Outcome, Turn, after
from bot.chat.wording import meeting as meeting_wording
from bot.chat.wording import notes as notes_wording
from bot.errors import StoreError
from bot.meeting import Meetings
from bot.models import Session
from bot.text.normalize import letters
from bot.text.secrecy import secrecy_of

if TYPE_CHECKING:
    from bot.checking import Checker
    from bot.library import Library

_COMMAND = re.compile(
    r"^[/／]([a-z_]+?|[一-鿿]+)(\d*)(@\w+)?(?:\s+(.*))?$", re.S | re.I
)  # "/aspect3" "/aspect 3" "／方面 3"
_LONG = 400  # characters from which a message is a paste, whatever it says
_UNKEPT = ("", "area", "find")  # what a session expects when words are not to be kept
_KEEPING = ("keep", "note", "adopt")  # buttons that keep what was said before the press
_INTRODUCING = re.compile(
    r"(?:我们?(?:是|叫|在|管)|我?(?:分管|主管|负责))(?!.*(?:怎么|如何|吗|？|\?))"
)  # 我叫张三，在乡镇管民政；分管信访 维稳 拆迁
_SHORT = 5  # characters up to which a known user's area name is a search: 信访


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
            cache(self._checker), Drafts(), self.meetings, cache(self._library), Tray()
        )
        self._cautions = Cautions(secrecy_of(assistant.catalog))
        self.commands = (
            *profile.COMMANDS,
            *themes.COMMANDS,
            *checklist.COMMANDS,
            *search.COMMANDS,
            *notes.COMMANDS,
            *check.COMMANDS,
            *export.COMMANDS,
            *preparations.COMMANDS,
            *meeting.COMMANDS,
            *taking.COMMANDS,
            *walking.COMMANDS,
            *opinions.COMMANDS,
            *minutes.COMMANDS,
            Command("help", "怎么用", self._help, group=True),
            *about.COMMANDS,
            *intake.COMMANDS,
            *documents.COMMANDS,
        )
        self._by_name: dict[str, Handler] = {c.name: c.handler for c in self.commands}
        self._by_name["start"] = self._start
        self._by_name |= {alias: self._by_name[name] for alias, name in _CHINESE_NAMES.items()}
        self._by_intent: Mapping[str, Handler] = BY_INTENT | {"help": self._help}
        self._presses: Mapping[str, Handler] = {
            **profile.PRESSES,
            **checklist.PRESSES,
            **search.PRESSES,
            **notes.PRESSES,
            **check.PRESSES,
            **export.PRESSES,
            **preparations.PRESSES,
            **themes.PRESSES,
            **meeting.PRESSES,
            **taking.PRESSES,
            **walking.PRESSES,
            **opinions.PRESSES,
            **minutes.PRESSES,
            "seek": self._seek,
            "safe": lambda turn: self._cautions.answered(turn, self._answer),
            **about.PRESSES,
            **intake.PRESSES,
            **documents.PRESSES,
            **metadata.PRESSES,
            "start": profile.start,
            "ask": self._ask,
        }
        self._intents = Intents(assistant.catalog.intents)

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
            for c in self.commands
        )

    @property
    def searches(self) -> int:
        """How many searches were made so far."""
        return self.assistant.finder.searches

    def respond(self, incoming: Incoming) -> Reply:
        """The answer to a message or press; an empty Reply where the bot has nothing to say."""
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
        session, reply = self._caution(turn) or self._answer(turn)
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
        if incoming.press:
            return incoming.press.partition(":")[0] in _LED - {"take", "leave"}
        found = _COMMAND.match(incoming.text.strip())
        name = _CHINESE_NAMES.get(found[1], found[1].lower()) if found else ""
        return name in _LED and (name not in ("take", "leave") or bool(incoming.answered))

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
        if found := _COMMAND.match(text):
            handler = self._by_name.get(found[1].lower())
            is_draft, keeps = handler == check.check, handler != search.find
        else:
            is_offered = len(text) <= _LONG and notes.would_offer(turn.said(text))
            keeps = expected not in _UNKEPT or bool(turn.incoming.replied) or is_offered
            is_draft = expected in check.EXPECTED or (len(text) > search.KEPT_QUERY and not keeps)
        return None if is_draft else self._cautions.ask(turn, text, keeps=keeps)

    def _answer(self, turn: Turn) -> Outcome:
        if turn.incoming.is_edit:
            return edits.edited(turn)
        if turn.incoming.press:
            verb, _, key = turn.incoming.press.partition(":")
            handler = self._presses.get(verb)
            if not handler:
                return turn.notice(wording.UNKNOWN_BUTTON)
            if verb == "prep" and not self._may_switch(turn):
                return refused(turn)
            return handler(turn.said(key).remember(expecting=""))
        if turn.incoming.attachment:
            return self._document(turn)
        text = turn.incoming.text.strip()
        if found := _COMMAND.match(text):
            return self._command(turn, *(group or "" for group in found.groups()))
        return self._message(turn.said(text))

    def _document(self, turn: Turn) -> Outcome:
        """A document: the notice with a theme's aspects when that is awaited, else a text to compare."""
        if sent := intake.captioned(turn):
            return intake.ingest(sent)
        read = files.read(turn)
        if not isinstance(read, str):
            return read
        if turn.session.expecting == themes.NEW:
            return themes.read(turn, read)
        is_asked = bool(turn.session.expecting) or "check" in turn.incoming.text
        if len(read) < check.LEAST and not is_asked:
            return search.paste(turn.remember(expecting=""), read)
        return check.document(turn, read)

    def _command(self, turn: Turn, name: str, digits: str, bot: str, argument: str) -> Outcome:
        handler = self._by_name.get(name.lower())
        if handler == self._by_name["prep"] and not self._may_switch(turn):
            said = meeting_wording.NOT_WHILE_OPEN
            return turn.reply((Span(said),)) if turn.meeting else refused(turn)
        if handler:
            return handler(turn.said(f"{digits} {argument}".strip()).remember(expecting=""))
        if turn.incoming.is_group and not bot:
            return turn.session, Reply()  # another bot of the group may know it
        return after(wording.UNKNOWN_COMMAND, self._help(turn))

    def _message(self, turn: Turn) -> Outcome:
        """Any text that is no command: a phrase, a theme, who he is, an aspect, or a search."""
        text, expected = turn.argument, turn.session.expecting
        if not letters(text):
            return after(wording.NO_WORDS, profile.home(turn))
        turn = turn.remember(expecting="")
        awaited = expected not in _UNKEPT  # words of the user's own, not a request
        if intent := self._intents.of(text, whole=awaited or bool(turn.incoming.replied)):
            return self._by_intent[intent](turn)
        for expects in _EXPECTING:
            if outcome := expects(turn, expected):
                return outcome
        if outcome := notes.answers(turn) or themes.offers(turn):
            return outcome
        if len(text) > _LONG:
            return search.paste(turn, text)
        if expected == "find":
            return search.find(turn)
        return self._theme(turn) or notes.offers(turn) or self._understood(turn, expected)

    def _theme(self, turn: Turn) -> Outcome | None:
        """Sets or offers the themes that the text names; None if it names none."""
        named = themes_named(turn.argument, self.assistant.themes.choices(turn.session))
        if named and not is_aspect_word(turn.argument, self.assistant.themes.of(turn.session)):
            return themes.use_themes(turn, named)
        if year := year_named(turn.argument):
            return themes.theme(turn.said(year))
        return None

    def _understood(self, turn: Turn, expected: str) -> Outcome:
        """What to do with a text by the slots it fills."""
        theme = self.assistant.themes.of(turn.session)
        query = self.assistant.finder.understanding.read(turn.argument, theme)
        if named := aspect_named(turn.argument, theme):
            return checklist.open_card(turn, checklist.Place(str(named.number)))
        if (query.aspect or query.section in ("causes", "measures")) and query.is_bare:
            return _part(profile.told(turn, query), query)
        says_no_more = query.is_bare or not self.assistant.work.named_in(query.need)
        if query.areas and self._introduces(turn, query, expected, says_no_more):
            return profile.area(turn)
        if not query.areas and says_no_more:
            lead = wording.NOTED if query.scope or query.year else wording.SO_FAR
            return profile.home(profile.told(turn, query), lead=lead)
        if expected == "area" and self.assistant.work.areas_by_vocabulary(query.need):
            return profile.area(turn)
        return self._searched(turn, expected)

    def _introduces(self, turn: Turn, query: Query, expected: str, says_no_more: bool) -> bool:
        """True when a text with areas tells who the user is, rather than what he looks for."""
        known = turn.session.areas
        if says_no_more and _INTRODUCING.match(turn.argument):
            return True
        if known and len(letters(turn.argument)) <= _SHORT and expected != "area":
            return set(query.areas) <= set(known)
        return says_no_more or bool(not known and _INTRODUCING.match(turn.argument))

    def _searched(self, turn: Turn, expected: str) -> Outcome:
        """Passages for the text, unless it is a slip for something else that the bot knows."""
        text = turn.argument
        if len(text) > search.KEPT_QUERY:
            return search.paste(turn, text)
        answer = search.look(turn, text)
        if meant := self._meant(turn, answer):
            return meant
        if expected == "area" and not answer.matches:
            return profile.area(turn)  # which says that it knows no such work
        return search.show(turn, text, answer=answer)

    def _meant(self, turn: Turn, answer: Answer) -> Outcome | None:
        """The answer to a phrase or area typed wrongly or in pinyin: 统站, minzhu shenghuohui."""
        if not answer.read_as and answer.matches:
            return None
        if intent := self._intents.sounding_like(turn.argument):
            return self._by_intent[intent](turn)
        reading = "".join(answer.read_as)
        work = self.assistant.work.named_in(turn.argument)
        if not self.assistant.finder.understanding.read(reading).is_introduction or (
            len(work) > len(reading) and not work.isascii()
        ):
            return None
        note = wording.READ_AS.format(said=turn.argument[:20], reading=reading)
        return after(note, profile.area(turn.said(reading)))

    def _may_switch(self, turn: Turn) -> bool:
        """Whether the speaker may switch, make or remove preparations here."""
        return not turn.incoming.is_group or (not turn.meeting and leads_here(turn))

    def _start(self, turn: Turn) -> Outcome:
        return opinions.started(turn) or profile.start(turn)

    def _help(self, turn: Turn) -> Outcome:
        return about.help_(turn, self.commands)

    def _seek(self, turn: Turn) -> Outcome:
        """[查例文]: searches for what was said before the press."""
        if not turn.held:
            return turn.notice(notes_wording.NOT_HELD)
        session, reply = search.find(turn.said(turn.held))
        return session, reply.anew()

    def _ask(self, turn: Turn) -> Outcome:
        """[改领域] [改对象] [换年度] [查例文]: the command of that name, without an argument."""
        handler = self._by_name.get(turn.argument)
        return handler(turn.said("")) if handler else turn.notice(wording.UNKNOWN_BUTTON)


# What may take a message as the answer to what was asked, in turn.
_EXPECTING = (
    opinions.expects,
    notes.expects,
    themes.expects,
    preparations.expects,
    check.expects,
    intake.expects,
    metadata.expects,
)


def _part(turn: Turn, query: Query) -> Outcome:
    """Opens the part of the checklist that the words name."""
    turn = turn.prepare(areas=query.areas or turn.session.areas)
    if query.aspect:
        return checklist.aspect(turn.said(str(query.aspect)))
    return checklist.open_card(turn, checklist.Place(str(query.section)))


# Commands and verbs whose answer depends on who leads the group.
_LED = {
    *("close", "opinions", "agenda", "reopen", "forget", "prep"),
    *("take", "leave", "theme", "area", "who", "edit", "drop"),
}

# Telegram knows only Latin command names, but people type these.
_CHINESE_NAMES = {
    "方面": "aspect",
    "开始": "start",
    "领域": "area",
    "对象": "who",
    "主题": "theme",
    "年度": "theme",
    "原因": "causes",
    "整改": "measures",
    "查": "find",
    "找": "find",
    "例文": "find",
    "清单": "checklist",
    "检查": "check",
    "记": "note",
    "导出": "export",
    "材料": "prep",
    "记一笔": "note",
    "帮助": "help",
    "隐私": "privacy",
    "清除": "forget",
    "开会": "meeting",
    "准备会": "meeting",
    "看板": "board",
    "认领": "take",
    "放下": "leave",
    "下一个": "next",
    "议程": "agenda",
    "意见": "opinion",
    "意见汇总": "opinions",
    "纪要": "minutes",
    "结束": "close",
    "取消": "cancel",
    "入库": "ingest",
    "范文库": "documents",
    "删除": "remove",
    "撤销": "undo",
}
