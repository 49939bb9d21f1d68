"""How sure the structure found in a text is, and what makes it less so, line by line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.models import Section, SectionKind
from bot.text.outline import Block

_WANTED: dict[SectionKind, str] = {
    "problems": "no section 存在的问题 was found",
    "causes": "no section 原因剖析 was found",
    "measures": "no section 整改措施 was found",
}
# Where a whole text may end: behind a sentence, a bracket, or in a signature or date.
_ENDED = re.compile(r"[。！？!?.…；;”’」）)\]】*]\s*$|^.{1,16}$|\d\s*[日号]\s*$")
_LATE_START = 2  # 三、 as the first mark of the top level: the text before it is missing
# How much a doubt takes from the confidence of 1; the rest is never below the least.
_MISSING = 0.12
_DOUBT = 0.1
_ODDITY = 0.03
_MOST_ODDITIES = 5
_LEAST = 0.05


@dataclass(frozen=True, slots=True)
class Doubts:
    """What speaks against a reading: doubts that tell the operator, with their lines."""

    warnings: tuple[tuple[int, str], ...] = ()
    weight: float = 0.0


def doubts_of(blocks: Sequence[Block], sections: Sequence[Section]) -> Doubts:
    """Doubts about a text cut off at its beginning or end, and about what it lacks."""
    if not blocks:
        return Doubts(weight=1.0)
    told = [*_cut_off(blocks), *_lacking(sections)]
    return Doubts(tuple((line, text) for line, text, _ in told), sum(w for *_, w in told))


def _cut_off(blocks: Sequence[Block]) -> list[tuple[int, str, float]]:
    first = next((b for b in blocks if b.mark and b.mark.style == "top" and b.own_line), None)
    found = []
    if first and first.mark and first.mark.value >= _LATE_START:
        found.append(
            (first.line, f"begins at {first.mark.text}: a part before it is missing", _DOUBT)
        )
    if not _ENDED.search(blocks[-1].text):
        found.append(
            (blocks[-1].line, "ends inside a sentence: a part behind it is missing", _DOUBT)
        )
    return found


def _lacking(sections: Sequence[Section]) -> list[tuple[int, str, float]]:
    kinds = {section.kind for section in sections}
    last = max((section.line for section in sections), default=1)
    return [(last, text, _MISSING) for kind, text in _WANTED.items() if kind not in kinds]


def confidence(
    doubts: Doubts, oddities: int, *, titled: bool, themed: bool, refused: bool
) -> float:
    """From 0 to 1: a whole text with title, theme and unbroken numbers has 1."""
    weight = doubts.weight + _ODDITY * min(oddities, _MOST_ODDITIES)
    weight += _DOUBT * (not titled) + _DOUBT * (not themed) + 0.5 * refused
    return round(max(_LEAST, 1.0 - weight), 2)
