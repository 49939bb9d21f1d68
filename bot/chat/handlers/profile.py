"""Who is asking and for which meeting: /start /area /who /theme."""

from collections.abc import Iterable

from bot.assistant import DEFAULT_THEME
from bot.chat import wording
from bot.chat.intents import themes_named
from bot.chat.reply import Button, Reply, Span
from bot.chat.turn import Command, Outcome, Turn
from bot.models import Area, Theme, View

_FIRST_AREAS = ("organization", "united_front", "civil_affairs", "law_and_order", "street", "township")
_AREAS_PER_PAGE = 18
_PER_ROW = 3


def start(turn: Turn) -> Outcome:
    """The greeting: asks for the work area, or goes on where the chat stands."""
    turn = turn.remember(expecting="", view=View())
    if turn.session.areas:
        return home(turn)
    spans = (Span(f"{wording.START}\n"), Span(wording.CAUTION, faint=True))
    return turn.session, Reply(spans, _first_areas(turn))


def home(turn: Turn, *, said: str = "") -> Outcome:
    """What is known of the user, the checklist at a glance, and the closest example."""
    assistant, session = turn.assistant, turn.session
    theme = assistant.theme(session)
    spans = wording.profile(
        assistant.catalog.area_names(session.areas), wording.SCOPE_NAMES[session.scope], theme
    )
    spans.append(Span(wording.unsure_of(theme), faint=True))
    spans.append(Span(f"{len(theme.aspects)} 个方面，{wording.WHICH_ASPECT}\n"))
    spans += wording.progress_lines(assistant.progress(session))
    matches = assistant.closest_to(session, said)
    if matches:
        spans.append(Span("\n最接近你工作的例文："))
        for number, match in enumerate(matches, 1):
            spans += wording.example(number, match.passage, match.needles)
    rows = [card_buttons(turn), full_buttons(match.passage.id for match in matches), _change_row()]
    return session, Reply(tuple(spans), tuple(row for row in rows if row), edits=bool(turn.incoming.press))


def card_buttons(turn: Turn) -> tuple[Button, ...]:
    """[1] [2] … [原因] [整改] [其他]: a button for each part of the checklist."""
    theme = turn.assistant.theme(turn.session)
    numbers = [Button(f"{a.number} {a.name}", f"card:{a.number}") for a in theme.aspects]
    return (*numbers, Button("原因", "card:causes"), Button("整改", "card:measures"))


def full_buttons(ids: Iterable[int]) -> tuple[Button, ...]:
    """[全文①] [全文②]: opens whole passages."""
    return tuple(Button(f"全文{wording.CIRCLED[n]}", f"full:{i}") for n, i in enumerate(ids))


def _change_row() -> tuple[Button, ...]:
    return (
        Button("查例文", "ask:find"),
        Button("改领域", "ask:area"),
        Button("改对象", "ask:who"),
        Button("换年度", "ask:theme"),
    )


def area(turn: Turn) -> Outcome:
    """Sets the areas that the words name; asks when there are none."""
    if not turn.argument.strip():
        session = turn.remember(expecting="area").session
        return session, Reply((Span(wording.ASK_AREA),), _first_areas(turn))
    query = turn.assistant.finder.understanding.read(turn.argument)
    areas = query.areas or turn.assistant.areas_by_vocabulary(turn.argument)
    turn = turn.remember(expecting="", scope=query.scope or turn.session.scope)
    if areas:
        return home(turn.remember(areas=areas, aspect=None), said=turn.argument)
    session, reply = home(turn, said=turn.argument)
    note = Span(f"“{turn.argument.strip()[:20]}”我没对上领域，先按全部领域给你看；也可以发 /area 从列表里选。\n")
    return session, Reply((note, *reply.spans), reply.buttons)


def press_area(turn: Turn) -> Outcome:
    """[信访]: sets this one area."""
    if turn.argument not in turn.assistant.catalog.area:
        return turn.session, Reply(notice=wording.UNKNOWN_BUTTON)
    return home(turn.remember(areas=(turn.argument,), expecting="", aspect=None))


