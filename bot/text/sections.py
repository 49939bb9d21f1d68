"""Cuts a document's blocks into sections; what precedes the first heading is the opening."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.models import SectionKind, Theme
from bot.text.aspects import is_bare_aspect, names_aspect
from bot.text.closing import split_closing
from bot.text.headings import match_aspect, section_kind, split_heading
from bot.text.normalize import letters, readable
from bot.text.outline import Block
from bot.text.reading import LONGEST_OWN_HEADING, Part, goes_on

_INNER_END = r"[ \u3000]*(?:[：:]|$)"
_INNER: tuple[tuple[SectionKind, re.Pattern[str]], ...] = (
    # 产生的原因：一是把学习看成虚功。
    ("causes", re.compile(rf"(?:(?:存在|产生)?(?:上述|以上|这些)?(?:问题)?的?(?:主要|思想|深层次?)?(?:原因|根源|成因)(?:分析|剖析)?(?:主要)?){_INNER_END}")),
    # 整改措施：每月参加一次教研室集体备课
    ("measures", re.compile(rf"(?:(?:下一?步)?(?:整改|改进)(?:措施|方向|建议|思路|打算|意见)?|(?:今后)?努力方向|(?:今后|下一?步)?(?:打算|措施)|意见?建议){_INNER_END}")),
)  # fmt: skip
# 究其原因，主要有以下几个方面：
_LEADS_TO_CAUSES = re.compile(
    r"(?:究其|探究|剖析|分析|深挖|反思|产生|出现|存在|上述|以上|这些)[^。；]{0,30}(?:原因|根源)"
    r"(?:[^。；]{0,30}[：:]|[，,](?:归根到底|归根结底|说到底|主要|关键|根本|根子))"
)
# 今后我要做到以下几点：
_LEADS_TO_MEASURES = re.compile(
    r"(?:今后|下一?步|针对|为此|接下来)[^。；]{0,40}(?:做到|做好|抓好|整改|改进|努力|措施)[^。；]{0,20}[：:]$"
)
# What unknown headings at the end of a section open if such are missing, where these follow.
_AT_END: tuple[Sequence[SectionKind], ...] = ((), ("closing",))
_BY_PLACE: tuple[tuple[SectionKind, tuple[SectionKind, ...], Sequence[Sequence[SectionKind]]], ...]
_BY_PLACE = (
    ("problems", ("causes",), (("measures",),)),
    ("problems", ("causes", "measures"), _AT_END),
    ("causes", ("measures",), _AT_END),
)
_LONGEST_UNKNOWN_HEADING = 16  # letters


def split_sections(blocks: Sequence[Block], theme: Theme | None) -> list[Part]:
    """The blocks by section: what precedes the first heading is the opening, unless it has aspects.

    Causes and measures inside an aspect are sections of their own; the next aspect is problems again.
    """
    parts = [Part("opening", None)]
    below_top = _aspects_below_top(blocks, theme)
    bare = _bare_aspects(blocks, theme)
    for index, block in enumerate(blocks):
        current = parts[-1]
        if kind := _opens(block, current.kind, theme, below_top=below_top):
            parts.append(Part(kind, block))
        elif kind := _opens_inside(block, current.kind, blocks[index + 1 :]):
            heads = len(letters(split_heading(block.body)[0])) <= LONGEST_OWN_HEADING
            parts.append(Part(kind, block) if heads else Part(kind, None, [block]))
        elif current.kind == "opening" and (index in bare or _is_aspect(block, theme)):
            parts.append(Part("problems", _taken_heading(current, theme), [block]))
        elif current.is_inner and _resumes(block, parts, theme):
            parts.append(Part("problems", None, [block]))
        else:
            current.blocks.append(block)
    parts = _with_problems([part for part in parts if part.heading or part.blocks])
    return _with_closing(_named_by_place(parts, theme))


def _taken_heading(opening: Part, theme: Theme | None) -> Block | None:
    """The last line before the first aspect, taken from the opening, if it is a heading 一、… ."""
    if not opening.blocks:
        return None
    last = opening.blocks[-1]
    is_heading = last.mark is not None and last.mark.style == "top" and _is_unknown(last, theme)
    return opening.blocks.pop() if is_heading else None


def _opens(
    block: Block, current: SectionKind, theme: Theme | None, *, below_top: bool
) -> SectionKind | None:
    # 一、遵守政治纪律和“四风”方面存在的突出问题 over （一）遵守政治纪律方面 is no aspect
    heads = below_top and block.mark is not None and block.mark.style == "top"
    kind = section_kind(block, current, heads_aspects=heads)
    return kind if heads or not match_aspect(split_heading(block.body)[0], theme) else None


def _aspects_below_top(blocks: Sequence[Block], theme: Theme | None) -> bool:
    """Whether the aspects carry marks such as （一）, so that 一、 heads sections."""
    styles = [b.mark.style for b in blocks if b.mark and b.own_line and names_aspect(b, theme)]
    return styles.count("top") < 2 <= len(styles) - styles.count("top")


def _bare_aspects(blocks: Sequence[Block], theme: Theme | None) -> list[int]:
    """Places of paragraphs that begin 在…方面 without a mark, if several name aspects of the theme."""
    places = [i for i, b in enumerate(blocks) if b.mark is None and is_bare_aspect(b, theme)]
    numbers = {match_aspect(split_heading(blocks[i].body)[0], theme) for i in places}
    return places if len(numbers - {None}) > 1 else []


def _opens_inside(block: Block, current: SectionKind, below: Sequence[Block]) -> SectionKind | None:
    """The kind of section that a line inside the problems opens: 产生的原因：一是…, 整改措施：…"""
    if not block.own_line or current not in ("problems", "causes", "measures"):
        return None
    body = readable(block.body)
    kind = next((kind for kind, opens in _INNER if opens.match(body)), None)
    if kind == current:
        return None
    if kind is None and block.mark is None and current != "measures":
        return _led_to(body, current, below)
    return kind


def _led_to(body: str, current: SectionKind, below: Sequence[Block]) -> SectionKind | None:
    """What a sentence leads to: 究其原因，主要是：…, 今后我要做到：; not where a heading follows."""
    if current == "problems" and _LEADS_TO_CAUSES.match(body):
        return "causes"
    if not _LEADS_TO_MEASURES.search(body) or not below or section_kind(below[0], current):
        return None
    return "measures"


def _resumes(block: Block, parts: Sequence[Part], theme: Theme | None) -> bool:
    """Whether the block goes on with the aspects that the inner section interrupted."""
    blocks = [block for part in parts if part.kind == "problems" for block in part.blocks]
    if not block.own_line:
        return False
    before = [b.mark for b in blocks if b.mark and b.own_line and names_aspect(b, theme)]
    if block.mark and (not before or block.mark.style != before[-1].style):
        return False
    if block.mark and block.mark.value - before[-1].value in (1, 2):
        return True
    number = match_aspect(split_heading(block.body)[0], theme)
    seen = {match_aspect(split_heading(b.body)[0], theme) for b in blocks if b.own_line}
    names = names_aspect if block.mark else is_bare_aspect
    return number is not None and number not in seen and names(block, theme)


def _is_aspect(block: Block, theme: Theme | None) -> bool:
    """Whether the block begins an aspect, where no section heading stands before the first one."""
    if not block.own_line or not (block.mark or block.emphasized):
        return False
    if block.mark and block.mark.style in ("is", "must", "circle"):
        return False
    return names_aspect(block, theme)


def _with_problems(parts: list[Part]) -> list[Part]:
    """Takes the marked blocks of the opening as problems where causes or measures follow it.

    And what a cut page has of an aspect's list (二是…) before the next aspect.
    """
    kinds = {part.kind for part in parts}
    if not kinds & {"causes", "measures", "problems"} or parts[0].kind != "opening":
        return parts
    blocks = parts[0].blocks
    is_torn = "problems" in kinds
    first = next((i for i, b in enumerate(blocks) if b.mark and (is_torn or b.own_line)), None)
    if first is None or parts[0].heading:
        return parts
    opening = [Part("opening", None, blocks[:first])] if first else []
    if not is_torn:
        return [*opening, Part("problems", None, blocks[first:]), *parts[1:]]
    if parts[1].kind != "problems" or parts[1].heading or not goes_on(blocks[first]):
        return parts
    parts[1].blocks = [*blocks[first:], *parts[1].blocks]
    return [*opening, *parts[1:]]


def _named_by_place(parts: list[Part], theme: Theme | None) -> list[Part]:
    """Takes unknown headings 二、病从何来 三、药往哪里下 as those of the sections still missing."""
    kinds = [part.kind for part in parts]
    for kind, wanted, followers in _BY_PLACE:
        if kind not in kinds or set(wanted) & set(kinds):
            continue
        place = len(kinds) - kinds[::-1].index(kind)
        if tuple(kinds[place:][:1]) not in followers:
            continue
        part = parts[place - 1]
        starts = _unknown_headings(part, len(wanted), theme)
        if starts:
            spans = pairwise([*starts, len(part.blocks)])
            found = [
                Part(kind, part.blocks[start], part.blocks[start + 1 : end])
                for kind, (start, end) in zip(wanted, spans, strict=True)
            ]
            part.blocks = part.blocks[: starts[0]]
            return [*parts[:place], *found, *parts[place:]]
    return parts


def _unknown_headings(part: Part, count: int, theme: Theme | None) -> list[int]:
    """Places of the section's last lines with a mark 一、 if there are so many below its own level.

    Before them stand the section's heading or, in its place, aspects with such a mark.
    """
    tops = [i for i, b in enumerate(part.blocks) if b.mark and b.mark.style == "top"]
    places, aspects = tops[-count:], [part.blocks[i] for i in tops[:-count]]
    above = part.heading or (aspects[-1] if aspects else None)
    if len(places) < count or not (above and above.mark and above.mark.style == "top"):
        return []
    is_headed = not aspects if part.heading else all(names_aspect(b, theme) for b in aspects)
    is_fit = is_headed and places[-1] + 1 < len(part.blocks)
    return places if is_fit and all(_is_unknown(part.blocks[i], theme) for i in places) else []


def _is_unknown(block: Block, theme: Theme | None) -> bool:
    """Whether the block is a short heading that names no aspect."""
    heading, rest = split_heading(block.body)
    is_short = not rest and len(letters(heading)) <= _LONGEST_UNKNOWN_HEADING
    return is_short and not names_aspect(block, theme)


def _with_closing(parts: list[Part]) -> list[Part]:
    """Takes the last lines that ask for criticism, sign or date the text as its closing."""
    if len(parts) < 2:
        return parts
    blocks = parts[-1].blocks
    if parts[-1].kind == "closing" or not blocks:
        return parts
    parts[-1].blocks, closing = split_closing(blocks)
    return [*parts, Part("closing", None, closing)] if closing else parts
