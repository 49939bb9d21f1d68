"""What a paper is, whatever file it becomes: a title and blocks of headings, paragraphs, tables.

Values only, so that an outline, minutes or a list are built and tested without any file format;
`word` and `markdown` write them down. A *blank* is a place that the user has to fill in: no paper
leaves with an invented fact, so blanks must be easy to see in every form.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

RunKind = Literal["plain", "blank", "emphasis"]
ParagraphKind = Literal["body", "byline"]
_NUMERALS = "一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind, with the comment (批注) that is pinned to it, "" for none."""

    text: str
    kind: RunKind = "plain"
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、) to 4 (（1）); `mark` is set by `numbered`."""

    level: int
    runs: tuple[Run, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body, or the line under the title that says whose paper it is."""

    runs: tuple[Run, ...]
    kind: ParagraphKind = "body"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its name and its width in millimetres."""

    name: str
    width: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each row holds one cell for each column, each cell its runs."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper; a line break in the title is where it should be divided."""

    title: str
    blocks: tuple[Block, ...] = field(default=())
    is_landscape: bool = False


def numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with their headings numbered 一、 （一） 1. （1）, each level anew under the one above."""
    counts = [0] * 5
    done: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            counts[block.level] += 1
            counts[block.level + 1 :] = [0] * (4 - block.level)
            block = replace(block, mark=mark(block.level, counts[block.level]))
        done.append(block)
    return tuple(done)


def mark(level: int, number: int) -> str:
    """The mark of the heading of that level and number (1–99): "（十二）" for 2, 12."""
    return (f"{numeral(number)}、", f"（{numeral(number)}）", f"{number}. ", f"（{number}）")[
        level - 1
    ]


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese: 十二, 三十."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones - 1]
    return ("" if tens == 1 else _NUMERALS[tens - 1]) + "十" + (_NUMERALS[ones - 1] if ones else "")


def runs_of(block: Block) -> Iterator[Run]:
    """All runs of a block in reading order."""
    if isinstance(block, Table):
        for row in block.rows:
            for cell in row:
                yield from cell
    else:
        yield from block.runs
