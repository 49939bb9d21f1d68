"""Checks on the year's aspects: all there, in order, of this year, each with enough problems."""

import re

from bot.advice.draft import Draft, Piece
from bot.advice.findings import Finding, Place, finding
from bot.models import Aspect, AspectPart, Catalog, Theme
from bot.text.headings import is_aspect_heading, match_aspect, theme_likeness
from bot.text.normalize import letters

_SAME_WORDING = 0.5  # share of an aspect's terms, from which a heading of another year is its own
_LABEL = re.compile("[二两三四五六七八]个带头")
_PAST = re.compile("上年|上一|去年|整改|以来")
_FAR_BETTER = 0.75  # by so much another year's wording must be more like a heading than this year's
_OF_ONE_LIST = 3  # short headings of one other year's list, from which they tell it
_LEAST_HEADING = 6  # letters of a heading that can tell a year


def aspect_missing(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Aspects of the year that neither a heading nor, without headings, the text treats."""
    if "theme" in draft.assumed or not draft.is_whole or draft.is_of_a_branch:
        return []
    if _is_of_another_year(draft, catalog):
        return []
    treated = _treated(draft)
    place = draft.start if draft.is_shapeless else draft.section_place("problems")
    return [
        finding(
            catalog.rules,
            "aspect_missing",
            place,
            aspect=aspect.number,
            number=aspect.number,
            name=aspect.name,
            heading=aspect.heading,
        )
        for aspect in draft.theme.aspects
        if aspect.number not in treated
    ]


def _treated(draft: Draft) -> set[int]:
    numbers = {number for _, number in draft.parts if number}
    headlines = [piece.headline for piece in draft.of("problems") if piece.headline]
    numbers |= {n for headline in headlines if (n := match_aspect(headline, draft.theme))}
    if len(numbers) > 1:
        return numbers
    body = letters("".join(piece.text for piece in draft.pieces if piece.kind != "measures"))
    return numbers | {aspect.number for aspect in draft.theme.aspects if _is_named(aspect, body)}


def _is_named(aspect: Aspect, body: str) -> bool:
    return any(letters(term) in body for term in aspect.terms)


def aspect_order(draft: Draft, catalog: Catalog) -> list[Finding]:
    """The fewest aspects that would have to move to bring all into order."""
    pieces = [piece for piece in draft.of("problems", role="aspect") if piece.aspect]
    kept = _longest_rise([piece.aspect or 0 for piece in pieces])
    return [
        finding(
            catalog.rules, "aspect_order", piece.place, aspect=piece.aspect, number=piece.aspect
        )
        for place, piece in enumerate(pieces)
        if place not in kept
    ]


def _longest_rise(numbers: list[int]) -> set[int]:
    """The places of the longest run of numbers, gaps allowed, none smaller than the one before."""
    best: list[list[int]] = []
    for place, number in enumerate(numbers):
        before: list[list[int]] = [run for run in best if numbers[run[-1]] <= number]
        longest: list[int] = max(before, key=len, default=[])
        best.append([*longest, place])
    kept: list[int] = max(best, key=len, default=[])
    return set(kept)


def other_year(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Aspects whose heading is another year's wording, and another year's name for the whole list."""
    if "theme" in draft.assumed:
        return []
    told = [*_foreign_headings(draft, catalog), *_foreign_labels(draft, catalog)]
    return [
        finding(catalog.rules, "other_year", place, about=about, year=year, own=draft.theme.year)
        for place, year, about in told
    ]


def _foreign_headings(draft: Draft, catalog: Catalog) -> list[tuple[Place, int, str]]:
    return [
        (piece.place, theme.year, "")
        for piece in draft.of("problems", role="aspect")
        if (theme := _theme_of(piece.text, draft, catalog))
    ]


def _foreign_labels(draft: Draft, catalog: Catalog) -> list[tuple[Place, int, str]]:
    """Places where the list is called 六个带头 and this year's is not."""
    labels = {theme.label: theme.year for theme in catalog.themes if _LABEL.fullmatch(theme.label)}
    if draft.theme.label not in labels:
        return []
    return [
        (sentence.place, labels[found[0]], found[0])
        for _, sentence in draft.sentences
        if (found := _LABEL.search(sentence.text)) and not _PAST.search(sentence.text)
        if found[0] != draft.theme.label and found[0] in labels
    ]


def _is_of_another_year(draft: Draft, catalog: Catalog) -> bool:
    """Whether the whole list is another year's: one finding a heading says it then."""
    return (
        not any(number for _, number in draft.parts) and len(_foreign_headings(draft, catalog)) > 1
    )


def _theme_of(heading: str, draft: Draft, catalog: Catalog) -> Theme | None:
    """The other theme whose aspect the heading names in its official words, None if none does.

    A heading that fits this year's list is another's only if it fits that one far better.
    """
    core = letters(heading)
    if theme := _theme_of_short(core, draft, catalog):
        return theme
    if len(core) < _LEAST_HEADING or not ("带头" in core or is_aspect_heading(heading)):
        return None
    own = theme_likeness([heading], draft.theme)
    others = [theme for theme in catalog.themes if theme.year != draft.theme.year]
    theme = max(others, key=lambda other: theme_likeness([heading], other), default=None)
    if theme is None or theme_likeness([heading], theme) < own + _FAR_BETTER * (own > 0):
        return None
    aspect = theme.aspect(match_aspect(heading, theme))
    return theme if aspect and _is_official(core, aspect) else None


def _theme_of_short(core: str, draft: Draft, catalog: Catalog) -> Theme | None:
    """The other theme that has this short heading: 严以律己, or 政治素质 among others of its list.

    担当作为 alone may as well be somebody's own, so it takes three of a list, or wording that tells
    a year by itself.
    """
    own = letters("".join(aspect.heading for aspect in draft.theme.aspects))
    headings = [_core(piece.text) for piece in draft.of("problems", role="aspect")]
    wanted = _core(core)
    for theme in catalog.themes:
        short = {letters(aspect.heading) for aspect in theme.aspects}
        short = {heading for heading in short if len(heading) < _LEAST_HEADING}
        if theme.year == draft.theme.year or wanted not in short or wanted in own:
            continue
        if wanted in map(letters, theme.words) or len(short & {*headings}) >= _OF_ONE_LIST:
            return theme
    return None


def _core(heading: str) -> str:
    return letters(heading).removesuffix("方面").removeprefix("在")


def _is_official(core: str, aspect: Aspect) -> bool:
    """Whether it holds the aspect's own terms and is not just a common word such as 作风."""
    terms = [letters(term) for term in aspect.terms]
    held = sum(term in core for term in terms)
    return len(letters(aspect.heading)) >= _LEAST_HEADING and held >= _SAME_WORDING * len(terms)


def few_points(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Aspects of the year with too few problems."""
    least = catalog.rules.limits.least_points
    counts = [(part, number) for part, number in draft.parts if number]
    if not draft.is_whole or not any(len(part.points) > 1 for part, _ in counts):
        return []  # it is not written in points at all
    return [
        finding(
            catalog.rules,
            "few_points",
            _place(draft, part),
            aspect=number,
            count=len(part.points),
            least=least,
        )
        for part, number in counts
        if len(part.points) < least
    ]


def _place(draft: Draft, part: AspectPart) -> Place:
    headings: list[Piece] = draft.of("problems", role="aspect")
    found = (piece.place for piece in headings if piece.text == part.heading)
    return next(found, draft.place_of(part.line))
