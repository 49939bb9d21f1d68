"""A document's text as one string to search in, each character with its place in the XML.

The string is folded: no white space, half width, plain quotes and dashes. So hard wraps, tabs, soft
breaks, the ends of paragraphs and the seams between runs are no obstacle to a quote.
"""

import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lxml import etree

_ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Elements around paragraphs, and around runs, that change nothing of their text.
_AROUND_PARAGRAPHS = ("tbl", "tr", "tc", "sdt", "sdtContent", "ins", "moveTo", "customXml")
_AROUND_RUNS = (
    *("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple"),
    *("dir", "bdo"),
)
_PICTURES = ("drawing", "pict", "object")
_SIGNS = str.maketrans(
    dict.fromkeys("“”„‟＂「」『』", '"')
    | dict.fromkeys("‘’＇`´", "'")
    | dict.fromkeys("‐‑‒–—―─", "-")
)


@cache
def fold_character(character: str) -> str:
    """What the character is searched as: "" for white space, three dots for an ellipsis."""
    if character.isspace() or unicodedata.category(character) in ("Cc", "Cf", "Cs"):
        return ""
    folded = unicodedata.normalize("NFKC", character.translate(_SIGNS)).casefold()
    return "".join(folded.translate(_SIGNS).split())


def fold(text: str) -> str:
    """The text as it is searched for."""
    return "".join(map(fold_character, text))


@dataclass(frozen=True, slots=True)
class Piece:
    """An element with text: a w:t that can be cut, or something that is marked as a whole."""

    element: etree._Element
    text: str
    is_whole: bool = False
    is_box: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and where its text starts and ends in the flow."""

    element: etree._Element
    start: int
    end: int


class Flow:
    """The folded text of a document's body."""

    def __init__(self, body: etree._Element) -> None:
        """Reads the body: paragraphs, tables, text boxes; tracked deletions are left out."""
        self.w = body.tag.removesuffix("body")  # the namespace; Strict files have another one
        self.body = body
        self.pieces: list[Piece] = []
        self.paragraphs: list[Paragraph] = []
        self._piece_of = array("L")  # for each character of the text
        self._offset_of = array("L")
        self._folded: list[str] = []
        self._starts = {0}
        for element in self._blocks(body):
            self._read(element)
        self.text = "".join(self._folded)
        self.lines = sorted(self._starts - {len(self.text)}) or [0]  # where a line starts

    def piece(self, at: int) -> tuple[Piece, int]:
        """The piece that the character stands in, and its offset there."""
        return self.pieces[self._piece_of[at]], self._offset_of[at]

    def paragraph(self, at: int) -> Paragraph:
        """The paragraph that the character stands in, blank ones passed over."""
        place = bisect_right(self.paragraphs, at, key=lambda paragraph: paragraph.start)
        return self.paragraphs[max(0, place - 1)]

    def is_in_box(self, start: int, end: int) -> bool:
        """Whether the words stand in a text box, which is marked as a whole."""
        return any(self.pieces[self._piece_of[at]].is_box for at in range(start, end))

    def _names(self, *names: str) -> frozenset[str]:
        return frozenset(self.w + name for name in names)

    def _blocks(self, parent: etree._Element) -> Iterator[etree._Element]:
        w, around = self.w, self._names(*_AROUND_PARAGRAPHS)
        for child in parent:
            if child.tag == f"{w}p":
                if not self._is_contents(child):
                    yield child
            elif child.tag == _ALTERNATIVES:
                yield from self._blocks(child[0] if len(child) else child)
            elif child.tag in around:
                yield from self._blocks(child)

    def _is_contents(self, paragraph: etree._Element) -> bool:
        """Whether it is a line of the table of contents, which only repeats a heading."""
        links = paragraph.iterchildren(f"{self.w}hyperlink")
        return any((it.get(f"{self.w}anchor") or "").startswith("_Toc") for it in links)

    def _read(self, paragraph: etree._Element) -> None:
        start = len(self._folded)
        self._starts.add(start)
        boxes: list[Piece] = []
        for piece in self._inside(paragraph):
            if piece.is_box:
                boxes.append(piece)
            else:
                self._add(piece)
        for piece in boxes:  # so that they don't cut the paragraph's own sentences
            self._starts.add(len(self._folded))
            self._add(piece)
        if len(self._folded) > start or not self.paragraphs:
            self.paragraphs.append(Paragraph(paragraph, start, len(self._folded)))

    def _add(self, piece: Piece) -> None:
        number = len(self.pieces)
        self.pieces.append(piece)
        for offset, character in enumerate(piece.text):
            for folded in fold_character(character):
                self._folded.append(folded)
                self._piece_of.append(number)
                self._offset_of.append(offset)

    def _inside(self, parent: etree._Element) -> Iterator[Piece]:
        w, around = self.w, self._names(*_AROUND_RUNS)
        skipped = self._names("del", "moveFrom", "pPr", "sdtPr", "sdtEndPr")
        for child in parent:
            if child.tag == f"{w}r":
                yield from self._run(child)
            elif child.tag in around:
                yield from self._inside(child)
            elif child.tag not in skipped and (text := self._text(child)):
                yield Piece(child, text, is_whole=True)

    def _run(self, run: etree._Element) -> Iterator[Piece]:
        w, pictures = self.w, self._names(*_PICTURES) | {_ALTERNATIVES}
        hidden = run.find(f"{w}rPr/{w}vanish")
        if hidden is not None and hidden.get(f"{w}val") not in ("0", "false", "off"):
            return
        for child in run:
            if child.tag == f"{w}t":
                yield Piece(child, child.text or "")
            elif child.tag in (f"{w}br", f"{w}cr"):
                self._starts.add(len(self._folded))
            elif child.tag == f"{w}noBreakHyphen":
                yield Piece(child, "-", is_whole=True)
            elif child.tag == f"{w}ruby":
                yield Piece(child, self._text(child.find(f"{w}rubyBase")), is_whole=True)
            elif child.tag in pictures and (text := self._text(child)):
                yield Piece(child, text, is_whole=True, is_box=True)

    def _text(self, element: etree._Element | None) -> str:
        """All text in an element that is marked as a whole; of alternatives only the first."""
        if element is None or element.tag in {_FALLBACK, *self._names("del", "moveFrom")}:
            return ""
        if element.tag in (f"{self.w}t", _MATH_TEXT):
            return element.text or ""
        return "".join(map(self._text, element))
