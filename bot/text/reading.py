"""Reads the aspects or points of a section off its blocks.

Aspects stand only in the problems section; elsewhere the first level of the tree makes the points.
"""

from dataclasses import dataclass, field

from bot.models import AspectPart, Point, Section, SectionKind, Theme
from bot.text.aspects import holds_aspect, is_bare_aspect, names_aspect, read_aspects, split_block
from bot.text.normalize import full_stops, letters
from bot.text.outline import Block, grow, text_of
from bot.text.points import make_point, paragraphs, point_of

LONGEST_OWN_HEADING = 40  # letters of a point's headline on a line of its own


@dataclass(slots=True)
class Part:
    """The blocks of one section, before they are read."""

    kind: SectionKind
    heading: Block | None
    blocks: list[Block] = field(default_factory=list)

    @property
    def is_inner(self) -> bool:
        """Whether it may stand inside the problems, to be followed by more of them."""
        if self.kind not in ("causes", "measures"):
            return False
        head = self.heading or self.blocks[0]
        return not (head.emphasized or (head.mark and head.mark.style == "top"))


def read_section(part: Part, theme: Theme | None) -> Section:
    """The section that the part makes, with its aspects or points."""
    heading, rest = split_block(part.heading) if part.heading else ("", [])
    blocks = [*rest, *part.blocks]
    lead, aspects, points = _contents(blocks, part.kind, theme)
    return Section(
        kind=part.kind,
        mark=part.heading.mark.text if part.heading and part.heading.mark else "",
        heading=heading,
        lead=text_of(lead),
        aspects=tuple(aspects),
        points=tuple(points),
        line=(part.heading or part.blocks[0]).line,
    )


def _contents(
    blocks: list[Block], kind: SectionKind, theme: Theme | None
) -> tuple[list[Block], list[AspectPart], list[Point]]:
    """The section's text before the first point, its aspects (problems only) and its points."""
    if kind in ("opening", "closing"):
        return blocks, [], []
    if kind == "problems" and (end := _torn_end(blocks, theme)):
        lead, aspects, points = _contents(blocks[end:], kind, theme)
        _, nodes = grow(blocks[:end])
        number = aspects[0].number if aspects else None
        torn = tuple(point_of(node, n) for n, node in enumerate(nodes, start=1))
        first = AspectPart(
            number=(number or 1) - 1 or None,
            mark="",
            heading="",
            lead="",
            points=torn,
            line=blocks[0].line,
        )
        return lead, [first, *aspects], points
    lead, nodes = grow(blocks, unmarked=_unmarked_headings(blocks, kind, theme))
    if not nodes:
        lead, groups = paragraphs(lead, listed=kind in ("problems", "causes", "measures"))
        return lead, [], [make_point(group, n) for n, group in enumerate(groups, start=1)]
    if kind == "problems" and any(holds_aspect(node, theme) for node in nodes):
        grouping, aspects = read_aspects(nodes, theme)
        return [*lead, *grouping], aspects, []
    return lead, [], [point_of(node, n) for n, node in enumerate(nodes, start=1)]


def _torn_end(blocks: list[Block], theme: Theme | None) -> int:
    """The place of the first aspect's heading below a list whose beginning was cut off, else 0."""
    if not blocks or not goes_on(blocks[0]):
        return 0
    places = (i for i, b in enumerate(blocks) if b.mark and b.own_line and names_aspect(b, theme))
    return next(places, 0)


def _unmarked_headings(blocks: list[Block], kind: SectionKind, theme: Theme | None) -> list[int]:
    """Places of the headings that lack a mark: aspects, or lines of the shape that their siblings have."""
    own = [i for i in range(len(blocks)) if _stands_alone(blocks, i)]
    siblings = sum(blocks[i].mark is not None for i in own)
    found = [i for i in own if siblings >= 2 and blocks[i].mark is None]
    if kind == "problems":
        found += [
            i
            for i, block in enumerate(blocks)
            if block.mark is None and is_bare_aspect(block, theme)
        ]
    return found


def _stands_alone(blocks: list[Block], index: int) -> bool:
    """Whether the block is a short line without final punctuation, with a longer line below it."""
    block, below = blocks[index], blocks[index + 1 : index + 2]
    if not block.own_line or not below or below[0].mark or not below[0].own_line:
        return False
    length = len(letters(block.body))
    return (
        0 < length <= LONGEST_OWN_HEADING
        and length < len(letters(below[0].text))
        and full_stops(block.body)[-1:] not in "。，；：！？…:;,"
    )


def goes_on(block: Block) -> bool:
    """Whether a page begins with it that was cut out of a list: its number is beyond one."""
    return block.mark is not None and block.mark.style == "is" and block.mark.value > 1
