"""Cuts a text into blocks and orders them into a tree by their numbering marks.

A *block* is a line, or the part of a line that begins with an inline mark. Blocks are slices of
the source in order, so whatever is built from them neither loses nor doubles a word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from bot.text.clutter import clutter_lines
from bot.text.contents import contents_lines
from bot.text.glued import label_end
from bot.text.marks import Mark, inline_marks, leading_mark
from bot.text.normalize import letters, readable

# Blanks that writers and web copies leave around a line, invisible ones included.
BLANKS = " \t\u3000\xa0\ufeff\u200b\u200c\u200d\u2060"
LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_ENDS = "。！？；：.!?;:"
_STOPS = "。！？：.!?:"
_WRAP_SLACK = 3  # characters by which hard-wrapped lines differ where no line begins with a comma
_NEVER_FIRST = "，。、；：！？”》）"
_WRAP_WIDTHS = range(12, 121)  # characters; a longer line is a paragraph
_LEAST_FULL = 2  # lines of full width by which a wrapped text is known
_LEAST_LINES = 6  # of a text that may be wrapped
_BROKEN = 0.6  # share of full lines that end inside a sentence
_SHORT_LINES = 2  # the title and the last line of a page that was one line before it was wrapped
_TITLE_END = re.compile("(?:材料|提纲|发言稿?)$")
_ASPECT_END = re.compile("方面[。：:]?$")
_OPEN_END = re.compile("[，、“（《]$")  # no line of a whole text ends so
# What may be trimmed where one piece of the text ends and the next begins.
_TRIMMED = re.compile(rf"[\s*#_。：:；;，,！!？?{BLANKS}]+")
# **一、存在的问题** 【存在的问题】
_WHOLLY_BOLD = re.compile(r"\*\*[^*].*\*\*[：:]?$|【[^】]{2,30}】[：:]?$")
# **理论学习不够深入。**平时忙于事务
_BOLD_LEAD = re.compile(r"\*\*[^*]{2,60}\*\*(?=.)")


@dataclass(frozen=True, slots=True)
class Block:
    """A line or a part of one, with the blanks that stand before it in the source."""

    text: str
    line: int
    mark: Mark | None
    gap: str

    @property
    def body(self) -> str:
        """The text behind the mark, without the signs of bold and heading around it."""
        text = self.text[self.mark.end :] if self.mark else self.text
        return text.strip(BLANKS + "*#")

    @property
    def own_line(self) -> bool:
        """Whether the block begins a line."""
        return "\n" in self.gap

    @property
    def emphasized(self) -> bool:
        """Whether the whole line is bold or a markdown heading."""
        if not self.own_line:
            return False
        return self.text.startswith("#") or bool(_WHOLLY_BOLD.match(self.text))


@dataclass(slots=True)
class Node:
    """A block with a mark, the blocks without one that follow it, and what is nested in it."""

    style: str  # a Style, a bullet with its sign
    mark: Mark | None
    blocks: list[Block]
    children: list["Node"] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The line it begins in."""
        return self.blocks[0].line

    def all_blocks(self) -> Iterator[Block]:
        """Its blocks and those of everything nested, in the order of the source."""
        yield from self.blocks
        for child in self.children:
            yield from child.all_blocks()


def text_of(blocks: Iterable[Block]) -> str:
    """The blocks as the source has them, trimmed."""
    return "".join(block.gap + block.text for block in blocks).strip(BLANKS + "\n")


def cut(text: str, left_out: list[tuple[int, str]] | None = None) -> list[Block]:
    """The text as blocks; empty lines are kept as gaps.

    Lines of the page around the text are left out; their numbers and wording go to `left_out`.
    """
    blocks: list[Block] = []
    skipped = left_out if left_out is not None else []
    last: dict[str, int] = {}
    tail = ""
    for number, gap, line in _paragraphs(text, skipped):
        first, *others = _cut_line(line, number, gap, last)
        if blocks and would_merge(tail, line):
            first = replace(blocks[-1], text=blocks.pop().text + gap + first.text)
        blocks += [first, *others]
        tail = _TRIMMED.sub("", tail + line[-16:])[-8:]
    return blocks


def _paragraphs(text: str, left_out: list[tuple[int, str]]) -> Iterator[tuple[int, str, str]]:
    """The lines that hold something: number, gap before, text; hard-wrapped ones joined again."""
    lines = [_typed(line) for line in LINE_BREAK.split(text)]
    stripped = [line.strip().strip(BLANKS) for line in lines]
    around = contents_lines(stripped) | clutter_lines(stripped)
    wrap = _wrap_of([typed for typed, line in zip(lines, stripped, strict=True) if line])
    held: tuple[int, str, list[str]] | None = None
    previous, gap, is_first = "", "\n", True
    for number, line in enumerate(stripped, start=1):
        if number - 1 in around:
            left_out.append((number, line))
            continue  # a pager may stand inside a wrapped sentence
        if not line:
            gap = "\n\n" if held else "\n"
        elif held and gap == "\n" and wrap.goes_on(previous, line, may_be_title=is_first):
            held[2].append(_joint(previous, line) + line)
        else:
            if held:
                yield held[0], held[1], "".join(held[2])
                is_first = False
            held, gap = (number, gap, [line]), "\n"
        previous = lines[number - 1]
    if held:
        yield held[0], held[1], "".join(held[2])


def _typed(line: str) -> str:
    """The line as wide as it was typed: with wide blanks around it, without what an editor leaves."""
    return line.strip("\ufeff\u200b\u200c\u200d\u2060").rstrip(" \t\xa0")


