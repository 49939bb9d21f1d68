"""A group in the terminal: who speaks in a line, where, and with which numbers.

`甲: 文本` is said in the group, `甲> 文本` to the bot alone. The numbers are the same at every start,
since the store keeps what was said by them, and none that Telegram gives to anybody.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from zlib import crc32

from bot.chat.reply import Incoming

GROUP = -1  # the group's number; Telegram's groups have longer ones
_BEYOND = 2**52  # Telegram's numbers have at most 52 bits
# "甲: /aspect 3", "甲：:3", "甲> 班子 会太多"
_LINE = re.compile(r"^\s*([^\s:：>＞/]{1,20})\s*([:：>＞])\s?(.*)$", re.S)
_TO = re.compile(r"^:to\s+(\S+)\s+(.+)$", re.S)


def number_of(name: str) -> int:
    """The number of the member of that name."""
    return _BEYOND + crc32(name.encode())


@dataclass
class Members:
    """The members of the group who spoke so far, and their latest messages."""

    # unlike those of an earlier run: a message that comes again says the same thing again
    numbers: Iterator[int] = field(default_factory=lambda: count(time.time_ns() // 1_000_000))
    latest: dict[tuple[int, int], int] = field(default_factory=dict)  # (chat, user) -> message

    def read(self, line: str) -> tuple[Incoming, str] | None:
        """Who speaks where, and what he says; None for a line without a name."""
        found = _LINE.match(line)
        if not found:
            return None
        name, sign, words = found.groups()
        user = number_of(name)
        if sign in ">＞":
            return Incoming(user, user, name=name), words.strip()
        said = Incoming(GROUP, user, name=name, is_group=True, is_addressed=False)
        if answered := _TO.match(words):
            said = replace(said, answered=number_of(answered[1]), answered_name=answered[1])
            words = answered[2]
        return said, words.strip()

    def numbered(self, said: Incoming) -> Incoming:
        """The same as a new message."""
        number = self.latest[said.chat, said.user] = next(self.numbers)
        return replace(said, message=number)

    def edited(self, said: Incoming) -> Incoming | None:
        """The same as the speaker's latest message with other words; None if he has said nothing."""
        number = self.latest.get((said.chat, said.user))
        return replace(said, message=number, is_edit=True, is_addressed=True) if number else None
