"""Checks on whose text it is: another unit's words, blanks and masks left over."""

import re
from collections import Counter
from functools import cache, lru_cache
from itertools import islice

from bot.advice.draft import Draft, Piece, Sentence
from bot.advice.evidence import any_of
from bot.advice.findings import Finding, finding
from bot.models import Area, Catalog, Unit

_CLOSE = r"[〕\]】）)]"
_OPEN = r"[〔\[【（(]"
_BLANK = re.compile(
    "|".join(
        (
            r"[XxＸｘ×✕╳]{2,}",  # XX局, ×××
            r"[XxＸｘ×][一-鿿][XxＸｘ×][一-鿿]",  # X中X会
            r"(?<![A-Za-z0-9])[XxＸｘ×](?=[局镇县市区乡村省校院部委办届中月日年名人条次个件户家篇本])",
            r"[*＊]{2,}",  # **同志; not the mark of bold
            r"(?<=[一-鿿])[*＊](?=[一-鿿])",
            r"_{2,}|＿{2,}",
            r"[○〇●□]{2,}",
            rf"{_OPEN}\s*[*＊×XxＸ….]*\s*{_CLOSE}",  # 〔*〕, 【】, （ ）
            r"【某[^】\n]{0,8}】",
            rf"{_OPEN}[^〕\]】）)\n]{{0,8}}(?:填写|填入|填报|待补|待填|待定|待核|姓名|单位名称|具体时间|具体事例|补充)[^〕\]】）)\n]{{0,8}}{_CLOSE}",
        )
    )
)
# **一、存在的问题**, 。**一是学得浅。**平时; **局长 is a mask
_BOLD = re.compile(
    r"(^[\s#>-]*(?:[\d一二三四五六七八九十]+[.．、]\s*|[（(][\d一二三四五六七八九十]+[）)]\s*)?|[。；：！？])\*\*(?=[^\s*])(?!(?:同志|[局县市区镇乡村省年月日某]))([^*\n]+?)\*\*"
)
_SECOND_PLACE = 0.25  # share of the mentions from which a second area's words are told as such
_OF_FIELD = "（{}的说法）"
_DIFFERENT = 2  # different words of that area, from which its trade is meant
_LEAST_MENTIONS = 4  # of such words, in however short a text
_OF_MANY = 3  # areas that have a word, from which it is nobody's
_DENSE = 5.0  # mentions of a foreign area's words per 1,000 characters


