"""How themes and their aspects are put into words."""

from collections.abc import Iterable

from bot.chat.reply import Span
from bot.chat.wording.brief import first_clause, numeral, shortened
from bot.models import Aspect, Theme

YEAR_KEPT = "年度记为 {label}。"
YEAR_TAKEN = "“{said}”按 {year} 年度理解；不对就直接打年份。"


def theme_label(theme: Theme) -> str:
    """2021 五个带头, or the theme's short name where the list has no label."""
    return f"{theme.year} {theme.label or theme.name}"


def themes(found: Iterable[Theme]) -> list[Span]:
    """Themes to choose from, each with its first aspect: a label alone does not tell which is meant."""
    spans = [Span("准备哪个年度的会？以上级通知为准。\n")]
    spans += [Span(f"{theme_label(t)}：{first_clause(t.aspects[0].heading)}…\n") for t in found]
    return spans


def aspects_of(theme: Theme) -> list[Span]:
    """The aspects of a theme in full, below its year, name and official subject."""
    spans = [Span(f"{theme_label(theme)}：{theme.name}\n", bold=True)]
    spans += [Span(f"主题：{theme.title}\n")] if theme.title and theme.title != theme.name else []
    spans += [Span(f"{aspect.number} {aspect.heading}\n") for aspect in theme.aspects]
    return [*spans, Span(note_on(theme), faint=True)]


def theme_read(theme: Theme) -> list[Span]:
    """What was read from a pasted list of aspects, to be confirmed."""
    spans = [Span(f"读出 {len(theme.aspects)} 个方面（{theme.year} 年度），对吗？\n", bold=True)]
    spans += [Span(f"{aspect.number} {aspect.heading}\n") for aspect in theme.aspects]
    return [*spans, Span("要点和例文按相近程度配给各方面，只供参考。", faint=True)]


def theme_found(theme: Theme) -> list[Span]:
    """The offer to prepare for a list of aspects that was pasted without a word."""
    names = "、".join(aspect.name for aspect in theme.aspects)
    return [Span(f"这像是会议方案里的 {len(theme.aspects)} 个方面（{names}）。按它准备吗？")]


def note_on(theme: Theme) -> str:
    """What to know of a theme's list, and that an uncertain one is only for orientation."""
    unsure = "" if theme.confidence == "high" else "这份清单只供参考，以上级通知为准。"
    return unsure + theme.note


def no_such_aspect(said: str, theme: Theme) -> str:
    """That the theme has no such aspect, and how many it has."""
    return f"没有“{shortened(said, 10)}”这个方面，{theme_label(theme)}共 {len(theme.aspects)} 个："


def full_heading(aspect: Aspect, theme: Theme) -> list[Span]:
    """The official wording of an aspect in full."""
    spans = [
        Span(f"{theme_label(theme)} · 第{numeral(aspect.number)}方面\n", bold=True),
        Span(aspect.heading, quote=True),
    ]
    if theme.confidence != "high":
        spans.append(Span("\n这份清单只供参考，以上级通知为准。", faint=True))
    return spans
