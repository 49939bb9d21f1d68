"""The checklist: /aspect /causes /measures /checklist, ticks and the items' examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.advice.checklist import Todo
from bot.advice.understanding import aspect_by_word
from bot.assistant.checklist import CARD_NAMES, Card
from bot.chat import wording
from bot.chat.handlers.buttons import BACK, Row, card_rows, full_row, grid
from bot.chat.handlers.notebook import asking, note_rows
from bot.chat.reply import Button, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.chat.wording import checklist as checklist_wording
from bot.chat.wording import meeting as meeting_wording
from bot.chat.wording import notes as notes_wording
from bot.chat.wording import passages as passage_wording
from bot.chat.wording import themes as theme_wording
from bot.models import Mark, Note, Spot, View

ITEMS = 6  # items a page: with an example a card stays below 20 lines
_MISSING = 8  # buttons for what is missing
EXAMPLES = 3  # examples a page, where they stand alone; a card shows one


@dataclass(frozen=True, slots=True)
class Place:
    """What a message with a card shows: which part, from which item and example on."""

    key: str
    item: int = 0
    example: int = 0

    @classmethod
    def of(cls, text: str) -> "Place":
        """The place that a button's key names, such as "3:6:1"; anything odd counts as 0."""
        key, item, example, *_ = (*text.split(":"), "", "")
        return cls(key, _number(item), _number(example))

    def __str__(self) -> str:
        return f"{self.key}:{self.item}:{self.example}"


def aspect(turn: Turn) -> Outcome:
    """Opens an aspect by number or word: 2, 二, 第二方面, 群众."""
    theme = turn.assistant.themes.of(turn.session)
    said = turn.argument.strip()
    if not said:
        return checklist(turn)
    number = turn.assistant.finder.understanding.read(said, theme).aspect
    found = theme.aspect(number) if number else aspect_by_word(said, theme)
    if found:
        return open_card(turn, Place(str(found.number)))
    return after(theme_wording.no_such_aspect(said, theme), checklist(turn))


def causes(turn: Turn) -> Outcome:
    """Opens the causes."""
    return open_card(turn, Place("causes"))


def measures(turn: Turn) -> Outcome:
    """Opens the measures."""
    return open_card(turn, Place("measures"))


def checklist(turn: Turn) -> Outcome:
    """All parts of the checklist with what is done and noted, and the first gap."""
    assistant, session = turn.assistant, turn.session
    theme, progress = assistant.themes.of(session), assistant.checklist.progress(session)
    gap = assistant.checklist.gap_after(session)
    turn = turn.remember(view=View("gaps"), expecting="")
    name = f"{session.preparation.name} · " if session.preparation.name else ""
    spans = [Span(f"检查清单 · {name}{theme_wording.theme_label(theme)}\n", bold=True)]
    spans += checklist_wording.progress(progress)
    if gap:
        spans.append(Span(wording.FIRST_GAP.format(title=assistant.catalog.item[gap[1]].title)))
        ways = [Button("从这一条补起", f"item:{gap[0]}:{gap[1]}")]
    else:
        spans.append(Span(notes_wording.ALL_COVERED))
        ways = []
    if any(line.noted for line in progress):
        ways += [Button("对应关系", "chain:"), Button("我的事实", "ask:note")]
    return turn.reply(
        spans, (*card_rows(turn), tuple(ways), (Button("导出提纲", "ask:export"), BACK))
    )


def press_chain(turn: Turn) -> Outcome:
    """[对应关系]: for each noted problem its causes and measures, and what is missing."""
    links = turn.assistant.checklist.links(turn.session)
    if not links:
        return turn.notice(wording.NO_CHAIN)
    missing = dict.fromkeys(
        side[0][0]
        for linked in links
        for side in (linked.causes, linked.measures)
        if side and not any(there for _, there in side)
    )
    buttons = [Button(f"补：{item.title}", f"item:{item.section}:{item.key}") for item in missing]
    rows = grid(buttons[:_MISSING], widest=2)
    return turn.reply(
        notes_wording.chain(links), (*rows, (Button("检查清单", "ask:checklist"), BACK))
    )


