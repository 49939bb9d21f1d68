"""A draft as the checks read it: the parsed document, cut into sentences that know their place.

The parser trims and joins what it gives, so each of its pieces is found again in the source: a
quote always stands in the text as written, in the line that is named.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from bot.advice.copies import Copy, Index, copied_sentences, source_name
from bot.advice.evidence import Evidence
from bot.advice.findings import Place
from bot.advice.shapeless import is_shapeless, points_of
from bot.advice.topics import Subject, Text, Topics
from bot.models import AspectPart, Document, Limits, Passage, Scope, Section, SectionKind, Theme
from bot.text.headings import match_aspect
from bot.text.marks import leading_mark
from bot.text.normalize import letters, plain
from bot.text.outline import LINE_BREAK
from bot.text.refusal import STATEMENT
from bot.text.shingles import Masks

Role = Literal["title", "heading", "aspect", "lead", "point"]

_SENTENCE = re.compile(r"[^。！？!?]*[。！？!?]+[”’』」）)]*|[^。！？!?]+$")
_WRAPPED = 20  # letters of a line, from which it may be a hard-wrapped one and no heading
_WHOLE = 1_500  # letters from which a text counts as a whole draft, whatever its form


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence without its blanks; `place` quotes the part of it in its first line."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Piece:
    """A heading, a lead or a point of the draft, with its sentences."""

    kind: SectionKind
    role: Role
    text: str
    sentences: tuple[Sentence, ...]
    aspect: int | None = None
    headline: str = ""

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.sentences[0].place

    @property
    def body(self) -> str:
        """A point's text behind its headline."""
        head, found, rest = self.text.partition(self.headline) if self.headline else ("", "", "")
        return rest if found and len(head) < len(self.text) // 2 else self.text


@dataclass(frozen=True)
class Draft:
    """A text to be checked, and what is known of it."""

    text: str
    document: Document
    theme: Theme
    scope: Scope
    evidence: Evidence
    masks: Masks
    topics: Topics
    limits: Limits
    areas: tuple[str, ...] = ()
    given_areas: tuple[str, ...] = ()  # what the caller knows of the writer
    title_areas: tuple[str, ...] = ()  # what the title names
    assumed: tuple[str, ...] = ()  # "theme", "scope", "areas": what neither text nor caller told
    remark: str = ""  # which year it is checked by, where that may surprise
    opinions: tuple[str, ...] = ()  # opinions collected before the meeting
    last_year: str = ""  # the writer's own text of last year
    sources: tuple[Passage, ...] = field(default=(), repr=False)  # stored passages that are alike

    @cached_property
    def is_whole(self) -> bool:
        """False for a few sentences, of which nobody expects three blocks and all aspects."""
        is_titled = bool(STATEMENT.search(plain(self.document.title)))
        return self.document.is_statement or is_titled or self.size >= _WHOLE

    @cached_property
    def is_shapeless(self) -> bool:
        """True for a text without headings, whose paragraphs are read as points of no aspect."""
        return is_shapeless(self.document)

    def treats(self, piece: Piece, number: int) -> bool:
        """Whether the piece belongs to that aspect; in a text without headings it may to any."""
        return self.is_shapeless or piece.aspect == number

    @cached_property
    def is_of_a_branch(self) -> bool:
        """True for an 组织生活会, whose lists vary and which asks for less."""
        title = letters(self.document.title)
        return "组织生活会" in title and "民主生活会" not in title

    @cached_property
    def size(self) -> int:
        """Characters without blanks."""
        return sum(not character.isspace() for character in self.text)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the source."""
        return LINE_BREAK.split(self.text)

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Headings, leads and points in order."""
        return tuple(_pieces(self, _Locator(self.lines)))

    @cached_property
    def parts(self) -> tuple[tuple[AspectPart, int | None], ...]:
        """The aspects of the problems section with their number in this draft's theme."""
        parts = [part for section in self.document.sections for part in section.aspects]
        return tuple((part, self.number(part)) for part in parts)

    def number(self, part: AspectPart) -> int | None:
        """The aspect's number in the draft's theme, None if the theme has none such."""
        if self.theme.key == self.document.theme:
            return part.number
        return match_aspect(part.heading, self.theme)

    def of(self, *kinds: SectionKind, role: Role = "point") -> list[Piece]:
        """The pieces of these sections and that role."""
        return [piece for piece in self.pieces if piece.kind in kinds and piece.role == role]

    @cached_property
    def sentences(self) -> tuple[tuple[Piece, Sentence], ...]:
        """Every sentence with its piece."""
        return tuple((piece, sentence) for piece in self.pieces for sentence in piece.sentences)

    @cached_property
    def subjects(self) -> dict[Piece, Subject]:
        """What each problem, cause and measure is about."""
        points = self.of("problems", "causes", "measures")
        texts = [Text(p.headline, p.text, self.theme.aspect(p.aspect)) for p in points]
        return dict(zip(points, self.topics.subjects(texts), strict=True))

    @cached_property
    def own_pieces(self) -> list[Piece]:
        """What the writer has to say himself: points, and leads but for opening and closing."""
        return [
            piece
            for piece in self.pieces
            if piece.role in ("point", "lead") and piece.kind not in ("opening", "closing")
        ]

    @cached_property
    def source_names(self) -> list[str]:
        """The names of what the draft is compared with: stored passages, last year's lines."""
        return [source_name(passage) for passage in self.sources] + [
            f"本人上年度材料第{number}行" for number, _ in self._last_year_lines
        ]

    @cached_property
    def copies(self) -> list[tuple[Piece, list[Copy | None]]]:
        """For each own piece what of it stands elsewhere, sentence by sentence."""
        texts = [passage.text for passage in self.sources]
        texts += [line for _, line in self._last_year_lines]
        index = Index(map(self.masks.runs, texts))
        pieces = self.own_pieces
        sentences = [[self.masks.runs(s.text) for s in piece.sentences] for piece in pieces]
        return list(zip(pieces, copied_sentences(sentences, index, self.limits), strict=True))

    @cached_property
    def copied_share(self) -> float:
        """The share of what the writer has to say that stands elsewhere, in [0, 1]."""
        total = copied = 0
        for piece, copies in self.copies:
            for sentence, copy in zip(piece.sentences, copies, strict=True):
                total += len(sentence.text)
                copied += len(sentence.text) if copy else 0
        return copied / (total or 1)

    @cached_property
    def _last_year_lines(self) -> list[tuple[int, str]]:
        """Last year's text by paragraphs, each with its first line's number; hard wraps joined."""
        found: list[tuple[int, str]] = []
        is_open = False  # the line before stopped inside a sentence
        for number, line in enumerate(LINE_BREAK.split(self.last_year), 1):
            words = line.strip()
            if words and is_open and leading_mark(words) is None:
                first, before = found[-1]
                found[-1] = first, before + words
            elif words:
                found.append((number, words))
            is_open = len(words) >= _WRAPPED and words[-1] not in "。！？：；"
        return found

    @cached_property
    def start(self) -> Place:
        """The first line that holds something: where the text as a whole is told of."""
        lines = ((number, line.strip()) for number, line in enumerate(self.lines, 1))
        return next((Place(number, line) for number, line in lines if line), Place(1, ""))

    def place_of(self, line: int) -> Place:
        """A line as a place, blanks around it left out."""
        return Place(line, self.lines[line - 1].strip())

    def section_place(self, *kinds: SectionKind) -> Place:
        """The heading of the first section of these kinds, else its first words, else the start."""
        return next((piece.place for piece in self.pieces if piece.kind in kinds), self.start)

    def share(self, *kinds: SectionKind) -> float:
        """The share of the text's letters that stand in sections of these kinds, in [0, 1]."""
        sizes = [(piece.kind, len(letters(piece.text))) for piece in self.pieces]
        total = sum(size for _, size in sizes) or 1
        return sum(size for kind, size in sizes if kind in kinds) / total


