"""Word's automatic numbering as text: the "（一）" that is shown but stands nowhere in a paragraph.

A paragraph names a list (`numId`) and a level, itself or through its style. The list points to an
abstract list whose levels say how numbers look ("（%1）" in chineseCounting) and where they start.
Lists on the same abstract list count on together unless one of them overrides its start.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from bot.text.readers.numerals import numeral
from bot.text.readers.word_parts import W

_LEVELS = 9
_MAX_CHAIN = 20  # styles that are based on each other
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class _Level:
    """How the numbers of one level look."""

    style: str = "decimal"
    pattern: str = ""
    start: int = 1
    spaced: bool = True  # a tab or a blank stands behind the number
    in_digits: bool = False  # the numbers of upper levels are shown in digits
    restarts_after: int | None = None  # the level, from 1, behind which it starts anew; 0: never
    paragraph_style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A list: which abstract list it counts on, its levels, and the starts of its own."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(slots=True)
class _Counter:
    """Where an abstract list stands while the document is read."""

    values: dict[int, int] = field(default_factory=dict)
    seen: set[tuple[str, int]] = field(default_factory=set)  # overridden starts that took place


class Numbering:
    """Gives each numbered paragraph, in the document's order, its number."""

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._styles = _by_id(styles, "style", "styleId")
        self._default = next(
            (
                key
                for key, style in self._styles.items()
                if style.get(f"{W}type") == "paragraph" and _is_on(style.get(f"{W}default"))
            ),
            "",
        )
        self._abstract = _by_id(numbering, "abstractNum", "abstractNumId")
        self._nums = _by_id(numbering, "num", "numId")
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, _Counter] = {}

    def next(self, properties: Any | None) -> str:
        """The number in front of the paragraph with these properties (`w:pPr`), "" if none."""
        num, level = self._place(properties)
        found = self._list(num) if num else None
        if found is None or level not in found.levels:
            return ""
        counter = self._counters.setdefault(found.abstract, _Counter())
        _count(found, num, level, counter)
        return _shown(found, level, counter)

    def _place(self, properties: Any | None) -> tuple[str, int]:
        """The list and the level of the paragraph; list "" if it has none."""
        own = None if properties is None else properties.find(f"{W}numPr")
        num, level = _value(own, "numId"), _number(_value(own, "ilvl"))
        style = _value(properties, "pStyle") or self._default
        for _ in range(_MAX_CHAIN):
            if num is not None or style not in self._styles:
                break
            described = self._styles[style]
            inherited = described.find(f"{W}pPr/{W}numPr")
            num = _value(inherited, "numId")
            if num is not None and level is None:
                level = self._level_of_style(num, style, _number(_value(inherited, "ilvl")))
            style = _value(described, "basedOn") or ""
        return ("" if num in (None, "0") else str(num)), min(max(level or 0, 0), _LEVELS - 1)

    def _level_of_style(self, num: str, style: str, named: int | None) -> int | None:
        """The level that belongs to the style, or the one that the style names."""
        found = self._list(num)
        linked = found.levels.items() if found else ()
        return next((level for level, it in linked if it.paragraph_style == style), named)

    def _list(self, num: str) -> _List | None:
        if num not in self._lists:
            self._lists[num] = self._read_list(num)
        return self._lists[num]

    def _read_list(self, num: str, depth: int = 0) -> _List | None:
        described = self._nums.get(num)
        key = _value(described, "abstractNumId") or ""
        abstract = self._abstract.get(key)
        if described is None or abstract is None or depth > 2:
            return None
        # A list style stands for the list that the style of that name has.
        if linked := _value(abstract, "numStyleLink"):
            style = self._styles.get(linked)
            inner = None if style is None else style.find(f"{W}pPr/{W}numPr")
            return self._read_list(_value(inner, "numId") or "", depth + 1)
        levels = {level: _level(lvl) for level, lvl in _levels(abstract)}
        starts: dict[int, int] = {}
        for override in described.iterchildren(f"{W}lvlOverride"):
            level = _number(override.get(f"{W}ilvl")) or 0
            for _, lvl in _levels(override):
                levels[level] = _level(lvl)
            start = _number(_value(override, "startOverride"))
            if start is not None:
                starts[level] = start
                levels[level] = replace(levels.get(level, _Level()), start=start)
        return _List(key, levels, starts)


def _count(found: _List, num: str, level: int, counter: _Counter) -> None:
    """Moves the counter on to this paragraph."""
    values = counter.values
    first_of_list = level in found.starts and (num, level) not in counter.seen
    if first_of_list:
        counter.seen.add((num, level))
    if first_of_list or level not in values:
        values[level] = found.levels[level].start
    else:
        values[level] += 1
    for lower in [key for key in values if key > level]:
        after = found.levels[lower].restarts_after if lower in found.levels else None
        if after is None or level < after:
            del values[lower]


def _shown(found: _List, level: int, counter: _Counter) -> str:
    """The number as the level's pattern shows it, with the numbers of upper levels."""
    it = found.levels[level]
    if it.style == "bullet":
        return ""

    def number(place: re.Match[str]) -> str:
        shown = int(place[1]) - 1
        described = found.levels.get(shown, _Level())
        value = counter.values.get(shown, described.start)
        in_digits = it.in_digits and described.style != "none"
        return numeral(value, "decimal" if in_digits else described.style)

    text = _PLACE.sub(number, it.pattern)
    # "1." and a year behind it would read as one number.
    return f"{text} " if it.spaced and text[-1:].isascii() and text.strip() else text


def _levels(parent: Any) -> list[tuple[int, Any]]:
    return [(_number(lvl.get(f"{W}ilvl")) or 0, lvl) for lvl in parent.iterchildren(f"{W}lvl")]


def _level(lvl: Any) -> _Level:
    # Some formats are wrapped in alternatives, hence any depth.
    style = next((fmt.get(f"{W}val") for fmt in lvl.iter(f"{W}numFmt")), None)
    start = _number(_value(lvl, "start"))
    return _Level(
        style=style or "decimal",
        pattern=_value(lvl, "lvlText") or "",
        start=1 if start is None else start,
        spaced=_value(lvl, "suff") != "nothing",
        in_digits=lvl.find(f"{W}isLgl") is not None and _is_on(_value(lvl, "isLgl") or "1"),
        restarts_after=_number(_value(lvl, "lvlRestart")),
        paragraph_style=_value(lvl, "pStyle") or "",
    )


def _by_id(root: Any | None, tag: str, key: str) -> dict[str, Any]:
    """The root's children of this tag by their key."""
    children = () if root is None else root.iterchildren(f"{W}{tag}")
    return {child.get(f"{W}{key}") or "": child for child in children}


def _value(parent: Any | None, tag: str) -> str | None:
    """The value of the child of this tag, None if there is none."""
    child = None if parent is None else parent.find(f"{W}{tag}")
    value: str | None = None if child is None else child.get(f"{W}val")
    return value


def _number(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"\d{1,6}", value) else None


def _is_on(value: str | None) -> bool:
    return value in ("1", "true", "on")
