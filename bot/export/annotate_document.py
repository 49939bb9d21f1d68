"""A Word file to which comments and a last page are added; four of its parts are rewritten."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from lxml import etree

from bot.export.annotate_flow import Flow
from bot.export.annotate_package import (
    RELATION,
    Package,
    relations_name,
    target_of,
    unreadable,
)

AUTHOR = "备会助手"
INITIALS = "备"
_CONTENT_TYPES = "[Content_Types].xml"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# What XML cannot hold: most control characters, halves of characters, two special ones.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\u2028\u2029]")
# Direct formatting, since the body's own (large, indented) does not suit a comment or a note.
_SPACING = {"before": "0", "after": "0", "line": "240", "lineRule": "auto"}
_INDENT = {"left": "0", "right": "0", "firstLineChars": "0", "firstLine": "0"}
_COMMENT_SIZE = "18"  # half points: 小五
_PAGE_SIZE = "24"  # half points: 小四
_NOTE_SPACING = {"before": "0", "after": "60", "line": "360", "lineRule": "auto"}


class Document:
    """A .docx: its body to be marked, comments and a page to be added."""

    def __init__(self, content: bytes) -> None:
        """Raises UnreadableFileError if the content is no readable Word document."""
        self._package = Package(content)
        self._main, self._office = self._main_part()
        self._root = self._package.tree(self._main)
        self._w = str(self._root.tag).removesuffix("document")
        self._body = self._root.find(f"{self._w}body")
        if not self._root.tag.endswith("}document") or self._body is None:
            raise unreadable("is not a Word document; save it as .docx")

    def flow(self) -> Flow:
        """The text of the body; marks have to be set before paragraphs are added."""
        return Flow(self._body)

    def add_comments(self, texts: Sequence[str], date: datetime | None) -> list[int]:
        """Adds a comment for each text; gives their numbers, all unused so far."""
        if not texts:
            return []
        name, comments = self._comments()
        tags = ("commentRangeStart", "commentRangeEnd", "commentReference")
        used = [*comments, *(it for tag in tags for it in self._root.iter(self._w + tag))]
        numbers = [it.get(f"{self._w}id") or "" for it in used if isinstance(it.tag, str)]
        first = max((int(it) for it in numbers if it.isdecimal()), default=-1) + 1
        for number, text in enumerate(texts, first):
            comments.append(self._comment(number, text, date))
        self._package.put(name, comments)
        return list(range(first, first + len(texts)))

    def add_page(self, lines: Sequence[str]) -> None:
        """Adds a page at the end, its first line bold; nothing without lines."""
        section = self._body.find(f"{self._w}sectPr")
        at = len(self._body) if section is None else self._body.index(section)
        for index, line in enumerate(_lines("\n".join(lines)) if lines else ()):
            paragraph = self._paragraph(
                line, size=_PAGE_SIZE, spacing=_NOTE_SPACING, is_title=index == 0
            )
            self._body.insert(at + index, paragraph)

    def saved(self) -> bytes:
        """The content of the file with what was added."""
        self._package.put(self._main, self._root)
        return self._package.saved(like=self._main)

    def _main_part(self) -> tuple[str, str]:
        """The main part's name and the address that the kinds of its relations begin with."""
        for relation in self._relations(""):
            base, _, kind = (relation.get("Type") or "").rpartition("/")
            if kind == "officeDocument" and (name := target_of(relation, "")) in self._package:
                return name, base
        return "word/document.xml", _OFFICE

    def _relations(self, part: str) -> Iterator[etree._Element]:
        name = relations_name(part)
        if name in self._package:
            yield from self._package.tree(name).iter(RELATION)

    def _comments(self) -> tuple[str, etree._Element]:
        """The comments part; a new one is made known to the package."""
        for relation in self._relations(self._main):
            if (relation.get("Type") or "").endswith("/comments"):
                name = target_of(relation, self._main)
                if name in self._package:
                    return name, self._package.tree(name)
        folder = self._main.rpartition("/")[0]
        names = (f"{folder}/comments{i or ''}.xml".lstrip("/") for i in range(10_000))
        name = next(name for name in names if name not in self._package)
        self._relate(name)
        self._declare(name)
        return name, etree.Element(f"{self._w}comments", nsmap={"w": self._w.strip("{}")})

    def _relate(self, name: str) -> None:
        place = relations_name(self._main)
        namespace = RELATION[1:].partition("}")[0]
        root = (
            self._package.tree(place)
            if place in self._package
            else etree.Element(f"{{{namespace}}}Relationships", nsmap={None: namespace})
        )
        used = {it.get("Id") for it in root.iter(RELATION)}
        number = next(i for i in range(1, len(used) + 2) if f"rId{i}" not in used)
        about = {
            "Id": f"rId{number}",
            "Type": f"{self._office}/comments",
            "Target": name.rpartition("/")[2],
        }
        etree.SubElement(root, RELATION, about)
        self._package.put(place, root)

    def _declare(self, name: str) -> None:
        root = self._package.tree(_CONTENT_TYPES)
        about = {"PartName": f"/{name}", "ContentType": _COMMENTS_TYPE}
        etree.SubElement(root, _OVERRIDE, about)
        self._package.put(_CONTENT_TYPES, root)

    def _comment(self, number: int, text: str, date: datetime | None) -> etree._Element:
        comment = self._new("comment", id=str(number), author=AUTHOR, initials=INITIALS)
        if date is not None:
            comment.set(f"{self._w}date", date.strftime("%Y-%m-%dT%H:%M:%SZ"))
        for line in _lines(text):
            comment.append(self._paragraph(line, size=_COMMENT_SIZE, spacing=_SPACING))
        return comment

    def _paragraph(
        self, text: str, *, size: str, spacing: dict[str, str], is_title: bool | None = None
    ) -> etree._Element:
        paragraph, layout, run, look = map(self._new, ("p", "pPr", "r", "rPr"))
        if is_title:
            layout.append(self._new("pageBreakBefore"))
            look.append(self._new("b"))
        layout.append(self._new("spacing", **spacing))
        layout.append(self._new("ind", **_INDENT))
        layout.append(self._new("jc", val="left"))
        look.append(self._new("sz", val=size))
        look.append(self._new("szCs", val=size))
        written = self._new("t")
        written.text = text
        written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.extend([look, written])
        paragraph.extend([layout, run])
        return paragraph

    def _new(self, tag: str, **values: str) -> etree._Element:
        attributes = {self._w + key: value for key, value in values.items()}
        return etree.Element(self._w + tag, attributes, nsmap={"w": self._w.strip("{}")})


def fit(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _UNFIT.sub("", text)


def _lines(text: str) -> list[str]:
    return fit(_LINE_END.sub("\n", text)).split("\n")
