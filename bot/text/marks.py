"""Numbering marks (序号) as these texts write them: 一、 （一） 1. （1） ① 第一， 一是 一要.

A mark is found at the start of a line or, where writers run their points on, after the end of a
sentence. Widths are mixed freely in real texts ("（一)"), so both are read.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.text.normalize import full_stops

Style = Literal[
    "top", "bracket", "ordinal", "number", "bracket_number", "circle", "is", "must", "bold",
    "sequence", "letter", "decimal", "subdecimal", "bullet",
]  # fmt: skip

_NUMERALS = "一二三四五六七八九十"
# 一, 十二, 二十; so that 维护团结统一一是… is read as 一是 behind 统一
_NUMERAL = "[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_LEGAL = "壹贰叁肆伍陆柒捌玖拾"
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
}
_STYLES = {
    # 一、存在的问题; also 第一部分
    "top": rf"[{_NUMERALS}]{{1,3}}\s*(?:、|[．.](?!\d))|第[{_NUMERALS}]{{1,2}}个?部分[：:、，,]?",
    # （一)在带头深刻感悟; also ㈠
    "bracket": rf"[（(〔【]\s*[{_NUMERALS}]{{1,3}}\s*[)）〕】][、.．]?|[㈠-㈩]",
    # 第一，理论学习不深 ; 其一，…
    "ordinal": rf"第[{_NUMERALS}]{{1,2}}(?:个方面)?[，,、：:是]|第[{_NUMERALS}]个(?=带头)|其[一二三四五][，,、：:是]",
    # 1.带头牢记; 2.6月底前完成; not the start of 1.5
    "number": r"\d{1,2}\s*(?:、|[.．](?!\d)|[.．](?=\d{1,2}月))|[⒈-⒛]",
    # （1）学习不深; also ⑴ and 1）
    "bracket_number": r"[（(]\s*\d{1,2}\s*[)）]|\d{1,2}\s*[)）]|[⑴-⒇]",
    "circle": r"[①-⑳]",
    # 三是一抓到底的力度不大。 Not the saying 一是一，二是二.
    "is": rf"(?P<n>{_NUMERAL})是(?!(?P=n)(?:[，,、。；;”\"]|[{_NUMERALS}]是|$))",
    # 一要加强学习, 三要求真务实; not 两个要求, 要素
    "must": rf"(?:{_NUMERAL})要(?!求(?!真)|[素点件])",
}
_ANY = "|".join(f"(?P<{style}>{pattern})" for style, pattern in _STYLES.items())
_VALUES = {sign: at % 10 + 1 for at, sign in enumerate(_NUMERALS + _LEGAL)} | {"两": 2}
# 首先，学习上有惰性: only at the start of a line; inside, it orders sentences of one point
_SEQUENCE = "首先|其次|再次|再者|最后"
_SEQUENCE_VALUES = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 4}
# the last: bullets of Word's symbol fonts, and pictures such as 🔹
_SIGN = "•·●○◎▪■□▲△▼▽◆◇♦▶►➢➤✓✔★☆※－\uf06c\uf06e\uf0d8\uf0b7\uf0fc\u2600-\u27bf\U0001f300-\U0001faff\ufe0f"
# 一,存在的问题: a heading of its own, typed with half-width signs
# Ⅱ、原因分析; 贰、原因分析; II. 原因分析; not the masks X、XX、
_OTHER_TOP = (
    rf"(?P<other>[Ⅰ-Ⅹ]\s*[、.．]?|[{_LEGAL}]\s*[、.．]|(?:I{{1,3}}|IV|VI{{0,3}})\s*[、.．])"
)
# 1.2 在作风方面, 1.2.1 走访少; not 1.5亿元
_DECIMAL = (
    r"(?P<subdecimal>\d{1,2}[.．]\d{1,2}[.．]\d{1,2})[.．、\s]*(?=[\u4e00-\u9fff“])"
    r"|(?P<decimal>\d{1,2}[.．]\d{1,2})[.．、]?\s+(?=[\u4e00-\u9fff“])"
)
# A.学习偏虚; b）…
_LETTER = r"(?P<letter>[A-Ha-h]\s*[.．、)）])(?=\s*[\u4e00-\u9fff“])"
_COMMA = rf"(?P<comma>[{_NUMERALS}]{{1,3}},)(?=[^,，。；;.]{{2,40}}\.?$)"
_LEADING = re.compile(
    rf"[\s>*#{_SIGN}–-]*(?:{_ANY}|(?P<sequence>(?:{_SEQUENCE})[，,、：:])|{_COMMA}|{_DECIMAL}|{_OTHER_TOP}|{_LETTER})"
)
# - 学习不够深入: the bullets of a page
_BULLET = re.compile(rf"(?:[{_SIGN}*–—-]\s+|[{_SIGN}])(?=(?:\*\*)?[\u4e00-\u9fff“])")
_INLINE = re.compile(_ANY)
_FIRST = re.compile(rf"[{_NUMERALS}\d第其（(〔【㈠-㈩⒈-⒛⑴-⒇①-⑳]")  # what any of them begins with
_SENTENCE_END = "。！？!?"
_CLAUSE_END = _SENTENCE_END + "；;：:…"
_CLOSING_QUOTES = '”’"』」）)*'
# Words in quotation marks; a straight quote may lack its partner, hence no full stop inside.
_QUOTED = re.compile(r"“[^“”\n]{0,200}”|「[^「」\n]{0,200}」|\"[^\"\n。]{0,80}\"")
# behind these a list may begin without a stop: 在作风方面一是…, 主要问题是一是…
_LEADS_TO_LIST = ("方面", "问题是", "表现在", "表现为", "表现是", "体现在", "主要有", "原因是")
_RUN_ON_HEADING = 30  # characters: "二、产生问题的原因分析（一）理论武装…"
_RUN_ON_ASPECT = 90  # "（一）带头严守政治纪律和政治规矩，维护党的团结统一一是…"
_ASPECT = re.compile(r"[在对照]{0,2}[“\"]?带头")
_RUN_ON_TITLE = 90
# 2024年度对照检查材料（镇党委副书记）一、存在的问题; 材料 2025年1月 镇长一、…
_TITLED = re.compile(
    r"(?:材料|提纲|发言稿?|剖析|对照检查)(?:[（(][^（）()]{1,50}[）)])?"
    r"(?:[ \u3000]*20\d\d年\d{1,2}月(?:\d{1,2}日)?)?(?:[ \u3000]+[^\s，。；：]{1,24}){0,2}[\s*]*$"
)
_LISTED = ("is", "must", "bracket", "number", "ordinal", "bracket_number", "circle")


@dataclass(frozen=True, slots=True)
class Mark:
    """A numbering mark: how it is written, its style, its number, where it ends in its line."""

    text: str
    style: Style
    value: int
    end: int


def number_of(numeral: str) -> int:
    """The number that 三, 十二, 12, ③ or ㈢ stands for, 0 if none."""
    digits = unicodedata.normalize("NFKC", numeral)
    if decimal := re.search(r"\d+", digits):
        return int(decimal[0])
    if digits[:1] in ("I", "V", "X") and (roman := re.match("[IVX]+", digits)):
        return _ROMAN.get(roman[0], 0)
    value = 0
    for sign in digits:
        one = _VALUES.get(sign, 0)
        value = max(value, 1) * 10 if one == 10 else value + one
    return value


def leading_mark(text: str) -> Mark | None:
    """The mark that the text starts with, behind blanks, bullets and bold signs."""
    if found := _LEADING.match(text):
        return _mark(found)
    bullet = _BULLET.match(text)
    return Mark(bullet[0].strip(), "bullet", 0, bullet.end()) if bullet else None


def inline_marks(text: str, last: dict[str, int]) -> Iterator[tuple[int, Mark]]:
    """The marks inside a line with their places; `last` holds the latest number of each style.

    Only a mark that begins a sentence and carries its list on, or starts a list, counts: so
    neither 一是一 nor a quoted 一是 cuts a sentence in two.
    """
    quotes = _QUOTED.finditer(text)
    quoted = next(quotes, None)
    start, first = 0, leading_mark(text)
    if first:
        last[first.style] = first.value
    for found in _marks(text, first.end if first else 1):
        while quoted and quoted.end() <= found.start():
            quoted = next(quotes, None)
        if quoted and quoted.start() < found.start():
            continue
        mark = _mark(found)
        if _begins(text, start, found.start(), mark) and _goes_on(mark, last):
            last[mark.style] = mark.value
            start = found.start()
            yield start, mark


def _marks(text: str, start: int) -> Iterator[re.Match[str]]:
    """What looks like a mark, as `finditer` gives it, in a seventh of the time."""
    while begun := _FIRST.search(text, start):
        if found := _INLINE.match(text, begun.start()):
            yield found
        start = found.end() if found else begun.end()


def _mark(found: re.Match[str]) -> Mark:
    group = found.lastgroup or ""
    written = found[group]
    style: Style = "top" if group in ("comma", "other") else group  # type: ignore[assignment]
    if style == "letter":
        value = "abcdefgh".index(written[0].lower()) + 1
    elif group in ("decimal", "subdecimal"):
        value = int(re.split("[.．]", written)[-1])
    else:
        value = _SEQUENCE_VALUES[written[:2]] if style == "sequence" else number_of(written)
    return Mark(written.strip(), style, value, found.end())


def _begins(text: str, start: int, position: int, mark: Mark) -> bool:
    """Whether a sentence ends before the mark, or a heading that began at `start` runs into it."""
    before = full_stops(text[max(start, position - 8) : position].rstrip())
    ended = before.rstrip(_CLOSING_QUOTES)
    if before.endswith(tuple(_CLAUSE_END)) or ended.endswith(tuple(_SENTENCE_END + "；;")):
        # 现将有关情况报告如下：一、存在的主要问题
        is_announced = mark.value == 1 and before.rstrip("：:").endswith("如下")
        return mark.style != "top" or is_announced or ended.endswith(tuple(_SENTENCE_END))
    if mark.value != 1:
        return False
    if mark.style == "top":
        return _ends_with_title(text[start:position])
    if mark.style in ("is", "must", "bracket", "number") and before.rstrip("，,").endswith(
        _LEADS_TO_LIST
    ):
        return True
    return mark.style in _LISTED and _is_heading(text[start:position], mark.style)


def _ends_with_title(text: str) -> bool:
    """Whether the last sentence is the title of such a text, whose line break was lost."""
    sentence = re.split("[。！？!?]", text)[-1].lstrip(_CLOSING_QUOTES)
    return len(sentence) <= _RUN_ON_TITLE and bool(_TITLED.search(sentence))


def _is_heading(text: str, below: Style) -> bool:
    """Whether it is nothing but a heading with a mark of another style, such as holds a list."""
    above = leading_mark(text)
    if above is None or above.style == below:
        return False
    if _ASPECT.match(text, above.end) and not re.search("[。；：]", text):
        return len(text) <= _RUN_ON_ASPECT
    is_short = len(text) <= _RUN_ON_HEADING and not re.search("[，。；]", text)
    return is_short and above.style == "top"


def _goes_on(mark: Mark, last: dict[str, int]) -> bool:
    """Whether the number starts a list or follows the latest one, a doubled or missing one allowed."""
    if mark.value == 1 or (mark.style == "is" and not last):  # a page may begin inside a list
        return True
    before = last.get(mark.style, 0)
    return 0 < before <= mark.value <= before + 2
