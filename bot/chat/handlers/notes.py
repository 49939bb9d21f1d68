"""The user's own facts: /note, replies to an item, [记一笔], changing, moving and removing them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.advice.checklist import applies
from bot.chat.handlers.buttons import BACK, Row, card_rows, grid
from bot.chat.reply import Button, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.chat.wording import UNKNOWN_BUTTON
from bot.chat.wording import meeting as meeting_wording
from bot.chat.wording import notes as wording
from bot.chat.wording.brief import shortened
from bot.models import Note, Spot
from bot.notebook import LONGEST
from bot.text.normalize import letters, normalize

TAKES = "note:"  # opens what a session expects: the next message is a note
EDITS = "edit:"  # the next message takes the place of a note
_FACT = 10  # letters from which a message may be a fact rather than words to search for
_ASKING = re.compile(r"怎么|如何|什么|哪[些个里]|吗|呢[？?]?$|[？?]|帮我|例文|范文")
_ASKED = 3  # colons in the key of [不改了]: card, item, theme, note
_LISTED = 10  # notes of one place that have buttons
_SUGGESTED = 3  # items offered for a note that has none
# "/note 3 只去过两次", "/note 三 …", "/note 第三方面 …"
_NUMBERED = re.compile(r"^第?([0-9一二三四五六七八九十]{1,2})(?:个?方面|[.、:：])?\s+(.+)$", re.S)


def note(turn: Turn) -> Outcome:
    """Keeps the fact that follows the command; without one, lists what is noted."""
    said = turn.argument.strip()
    if not said:
        return listing(turn)
    named, text = read_note(turn, said)
    if named:
        return keep(turn, named, text)
    # among several people, what is open for one is not for another
    spot = replied(turn) or (None if turn.meeting else open_spot(turn))
    if spot is None and turn.meeting:
        # what one member said must not be kept by another's press
        return turn.reply((Span(meeting_wording.WHICH_SPOT),))
    if spot is None:
        turn = turn.remember(held=said[:LONGEST])
        like = turn.assistant.finder.items_like(said)
        scope = turn.session.scope
        suggested = [
            Button(item.title, f"keep::{item.key}") for item in like if applies(item, scope)
        ]
        parts = card_rows(turn, action="keep:{}:")
        return turn.reply((Span(wording.WHERE),), (*grid(suggested, widest=2), *parts))
    return keep(turn, spot, said)


def read_note(turn: Turn, said: str) -> tuple[Spot | None, str]:
    """The aspect that the words begin with, None without one, and the rest."""
    if numbered := _NUMBERED.match(said):
        read = turn.assistant.finder.understanding.read(
            f"第{numbered[1]}方面", turn.assistant.themes.of(turn.session)
        )
        if read.aspect and turn.assistant.checklist.has_card(turn.session, str(read.aspect)):
            return spot_of(turn, str(read.aspect)), numbered[2]
    return None, said


def spot_of(turn: Turn, card: str, item: str = "") -> Spot:
    """What a note of that item, or of that part of the theme at hand, stands under."""
    return Spot(item=item) if item else Spot(card, "", turn.session.theme)


def open_spot(turn: Turn) -> Spot | None:
    """What was opened last: an item, a part, or nothing."""
    view = turn.session.view
    card, _, item = view.query.partition(":")
    if view.kind == "item":
        return spot_of(turn, card, item)
    return spot_of(turn, card) if view.kind in ("card", "examples") else None


def replied(turn: Turn) -> Spot | None:
    """What the answered message shows, told by its [记一笔] button; None without one."""
    actions = [action.partition(":") for action in turn.incoming.replied]
    for verb, _, key in actions:
        if verb == "note":
            return _spot(turn, key)
    if turn.meeting and len(actions) == 1 and actions[0][0] in ("card", "item"):
        card, _, item = actions[0][2].partition(":")  # the question of [记一笔] has [返回] only
        return _spot(turn, f"{card}:{item if actions[0][0] == 'item' else ''}")
    return None


def _spot(turn: Turn, key: str) -> Spot | None:
    """The spot that a button's key names: "3:item", "3::2021", ":item"; None if there is none such.

    A part of another theme than the one at hand is none: its number means something else now.
    """
    card, item, theme = (*key.split(":"), "", "")[:3]
    if item in turn.assistant.catalog.item:
        return spot_of(turn, card, item)
    is_part = not item and turn.assistant.checklist.has_card(turn.session, card)
    return spot_of(turn, card) if is_part and theme in ("", turn.session.theme) else None


def expects(turn: Turn, expected: str) -> Outcome | None:
    """What to do with a message that answers [记一笔] or [改]; None if none was pressed."""
    text = turn.argument.strip()
    if turn.meeting and (number := _asked_to_edit(turn)):
        return _edited(turn, number, text)
    if expected.startswith(TAKES):
        spot = _spot(turn, expected.removeprefix(TAKES))
        return keep(turn, spot, text) if spot else None
    if expected.startswith(EDITS):
        return _edited(turn, _number(expected.removeprefix(EDITS)), text)
    return None


def _asked_to_edit(turn: Turn) -> int:
    """The note whose text is asked for by the answered message; 0 for none.

    Several people speak in a meeting, so that only an answer to the question is meant for it.
    """
    if len(turn.incoming.replied) != 1:
        return 0
    verb, _, key = turn.incoming.replied[0].partition(":")
    return _number(key.split(":")[-1]) if verb == "notes" and key.count(":") == _ASKED else 0


def keep(turn: Turn, spot: Spot, text: str) -> Outcome:
    """Keeps a note and says what is still missing."""
    turn = turn.remember(expecting="")
    if len(text) > LONGEST:
        return turn.reply(
            (Span(wording.TOO_LONG.format(limit=LONGEST, length=len(text))),), card_rows(turn)
        )
    incoming = turn.incoming
    author = incoming.name if incoming.is_group else ""
    found = Note(spot, text, author, incoming.user, incoming.message)
    turn.assistant.notebook.add(turn.session, found)
    if turn.meeting:
        return _contributed(turn, spot)
    count = len(turn.assistant.notebook.under(turn.session, spot))
    return after(
        wording.NOTED.format(number=count, place=_place_name(turn, spot)), _after_noting(turn, spot)
    )


def _contributed(turn: Turn, spot: Spot) -> Outcome:
    """A short word, or only a reaction, for what a member gave to a meeting."""
    assert turn.meeting
    turn.desk.meetings.attend(turn.meeting, turn.incoming.user, turn.incoming.name)
    said = meeting_wording.NOTED.format(part=spot_name(turn, spot), name=turn.incoming.name)
    session, reply = turn.reply((Span(said),))
    return session, replace(reply.anew(), reaction="✍")


def _after_noting(turn: Turn, spot: Spot) -> Outcome:
    """What the place now lacks, and where to go on."""
    notes = turn.assistant.notebook.under(turn.session, spot)
    gaps = turn.assistant.notebook.lacks(spot, notes)
    spans = [Span(wording.judged(gaps, _section(turn, spot)))]
    rows: list[Row] = []
    if not spot.item and notes:
        suggested = _suggested(turn, notes[-1])
        spans += [Span(f"\n{wording.PLACE_IT}")] if suggested else []
        rows += grid(suggested, widest=2)
    rows.append(
        (
            Button("再记一笔", f"note:{_key(turn, spot)}"),
            Button("看这一条" if spot.item else "看这一块", _open(turn, spot)),
            Button("下一条", f"gap:{_key(turn, spot)}"),
        )
    )
    session, reply = turn.reply(spans, (*rows, (Button("检查清单", "ask:checklist"), BACK)))
    return session, reply


def _section(turn: Turn, spot: Spot) -> str:
    item = turn.assistant.catalog.item.get(spot.item)
    return item.section if item else spot.card


def _suggested(turn: Turn, noted: Note) -> list[Button]:
    """Items of the part that the note may belong to."""
    todos = turn.assistant.checklist.card(turn.session, noted.spot.card, limit=0).todos
    keys = {todo.item.key for todo in todos}
    like = [item for item in turn.assistant.finder.items_like(noted.text) if item.key in keys]
    return [Button(item.title, f"move:{noted.id}:{item.key}") for item in like[:_SUGGESTED]]


def _key(turn: Turn, spot: Spot) -> str:
    return f"{_card(turn, spot)}:{spot.item}"


def _card(turn: Turn, spot: Spot) -> str:
    """The part in which the spot is shown: the open one if it is there, else its own."""
    if not spot.item:
        return spot.card
    view = turn.session.view
    here = view.query.partition(":")[0] if view.kind in ("item", "card") else ""
    return turn.assistant.checklist.card_of(turn.session, spot.item, first=here)


def _open(turn: Turn, spot: Spot) -> str:
    """The action that opens the spot."""
    card = _card(turn, spot)
    return f"item:{card}:{spot.item}" if spot.item and card else f"card:{card or 1}"


def answers(turn: Turn) -> Outcome | None:
    """Keeps a message that answers an item or a part; None for a question, or without one."""
    spot = replied(turn)
    if turn.meeting and not spot and _answers_card(turn):
        return turn.reply((Span(meeting_wording.OLD_CARD),))
    # in a meeting a card is answered to contribute to it, and how people say it is their affair
    is_note = spot and (turn.meeting or not _asks(turn.argument))
    return keep(turn, spot, turn.argument) if spot and is_note else None


def _answers_card(turn: Turn) -> bool:
    return any(action.startswith(TAKES) for action in turn.incoming.replied)


def offers(turn: Turn) -> Outcome | None:
    """Offers to keep a message that reads like a fact while an item is open; else None."""
    spot = open_spot(turn)
    return offer(turn, spot) if spot and would_offer(turn) else None


def would_offer(turn: Turn) -> bool:
    """True when a message reads like a fact while an item is open."""
    spot = None if turn.meeting else open_spot(turn)  # one's words are no other's to keep
    return bool(spot and spot.item) and is_fact(turn.argument)


def is_fact(text: str) -> bool:
    """True when a message reads like something that happened, not like words to search for."""
    return len(letters(text)) >= _FACT and not _asks(text)


def _asks(text: str) -> bool:
    return bool(_ASKING.search(normalize(text)))


def offer(turn: Turn, spot: Spot) -> Outcome:
    """Asks whether a message is a note for the open item, or words to search for."""
    item = turn.assistant.catalog.item[spot.item]
    turn = turn.remember(held=turn.argument[:LONGEST])
    ways = (Button("记下来", f"keep:{_key(turn, spot)}"), Button("查例文", "seek:"))
    return turn.reply((Span(wording.OFFER.format(title=item.title)),), (ways,))


def press_keep(turn: Turn) -> Outcome:
    """[记下来]: keeps what was said before the press."""
    spot = _spot(turn, turn.argument)
    if not turn.held or not spot or turn.meeting:
        return turn.notice(wording.NOT_HELD if spot else UNKNOWN_BUTTON)
    return keep(turn, spot, turn.held)


def press_note(turn: Turn) -> Outcome:
    """[记一笔]: the next message is a note of this item or part."""
    spot = _spot(turn, turn.argument)
    if not spot:
        return turn.notice(UNKNOWN_BUTTON)
    if turn.held and not turn.meeting:
        return keep(turn, spot, turn.held)
    item = turn.assistant.catalog.item.get(spot.item)
    ask = wording.ASK_UNDER.format(title=item.title) if item else wording.ASK
    ask += meeting_wording.BY_ANSWER if turn.meeting else ""
    back = (Button("返回", _open(turn, spot)),)
    session, reply = turn.remember(expecting=f"{TAKES}{turn.argument}").reply((Span(ask),), (back,))
    return session, reply.anew()


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
        buttons.append(Button(shortened(name, 14), f"notes:{_place(spot)}"))
    return turn.reply(spans, (*grid(buttons, widest=2), (Button("导出提纲", "ask:export"), BACK)))


def _place(spot: Spot) -> str:
    return f"{spot.card}:{spot.item}:{spot.theme}"


def spot_name(turn: Turn, spot: Spot) -> str:
    """The title of the item, or the name of the part and of its theme when that is another one."""
    if item := turn.assistant.catalog.item.get(spot.item):
        return item.title
    return turn.assistant.checklist.part_name(turn.session, spot)


def _place_name(turn: Turn, spot: Spot) -> str:
    """The spot as a confirmation names it: “走访调研不深入”, 第3方面“人民至上”."""
    is_aspect = not spot.item and spot.card.isdecimal()
    return f"{f'第{spot.card}方面' if is_aspect else ''}“{spot_name(turn, spot)}”"


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
    lacking = wording.lacking(turn.assistant.notebook.lacks(spot, notes), _section(turn, spot))
    spans.append(Span(lacking, faint=True))
    ways = (Button("看要点", _open(turn, spot)), Button("全部笔记", "ask:note"), BACK)
    return turn.reply(spans, (*note_rows(notes), ways))


def note_rows(notes: Sequence[Note]) -> tuple[Row, ...]:
    """[改1] [删1] [改2] [删2] …"""
    pairs = [
        (Button(f"改{number}", f"edit:{found.id}"), Button(f"删{number}", f"drop:{found.id}"))
        for number, found in list(enumerate(notes, 1))[-_LISTED:]
    ]
    return grid([button for pair in pairs for button in pair])


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
    back = (Button("不改了", f"notes:{_place(found.spot)}:{found.id}"),)
    session, reply = turn.reply((Span(ask),), (back,))
    return session, reply.anew()


def _edited(turn: Turn, number: int, text: str) -> Outcome:
    found = turn.assistant.notebook.note(turn.session, number)
    if not found:
        return after(wording.GONE, listing(turn))
    if not _may_change(turn, found):
        return turn.reply((Span(meeting_wording.NOT_YOUR_NOTE),))
    if len(text) > LONGEST:
        return keep(turn, found.spot, text)  # which says that it is too long
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
    return after(wording.MOVED.format(place=_place_name(turn, spot)), _after_noting(turn, spot))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0


COMMANDS = (Command("note", "记一笔自己的事实", note, group=True),)
PRESSES = {
    "note": press_note,
    "notes": press_notes,
    "keep": press_keep,
    "edit": press_edit,
    "drop": press_drop,
    "move": press_move,
}
