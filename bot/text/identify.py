"""Whose text it is and of which year: title, year, theme, scope, work areas."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from operator import add

from bot.models import Area, Catalog, Scope, Theme
from bot.text.headings import is_aspect_heading, split_heading, theme_likeness
from bot.text.normalize import letters, normalize, plain
from bot.text.outline import BLANKS, Block
from bot.text.refusal import STATEMENT

_LONGEST_TITLE = 80  # letters of one line
_MOST_TITLE_LINES = 3
# 某镇镇长2021年度对照检查材料 按照要求… : a page that lost its line breaks
_RUN_ON_TITLE = re.compile(
    r"(\S{4,60}?(?:材料|提纲|发言)(?:[（(][^（）()\s]{1,50}[）)])?)(?:[ \u3000]+(?=\S{6})|(?=(?:同志们|各位|尊敬的|一段时间|这次|此次|本次|今年|去年|通过|会前|根据|按照|围绕|紧扣|为了?|按|依据|结合|近期|我|本人|现)\S{20}))"
    # …2021年度民主生活会对照检查材料党工委高度重视…
    r"|([^，。；：\s]{2,50}(?:年度|生活会)[^，。；：\s]{0,16}?(?:检查|剖析|检视|发言|分析)(?:材料|提纲)(?:[（(][^（）()\s]{1,50}[）)])?)(?=[^\s，。；：、（(的和与及中里上内写起是要有不没]\S{8})"
)
_SENTENCE_END = ("。", "；", "！", "？", "，", "：", ":", ";", ",", "…")
_TEAM = re.compile(
    r"班子(?!成员|副|正|班长)|(党组|党委|党工委|支部|支委会|党总支)(?=\d{4}|年度|关于|专题|在?民主生活会|组织生活会|对照|检视|党史|不忘初心|三严三实|两学一做|主题教育|群众路线|班子)"
)
# 在县交警大队党委2017年度民主生活会上的对照检查发言: whose meeting, not whose text
_WHERE = re.compile("^在.{2,40}会(?:议)?上的")
_LEADER = re.compile(r"一把手|主要(负责人|负责同志|领导)")
# 我代表党委班子作对照检查，同时作个人检查
_FOR_BOTH = re.compile("代表[^。]{0,16}(?:班子|党委|党组)[^。]{0,40}(?:个人|本人|我)")
_I = re.compile(r"本人|我(?![们国市县区局镇乡街省校院省部党委])")
_YEAR_TERM = re.compile(r"(20\d\d)\s*年度")
_YEAR = re.compile(r"(20\d\d)\s*年")
_CHINESE_YEAR = re.compile("二[〇○零oO]([一二])([〇○零oO一二三四五六七八九])(?=年)")
_OPENING = 1500  # letters of the text in which year and theme are looked for
_POINTS = ("is", "must")  # styles of marks that head no aspect
_MOST_HEADINGS = 12  # headings that are compared with the themes
_MOST_AREAS = 4
# Mentions per 1,000 letters that make an area the text's own: a name counts 2, a word 1. A text
# whose title names its area mentions others in passing.
_DENSITY = 1.15
_DENSITY_BESIDE_TITLE = 4.0
_AREA_SAMPLE = 20_000  # letters of the text in which areas are counted


def take_title(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """The title, joined if it runs over lines, and the blocks behind it; "" if the text has none."""
    if blocks and (run_on := _RUN_ON_TITLE.match(blocks[0].text)):
        rest = replace(blocks[0], text=blocks[0].text[run_on.end() :].strip(), gap="\n")
        return run_on[1] or run_on[2], [rest, *blocks[1:]]
    taken: list[str] = []
    named_below = _last_naming_line(blocks)
    for place, block in enumerate(blocks[:_MOST_TITLE_LINES]):
        goes_on = not taken or place <= named_below or _continues(taken, block)
        if not _may_be_title(block) or not goes_on:
            break
        taken.append(block.text.strip(BLANKS + "*#").replace("\n", " "))
    return "".join(taken), list(blocks[len(taken) :])


def _last_naming_line(blocks: Sequence[Block]) -> int:
    """The place of the line that names the kind of text first, at the end of a title over lines."""
    for place, block in enumerate(blocks[:_MOST_TITLE_LINES]):
        if not _may_be_title(block):
            break
        if STATEMENT.search(plain(block.text)):
            return place
    return 0


def _may_be_title(block: Block) -> bool:
    text = block.text.rstrip("*" + BLANKS)
    is_decorated = block.mark is not None and block.mark.style == "bullet"
    if (is_decorated or re.search("[，。,]", text)) and not STATEMENT.search(plain(text)):
        return False  # a sentence that lost its end
    return (
        block.own_line
        and (block.mark is None or is_decorated)
        and not text.endswith(_SENTENCE_END)
        and 0 < len(letters(text)) <= _LONGEST_TITLE
    )


def _continues(taken: list[str], block: Block) -> bool:
    """Whether the title goes on: it lacks its kind of text yet, or both lines are headings."""
    if block.text.startswith("——"):
        return True
    if block.emphasized:
        return block.text.startswith("#") and not _opens_section(block)
    return False


def _opens_section(block: Block) -> bool:
    """Whether a line below the title opens the text's first part rather than going on with the title."""
    return not STATEMENT.search(plain(block.text)) and bool(
        re.search("问题|原因|整改|情况|措施|不足", block.text)
    )


