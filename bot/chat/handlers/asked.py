"""Questions for the aspects of a year's meeting: 今年是哪五个带头, 2025年民主生活会主题是什么."""

import re

from bot.chat import wording
from bot.chat.handlers import themes
from bot.chat.handlers.buttons import BACK, card_rows, grid
from bot.chat.intents import counted
from bot.chat.reply import Button
from bot.chat.turn import Outcome, Turn, after
from bot.chat.wording import themes as theme_wording
from bot.models import Theme
from bot.text.years import dated

_LIST = "[三四五六]个(?:带头|方面|对照)"
_ASKS = re.compile(  # letters only, years in digits
    r"(?:请问|问下|那|具体|到底)?(?:(20[12]\d)年?度?|这次|本次|这个)?的?(?:专题)?"
    r"(?:民主生活会|民生会|组织生活会|组生会|会)?的?(?:要求?)?(?:对照|检视|查摆)?"
    rf"(?:(?:{_LIST})?(?:分别|具体|都)*(?:是|有|指)?的?哪(?:些|[几三四五六]个?)(?:带头|方面|对照)?"
    r"|几个(?:带头|方面)|(?:会议)?(?:是)?(?:什么|啥|哪个)?主题(?:是什么|是啥|叫什么|是哪个|有哪些|内容)?"
    rf"|(?:{_LIST}|几个带头|几个方面)(?:分别|具体|都)*(?:是|有|指|包括)(?:什么|啥|哪些|哪几个)"
    rf"|{_LIST}的?(?:具体)?内容(?:是什么)?)"
)


def aspects(turn: Turn) -> Outcome | None:
    """The aspects in full, with the name of their year; None when the words ask for nothing such.

    Of the year or the label that is named, else of the theme that the chat prepares for. A year
    without a list is told so, and gets the latest. A year named by who has chosen none is kept.
    """
    today = turn.desk.clock().date()
    text = counted(turn.argument)
    question = _ASKS.fullmatch(dated(text, today))
    if not question:
        return None
    choices = turn.assistant.themes.choices(turn.session)
    label, year = re.search(_LIST, text), int(question[1] or 0)
    if year:
        fitting = [theme for theme in choices if theme.year == year]
    else:
        fitting = [theme for theme in choices if label and theme.label == label[0]]
    if year and not fitting:
        latest = max(choices, key=lambda theme: theme.year)
        return after(wording.THEME_UNKNOWN.format(said=year), _listed(turn, latest, []))
    if year and str(year) in text and not (themes.is_chosen(turn) or turn.meeting):
        turn = turn.prepare(theme=fitting[0].key).remember(aspect=None)
        note = theme_wording.YEAR_KEPT.format(label=theme_wording.theme_label(fitting[0]))
        return after(note, _listed(turn, fitting[0], fitting[1:]))
    current = turn.assistant.themes.of(turn.session)
    shown = current if current in fitting or not fitting else fitting[0]
    return _listed(turn, shown, [theme for theme in fitting if theme != shown])


def _listed(turn: Turn, theme: Theme, others: list[Theme]) -> Outcome:
    """The theme's aspects with a way to prepare for it, and for others that may be meant."""
    is_current = theme == turn.assistant.themes.of(turn.session)
    ways = card_rows(turn) if is_current else ((Button("按它准备", f"theme:{theme.key}"),),)
    rest = [Button(theme_wording.theme_label(t), f"theme:{t.key}") for t in others]
    return turn.reply(theme_wording.aspects_of(theme), (*ways, *grid(rest, widest=2), (BACK,)))
