"""Word documents (.docx): the text as Word shows it, a line for each paragraph.

Numbers that Word makes up are written out, tracked deletions and hidden text are left out,
insertions kept. Text boxes follow the paragraph they hang on, footnotes stand at the end.
"""

import io
from collections.abc import Iterator
from typing import Any

from bot.errors import UnreadableFileError
from bot.text.readers.archive import open_archive
from bot.text.readers.word_numbering import Numbering
from bot.text.readers.word_parts import Parts, W, read_parts
from bot.text.readers.word_runs import REMOVED, Inline, chosen, is_set

_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
# Elements around paragraphs, rows or cells that change nothing of them.
_WRAPPERS = frozenset(f"{W}{tag}" for tag in ("ins", "moveTo", "customXml", "sdtContent"))
_CONTENTS = ("toc ", "手动目录", "WPSOffice手动目录")  # the names of a table of contents' styles
_NOTE_SIGNS = ("separator", "continuationSeparator", "continuationNotice")  # lines, not notes


def read_docx(content: bytes, name: str) -> str:
    """The document's text; raises UnreadableFileError if the file is damaged or no document."""
    with open_archive(io.BytesIO(content), name) as archive:
        parts = read_parts(archive)
    try:
        return "\n".join(_Walk(parts).lines())
    except RecursionError as exc:
        raise UnreadableFileError(f"{name}: is nested too deeply; save its text as .txt") from exc


class _Walk:
    """Goes through a document once, counting its lists."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._numbering = Numbering(parts.numbering, parts.styles)
        self._inline = Inline()
        self._contents = _styles_of_contents(parts.styles)
        self._carried = ""  # a paragraph whose end was deleted; it runs on into the next one

    def lines(self) -> Iterator[str]:
        """The lines of the body, then those of the notes."""
        for body in self._parts.document.iterchildren(f"{W}body"):
            yield from self._blocks(body)
        number = 0
        for notes, tag in (
            (self._parts.footnotes, "footnote"),
            (self._parts.endnotes, "endnote"),
        ):
            for note in () if notes is None else notes.iterchildren(f"{W}{tag}"):
                lines = list(self._blocks(note))
                if lines and note.get(f"{W}type") not in _NOTE_SIGNS:
                    number += 1
                    yield f"注{number}：{lines[0].strip()}"
                    yield from lines[1:]

    def _blocks(self, parent: Any) -> Iterator[str]:
        for child in _unwrapped(parent):
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
        if self._carried:
            yield from _nonempty(self._carried)
            self._carried = ""

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        properties = paragraph.find(f"{W}pPr")
        text = self._inline.text(paragraph)
        boxes = self._inline.boxes
        if _style(properties) in self._contents:
            return
        joined = _is_joined(properties)
        if not joined or text:
            text = (
                self._carried + ("" if self._carried else self._numbering.next(properties)) + text
            )
            self._carried = text if joined else ""
        if not joined:
            yield from _nonempty(text)
        for box in boxes:
            yield from self._blocks(box)

    def _table(self, table: Any) -> Iterator[str]:
        """A line for each row if its cells have one line each, else the cells' lines one by one."""
        for row in _unwrapped(table):
            if row.tag != f"{W}tr" or is_set(row.find(f"{W}trPr"), "del"):
                continue
            cells = [list(self._blocks(c)) for c in _unwrapped(row) if _is_shown_cell(c)]
            if all(len(lines) <= 1 for lines in cells):
                yield from _nonempty("\t".join(line for lines in cells for line in lines))
            else:
                yield from (line for lines in cells for line in lines)


def _unwrapped(parent: Any) -> Iterator[Any]:
    """The children, those inside wrappers included, deleted ones and tables of contents not."""
    for child in parent:
        if child.tag == f"{W}sdt":
            if (
                child.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery[@{W}val='Table of Contents']")
                is None
            ):
                yield from _unwrapped(child)
        elif child.tag in _WRAPPERS:
            yield from _unwrapped(child)
        elif child.tag == _ALTERNATIVES:
            yield from _unwrapped(chosen(child))
        elif child.tag not in REMOVED:
            yield child


def _is_shown_cell(element: Any) -> bool:
    """Whether it is a cell, and not one that is merged with the cell above."""
    merged = element.find(f"{W}tcPr/{W}vMerge")
    return element.tag == f"{W}tc" and (merged is None or merged.get(f"{W}val") == "restart")


def _is_joined(properties: Any | None) -> bool:
    """Whether the paragraph's end is deleted in a tracked change."""
    mark = None if properties is None else properties.find(f"{W}rPr")
    return mark is not None and any(child.tag in REMOVED for child in mark)


def _style(properties: Any | None) -> str:
    found = None if properties is None else properties.find(f"{W}pStyle")
    return "" if found is None else found.get(f"{W}val") or ""


def _styles_of_contents(styles: Any | None) -> frozenset[str]:
    """The styles of a table of contents' lines, which repeat the headings."""
    found = set()
    for style in () if styles is None else styles.iterchildren(f"{W}style"):
        named = style.find(f"{W}name")
        name = "" if named is None else named.get(f"{W}val") or ""
        if name.lower().startswith(tuple(sign.lower() for sign in _CONTENTS)):
            found.add(style.get(f"{W}styleId") or "")
    return frozenset(found)


def _nonempty(text: str) -> Iterator[str]:
    return (line.rstrip() for line in text.split("\n") if line.strip())
