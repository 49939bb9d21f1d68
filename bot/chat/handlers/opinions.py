"""征求意见: /opinion in the group, or in private by the board's link; /opinions for the chair."""

import re
from dataclasses import replace

from bot.chat.handlers.boards import (
    READS,
    SPEAKS,
    in_meeting,
    led,
    part_names,
)
from bot.chat.reply import Button, Incoming, Span
from bot.chat.turn import Command, Outcome, Turn
from bot.chat.wording import meeting as wording
from bot.meeting import Meetings
from bot.models import Meeting, Opinion
from bot.notebook import LONGEST

EXPECTED = "opinion:"  # opens what a private session expects: opinions for the meeting of a token
SAFE = "safe:"  # opens the press that answers whether numbers in an opinion may stay
_LONGEST_OBJECT = 20
# What the links on boards make the client send: /start mN3k_…
_LINKED = re.compile(rf"/start\s+[{SPEAKS}{READS}]([\w-]+)", re.ASCII)
# "班子 文山会海多", "对王局长：开会多"
_FORM = re.compile(r"^(?:对|给)?\s*([^\s：:，,]{1,20}?)(?:的意见)?[\s：:]+(\S.*)$", re.S)


def opinion(turn: Turn) -> Outcome:
    """/opinion 对象 内容 in the group; in private it goes without the command, after the board's link."""
    if not turn.incoming.is_group:
        return turn.reply((Span(wording.OPINION_IN_GROUPS),))
    if not turn.meeting:
        return turn.reply((Span(wording.NO_MEETING),))
    return take_in(turn, turn.meeting, turn.argument)


def take_in(turn: Turn, meeting: Meeting, text: str) -> Outcome:
    """Keeps an opinion, or hands it back with what is wrong with it."""
    incoming = turn.incoming
    is_private = not incoming.is_group
    form = _FORM.match(text.strip())
    if not form:
        how = wording.OPINION_FORM_PRIVATE if is_private else wording.OPINION_FORM
        return _answer(turn, meeting, how)
    whom, said = form[1][:_LONGEST_OBJECT], form[2].strip()
    if len(said) > LONGEST:
        long = wording.OPINION_TOO_LONG.format(limit=LONGEST, length=len(said))
        return _answer(turn, meeting, long)
    meetings = turn.desk.meetings
    message = meetings.said(meeting, incoming.chat, incoming.message)
    if fault := meetings.fault_of(said):
        if incoming.is_edit:
            meetings.drop_opinion(meeting, message)
        again = wording.SAY_AGAIN_PRIVATE if is_private else wording.SAY_AGAIN
        return _answer(turn, meeting, f"{wording.FAULTS[fault]}{again}")
    was_there = meetings.has_said(meeting, message)
    kept = Opinion(whom, said, "", incoming.name, incoming.user, is_private)
    meetings.keep_opinion(meeting, kept, message)
    if not is_private:
        meetings.attend(meeting, incoming.user, incoming.name)
    noted = wording.OPINION_NOTED if is_private else wording.OPINION_NOTED_PUBLIC
    sentence = wording.OPINION_CHANGED if was_there else noted.format(object=whom)
    session, reply = _answer(turn, meeting, sentence)
    return session, replace(reply, board=meeting.id, reaction="" if is_private else "✍")


def _answer(turn: Turn, meeting: Meeting, sentence: str) -> Outcome:
    """The sentence; in private the next message is an opinion again."""
    if not turn.incoming.is_group and not turn.incoming.is_edit:
        turn = turn.remember(expecting=f"{EXPECTED}{meeting.token}")
    return turn.reply((Span(sentence),))


def started(turn: Turn) -> Outcome | None:
    """What the link on a board opens in a private chat; None for any other /start."""
    kind, token = turn.argument[:1], turn.argument[1:]
    if turn.incoming.is_group or kind not in (SPEAKS, READS) or len(token) < 8:
        return None
    meeting = turn.desk.meetings.by_token(token)
    if meeting and kind == SPEAKS:
        names = wording.NAMED if meeting.is_named else wording.NAMELESS
        ask = wording.ASK_OPINION.format(title=meeting.title, names=names)
        return turn.remember(expecting=f"{EXPECTED}{token}").reply((Span(ask),))
    if meeting and meeting.chair == turn.incoming.user:
        return _verbatim(turn, meeting)
    return turn.reply((Span(wording.FOR_THE_CHAIR if meeting else wording.NOT_RECEIVED),))


def meant_for(meetings: Meetings, incoming: Incoming, expected: str) -> Meeting | None:
    """The open meeting that a private message is for: by its link, or as an opinion after it."""
    if incoming.is_group:
        return None
    if linked := _LINKED.fullmatch(incoming.text.strip()):
        return meetings.by_token(linked[1])
    if not expected.startswith(EXPECTED) or incoming.text.startswith(("/", "／")):
        return None
    is_other = incoming.press and not incoming.press.startswith(SAFE)
    return None if is_other else meetings.by_token(expected.removeprefix(EXPECTED))


def expects(turn: Turn, expected: str) -> Outcome | None:
    """What to do with a private message that is an opinion; None if none was asked for."""
    if not expected.startswith(EXPECTED):
        return None
    meeting = turn.desk.meetings.by_token(expected.removeprefix(EXPECTED))
    if not meeting:
        return turn.reply((Span(wording.NOT_RECEIVED),))
    return take_in(turn, meeting, turn.argument)


def opinions(turn: Turn) -> Outcome:
    """How many opinions there are of whom and on what; their words in private, or on a press."""
    assert turn.meeting
    found = turn.desk.meetings.opinions(turn.meeting)
    number, is_named = turn.meeting.id, turn.meeting.is_named
    naming = Button("改为不记名", f"opinions:{number}:nameless")
    if not is_named:
        naming = Button("改为记名", f"opinions:{number}:named")
    if not found:
        return turn.reply((Span(wording.NO_OPINIONS),), ((naming,),))
    spans = wording.table(found, part_names(turn.assistant, turn.session))
    reading = Button("私下看原话", "", start=f"{READS}{turn.meeting.token}")
    return turn.reply(
        spans, ((reading, Button("在群里公布原话", f"opinions:{number}:show")), (naming,))
    )


def press_opinions(turn: Turn) -> Outcome:
    """[在群里公布原话], [改为记名], [改为不记名]."""
    number, _, what = turn.argument.partition(":")
    if not turn.meeting or str(turn.meeting.id) != number:
        return turn.notice(wording.IS_OVER)
    if what == "show":
        session, reply = _verbatim(turn, turn.meeting)
        return session, reply.anew()
    is_named = what == "named"
    changed = replace(turn.meeting, is_named=is_named)
    turn.desk.meetings.change(changed)
    session, reply = opinions(replace(turn, meeting=changed))
    return session, reply.noticing(wording.WITH_NAMES if is_named else wording.WITHOUT_NAMES)


def _verbatim(turn: Turn, meeting: Meeting) -> Outcome:
    found = turn.desk.meetings.opinions(meeting)
    if not found:
        return turn.reply((Span(wording.NO_OPINIONS),))
    session = turn.desk.meetings.session_of(meeting)
    return turn.reply(wording.verbatim(found, part_names(turn.assistant, session)))


COMMANDS = (
    Command("opinion", "提一条意见：对象 内容", opinion, group=True, private=False),
    Command("opinions", "意见汇总（主持人）", in_meeting(led(opinions)), group=True, private=False),
)
PRESSES = {"opinions": in_meeting(led(press_opinions))}
