"""What is said right after “还缺：…”: an answer to it, to be kept where it was asked; or a request.

Nobody who was just asked what he thought expects his answer to be searched for. Clear answers are
kept at once, doubtful ones asked about, and a word or two that may be either is searched for with
[记下来] beside what was found.
"""

import re
from dataclasses import replace

from bot.advice.evidence import Gap
from bot.chat.handlers import notes, search
from bot.chat.handlers.notebook import LACKS
from bot.chat.handlers.spots import spot_key, spot_name, spot_named
from bot.chat.intents import introduces
from bot.chat.reply import Button
from bot.chat.turn import Outcome, Turn, after
from bot.chat.wording import notes as wording
from bot.models import Spot
from bot.text.normalize import letters, simplify

_LONGEST = 400  # characters; a longer message is a piece of a draft
_LEAST = 2  # letters of an answer
_WHOLE = 25  # … from which, with a case, it may be a fact of its own
_TOLD = re.compile(r"我(?!们?单位)|本人|自己|当时|那时|那次|那天|当天|心里|那会儿?")
_CLAUSES = re.compile(r"\S[，,。；;]\s*\S")  # 怕麻烦，能推就推
_ENDED = re.compile(r"[了过的][。！!]?$")  # 没去过, 拖了一个月的
_ORDINAL = re.compile(r"第[0-9一二三四五六七八九十]")  # 第3条 counts nothing


def may_answer(turn: Turn) -> bool:
    """True if the turn's argument may tell what the session was just asked for."""
    text = turn.argument
    if len(text) > _LONGEST or len(letters(text)) < _LEAST or notes.asks(text):
        return False
    theme = turn.assistant.themes.of(turn.session)
    return not turn.assistant.finder.understanding.read(text, theme).is_bare


def expects(turn: Turn, expected: str) -> Outcome | None:
    """Keeps what tells something that was lacking, or asks about it; None for anything else."""
    is_asked = expected.startswith(LACKS) and not turn.incoming.is_group
    if not is_asked or turn.incoming.replied or not may_answer(turn):
        return None  # an answer to a message is meant for that one
    spot = spot_named(turn, expected.removeprefix(LACKS))
    return _taken(turn, spot) if spot else None


def _taken(turn: Turn, spot: Spot) -> Outcome | None:
    said = simplify(turn.argument)
    is_told = bool(_TOLD.search(said) or _CLAUSES.search(said))
    supplied = turn.assistant.notebook.supplies(turn.session, spot, said)
    if supplied and is_told:
        is_other = _is_other_case(turn, said, supplied)
        return notes.offer(turn, spot) if is_other else notes.keep(turn, spot, turn.argument)
    if introduces(said) and not supplied:
        return None
    if "thought" in supplied:
        return _searched(turn, spot)
    if supplied and not _ORDINAL.search(said):
        return notes.offer(turn, spot)
    is_sentence = is_told or notes.is_fact(said) or bool(_ENDED.search(said))
    return notes.offer(turn, spot) if is_sentence else None


def _is_other_case(turn: Turn, said: str, supplied: tuple[Gap, ...]) -> bool:
    """True for a whole fact where no case was asked for: it may belong under another item."""
    is_long = len(letters(said)) >= _WHOLE
    return is_long and "example" not in supplied and turn.assistant.notebook.tells_case(said)


def _searched(turn: Turn, spot: Spot) -> Outcome:
    """What is found for a few words, with a button that keeps them as the answer."""
    session, reply = search.find(turn)
    session = replace(session, held=turn.argument)
    keep = (Button("记下来", f"keep:{spot_key(turn, spot)}"),)
    shown = session, replace(reply, buttons=(keep, *reply.buttons))
    return after(wording.MAY_ANSWER.format(title=spot_name(turn, spot)), shown)
