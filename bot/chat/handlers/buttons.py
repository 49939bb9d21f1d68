"""Rows of buttons that several handlers offer."""

from collections.abc import Iterable, Sequence

from bot.chat.reply import Button
from bot.chat.turn import Turn
from bot.chat.wording import checklist as checklist_wording
from bot.chat.wording import passages as passage_wording

Row = tuple[Button, ...]
_WIDEST = 4  # buttons of a row with names on a phone


def grid(buttons: Sequence[Button], *, widest: int = _WIDEST) -> tuple[Row, ...]:
    """The buttons in rows as even as possible, none wider than `widest`."""
    if not buttons:
        return ()
    rows = -(-len(buttons) // widest)
    width = -(-len(buttons) // rows)
    return tuple(tuple(buttons[i : i + width]) for i in range(0, len(buttons), width))


def card_rows(turn: Turn, *, action: str = "card:{}") -> tuple[Row, ...]:
    """[两个确立] [国之大者] … [原因] [整改] [其他]: a button for each part of the checklist."""
    theme = turn.assistant.themes.of(turn.session)
    aspects = [Button(aspect.name, action.format(aspect.number)) for aspect in theme.aspects]
    others = [
        Button(label, action.format(key)) for key, label in checklist_wording.CARD_LABELS.items()
    ]
    return grid([*aspects, *others])


def full_row(ids: Iterable[int]) -> Row:
    """[全文①] [全文②]: opens whole passages."""
    return tuple(
        Button(f"全文{passage_wording.CIRCLED[n]}", f"full:{i}") for n, i in enumerate(ids)
    )


def change_row() -> Row:
    """[改领域] [改对象] [换年度]."""
    return (
        Button("改领域", "ask:area"),
        Button("改对象", "ask:who"),
        Button("换年度", "ask:theme"),
    )


def page_start(text: str, count: int, size: int) -> int:
    """Where a page begins that an action names, 0 for anything that is no page."""
    at = int(text) if text.isdecimal() and len(text) < 9 else 0
    return at - at % size if at < count else 0


BACK = Button("返回", "home:")