def open_card(turn: Turn, place: Place) -> Outcome:
    """A part of the checklist: a page of items to tick, and one example."""
    if not turn.assistant.checklist.has_card(turn.session, place.key):
        return turn.notice(wording.UNKNOWN_BUTTON)
    card = turn.assistant.checklist.card(turn.session, place.key, offset=place.example, limit=1)
    if place.item >= len(card.todos):
        place = replace(place, item=0)
    turn = turn.remember(view=View("card", place.key, place.example), expecting="")
    if place.key.isdecimal():
        turn = turn.remember(aspect=int(place.key))
    return turn.reply(_card_spans(turn, card, place), _card_rows(turn, card, place))


def _card_spans(turn: Turn, card: Card, place: Place) -> list[Span]:
    theme, areas = turn.assistant.themes.of(turn.session), turn.assistant.work.areas(turn.session)
    spans = checklist_wording.card(card, theme, areas, _taken(turn, card))
    count = turn.assistant.store.document_count()
    marks = _marks(turn)
    for number, todo in _page(card, place):
        ticked = meeting_wording.ticked(marks.get(todo.item.key))
        spans += checklist_wording.item_lines(number, todo, count, ticked)
    for passage in card.examples:
        spans.append(Span("\n例文："))
        spans += passage_wording.example(1, passage, turn.assistant.work.words(turn.session))
    if not turn.session.areas:
        spans.append(Span(wording.TELL_AREA, faint=True))
    return spans


def _taken(turn: Turn, card: Card) -> list[Span]:
    """In a meeting: who has taken the part, and how many notes it has."""
    if not turn.meeting:
        return []
    names = turn.desk.meetings.takers(turn.session).get(card.key, ())
    counts = turn.desk.meetings.note_counts(turn.session)
    noted = f" · 记 {counts[card.key]} 笔" if counts.get(card.key) else ""
    return [Span(f"{meeting_wording.taken_by(names)}{noted}\n")]


def _marks(turn: Turn) -> Mapping[str, Mark]:
    """In a group: who ticked what, and when."""
    if not turn.incoming.is_group:
        return {}
    session = turn.session
    return turn.assistant.store.chats.marks(session.place, session.theme)


def _page(card: Card, place: Place) -> list[tuple[int, Todo]]:
    page = card.todos[place.item : place.item + ITEMS]
    return list(enumerate(page, place.item + 1))


def _card_rows(turn: Turn, card: Card, place: Place) -> tuple[Row, ...]:
    ticks = [
        Button(
            f"{checklist_wording.box(todo)}{n}",
            f"tick:{place}:{todo.item.key}:{int(not todo.is_done)}",
        )
        for n, todo in _page(card, place)
    ]
    following = place.item + ITEMS if place.item + ITEMS < len(card.todos) else 0
    more = (
        Button("更多要点" if following else "前面的要点", f"card:{replace(place, item=following)}"),
    )
    further = place.example + 1 if place.example + 1 < card.example_count else 0
    again = (Button("换一批", f"card:{replace(place, example=further)}"),)
    heading = (Button("方面原文", f"heading:{card.key}"),) if card.heading else ()
    return (
        tuple(ticks),
        (
            *(more if len(card.todos) > ITEMS else ()),
            *_one_by_one(card, place),
            Button("记一笔", f"note:{card.key}::{turn.session.theme}"),
            *full_row(passage.id for passage in card.examples),
            *(again if card.example_count > 1 else ()),
        ),
        (*heading, _next_card(turn, card), BACK),
    )


def _one_by_one(card: Card, place: Place) -> Row:
    shown = _page(card, place)
    return (Button("逐条看", f"item:{card.key}:{shown[0][1].item.key}"),) if shown else ()


def _next_card(turn: Turn, card: Card) -> Button:
    """The part after this one."""
    keys = turn.assistant.checklist.cards(turn.session)
    following = keys[(keys.index(card.key) + 1) % len(keys)]
    return Button(CARD_NAMES.get(following, "下一方面"), f"card:{following}")


