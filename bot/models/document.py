"""What a 对照检查材料 is made of: sections, aspects' parts, points; and passages, as they are found."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.models.kinds import Scope, SectionKind


@dataclass(frozen=True, slots=True)
class Point:
    """One 小标题 with its text; `text` is as written, with its mark and headline."""

    ordinal: int  # position among its siblings, from 1, whatever the mark says
    mark: str  # as written: "一是", "（三）", "2.", or "" for a point without one
    headline: str
    text: str
    example: str | None
    line: int  # 1-based line of the source


@dataclass(frozen=True, slots=True)
class AspectPart:
    """The part of a document's problems section that treats one aspect."""

    number: int | None  # None: not in the theme's list
    mark: str
    heading: str
    lead: str  # what stands between the heading and the first point
    points: tuple[Point, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A block of a document: its heading, the text before the first point, aspects or points."""

    kind: SectionKind
    mark: str
    heading: str
    lead: str
    aspects: tuple[AspectPart, ...]
    points: tuple[Point, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed 对照检查材料. Its pieces in order are the whole text: nothing is dropped."""

    file: str
    title: str
    year: int | None
    theme: str | None  # key of the theme
    scope: Scope
    areas: tuple[str, ...]
    is_statement: bool  # False: a text of another kind, kept only if the operator insists
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = ()
    confidence: float = 1.0  # from 0 to 1: how sure the structure is
    refusal: str = ""  # what kind of text it is instead ("speech"), when it is no statement
    dropped: tuple[str, ...] = ()  # lines of the web page around the text, left out of the pieces
    classified: tuple[int, str] | None = None  # line and wording of a classification (密级)

    def pieces(self) -> Iterator[str]:
        """Every piece of text in the order of the source: title, headings, leads, points."""
        yield self.title
        for section in self.sections:
            yield from (section.mark, section.heading, section.lead)
            for part in section.aspects:
                yield from (part.mark, part.heading, part.lead)
                yield from (point.text for point in part.points)
            yield from (point.text for point in section.points)

    def passages(self) -> list["Passage"]:
        """The points of problems (with their aspect), causes, measures and the optional sections."""
        found: list[Passage] = []
        for section in self.sections:
            for part in section.aspects:
                found += [self._passage(section, part, point) for point in part.points]
            found += [self._passage(section, None, point) for point in section.points]
        return found

    def _passage(self, section: Section, part: AspectPart | None, point: Point) -> "Passage":
        return Passage(
            document=self.file,
            title=self.title,
            year=self.year,
            theme=self.theme,
            scope=self.scope,
            areas=self.areas,
            section=section.kind,
            aspect=part.number if part else None,
            aspect_heading=part.heading if part else "",
            ordinal=point.ordinal,
            headline=point.headline,
            text=point.text,
            example=point.example,
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A point as it is stored and found (段落, the smallest unit of retrieval)."""

    document: str  # file name
    title: str
    year: int | None
    theme: str | None
    scope: Scope
    areas: tuple[str, ...]
    section: SectionKind
    aspect: int | None
    aspect_heading: str
    ordinal: int
    headline: str
    text: str
    example: str | None
    id: int = 0  # row of the store; 0 while not stored
