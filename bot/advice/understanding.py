"""What a user's words ask for: area, aspect, section, scope and year as slots, the rest as the need.

Pure: nothing is looked up but the catalog. An unknown word is never an error, it stays in the need.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

from bot.advice.selves import Selves
from bot.models import Aspect, Catalog, Scope, SectionKind, Theme
from bot.text.marks import number_of
from bot.text.normalize import letters, normalize, simplify
from bot.text.segment import cut
from bot.text.years import spelled

_Kind = TypeVar("_Kind")
_WORD = 2  # letters up to which a name must not cut through other words (个人|大局 holds no 人大)
_SENTENCE = 9  # letters of a need from which it is a sentence, which may lean to a section
_SHORT_NEED = 8  # letters of a need that may be an aspect's subject
_FIT_CUTOFF = 0.5  # share of the need from which an aspect fits

_NUMERAL = "[零〇一二两三四五六七八九十]{1,3}|[0-9]{1,2}"
_ASPECT_NUMBER = re.compile(  # "第二方面" "第3条" "方面2" "2"; not "第一时间"
    rf"第({_NUMERAL})(?:(?:个|条|项)?(?:方面|带头|条|项|点)|个|(?=\W|$|的|怎|咋|写|有))"
    rf"|方面({_NUMERAL})|^({_NUMERAL})(?:方面)?$"
)
_ASPECT_CUE = re.compile(r"(\w{1,8}?)(?:那|这)(?:一)?(?:条|个方面|方面|个)$")  # "群众那条"
_YEAR = re.compile(r"(?<!\d)(20[12]\d)(?!\d)(?:年度|年)?")  # "六个带头 2022"
_MEETING_YEAR = re.compile(  # "管德育，2024年", "2025年度 信访"; not "2022年疫情期间"
    r"(?<!\d)20[12]\d(?:年度?的?)?(?:$|[。！!]$|专题|民主生活|民生会|组织生活|组生会|对照|检视|材料|范文|会(?!议|上))"
    r"|(?<!\d)20[12]\d年度(?:的|(?!\w))|^20[12]\d(?!\d|年)|(?<=\W)20[12]\d(?!\w)"
)
_LIFE = re.compile(  # 2019年到街道工作的: when something happened to him, and no meeting's year
    r"年(?:\d{1,2}月)?(?:到|来|任|参|调|起|开始|以来|入|提|从|下派|毕业|退)"
)
_FOR_OTHERS = re.compile(  # 给院长写对照检查材料
    r"(?:给|替|为|帮)(?!我|自己|个人)[^,，。;；\s]{1,10}(?:写|准备|起草|弄|整理)"
)
_NO_DUTY = "不没怕对给向替被得罪换少讨好批评靠让"  # with which it is told what somebody did
_COUNTED = re.compile(  # 我联系三个村: the work of his is 村级, however many
    r"(?:联系|包联?|挂点?|驻|管)(?:着|了)?(?:[一二两三四五六七八九十几\d]{1,3})个(?:行政)?(?=村|社区|街道|乡镇|学校|企业)"
)
_VILLAGE = re.compile(r"(?<=管)村(?=$|\W|的)")
_NO_CHIEF = re.compile(r"(?:支部|总支|第一|纪委|纪工委|纪检)$")  # whose 书记 is no 一把手
_SECTIONS: tuple[tuple[SectionKind, re.Pattern[str]], ...] = (
    (
        "causes",
        re.compile(r"(?:问题)?(?:产生的)?(?:原因|根源|症结|根子)(?:剖析|分析)?|为什么会|为啥会"),
    ),
    (
        "measures",
        re.compile(
            r"整改(?:措施|方向|清单)?|改进措施|努力方向|下一步(?:打算|措施|怎么办)?|今后(?:打算|努力)|措施"
        ),
    ),
    ("problems", re.compile(r"存在(?:的)?(?:突出)?问题|问题表现|查摆问题")),
)
_LEANINGS: tuple[tuple[SectionKind, re.Pattern[str]], ...] = (
    (  # "往后多到村里坐坐"
        "measures",
        re.compile(
            r"(?:^|[,;。、\s])(?:我|我们|咱|咱们)?(?:以后|往后|今后|将来|接下来|下一步|从今|打算|争取|计划)"
        ),
    ),
    (  # "说到底还是心里没装着老百姓"
        "causes",
        re.compile(r"说到底|说白了|归根|究其|根子|根源|骨子里|之所以|是因为"),
    ),
)
_SCOPES: tuple[tuple[Scope, re.Pattern[str]], ...] = (
    ("team", re.compile(r"(?:领导)?班子(?!成员|建设)的?(?<!带班子)")),
    ("leader", re.compile(r"一把手(?!监督)|主要负责人|主要领导|带班子")),
    (
        "personal",
        re.compile(
            r"(?<!\w)(?:我是?)?(?:一名|个)?普通党员(?=\W|$)|(?:我)?(?:个人|本人)的|^个人(?=\W|$)|(?<!\w)个人$|个人(?=对照|材料|发言|提纲)|(?<=生活会)个人"
            r"|(?:给|替|为)(?:我)?自己(?:写|准备)|写(?:我)?自己的"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Query:
    """A user's words, understood. `need` is what is left to search for, normalized and simplified."""

    text: str
    plain: str  # normalized and simplified, with punctuation
    need: str = ""
    areas: tuple[str, ...] = ()
    aspect: int | None = None
    section: SectionKind | None = None
    leaning: SectionKind | None = None  # the section that a sentence sounds like, none named
    scope: Scope | None = None
    year: int | None = None
    is_of_meeting: bool = False  # the year is the meeting's, not that of something that happened
    is_introduction: bool = False  # says only who the user is and what he works at
    more: str = ""  # the letters that say something else

    @property
    def is_bare(self) -> bool:
        """True when the words fill slots and leave nothing to search for."""
        return not letters(self.need)


