"""A text without headings: its paragraphs as points, so that what it says is checked all the same.

Nothing tells its problems from causes and measures but how a paragraph begins. An opening that only
announces what follows stays one.
"""

import re
from collections.abc import Iterator

from bot.models import Document, Point, SectionKind
from bot.text.normalize import letters
from bot.text.outline import Block, cut
from bot.text.points import make_point

_UNREAD = ("opening", "closing")
_LEAST = 5  # letters, digits aside; what is shorter is a date or a remark
_DIGITS = re.compile(r"\d")
# 按照通知要求，现将本人情况检查如下。
_ANNOUNCES = re.compile("(?:如下|报告|汇报|发言)[。：:]?$")
# 究其原因，主要是放松了学习。
_CAUSE = re.compile("(?:[^，,。；;]{0,12}(?:原因|根源|根子)|深挖|反思|之所以)")
# 今后要加强学习; 下一步，我将…
_MEASURE = re.compile("(?:在?今后|下一?步|接下来|以后|整改|改进|为此|针对[^。；;]{0,20}问题)")


def is_shapeless(document: Document) -> bool:
    """Whether no heading, mark or wording shows problems, causes, measures or any other part."""
    return all(section.kind in _UNREAD for section in document.sections)


def points_of(lead: str) -> Iterator[tuple[SectionKind, Point]]:
    """The paragraphs and marked sentences of an opening, each as what it seems to belong to."""
    for number, group in enumerate(_groups(cut(lead)), start=1):
        point = make_point(group, number)
        text = letters(point.text)
        if _ANNOUNCES.search(point.text) or len(_DIGITS.sub("", text)) < _LEAST:
            kind: SectionKind = "opening"
        elif _MEASURE.match(text):
            kind = "measures"
        else:
            kind = "causes" if _CAUSE.match(text) else "problems"
        yield kind, point


def _groups(blocks: list[Block]) -> Iterator[list[Block]]:
    """Each paragraph; of one that holds a list (一是…二是…) each entry."""
    group: list[Block] = []
    for block in blocks:
        if group and (block.own_line or block.mark):
            yield group
            group = []
        group.append(block)
    if group:
        yield group
