"""What a group's members say to the bot in words instead of a command: 我认领第二方面, 看板, 散会."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property

from bot.models import Act
from bot.text.normalize import simplify

_GAP = "{}"  # in a saying, where what it is about stands
_VERBATIM = " {}"  # … behind a blank, which then must be there, and what follows is kept as said
_LONGEST = 40  # characters of a saying whose words are not kept as said
_END = r"[吧啊呢呀哦啦了嘛哈吗]*[\s。．.！!？?~～，,]*"
_AROUND = r"[\s，,：:、]*"


class Acts:
    """Recognizes the sayings of `data/phrases.toml` that stand for a command."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._acts = tuple(acts)

    @cached_property
    def _sayings(self) -> list[tuple[re.Pattern[str], Act, bool]]:
        """Each saying's pattern, what it stands for, and whether it keeps the words as said."""
        return [
            (_pattern(saying), act, saying.endswith(_VERBATIM))
            for act in self._acts
            for saying in act.said
        ]

    def of(self, text: str) -> Iterator[tuple[str, str]]:
        """The commands that the words may stand for, each with its argument, as they are listed."""
        said = text.strip()
        plain = simplify(said)
        for pattern, act, is_verbatim in self._sayings:
            if not is_verbatim and len(plain) > _LONGEST:
                continue
            if found := pattern.fullmatch(plain):
                yield act.key, _argument(found, said, plain) or act.argument


def _argument(found: re.Match[str], said: str, plain: str) -> str:
    """What stands in the gap, as it was written."""
    if "said" not in found.groupdict():
        return ""
    start, end = found.span("said")
    return (said if len(said) == len(plain) else plain)[start:end].strip()


def _pattern(saying: str) -> re.Pattern[str]:
    if saying.endswith(_VERBATIM):
        return re.compile(
            rf"{re.escape(saying.removesuffix(_VERBATIM))}[：:]?\s+(?P<said>.+)", re.S
        )
    before, gap, after = saying.partition(_GAP)
    middle = rf"{_AROUND}(?P<said>.+?){_AROUND}" if gap else ""
    return re.compile(f"{re.escape(before)}{middle}{re.escape(after)}{_END}")