class _Locator:
    """Finds pieces in the source, blanks aside, one after the other."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        places = [
            (character, number, column)
            for number, line in enumerate(lines, 1)
            for column, character in enumerate(line)
            if not character.isspace()
        ]
        self._flat = "".join(character for character, _, _ in places)
        self._places = [(number, column) for _, number, column in places]
        self._at = 0

    def sentences(self, text: str, line: int) -> tuple[Sentence, ...]:
        """The piece's sentences; where it cannot be found, all of it at its line."""
        wanted = "".join(text.split())
        start = self._flat.find(wanted, self._at) if wanted else -1
        if start < 0:
            return (Sentence(wanted, Place(line, self._lines[line - 1].strip())),) if wanted else ()
        self._at = start + len(wanted)
        found = (match for match in _SENTENCE.finditer(wanted))
        return tuple(
            Sentence(match[0], self._place(start + match.start(), start + match.end()))
            for match in found
            if letters(match[0])
        )

    def _place(self, start: int, end: int) -> Place:
        """The part of that stretch which stands in its first line."""
        number, first = self._places[start]
        line = self._lines[number - 1]
        last_number, last = self._places[end - 1]
        return Place(
            number, line[first : last + 1] if last_number == number else line[first:].rstrip()
        )


def _pieces(draft: Draft, locator: _Locator) -> Iterator[Piece]:
    document = draft.document
    if title := locator.sentences(document.title, draft.start.line):
        yield Piece("opening", "title", document.title, title)
    for section in document.sections:
        yield from _of_section(draft, section, locator)


def _of_section(draft: Draft, section: Section, locator: _Locator) -> Iterator[Piece]:
    def piece(role: Role, text: str, line: int, number: int | None, head: str = "") -> list[Piece]:
        sentences = locator.sentences(text, line)
        return [Piece(section.kind, role, text, sentences, number, head)] if sentences else []

    yield from piece("heading", section.heading, section.line, None)
    if draft.is_shapeless:
        yield from _of_paragraphs(section, locator)
        return
    yield from piece("lead", section.lead, section.line, None)
    for part in section.aspects:
        number = draft.number(part)
        yield from piece("aspect", part.heading, part.line, number)
        yield from piece("lead", part.lead, part.line, number)
        for point in part.points:
            yield from piece("point", point.text, point.line, number, point.headline)
    for point in section.points:
        yield from piece("point", point.text, point.line, None, point.headline)


def _of_paragraphs(section: Section, locator: _Locator) -> Iterator[Piece]:
    """What stands under no heading, paragraph by paragraph."""
    for kind, point in points_of(section.lead):
        role: Role = "lead" if kind == "opening" else "point"
        if sentences := locator.sentences(point.text, section.line):
            headline = point.headline if role == "point" else ""
            yield Piece(kind, role, point.text, sentences, None, headline)
