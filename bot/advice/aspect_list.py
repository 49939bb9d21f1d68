"""Tells a list of aspects in a pasted text from any other enumeration, chat or draft.

What speaks for one: its entries name subjects of the field, open with 带头 or end with 方面, and
are announced as such; what speaks against: steps of a meeting, shortcomings told, long bodies.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.models import Catalog
from bot.text.listing import Listing, listings
from bot.text.marks import number_of
from bot.text.normalize import letters

WIDE = str.maketrans(",;:()?!", "，；：（）？！")
AROUND = " \u3000，,、；;。.：:*#—-"
_FEWEST_PLAIN = 3  # headings of a list that nothing but its numbers speaks for
_SHORT_HEADING = 16  # letters of such a heading
_LONGEST_HEADING = 160  # letters; the longest official one has about 140
_LONGEST_BODY = 180  # letters from one heading to the next; a draft has more
_ENOUGH = 1.5  # evidence from which an enumeration is a list of aspects
_SUBJECTS = 0.5  # least share of aspects that have to do with a known subject
_ALONE = 0.85  # share of the text's letters from which it is nothing but the list
# 在强化政治忠诚方面，重点查摆…: where the aspect's own wording ends
_TAIL = re.compile(
    r"(?:的(?:情况|问题|差距|不足))?(?:方面(?:存在的?)?(?:的?(?:主要|突出)?(?:问题|不足|差距|情况))?|(?:找|查)(?:差距|不足|问题))(?=$|[，,：:；;。\s（(“和及]).*"
    r"|[，,；;：:。\s（(—-]+(?:重点|主要|着重|具体|即|是否|看|(?:要|认真|深入|全面|逐[一项条])*(?:查摆|检视|剖析|对照|查找)).*|[。：:].*"
    r"|(?<=[一-鿿])等?(?:这|以上)?(?:[两二三四五六七八九十]|\d{1,2})个(?:大)?方面.*",
    re.S,
)
_FRONT = re.compile(
    r"^(?:(?:对照|围绕|聚焦|紧扣|查摆|检视|查找|看|是否|在|从(?!严)|要|以及|和|及|即)(?!检查))+"
)
_OPENING = re.compile(r"^(?:带头|对照|在.*方面|聚焦|围绕|是否带头)|方面$")
_NAMES_ASPECTS = re.compile(r"方面|带头|对照|查摆|检视|聚焦|围绕|几点|内容")
_OTHER_LIST = re.compile(
    r"时间|地点|参加|列席|会前|会后|征求意见|谈心|撰写|召开|通报|整改(?!落实)|措施|原因|主持|材料|报送|努力方向|下一步|安排"
)
_SHORTCOMING = re.compile(
    r"不够|不强|不深|不实|不严|不足|不高|不紧|不牢|不多|不到位|欠缺|淡化|弱化|有差距|有待|较少|不经常|打折扣"
)
_ASKED_FOR = re.compile(
    r"查摆|检视|对照|是否|有没有|查找|着重|重点"
)  # such sentences are a notice's
_ASKS = re.compile("[？?]|怎么|如何|什么")
_NARRATES = re.compile(
    r"本人|(?<!自)我(?![们国省市县区局党镇乡街校院])|比如|例如|主要表现|有的同志"
)
_TABLE_HEADS = {"序号", "方面", "序号方面", "内容", "查摆重点", "重点查摆"}
_COUNT = re.compile(r"([两二三四五六七八九十]|10|[2-9])个?(?:带头|方面|对照|聚焦)")


@dataclass(frozen=True, slots=True)
class _Found:
    """An enumeration judged: the aspects' wording, and how much speaks for it."""

    headings: tuple[str, ...]
    evidence: float


def find_headings(text: str, catalog: Catalog, *, explicit: bool = False) -> tuple[str, ...]:
    """The wording of the aspects that the text lists, in order; () if it lists none.

    `explicit`: the text was sent as such a list, so a few short numbered headings are enough.
    """
    if _is_draft(text):
        return ()
    judged = (_judge(listing, text, catalog, explicit=explicit) for listing in listings(text))
    best = max(filter(None, judged), key=lambda f: (f.evidence, len(f.headings)), default=None)
    return best.headings if best and best.evidence >= _ENOUGH else ()


