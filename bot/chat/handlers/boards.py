"""The board of a preparation meeting, and what the handlers of meetings share."""

from dataclasses import replace

from bot.assistant import Assistant
from bot.assistant.checklist import CARD_NAMES
from bot.chat.handlers.buttons import Row, grid
from bot.chat.reply import Button, Reply, Span
from bot.chat.turn import Handler, Outcome, Turn
from bot.chat.wording import UNKNOWN_BUTTON
from bot.chat.wording import meeting as wording
from bot.meeting import Meetings
from bot.models import Meeting, Session, Theme

SPEAKS = "m"  # opens what /start is followed by: the token of a meeting that asks for opinions
READS = "o"  # the same for its chair, who reads them


def board_reply(meetings: Meetings, assistant: Assistant, meeting: Meeting) -> Reply:
    """The board as it stands now."""
    standing = meetings.standing(meeting)
    theme = assistant.themes.of(standing.session)
    areas = assistant.catalog.area_names(standing.session.areas)
    return Reply(tuple(wording.board(standing, theme, areas)), board_rows(meeting, theme))


def board_rows(meeting: Meeting, theme: Theme) -> tuple[Row, ...]:
    """[1 两个确立] … [认领1] … [放下1] … [下一个缺口] [私下提意见] [出纪要]."""
    numbers = [str(aspect.number) for aspect in theme.aspects]
    opening = [Button(f"{a.number} {a.name}", f"open:{a.number}") for a in theme.aspects]
    others = [Button(name[:2], f"open:{key}") for key, name in CARD_NAMES.items()]
    taking = [Button(f"认领{n}", f"take:{meeting.id}:{n}:1") for n in numbers]
    leaving = [Button(f"放下{n}", f"take:{meeting.id}:{n}:0") for n in numbers]
    ways = (
        Button("下一个缺口", "walk:"),
        Button("私下提意见", "", start=f"{SPEAKS}{meeting.token}"),
        Button("出纪要", "minutes:"),
    )
    return (
        *grid([*opening, *others], widest=3),
        *grid(taking, widest=5),
        *grid(leaving, widest=5),
        ways,
    )


def show_board(turn: Turn, meeting: Meeting) -> Outcome:
    """A fresh board, which is the one that is kept up from now on."""
    reply = board_reply(turn.desk.meetings, turn.assistant, meeting)
    return turn.session, replace(reply, pins=meeting.id)


def renamed(turn: Turn, theme: Theme) -> Turn:
    """The turn before another theme is set, the meeting's title of the old year put right."""
    before = wording.TITLE.format(year=turn.assistant.themes.of(turn.session).year)
    if not turn.meeting or turn.meeting.title != before or not turn.may_lead:
        return turn
    changed = replace(turn.meeting, title=wording.TITLE.format(year=theme.year))
    turn.desk.meetings.change(changed)
    return replace(turn, meeting=changed).prepare(name=changed.title)


def in_meeting(handler: Handler) -> Handler:
    """The handler, where a meeting is open; elsewhere a sentence on how to open one."""

    def answer(turn: Turn) -> Outcome:
        if turn.meeting:
            return handler(turn)
        if turn.incoming.press:
            return turn.notice(wording.IS_OVER if turn.incoming.is_group else UNKNOWN_BUTTON)
        said = wording.NO_MEETING if turn.incoming.is_group else wording.ONLY_IN_GROUPS
        return turn.reply((Span(said),))

    return answer


def led(handler: Handler) -> Handler:
    """The handler, for the chair and for administrators; others are told so."""

    def answer(turn: Turn) -> Outcome:
        return handler(turn) if turn.may_lead else refused(turn)

    return answer


def leads_here(turn: Turn) -> bool:
    """True for administrators and for whoever chaired a meeting here; for all where none was held."""
    held = turn.desk.meetings.all_in(turn.session.chat, turn.session.topic)
    chairs = {found.chair for found in held}
    return not held or turn.may_lead or turn.incoming.user in chairs


def refused(turn: Turn) -> Outcome:
    """That this is for the chair to do."""
    if turn.incoming.press:
        return turn.notice(wording.NOT_YOURS)
    return turn.reply((Span(wording.NOT_YOURS),))


def part_name(assistant: Assistant, session: Session, card: str) -> str:
    """The name of a part of the checklist."""
    return part_names(assistant, session).get(card, card)


def part_names(assistant: Assistant, session: Session) -> dict[str, str]:
    """Part -> its name, in the order of the checklist."""
    theme = assistant.themes.of(session)
    return {str(aspect.number): aspect.name for aspect in theme.aspects} | CARD_NAMES
