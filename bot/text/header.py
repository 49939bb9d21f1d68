"""Header lines (年度：2023) by which a file says what its text is, and the same told by options.

They stand above the title, one a line, and are no part of the text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.errors import DataError
from bot.models import Area, Catalog, Scope
from bot.text.normalize import normalize

_LINE = re.compile(
    r"(年度|年份|主题|领域|分管|对象|范围)[ \u3000]*[：:][ \u3000]*([^\r\n\x0b\x0c\x85\u2028\u2029]{1,60})"
)
_SEPARATORS = re.compile(r"[、，,；;/\s]+")
_YEAR = re.compile(r"20\d\d")
_SCOPES: dict[str, Scope] = {
    "个人": "personal",
    "personal": "personal",
    "班子": "team",
    "领导班子": "team",
    "team": "team",
    "一把手": "leader",
    "主要负责人": "leader",
    "leader": "leader",
}


@dataclass(frozen=True, slots=True)
class Given:
    """What a person said of a document; it beats what the text lets guess. None and (): not said."""

    year: int | None = None
    theme: str | None = None  # key
    areas: tuple[str, ...] = ()  # keys
    scope: Scope | None = None

    def over(self, other: "Given") -> "Given":
        """This one, with what only the other says."""
        return Given(
            self.year or other.year,
            self.theme or other.theme,
            self.areas or other.areas,
            self.scope or other.scope,
        )


def take_header(text: str, catalog: Catalog) -> tuple[Given, list[str], str]:
    """What the lines above the title say, these lines, and the text with them empty.

    A line with a value that is not understood belongs to the text.
    """
    lines = text.split("\n")
    given, taken = Given(), []
    for number, line in enumerate(lines):
        stripped = line.strip().lstrip("\ufeff")
        found = _LINE.fullmatch(stripped)
        value = _value(found[1], found[2].strip(), catalog) if found else None
        if stripped and value is None:
            break
        if value:
            given = given.over(value)
            taken.append(stripped)
            lines[number] = "\r" if line.endswith("\r") else ""
    return given, taken, "\n".join(lines)


def _value(name: str, said: str, catalog: Catalog) -> Given | None:
    """What one line says, None if it says nothing that is known."""
    if name in ("年度", "年份"):
        year = _YEAR.search(normalize(said))
        return Given(year=int(year[0])) if year else None
    if name == "主题":
        key = next((t.key for t in catalog.themes if said in (t.key, t.name)), None)
        return Given(theme=key) if key else None
    if name in ("领域", "分管"):
        try:
            return Given(areas=area_keys(_SEPARATORS.split(said), catalog.areas))
        except DataError:
            return None
    scope = _SCOPES.get(said)
    return Given(scope=scope) if scope else None


def area_keys(names: Sequence[str], areas: Sequence[Area]) -> tuple[str, ...]:
    """The keys of these areas, named by key, name or alias. Raises DataError for an unknown one."""
    known = {name: area.key for area in areas for name in (*area.aliases, area.name, area.key)}
    if unknown := [name for name in names if name and name not in known]:
        raise DataError(f"no work area {unknown[0]!r}; see the names in data/areas.toml")
    return tuple(dict.fromkeys(known[name] for name in names if name))
