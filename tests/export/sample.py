"""Reads the made-up outline of tests/data/outline.toml, for the tests and for scripts/page."""

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.export.outline import Link, Outline, OutlinePart, OutlinePoint
from bot.models import Catalog

FILE = Path(__file__).parents[1] / "data" / "outline.toml"


def sample(catalog: Catalog, **changes: Any) -> Outline:
    """The made-up outline, with other values for some of its fields."""
    table = tomllib.loads(FILE.read_text(encoding="utf-8"))
    theme = changes.get("theme", catalog.theme[table["theme"]])
    headings = {str(aspect.number): aspect.heading for aspect in theme.aspects}
    outline = Outline(
        theme=theme,
        scope=table["scope"],
        areas=tuple(table["areas"]),
        name=table["name"],
        parts=tuple(
            OutlinePart(
                part["key"],
                part["name"],
                headings.get(part["key"], ""),
                tuple(point(**row) for row in part.get("point", ())),
            )
            for part in table["part"]
        ),
        links=tuple(
            Link(row["problem"], tuple(row["causes"]), tuple(row["measures"]))
            for row in table["link"]
        ),
        unplaced=tuple(table["unplaced"]),
    )
    return replace(outline, **changes)


def point(
    title: str = "",
    notes: list[str] | tuple[str, ...] = (),
    questions: list[str] | tuple[str, ...] = (),
    is_done: bool = False,
) -> OutlinePoint:
    """A point of which only what matters is said."""
    return OutlinePoint(title, tuple(notes), tuple(questions), is_done)
