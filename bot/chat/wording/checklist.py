"""How the checklist is put into words: at a glance, part by part, one part, one item."""

from collections.abc import Iterable, Sequence

from bot.advice.checklist import Todo
from bot.assistant.checklist import Card, Progress
from bot.chat.reply import Span
from bot.chat.wording.brief import first_clause, numeral, shortened
from bot.chat.wording.themes import note_on
from bot.models import Area, Theme


def overview(theme: Theme, progress: Sequence[Progress]) -> list[Span]:
    """The checklist at a glance: the aspects on one line, the other parts on the next."""
    spans = [Span(f"{note_on(theme)}\n", faint=True)] if note_on(theme) else []
    spans.append(Span(f"{numeral(len(theme.aspects))}个方面，先看哪个？\n"))
    for is_aspect in (True, False):
        parts = [_at_a_glance(line) for line in progress if line.card.isdecimal() == is_aspect]
        spans.append(Span(f"{'   '.join(parts)}\n"))
    return spans


def _at_a_glance(line: Progress) -> str:
    label = CARD_LABELS.get(line.card) or f"{line.card} {line.name}"
    return f"{label} {line.done}/{line.total}"


def progress(lines: Sequence[Progress]) -> list[Span]:
    """The checklist part by part, each with a bar of what is ticked or noted."""
    return [
        Span(
            f"{bar(line.covered, line.total)} {_at_a_glance(line)}"
            f"{f' · 记 {line.noted} 条' if line.noted else ''}\n"
        )
        for line in lines
    ]


def bar(done: int, total: int, width: int = 5) -> str:
    """■■□□□; one cell as soon as anything is done, all only when all is."""
    filled = done * width // total if total else 0
    filled = max(filled, 1) if done else 0
    return "■" * filled + "□" * (width - filled)


CARD_LABELS = {"causes": "原因", "measures": "整改", "general": "其他"}


def card_title(shown: Card) -> str:
    """〔3〕带头践行以人民为中心的发展思想."""
    key = f"〔{shown.key}〕" if shown.heading else ""
    return key + (shortened(first_clause(shown.heading), 32) or shown.name)


def card(
    shown: Card, theme: Theme, areas: Sequence[Area], takers: Iterable[Span] = ()
) -> list[Span]:
    """The head of a part of the checklist, in a meeting with its takers."""
    spans = [Span(f"{card_title(shown)}\n", bold=True)]
    if theme.confidence != "high" and shown.heading:
        spans.append(Span("这份清单只供参考，以上级通知为准。\n", faint=True))
    narrow = [area for area in areas if not area.is_broad] or areas
    names = "、".join(area.name for area in narrow[:2])
    is_near = names and any(todo.is_near for todo in shown.todos)
    order = f"，与{names}最相关的在前" if is_near else ""
    return [*spans, *takers, Span(f"建议覆盖的要点（共 {len(shown.todos)} 条{order}）：\n")]


def box(todo: Todo) -> str:
    """☑ or ☐."""
    return "☑" if todo.is_done else "☐"


def item_lines(number: int, todo: Todo, document_count: int, ticked: str = "") -> list[Span]:
    """One item: tick, title, how often it is raised, who ticked it, its first question."""
    raised = f"（{document_count} 篇中 {todo.raised_by} 篇写到）" if todo.raised_by else ""
    return [
        Span(f"{box(todo)} {number} {todo.item.title}{ticked or raised}\n"),
        Span(f"    问自己：{todo.questions[0]}\n", faint=True),
    ]


def item(shown: Card, index: int, document_count: int) -> list[Span]:
    """One item opened: all its questions."""
    todo = shown.todos[index]
    raised = (
        f"{document_count} 篇范文中 {todo.raised_by} 篇写到"
        if todo.raised_by
        else "范文库里还没有人写到"
    )
    place = f"{shown.name} · 要点 {index + 1}/{len(shown.todos)} · {raised}\n"
    return [
        Span(f"{box(todo)} {todo.item.title}\n", bold=True),
        Span(place, faint=True),
        Span("问自己：\n"),
        *(Span(f"· {question}\n") for question in todo.questions),
    ]
