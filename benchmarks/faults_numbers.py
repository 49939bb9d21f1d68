"""Faults of numbers: numbering that jumps or promises too much, texts far too short or too long."""

import re
from itertools import pairwise
from random import Random

from benchmarks.drafts import MARK, Draft, Edit
from benchmarks.faults_base import Planted, World, end_of, plain, plants, points

NUMERALS = "一二三四五六七八九十"


def _lines(text: str) -> list[re.Match[str]]:
    return list(re.finditer(r"^(?:[#*]+ ?)*[（(]?([一二三四五六七八])[）)、]", text, re.M))


@plants("numbering")
def number_skipped(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A number in a run of headings is one too high or repeats the one before."""
    marks = [m for m in _lines(draft.text) if m.group(1) not in "一"]
    if not marks or draft.is_document:
        return None
    found = draw.choice(marks)
    value = NUMERALS.index(found.group(1))
    new = NUMERALS[value + draw.choice((1, 2, -1))]
    text = draft.edited((found.start(1), found.end(1), new))
    return Planted(draft, text, f"{found.group()} -> {new}")


@plants("numbering")
def point_number_wrong(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A point's number jumps or stands twice: 1. 1. 3. or 一是 三是."""
    inner = [p for p in draft.find("point") if draft.mark(p)]
    later = [p for a, p in pairwise(inner) if a.aspect == p.aspect and a.section == p.section]
    if not later or draft.is_document:
        return None
    part = draw.choice(later)
    mark = draft.mark(part)
    digit = re.search(r"[一二三四五六七\d]", mark)
    if not digit:
        return None
    new = _shifted(digit.group(), draw)
    start = part.start + digit.start()
    return Planted(draft, draft.edited((start, start + 1, new)), f"{mark.strip()} -> {new}")


def _shifted(number: str, draw: Random) -> str:
    step = draw.choice((1, -1, 2))
    return str(int(number) + step) if number.isdigit() else NUMERALS[NUMERALS.index(number) + step]


ANNOUNCED = (
    "主要有以下{}个方面的原因：",
    "归纳起来，有{}个方面：",
    "深挖根源，主要是{}点：",
    "剖析起来，主要有{}条原因：",
    "概括起来，重点从{}个方面抓好：",
)


@plants("numbering")
def announced_too_many(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A section announces more or fewer parts than follow."""
    section = draw.choice(("causes", "measures"))
    inner = draft.find("point", section)
    if not inner or draft.is_document:
        return None
    wrong = NUMERALS[len(inner) - 1 + draw.choice((1, 2, -1))]
    words = draw.choice(ANNOUNCED[:4] if section == "causes" else ANNOUNCED[4:]).format(wrong)
    start = inner[0].start
    return Planted(draft, draft.edited((start, start, words + "\n")), words)


@plants("length")
def far_too_short(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Only headlines and headings stay."""
    edits = [(p.start + len(draft.headline(p)), end_of(draft, p), "") for p in draft.find("point")]
    text = draft.edited(*edits)
    size = len(plain(text))
    return Planted(draft, text, f"{size} characters") if size < 1100 else None


@plants("length")
def far_too_long(draft: Draft, draw: Random, world: World) -> Planted | None:
    """The points of other drafts are added until the text is beyond 9,000 characters."""
    edits: list[Edit] = []
    size = len(plain(draft.text))
    inner = points(draft)
    others = [o for o in world.drafts if o is not draft]
    draw.shuffle(others)
    bodies = [o.cut(p).strip() for o in others for p in points(o)]
    for body in bodies:
        part = draw.choice(inner)
        words = MARK.sub("", body, count=1)
        edits.append((end_of(draft, part), end_of(draft, part), words))
        size += len(plain(words))
        if size > 9000:
            break
    return Planted(draft, draft.edited(*edits), f"{size} characters")
