"""The checklist: /aspect /causes /measures /checklist, ticks and the items' examples."""

from dataclasses import replace

from bot.advice.understanding import aspect_by_word
from bot.assistant import CARD_NAMES, Card
from bot.chat import wording
from bot.chat.handlers.profile import card_buttons, full_buttons
from bot.chat.reply import Button, Reply, Span
from bot.chat.turn import Command, Outcome, Turn
from bot.models import View

EXAMPLES = 2  # a page of them
_TICKS_PER_ROW = 5


def aspect(turn: Turn) -> Outcome:
    """Opens an aspect by number or word: 2, 二, 第二方面, 群众."""
    theme = turn.assistant.theme(turn.session)
    said = turn.argument.strip()
    if not said:
        return checklist(turn)
    number = turn.assistant.finder.understanding.read(said, theme).aspect
    found = theme.aspect(number) if number else aspect_by_word(said, theme)
    if found:
        return open_card(turn, str(found.number))
    note = wording.NO_SUCH_ASPECT.format(number=said[:10], total=len(theme.aspects))
    session, reply = checklist(turn)
    return session, replace(reply, spans=(Span(f"{note}\n"), *reply.spans))


def causes(turn: Turn) -> Outcome:
    """Opens the causes."""
    return open_card(turn, "causes")


def measures(turn: Turn) -> Outcome:
    """Opens the measures."""
    return open_card(turn, "measures")


def checklist(turn: Turn) -> Outcome:
    """All parts of the checklist with what is done."""
    theme = turn.assistant.theme(turn.session)
    spans = [
        Span(f"检查清单 · {wording.theme_label(theme)}\n", bold=True),
        Span(wording.unsure_of(theme), faint=True),
        *wording.progress_lines(turn.assistant.progress(turn.session)),
        Span(f"\n{wording.WHICH_ASPECT}"),
    ]
    rows = (card_buttons(turn), (Button("其他要求", "card:general"), Button("返回", "home:")))
    return turn.session, Reply(tuple(spans), rows, edits=bool(turn.incoming.press))


def open_card(turn: Turn, key: str, *, offset: int = 0) -> Outcome:
    """A part of the checklist: items to tick, examples from `offset` on."""
    assistant = turn.assistant
    if not assistant.has_card(turn.session, key):
        return turn.session, Reply(notice=wording.UNKNOWN_BUTTON)
    card = assistant.card(turn.session, key, offset=offset, limit=EXAMPLES)
    view = View(kind="card", query=key, offset=offset)
    turn = turn.remember(
        view=view, aspect=int(key) if key.isdigit() else turn.session.aspect, expecting=""
    )
    return turn.session, _card_reply(turn, card, offset)


def _card_reply(turn: Turn, card: Card, offset: int) -> Reply:
    spans = wording.card(card, turn.assistant.store.document_count())
    if card.examples:
        spans.append(Span("\n例文："))
    for number, passage in enumerate(card.examples, 1):
        spans += wording.example(number, passage, turn.assistant.area_words(turn.session))
    if not turn.session.areas:
        spans.append(Span("\n说说你的工作领域，要点和例文会更贴近。", faint=True))
    return Reply(tuple(spans), _card_buttons(turn, card, offset), edits=bool(turn.incoming.press))


def _card_buttons(turn: Turn, card: Card, offset: int) -> tuple[tuple[Button, ...], ...]:
    ticks = [
        Button(f"{'☑' if todo.is_done else '☐'}{n}", f"tick:{card.key}:{todo.item.key}:{int(not todo.is_done)}")
        for n, todo in enumerate(card.todos, 1)
    ]
    rows = [tuple(ticks[i : i + _TICKS_PER_ROW]) for i in range(0, len(ticks), _TICKS_PER_ROW)]
    rows.append(full_buttons(passage.id for passage in card.examples))
    following = offset + EXAMPLES
    more = (Button("换一批", f"card:{card.key}:{following if following < card.example_count else 0}"),)
    rows.append((*(more if card.example_count > EXAMPLES else ()), Button("逐条看", f"item:{card.key}:0"), _next(turn, card), Button("返回", "home:")))
    return tuple(row for row in rows if row)


def _next(turn: Turn, card: Card) -> Button:
    """The part after this one."""
    theme = turn.assistant.theme(turn.session)
    keys = [*(str(a.number) for a in theme.aspects), *CARD_NAMES]
    following = keys[(keys.index(card.key) + 1) % len(keys)]
    return Button("下一方面" if following.isdigit() else CARD_NAMES[following], f"card:{following}")


def press_card(turn: Turn) -> Outcome:
    """[3] or [换一批]: opens a part, at an offset of its examples."""
    key, _, offset = turn.argument.partition(":")
    return open_card(turn, key, offset=int(offset) if offset.isdecimal() and len(offset) < 6 else 0)


def press_tick(turn: Turn) -> Outcome:
    """[☐2]: sets an item done, or not done; pressing twice changes nothing."""
    key, _, rest = turn.argument.partition(":")
    item, _, done = rest.partition(":")
    if not turn.assistant.has_card(turn.session, key) or item not in turn.assistant.catalog.item:
        return turn.session, Reply(notice=wording.UNKNOWN_BUTTON)
    turn.assistant.tick(turn.session, item, done=done == "1")
    view = turn.session.view
    session, reply = open_card(turn, key, offset=view.offset if view.query == key else 0)
    return session, replace(reply, notice="已勾选" if done == "1" else "已取消勾选")


def press_item(turn: Turn) -> Outcome:
    """[逐条看]: one item after the other, with its questions and closest example."""
    key, _, number = turn.argument.partition(":")
    if not turn.assistant.has_card(turn.session, key) or not number.isdecimal():
        return turn.session, Reply(notice=wording.UNKNOWN_BUTTON)
    card = turn.assistant.card(turn.session, key)
    if not card.todos:
        return open_card(turn, key)
    index = int(number[:4]) % len(card.todos)
    return turn.remember(view=View("item", key, index)).session, _item_reply(turn, card, index)


def _item_reply(turn: Turn, card: Card, index: int) -> Reply:
    todo = card.todos[index]
    spans = wording.item(todo, turn.assistant.store.document_count())
    passages = turn.assistant.item_examples(turn.session, todo.item.key)[:1]
    needles = [*todo.item.words, todo.item.title]
    for passage in passages:
        spans += [Span("\n最接近的例文："), *wording.example(1, passage, needles)]
    tick = Button("☑ 取消完成" if todo.is_done else "☐ 标为完成", f"tick:{card.key}:{todo.item.key}:{int(not todo.is_done)}")
    rows = (
        (tick, Button("下一条", f"item:{card.key}:{index + 1}"), Button("返回", f"card:{card.key}")),
        full_buttons(passage.id for passage in passages),
    )
    return Reply(tuple(spans), tuple(row for row in rows if row), edits=bool(turn.incoming.press))


COMMANDS = (
    Command("aspect", "看一个方面，如 /aspect 2", aspect, group=True),
    Command("causes", "原因剖析怎么写", causes, group=True),
    Command("measures", "整改措施怎么写", measures, group=True),
    Command("checklist", "检查清单和进度", checklist, group=True),
)
PRESSES = {"card": press_card, "tick": press_tick, "item": press_item}
