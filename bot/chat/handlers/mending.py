"""A note that is spoken of: 删除第1条, 改一下第二笔, 刚才那笔写错了, 撤销. Removing one asks first."""

import re

from bot.chat.handlers.notebook import listing, press_edit
from bot.chat.handlers.spots import open_spot, place_key, place_name
from bot.chat.reply import Button, Span
from bot.chat.turn import Outcome, Turn, after
from bot.chat.wording import notes as wording
from bot.models import Note
from bot.text.marks import number_of
from bot.text.normalize import letters, simplify

_LONGEST = 20  # letters of such a message
_THING = "(?:条|笔|句|个|则)(?:事实|笔记|话)?"
_NUMBERED = re.compile(rf"第?(\d{{1,2}}|[一二三四五六七八九十]){_THING}")  # 第1条, 第二笔
_LATEST = re.compile(rf"(?:刚才|刚刚|方才|最后|最近)(?:记|写|说)?(?:的|那|这|一)*(?:{_THING})?")
# The longer words first: what is left over must be fillers only.
_VERBS = (
    ("drop", re.compile("删除掉|删除|删掉|删了|删|去掉|划掉|撤销|撤回|不要了|不要|不算")),
    ("edit", re.compile("修改一下|修改|更改|改一下|改一改|改改|改成别的|改|重写")),
    ("mend", re.compile("写错了?|记错了?|打错了?|弄错了?|有错|错了|不对")),
)
_FILLERS = re.compile(
    "请|帮我|给我|麻烦|我想|我要|想|要|把|将|我|你|记|写|的|了|那|这|一下|吧|掉|是"
)


def spoken(turn: Turn) -> Outcome | None:
    """The question about the note that the message speaks of; None for any other message."""
    said = letters(simplify(turn.argument))
    if turn.incoming.is_group or len(said) > _LONGEST:
        return None
    found = _NUMBERED.search(said) or _LATEST.search(said)
    verb, rest = _verb(said.replace(found[0], "", 1)) if found else ("", "")
    if not found or not verb or _FILLERS.sub("", rest):
        return None
    notes = turn.assistant.notebook.notes(turn.session)
    if not notes:
        return listing(turn) if "笔" in said else None
    number = number_of(found[1]) if found.re is _NUMBERED else 0
    note = _numbered(turn, notes, number) if number else notes[-1]
    return _WAYS[verb](turn, note) if note else after(wording.WHICH, listing(turn))


def undo(turn: Turn) -> Outcome:
    """撤销, 刚才那条不要了: asks whether to remove the latest note."""
    notes = turn.assistant.notebook.notes(turn.session)
    if turn.incoming.is_group or not notes:
        return listing(turn)
    return _ask_drop(turn, notes[-1])


def _verb(said: str) -> tuple[str, str]:
    """What is to be done, and what else was said."""
    for verb, pattern in _VERBS:
        if pattern.search(said):
            return verb, pattern.sub("", said, count=1)
    return "", said


def _numbered(turn: Turn, notes: list[Note], number: int) -> Note | None:
    """The note of that number at what is open, else among all where all stand in one place."""
    spot = open_spot(turn)
    here = [note for note in notes if note.spot == spot]
    is_one_place = len({note.spot for note in notes}) == 1
    if number > len(here) and is_one_place:
        here = notes
    return here[number - 1] if 0 < number <= len(here) else None


def _ask_drop(turn: Turn, note: Note) -> Outcome:
    ask = wording.ASK_DROP.format(text=note.text, place=place_name(turn, note.spot))
    ways = (
        Button("删掉", f"drop:{note.id}", answers="yes"),
        Button("不删", f"notes:{place_key(note.spot)}", answers="no"),
    )
    return turn.reply((Span(ask),), (ways,))


def _ask_edit(turn: Turn, note: Note) -> Outcome:
    return press_edit(turn.said(str(note.id)))


def _ask_which_way(turn: Turn, note: Note) -> Outcome:
    said = wording.ASK_MEND.format(text=note.text, place=place_name(turn, note.spot))
    ways = (Button("改这笔", f"edit:{note.id}"), Button("删掉", f"drop:{note.id}"))
    return turn.reply((Span(said),), (ways, (Button("全部笔记", "ask:note"),)))


_WAYS = {"drop": _ask_drop, "edit": _ask_edit, "mend": _ask_which_way}
