"""What a user has gathered for his paper, as values: parts, points, his notes, what is still open.

`statement` and `rectification` make papers of it. A point is *live* when the user has noted
something for it or ticked it: only such points are named as his; the others only ask.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from bot.models import Scope, Theme

_NAMED = 12  # characters of a note that stand for the headline it lacks


@dataclass(frozen=True, slots=True)
class OutlinePoint:
    """One checklist item, or free notes under a part."""

    title: str  # the item's title, "" for notes without an item
    notes: tuple[str, ...]  # the user's own facts, verbatim
    questions: tuple[str, ...]  # still open
    is_done: bool

    @property
    def is_live(self) -> bool:
        """Whether the user has noted something or ticked the point."""
        return self.is_done or bool(self.lines)

    @property
    def lines(self) -> list[str]:
        """The notes line by line, without empty lines."""
        return lines_of(self.notes)

    @property
    def headline(self) -> str:
        """The title, or a first note short enough to be one; "" for none."""
        first = self.lines[0] if self.lines else ""
        return self.title or (first if len(first) <= _NAMED else "")

    @property
    def name(self) -> str:
        """The headline, or the beginning of the first note."""
        return self.headline or (f"{self.lines[0][:_NAMED]}…" if self.lines else "")


@dataclass(frozen=True, slots=True)
class OutlinePart:
    """An aspect ("1", "2" …), "causes", "measures" or "general" with its points."""

    key: str
    name: str
    heading: str  # full official wording of an aspect, else ""
    points: tuple[OutlinePoint, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """What belongs together: the title of a problem, and those of its causes and measures."""

    problem: str
    causes: tuple[str, ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """All that is known of a user's paper."""

    theme: Theme
    scope: Scope
    areas: tuple[str, ...]  # names
    name: str  # whose paper, may be ""
    parts: tuple[OutlinePart, ...]
    links: tuple[Link, ...] = ()
    unplaced: tuple[str, ...] = ()  # notes that belong to no part of this theme
    owners: tuple[tuple[str, str], ...] = ()  # part -> who answers for its rectification

    def points(self, key: str) -> tuple[OutlinePoint, ...]:
        """The points of that part."""
        return tuple(chain.from_iterable(part.points for part in self.parts if part.key == key))

    def live(self, key: str) -> list[OutlinePoint]:
        """The live points of that part."""
        return [point for point in self.points(key) if point.is_live]

    def problems(self) -> list[OutlinePoint]:
        """The live points of all aspects in order."""
        return [p for aspect in self.theme.aspects for p in self.live(str(aspect.number))]

    def owner_of(self, point: OutlinePoint) -> str:
        """Who answers for the part that the point stands in, "" if nobody is known to."""
        keys = [part.key for part in self.parts if point in part.points]
        return next((name for key, name in self.owners if key in keys), "")

    def causes_of(self, problem: OutlinePoint) -> list[OutlinePoint]:
        """The points of 原因剖析 that belong to the problem, live or not."""
        titles = chain.from_iterable(k.causes for k in self.links if k.problem == problem.title)
        return self._titled("causes", titles) if problem.title else []

    def measures_of(self, problem: OutlinePoint) -> list[OutlinePoint]:
        """The points of 整改措施 that belong to the problem, live or not."""
        titles = chain.from_iterable(k.measures for k in self.links if k.problem == problem.title)
        return self._titled("measures", titles) if problem.title else []

    def _titled(self, key: str, titles: Iterable[str]) -> list[OutlinePoint]:
        wanted = {*titles}
        return [point for point in self.points(key) if point.title and point.title in wanted]


def lines_of(notes: Iterable[str]) -> list[str]:
    """Notes line by line as they were written, without empty lines and blanks at the ends."""
    return [line.strip() for note in notes for line in note.splitlines() if line.strip()]
