"""From what a group gathered in a meeting to the minutes that leave as files."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.assistant import Assistant
from bot.export.markdown import to_markdown
from bot.export.minutes import (
    Minutes,
    MinutesOpinions,
    MinutesPart,
    MinutesPoint,
    minutes_paper,
)
from bot.export.outline import Outline
from bot.export.word import to_docx
from bot.meeting import Meetings
from bot.models import Meeting, Note, Opinion, Session, Spot
from bot.outlining import outline_of


def minutes_files(
    assistant: Assistant, meetings: Meetings, meeting: Meeting
) -> list[tuple[str, bytes]]:
    """Names and contents of the minutes as Word file and as Markdown."""
    words = assistant.catalog.minutes
    assert words  # the shipped data has them
    minutes = minutes_of(assistant, meetings, meeting)
    paper = minutes_paper(minutes, words, assistant.catalog.paper["team"])
    name = f"会议纪要-{datetime.fromisoformat(meeting.opened_at).astimezone():%Y%m%d}"
    return [(f"{name}.docx", to_docx(paper)), (f"{name}.md", to_markdown(paper).encode())]


def minutes_of(assistant: Assistant, meetings: Meetings, meeting: Meeting) -> Minutes:
    """All that the minutes of a meeting tell."""
    session = meetings.session_of(meeting)
    outline = replace(outline_of(assistant, session), owners=meetings.owners(session))
    opened = datetime.fromisoformat(meeting.opened_at).astimezone()
    opinions = meetings.opinions(meeting)
    standing = meetings.standing(meeting)
    return Minutes(
        title=meeting.title,
        date=f"{opened.year}年{opened.month}月{opened.day}日",
        chair=meeting.chair_name,
        people=standing.attendees,
        parts=_parts(assistant, meetings, session, outline),
        opinions=_opinions(opinions, {part.key: part.name for part in outline.parts}),
        private=sum(opinion.is_private for opinion in opinions),
        outline=outline,
    )


def _parts(
    assistant: Assistant, meetings: Meetings, session: Session, outline: Outline
) -> tuple[MinutesPart, ...]:
    takers = meetings.takers(session)
    notes = assistant.notebook.notes(session)
    marks = assistant.store.chats.marks(session.place, session.theme)
    found = []
    placed = set[str]()
    for part in outline.parts:
        points = []
        for todo in assistant.checklist.card(session, part.key, limit=0).todos:
            item = todo.item
            if item.key in placed:
                continue
            placed.add(item.key)
            said = _said(notes, Spot(item=item.key))
            mark = marks.get(item.key)
            if said or mark:
                points.append(MinutesPoint(item.title, said, mark.by if mark else ""))
        free = _said(notes, Spot(part.key, "", session.theme))
        if free:
            points.insert(0, MinutesPoint("", free))
        open_ = tuple(
            point.questions[0] for point in part.points if not point.is_live and point.questions
        )
        found.append(
            MinutesPart(
                part.name,
                part.heading,
                tuple(takers.get(part.key, ())),
                tuple(points),
                open_,
                is_aspect=part.key.isdecimal(),
            )
        )
    return tuple(found)


def _said(notes: Sequence[Note], spot: Spot) -> tuple[tuple[str, str], ...]:
    return tuple((note.author, note.text) for note in notes if note.spot == spot)


def _opinions(opinions: Sequence[Opinion], names: dict[str, str]) -> tuple[MinutesOpinions, ...]:
    """By object, in the order of the first opinion on each; by part, in the order of the text."""
    found = []
    for whom in dict.fromkeys(opinion.object for opinion in opinions):
        own = [opinion for opinion in opinions if opinion.object == whom]
        cards = sorted({opinion.card for opinion in own}, key=lambda card: (not card, card))
        counts = tuple((names.get(c, ""), sum(o.card == c for o in own)) for c in cards)
        said = tuple(opinion.text for opinion in own if not opinion.is_private)
        found.append(MinutesOpinions(whom, counts, said))
    return tuple(found)
