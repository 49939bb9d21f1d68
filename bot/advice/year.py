"""Which year's list of aspects a draft is written for: as its headings and its title say.

A slogan inside a sentence (不忘初心、牢记使命) says nothing of the year: such texts quote those of
all years. So a year that the writer chose holds, unless headings or title plainly show another.
"""

import re
from dataclasses import dataclass

from bot.models import Catalog, Document, Theme
from bot.text.headings import match_aspect, theme_likeness
from bot.text.identify import find_year
from bot.text.normalize import letters, normalize, plain

_SURE = 1.0  # likeness of headings and a list from which they are of that year
_BETTER = 0.75  # by so much another list must be more like them than the chosen one
_LEAST_HEADINGS = 2  # different aspects that they have to name
# 按照2024年度民主生活会的要求
_MEETING = re.compile(r"(20\d\d)年度[^，,。；;]{0,16}(?:民主生活会|组织生活会|对照检查)")
_BY_TITLE = "这份的标题写的是{year}年度，不是选定的{chosen}年度，按{year}年度查的。"
_BY_HEADINGS = "这份的方面是{year}年度的，不是选定的{chosen}年度，按{year}年度查的。"
_NOT_BY_TITLE = "标题写的是{title}年度，和各方面的表述不一致，按{year}年度查的。"


@dataclass(frozen=True, slots=True)
class Told:
    """The themes that the parts of a draft tell of, None for those that tell of none."""

    headings: Theme | None
    title: Theme | None
    opening: Theme | None  # weakest: 按照2024年度民主生活会的要求

    def choose(self, chosen: Theme | None) -> Theme | None:
        """The theme to check by; `chosen`: what the writer set before."""
        if chosen is None:
            return self.headings or self.title or self.opening
        if self.headings is None:
            is_other = self.title is not None and self.title.year != chosen.year
            return self.title if is_other else chosen
        return self.headings

    def remark(self, theme: Theme, chosen: Theme | None) -> str:
        """A sentence where title, headings and what was chosen differ; "" where they do not."""
        if chosen and theme.year != chosen.year:
            says = _BY_HEADINGS if self.headings else _BY_TITLE
            return says.format(year=theme.year, chosen=chosen.year)
        if self.title and self.title.year != theme.year:
            return _NOT_BY_TITLE.format(title=self.title.year, year=theme.year)
        return ""


def read_told(document: Document, catalog: Catalog, chosen: Theme | None = None) -> Told:
    """What the draft tells; its headings tell of the chosen theme unless another fits far better."""
    return Told(
        headings=_of_headings(document, catalog, chosen),
        title=_of_title(document, catalog),
        opening=_of_opening(document, catalog),
    )


def _of_headings(document: Document, catalog: Catalog, chosen: Theme | None) -> Theme | None:
    headings = [part.heading for s in document.sections for part in s.aspects if part.heading]
    # the parser's own choice first: it wins where two lists are equally like
    themes = sorted(catalog.themes, key=lambda theme: theme.key != document.theme)
    best = max(themes, key=lambda theme: theme_likeness(headings, theme), default=None)
    if best is None or not _is_told(headings, best):
        return chosen if chosen and _is_told(headings, chosen) else None
    own = theme_likeness(headings, chosen) if chosen else 0.0
    return chosen if own and theme_likeness(headings, best) < own + _BETTER else best


def _is_told(headings: list[str], theme: Theme) -> bool:
    numbers = {match_aspect(heading, theme) for heading in headings} - {None}
    return len(numbers) >= _LEAST_HEADINGS and theme_likeness(headings, theme) >= _SURE


def _of_title(document: Document, catalog: Catalog) -> Theme | None:
    """The theme of the title's year, else the one that it names: 党史学习教育专题民主生活会."""
    if year := find_year(document.title, "", None, sure=False):
        return _of_year(year, document, catalog)
    head = plain(document.title)
    named = [theme for theme in catalog.themes if any(letters(w) in head for w in theme.words)]
    return named[0] if len({theme.year for theme in named}) == 1 else None


def _of_opening(document: Document, catalog: Catalog) -> Theme | None:
    """The theme of the year whose meeting the opening names."""
    leads = [section.lead for section in document.sections if section.kind == "opening"]
    found = _MEETING.search(normalize("".join(leads[:1])))
    return _of_year(int(found[1]), document, catalog) if found else None


def _of_year(year: int, document: Document, catalog: Catalog) -> Theme | None:
    """That year's theme; of several the one that the parser took."""
    themes = [theme for theme in catalog.themes if theme.year == year]
    return next((t for t in themes if t.key == document.theme), next(iter(themes), None))
