"""What people say in passing: 你好, 换一批, 太空了, 帮我写一份 (the phrases of `data/phrases.toml`)."""

from bot.chat import wording
from bot.chat.handlers import (
    about,
    check,
    checklist,
    courtesy,
    export,
    mending,
    notebook,
    notes,
    profile,
    search,
    themes,
)
from bot.chat.handlers.buttons import card_rows
from bot.chat.reply import Button, Span
from bot.chat.turn import Handler, Outcome, Turn, after

_CRITICISM = "mutual_criticism"  # key of the item about criticizing each other


def saying(sentence: str, *buttons: Button) -> Handler:
    """A handler that says one sentence and offers the parts of the checklist."""

    def answer(turn: Turn) -> Outcome:
        return turn.reply((Span(sentence),), (*card_rows(turn), buttons))

    return answer


def greeting(turn: Turn) -> Outcome:
    """你好: greets, and asks for the work area of somebody new."""
    return saying(wording.GREETING)(turn) if turn.session.areas else profile.start(turn)


def more(turn: Turn) -> Outcome:
    """还有吗, 换一批: goes on with what was shown last."""
    view = turn.session.view
    if view.kind == "search":
        return search.more(turn)
    if view.kind == "examples":
        return checklist.examples(turn, view.query, view.offset + checklist.EXAMPLES)
    if view.kind == "card":
        return checklist.examples(turn, view.query, view.offset + 1)
    if view.kind == "item":
        return following(turn)
    return saying(wording.NOTHING_TO_CONTINUE)(turn)


def following(turn: Turn) -> Outcome:
    """下一条: the next gap of the checklist, or the next page of passages."""
    view = turn.session.view
    if view.kind == "search":
        return search.more(turn)
    if view.kind == "item":
        return checklist.next_gap(turn, view.card, view.item)
    if view.kind in ("card", "examples"):
        return checklist.first_gap_of(turn, view.query)
    return checklist.next_gap(turn)


def previous(turn: Turn) -> Outcome:
    """上一条, 上一批: the item or the passages before those shown, else the checklist."""
    view = turn.session.view
    if view.kind == "search":
        return search.before(turn)
    if view.kind == "item":
        return checklist.item_before(turn, view.card, view.item)
    if view.kind == "examples":
        return checklist.examples(turn, view.query, max(0, view.offset - checklist.EXAMPLES))
    return checklist.checklist(turn)


def next_aspect(turn: Turn) -> Outcome:
    """下一方面: the aspect after the one looked at."""
    return _aspect_at(turn, turn.session.aspect or 0)


def previous_aspect(turn: Turn) -> Outcome:
    """上一方面: the aspect before the one looked at."""
    return _aspect_at(turn, (turn.session.aspect or 1) - 2)


def _aspect_at(turn: Turn, index: int) -> Outcome:
    keys = turn.assistant.checklist.cards(turn.session)
    return checklist.open_card(turn, checklist.Place(keys[index % len(keys)]))


def example(turn: Turn) -> Outcome:
    """举个例子: examples of what was looked at last, else of the first aspect."""
    view = turn.session.view
    if view.kind == "search":
        return search.more(turn)
    if view.kind == "examples":
        return more(turn)
    return checklist.examples(turn, view.card or str(turn.session.aspect or 1), 0)


def unlike(turn: Turn) -> Outcome:
    """不像我们单位: other examples, or the question that brings better ones."""
    if turn.session.areas and turn.session.view.kind:
        return after(wording.UNLIKE, more(turn))
    return after(wording.UNLIKE, profile.ask_area(turn))


def criticize(turn: Turn) -> Outcome:
    """怎么批评领导: how to, and the item with its questions."""
    todos = turn.assistant.checklist.card(turn.session, "general").todos
    if _CRITICISM not in {todo.item.key for todo in todos}:
        return saying(wording.CRITICISM)(turn)
    return after(wording.CRITICISM, checklist.open_item(turn, "general", _CRITICISM))


def hurry(turn: Turn) -> Outcome:
    """明天就要交: the shortest way, beginning with the first gap."""
    gap = turn.assistant.checklist.gap_after(turn.session)
    first = (Button("从第一条补起", f"item:{gap[0]}:{gap[1]}"),) if gap else ()
    ways = (*first, Button("导出提纲", "ask:export"), Button("检查初稿", "ask:check"))
    return turn.reply((Span(wording.HURRY),), (ways, *card_rows(turn)))


def overview(turn: Turn) -> Outcome:
    """民主生活会, 怎么写: where the chat stands, with or without a work area."""
    return profile.home(turn)


BY_INTENT: dict[str, Handler] = {
    "greeting": greeting,
    "thanks": courtesy.thanks,
    "fine": courtesy.nod,
    "no": courtesy.nod,
    "none": courtesy.none,
    "stuck": courtesy.stuck,
    "bye": courtesy.bye,
    "self": courtesy.myself,
    "rude": courtesy.rude,
    "shorter": courtesy.shorter,
    "hurry": hurry,
    "opening": saying(wording.OPENING),
    "closing": saying(wording.CLOSING),
    "sources": saying(wording.SOURCES),
    "copying": saying(wording.COPYING),
    "wrong": courtesy.wrong,
    "puzzled": courtesy.puzzled,
    "people": courtesy.people,
    "maker": courtesy.maker,
    "safety": courtesy.safety,
    "cost": courtesy.cost,
    "devices": courtesy.devices,
    "voice": courtesy.voice,
    "more": more,
    "next": following,
    "next_aspect": next_aspect,
    "previous": previous,
    "previous_aspect": previous_aspect,
    "note": notes.begin,
    "notes": notebook.listing,
    "undo": mending.undo,
    "example": example,
    "unlike": unlike,
    "restart": profile.start,
    "cancel": about.cancel,
    "checklist": checklist.checklist,
    "theme": lambda turn: themes.theme(turn.said("")),
    "who": lambda turn: profile.who(turn.said("")),
    "area": profile.ask_area,
    "overview": overview,
    "ghostwrite": saying(wording.GHOSTWRITE),
    "length": saying(wording.LENGTH),
    "empty": saying(wording.EMPTY_ADVICE),
    "criticize": criticize,
    "general": lambda turn: checklist.open_card(turn, checklist.Place("general")),
    "last_year": saying(wording.LAST_YEAR),
    "pdf": saying(wording.PDF, Button("导出 Word", "ask:export")),
    "export": lambda turn: export.export(turn.said("")),
    "check": lambda turn: check.check(turn.said("")),
    "privacy": about.privacy,
    "forget": about.forget,
}
