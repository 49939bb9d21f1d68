"""The preparation meeting of a group: /meeting opens it, /board shows it anew, /close ends it."""

from dataclasses import replace

from bot.chat.handlers.boards import in_meeting, led, refused, show_board
from bot.chat.handlers.buttons import grid
from bot.chat.handlers.checklist import Place as CardPlace
from bot.chat.handlers.checklist import open_card
from bot.chat.handlers.minutes import minutes
from bot.chat.handlers.profile import told
from bot.chat.reply import Button, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.chat.wording import UNKNOWN_BUTTON
from bot.chat.wording import meeting as wording
from bot.chat.wording.brief import shortened
from bot.models import Meeting

LONGEST_TITLE = 40  # characters
_LIST_WORDS = ("list", "列表", "历史")
_DIGITS = 18  # of a number that the store takes
_LISTED = 20  # meetings of the history that have buttons


def meeting(turn: Turn) -> Outcome:
    """Opens a meeting, or shows the board of the open one; /meeting list: those held before."""
    if not turn.incoming.is_group:
        return turn.reply((Span(wording.ONLY_IN_GROUPS),))
    if turn.argument.strip().lower() in _LIST_WORDS:
        return history(turn)
    return _told_again(turn, turn.meeting) if turn.meeting else _opened(turn)


def _told_again(turn: Turn, meeting: Meeting) -> Outcome:
    """The board of the open meeting, after what the chair tells of it anew."""
    if turn.argument.strip():
        if not turn.may_lead:
            return after(wording.IS_OPEN_LED.format(title=meeting.title), show_board(turn, meeting))
        turn, title = _as_told(turn, known=meeting.title)
        meeting = replace(meeting, title=title)
        turn.desk.meetings.change(meeting)
        turn.assistant.save(turn.session)  # the board is made of what is stored
    session, reply = show_board(turn, meeting)
    return session, reply.noticing(wording.IS_OPEN.format(title=meeting.title))


def _as_told(turn: Turn, *, known: str = "") -> tuple[Turn, str]:
    """The turn with theme and areas that the words tell, and the title of the meeting.

    `known`: the title that it had; words without one leave it, unless it only names the year.
    """
    said = " ".join(turn.argument.split())
    before = wording.TITLE.format(year=turn.assistant.themes.of(turn.session).year)
    query = turn.assistant.finder.understanding.read(said)
    turn = told(turn, query).prepare(scope="team", areas=query.areas or turn.session.areas)
    year = turn.assistant.themes.of(turn.session).year
    kept = "" if known == before else known
    title = _title(turn, said)[:LONGEST_TITLE] or kept or wording.TITLE.format(year=year)
    return turn.prepare(name=title), title


def _opened(turn: Turn) -> Outcome:
    """Opens a meeting with the title, theme and areas that the words tell."""
    meetings = turn.desk.meetings
    turn, title = _as_told(turn.remember(preparation=meetings.preparation_for(turn.session)))
    incoming = turn.incoming
    new = Meeting(
        turn.session.place, title, incoming.user, incoming.name, "", opened_by=incoming.message
    )
    made = meetings.open(turn.session, new)
    if not made.is_open:  # the message that opened it came again, after it was closed
        return turn.assistant.session(incoming.chat, incoming.topic), turn.notice("")[1]
    return show_board(turn, made)


def _title(turn: Turn, said: str) -> str:
    """The words without a year and, behind others, areas: 某街道班子 2025 信访 -> 某街道班子.

    What only tells an area becomes a title: 街道班子 信访 -> 街道班子准备会.
    """
    kept: list[str] = []
    is_named = False
    for word in said.split():
        query = turn.assistant.finder.understanding.read(word)
        is_area = query.is_bare and bool(query.areas)
        if not (query.is_bare and query.year) and not (is_area and kept):
            kept.append(word)
            is_named = is_named or not is_area
    return " ".join(kept) if is_named or not kept else wording.TITLE_OF.format(name=kept[0])


