"""Messages that were edited: the note or the opinion that came with them says the new words."""

import re
from dataclasses import replace

from bot.chat.handlers import opinions
from bot.chat.handlers.notes import keep, read_note
from bot.chat.reply import Reply, Span
from bot.chat.turn import Outcome, Turn
from bot.chat.wording import meeting as wording
from bot.chat.wording.notes import TOO_LONG
from bot.models import Meeting, Note, Spot
from bot.notebook import LONGEST

_NOTE = re.compile(r"^[/／](?:note|记一笔|记)(\d*)(?:@\w+)?\s+(.+)$", re.S | re.I)
_OPINION = re.compile(r"^[/／](?:opinion|意见)(?:@\w+)?\s+(.+)$", re.S | re.I)


def edited(turn: Turn) -> Outcome:
    """Changes what the message had given, or takes what it gives now; else silent."""
    text = turn.incoming.text.strip()
    if said := _OPINION.match(text):
        return opinions.take_in(turn, turn.meeting, said[1]) if turn.meeting else _nothing(turn)
    found = _noted(turn)
    named, words = _named(turn, text)
    if not found:
        # a command that was mistyped at first, or did not say where
        is_note = turn.meeting and named
        return keep(turn, named, words) if is_note and named else _private_opinion(turn, text)
    spot, text = named or found.spot, words
    if not text.strip() or len(text) > LONGEST:
        return turn.reply((Span(TOO_LONG.format(limit=LONGEST, length=len(text))),))
    turn.assistant.notebook.change(turn.session, found.id, text)
    if spot != found.spot:
        turn.assistant.notebook.move(turn.session, found.id, spot)
    session, reply = turn.reply((Span(wording.CHANGED),))
    return session, replace(reply, reaction="✍")


def concerns(turn: Turn) -> bool:
    """True if something is kept of what the message said before, or would be now."""
    text = turn.incoming.text.strip()
    if turn.meeting and (_OPINION.match(text) or _named(turn, text)[0]):
        return True
    if _noted(turn):
        return True
    meeting, said = _asking(turn), turn.incoming
    if not meeting or _OPINION.match(text):
        return False
    meetings = turn.desk.meetings
    return meetings.has_said(meeting, meetings.said(meeting, said.chat, said.message))


def _noted(turn: Turn) -> Note | None:
    """The note that came with the message."""
    number = turn.incoming.message
    notes = turn.assistant.notebook.notes(turn.session) if number else []
    return next((note for note in notes if note.message == number), None)


def _named(turn: Turn, text: str) -> tuple[Spot | None, str]:
    """The aspect that a note's command names, None without one, and the words of the note."""
    said = _NOTE.match(text)
    return read_note(turn, f"{said[1]} {said[2]}".strip()) if said else (None, text)


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
