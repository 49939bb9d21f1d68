"""What planters of faults share: the world they draw from, the register, and edits of a draft.

A planter takes a draft, a seeded generator and the world (wordings of faults.toml, themes, drafts,
documents) and returns the text with the fault, or None where the draft does not allow it. What is
planted follows from what reviewers demand and reject, never from how the check looks for it.
"""

import random
import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.drafts import Draft, Edit, Part
from bot.models import Catalog, Theme

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Planted:
    """A draft with one fault in it."""

    draft: Draft
    text: str
    what: str  # the words planted or taken out, for the list of misses
    last_year: str | None = None  # last year's own text, when the fault needs one
    opinions: tuple[str, ...] | None = None  # opinions collected, when they are not the draft's


@dataclass(frozen=True)
class World:
    """What planters draw from."""

    catalog: Catalog
    drafts: tuple[Draft, ...]
    documents: tuple[Draft, ...]
    wordings: str = "faults.toml"  # or the ones set aside, faults_held.toml

    @cached_property
    def words(self) -> dict[str, Any]:
        """The wordings of what is planted, by subject."""
        return tomllib.loads((FOLDER / self.wordings).read_text(encoding="utf-8"))

    def theme(self, draft: Draft) -> Theme:
        """The theme that a draft answers to."""
        return next(theme for theme in self.catalog.themes if theme.key == draft.theme)


Planter = Callable[[Draft, random.Random, World], Planted | None]
PLANTERS: dict[str, list[Planter]] = {}
"""Rule -> its planters, filled by the modules beside this one."""


def plants(rule: str) -> Callable[[Planter], Planter]:
    """Registers a planter for a rule."""

    def register(planter: Planter) -> Planter:
        PLANTERS.setdefault(rule, []).append(planter)
        return planter

    return register


# --- shared by the planters ------------------------------------------------------------------------


def end_of(draft: Draft, part: Part) -> int:
    """Where a part's last word ends, before the blanks and line ends that follow it."""
    return part.start + len(draft.cut(part).rstrip())


def replaced(draft: Draft, part: Part, words: str) -> Edit:
    """The edit that puts words in a part's place, keeping its numbering and the blanks after it."""
    return (part.start + len(draft.mark(part)), end_of(draft, part), words)


def appended(draft: Draft, part: Part, words: str) -> Edit:
    """The edit that adds a sentence at the end of a part."""
    end = end_of(draft, part)
    return (end, end, words)


def removed(part: Part) -> Edit:
    """The edit that takes a part out."""
    return (part.start, part.end, "")


def points(draft: Draft, section: str = "problems") -> list[Part]:
    """The points of a section that carry words of their own."""
    return [p for p in draft.find("point", section) if len(draft.cut(p)) > 25]


def pick_point(draft: Draft, draw: random.Random, *sections: str) -> Part | None:
    """A point of one of the sections, at random."""
    there = [p for section in sections or ("problems",) for p in points(draft, section)]
    return draw.choice(there) if there else None


def renumbered(draft: Draft, parts: list[Part], order: list[Part]) -> list[Edit]:
    """Edits that put parts into another order while the numbering keeps counting."""
    return [
        (place.start, place.end, draft.mark(place) + _body(draft, part) + _tail(draft, place))
        for place, part in zip(parts, order, strict=True)
    ]


def _body(draft: Draft, part: Part) -> str:
    return draft.cut(part)[len(draft.mark(part)) :].rstrip()


def _tail(draft: Draft, part: Part) -> str:
    return draft.text[end_of(draft, part) : part.end]


def plain(text: str) -> str:
    """A text without blanks, line ends and emphasis, for counting and comparing."""
    return re.sub(r"[\s*#]", "", text)