def find_theme(title: str, blocks: Sequence[Block], catalog: Catalog) -> tuple[Theme | None, bool]:
    """The theme whose aspects and words the text uses, and whether its headings show it."""
    headings = _aspect_headings(blocks)
    opening = plain(title + "".join(block.text for block in blocks[:8])[:_OPENING])
    year = _year_in(title) or _year_in(opening)
    head = plain(title)
    best, best_score, best_likeness, best_named, themes_named = None, 0.0, 0.0, 0.0, 0
    for theme in catalog.themes:
        likeness = theme_likeness(headings, theme)
        named = sum(1.0 + (word in head) for word in _lettered(theme.words) if word in opening)
        themes_named += named > 0
        score = 2 * likeness + min(named, 4.0) / 2 + (year == theme.year)
        if score > best_score:
            best, best_score, best_likeness, best_named = theme, score, likeness, named
    sure = best_likeness >= 1.0
    told = _year_in(title, _YEAR_TERM)
    if not sure and not best_named and year is None:
        return None, False  # a heading or two that resemble some year's
    enough = best_score >= 1.0 or (best_named > 0 and themes_named == 1)
    if best is None or not enough or (not sure and told not in (None, best.year)):
        return None, False
    return best, sure


def _aspect_headings(blocks: Sequence[Block]) -> list[str]:
    """The headings that read like aspects; without such, all short ones.

    Where lines were lost, those that a mark begins.
    """
    listed = [
        (split_heading(block.body)[0], block.mark is not None)
        for block in blocks
        if (block.own_line or block.mark) and not (block.mark and block.mark.style in _POINTS)
    ]
    aspects = [heading for heading, _ in listed if is_aspect_heading(heading)]
    aspects += [h for h, is_marked in listed if is_marked and "带头" in h and h not in aspects]
    marked = [heading for heading, is_marked in listed if is_marked]
    return [h for h in (aspects or marked) if len(letters(h)) >= 3][:_MOST_HEADINGS]


@lru_cache(maxsize=64)
def _lettered(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(letters(word) for word in words))


def find_year(title: str, opening: str, theme: Theme | None, *, sure: bool) -> int | None:
    """The year under review: as the title says, else the theme's, else the opening's."""
    if year := _year_in(title, _YEAR_TERM):
        return year
    if theme and sure:
        return theme.year
    return _year_in(title) or _year_in(opening[:_OPENING]) or (theme.year if theme else None)


def _year_in(text: str, *patterns: re.Pattern[str]) -> int | None:
    """The year that is named 年度, else the first one named 年."""
    plain = _CHINESE_YEAR.sub(_in_digits, normalize(text))
    found = next((f for p in patterns or (_YEAR_TERM, _YEAR) if (f := p.search(plain))), None)
    return int(found[1]) if found else None


def _in_digits(found: re.Match[str]) -> str:
    """2021 for 二〇二一."""
    return "20" + "".join(str(max("〇一二三四五六七八九".find(n), 0)) for n in found.groups())


def find_scope(title: str, text: str) -> Scope:
    """Whose text it is; where the title tells nothing, a text that never says 我 is the team's."""
    head = _WHERE.sub("", plain(title))
    if _LEADER.search(head):
        return "leader"
    if "个人" not in head and _TEAM.search(head):
        return "team"
    if _FOR_BOTH.search(plain(text[:_OPENING])):
        return "leader"
    told = "个人" in head or "副" in head or "书记" in head
    speaks_of_itself = len(_I.findall(text)) > 0
    return "team" if not told and not speaks_of_itself and text.count("班子") >= 3 else "personal"


def find_areas(title: str, text: str, catalog: Catalog) -> tuple[str, ...]:
    """Keys of the areas that the title names, then of those whose names and words fill the text."""
    names, words = _area_index(catalog.areas)
    masks = _any_of(catalog.vocabulary.masks)
    everyday = catalog.vocabulary.everyday
    in_title = dict.fromkeys(key for key, _ in _named(masks.sub(" ", plain(title)), names))
    sample = masks.sub(" ", plain(text[:_AREA_SAMPLE]))
    hits = Counter(key for key, name in _named(sample, names) if name not in everyday)
    scores = {
        key: 2.0 * count + sum(sample.count(word) for word in words[key])
        for key, count in hits.items()
        if key not in in_title
    }
    least = max(4.0, (_DENSITY_BESIDE_TITLE if in_title else _DENSITY) * len(sample) / 1000)
    scores = {key: score for key, score in scores.items() if hits[key] > 1 or score >= 2 * least}
    in_body = sorted((key for key in scores if scores[key] >= least), key=lambda key: -scores[key])
    return tuple([*in_title, *in_body][:_MOST_AREAS])


def _named(text: str, names: dict[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """The areas whose names stand in the text, with the name; of overlapping names the longest."""
    found: list[tuple[str, str]] = []
    free = 0  # where the latest name ends
    places = [at for at, pair in enumerate(map(add, text, text[1:])) if pair in names]
    for position in places:
        if position < free:
            continue
        for name, key in names[text[position : position + 2]]:
            if text.startswith(name, position):
                found.append((key, name))
                free = position + len(name)
                break
    return found


@lru_cache(maxsize=4)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, phrases)) or "(?!)")


@lru_cache(maxsize=4)
def _area_index(
    areas: tuple[Area, ...],
) -> tuple[dict[str, list[tuple[str, str]]], dict[str, tuple[str, ...]]]:
    """Names by their first two characters, the longest first; and each area's words."""
    names: dict[str, list[tuple[str, str]]] = {}
    pairs = [(letters(name), area.key) for area in areas for name in (area.name, *area.aliases)]
    for name, key in sorted(pairs, key=lambda pair: -len(pair[0])):
        if len(name) > 1:
            names.setdefault(name[:2], []).append((name, key))
    return names, {area.key: _lettered(area.words) for area in areas}