class Understanding:
    """Reads users' words with the names and word lists of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._stopwords = catalog.vocabulary.stopwords
        self._posts = frozenset(catalog.vocabulary.posts)
        self._selves = self._posts | frozenset(catalog.vocabulary.selves) | self._stopwords
        self._introductions = Selves(self._selves)
        posts = "|".join(sorted(catalog.vocabulary.posts, key=len, reverse=True)) or "(?!)"
        self._post = re.compile(  # 给党组书记写, 写给局长的
            rf"(?:给|替|为|帮)(?!我(?!们)|自己)([^,，。;；\s]{{0,12}}?)({posts})(?:的|写|准备|起草|弄|整理|[,，。;；\s]|$)"
        )
        self._duty = re.compile(  # 保教主任, 挂职副主席: whatever it is, somebody's post
            rf"(?<!\w)[^\W{_NO_DUTY}]{{0,6}}?(?:{posts})的?(?!\w)"
        )
        self._due = re.compile(  # 书记明天要交发言材料
            rf"([^,，。;；\s]{{0,12}}?)({posts})[^,，。;；\s]{{0,4}}要(?:交|发言|上会|开(?:民主|组织)生活会)"
        )
        names = {letters(word): a.key for a in catalog.areas for word in (a.name, *a.aliases)}
        names |= dict.fromkeys(map(letters, catalog.vocabulary.masks), "")
        self._areas = names
        self._desks = frozenset(area.key for area in catalog.areas if area.is_desk)
        longest_first = sorted(names, key=len, reverse=True)
        self._names = re.compile("|".join(map(_bounded, longest_first)) or r"(?!)")
        self._latest: tuple[str, Theme | None, Query] | None = None

    def read(self, text: str, theme: Theme | None = None) -> Query:
        """The slots and the need of the text; `theme` tells which aspects a word may mean.

        What was read last is remembered: a message is read to tell what it asks for, then to search.
        """
        latest = self._latest
        if latest and latest[0] == text and latest[1] is theme:
            return latest[2]
        query = self._read(text, theme)
        self._latest = text, theme, query
        return query

    def _read(self, text: str, theme: Theme | None) -> Query:
        plain = spelled(simplify(normalize(text)).strip())
        areas, rest = self._take_areas(_VILLAGE.sub("村级", _COUNTED.sub("管", plain)))
        writes_for = self._post.search(plain)
        whose = writes_for or self._due.search(plain)
        if writes_for:  # 我给卫健局局长写对照材料: says whose text it is, and nothing to look for
            _, rest = self._take_areas(plain.replace(writes_for[0], " "))
        if _FOR_OTHERS.search(plain):  # where the writer sits is not what the text is about
            areas = tuple(key for key in areas if key not in self._desks) or areas
        aspect, rest = _take_aspect(rest, theme)
        section, rest = _take_first(rest, _SECTIONS)
        scope, rest = _take_first(rest, _SCOPES)
        year = next((y for y in _YEAR.finditer(rest) if not _LIFE.match(rest, y.end(1))), None)
        rest = _YEAR.sub(" ", rest)
        more = self._introductions.without(self._duty.sub(" ", _FOR_OTHERS.sub(" ", rest)))
        need = self._need(plain, rest, is_about_area=bool(areas), says_more=bool(more))
        return Query(
            text=text,
            plain=plain,
            need=need,
            areas=areas,
            aspect=aspect,
            section=section,
            leaning=None if section else _leaning(plain, need),
            scope=scope or (_scope_of(*whose.groups()) if whose else None),
            year=int(year[1]) if year else None,
            is_of_meeting=bool(_MEETING_YEAR.search(plain)),
            is_introduction=bool(areas) and not more,
            more=more,
        )

    def _need(self, plain: str, rest: str, *, is_about_area: bool, says_more: bool) -> str:
        """What is left to search for; `rest`: without the slots."""
        need = self._without(rest, self._stopwords)
        if not is_about_area:
            return need
        if says_more and _is_sentence(need):
            # "宣传那摊子是虚活": what it names is a part of what it says
            return self._without(_YEAR.sub(" ", plain), self._stopwords)
        # "组织部副部长 群众": who speaks is not what is looked for
        return self._without(need, self._posts) or need

    def areas_in(self, text: str) -> tuple[str, ...]:
        """Keys of the areas that a text names."""
        return self._take_areas(simplify(normalize(text)))[0]

    def _take_areas(self, plain: str) -> tuple[tuple[str, ...], str]:
        found: dict[str, None] = {}
        rest, at = [], 0
        for name in self._whole_names(plain):
            if key := self._areas[name[0]]:
                found[key] = None
                rest.append(plain[at : name.start()])
                at = name.end()
        return tuple(found), " ".join([*rest, plain[at:]])

    def _whole_names(self, plain: str) -> Iterator[re.Match[str]]:
        """The names in the text; one that cuts through words hides none behind it (中学校长)."""
        name = self._names.search(plain)
        while name:
            is_whole = len(name[0]) > _WORD or set(name.span()) <= _word_starts(plain)
            if is_whole:
                yield name
            name = self._names.search(plain, name.end() if is_whole else name.start() + 1)

    def _without(self, text: str, words: frozenset[str]) -> str:
        """The text without these words; a one-character word goes only when it stands alone."""
        kept = " ".join(
            "".join(" " if len(word) > 1 and word in words else word for word in cut(piece))
            for piece in text.split()
            if piece not in words
        )
        return " ".join(piece for piece in kept.split() if piece not in words)


def _scope_of(unit: str, post: str) -> Scope:
    """Whose text it is that is written for a post: of posts only 书记 surely means the 一把手."""
    return "leader" if post == "书记" and not _NO_CHIEF.search(unit) else "personal"


def _word_starts(plain: str) -> set[int]:
    """Where jieba's words begin, and the end."""
    starts, at = {0}, 0
    for word in cut(plain):
        at += len(word)
        starts.add(at)
    return starts