def board(turn: Turn) -> Outcome:
    """A fresh board."""
    assert turn.meeting  # see COMMANDS
    return show_board(turn, turn.meeting)


def press_open(turn: Turn) -> Outcome:
    """[3 人民至上] on the board: the card as a message of its own."""
    if not turn.assistant.checklist.has_card(turn.session, turn.argument):
        return turn.notice(UNKNOWN_BUTTON)
    session, reply = open_card(turn, CardPlace(turn.argument))
    return session, reply.anew()


def close(turn: Turn) -> Outcome:
    """Asks what to keep before the meeting ends."""
    assert turn.meeting
    counts = {
        "notes": len(turn.assistant.notebook.notes(turn.session)),
        "opinions": len(turn.desk.meetings.opinions(turn.meeting)),
    }
    ask = wording.ASK_CLOSE.format(title=turn.meeting.title, **counts)
    number = turn.meeting.id
    rows = (
        (
            Button("都留着", f"close:{number}:all"),
            Button("只要纪要，其余清掉", f"close:{number}:clear"),
        ),
        (Button("先不结束", f"close:{number}:no"),),
    )
    return turn.reply((Span(ask),), rows)


def press_close(turn: Turn) -> Outcome:
    """[都留着], [只要纪要，其余清掉] or [先不结束]."""
    number, _, what = turn.argument.partition(":")
    if not turn.meeting or str(turn.meeting.id) != number:
        return turn.notice(wording.IS_OVER)
    if what == "no":
        return turn.reply((Span(wording.GOES_ON),))
    if what not in ("all", "clear"):
        return turn.notice(UNKNOWN_BUTTON)
    files = () if what == "all" else minutes(turn)[1].files
    board = turn.meeting.board
    kept = turn.desk.meetings.close(turn.meeting, turn.session, keeps_all=what == "all")
    turn = replace(turn, session=kept, meeting=None)
    said = wording.CLOSED if what == "all" else wording.CLOSED_CLEARED
    session, reply = turn.reply((Span(said),), ((Button("开过的会", "meetings:"),),))
    return session, replace(reply, files=files, retires=board)


def history(turn: Turn) -> Outcome:
    """The meetings held here, each to be opened again."""
    found = turn.desk.meetings.all_in(turn.session.chat, turn.session.topic)
    if not found:
        return turn.reply((Span(wording.NO_HISTORY),))
    closed = [known for known in found if not known.is_open][:_LISTED]
    buttons = [
        Button(f"再开：{shortened(known.title, wording.SHORT)}", f"reopen:{known.id}")
        for known in closed
    ]
    return turn.reply(wording.history(found), grid(buttons, widest=1))


def press_reopen(turn: Turn) -> Outcome:
    """[再开：…]: goes on with a closed meeting; for who led it, and administrators."""
    is_number = turn.argument.isdecimal() and len(turn.argument) < _DIGITS
    found = turn.desk.meetings.of(int(turn.argument) if is_number else 0)
    if (
        not found
        or found.place.chat != turn.session.chat
        or found.place.topic != turn.session.topic
    ):
        return turn.notice(UNKNOWN_BUTTON)
    if not turn.may_lead and found.chair != turn.incoming.user:
        return refused(turn)
    if not turn.desk.meetings.reopen(found):
        return turn.notice(wording.ONE_AT_A_TIME)
    turn.assistant.save(turn.session)  # what was at hand meanwhile stays as it is
    turn = turn.remember(preparation=turn.desk.meetings.session_of(found, turn.session).preparation)
    session, reply = show_board(turn, found)
    return session, reply.anew().noticing(wording.REOPENED.format(title=found.title))


COMMANDS = (
    Command("meeting", "开准备会", meeting, group=True, private=False),
    Command("board", "重发看板", in_meeting(board), group=True, private=False),
    Command("close", "结束准备会", in_meeting(led(close)), group=True, private=False),
)
PRESSES = {
    "open": press_open,
    "close": in_meeting(led(press_close)),
    "meetings": history,
    "reopen": press_reopen,
}
