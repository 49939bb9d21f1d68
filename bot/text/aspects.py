"""Reads the aspects of the problems off their tree: heading, number in the theme, points.

An aspect is told by its wording: 在…方面, 带头…, or the very words of the theme.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.models import AspectPart, Theme
from bot.text.headings import (
    is_aspect_heading,
    is_theme_heading,
    match_aspect,
    may_be,
    split_heading,
)
from bot.text.normalize import letters
from bot.text.outline import Block, Node, text_of
from bot.text.points import make_point, paragraphs, point_of

_LONGEST_SPOKEN_HEADING = 12  # letters of a line that names an aspect and no more
_LONGEST_LEAF_HEADING = 40  # letters of an aspect's heading that may serve as headline


def names_aspect(block: Block, theme: Theme | None) -> bool:
    """Whether the block begins with an aspect's heading."""
    heading, rest = split_heading(block.body)
    if is_aspect_heading(heading):
        return True
    if "带头" in heading:
        return match_aspect(heading, theme) is not None
    is_alone = not rest or block.body[len(heading) : len(heading) + 1] in tuple("：:，,")
    return is_alone and block.own_line and is_theme_heading(heading, theme)


def is_bare_aspect(block: Block, theme: Theme | None) -> bool:
    """Whether a line without a mark is an aspect's heading: 在带头…方面, bold, or 再说严以用权。"""
    if not block.own_line:
        return False
    heading, rest = split_heading(block.body)
    if is_aspect_heading(heading):
        return block.emphasized or match_aspect(heading, theme) is not None
    is_short = not rest and len(letters(heading)) <= _LONGEST_SPOKEN_HEADING
    return is_short and is_theme_heading(heading, theme)


def holds_aspect(node: Node, theme: Theme | None) -> bool:
    """Whether a branch of the problems' tree is an aspect, or has points below it as one has."""
    return bool(node.children) or names_aspect(node.blocks[0], theme)


def read_aspects(
    nodes: Sequence[Node], theme: Theme | None
) -> tuple[list[Block], list[AspectPart]]:
    """The aspects in order; a heading that only groups them goes to the lead, or stands empty."""
    lead: list[Block] = []
    aspects: list[AspectPart] = []
    for node in nodes:
        if not _groups(node, theme):
            aspects.append(_aspect(node, theme))
            continue
        if aspects:
            aspects.append(_aspect(Node(node.style, node.mark, node.blocks), theme))
        else:
            lead += node.blocks
        aspects += [_aspect(child, theme) for child in node.children]
    return lead, _with_gaps_filled(aspects, theme)


def _groups(node: Node, theme: Theme | None) -> bool:
    """Whether the node is a heading over aspects: "5个方面"检视问题."""
    return not names_aspect(node.blocks[0], theme) and any(
        holds_aspect(c, theme) for c in node.children
    )


def _aspect(node: Node, theme: Theme | None) -> AspectPart:
    heading, rest = split_block(node.blocks[0])
    own = [*rest, *node.blocks[1:]]
    number = match_aspect(heading, theme)
    if node.children:
        lead, points = own, [point_of(child, n) for n, child in enumerate(node.children, start=1)]
    else:
        lead, groups = paragraphs(own)
        headline = (
            heading if len(groups) == 1 and len(letters(heading)) <= _LONGEST_LEAF_HEADING else ""
        )
        points = [
            make_point(group, n, headline=headline) for n, group in enumerate(groups, start=1)
        ]
    return AspectPart(
        number=number,
        mark=node.mark.text if node.mark else "",
        heading=heading,
        lead=text_of(lead),
        points=tuple(points),
        line=node.line,
    )


def _with_gaps_filled(aspects: list[AspectPart], theme: Theme | None) -> list[AspectPart]:
    """The aspects; one with a worn heading has the number that its neighbours leave for it."""
    if theme is None:
        return aspects
    by_number = {aspect.number: aspect for aspect in theme.aspects}
    filled = list(aspects)
    known = [(place, part.number) for place, part in enumerate(aspects) if part.number is not None]
    since, previous = 0, 0  # the place behind the latest number, and that number
    for place, number in [*known, (len(aspects), len(theme.aspects) + 1)]:
        if number - previous - 1 == place - since:
            for at, missing in enumerate(range(previous + 1, number), since):
                if may_be(aspects[at].heading, by_number[missing]):
                    filled[at] = replace(aspects[at], number=missing)
        since, previous = place + 1, number
    return filled


def split_block(block: Block) -> tuple[str, list[Block]]:
    """The block's heading, and what follows it in the same line as a block of its own."""
    heading, rest = split_heading(block.body)
    return heading, [Block(rest, block.line, None, "")] if rest else []