def _is_draft(text: str) -> bool:
    """Whether somebody tells of shortcomings himself instead of naming what is to be looked at."""
    sentences = re.split(r"[。！？\n]", text)
    told = [s for s in sentences if _SHORTCOMING.search(s) and not _ASKED_FOR.search(s)]
    return len(told) >= 3 or len(_NARRATES.findall(text)) >= 3


def _judge(listing: Listing, text: str, catalog: Catalog, *, explicit: bool) -> _Found | None:
    """The enumeration as aspects with the evidence for it; None if it cannot be one."""
    entries = [entry for entry in listing.entries if letters(entry) not in _TABLE_HEADS]
    headings = tuple(_heading(entry) for entry in entries)
    if len(headings) < 2:
        return None
    sizes = [len(letters(heading)) for heading in headings]
    bodies = sorted(len(letters(entry)) for entry in entries[:-1])
    if (
        min(sizes) < 2
        or max(sizes) > _LONGEST_HEADING
        or bodies[len(bodies) // 2] > max(_LONGEST_BODY, *sizes)
        or len(set(map(letters, headings))) < len(headings)
    ):
        return None
    strange = sum(bool(_SHORTCOMING.search(h) or _ASKS.search(h)) for h in headings)
    other = sum(bool(_OTHER_LIST.search(heading)) for heading in headings)
    last_line = listing.lead.rstrip().rpartition("\n")[2]
    if 5 * max(strange, other) >= 2 * len(headings) or _OTHER_LIST.search(last_line[-20:]):
        return None
    evidence = _evidence(listing, headings, text, catalog)
    if explicit and listing.is_marked and _is_plain_list(listing, headings, text):
        evidence = max(evidence, _ENOUGH)
    return _Found(headings, evidence)


def _is_plain_list(listing: Listing, headings: Sequence[str], text: str) -> bool:
    """Whether the text is little more than a few short headings."""
    listed = sum(len(letters(entry)) for entry in listing.entries)
    is_short = max(len(letters(heading)) for heading in headings) <= _SHORT_HEADING
    return len(headings) >= _FEWEST_PLAIN and is_short and 2 * listed >= len(letters(text))


def _evidence(listing: Listing, headings: Sequence[str], text: str, catalog: Catalog) -> float:
    """How much speaks for a list of aspects: their subjects, their form, what announces them."""
    count = len(headings)
    subjects = sum(_subject(heading, catalog) for heading in headings) / count
    if subjects < _SUBJECTS:
        return 0.0
    formed = sum(bool(_OPENING.search(e.strip(AROUND)) or "方面" in e) for e in listing.entries)
    announced = any(number_of(found) == count for found in _COUNT.findall(text))
    named = bool(_NAMES_ASPECTS.search(listing.lead[-80:]))
    bare = all(len(letters(entry)) <= 12 for entry in listing.entries)
    listed = sum(len(letters(entry)) for entry in listing.entries)
    alone = count > 2 and listed >= _ALONE * len(letters(text))
    signs = announced + named + (bare or alone)
    return subjects + formed / count + 0.5 * signs + 0.02 * count


def _subject(heading: str, catalog: Catalog) -> float:
    """1 if the heading names a known subject, less if only what people call an aspect, else 0."""
    plain = letters(heading)
    if any(letters(word) in plain for topic in catalog.topics for word in topic.words):
        return 1.0
    aspects = [aspect for theme in catalog.themes for aspect in theme.aspects]
    if any(letters(term) in plain for aspect in aspects for term in aspect.terms):
        return 1.0
    return 0.6 if any(letters(word) in plain for a in aspects for word in a.words) else 0.0


def _heading(entry: str) -> str:
    """The aspect's wording: without what the entry says of how to examine it."""
    first = entry.strip(AROUND).replace("\n", " ")
    core = _TAIL.sub("", first).strip(AROUND)
    core = _FRONT.sub("", core) or core
    return _unquoted(core.translate(WIDE).strip(AROUND))


def _unquoted(heading: str) -> str:
    """Without quotation marks around all of it, or one without its partner."""
    whole = re.fullmatch(r"[“\"]([^“”\"]+)[”\"]", heading)
    if whole:
        return whole[1]
    if heading.count("“") != heading.count("”"):
        return heading.strip("“”")
    return heading
