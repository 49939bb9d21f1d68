"""The texts that the draft check is measured on: drafts written for it, and the shipped documents.

A draft under tests/data/drafts/ carries marks that say where its parts are: <problems>, <aspect 2>,
<p study> (a point with the subjects it is about), <e>…</e> around an example, <t>…</t> around a
thought, <n>…</n> around a count, <d>…</d> around what makes a measure verifiable. They are taken out
before a text is checked; faults are planted by them, so that planting needs no parser. The shipped
documents are marked by the lines that begin their parts, in tests/data/drafts/documents.toml.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.config import data_dir
from bot.models import Scope

FOLDER = Path(__file__).parent.parent / "tests" / "data" / "drafts"
SECTIONS = ("opening", "last_year", "problems", "case", "matters", "causes", "measures", "closing")
SPANS = {"e": "example", "t": "thought", "n": "count", "d": "proof"}
TAG = re.compile(r"<(/?)([a-z_]+)(?: ([^>]*))?>")  # "<p study people>", "</e>"
# "（一）", "2.", "一是", "**1. ", "### （三）", "（2）", "第四，", "一要"
MARK = re.compile(
    r"\s*(?:[#*]+\s*)*(?:[（(][一二三四五六七八\d][）)]|[一二三四五六七八][是要、]|第[一二三四五六]，|\d[.．、])\s*"
)
Edit = tuple[int, int, str]
"""From, to, and what stands there instead."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a draft: a section, an aspect, a point, or a span inside a point."""

    kind: str
    start: int
    end: int
    section: str
    aspect: int | None = None
    topics: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """A text with its parts, and with what its writer says about it."""

    name: str
    text: str
    theme: str
    scope: Scope
    areas: tuple[str, ...]
    parts: tuple[Part, ...]
    opinions: tuple[str, ...] = ()  # opinions collected, each of which the text answers
    accepted: frozenset[str] = frozenset()  # rules whose findings here are true
    is_document: bool = False  # shipped, not written for the measurement

    def find(self, kind: str, section: str = "", aspect: int | None = None) -> list[Part]:
        """The parts of that kind in order, of one section or aspect if asked for."""
        return [
            part
            for part in self.parts
            if part.kind == kind and section in ("", part.section) and aspect in (None, part.aspect)
        ]

    def section(self, kind: str) -> Part | None:
        """The section of that kind."""
        return next(iter(self.find(kind)), None)

    def inside(self, outer: Part, kind: str) -> list[Part]:
        """The parts of that kind that lie within another part."""
        return [p for p in self.find(kind) if outer.start <= p.start and p.end <= outer.end]

    def cut(self, part: Part) -> str:
        """The words of a part."""
        return self.text[part.start : part.end]

    def mark(self, part: Part) -> str:
        """The numbering that a part begins with, such as （一） or 1.; may be empty."""
        found = MARK.match(self.cut(part))
        return found.group() if found else ""

    def headline(self, part: Part) -> str:
        """A point's first sentence with its numbering and its full stop."""
        words = self.cut(part)
        end = re.search(r"。(\*\*)?", words)
        return words[: end.end()] if end else words

    def edited(self, *edits: Edit) -> str:
        """The text with the edits made; they may not overlap."""
        text = self.text
        for start, end, words in sorted(edits, reverse=True):
            text = text[:start] + words + text[end:]
        return text


def read_drafts(folder: Path = FOLDER) -> list[Draft]:
    """The drafts written for the measurement, by name."""
    return [read_draft(path) for path in sorted(folder.glob("*.*")) if path.suffix != ".toml"]


def read_draft(path: Path) -> Draft:
    """One marked draft."""
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    fields = tomllib.loads(head)
    text, parts = _unmarked(body)
    return Draft(
        path.stem,
        text,
        fields["theme"],
        fields["scope"],
        tuple(fields["areas"]),
        tuple(parts),
        tuple(fields.get("opinions", ())),
    )


def _unmarked(body: str) -> tuple[str, list[Part]]:
    """The text without its marks, and the parts that they told of."""
    text, last = "", 0
    tags: list[tuple[int, str, str, str]] = []  # place, "/" or "", name, value
    for found in TAG.finditer(body):
        text += body[last : found.start()]
        last = found.end()
        slash, name, value = found.groups(default="")
        tags.append((len(text), slash, name, value))
    return text + body[last:], list(_parts(tags, len(text) + len(body[last:])))


def _parts(tags: list[tuple[int, str, str, str]], end: int) -> Iterator[Part]:
    section, aspect = "", None
    for number, (start, slash, name, value) in enumerate(tags):
        later = tags[number + 1 :]
        if slash:
            continue
        if name in SPANS:
            stop = next(place for place, closing, n, _ in later if closing and n == name)
            yield Part(SPANS[name], start, stop, section, aspect)
        elif name == "p":
            stop = _until(later, {*SECTIONS, "aspect", "p"}, end)
            yield Part("point", start, stop, section, aspect, frozenset(value.split()))
        elif name == "aspect":
            aspect = int(value)
            yield Part("aspect", start, _until(later, {*SECTIONS, "aspect"}, end), section, aspect)
        else:
            section, aspect = name, None
            yield Part(name, start, _until(later, set(SECTIONS), end), section)


def _until(later: Iterable[tuple[int, str, str, str]], names: set[str], end: int) -> int:
    return next((place for place, _, name, _ in later if name in names), end)


def read_documents(folder: Path = FOLDER) -> list[Draft]:
    """The shipped documents, marked by the lines that begin their parts."""
    rows = tomllib.loads((folder / "documents.toml").read_text(encoding="utf-8"))["document"]
    return [_document(row) for row in rows]


def _document(row: dict[str, Any]) -> Draft:
    path = data_dir() / "corpus" / str(row["file"])
    text = path.read_text(encoding="utf-8")
    begins = {name: text.index(str(row[name])) for name in SECTIONS if name in row}
    tags = [(place, "", name, "") for name, place in begins.items()]
    for number, anchor in enumerate(_strings(row["aspects"]), 1):
        tags.append((text.index(anchor, begins["problems"]), "", "aspect", str(number)))
    for found in re.finditer(
        r"(?<=[。：:\n])(?:[一二三四]是|（[一二三四五]）(?!在?带头|在?对照))", text
    ):
        if found.start() > begins["problems"]:
            tags.append((found.start(), "", "p", ""))
    return Draft(
        path.stem,
        text,
        str(row["theme"]),
        row["scope"],
        _strings(row["areas"]),
        tuple(_parts(sorted(tags), len(text))),
        accepted=frozenset(_strings(row["accepted"])),
        is_document=True,
    )


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, list) else ()
