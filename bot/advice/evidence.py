"""What a piece of text proves: a case, the thought behind it, a figure; or only stock wording.

Used for the points of a draft and for a user's own notes alike. Set wording (两个确立, 四风) holds
numbers and 思想 without saying anything, so it is left out before looking. Pure.
"""

import re
from functools import lru_cache
from typing import Literal

from bot.models import Rules, SectionKind
from bot.text.normalize import letters, normalize

Gap = Literal["example", "thought", "figure"]
"""What is missing: a concrete case, the thought behind it, a number, date, deadline or owner."""

_CHINESE_NUMBER = "[二两三四五六七八九十百千万几数半][一二三四五六七八九十百千万余多来几]*"
# 如对待民营经济…, 如，在信访工作中; not 如何, 如果, 如实
_SUCH_AS = re.compile(
    r"(?:^|[，,。；;：:、\s（(])如(?!何|果|同|此|下|上|愿|期|实|数|若|是|火|履|饥|芒|一|鱼|虎|影|初|出|既|常|故|今|意|有|不|能|需)"
)
_MASK = "(?:某|[x×*○〇]{2,})[一-鿿]{0,3}?"  # 某村, XX社区
_CASE_LENGTH = 6  # letters that must follow 比如 to make a case
_CASE_REST = 4  # … and of them, those that do not fit any work
# 2021年度, 2021年以来: the year under review dates nothing
_BARE_YEAR = re.compile(r"(?:19|20)\d\d年(?:度|以来|底|初)?(?!\d)")
# 去年, 今年 alone: says of a case that it happened, but neither when nor how often
_VAGUE_YEAR = re.compile("[去前今本上]年(?![底初中末])")
_ONLY_ONCE = re.compile(r"(?:[只仅才就]|没有?)[^，。；,;]{0,8}一[次天家户件本篇人趟回场]")
_MONTH_OR_DAY = re.compile(
    r"\d+\s*(?:月|日|号)|[一二三四五六七八九十]{1,2}月(?:份|底|初|中旬|上旬|下旬)?"
)
_LIST_MARK = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[是要、]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d)|[①-⑳])"
)
_CLAUSE = re.compile(r"[^，,。；;：:！!？?\n]+")
_SENTENCE_END = re.compile("[。！？!?]")
_LONGEST_STOCK_CLAUSE = 18  # letters


class Evidence:
    """Looks for cases, thoughts and figures with the word lists of the rules."""

    def __init__(self, rules: Rules) -> None:
        words = rules.phrases
        self._limits = rules.limits
        self._formulas = any_of(tuple(map(normalize, words.formulas)))
        self._example = any_of(words.example)
        self._hollow = any_of(words.hollow)
        self._thought = any_of(words.thought)
        self._manner = any_of(words.manner)
        self._stock = any_of(words.stock)
        self._stock_end = re.compile(f"(?:{any_of(words.stock_ends).pattern})$")
        self._dates = any_of(words.dates)
        self._when_or_who = any_of((*words.deadlines, *words.owners))
        unit = any_of(words.units).pattern
        self._count = re.compile(
            rf"\d[\d.,]*\s*(?:多|余|个)?\s*(?:{unit})|\d+(?:\.\d+)?\s*%|百分之|{_CHINESE_NUMBER}\s*(?:{unit})"
        )
        self._place = re.compile(f"{_MASK}(?:{any_of(words.places).pattern})")

    def plain(self, text: str) -> str:
        """The normalized text without its list mark and without set wording."""
        return self._formulas.sub("～", normalize(_LIST_MARK.sub("", text)))

    def has_example(self, text: str) -> bool:
        """True if it names a case: 比如 with something behind it, a masked name, a figure."""
        plain = self.plain(text)
        marks = [*self._example.finditer(plain), *_SUCH_AS.finditer(plain)]
        if any(self._tells(plain[mark.end() :]) for mark in marks):
            return True
        return bool(self._place.search(plain)) or self._figure(plain)

    def has_thought(self, text: str) -> bool:
        """True if it says what was thought: 总认为…, 怕得罪人, 归根结底."""
        return bool(self._thought.search(self.plain(text)))

    def has_figure(self, text: str) -> bool:
        """True if it gives a number of something or a date; 去年 alone is none."""
        return self._figure(_VAGUE_YEAR.sub("～", self.plain(text)))

    def has_own_thought(self, text: str) -> bool:
        """The same as `has_thought`, but for words that tell how one behaved: 态度急躁."""
        return bool(self._thought.search(self._manner.sub("～", self.plain(text))))

    def is_checkable(self, text: str) -> bool:
        """True if a measure has a deadline, a quantity or somebody who answers for it."""
        plain = self.plain(text)
        return bool(self._when_or_who.search(plain)) or self._figure(plain)

    def is_stock(self, text: str) -> bool:
        """True if nothing but stock wording is left: no case, no figure, only such clauses."""
        if self.has_example(text):
            return False
        clauses = _CLAUSE.findall(self.plain(text))
        sizes = [(len(letters(clause)), clause) for clause in clauses]
        total = sum(size for size, _ in sizes)
        stock = sum(size for size, clause in sizes if self._is_stock_clause(clause, size))
        return total > 0 and 100 * stock >= self._limits.stock_share * total

    def stock_run(self, text: str) -> int:
        """How many clauses of stock wording stand in a row: what is listed and never shown."""
        longest = run = 0
        for clause in _CLAUSE.findall(self.plain(text)):
            size = len(letters(clause))
            is_stock = self._is_stock_clause(clause, size) and not self._figure(clause)
            run = run + 1 if is_stock else 0
            longest = max(longest, run)
        return longest

    def gaps(self, text: str, section: SectionKind = "problems") -> tuple[Gap, ...]:
        """What a point or note of that section still lacks, the most important first.

        A problem wants a case, the thought behind it and a figure; a cause the thought; a measure a
        deadline, a quantity or an owner ("figure"); other sections nothing.
        """
        if section == "causes":
            return () if self.has_thought(text) else ("thought",)
        if section == "measures":
            return () if self.is_checkable(text) else ("figure",)
        if section != "problems":
            return ()
        found: tuple[tuple[Gap, bool], ...] = (
            ("example", self.has_example(text)),
            ("thought", self.has_own_thought(text)),
            ("figure", self.has_figure(text)),
        )
        return tuple(gap for gap, is_there in found if not is_there)

    def _tells(self, case: str) -> bool:
        """Whether more than words that fit any work stands behind 比如."""
        said = letters(_SENTENCE_END.split(case)[0])
        return len(said) >= _CASE_LENGTH and len(self._hollow.sub("", said)) >= _CASE_REST

    def _figure(self, plain: str) -> bool:
        dated = _BARE_YEAR.sub("～", plain)
        return any(
            pattern.search(dated)
            for pattern in (self._count, _MONTH_OR_DAY, self._dates, _ONLY_ONCE)
        )

    def _is_stock_clause(self, clause: str, size: int) -> bool:
        if self._stock.search(clause):
            return True
        return size <= _LONGEST_STOCK_CLAUSE and bool(
            self._stock_end.search(clause.strip(" ～\"'"))
        )


@lru_cache(maxsize=256)
def any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    """Finds any of these words, of several that begin at a place the longest; nothing for none."""
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")