def press_areas(turn: Turn) -> Outcome:
    """[更多…]: a page of all areas."""
    areas = turn.assistant.catalog.areas
    start = _number(turn.argument) % max(len(areas), 1)
    following = start + _AREAS_PER_PAGE
    rows = _grid([_area_button(a) for a in areas[start:following]])
    turning = Button("更多…" if following < len(areas) else "从头看", f"areas:{following % _ceiling(len(areas))}")
    return turn.session, Reply((Span(wording.ASK_AREA),), (*rows, (turning,)), edits=True)


def who(turn: Turn) -> Outcome:
    """Sets whose text it is; asks when the words do not say."""
    scope = turn.assistant.finder.understanding.read(turn.argument).scope if turn.argument else None
    if scope:
        return home(turn.remember(scope=scope, expecting=""))
    buttons = tuple(Button(wording.SCOPE_NAMES[s], f"who:{s}") for s in ("personal", "team", "leader"))
    return turn.session, Reply((Span(wording.ASK_WHO),), (buttons,), edits=bool(turn.incoming.press))


def press_who(turn: Turn) -> Outcome:
    """[班子]: sets whose text it is."""
    if turn.argument not in ("personal", "team", "leader"):
        return turn.session, Reply(notice=wording.UNKNOWN_BUTTON)
    return home(turn.remember(scope=turn.argument))


def theme(turn: Turn) -> Outcome:
    """Sets the theme that the words name; shows the choice when none or several fit."""
    themes = turn.assistant.catalog.themes
    named = themes_named(turn.argument, themes) if turn.argument else []
    if len(named) == 1:
        return set_theme(turn, named[0])
    return choose_theme(turn, named or themes)


def choose_theme(turn: Turn, themes: Iterable[Theme]) -> Outcome:
    """Lists themes, each with its first aspect: a label alone does not tell which one is meant."""
    spans = [Span(f"{wording.ASK_THEME}\n")]
    buttons = []
    for theme in themes:
        spans.append(Span(f"{wording.theme_label(theme)}：{theme.aspects[0].heading[:24]}…\n"))
        buttons.append(Button(wording.theme_label(theme), f"theme:{theme.key}"))
    return turn.session, Reply(tuple(spans), _grid(buttons), edits=bool(turn.incoming.press))


def press_theme(turn: Turn) -> Outcome:
    """[2025 五个带头]: sets the theme."""
    theme = turn.assistant.catalog.theme.get(turn.argument)
    return set_theme(turn, theme) if theme else (turn.session, Reply(notice=wording.UNKNOWN_BUTTON))


def set_theme(turn: Turn, theme: Theme) -> Outcome:
    """Prepares for this theme from now on."""
    return home(turn.remember(theme=theme.key, aspect=None, expecting=""))


def ask(turn: Turn) -> Outcome:
    """[改领域] [改对象] [换年度]: asks anew."""
    asked = {"area": area, "who": who, "theme": theme}.get(turn.argument)
    return asked(turn.said("")) if asked else (turn.session, Reply(notice=wording.UNKNOWN_BUTTON))


def _first_areas(turn: Turn) -> tuple[tuple[Button, ...], ...]:
    known = turn.assistant.catalog.area
    buttons = [_area_button(known[key]) for key in _FIRST_AREAS if key in known]
    return _grid([*buttons, Button("更多…", "areas:0")])


def _area_button(area: Area) -> Button:
    return Button(area.name, f"area:{area.key}")


def _grid(buttons: list[Button]) -> tuple[tuple[Button, ...], ...]:
    return tuple(tuple(buttons[i : i + _PER_ROW]) for i in range(0, len(buttons), _PER_ROW))


def _ceiling(count: int) -> int:
    return -(-count // _AREAS_PER_PAGE) * _AREAS_PER_PAGE


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0


COMMANDS = (
    Command("start", "开始", start, group=True),
    Command("area", "你的工作领域", area),
    Command("who", "给谁写：个人、班子、一把手", who),
    Command("theme", "哪个年度的会", theme, group=True),
)
PRESSES = {"area": press_area, "areas": press_areas, "who": press_who, "theme": press_theme, "home": home}
