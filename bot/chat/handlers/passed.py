"""The line for a sentence whose question (记下来, 查例文) was passed over: it was not noted."""

from bot.chat.handlers import themes
from bot.chat.turn import Outcome, Turn, after
from bot.chat.wording import notes as wording
from bot.search import KEPT_QUERY

# Buttons that work with what was held, or that end everything.
_ANSWERS = ("keep", "note", "seek", "adopt", "safe", "forget")


def told_dropped(turn: Turn, outcome: Outcome) -> Outcome:
    """The same outcome, with a line when the question about a sentence was passed over."""
    session, reply = outcome
    is_answer = turn.incoming.press.partition(":")[0] in _ANSWERS
    if not turn.held or session.held == turn.held or is_answer or not reply.spans:
        return outcome
    view = turn.session.view
    was_searched = view.kind == "search" and view.query == turn.held[:KEPT_QUERY]
    if was_searched or turn.incoming.is_group or turn.incoming.is_edit or _is_notice(turn):
        return outcome
    return after(wording.NOT_NOTED, outcome)


def _is_notice(turn: Turn) -> bool:
    """True where another question stood: whether to prepare for the listed aspects."""
    return bool(themes.offers(turn.said(turn.held)))