def _bounded(name: str) -> str:
    """Latin abbreviations such as zzb stand alone; Chinese names may stand anywhere."""
    return rf"(?<![a-z]){re.escape(name)}(?![a-z])" if name.isascii() else re.escape(name)


def _take_aspect(plain: str, theme: Theme | None) -> tuple[int | None, str]:
    if found := _ASPECT_NUMBER.search(plain):
        numeral = next(group for group in found.groups() if group)
        return number_of(numeral.replace("两", "二")), plain.replace(found[0], " ", 1)
    cue = _ASPECT_CUE.search(plain)
    if cue and theme and (aspect := aspect_by_word(cue[1], theme)):
        return aspect.number, plain.replace(cue[0], " ")
    return None, plain


def aspect_by_word(word: str, theme: Theme) -> Aspect | None:
    """The aspect that a short word means ("群众", "两个确立"), None when none or several fit."""
    wanted = letters(simplify(normalize(word)))
    exact = [a for a in theme.aspects if wanted in {letters(w) for w in _names_of(a)}]
    fitting = exact or [a for a in theme.aspects if any(letters(w) in wanted for w in _names_of(a))]
    return fitting[0] if len(fitting) == 1 else None


def _names_of(aspect: Aspect) -> tuple[str, ...]:
    return (aspect.name, *aspect.terms, *aspect.words)


def _take_first(
    plain: str, patterns: tuple[tuple[_Kind, re.Pattern[str]], ...]
) -> tuple[_Kind | None, str]:
    for kind, pattern in patterns:
        if pattern.search(plain):
            return kind, pattern.sub(" ", plain)
    return None, plain


def _is_sentence(need: str) -> bool:
    return len(letters(need)) >= _SENTENCE


def _leaning(plain: str, need: str) -> SectionKind | None:
    if not _is_sentence(need):
        return None
    return next((kind for kind, pattern in _LEANINGS if pattern.search(plain)), None)


class AspectFits:
    """Tells which aspects a short need may be the subject of."""

    def __init__(self, themes: Iterable[Theme]) -> None:
        self._aspects = [
            ((theme.key, aspect.number), letters(aspect.heading), _letters_of(aspect))
            for theme in themes
            for aspect in theme.aspects
        ]

    def of(self, need: str) -> dict[tuple[str, int], float]:
        """(theme, aspect) -> share in (0, 1] of a short need that stands in the aspect's wording or words.

        "为民服务" fits an aspect that speaks of 为群众办实事; needed where a query is an area and a
        subject.
        """
        wanted = letters(need)
        if not 2 <= len(wanted) <= _SHORT_NEED:
            return {}
        pairs = [a + b for a, b in pairwise(wanted)]
        return {
            aspect: fit
            for aspect, heading, names in self._aspects
            if (fit := _fit(wanted, pairs, heading, names)) >= _FIT_CUTOFF
        }


def _letters_of(aspect: Aspect) -> tuple[str, ...]:
    """An aspect's names and words, the longest first."""
    return tuple(sorted(map(letters, _names_of(aspect)), key=len, reverse=True))


def _fit(wanted: str, pairs: Sequence[str], heading: str, names: Iterable[str]) -> float:
    held = sum(pair in heading for pair in pairs) / len(pairs)
    named = next((len(word) for word in names if word in wanted), 0)
    return max(held, named / len(wanted) if named > 1 else 0.0)
