"""What is odd in a document's numbering: told to the operator, never a reason to refuse a text."""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.models import AspectPart, Point, Section
from bot.text.marks import leading_mark, number_of

# 主要有五个方面 / 对照"5个方面"检视问题
_ANNOUNCED = re.compile(r"([一二两三四五六七八九十]{1,2}|\d{1,2})个(?:方面|问题|原因|根源|带头)")
_ANNOUNCING_TAIL = 200  # characters of a section's lead in which a count is looked for


def warnings_of(sections: Sequence[Section]) -> tuple[str, ...]:
    """One line per doubled or missing number, unkept announcement and unknown aspect, by line."""
    parts = [part for section in sections for part in section.aspects]
    found = [warning for section in sections for warning in _of_section(section)]
    if any(part.number is not None for part in parts):
        found += [(part.line, _unknown(part)) for part in parts if part.number is None]
    return tuple(f"line {line}: {message}" for line, message in sorted(dict.fromkeys(found)))


def _of_section(section: Section) -> Iterator[tuple[int, str]]:
    yield from _gaps(section.aspects)
    yield from _gaps(section.points)
    for part in section.aspects:
        yield from _gaps(part.points)
    yield from _announced(section)


def _gaps(items: Iterable[AspectPart | Point]) -> Iterator[tuple[int, str]]:
    """Doubled, missing and absent numbers among siblings; each style counts on its own."""
    latest: dict[str, tuple[str, int]] = {}
    style = ""
    for item in items:
        mark = leading_mark(item.mark)
        if mark is None:
            if style:
                yield item.line, f"no number after {latest[style][0]}"
                latest[style] = (latest[style][0], latest[style][1] + 1)
            continue
        style = mark.style
        before, value = latest.get(style, ("", 0))
        if mark.value != value + 1 and (before or not latest):
            yield item.line, _gap(mark.text, before, mark.value - value)
        latest[style] = (mark.text, mark.value)


def _gap(mark: str, before: str, step: int) -> str:
    if not before:
        return f"{mark} is the first number"
    return f"number {mark} is used twice" if step == 0 else f"{mark} follows {before}"


def _announced(section: Section) -> Iterator[tuple[int, str]]:
    """A count in the lead that the section does not keep."""
    found = list(_ANNOUNCED.finditer(section.lead[-_ANNOUNCING_TAIL:]))
    count = sum(part.number is not None for part in section.aspects) or len(section.points)
    if found and count and number_of(found[-1][1]) != count:
        yield section.line, f"announces {found[-1][0]}, {count} found"


def _unknown(part: AspectPart) -> str:
    heading = part.heading if len(part.heading) <= 20 else part.heading[:20] + "…"
    return f"aspect {heading} is not in the theme's list"
