"""Walking through the gaps: /next from gap to gap, /agenda with a time box for each aspect."""

from dataclasses import replace

from bot.assistant import Assistant
from bot.chat.handlers.boards import in_meeting, led, part_name
from bot.chat.handlers.buttons import card_rows
from bot.chat.handlers.checklist import Place as CardPlace
from bot.chat.handlers.checklist import open_card, open_item
from bot.chat.reply import Button, Posted, Reply, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.chat.wording import meeting as wording
from bot.meeting import Meetings
from bot.models import Meeting


def walk(turn: Turn) -> Outcome:
    """The next item that nobody has ticked or noted, on from the one that was open last."""
    view = turn.session.view
    if view.item:
        return _next(turn, view.card, view.item)
    if turn.meeting and turn.meeting.card:
        return _gap_of(turn, turn.meeting.card) or _next(turn, turn.meeting.card, "")
    return _next(turn, "", "")


def _next(turn: Turn, key: str, item: str) -> Outcome:
    gap = turn.assistant.checklist.gap_after(turn.session, key, item)
    if not gap:
        return turn.reply((Span(wording.NO_GAP),), card_rows(turn))
    return _opened(turn, *gap)


def _gap_of(turn: Turn, card: str) -> Outcome | None:
    """The first gap of that part, None if it has none."""
    items = gaps_of(turn.assistant, turn, card)
    return _opened(turn, card, items[0]) if items else None


def gaps_of(assistant: Assistant, turn: Turn, card: str) -> list[str]:
    """The items of that part that are neither ticked nor noted."""
    noted = assistant.notebook.items(turn.session)
    todos = assistant.checklist.card(turn.session, card, limit=0).todos
    return [t.item.key for t in todos if not t.is_done and t.item.key not in noted]


def _opened(turn: Turn, key: str, item: str) -> Outcome:
    session, reply = open_item(turn, key, item)
    if turn.meeting:
        meetings = turn.desk.meetings
        if turn.meeting.card != key:
            meetings.start_box(turn.meeting, key)
        takers = meetings.takers(turn.session).get(key, ())
        part = part_name(turn.assistant, turn.session, key)
        head = wording.GAP_OF.format(card=key, part=part, takers=f"（{wording.taken_by(takers)}）")
        reply = replace(reply, spans=(Span(head, bold=True), *reply.spans))
    return session, reply.anew()


def agenda(turn: Turn) -> Outcome:
    """/agenda 10: as many minutes for each aspect, beginning with the first; /agenda 0: none."""
    assert turn.meeting
    said = _minutes(turn.argument)
    if not said or int(said) > wording.BOX_LIMIT:
        now = f"{turn.meeting.box} 分钟" if turn.meeting.box else "不限时"
        return turn.reply((Span(wording.AGENDA_HOW.format(now=now, most=wording.BOX_LIMIT)),))
    changed = replace(turn.meeting, box=int(said))
    if not changed.box:
        turn.desk.meetings.change(replace(changed, due_at=""))
        return turn.reply((Span(wording.AGENDA_OFF),))
    first = turn.assistant.checklist.cards(turn.session)[0]
    opened = _begun(replace(turn, meeting=changed), first)
    return after(wording.AGENDA_SET.format(box=changed.box), opened)


def names_minutes(turn: Turn) -> bool:
    """Whether the words tell a time box, or nothing at all."""
    return not turn.argument.strip() or bool(_minutes(turn.argument))


def _minutes(text: str) -> str:
    """The digits of 10, 10分, 10 分钟; "" for anything else."""
    said = text.strip().removesuffix("分钟").removesuffix("分").strip()
    return said if said.isdecimal() and len(said) <= 3 else ""


def _begun(turn: Turn, card: str) -> Outcome:
    """Opens a part and lets its time run."""
    assert turn.meeting
    turn.desk.meetings.start_box(turn.meeting, card)
    session, reply = open_card(turn, CardPlace(card))
    return session, reply.anew()


def press_box(turn: Turn) -> Outcome:
    """[下一方面] and [再给 10 分钟] under a reminder."""
    number, card, what = (*turn.argument.split(":"), "", "")[:3]
    if not turn.meeting or str(turn.meeting.id) != number or turn.meeting.card != card:
        return turn.notice(wording.IS_OVER if not turn.meeting else wording.CHANGED_ALREADY)
    if what == "more":
        turn.desk.meetings.start_box(turn.meeting, card)
        return turn.notice(wording.MORE_TIME)
    cards = turn.assistant.checklist.cards(turn.session)
    following = cards[(cards.index(card) + 1) % len(cards)] if card in cards else cards[0]
    return _begun(turn, following)


def reminder(meetings: Meetings, assistant: Assistant, meeting: Meeting) -> Posted:
    """That the time for a part is over, and what it still lacks."""
    session = meetings.session_of(meeting)
    lines = {line.card: line for line in assistant.checklist.progress(session)}
    card, part = meeting.card, part_name(assistant, session, meeting.card)
    line = lines.get(card)
    missing = line.total - line.covered if line else 0
    said = wording.TIME_IS_UP.format(card=card, part=part, box=meeting.box)
    said += wording.STILL_MISSING.format(count=missing) if missing else ""
    buttons = (
        Button("下一方面", f"box:{meeting.id}:{card}:next"),
        Button(f"再给 {meeting.box} 分钟", f"box:{meeting.id}:{card}:more"),
    )
    reply = Reply((Span(said),), (buttons,), board=meeting.id)
    return Posted(meeting.place.chat, meeting.place.topic, reply)


COMMANDS = (
    Command("next", "下一个缺口", walk, group=True),
    Command("agenda", "每方面限时几分钟", in_meeting(led(agenda)), group=True, private=False),
)
PRESSES = {"walk": walk, "box": in_meeting(press_box)}
