"""Tells what a heading opens: a section (存在的问题, 原因剖析, 整改措施 …) or an aspect of a theme.

Wording varies from unit to unit, so a section is known by its mark and a small lexicon, an aspect
by its terms and by the pairs of characters it shares with the theme's wording.
"""

import re
from functools import lru_cache
from itertools import pairwise
from operator import itemgetter

from bot.models import Aspect, SectionKind, Theme
from bot.text.normalize import full_stops, letters, plain, readable
from bot.text.outline import Block, would_merge

# Which words name which section; the first that fits wins.
_KINDS: tuple[tuple[SectionKind, re.Pattern[str]], ...] = (
    # 上年度民主生活会整改措施落实情况
    ("last_year", re.compile(r"(上一?年度?|去年|[前上]一?次|20\d\d年度?).*(整改|落实)|整改.*(情况|完成)$")),
    ("case", re.compile(r"案例|(反面|典型|正反).{0,4}(剖析|反思|对照|警示)|以案(促改|为鉴|促治)")),
    # 个人有关事项说明
    ("matters", re.compile(r"(有关|重大|重要|需要?说明).{0,4}事项|事项.{0,4}(说明|报告)|(有关|个人|其他|需要?).{0,4}情况说明|需要?说明.{0,4}(情况|问题)$")),
    # 存在的问题及原因: one section for both
    ("problems", re.compile(r"问题(及|和|与|、|以及)其?(产生)?(主要|深层次?|思想)?(原因|根源|成因)")),
    # 问题产生的根源和原因分析
    ("causes", re.compile(r"原因|根源|本源|症结|缘由|缘故|起因|成因|病根|根子|为啥|为(什么|何)|(思想|党性|深刻|深入)(剖析|分析|反思)")),
    # 下步努力方向和改进措施
    ("measures", re.compile(r"整改|整顿(办法|措施)|努力方向|(怎[么样]|咋)[改办干]|如何改|改[进正](措施|方向|意见|办法|思路|打算|举措|计划)|下一?步|今后|(打算|措施|举措|对策)$")),
    # 存在问题及表现
    ("problems", re.compile(r"(存在|查摆|检视|突出|自身|主要|查找|剖析|对照|检查|首要).*(问题|题目|不足|差距|短板)|(问题|题目|不足|差距).*(表现|查摆|检视)|对照检查$|(对照检查|查摆|检视|自查|查找)情况$|表现$|方面(问题|题目|不足|差距|短板)$")),
    ("closing", re.compile(r"^(结束语|结语)$")),
    # 学习情况, 思想收获
    ("opening", re.compile(r"(情况|收获|体会|会前准备)$")),
)  # fmt: skip
# What such headings are made of; the rest of a heading tells how sure it is.
_FRAME_WORDS = re.compile(
    r"存在|问题|短板|弱项|毛病|薄弱环节|原因|根源|症结|缘由|成因|剖析|分析|产生|整改|措施|举措|对策|努力|方向|下一?步|今后|改进|打算|思路|"
    r"突出|主要|首要|题目|发生|整顿|办法|自身|个人|本人|班子|领导|方面|不足|差距|表现|查摆|检视|查找|对照|检查|情况|思想|党性|"
    r"深刻|深入|深层次?|工作|落实|意见|计划|怎么|怎样|如何|根子|首?先|再|最后|身上|一下|[说讲谈咋啥改办干]|背后|造成|导致|形成|提高|提升|哪些|为?什么|为何|会|这样|如此|有关|重大|事项|说明|典型|案例|上一?年度?|(?:民主|组织)生活会|"
    r"[的和及与以其在对出之上述这些几我一二三四五六个\d]"
)
_SHORTCOMINGS = re.compile("(问题|不足|差距|短板|弱项|毛病|薄弱环节)$")  # 一、班子问题
# 整改措施不具体 is somebody's shortcoming, not a section.
_SHORTCOMING = re.compile(r"不(?!足)|没|未|缺|欠|弱|淡")
_LABEL = re.compile("[^，。：:]{2,10}[：:]")
_QUOTED = re.compile('[“「"][^”」"]{1,20}[”」"]')  # 存在的“不严不实”问题
_LONGEST_SECTION_HEADING = 40  # letters
_LONGEST_HEADING = 200  # letters; the longest official aspect has about 140
_REACH = _LONGEST_HEADING + 40  # … and the signs between them: where a heading has to end
_WHOLE, _NOWHERE = -1, 0  # in place of its end: the whole text is a heading, none of it is
# The words behind which an aspect's heading ends: 在…方面。 but not 正反两方面经验.
_ASPECT_END = re.compile(
    r"方面(?:存在)?的?(?:主要|突出)?(?:问题|問題|不足|差距)?(?=[，,。：:；;*\s]|$)"
)
_HEADING_END = re.compile(r"[。：:；;！!？?]|\*\*")
# 在理论学习上，主要是学用脱节。 对照“带头…，…”，还存在…
_ASPECT_LEADS_ON = re.compile(
    r"(?:在|对照)[^。；：]{2,100}?[上中里”」\"](?=[，,](?:主要|还|仍|我?存在|表现))"
)
_AROUND_HEADING = "。.．：:；;，,*#！!？? \u3000"
_ASPECT_HEADING = re.compile(r"(?<![个各多])方面(存在)?的?(主要|突出)?(问题|不足|差距)?$")
_FRAME = re.compile(r"带头|对照|[先再][说讲谈看]|方面|存在的?(主要|突出)?(问题|不足|差距)")
_MATCH = 0.5  # least likeness of a heading to an aspect
_SAME = 1.0  # likeness from which it needs no other sign, such as 方面
_SPUN = 0.4  # least share of a heading's characters that a spun copy keeps of the aspect