def foreign_identity(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Words of a unit or trade that is not the writer's; a body that speaks of another field."""
    return [*_other_units(draft, catalog), *_other_field(draft, catalog)]


def _other_units(draft: Draft, catalog: Catalog) -> list[Finding]:
    found: dict[Unit, list[tuple[Piece, Sentence, str]]] = {}
    for unit in catalog.rules.units:
        words = _said_of_oneself(unit)
        for piece, sentence in draft.sentences:
            if piece.role != "title" and (said := words.search(sentence.text)):
                found.setdefault(unit, []).append((piece, sentence, said[0]))
    if not found:
        return []
    kinds = [unit for unit in catalog.rules.units if _is_titled(unit, draft)]
    own = max(found, key=lambda unit: (_fits(unit, kinds, draft), len(found[unit])))
    return [
        finding(
            catalog.rules,
            "foreign_identity",
            sentence.place,
            aspect=piece.aspect,
            about=word,
            word=word,
            hint="",
        )
        for unit, places in found.items()
        if not _fits(unit, kinds, draft) or not (unit == own or _go_together(unit, own))
        for piece, sentence, word in places
    ]


@cache
def _said_of_oneself(unit: Unit) -> re.Pattern[str]:
    """我校, 本院; and the unit's posts behind 作为 or 身为: 身为一名班主任."""
    names, posts = any_of(unit.words).pattern, any_of(unit.posts).pattern
    return re.compile(rf"{names}|(?:作为|身为)[^，,。；;]{{0,6}}?(?:{posts})")


def _is_titled(unit: Unit, draft: Draft) -> bool:
    """Whether the title shows this kind of unit: 镇 in 某镇党委书记."""
    return bool(any_of(unit.titles).search(draft.document.title))


def _fits(unit: Unit, kinds: list[Unit], draft: Draft) -> bool:
    """Whether neither the writer's areas nor the title speak against the unit being his own."""
    areas = _own_areas(draft)
    has_area = not unit.areas or not areas or not set(unit.areas).isdisjoint(areas)
    return has_area and (not kinds or unit in kinds or not unit.titles)


def _go_together(one: Unit, other: Unit) -> bool:
    return not set(one.areas).isdisjoint(other.areas)


def _own_areas(draft: Draft) -> tuple[str, ...]:
    """What caller or title tell of the writer's field."""
    return draft.given_areas or draft.title_areas


def _other_field(draft: Draft, catalog: Catalog) -> list[Finding]:
    """A body that hardly names the writer's field and is full of another's words."""
    own = [catalog.area[key] for key in _own_areas(draft) if key in catalog.area]
    if not draft.is_whole or not own or any(area.is_broad for area in own):
        return []
    near = {key for area in own for key in (area.key, *area.near)}
    others = [a for a in catalog.areas if a.key not in near and not a.is_broad]
    kindred = frozenset(w for a in catalog.areas if a.key in near for w in _all_words(a))
    own_words = any_of(tuple(sorted(kindred)))
    texts = [own_words.sub("～", piece.text) for piece in draft.own_pieces]
    said = {area.key: _said(area, texts, kindred, catalog) for area in others}
    key = max(said, key=lambda key: len(said[key]), default="")
    named = sum(_mentions(area, draft, catalog) for area in own)
    count = len(said.get(key, ()))
    if 1000 * count < _DENSE * draft.size or named > _SECOND_PLACE * count:
        return []
    if count < _LEAST_MENTIONS or len(set(said[key])) < _DIFFERENT:
        return []  # one matter that lies with another trade is no other trade
    words, name = any_of(tuple(said[key])), catalog.area[key].name
    places = (
        (piece, sentence, found[0])
        for piece, sentence in draft.sentences
        if piece.role == "point" and (found := words.search(sentence.text))
    )
    return [
        finding(
            catalog.rules,
            "foreign_identity",
            sentence.place,
            aspect=piece.aspect,
            about=key,
            word=word,
            hint=_OF_FIELD.format(name),
        )
        for piece, sentence, word in islice(places, 1)
    ]


def _said(area: Area, texts: list[str], kindred: frozenset[str], catalog: Catalog) -> list[str]:
    """Each mention of the area's words that neither everybody uses nor the writer's own areas do."""
    words = any_of(tuple(word for word in _telling(area, catalog) if word not in kindred))
    return [word for text in texts for word in words.findall(text)]


def _mentions(area: Area, draft: Draft, catalog: Catalog) -> int:
    everyday = catalog.vocabulary.everyday
    words = any_of(tuple(word for word in _all_words(area) if word not in everyday))
    return sum(len(words.findall(piece.text)) for piece in draft.own_pieces)


def _all_words(area: Area) -> tuple[str, ...]:
    return (area.name, *area.aliases, *area.words)


def _telling(area: Area, catalog: Catalog) -> list[str]:
    """The area's names and words that are not everybody's, nor those of several areas."""
    idle = catalog.vocabulary.everyday | frozenset(catalog.rules.phrases.everybodys)
    shared = _shared(catalog.areas)
    return [word for word in _all_words(area) if word not in idle and word not in shared]


@lru_cache(maxsize=4)
def _shared(areas: tuple[Area, ...]) -> frozenset[str]:
    """The words that so many areas have that they tell none."""
    held = Counter(word for area in areas for word in set(_all_words(area)))
    return frozenset(word for word, count in held.items() if count >= _OF_MANY)


def placeholder(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Blanks that are to be filled and masks that are left, each kind once a line."""
    words = any_of(catalog.rules.phrases.placeholders)
    found: dict[tuple[int, str], Finding] = {}
    for piece, sentence in draft.sentences:
        line, quote = sentence.place
        plain = _without_bold(draft.lines[line - 1], quote)
        mask = _BLANK.search(plain) or words.search(plain)
        if mask and (line, mask[0]) not in found:
            found[line, mask[0]] = finding(
                catalog.rules,
                "placeholder",
                sentence.place,
                aspect=piece.aspect,
                about=mask[0],
                word=mask[0],
            )
    return list(found.values())


def _without_bold(line: str, quote: str) -> str:
    """The quote with the signs of bold in its line blanked out; masks look the same."""
    plain = _BOLD.sub(lambda bold: f"{bold[1]}  {bold[2]}  ", line)
    start = line.find(quote)
    return plain[start : start + len(quote)]