def press_card(turn: Turn) -> Outcome:
    """[人民至上], [更多要点], [换一批]: opens a part at a place."""
    return open_card(turn, Place.of(turn.argument))


def press_heading(turn: Turn) -> Outcome:
    """[方面原文]: the official wording of an aspect in full, as a message of its own."""
    theme = turn.assistant.themes.of(turn.session)
    found = theme.aspect(_number(turn.argument))
    if not found:
        return turn.notice(wording.UNKNOWN_BUTTON)
    rows = ((Button("看要点", f"card:{found.number}"), BACK),)
    session, reply = turn.reply(theme_wording.full_heading(found, theme), rows)
    return session, replace(reply, edits=False)


def press_tick(turn: Turn) -> Outcome:
    """[☐2]: sets an item done, or not done; pressing twice changes nothing."""
    text, item, done = (*turn.argument.rsplit(":", 2), "", "")[:3]
    place = Place.of(text)
    if not _tick(turn, place.key, item, done):
        return turn.notice(wording.UNKNOWN_BUTTON)
    session, reply = open_card(turn, place)
    return session, replace(reply, notice=wording.TICKED[done])


def press_done(turn: Turn) -> Outcome:
    """[☐ 标为完成] under one item: the same, and the item stays open."""
    key, item, done = (*turn.argument.split(":"), "", "")[:3]
    if not _tick(turn, key, item, done):
        return turn.notice(wording.UNKNOWN_BUTTON)
    session, reply = open_item(turn, key, item)
    return session, reply.noticing(wording.TICKED[done])


def _tick(turn: Turn, key: str, item: str, done: str) -> bool:
    """Sets the item; False when the theme's part has no such item."""
    if not _holds(turn, key, item) or done not in wording.TICKED:
        return False
    by = turn.incoming.name if turn.incoming.is_group else ""
    turn.assistant.checklist.tick(turn.session, item, done=done == "1", by=by)
    if turn.meeting:
        turn.desk.meetings.attend(turn.meeting, turn.incoming.user, turn.incoming.name)
    return True


def _holds(turn: Turn, key: str, item: str) -> bool:
    if not turn.assistant.checklist.has_card(turn.session, key):
        return False
    return turn.assistant.checklist.has_item(turn.session, key, item)


def press_item(turn: Turn) -> Outcome:
    """[逐条看], [看这一条]: opens one item."""
    key, _, item = turn.argument.partition(":")
    return open_item(turn, key, item)


def press_gap(turn: Turn) -> Outcome:
    """[下一条]: the next item that is neither ticked nor noted."""
    key, _, item = turn.argument.partition(":")
    return next_gap(turn, key, item)


def next_gap(turn: Turn, key: str = "", item: str = "") -> Outcome:
    """Opens the first gap after that item, in the order of the checklist."""
    gap = turn.assistant.checklist.gap_after(turn.session, key, item)
    return open_item(turn, *gap) if gap else checklist(turn)


def first_gap_of(turn: Turn, key: str) -> Outcome:
    """Opens the first gap of that part, or of the rest of the checklist."""
    todos = turn.assistant.checklist.card(turn.session, key, limit=0).todos
    noted = turn.assistant.notebook.items(turn.session)
    open_ = (t.item.key for t in todos if not t.is_done and t.item.key not in noted)
    if found := next(open_, None):
        return open_item(turn, key, found)
    return next_gap(turn, key, todos[-1].item.key if todos else "")


def item_before(turn: Turn, key: str, item: str) -> Outcome:
    """Opens the item before that one, in the order of its part; the part itself before its first."""
    keys = [todo.item.key for todo in turn.assistant.checklist.card(turn.session, key).todos]
    index = keys.index(item) if item in keys else 0
    return open_item(turn, key, keys[index - 1]) if index else open_card(turn, Place(key))


