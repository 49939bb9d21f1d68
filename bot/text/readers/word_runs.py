"""What stands inside a paragraph of a .docx: runs of text, fields, changes, text boxes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.text.readers.numerals import numeral
from bot.text.readers.word_parts import W

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
REMOVED = frozenset({f"{W}del", f"{W}moveFrom"})  # by tracked changes
# Elements around runs that change nothing of their text.
_WRAPPERS = frozenset(
    f"{W}{tag}"
    for tag in (
        *("hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple"),
        *("dir", "bdo", "rubyBase"),
    )
)
_SIGNS = {f"{W}tab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}br": "\n"}
_PICTURES = frozenset({f"{W}drawing", f"{W}pict", f"{W}object"})
# EQ \o\ac(○,3): a circled 3, which has no text of its own
_CIRCLED = re.compile(r"\s*EQ\s*\\o(?:\\a[clr])?\s*\(\s*○\s*[,，;]\s*(\d{1,2})\s*\)", re.I)


@dataclass(slots=True)
class _Field:
    """A field in progress: its instruction, then its result."""

    instruction: str = ""
    in_result: bool = False


@dataclass(slots=True)
class Inline:
    """Reads paragraph after paragraph; a field may reach over several of them."""

    boxes: list[Any] = field(default_factory=list)  # of the latest paragraph
    _fields: list[_Field] = field(default_factory=list)

    def text(self, paragraph: Any) -> str:
        """The paragraph's text as shown; its text boxes are in `boxes` then."""
        self.boxes = []
        written = "".join(self._inside(paragraph))
        # An instruction does not reach over paragraphs: one without an end is a damaged field.
        self._fields = [it for it in self._fields if it.in_result]
        return written

    def _inside(self, parent: Any) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{W}r":
                yield from self._run(child)
            elif child.tag in _WRAPPERS:
                yield from self._inside(child)
            elif child.tag == f"{_COMPATIBILITY}AlternateContent":
                yield from self._inside(chosen(child))
            elif child.tag not in REMOVED:
                yield from (text.text or "" for text in child.iter(_MATH_TEXT))

    def _run(self, run: Any) -> Iterator[str]:
        properties = run.find(f"{W}rPr")
        if is_set(properties, "vanish"):
            return
        for child in run:
            written = self._piece(child)
            if written and all(it.in_result for it in self._fields):
                yield written

    def _piece(self, child: Any) -> str:
        tag = child.tag
        if tag == f"{W}t":
            return child.text or ""
        if tag in _SIGNS:
            return _SIGNS[tag]
        if tag == f"{W}ruby":  # 拼音 above characters is left out
            return "".join(self._inside(child))
        if tag == f"{W}instrText":
            if self._fields and not self._fields[-1].in_result:
                self._fields[-1].instruction += child.text or ""
            return ""
        if tag == f"{W}fldChar":
            return self._turn(child.get(f"{W}fldCharType") or "")
        if tag == f"{_COMPATIBILITY}AlternateContent":
            return "".join(self._piece(inner) for inner in chosen(child))
        if tag in _PICTURES:
            self.boxes += _outermost_boxes(child)
        return ""

    def _turn(self, kind: str) -> str:
        """A field begins, turns to its result, or ends; what it shows without having a result."""
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].in_result = True
        elif self._fields and kind == "end":
            ended = self._fields.pop()
            circled = None if ended.in_result else _CIRCLED.match(ended.instruction)
            return numeral(int(circled[1]), "decimalEnclosedCircle") if circled else ""
        return ""


def chosen(alternatives: Any) -> Any:
    """Of several ways to write the same, the first, so that nothing is read twice."""
    return next(iter(alternatives), alternatives)


def is_set(properties: Any | None, tag: str) -> bool:
    """Whether the switch is among the properties and not turned off."""
    found = None if properties is None else properties.find(f"{W}{tag}")
    return found is not None and found.get(f"{W}val") not in ("0", "false", "off")


def _outermost_boxes(picture: Any) -> Iterator[Any]:
    """The text boxes of a drawing, of each alternative only the first; none inside another."""
    waiting = [picture]
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}txbxContent":
            yield element
        elif element.tag == f"{_COMPATIBILITY}AlternateContent":
            waiting.append(chosen(element))
        else:
            waiting += reversed(list(element))
