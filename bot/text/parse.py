"""Parses a 对照检查材料 into sections, aspects and points, whatever its marks and wording.

Four steps: cut the text into blocks, find the section headings, grow a tree by the marks of each
section, read aspects and points off the tree. Every word of the text lands in exactly one piece.
"""

from typing import Any

from bot.models import AspectPart, Catalog, Document, Point, Section
from bot.text.identify import (
    find_areas,
    find_scope,
    find_theme,
    find_year,
    is_statement,
    take_title,
)
from bot.text.numbering import warnings_of
from bot.text.outline import cut, text_of
from bot.text.sections import read_section, split_sections


def parse_document(text: str, *, file: str, catalog: Catalog) -> Document:
    """The document that the text holds; any string gives one, if only with an opening."""
    title, blocks = take_title(cut(text))
    theme, sure = find_theme(title, blocks, catalog)
    sections = tuple(read_section(part, theme) for part in split_sections(blocks, theme))
    body = text_of(blocks)
    return Document(
        file=file,
        title=title,
        year=find_year(title, body, theme, sure=sure),
        theme=theme.key if theme else None,
        scope=find_scope(title, body),
        areas=find_areas(title, body, catalog),
        is_statement=is_statement(title, sections),
        sections=sections,
        warnings=warnings_of(sections),
    )


def parse_documents(text: str, *, file: str, catalog: Catalog) -> list[Document]:
    """The documents that the text holds; more than one if it is a collection (第一篇：…第二篇：…)."""
    return [parse_document(text, file=file, catalog=catalog)]


def document_json(document: Document) -> dict[str, Any]:
    """The document as `parse --json` prints it."""
    return {
        "file": document.file,
        "title": document.title,
        "year": document.year,
        "theme": document.theme,
        "scope": "team" if document.scope == "team" else "personal",
        "is_statement": document.is_statement,
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
