"""Several texts in one chat: /prep lists, makes, switches, names and removes preparations."""

import re
from dataclasses import replace

from bot.chat import wording
from bot.chat.handlers.buttons import BACK, grid
from bot.chat.handlers.profile import home, who
from bot.chat.reply import Button, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.chat.wording import profile as profile_wording
from bot.models import Place, Preparation, View

MOST = 20  # preparations of one chat
LONGEST_NAME = 20  # characters
NEW, NAME = "prep_new", "prep_name"  # what a session expects: the name of a preparation
# First word after the command -> what is to be done.
_VERBS = {
    "new": NEW, "新建": NEW, "新": NEW,
    "name": NAME, "rename": NAME, "改名": NAME,
    "delete": "delete", "删除": "delete", "删": "delete",
    "list": "list", "列表": "list",
    "switch": "switch", "open": "switch", "切换": "switch", "换到": "switch", "打开": "switch",
}  # fmt: skip
_JOINED = re.compile(r"^(新建|改名|删除|切换|换到|打开)(.+)$", re.S)


def prep(turn: Turn) -> Outcome:
    """/prep: the list; /prep 2: switches; /prep new 局长, /prep name 局长, /prep delete 2."""
    said = turn.argument.strip()
    if said and any(preparation.name == said for preparation in _all(turn)):
        return _opened(turn, said)  # also one that is named like a verb
    verb, rest = _verb(said)
    if verb == "delete":
        return _ask_delete(turn, rest or str(turn.session.preparation.number))
    if verb in (NEW, NAME):
        return _named(turn, verb, rest) if rest else _ask_name(turn, verb)
    wanted = rest if verb == "switch" else "" if verb == "list" else said
    return _opened(turn, wanted) if wanted else listing(turn)


def _verb(said: str) -> tuple[str, str]:
    """What is to be done and the words after it; Chinese needs no blank: 改名局长, 换到2."""
    first, _, rest = said.partition(" ")
    if first.lower() in _VERBS:
        return _VERBS[first.lower()], rest.strip()
    found = _JOINED.match(said)
    return (_VERBS[found[1]], found[2].strip()) if found else ("", said)


def _opened(turn: Turn, wanted: str) -> Outcome:
    """Switches to the preparation of that number or name."""
    named = {p.name: str(p.number) for p in reversed(_all(turn))}
    return _switched(turn, wanted if wanted.isdecimal() else named.get(wanted, wanted))


def _all(turn: Turn) -> list[Preparation]:
    """The chat's preparations with the one at hand, which may not be stored yet."""
    kept = turn.assistant.store.chats.preparations(turn.session.chat, turn.session.topic)
    at_hand = turn.session.preparation
    found = {prep.number: prep for prep in kept} | {at_hand.number: at_hand}
    return [found[number] for number in sorted(found)]


def listing(turn: Turn) -> Outcome:
    """All preparations of the chat, the one at hand marked."""
    found, session = _all(turn), turn.session
    spans = [Span(f"{wording.PREPS.format(count=len(found))}\n")]
    for preparation in found:
        there = replace(session, preparation=preparation)
        count = len(turn.assistant.notebook.notes(there))
        spans += profile_wording.prep_line(
            preparation,
            turn.assistant.themes.of(there),
            turn.assistant.catalog.area_names(preparation.areas),
            count,
            is_open=preparation.number == session.preparation.number,
        )
    others = [p for p in found if p.number != session.preparation.number]
    opening = [Button(profile_wording.prep_name(p), f"prep:{p.number}") for p in others]
    number = session.preparation.number
    ways = (
        *((Button("新建一份", "prep:new"),) if len(found) < MOST else ()),
        Button("给这份改名", "prep:name"),
        *((Button("删除这份", f"prep:del:{number}"),) if others else ()),
    )
    return turn.reply(spans, (*grid(opening, widest=2), ways, (BACK,)))


def expects(turn: Turn, expected: str) -> Outcome | None:
    """What to do with a message that answers the question for a name; None if none was asked."""
    return _named(turn, expected, turn.argument.strip()) if expected in (NEW, NAME) else None


def _ask_name(turn: Turn, verb: str) -> Outcome:
    turn = turn.remember(expecting=verb)
    return turn.reply((Span(wording.ASK_PREP_NAME),), ((Button("返回", "ask:prep"),),))


def _named(turn: Turn, verb: str, name: str) -> Outcome:
    """Makes a preparation of that name, or names the one at hand."""
    name = " ".join(name.split())[:LONGEST_NAME]
    scope = turn.assistant.finder.understanding.read(name).scope
    if verb == NAME:
        turn = turn.prepare(name=name, scope=turn.session.scope or scope).remember(expecting="")
        return listing(turn)
    numbers = [preparation.number for preparation in _all(turn)]
    if len(numbers) >= MOST:
        return after(wording.TOO_MANY_PREPS.format(most=MOST), listing(turn))
    turn.assistant.save(turn.session)  # the one at hand stays as it is
    made = Preparation(max(numbers) + 1, name, scope=scope, theme=turn.session.theme)
    turn = turn.remember(preparation=made, aspect=None, view=View(), expecting="")
    note = wording.PREP_MADE.format(name=name)
    return after(note, home(turn) if scope else who(turn.said("")))


def _switched(turn: Turn, number: str) -> Outcome:
    found = next((p for p in _all(turn) if str(p.number) == number), None)
    if not found:
        return after(wording.NO_SUCH_PREP, listing(turn))
    turn.assistant.save(turn.session)
    turn = turn.remember(preparation=found, aspect=None, view=View(), expecting="")
    return after(wording.PREP_OPEN.format(name=profile_wording.prep_name(found)), home(turn))


def _ask_delete(turn: Turn, number: str) -> Outcome:
    found = next((p for p in _all(turn) if str(p.number) == number), None)
    if not found or len(_all(turn)) == 1:
        return after(wording.NO_SUCH_PREP if not found else wording.LAST_PREP, listing(turn))
    there = replace(turn.session, preparation=found)
    count = len(turn.assistant.notebook.notes(there))
    ask = wording.ASK_DELETE_PREP.format(name=profile_wording.prep_name(found), count=count)
    buttons = (Button("确定删除", f"prep:gone:{number}"), Button("不删", "ask:prep"))
    return turn.reply((Span(ask),), (buttons,))


def _deleted(turn: Turn, number: str) -> Outcome:
    left = [p for p in _all(turn) if str(p.number) != number]
    if len(left) == len(_all(turn)) or not left:
        return turn.notice(wording.UNKNOWN_BUTTON)
    session = turn.session
    with turn.assistant.store.transaction():
        turn.assistant.store.chats.remove_preparation(
            Place(session.chat, session.topic, int(number))
        )
    if str(session.preparation.number) == number:
        turn = turn.remember(preparation=left[0], aspect=None, view=View())
    return after(wording.PREP_DELETED, listing(turn))


def press_prep(turn: Turn) -> Outcome:
    """[局长], [新建一份], [给这份改名], [删除这份] and its confirmation."""
    verb, _, number = turn.argument.partition(":")
    if verb in ("new", "name"):
        return _ask_name(turn, _VERBS[verb])
    if verb == "del":
        return _ask_delete(turn, number)
    if verb == "gone":
        return _deleted(turn, number)
    return _switched(turn, verb)


COMMANDS = (Command("prep", "几份材料：新建、切换、删除", prep),)
PRESSES = {"prep": press_prep}
