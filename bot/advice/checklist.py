"""Which checklist items belong to which aspect of which theme, and in which order to show them.

The items of the 2021 list are set by hand in the data; the aspects of any other year find theirs
by likeness.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.advice.mapping import fit_groups, fitting_items
from bot.models import Area, Aspect, Catalog, Item, Scope, Theme
from bot.text.normalize import letters

ITEMS_PER_ASPECT = 8
LEADERS_PER_ASPECT = 4
LEADERS: tuple[Scope, ...] = ("leader",)  # scopes of an item that only a leader should cover
DEFAULT_MATTER = "分管工作"  # fills a question while no work area is known
_MATTER = "{matter}"  # what it fills


@dataclass(frozen=True, slots=True)
class Todo:
    """One item as it stands in a checklist: how often it is raised, whether it is done."""

    item: Item
    questions: tuple[str, ...]
    raised_by: int  # documents that raise it
    is_near: bool  # raised by documents of the user's own area
    is_done: bool


def items_of_aspect(
    theme: Theme, aspect: Aspect, catalog: Catalog, scope: Scope | None = None
) -> list[Item]:
    """The problem items of an aspect, most fitting first."""
    return [catalog.item[key] for key in fits_of_aspect(theme, aspect, catalog, scope)]


def fits_of_aspect(
    theme: Theme, aspect: Aspect, catalog: Catalog, scope: Scope | None = None
) -> dict[str, float]:
    """The keys of an aspect's problem items, most fitting first, with how well each fits.

    Items set by hand fit alike. For a leader those that are a leader's alone come first.
    """
    problems = [i for i in catalog.items if i.section == "problems" and i.since <= theme.year]
    general = [item for item in problems if item.scopes != LEADERS]
    found = _fits(theme, aspect, general, limit=ITEMS_PER_ASPECT)
    if scope != "leader":
        return found
    own = [item for item in problems if item.scopes == LEADERS]
    if theme.key != "2021":
        own = [item for item in own if item.topics[0] in aspect.topics]
    return _fits(theme, aspect, own, limit=LEADERS_PER_ASPECT) | found


def _fits(
    theme: Theme, aspect: Aspect, problems: Sequence[Item], *, limit: int
) -> dict[str, float]:
    if theme.key == "2021":
        listed = [item for item in problems if aspect.number in item.aspects_2021]
        listed.sort(key=lambda item: item.aspects_2021.index(aspect.number))
        return {item.key: 1.0 for item in listed}
    return fitting_items(aspect, problems, limit=limit)


def items_of_section(section: str, theme: Theme, catalog: Catalog) -> list[Item]:
    """The items for causes, measures or the general demands of that theme's year."""
    return [item for item in catalog.items if item.section == section and item.since <= theme.year]


def todos(
    items: Sequence[Item],
    *,
    areas: Sequence[Area],
    scope: Scope | None,
    counts: Mapping[str, int],
    near: Collection[str],
    done: Collection[str],
    fits: Mapping[str, float] | None = None,
) -> list[Todo]:
    """The items that apply to the scope, of those that fit alike the nearest to the areas first.

    `fits`: item -> how well it fits, if some fit better than others; `counts`: item -> documents that raise it; `near`: items that the areas' own documents raise;
    `done`: items already ticked.
    """
    vocabulary = {letters(word) for area in areas for word in (*area.words, *area.aliases)}

    def is_near(item: Item) -> bool:
        return item.key in near or any(letters(word) in vocabulary for word in item.words)

    fitting = [item for item in items if applies(item, scope)]
    if areas:
        group = fit_groups(fits or {})
        fitting.sort(key=lambda i: (group.get(i.key, 0), not is_near(i), -counts.get(i.key, 0)))
    asked = _asked(fitting, matters(areas), scope)
    return [
        Todo(item, found, counts.get(item.key, 0), bool(areas) and is_near(item), item.key in done)
        for item, found in zip(fitting, asked, strict=True)
    ]


def applies(item: Item, scope: Scope | None) -> bool:
    """True if a text of that scope should cover the item; an unknown one counts as anybody's."""
    return scope in item.scopes if scope else item.scopes != LEADERS


def _asked(
    items: Iterable[Item], matters: Sequence[str], scope: Scope | None
) -> Iterator[tuple[str, ...]]:
    """Each item's questions, going round the matters so that neighbours ask about different work."""
    turn = 0
    for item in items:
        found = questions(item, (*matters[turn:], *matters[:turn]), scope)
        yield found
        if _MATTER in _wording(item, scope)[0]:
            turn = (turn + 1) % len(matters)


def matters(areas: Sequence[Area]) -> list[str]:
    """Pieces of the user's work to ask about: one of each area in turn, narrow areas first."""
    narrow_first = sorted(areas, key=lambda area: area.is_broad)
    rounds = zip_longest(*(area.matters for area in narrow_first))
    found = [matter for one_of_each in rounds for matter in one_of_each if matter]
    return list(dict.fromkeys(found)) or [DEFAULT_MATTER]


def questions(item: Item, matters: Sequence[str], scope: Scope | None) -> tuple[str, ...]:
    """The item's questions: {matter} becomes the next of these pieces of work."""
    return tuple(
        question.replace(_MATTER, matters[index % len(matters)])
        for index, question in enumerate(_wording(item, scope))
    )


def _wording(item: Item, scope: Scope | None) -> tuple[str, ...]:
    if scope != "team":
        return item.questions
    return item.team_questions or tuple(
        q.replace("你们", "你").replace("你", "你们") for q in item.questions
    )
