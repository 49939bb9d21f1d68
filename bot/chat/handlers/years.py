"""The year that words name beside something else: kept, told, easy to take back; 今年 and 去年."""

from collections.abc import Callable
from dataclasses import replace

from bot.advice.understanding import Query
from bot.chat import wording
from bot.chat.handlers import profile, themes
from bot.chat.intents import year_named
from bot.chat.reply import Button
from bot.chat.turn import Outcome, Turn, after
from bot.chat.wording import themes as theme_wording
from bot.text.years import dated


def kept(turn: Turn, query: Query, answer: Callable[[Turn], Outcome]) -> Outcome:
    """The answer for the year that the words name, which is kept and told; as it is if they name none.

    In an open meeting the year is the chair's to choose, so it stays.
    """
    if not (query.year and query.is_of_meeting) or turn.meeting:
        return answer(turn)
    before = turn.assistant.themes.of(turn.session)
    if not turn.assistant.themes.of_year(query.year):
        return missing(turn, query, answer(turn))
    turn = profile.told(turn, query)
    now = turn.assistant.themes.of(turn.session)
    if now == before:
        return answer(turn)
    note = theme_wording.YEAR_KEPT.format(label=theme_wording.theme_label(now))
    session, reply = after(note, answer(turn.remember(aspect=None)))
    back = Button(f"换回 {theme_wording.theme_label(before)}", f"theme:{before.key}")
    return session, replace(reply, buttons=(*reply.buttons, (back,)))


def missing(turn: Turn, query: Query, outcome: Outcome) -> Outcome:
    """The same outcome; above it, that there is no list for the year that the words name."""
    if not query.year or turn.assistant.themes.of_year(query.year) or not query.is_of_meeting:
        return outcome
    return after(wording.THEME_UNKNOWN.format(said=query.year), outcome)


def alone(turn: Turn) -> Outcome | None:
    """What to do with a year that is all that was said: 2025, 25年, 去年的; None for other words."""
    if year := year_named(turn.argument):
        return themes.theme(turn.said(year))
    year = year_named(dated(turn.argument, turn.desk.clock().date()))
    if not year:
        return None
    note = theme_wording.YEAR_TAKEN.format(said=turn.argument[:10], year=year)
    return after(note, themes.theme(turn.said(year)))