@lru_cache(maxsize=256)  # it is asked several times of each of a document's blocks
def split_heading(body: str) -> tuple[str, str]:
    """The heading that the text begins with, and the rest.

    An aspect's heading ends behind 方面, another one at the end of its first clause. A text
    without such an end within reach has the heading "".
    """
    end = _heading_end(full_stops(body[:_REACH]))
    if end == _WHOLE:
        return _one_line(body), ""
    if end == _NOWHERE:
        return "", body
    while end < len(body) and body[end] in _AROUND_HEADING:
        end += 1
    heading, rest = _one_line(body[:end].strip(_AROUND_HEADING)), body[end:].strip()
    return (heading + " " if would_merge(heading, rest) else heading), rest


def _heading_end(reach: str) -> int:
    if leads_on := _ASPECT_LEADS_ON.match(reach):
        return leads_on.end()
    ends = [
        found.end() for pattern in (_ASPECT_END, _HEADING_END) if (found := pattern.search(reach))
    ]
    if not ends and len(letters(reach)) <= _LONGEST_HEADING:
        return _WHOLE
    return min(ends) if ends and min(ends) <= _LONGEST_HEADING else _NOWHERE


def _one_line(heading: str) -> str:
    """The heading without the line breaks that a block keeps where a word would change without them."""
    return " ".join(heading.split("\n"))


def section_kind(
    block: Block, current: SectionKind, *, heads_aspects: bool = False
) -> SectionKind | None:
    """The kind of section that the block opens, None if it is no section heading.

    `heads_aspects`: 在…方面存在的问题 is such a heading, as the aspects stand below it.

    A mark 一、 or bold type makes a heading likely; without them it has to consist of the
    lexicon's words, and to differ from the section it stands in.
    """
    heading, rest = split_heading(block.body)
    core = plain(heading).replace("的", "")
    if not 2 <= len(core) <= _LONGEST_SECTION_HEADING or (
        is_aspect_heading(heading) and not heads_aspects
    ):
        return None
    kind = next((kind for kind, words in _KINDS if words.search(core)), None)
    strange = len(_FRAME_WORDS.sub("", core))
    if kind is None and strange <= 1 and _SHORTCOMINGS.search(core):
        kind = "problems"
    if kind is None or (strange > 2 and _SHORTCOMING.search(plain(_QUOTED.sub("", heading)))):
        return None
    if block.emphasized or (block.mark and block.mark.style == "top"):
        return kind if strange <= 12 or kind != "opening" else None
    # 我的问题：学习被动；… in a text that has no other headings
    is_label = kind == "problems" and current == "opening" and _LABEL.match(block.body)
    if not block.own_line or strange > 1 or kind == current or kind == "opening":
        return None
    if rest:
        return kind if is_label and not block.mark else None
    if block.mark:
        return kind if block.mark.style in ("bracket", "bullet", "sequence") else None
    if current == "opening" or not block.body.endswith(("：", ":", "。", "；")):
        return kind
    leads_on = kind != "problems" and block.body.endswith(("：", ":"))
    return kind if leads_on else None