def open_item(turn: Turn, key: str, item: str) -> Outcome:
    """One item with all its questions, the user's notes, what belongs to it and its closest example."""
    if not _holds(turn, key, item):
        return turn.notice(wording.UNKNOWN_BUTTON)
    card = turn.assistant.checklist.card(turn.session, key)
    index = [todo.item.key for todo in card.todos].index(item)
    todo = card.todos[index]
    turn = turn.remember(view=View("item", f"{key}:{item}", index), expecting="")
    notes = turn.assistant.notebook.under(turn.session, Spot(item=item))
    if notes:
        turn = asking(turn, notes[0].spot, turn.assistant.notebook.lacks(notes[0].spot, notes))
    spans = checklist_wording.item(card, index, turn.assistant.store.document_count())
    spans += _noted(turn, todo, notes)
    limit = 1 if todo.raised_by else 0
    passages = turn.assistant.examples.of_item(turn.session, item, limit=limit)
    for passage in passages:
        spans.append(Span("\n最接近的例文："))
        spans += passage_wording.example(1, passage, [*todo.item.words, todo.item.title])
    mark = "☑ 取消完成" if todo.is_done else "☐ 标为完成"
    rows = (
        (
            Button("记一笔", f"note:{key}:{item}"),
            Button(mark, f"done:{key}:{item}:{int(not todo.is_done)}"),
            Button("下一条", f"gap:{key}:{item}"),
        ),
        *note_rows(notes),
        (
            *full_row(passage.id for passage in passages),
            Button("返回", f"card:{Place(key, index - index % ITEMS)}"),
        ),
    )
    return turn.reply(spans, rows)


def _noted(turn: Turn, todo: Todo, notes: Sequence[Note]) -> list[Span]:
    """The user's notes of an item, what they lack, and what should answer a noted problem."""
    if not notes:
        return []
    spot = notes[0].spot
    lacking = notes_wording.lacking(turn.assistant.notebook.lacks(spot, notes), todo.item.section)
    spans = [Span(f"{notes_wording.TITLE}：\n"), *notes_wording.noted(notes)]
    spans += [Span(f"{lacking}\n", faint=True)] if lacking else []
    for linked in turn.assistant.checklist.links(turn.session):
        if linked.item.key == todo.item.key:
            spans += notes_wording.belonging(linked)
    return spans


def examples(turn: Turn, key: str, offset: int) -> Outcome:
    """A page of examples of a part, without its items."""
    if not turn.assistant.checklist.has_card(turn.session, key):
        return turn.notice(wording.UNKNOWN_BUTTON)
    card = turn.assistant.checklist.card(turn.session, key, offset=offset, limit=EXAMPLES)
    if not card.examples:
        if offset:
            return after(wording.NO_MORE, examples(turn, key, 0))
        return after(wording.NO_EXAMPLES, open_card(turn, Place(key)))
    turn = turn.remember(view=View("examples", key, offset), expecting="")
    spans = [
        Span(checklist_wording.card_title(card), bold=True),
        Span(f"的例文（共 {card.example_count} 条）"),
    ]
    for number, passage in enumerate(card.examples, 1):
        spans += passage_wording.example(number, passage, turn.assistant.work.words(turn.session))
    following = offset + EXAMPLES if offset + EXAMPLES < card.example_count else 0
    more = (Button("换一批", f"examples:{key}:{following}"),)
    ways = (*(more if card.example_count > EXAMPLES else ()), Button("看要点", f"card:{key}"), BACK)
    return turn.reply(spans, (full_row(passage.id for passage in card.examples), ways))


def press_examples(turn: Turn) -> Outcome:
    """[换一批] under a part's examples."""
    place = Place.of(turn.argument)
    return examples(turn, place.key, place.item)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else 0


COMMANDS = (
    Command("aspect", "看一个方面，如 /aspect 2", aspect, group=True),
    Command("causes", "原因剖析怎么写", causes, group=True),
    Command("measures", "整改措施怎么写", measures, group=True),
    Command("checklist", "检查清单和进度", checklist, group=True),
)
PRESSES = {
    "card": press_card,
    "heading": press_heading,
    "tick": press_tick,
    "done": press_done,
    "item": press_item,
    "gap": press_gap,
    "chain": press_chain,
    "examples": press_examples,
}
