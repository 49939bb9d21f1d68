"""A sentence that is held while its user is asked about it: a part named in answer, or none.

Where the question (记下来, 查例文) is passed over, a line says that the sentence was not noted.
"""

from bot.chat.handlers import notes, themes
from bot.chat.handlers.spots import open_spot, spot_of
from bot.chat.turn import Outcome, Turn, after
from bot.chat.wording import notes as wording
from bot.search import KEPT_QUERY

# Buttons that work with what was held, or that end everything.
_ANSWERS = ("keep", "note", "seek", "adopt", "safe", "forget")


def told_dropped(turn: Turn, outcome: Outcome) -> Outcome:
    """The same outcome, with a line when the question about a sentence was passed over."""
    session, reply = outcome
    is_answer = turn.incoming.press.partition(":")[0] in _ANSWERS
    if is_answer or turn.incoming.is_edit or session.held == turn.held or not reply.spans:
        return outcome
    if not _is_asked(turn):
        return outcome
    noted = turn.assistant.notebook.notes(session)
    is_kept = any(note.text == turn.held for note in noted)
    return outcome if is_kept else after(wording.NOT_NOTED, outcome)


def expects(turn: Turn, expected: str) -> Outcome | None:
    """Keeps the held sentence under the part that answers 记到哪里; None for any other message."""
    if expected or open_spot(turn) or not _is_asked(turn):
        return None
    part = notes.part_alone(turn, turn.argument)
    return notes.keep(turn, spot_of(turn, part), turn.held) if part else None


def _is_asked(turn: Turn) -> bool:
    """True where it was asked what to do with the held sentence, or where it belongs."""
    if not turn.held or turn.incoming.is_group:
        return False
    view = turn.session.view
    was_searched = view.kind == "search" and view.query == turn.held[:KEPT_QUERY]
    # whether to prepare for the listed aspects is another question
    return not was_searched and not themes.offers(turn.said(turn.held))
