"""Messages that were edited: the note or the opinion that came with them says the new words."""

import re
from dataclasses import replace

from bot.chat.handlers import opinions
from bot.chat.handlers.notes import read_note
from bot.chat.reply import Reply, Span
from bot.chat.turn import Outcome, Turn
from bot.chat.wording import meeting as wording
from bot.chat.wording.notes import TOO_LONG
from bot.models import Meeting, Note
from bot.notebook import LONGEST

_NOTE = re.compile(r"^[/／](?:note|记一笔|记)(\d*)(?:@\w+)?\s+(.+)$", re.S | re.I)
_OPINION = re.compile(r"^[/／](?:opinion|意见)(?:@\w+)?\s+(.+)$", re.S | re.I)


def edited(turn: Turn) -> Outcome:
    """Changes what the message had given; silent where it had given nothing."""
    text = turn.incoming.text.strip()
    if said := _OPINION.match(text):
        return opinions.take_in(turn, turn.meeting, said[1]) if turn.meeting else _nothing(turn)
    found = _noted(turn)
    if not found:
        return _private_opinion(turn, text)
    spot, text = found.spot, text
    if said := _NOTE.match(text):
        named, text = read_note(turn, f"{said[1]} {said[2]}".strip())
        spot = named or spot
    if not text.strip() or len(text) > LONGEST:
        return turn.reply((Span(TOO_LONG.format(limit=LONGEST, length=len(text))),))
    turn.assistant.notebook.change(turn.session, found.id, text)
    if spot != found.spot:
        turn.assistant.notebook.move(turn.session, found.id, spot)
    session, reply = turn.reply((Span(wording.CHANGED),))
    return session, replace(reply, reaction="✍")


def concerns(turn: Turn) -> bool:
    """True if something is kept of what the message said before, or would be now."""
    if _OPINION.match(turn.incoming.text.strip()):
        return turn.meeting is not None
    meeting, said = _asking(turn), turn.incoming
    if _noted(turn) or not meeting:
        return _noted(turn) is not None
    meetings = turn.desk.meetings
    return meetings.has_said(meeting, meetings.said(meeting, said.chat, said.message))


def _noted(turn: Turn) -> Note | None:
    """The note that came with the message."""
    number = turn.incoming.message
    notes = turn.assistant.notebook.notes(turn.session) if number else []
    return next((note for note in notes if note.message == number), None)


def _private_opinion(turn: Turn, text: str) -> Outcome:
    """The same for an opinion told in private, whose meeting the session knows."""
    meeting = _asking(turn)
    if not meeting:
        return _nothing(turn)
    said = turn.desk.meetings.said(meeting, turn.incoming.chat, turn.incoming.message)
    if not turn.desk.meetings.has_said(meeting, said):
        return _nothing(turn)
    return opinions.take_in(turn, meeting, text)


def _asking(turn: Turn) -> Meeting | None:
    expected = turn.session.expecting
    if turn.incoming.is_group or not expected.startswith(opinions.EXPECTED):
        return None
    return turn.desk.meetings.by_token(expected.removeprefix(opinions.EXPECTED))


def _nothing(turn: Turn) -> Outcome:
    return turn.session, Reply()
