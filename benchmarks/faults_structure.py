"""Faults of the frame: aspects, sections, proportions."""

import re
from random import Random

from benchmarks.drafts import Draft, Edit, Part
from benchmarks.faults_base import (
    Planted,
    World,
    end_of,
    plain,
    plants,
    points,
    removed,
    renumbered,
)

# What sections the problems and causes are weighed against.
OTHERS = ("opening", "last_year", "case", "matters", "measures", "closing")


def _heading(draft: Draft, aspect: Part) -> Part:
    """An aspect's heading, from its numbering to its first point."""
    inner = draft.find("point", "problems", aspect.aspect)
    end = inner[0].start if inner else aspect.end
    return Part("heading", aspect.start, end, "problems", aspect.aspect)


@plants("aspect_missing")
def aspect_removed(draft: Draft, draw: Random, world: World) -> Planted | None:
    """An aspect with all its points is taken out, the following are renumbered or not."""
    aspects = draft.find("aspect")
    if "aspect_missing" in draft.accepted:
        return None
    gone = draw.choice(aspects)
    rest = [aspect for aspect in aspects if aspect is not gone]
    if draw.random() < 0.5:
        return Planted(draft, draft.edited(removed(gone)), draft.cut(gone)[:30])
    edits = [*renumbered(draft, aspects[:-1], rest), removed(aspects[-1])]
    return Planted(draft, draft.edited(*edits), draft.cut(gone)[:30])


@plants("aspect_missing")
def aspect_heading_removed(draft: Draft, draw: Random, world: World) -> Planted | None:
    """An aspect's heading is taken out, so that its points stand under the one before."""
    aspects = draft.find("aspect")[1:]
    if "aspect_missing" in draft.accepted:
        return None
    gone = _heading(draft, draw.choice(aspects))
    return Planted(draft, draft.edited(removed(gone)), draft.cut(gone)[:30])


@plants("aspect_order")
def aspects_swapped(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Two aspects change places, with or without their numbers."""
    aspects = draft.find("aspect")
    first, second = sorted(draw.sample(range(len(aspects)), 2))
    order = list(aspects)
    order[first], order[second] = order[second], order[first]
    what = f"{first + 1} <-> {second + 1}"
    if draw.random() < 0.7:
        return Planted(draft, draft.edited(*renumbered(draft, aspects, order)), what)
    edits = [
        (place.start, place.end, draft.cut(part).rstrip() + "\n")
        for place, part in zip(aspects, order, strict=True)
    ]
    return Planted(draft, draft.edited(*edits), what)


def _other_headings(draft: Draft, world: World) -> list[str]:
    """Aspects of other years whose own phrases do not occur in this year's list."""
    theme = world.theme(draft)
    own = "".join(aspect.heading + "".join(aspect.terms) for aspect in theme.aspects) + theme.title
    return [
        aspect.heading
        for other in world.catalog.themes
        # lists whose wording is only surmised are nobody's fault
        if (other.confidence == "high" or other.year >= 2020) and other.year != theme.year
        for aspect in other.aspects
        if not any(term in own for term in aspect.terms)
        # 担当作为 or 组织生活 alone may as well be an aspect of one's own
        if len(aspect.heading) > 5 or other.key == "2015"
    ]


def _reworded(draft: Draft, aspect: Part, heading: str) -> Edit:
    place = _heading(draft, aspect)
    words = draft.cut(place)
    end = re.search(r"(方面)?[。：:\s]*$", words)
    keep = end.group() if end else ""
    return (place.start, place.end, draft.mark(aspect) + heading + (keep or "方面。"))


@plants("other_year")
def heading_of_another_year(draft: Draft, draw: Random, world: World) -> Planted | None:
    """One aspect, sometimes two, carries the wording of another year."""
    others = _other_headings(draft, world)
    aspects = draft.find("aspect")
    if not others:
        return None
    chosen = draw.sample(aspects, draw.choice((1, 1, 2)))
    headings = draw.sample(others, len(chosen))
    edits = [_reworded(draft, a, h) for a, h in zip(chosen, headings, strict=True)]
    return Planted(draft, draft.edited(*edits), " | ".join(h[:25] for h in headings))


@plants("other_year")
def list_of_another_year(draft: Draft, draw: Random, world: World) -> Planted | None:
    """The whole list of aspects is another year's."""
    theme = world.theme(draft)
    others = [
        other
        for other in world.catalog.themes
        if other.year >= 2020 and other.year != theme.year and len(other.aspects) >= 4
    ]
    other = draw.choice(others)
    pairs = zip(draft.find("aspect"), other.aspects, strict=False)
    edits = [_reworded(draft, aspect, wanted.heading) for aspect, wanted in pairs]
    return Planted(draft, draft.edited(*edits), f"all of {other.key}")


@plants("section_missing")
def section_removed(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Causes, measures or (less often) problems are taken out, heading and all."""
    kind = draw.choice(("causes", "measures", "causes", "measures", "problems"))
    part = draft.section(kind)
    return Planted(draft, draft.edited(removed(part)), kind) if part else None


@plants("section_missing")
def section_emptied(draft: Draft, draw: Random, world: World) -> Planted | None:
    """A section's heading stays, with nothing under it or a sentence that promises."""
    part = draft.section(draw.choice(("causes", "measures")))
    inner = draft.find("point", part.kind) if part else []
    if not part or not inner:
        return None
    words = draw.choice(PROMISES)
    text = draft.edited((inner[0].start, part.end, words + "\n\n"))
    return Planted(draft, text, f"{part.kind} emptied: {words}")


PROMISES = (
    "",
    "会后将逐项研究，另行上报。",
    "（略）",
    "待进一步梳理。",
    "以上几个方面需要认真思考。",
    "详见附表。",
)


@plants("balance")
def problems_cut_short(draft: Draft, draw: Random, world: World) -> Planted | None:
    """Problems and causes shrink to less than two fifths; something else grows where needed."""
    edits: list[Edit] = [
        (point.start + len(draft.headline(point)), end_of(draft, point), "")
        for section in ("problems", "causes")
        for point in points(draft, section)
    ]
    grown = draw.choice(
        [k for k in ("opening", "last_year", "measures", "closing") if draft.section(k)]
    )
    part = draft.section(grown)
    if not part or draft.is_document:
        return None
    pad = draw.sample(world.words["padding"], 14)
    text = draft.edited(*edits, (end_of(draft, part), end_of(draft, part), "".join(pad)))
    problems = len(plain(text)) - len("".join(pad))
    rest = sum(len(plain(draft.cut(p))) for k in OTHERS if (p := draft.section(k)))
    if (problems - rest) / len(plain(text)) > 0.4:
        return None
    return Planted(draft, text, f"points cut to headlines, {grown} padded")


@plants("few_points")
def points_removed(draft: Draft, draw: Random, world: World) -> Planted | None:
    """An aspect keeps one point, or none but a general sentence."""
    aspect = draw.choice(draft.find("aspect"))
    inner = draft.find("point", "problems", aspect.aspect)
    if len(inner) < 2:
        return None
    kept = draw.choice(inner)
    last = inner[-1]
    edits = [
        (p.start, p.end if p is not last else end_of(draft, p), "") for p in inner if p is not kept
    ]
    return Planted(draft, draft.edited(*edits), f"aspect {aspect.aspect}: one of {len(inner)} left")
