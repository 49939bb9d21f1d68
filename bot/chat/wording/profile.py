"""How it is put into words who prepares what: work, whose text, year; several texts in one chat."""

from bot.chat.reply import Span
from bot.chat.wording import TELL_AREA
from bot.chat.wording.themes import theme_label
from bot.models import Catalog, Preparation, Session, Theme


def profile(catalog: Catalog, session: Session, theme: Theme, lead: str) -> list[Span]:
    """What the bot understood: 街道 · 信访（个人 · 2021 五个带头）."""
    areas = catalog.area_names(session.areas)
    scope = SCOPE_NAMES[session.scope or "personal"]
    spans = [
        Span(lead),
        Span(f"{session.preparation.name} · " if session.preparation.name else ""),
        Span(areas or "全部领域", bold=True),
        Span(f"（{scope} · {theme_label(theme)}）\n"),
    ]
    if missing := _MISSING[bool(areas), bool(session.scope)]:
        spans.append(Span(f"{missing}\n", faint=True))
    latest = max((known.year for known in catalog.themes), default=theme.year)
    if theme == catalog.default_theme and theme.year < latest:  # the year may be nobody's choice
        spans.append(Span(_OLD_YEAR.format(year=theme.year, latest=latest), faint=True))
    return spans


# What to say while area or scope is unknown, by (area known, scope known).
_MISSING = {
    (False, False): "还没说工作和对象，先按个人、看全部领域；说一句“我在街道管信访”会更贴近。",
    (False, True): TELL_AREA,
    (True, False): "没说给谁写，先按个人；例文个人、班子的都看。",
    (True, True): "",
}
ORGANIZATION_LIFE = "组织生活会查摆哪几个方面，以手头的通知为准，把几个方面贴过来就行；一般写一份个人清单，先按下面的来。\n"
_OLD_YEAR = "年度先按 {year}；开的是别的年度，直接打年份，如“{latest}”。\n"
SCOPE_NAMES: dict[str, str] = {"personal": "个人", "team": "班子", "leader": "一把手"}


def prep_name(preparation: Preparation) -> str:
    """The name of a preparation, or which one it is."""
    return preparation.name or f"第 {preparation.number} 份"


def prep_line(
    preparation: Preparation, theme: Theme, areas: str, count: int, *, is_open: bool
) -> list[Span]:
    """▸ 局长个人（个人 · 2025 五个带头 · 信访）记 3 笔."""
    about = [SCOPE_NAMES[preparation.scope or "personal"], theme_label(theme), areas]
    name = f"{'▸' if is_open else '·'} {prep_name(preparation)}"
    line = f"（{' · '.join(filter(None, about))}）记 {count} 笔\n"
    return [Span(name, bold=is_open), Span(line)]
