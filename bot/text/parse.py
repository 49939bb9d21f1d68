"""Parses a 对照检查材料 into sections, aspects and points, whatever its marks and wording.

Four steps: cut the text into blocks, find the section headings, grow a tree by the marks of each
section, read aspects and points off the tree. Every word of the text lands in exactly one piece,
save what the page around it added, which is told.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.models import AspectPart, Catalog, Document, Point, Section, Theme
from bot.text.collection import pieces_of
from bot.text.confidence import confidence, doubts_of
from bot.text.header import Given, take_header
from bot.text.identify import find_areas, find_scope, find_theme, find_year, take_title
from bot.text.numbering import warnings_of
from bot.text.outline import Block, cut, text_of
from bot.text.reading import read_section
from bot.text.refusal import refusal
from bot.text.secrecy import NAMES, Secret, secrecy_of
from bot.text.sections import split_sections

_NOTHING = Given()
_SHOWN = 40  # characters of a line that was left out


@dataclass(frozen=True, slots=True)
class Part:
    """One document's share of a text: of a collection, or all of it."""

    text: str
    line: int = 1
    number: int = 0  # within a collection, from 1
    given: Given = _NOTHING  # what the lines above the collection say
    preface: str = ""  # what else stands above it, told with its first document

    def parse(self, *, file: str, catalog: Catalog, given: Given = _NOTHING) -> Document:
        """The document; one of a collection is called FILE#1, its lines count from the file's first."""
        name = f"{file}#{self.number}" if self.number else file
        text = "\n" * (self.line - 1) + self.text
        document = parse_document(text, file=name, catalog=catalog, given=given.over(self.given))
        return _with_preface(document, self.preface) if self.preface else document


def parts_of(text: str, catalog: Catalog) -> list[Part]:
    """The documents' shares of the text; more than one if it is a collection (第一篇：…第二篇：…)."""
    before, pieces = pieces_of(text)
    if len(pieces) == 1:
        return [Part(text)]
    told, _, before = take_header(before, catalog)
    return [
        Part(piece.text.lstrip("\n"), piece.line, number, told, before if number == 1 else "")
        for number, piece in enumerate(pieces, start=1)
    ]


def parse_documents(
    text: str, *, file: str, catalog: Catalog, given: Given = _NOTHING
) -> list[Document]:
    """The documents that the text holds, in order."""
    parts = parts_of(text, catalog)
    return [part.parse(file=file, catalog=catalog, given=given) for part in parts]


def _with_preface(document: Document, before: str) -> Document:
    """The first document of a collection, which tells what stood before it."""
    lines = [(n, line.strip()) for n, line in enumerate(before.split("\n"), 1) if line.strip()]
    return replace(
        document,
        dropped=(*(line for _, line in lines), *document.dropped),
        warnings=(*(_left_out(n, line) for n, line in lines), *document.warnings),
    )


def parse_document(text: str, *, file: str, catalog: Catalog, given: Given = _NOTHING) -> Document:
    """The document that the text holds; any string gives one, if only with an opening.

    What `given` or a header line says of it beats what the text lets guess.
    """
    told, header, body_text = take_header(text, catalog)
    given = given.over(told)
    left_out: list[tuple[int, str]] = []
    all_blocks = cut(body_text, left_out)
    title, blocks = take_title(all_blocks)
    theme, sure = _theme(title, blocks, catalog, given)
    sections = tuple(read_section(part, theme) for part in split_sections(blocks, theme))
    body = text_of(blocks)
    numbers = warnings_of(sections)
    doubts = doubts_of(blocks, sections)
    kind = refusal(title, body, sections)
    oddities = doubts.warnings if not kind and theme else ()
    found = [*numbers, *oddities]
    secrets = list(secrecy_of(catalog).by_line(text))
    return Document(
        file=file,
        title=title,
        year=given.year or find_year(title, body, theme, sure=sure),
        theme=theme.key if theme else None,
        scope=given.scope or find_scope(title, body),
        areas=given.areas or find_areas(title, body, catalog),
        is_statement=not kind,
        sections=sections,
        warnings=(
            *_secret_warnings(secrets),
            *(f"line {line}: {message}" for line, message in sorted(dict.fromkeys(found))),
            *(_left_out(line, wording) for line, wording in left_out),
        ),
        confidence=confidence(
            doubts, len(numbers), titled=bool(title), themed=theme is not None, refused=bool(kind)
        ),
        refusal=kind,
        dropped=(*header, *(line for _, line in left_out)),
        classified=next(((n, s.text.strip()) for n, s in secrets if s.kind == "mark"), None),
    )


def _secret_warnings(secrets: Iterable[tuple[int, Secret]]) -> Iterator[str]:
    """A warning of each number or mark that others should not read, by line."""
    for line, secret in secrets:
        what = f"{NAMES[secret.kind]} stands there, {secret.masked}"
        yield f"line {line}: {what}; take it out before others read it"


def _theme(
    title: str, blocks: Sequence[Block], catalog: Catalog, given: Given
) -> tuple[Theme | None, bool]:
    """The theme: as told, else as the text shows among those of the year that was told."""
    if given.theme in catalog.theme:
        return catalog.theme[given.theme], True
    if given.year is None:
        return find_theme(title, blocks, catalog)
    of_year = tuple(theme for theme in catalog.themes if theme.year == given.year)
    found, sure = find_theme(title, blocks, replace(catalog, themes=of_year))
    return (found, sure) if found else (next(iter(of_year), None), False)


def _left_out(line: int, wording: str) -> str:
    return f"line {line}: left out, not part of the text: {wording[:_SHOWN]}"


def document_json(document: Document) -> dict[str, Any]:
    """The document as `parse --json` prints it."""
    return {
        "file": document.file,
        "title": document.title,
        "year": document.year,
        "theme": document.theme,
        "scope": "team" if document.scope == "team" else "personal",
        "is_statement": document.is_statement,
        "refusal": document.refusal,
        "confidence": document.confidence,
        "areas": list(document.areas),
        "sections": [_section_json(section) for section in document.sections],
        "warnings": list(document.warnings),
    }


def _section_json(section: Section) -> dict[str, Any]:
    return {
        "kind": section.kind,
        "mark": section.mark,
        "heading": section.heading,
        "line": section.line,
        "lead": section.lead,
        "aspects": [_aspect_json(part) for part in section.aspects],
        "points": [_point_json(point) for point in section.points],
    }


def _aspect_json(part: AspectPart) -> dict[str, Any]:
    return {
        "number": part.number,
        "mark": part.mark,
        "heading": part.heading,
        "line": part.line,
        "lead": part.lead,
        "points": [_point_json(point) for point in part.points],
    }


def _point_json(point: Point) -> dict[str, Any]:
    return {
        "ordinal": point.ordinal,
        "mark": point.mark,
        "headline": point.headline,
        "text": point.text,
        "example": point.example,
        "line": point.line,
    }
