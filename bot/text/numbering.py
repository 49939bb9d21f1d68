"""What is odd in a document's numbering: told to the operator, never a reason to refuse a text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.models import AspectPart, Point, Section
from bot.text.marks import leading_mark, number_of

# 主要有五个方面 / 对照"5个方面"检视问题
_ANNOUNCED = re.compile(r"([一二两三四五六七八九十]{1,2}|\d{1,2})个(?:方面|问题|原因|根源|带头)")
_ANNOUNCING_TAIL = 200  # characters of a section's lead in which a count is looked for


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something odd at a line: a number that is `gap`, `double`, not the `first`, or `absent` (none);
    a count that was `announced`; an `unknown` aspect. `said`: as written; `other`: what it is held against.
    """

    line: int
    kind: Literal["gap", "double", "first", "absent", "announced", "unknown"]
    said: str
    other: str = ""

    @property
    def message(self) -> str:
        """What is odd, for a warning."""
        return _WARNINGS[self.kind].format(self.said, self.other)


_WARNINGS = {
    "gap": "{} follows {}",
    "double": "number {} is used twice",
    "first": "{} is the first number",
    "absent": "no number after {1}",
    "announced": "announces {}, {} found",
    "unknown": "aspect {} is not in the theme's list",
}


def warnings_of(sections: Sequence[Section]) -> list[tuple[int, str]]:
    """Line and message of each doubled or missing number, unkept announcement and unknown aspect."""
    return list(dict.fromkeys((oddity.line, oddity.message) for oddity in oddities(sections)))


def oddities(sections: Sequence[Section]) -> list[Oddity]:
    """Doubled and missing numbers, unkept announcements and unknown aspects, by line."""
    parts = [part for section in sections for part in section.aspects]
    found = list(_gaps(_top(sections)))
    found += [oddity for section in sections for oddity in _of_section(section)]
    if any(part.number is not None for part in parts):
        found += [_unknown(part) for part in parts if part.number is None]
    return sorted(dict.fromkeys(found), key=lambda oddity: (oddity.line, oddity.message))


def _top(sections: Sequence[Section]) -> Iterator[Section | AspectPart]:
    """The marked sections; where aspects stand on the first level, they take their section's place."""
    for section in sections:
        if section.mark:
            yield section
        elif not section.heading:
            yield from (part for part in section.aspects if part.mark)


def _of_section(section: Section) -> Iterator[Oddity]:
    yield from _gaps(section.aspects)
    yield from _gaps(section.points)
    for part in section.aspects:
        yield from _gaps(part.points)
    yield from _announced(section)


def _gaps(items: Iterable[Section | AspectPart | Point]) -> Iterator[Oddity]:
    """Doubled, missing and absent numbers among siblings; each style counts on its own."""
    latest: dict[str, tuple[str, int]] = {}
    style = ""
    for item in items:
        mark = leading_mark(item.mark)
        if mark and mark.style in ("sequence", "bullet"):
            continue  # these do not count
        if mark is None:
            if style:
                yield Oddity(item.line, "absent", "", latest[style][0])
                latest[style] = (latest[style][0], latest[style][1] + 1)
            continue
        style = mark.style
        before, value = latest.get(style, ("", 0))
        if mark.value != value + 1 and (before or not latest):
            yield _gap(item.line, mark.text, before, mark.value - value)
        latest[style] = (mark.text, mark.value)


def _gap(line: int, mark: str, before: str, step: int) -> Oddity:
    if not before:
        return Oddity(line, "first", mark)
    return Oddity(line, "double" if step == 0 else "gap", mark, before)


def _announced(section: Section) -> Iterator[Oddity]:
    """A count in the lead that the section does not keep."""
    found = list(_ANNOUNCED.finditer(section.lead[-_ANNOUNCING_TAIL:]))
    count = sum(part.number is not None for part in section.aspects) or len(section.points)
    if found and count and number_of(found[-1][1]) != count:
        yield Oddity(section.line, "announced", found[-1][0], str(count))


def _unknown(part: AspectPart) -> Oddity:
    heading = part.heading if len(part.heading) <= 20 else part.heading[:20] + "…"
    return Oddity(part.line, "unknown", heading)