def is_aspect_heading(heading: str) -> bool:
    """Whether it reads 在…方面, and not 五个方面 or 以下方面."""
    wording = readable(heading)
    return bool(_ASPECT_HEADING.search(wording)) and len(_FRAME_WORDS.sub("", plain(wording))) > 1


def is_theme_heading(heading: str, theme: Theme | None) -> bool:
    """Whether it is worded as one of the theme's aspects and names no shortcoming."""
    return match_aspect(heading, theme, least=_SAME) is not None and not _SHORTCOMING.search(
        plain(heading)
    )


def match_aspect(heading: str, theme: Theme | None, *, least: float = _MATCH) -> int | None:
    """The number of the theme's aspect that the heading names, None if none is like enough."""
    if theme is None:
        return None
    likeness, number = _nearest(heading, theme.aspects)
    return number if likeness >= least else None


@lru_cache(maxsize=4096)  # the headings of one year's texts are much the same
def _nearest(heading: str, aspects: tuple[Aspect, ...]) -> tuple[float, int]:
    """The likeness of the aspect that the heading is most like, and its number."""
    mine = _pairs(heading)
    return max(((_likeness(*mine, a), a.number) for a in aspects), key=itemgetter(0))


def may_be(heading: str, aspect: Aspect) -> bool:
    """Whether a heading whose place is the aspect's shares enough characters with it.

    Copies that put synonyms in place of words (带领 for 领导) still have these.
    """
    _, mine = _pairs(heading)
    _, wanted = _pairs(aspect.heading)
    return bool(mine) and len(set(mine) & set(wanted)) >= _SPUN * len(set(mine))


def theme_likeness(headings: list[str], theme: Theme) -> float:
    """How well the theme's aspects account for the headings, from 0 to their number."""
    best = [_nearest(heading, theme.aspects) for heading in headings]
    found = [(likeness, number) for likeness, number in best if likeness >= _MATCH]
    if len({number for _, number in found}) < 2 < len(headings):
        return 0.0  # one aspect among many headings is met by chance
    share = len(found) / len(headings) if headings else 0.0
    return min(1.0, 2 * share) * sum(likeness for likeness, _ in found)


def aspect_likeness(heading: str, aspect: Aspect) -> float:
    """How much a heading is worded like the aspect, from 0 to 2.

    The share of common pairs of characters, raised by each of the aspect's terms it holds.
    """
    return _likeness(*_pairs(heading), aspect)


def _likeness(mine: frozenset[str], core: str, aspect: Aspect) -> float:
    wanted, aspect_terms, reach = _wording(aspect.heading, aspect.terms)
    if not wanted or mine.isdisjoint(reach):
        return 0.0  # by far the commonest case
    shared = len(mine & wanted)
    overlap = shared / min(len(mine), len(wanted)) if shared >= 3 or shared == len(mine) else 0.0
    terms = sum(term in core for term in aspect_terms)
    return max(overlap, 0.5 * (terms > 0)) + 0.25 * terms + shared / (len(mine) + len(wanted)) / 4


@lru_cache(maxsize=1024)
def _pairs(heading: str) -> tuple[frozenset[str], str]:
    core = letters(_FRAME.sub("", readable(heading[:_LONGEST_HEADING])))
    return frozenset(a + b for a, b in pairwise(core)), core


@lru_cache(maxsize=512)
def _wording(
    official: str, terms: tuple[str, ...]
) -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    """The pairs of an aspect's heading, its terms' letters, and the pairs of both."""
    wanted, _ = _pairs(official)
    lettered = tuple(letters(term) for term in terms)
    return wanted, lettered, wanted.union(a + b for term in lettered for a, b in pairwise(term))
