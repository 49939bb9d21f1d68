"""From what a chat noted to the paper that leaves as a file: outline and rectification list."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from bot.advice.checklist import Todo
from bot.assistant import Assistant
from bot.export.markdown import to_markdown
from bot.export.outline import Link, Outline, OutlinePart, OutlinePoint
from bot.export.paper import Paper
from bot.export.rectification import rectification
from bot.export.statement import statement
from bot.export.word import to_docx
from bot.models import Note, Session, Spot

Form = Literal["docx", "md", "list"]
"""What is wanted: the outline as Word file or Markdown, or the 整改清单 as a Word table."""

_QUESTIONS = 2  # asked of an item without notes
_NAMES = {"docx": "对照检查材料提纲", "md": "对照检查材料提纲", "list": "整改清单"}


def exported(
    assistant: Assistant, session: Session, form: Form, *, owners: tuple[tuple[str, str], ...] = ()
) -> tuple[str, bytes]:
    """File name and content of the chat's paper in that form; `owners`: part -> who took it."""
    outline = replace(outline_of(assistant, session), owners=owners)
    words = assistant.catalog.paper[outline.scope]
    if form == "md":
        content = to_markdown(statement(outline, words)).encode()
    else:
        paper: Paper = (rectification if form == "list" else statement)(outline, words)
        content = to_docx(paper)
    ending = "md" if form == "md" else "docx"
    return f"{_NAMES[form]}-{outline.theme.year}.{ending}", content


def outline_of(assistant: Assistant, session: Session) -> Outline:
    """All that the chat noted for its preparation, in the order of its theme."""
    notes = assistant.notebook.notes(session)
    parts, placed = _parts(assistant, session, notes)
    links = [
        Link(
            linked.item.title,
            tuple(item.title for item, _ in linked.causes),
            tuple(item.title for item, _ in linked.measures),
        )
        for linked in assistant.checklist.links(session)
    ]
    return Outline(
        theme=assistant.themes.of(session),
        scope=session.scope or "personal",
        areas=tuple(area.name for area in assistant.work.areas(session)),
        name=session.preparation.name,
        parts=tuple(parts),
        links=tuple(links),
        unplaced=tuple(note.text for note in notes if note.spot not in placed),
    )


def _parts(
    assistant: Assistant, session: Session, notes: Sequence[Note]
) -> tuple[list[OutlinePart], set[Spot]]:
    """The parts of the outline, and the spots whose notes stand in them."""
    parts, placed = [], set[Spot]()
    for key in assistant.checklist.cards(session):
        card = assistant.checklist.card(session, key, limit=0)
        whole = Spot(key, "", session.theme)
        points = []
        for todo in card.todos:
            spot = Spot(item=todo.item.key)
            own = [note for note in notes if note.spot == spot and spot not in placed]
            points.append(_point(assistant, todo, own))
            placed.add(spot)  # an item that two aspects list has its notes under the first
        free = tuple(note.text for note in notes if note.spot == whole)
        if free:
            points.insert(0, OutlinePoint("", free, (), is_done=False))
        placed.add(whole)
        parts.append(OutlinePart(key, card.name, card.heading, tuple(points)))
    return parts, placed


def _point(assistant: Assistant, todo: Todo, notes: Sequence[Note]) -> OutlinePoint:
    asked = _open_questions(assistant, todo, notes)
    return OutlinePoint(todo.item.title, tuple(note.text for note in notes), asked, todo.is_done)


def _open_questions(assistant: Assistant, todo: Todo, notes: Iterable[Note]) -> tuple[str, ...]:
    """The item's questions while nothing is noted, and no more than there are gaps afterwards."""
    notes = list(notes)
    if not notes:
        return todo.questions[:_QUESTIONS]
    gaps = assistant.notebook.lacks(notes[0].spot, notes)
    return todo.questions[: len(gaps)]
