"""Checks on the whole: three blocks, their weight, length, numbering."""

import re

from bot.advice.draft import Draft
from bot.advice.findings import Finding, Place, finding
from bot.models import Catalog, SectionKind
from bot.text.normalize import letters
from bot.text.numbering import Oddity, oddities

# Block -> its name, what is asked when it is missing, the words by which it may stand in another.
_BLOCKS: tuple[tuple[SectionKind, str, str, re.Pattern[str]], ...] = (
    ("problems", "存在问题", "按各个方面，今年最突出的问题有哪些？", re.compile(r"(?!)")),
    (
        "causes",
        "原因剖析",
        "这些问题往思想深处找，根子在哪里？",
        re.compile(r"(?<!析)(原因|根源|症结)(剖析|分析)?(在于|是|有|主要|：|:|，)|究其(原因|根源)|原因剖析|原因分析"),
    ),
    (
        "measures",
        "整改措施",
        "每个问题准备怎么改，什么时候改完？",
        re.compile(r"(整改|改进)(措施|方向|打算|举措)(是|有|：|:|，)|下一步(打算|措施|，)|努力方向"),
    ),
)  # fmt: skip
_WHAT = {
    "gap": "“{0}”前面是“{1}”",
    "double": "“{0}”用了两次",
    "first": "从“{0}”开始",
    "absent": "“{1}”之后这一条没有序号",
    "announced": "前面说“{0}”，实际写了{1}个",
}
_LEAST_BLOCK = 14  # letters; 详见附表 or 会后将逐项研究，另行上报 is no block
_HINTS = ("少于{0}字，可能太简单", "超过{0}字，可能太长")


def section_missing(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Blocks that have no section and do not stand inside another."""
    if not draft.is_whole:
        return []
    kinds = {kind for kind, *_ in _BLOCKS if _holds_something(draft, kind)}
    headings = "".join(
        piece.text + "："
        for piece in draft.pieces
        if piece.role == "aspect" or (piece.role == "heading" and piece.kind in kinds)
    )
    text = headings + "".join(piece.text for piece in draft.of("problems"))
    return [
        finding(catalog.rules, "section_missing", draft.start, about=kind, name=name, ask=question)
        for kind, name, question, inside in _BLOCKS
        if kind not in kinds and not inside.search(text)
    ]


def _holds_something(draft: Draft, kind: SectionKind) -> bool:
    """Whether more stands under the block's heading than 略 or 详见附表."""
    if draft.is_shapeless:
        return False  # there is no such heading
    points = sum(len(letters(piece.text)) for piece in draft.of(kind))
    leads = sum(len(letters(piece.text)) for piece in draft.of(kind, role="lead"))
    return points >= _LEAST_BLOCK or points + leads >= draft.limits.short_point


def balance(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Problems and causes that take too little of the text."""
    least = catalog.rules.limits.least_share
    share = round(100 * draft.share("problems", "causes", "case"))
    if not draft.is_whole or not draft.of("problems") or share >= least:
        return []
    place = draft.section_place("problems")
    return [finding(catalog.rules, "balance", place, share=share, least=least)]


def length(draft: Draft, catalog: Catalog) -> list[Finding]:
    """A text that is much shorter or longer than the unit wants."""
    limits = catalog.rules.limits
    if not draft.is_whole or limits.shortest <= draft.size <= limits.longest:
        return []
    is_long = draft.size > limits.longest
    hint = _HINTS[is_long].format(limits.longest if is_long else limits.shortest)
    return [finding(catalog.rules, "length", draft.start, about=hint, count=draft.size, hint=hint)]


def numbering(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Numbers that are missing, doubled or out of step, and counts that are not kept."""
    return [
        finding(
            catalog.rules,
            "numbering",
            _place(draft, oddity),
            about=oddity.kind + oddity.said,
            what=_WHAT[oddity.kind].format(oddity.said, oddity.other),
        )
        for oddity in oddities(draft.document.sections)
        if oddity.kind in _WHAT
    ]


def _place(draft: Draft, oddity: Oddity) -> Place:
    """The sentence that announces a count; else the sentence with the number in that line."""
    if oddity.kind == "announced":
        announcing = (s.place for _, s in draft.sentences if oddity.said in s.place.quote)
        near = [place for place in announcing if place.line >= oddity.line]
        return near[0] if near else draft.place_of(oddity.line)
    line = draft.lines[oddity.line - 1]
    at = line.find(oddity.said) if oddity.said else -1
    if at < 0:
        return draft.place_of(oddity.line)
    end = min((e for c in "。；！？" if (e := line.find(c, at)) >= 0), default=len(line) - 1)
    return Place(oddity.line, line[at : end + 1].rstrip())