@dataclass(frozen=True, slots=True)
class _Wrap:
    """How a text was hard-wrapped."""

    width: int = 0  # of a full line, in columns; 0: it was not wrapped
    slack: int = 0  # columns by which full lines differ
    is_page: bool = False  # it had no line breaks at all before

    def goes_on(self, previous: str, line: str, *, may_be_title: bool) -> bool:
        """Whether a full line, or one that ends at a comma, runs on into the next."""
        if self.is_page:
            return True
        if may_be_title and _TITLE_END.search(readable(previous.rstrip())):
            return False  # a title may be just as long as the lines
        # some programs count signs, not columns: a line with Latin letters in it is full, too
        is_exact = self.width > 0 and max(_columns(previous), len(previous)) >= self.width
        is_full = is_exact or (self.width > 0 and _columns(previous) >= self.width - self.slack)
        if not is_full and not _OPEN_END.search(previous.rstrip()):
            return False
        # a semicolon just at the width ends no paragraph; a full stop may
        has_ended = previous.rstrip()[-1] in (_STOPS if is_exact else _ENDS)
        return not has_ended and line[0] not in "*#>" and leading_mark(line) is None


def _wrap_of(lines: Sequence[str]) -> _Wrap:
    """How the text was hard-wrapped, as its full lines tell, most of which end inside a sentence."""
    width = max(map(_columns, lines), default=0)
    if width not in _WRAP_WIDTHS or len(lines) < _LEAST_LINES:
        return _Wrap()
    # who lets a line begin with a comma fills each line before it to the last column
    is_strict = any(line.lstrip()[0] in _NEVER_FIRST for line in lines)
    for slack in (0,) if is_strict else (_WRAP_SLACK, 0):
        full = [line for line in lines if max(_columns(line), len(line)) >= width - slack]
        broken = sum(line.rstrip()[-1] not in _ENDS for line in full)
        if len(full) >= _LEAST_FULL and broken >= _BROKEN * len(full):
            return _Wrap(width, slack, _was_one_line(lines, width))
    return _Wrap()


def _columns(line: str) -> int:
    """The line's length in Chinese characters; two Latin letters or digits are as wide as one."""
    narrow = sum(map(str.isascii, line))
    return len(line) - narrow // 2


def _was_one_line(lines: Sequence[str], width: int) -> bool:
    """Whether all other lines are of just that width: a page without line breaks, wrapped."""
    return sum(_columns(line) < width for line in lines) <= _SHORT_LINES


def _joint(previous: str, line: str) -> str:
    """What stays between the two: a line break where a word would change without it (dang + shi)."""
    met = previous[-1:] + line[:1]
    return "\n" if (met.isascii() and met.isalpha()) or would_merge(previous, line) else ""


def would_merge(before: str, after: str) -> bool:
    """Whether the two make another word when nothing stands between them (dang + shi, e + ́)."""
    if not after or "\u4e00" <= after[0] <= "\u9fff":
        return False  # a character joins nothing before it; by far the commonest case
    start = _TRIMMED.sub("", after[:24])[:8]
    if "\u4e00" <= start[:1] <= "\u9fff":
        return False
    end = _TRIMMED.sub("", before[-24:])[-8:]
    return letters(end + start) != letters(end) + letters(start)


def _cut_line(line: str, number: int, gap: str, last: dict[str, int]) -> Iterator[Block]:
    """The blocks of one line: up to the first inline mark, then from mark to mark."""
    start, mark = 0, leading_mark(line)
    for position, following in [*inline_marks(line, last), (len(line), None)]:
        raw = line[start:position]
        kept = raw.rstrip()
        if kept:
            yield from _unglued(Block(kept, number, mark, gap))
            gap = raw[len(kept) :]
        start = position
        if following:
            mark = Mark(following.text, following.style, following.value, following.end - position)


def _unglued(block: Block) -> Iterator[Block]:
    """The block; a section's heading and the text that runs into it as two."""
    mark = block.mark
    end = label_end(block.text[mark.end :]) if mark and mark.style == "top" else 0
    if not mark or not end:
        yield block
        return
    head = block.text[: mark.end + end]
    kept = head.rstrip()
    yield replace(block, text=kept)
    yield Block(block.text[len(head) :], block.line, None, head[len(kept) :])


def grow(
    blocks: Sequence[Block], *, unmarked: Sequence[int] = ()
) -> tuple[list[Block], list[Node]]:
    """The blocks before the first mark, and the tree of what follows.

    A style that was met before closes what was opened since; a new one is nested. `unmarked`
    names the blocks that are headings without a mark: siblings of the first level.
    """
    lead: list[Block] = []
    roots: list[Node] = []
    stack: list[Node] = []
    for index, block in enumerate(blocks):
        style = _style(block)
        if index in unmarked and not block.mark:
            style = roots[0].style if roots else "bracket"
        if style is None:
            (stack[-1].blocks if stack else lead).append(block)
            continue
        node = Node(style, block.mark, [block])
        _close(stack, node)
        (stack[-1].children if stack else roots).append(node)
        stack.append(node)
    return lead, roots


def _style(block: Block) -> str | None:
    if block.mark:
        # ■主要问题 over ▲在…方面 over ●学习不深
        return block.mark.text if block.mark.style == "bullet" else block.mark.style
    return "bold" if block.own_line and _BOLD_LEAD.match(block.text) else None


def _close(stack: list[Node], node: Node) -> None:
    """Takes from the stack what cannot hold the node."""
    styles = [open_node.style for open_node in stack]
    if node.style == "top":
        stack.clear()
    elif node.style in styles:
        del stack[styles.index(node.style) :]
    elif node.blocks[0].own_line:
        while stack and _ends_with_line(stack[-1]):
            stack.pop()


def _ends_with_line(node: Node) -> bool:
    """Whether it began inside a line and holds its content there: no mere heading such as 在…方面."""
    return not (node.blocks[0].own_line or _ASPECT_END.search(readable(node.blocks[-1].text)))
