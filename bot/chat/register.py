"""What the bot can be told by name: commands in either language, and the verbs of buttons.

The handlers themselves stand in `handlers`; who may call which of them is the dialogue's to decide.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.chat import wording
from bot.chat.handlers import (
    about,
    check,
    checklist,
    documents,
    export,
    intake,
    meeting,
    metadata,
    minutes,
    notebook,
    notes,
    opinions,
    preparations,
    profile,
    search,
    taking,
    themes,
    walking,
)
from bot.chat.handlers.phrases import BY_INTENT
from bot.chat.reply import Incoming
from bot.chat.turn import Command, Handler, Outcome, Turn

_COMMAND = re.compile(
    r"^(?:[/／]\s?|[、\\](?=[a-z]))([a-z_]+?|[一-鿿]+?)(\d*|[一二三四五六七八九十]+)(@\w+)?(?:\s+(.*))?$",
    re.S | re.I,
)  # "/aspect3" "/aspect 3" "／方面 3" "/方面三"; 、aspect 3 is how a Chinese keyboard writes it
_NUMBERED = re.compile(r"\s?\d{1,2}$")
_MISTYPED = re.compile(r"^[/／]([a-z_]+)[\w-]+$", re.I)
_TELLING = 3  # characters of such a name
_LIKE = 0.6  # likeness from which a command was meant: /strat
_LIKE_CHINESE = 0.5  # one wrong character of two: /检察


@dataclass(frozen=True, slots=True)
class Called:
    """A command as somebody wrote it."""

    name: str  # the Latin one where there is such a command
    bot: str  # "@prep_bot" after it
    argument: str


def called(text: str) -> Called | None:
    """The command that the text is, None if it is none."""
    said = text.strip()
    is_bare = _NUMBERED.sub("", said.lower()) in _BARE  # help, aspect 3, without the stroke
    found = _COMMAND.match(f"/{said}" if is_bare else said)
    if not found:
        mistyped = _MISTYPED.match(said)  # /aspect3x
        return Called(mistyped[1].lower(), "", "") if mistyped else None
    name, digits, bot, argument = (group or "" for group in found.groups())
    return Called(CHINESE_NAMES.get(name, name.lower()), bot, f"{digits} {argument}".strip())


def is_telling_name(text: str) -> bool:
    """True for a command's Chinese name that is hardly said for anything else: 记一笔, not 意见."""
    return text in CHINESE_NAMES and len(text) >= _TELLING


class Register:
    """Finds what answers a command, a button, or a phrase said in passing."""

    def __init__(self, presses: Mapping[str, Handler]) -> None:
        """`presses`: verbs that only the dialogue itself can answer."""
        self.commands = (
            *profile.COMMANDS,
            *themes.COMMANDS,
            *checklist.COMMANDS,
            *search.COMMANDS,
            *notes.COMMANDS,
            *check.COMMANDS,
            *export.COMMANDS,
            *preparations.COMMANDS,
            *meeting.COMMANDS,
            *taking.COMMANDS,
            *walking.COMMANDS,
            *opinions.COMMANDS,
            *minutes.COMMANDS,
            Command("help", "怎么用", self._help, group=True),
            *about.COMMANDS,
            *intake.COMMANDS,
            *documents.COMMANDS,
        )
        by_name = {command.name: command.handler for command in self.commands}
        self.by_name: Mapping[str, Handler] = by_name | {"start": _start}
        self.by_intent: Mapping[str, Handler] = BY_INTENT | {"help": self._help}
        self.by_verb: Mapping[str, Handler] = {
            **presses,
            **profile.PRESSES,
            **checklist.PRESSES,
            **search.PRESSES,
            **notes.PRESSES,
            **notebook.PRESSES,
            **check.PRESSES,
            **export.PRESSES,
            **preparations.PRESSES,
            **themes.PRESSES,
            **meeting.PRESSES,
            **taking.PRESSES,
            **walking.PRESSES,
            **opinions.PRESSES,
            **minutes.PRESSES,
            **about.PRESSES,
            **intake.PRESSES,
            **documents.PRESSES,
            **metadata.PRESSES,
            "start": profile.start,
            "ask": self._ask,
        }

    def meant(self, turn: Turn, name: str) -> str:
        """The command, by either name, that an unknown one looks like; "" for none."""
        names = {command.name for command in about.offered(turn, self.commands)}
        names |= {alias for alias, latin in CHINESE_NAMES.items() if latin in names}
        cutoff = _LIKE if name.isascii() else _LIKE_CHINESE
        return next(iter(get_close_matches(name, sorted(names), 1, cutoff)), "")

    def _help(self, turn: Turn) -> Outcome:
        return about.help_(turn, self.commands)

    def _ask(self, turn: Turn) -> Outcome:
        """[改领域] [改对象] [换年度] [查例文]: the command of that name, without an argument."""
        handler = self.by_name.get(turn.argument)
        return handler(turn.said("")) if handler else turn.notice(wording.UNKNOWN_BUTTON)


def _start(turn: Turn) -> Outcome:
    return opinions.started(turn) or profile.start(turn)


def is_led(incoming: Incoming, names: Iterable[str]) -> bool:
    """True if what the message or press asks for depends on who leads the group.

    `names`: the commands that the message is, or may stand for.
    """
    if incoming.press:
        return incoming.press.partition(":")[0] in _LED - _TAKING
    found = _LED.intersection(names)
    return bool(found - _TAKING or (found and incoming.answered))


# Commands and verbs whose answer depends on who leads the group.
_LED = {
    *("close", "opinions", "agenda", "reopen", "forget", "prep"),
    *("take", "leave", "theme", "area", "who", "edit", "drop"),
}

_TAKING = {"take", "leave"}  # for oneself anybody may

# Telegram knows only Latin command names, but people type these.
CHINESE_NAMES = {
    "方面": "aspect",
    "开始": "start",
    "领域": "area",
    "对象": "who",
    "主题": "theme",
    "年度": "theme",
    "原因": "causes",
    "整改": "measures",
    "查": "find",
    "找": "find",
    "例文": "find",
    "清单": "checklist",
    "检查": "check",
    "记": "note",
    "导出": "export",
    "材料": "prep",
    "记一笔": "note",
    "记下来": "note",
    "记一下": "note",
    "帮助": "help",
    "隐私": "privacy",
    "清除": "forget",
    "开会": "meeting",
    "准备会": "meeting",
    "看板": "board",
    "认领": "take",
    "放下": "leave",
    "下一个": "next",
    "议程": "agenda",
    "意见": "opinion",
    "意见汇总": "opinions",
    "纪要": "minutes",
    "结束": "close",
    "取消": "cancel",
    "入库": "ingest",
    "范文库": "documents",
    "删除": "remove",
    "撤销": "undo",
}
_BARE = frozenset(CHINESE_NAMES.values())
