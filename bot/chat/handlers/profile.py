"""Who is asking: /start /area /who."""

import re

from bot.advice.understanding import Query
from bot.chat import wording
from bot.chat.handlers.buttons import Row, card_rows, change_row, full_row, grid, page_start
from bot.chat.reply import Button, Span
from bot.chat.turn import Command, Outcome, Turn, after
from bot.chat.wording import checklist as checklist_wording
from bot.chat.wording import passages as passage_wording
from bot.chat.wording import profile as profile_wording
from bot.models import Area, View
from bot.text.normalize import simplify

_FIRST_AREAS = (
    "organization",
    "united_front",
    "civil_affairs",
    "law_and_order",
    "street",
    "township",
)
_AREAS_PER_PAGE = 18
_PER_ROW = 3
_ORGANIZATION_LIFE = re.compile(
    r"组织生活会|组生会|普通党员"
)  # a branch's meeting, of all its members
_PARTS = re.compile(r"[\s、，,；;。]+")


def start(turn: Turn) -> Outcome:
    """The greeting: asks for the work area, or goes on where the chat stands."""
    turn = turn.remember(expecting="", view=View())
    if turn.session.areas:
        return home(turn)
    spans = (
        Span(f"{wording.START}\n"),
        Span(wording.IN_GROUPS if turn.incoming.is_group else ""),
        Span(wording.CAUTION, faint=True),
    )
    return turn.remember(expecting="area").reply(spans, _first_areas(turn))


def home(turn: Turn, *, lead: str = wording.SO_FAR) -> Outcome:
    """What is known of the user, the checklist at a glance, and the closest example."""
    assistant, session = turn.assistant, turn.session
    theme = assistant.themes.of(session)
    spans = profile_wording.profile(assistant.catalog, session, theme, lead)
    if _ORGANIZATION_LIFE.search(simplify(turn.incoming.text)):
        spans.append(Span(profile_wording.ORGANIZATION_LIFE, faint=True))
    spans += checklist_wording.overview(theme, assistant.checklist.progress(session))
    ways: Row = (Button("查例文", "ask:find"),)
    if passage := assistant.work.closest(session):
        spans.append(Span("\n最接近你工作的例文："))
        spans += passage_wording.example(1, passage, assistant.work.words(session))
        ways = (*full_row([passage.id]), *ways)
    elif session.areas:
        names = assistant.catalog.area_names(session.areas)
        spans.append(Span(f"\n{wording.NO_TEXTS_OF_AREA.format(areas=names)}\n", faint=True))
    return turn.reply(spans, (*card_rows(turn), ways, change_row()))


def press_home(turn: Turn) -> Outcome:
    """[返回]: the overview, as it stands now."""
    return home(turn)


def area(turn: Turn) -> Outcome:
    """Sets the areas that the words name, with all else they tell; asks when they name none."""
    if not turn.argument.strip():
        return ask_area(turn)
    query = turn.assistant.finder.understanding.read(turn.argument)
    work = turn.assistant.work
    areas = query.areas or work.areas_by_vocabulary(query.need)
    strange = _strange_parts(turn)
    more = [work.areas_by_vocabulary(part) for part in strange]
    areas = tuple(dict.fromkeys([*areas, *(key for keys in more for key in keys)]))
    if not areas:
        return after(wording.AREA_UNKNOWN.format(said=turn.argument.strip()[:20]), ask_area(turn))
    turn = told(turn, query).prepare(areas=areas).remember(aspect=None, expecting="")
    noted = home(turn, lead=wording.NOTED)
    unknown = [part for part, keys in zip(strange, more, strict=True) if not keys]
    if not unknown:
        return noted
    return after(wording.AREAS_UNKNOWN.format(said="、".join(unknown)[:40]), noted)


def _strange_parts(turn: Turn) -> list[str]:
    """Of several things that were named those that are neither an area nor a scope or year."""
    parts = _PARTS.split(turn.argument.strip())
    read, named_in = turn.assistant.finder.understanding.read, turn.assistant.work.named_in
    queries = [(part, read(part)) for part in parts if len(parts) > 1]
    return [
        part
        for part, query in queries
        if not (query.areas or query.scope or query.year) and named_in(query.need) and query.more
    ]


def ask_area(turn: Turn) -> Outcome:
    """Asks for the work area."""
    return turn.remember(expecting="area").reply((Span(wording.ASK_AREA),), _first_areas(turn))


def told(turn: Turn, query: Query) -> Turn:
    """The same turn with the scope and the year that the words tell."""
    turn = turn.prepare(scope=query.scope or turn.session.scope)
    themes = turn.assistant.themes.of_year(query.year)
    if not themes or turn.assistant.themes.of(turn.session) in themes:
        return turn
    named = [theme for theme in themes if theme.label and theme.label in query.plain]
    return turn.prepare(theme=(named or themes)[0].key)


def press_area(turn: Turn) -> Outcome:
    """[信访]: sets this one area."""
    if turn.argument not in turn.assistant.catalog.area:
        return turn.notice(wording.UNKNOWN_BUTTON)
    return home(turn.prepare(areas=(turn.argument,)).remember(aspect=None), lead=wording.NOTED)


def press_areas(turn: Turn) -> Outcome:
    """[更多…]: a page of all areas."""
    areas = turn.assistant.catalog.areas
    at = page_start(turn.argument, len(areas), _AREAS_PER_PAGE)
    following = at + _AREAS_PER_PAGE
    rows = grid([_area_button(a) for a in areas[at:following]], widest=_PER_ROW)
    is_last = following >= len(areas)
    turning = Button("从头看" if is_last else "更多…", f"areas:{0 if is_last else following}")
    return turn.remember(expecting="area").reply((Span(wording.ASK_AREA),), (*rows, (turning,)))


def who(turn: Turn) -> Outcome:
    """Sets whose text it is; asks when the words do not say."""
    read = turn.assistant.finder.understanding.read
    scope = (
        read(turn.argument).scope or read(f"写给{turn.argument}").scope if turn.argument else None
    )
    if scope:
        return home(turn.prepare(scope=scope).remember(expecting=""), lead=wording.NOTED)
    buttons = tuple(Button(name, f"who:{key}") for key, name in profile_wording.SCOPE_NAMES.items())
    said = turn.argument.strip()[:20]
    unknown = wording.WHO_UNKNOWN.format(said=said) if said else ""
    return turn.reply((Span(f"{unknown}{wording.ASK_WHO}"),), (buttons,))


def press_who(turn: Turn) -> Outcome:
    """[班子]: sets whose text it is."""
    if turn.argument not in profile_wording.SCOPE_NAMES:
        return turn.notice(wording.UNKNOWN_BUTTON)
    return home(turn.prepare(scope=turn.argument), lead=wording.NOTED)


def _first_areas(turn: Turn) -> tuple[Row, ...]:
    known = turn.assistant.catalog.area
    buttons = [_area_button(known[key]) for key in _FIRST_AREAS if key in known]
    return (
        *grid(buttons, widest=_PER_ROW),
        (Button("更多…", "areas:0"), Button("不选，直接看", "home:")),
    )


def _area_button(area: Area) -> Button:
    return Button(area.name, f"area:{area.key}")


COMMANDS = (
    Command("start", "开始", start, group=True),
    Command("area", "你的工作领域", area),
    Command("who", "给谁写：个人、班子、一把手", who),
)
PRESSES = {
    "area": press_area,
    "areas": press_areas,
    "who": press_who,
    "home": press_home,
}
