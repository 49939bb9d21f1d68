"""What the user noted: all of it or one place's, what that lacks; changing, moving and removing."""

from collections.abc import Sequence

from bot.advice.evidence import Gap
from bot.chat.handlers.buttons import BACK, Row, card_rows, grid
from bot.chat.handlers.spots import opening, place_key, place_name, section_of, spot_key, spot_name
from bot.chat.reply import Button, Span
from bot.chat.turn import Outcome, Turn, after
from bot.chat.wording import meeting as meeting_wording
from bot.chat.wording import notes as wording
from bot.chat.wording.brief import shortened
from bot.models import Note, Spot
from bot.notebook import LONGEST

EDITS = "edit:"  # opens what a session expects: the next message takes the place of a note
LACKS = "lacks:"  # … the next message may tell what the notes of a place still lack
_ASKED = 3  # colons in the key of [不改了]: card, item, theme, note
_LISTED = 10  # notes of one place that have buttons
_SUGGESTED = 3  # items offered for a note that has none


def listing(turn: Turn) -> Outcome:
    """All notes of the preparation, by place."""
    notes = turn.assistant.notebook.notes(turn.session)
    if not notes:
        return turn.reply((Span(wording.NO_NOTES),), card_rows(turn))
    spans = [Span(f"{wording.TITLE}（{len(notes)} 笔）\n", bold=True)]
    buttons = []
    for spot in dict.fromkeys(found.spot for found in notes):
        here = [found for found in notes if found.spot == spot]
        name = spot_name(turn, spot)
        spans += [Span(f"\n{name}\n", bold=True), *wording.noted(here)]
        buttons.append(Button(shortened(name, 14), f"notes:{place_key(spot)}"))
    return turn.reply(spans, (*grid(buttons, widest=2), (Button("导出提纲", "ask:export"), BACK)))


def press_notes(turn: Turn) -> Outcome:
    """[走访调研不深入] in the list: its notes, to be changed or removed."""
    card, item, theme = (*turn.argument.split(":"), "", "")[:3]
    return opened(turn, Spot(card, item, theme))


def opened(turn: Turn, spot: Spot) -> Outcome:
    """The notes of one place with buttons for each."""
    notes = turn.assistant.notebook.under(turn.session, spot)
    if not notes:
        return listing(turn)
    spans = [Span(f"{spot_name(turn, spot)}\n", bold=True), *wording.noted(notes)]
    gaps = turn.assistant.notebook.lacks(spot, notes)
    spans.append(Span(wording.lacking(gaps, section_of(turn, spot)), faint=True))
    turn = asking(turn, spot, gaps)
    ways = (Button("看要点", opening(turn, spot)), Button("全部笔记", "ask:note"), BACK)
    return turn.reply(spans, (*note_rows(notes), ways))


def asking(turn: Turn, spot: Spot, gaps: Sequence[Gap]) -> Turn:
    """The same turn; where something is still asked for, the next message may tell it.

    Several people speak in a group, where what one says next answers no question put to another.
    """
    if not gaps or turn.incoming.is_group:
        return turn
    return turn.remember(expecting=f"{LACKS}{spot_key(turn, spot)}")


def note_rows(notes: Sequence[Note]) -> tuple[Row, ...]:
    """[改1] [删1] [改2] [删2] …"""
    pairs = [
        (Button(f"改{number}", f"edit:{found.id}"), Button(f"删{number}", f"drop:{found.id}"))
        for number, found in list(enumerate(notes, 1))[-_LISTED:]
    ]
    return grid([button for pair in pairs for button in pair])


def after_noting(turn: Turn, spot: Spot, *, is_new: bool = False) -> Outcome:
    """What the place now lacks, and where to go on; `is_new`: its last note can be taken back."""
    notes = turn.assistant.notebook.under(turn.session, spot)
    gaps = turn.assistant.notebook.lacks(spot, notes)
    turn = asking(turn, spot, gaps)
    spans = [Span(wording.judged(gaps, section_of(turn, spot)))]
    rows: list[Row] = []
    if not spot.item and notes:
        suggested = _suggested(turn, notes[-1])
        spans += [Span(f"\n{wording.PLACE_IT}")] if suggested else []
        rows += grid(suggested, widest=2)
    rows.append(
        (
            Button("再记一笔", f"note:{spot_key(turn, spot)}"),
            Button("看这一条" if spot.item else "看这一块", opening(turn, spot)),
            Button("下一条", f"gap:{spot_key(turn, spot)}"),
        )
    )
    back = (Button("删这笔", f"drop:{notes[-1].id}"),) if is_new and notes else ()
    return turn.reply(spans, (*rows, (*back, Button("检查清单", "ask:checklist"), BACK)))


