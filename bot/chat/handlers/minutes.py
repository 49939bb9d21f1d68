"""/minutes: what the meeting gathered, as a Word file and as Markdown."""

from dataclasses import replace

from bot.chat.handlers.boards import in_meeting
from bot.chat.reply import File, Span
from bot.chat.turn import Command, Outcome, Turn
from bot.chat.wording import meeting as wording


def minutes(turn: Turn) -> Outcome:
    """Hands out the minutes, as they stand now."""
    from bot.minuting import minutes_files

    assert turn.meeting
    files = minutes_files(turn.assistant, turn.desk.meetings, turn.meeting)
    session, reply = turn.reply((Span(wording.MINUTES),))
    return session, replace(reply.anew(), files=tuple(File(name, body) for name, body in files))


COMMANDS = (Command("minutes", "会议纪要", in_meeting(minutes), group=True, private=False),)
PRESSES = {"minutes": in_meeting(minutes)}
