"""Faults of wording: masks left standing, another's identity, what is outdated, slips, secrets."""

import re
from random import Random

from benchmarks.drafts import Draft
from benchmarks.faults_base import Planted, World, appended, pick_point, plants

SECTIONS = ("problems", "causes", "measures")


def _sentence(draft: Draft, draw: Random, words: str) -> Planted | None:
    """Adds a sentence at the end of a point of any section."""
    point = pick_point(draft, draw, *SECTIONS)
    if not point:
        return None
    return Planted(draft, draft.edited(appended(draft, point, words)), words)


@plants("placeholder")
def figure_masked(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A figure of the body is replaced by a mask."""
    if "placeholder" in draft.accepted:
        return None
    start = (draft.section("problems") or draft.parts[0]).start
    figures = [
        m
        for m in re.finditer(r"(?<=[\u4e00-\u9fff，、])\d+(?=[\u4e00-\u9fff])", draft.text)
        if m.start() > start
    ]
    if not figures:
        return None
    found = draw.choice(figures)
    mask = draw.choice(world.words["placeholder"])
    around = draft.text[found.start() - 6 : found.start()] + mask + draft.text[found.end() :][:6]
    return Planted(draft, draft.edited((found.start(), found.end(), mask)), around)


@plants("placeholder")
def name_masked(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A sentence about a masked unit, place or thing."""
    if "placeholder" in draft.accepted:
        return None
    mask = draw.choice(world.words["placeholder"])
    form = draw.choice(MASKED)
    return _sentence(draft, draw, form.format(mask))


MASKED = (
    "在{}工作中表现得尤为明显。",
    "去年联系的{}单位反映过这个情况。",
    "这一点在推进{}项目时最为突出。",
    "对{}同志提出的意见重视不够。",
    "例如：{}。",
)


@plants("foreign_identity")
def somebody_elses_sentence(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A sentence whose speaker works at another kind of place."""
    if "foreign_identity" in draft.accepted:
        return None
    fit = [row for row in world.words["foreign"] if not {*row["areas"]} & {*draft.areas}]
    # a one-man text may say 作为…, a team's text only 我院, 我镇
    sentences = [s for row in fit for s in row["text"] if draft.scope != "team" or s[0] == "我"]
    return _sentence(draft, draw, draw.choice(sentences))


@plants("outdated")
def outdated_sentence(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A sentence that was right in other years."""
    year = world.theme(draft).year
    if "outdated" in draft.accepted:
        return None
    fit = [
        sentence
        for row in world.words["outdated"]
        if row.get("since", 0) <= year <= row.get("until", 9999)
        for sentence in row["text"]
    ]
    return _sentence(draft, draw, draw.choice(fit))


@plants("outdated")
def year_not_changed(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Title or opening still carry the year of an older text."""
    year = world.theme(draft).year
    found = re.search(f"{year}年度", draft.text[:120])
    if not found:
        return None
    old = year - draw.choice((1, 2, 3))
    return Planted(draft, draft.edited((found.start(), found.end(), f"{old}年度")), f"{old}年度")


@plants("formula")
def slip(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A set formula with a slip."""
    if "formula" in draft.accepted:
        return None
    return _sentence(draft, draw, draw.choice(world.words["formula"]))


@plants("formula")
def half_width(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Full-width punctuation of a point becomes half-width."""
    point = pick_point(draft, draw)
    if not point or "formula" in draft.accepted:
        return None
    old, new = draw.choice((("，", ","), ("；", ";"), ("，", ", "), ("。", ".")))
    words = draft.cut(point)
    if words.count(old) < 2:
        return None
    changed = words.replace(old, new)
    return Planted(draft, draft.edited((point.start, point.end, changed)), changed[:40])


@plants("secrecy")
def secret(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A telephone number, an ID, a document number or a classification."""
    return _sentence(draft, draw, draw.choice(world.words["secrecy"]))