def _suggested(turn: Turn, noted: Note) -> list[Button]:
    """Items of the part that the note may belong to."""
    todos = turn.assistant.checklist.card(turn.session, noted.spot.card, limit=0).todos
    keys = {todo.item.key for todo in todos}
    like = [item for item in turn.assistant.finder.items_like(noted.text) if item.key in keys]
    return [Button(item.title, f"move:{noted.id}:{item.key}") for item in like[:_SUGGESTED]]


def press_edit(turn: Turn) -> Outcome:
    """[改2]: the next message takes the place of the note."""
    found = turn.assistant.notebook.note(turn.session, _number(turn.argument))
    if not found:
        return turn.notice(wording.GONE)
    if not _may_change(turn, found):
        return turn.notice(meeting_wording.NOT_YOUR_NOTE)
    ask = wording.ASK_EDIT.format(text=found.text)
    if turn.meeting:
        ask += meeting_wording.BY_ANSWER
    else:
        turn = turn.remember(expecting=f"{EDITS}{found.id}")
    back = (Button("不改了", f"notes:{place_key(found.spot)}:{found.id}"),)
    session, reply = turn.reply((Span(ask),), (back,))
    return session, reply.anew()


def expects(turn: Turn, expected: str) -> Outcome | None:
    """What to do with a message that answers [改2]; None if that was not pressed."""
    text = turn.argument.strip()
    if turn.meeting and (number := _asked_to_edit(turn)):
        return _edited(turn, number, text)
    if expected.startswith(EDITS):
        return _edited(turn, _number(expected.removeprefix(EDITS)), text)
    return None


def too_long(turn: Turn, text: str) -> Outcome | None:
    """The answer to a text that is too long for a note; None if it is not."""
    if len(text) <= LONGEST:
        return None
    said = wording.TOO_LONG.format(limit=LONGEST, length=len(text))
    return turn.remember(expecting="").reply((Span(said),), card_rows(turn))


def _asked_to_edit(turn: Turn) -> int:
    """The note whose text is asked for by the answered message; 0 for none.

    Several people speak in a meeting, so that only an answer to the question is meant for it.
    """
    if len(turn.incoming.replied) != 1:
        return 0
    verb, _, key = turn.incoming.replied[0].partition(":")
    return _number(key.split(":")[-1]) if verb == "notes" and key.count(":") == _ASKED else 0


def _edited(turn: Turn, number: int, text: str) -> Outcome:
    found = turn.assistant.notebook.note(turn.session, number)
    if not found:
        return after(wording.GONE, listing(turn))
    if not _may_change(turn, found):
        return turn.reply((Span(meeting_wording.NOT_YOUR_NOTE),))
    if refusal := too_long(turn, text):
        return refusal
    turn.assistant.notebook.change(turn.session, number, text)
    return after(wording.CHANGED, opened(turn, found.spot))


def _may_change(turn: Turn, found: Note) -> bool:
    """Whether the note is the speaker's own; in a meeting others' are for the chair to change."""
    return not turn.meeting or found.user == turn.incoming.user or turn.may_lead


def press_drop(turn: Turn) -> Outcome:
    """[删2]: removes the note."""
    found = turn.assistant.notebook.note(turn.session, _number(turn.argument))
    if not found:
        return turn.notice(wording.GONE)
    if not _may_change(turn, found):
        return turn.notice(meeting_wording.NOT_YOUR_NOTE)
    turn.assistant.notebook.remove(turn.session, found.id)
    session, reply = opened(turn, found.spot)
    return session, reply.noticing(wording.REMOVED)


def press_move(turn: Turn) -> Outcome:
    """[走访调研不深入] under a note of a whole part: puts it under that item."""
    number, _, item = turn.argument.partition(":")
    found = turn.assistant.notebook.note(turn.session, _number(number))
    if not found or item not in turn.assistant.catalog.item:
        return turn.notice(wording.GONE)
    spot = Spot(item=item)
    turn.assistant.notebook.move(turn.session, found.id, spot)
    return after(wording.MOVED.format(place=place_name(turn, spot)), after_noting(turn, spot))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


PRESSES = {"notes": press_notes, "edit": press_edit, "drop": press_drop, "move": press_move}
