"""The minutes (会议纪要) of a preparation meeting as a paper: what was said, by whom, what is open.

Nothing is summed up in words of ours: contributions stand as they were written, with their author.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from bot.export.filling import fill, heading, plain
from bot.export.outline import Outline, lines_of
from bot.export.paper import Block, Column, Paper, Paragraph, Run, Table, numbered, numeral
from bot.export.rectification import rows_of
from bot.models import MinutesWords, PaperWords

# As wide as the text of an upright page; the first columns of the rectification list.
COLUMNS = (
    Column("序号", 13),
    Column("问题", 28),
    Column("表现", 40),
    Column("整改措施", 37),
    Column("责任人", 20),
    Column("完成时限", 18),
)
_QUESTIONS = 3  # open questions of a part


@dataclass(frozen=True, slots=True)
class MinutesPoint:
    """One item of the checklist, or free contributions to a part."""

    title: str
    said: tuple[tuple[str, str], ...]  # author and text
    ticked_by: str = ""


@dataclass(frozen=True, slots=True)
class MinutesPart:
    """An aspect, or another part of the text, with what the group said on it."""

    name: str
    heading: str
    takers: tuple[str, ...]
    points: tuple[MinutesPoint, ...]  # only those with contributions or a tick
    questions: tuple[str, ...]
    is_aspect: bool


@dataclass(frozen=True, slots=True)
class MinutesOpinions:
    """The opinions on one object: how many on which part, and those said before all."""

    object: str
    parts: tuple[tuple[str, int], ...]
    said: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(count for _, count in self.parts)


@dataclass(frozen=True, slots=True)
class Minutes:
    """All that the minutes tell."""

    title: str
    date: str
    chair: str
    people: tuple[str, ...]
    parts: tuple[MinutesPart, ...]
    opinions: tuple[MinutesOpinions, ...]
    private: int  # opinions told to the bot alone
    outline: Outline


def minutes_paper(minutes: Minutes, words: MinutesWords, paper: PaperWords) -> Paper:
    """The minutes as a paper: agenda, points, open questions, opinions, rectification table."""
    sections = (_opening, _agenda, _points, _questions, _opinions)
    blocks = [block for section in sections for block in section(minutes, words)]
    blocks += [*_list(minutes, words, paper), Paragraph(fill(words.closing, {}))]
    title = words.title.replace("{title}", " ".join(minutes.title.split()))
    return Paper(title, numbered(blocks))


def _opening(minutes: Minutes, words: MinutesWords) -> Iterator[Block]:
    theme = minutes.outline.theme
    values = {
        "date": minutes.date,
        "year": str(theme.year),
        "theme": theme.title,
        "count": numeral(len(theme.aspects)),
        "areas": "、".join(minutes.outline.areas),
        "chair": minutes.chair,
        "people": "、".join(minutes.people),
    }
    yield Paragraph(fill(words.byline, values), "byline")
    yield Paragraph(fill(words.chair, values))
    people = words.people if minutes.people else words.people.replace("{people}", words.no_people)
    yield Paragraph(fill(people, values))
    yield Paragraph(fill(words.absent, values))
    work = words.work if minutes.outline.areas else ""
    yield Paragraph(fill(words.opening + work, values))


def _agenda(minutes: Minutes, words: MinutesWords) -> Iterator[Block]:
    yield plain(1, words.agenda_heading)
    for number, sentence in enumerate(
        (words.agenda_parts, words.agenda_opinions, words.agenda_measures), 1
    ):
        yield Paragraph((Run(f"{number}. {sentence}"),))


def _points(minutes: Minutes, words: MinutesWords) -> Iterator[Block]:
    yield plain(1, words.points_heading)
    for part in minutes.parts:
        if not part.is_aspect and not part.points and not part.takers:
            continue
        yield heading(2, words.aspect_heading, {"heading": part.heading or part.name})
        if part.takers:
            yield Paragraph(fill(words.takers, {"people": "、".join(part.takers)}))
        elif part.is_aspect:
            yield Paragraph(fill(words.no_takers, {}))
        for point in part.points:
            yield from _point(point, words)
        ticks = [
            words.tick.replace("{name}", point.title).replace("{by}", point.ticked_by)
            for point in part.points
            if point.ticked_by
        ]
        if ticks:
            yield Paragraph((Run(words.ticked.replace("{ticks}", "、".join(ticks))),))
        if not part.points:
            yield Paragraph(fill(words.no_points, {}))


def _point(point: MinutesPoint, words: MinutesWords) -> Iterator[Block]:
    if point.title and point.said:
        yield plain(3, point.title)
    for author, text in point.said:
        lines = lines_of([text])
        if author and lines:
            # put together without looking for braces and blanks in what a member wrote
            before, _, after = words.contribution.replace("{by}", author).partition("{text}")
            yield Paragraph((Run(before, "emphasis"), Run(lines[0] + after)))
            lines = lines[1:]
        yield from (Paragraph((Run(line),)) for line in lines)


def _questions(minutes: Minutes, words: MinutesWords) -> Iterator[Block]:
    yield plain(1, words.questions_heading)
    asked = [part for part in minutes.parts if part.questions and part.is_aspect]
    for part in asked:
        yield Paragraph((Run(f"{part.name}：", "emphasis"),))
        for number, question in enumerate(part.questions[:_QUESTIONS], 1):
            yield Paragraph((Run(f"{number}. {question}"),))
    if not asked:
        yield Paragraph((Run(words.no_questions),))


def _opinions(minutes: Minutes, words: MinutesWords) -> Iterator[Block]:
    yield plain(1, words.opinions_heading)
    if not minutes.opinions:
        yield Paragraph(fill(words.no_opinions, {}))
        return
    total = sum(found.count for found in minutes.opinions)
    lead = words.opinions_lead.replace("{count}", str(total))
    if minutes.private:
        lead += words.private_opinions.replace("{private}", str(minutes.private))
    yield Paragraph((Run(lead),))
    for found in minutes.opinions:
        parts = "，".join(f"{name or words.no_part}{count}条" for name, count in found.parts)
        sentence = words.opinion_count.replace("{parts}", parts).replace(
            "{count}", str(found.count)
        )
        yield Paragraph((Run(sentence.replace("{object}", found.object)),))
        yield from _said(found.said, words)


def _said(texts: Iterable[str], words: MinutesWords) -> Iterator[Paragraph]:
    for number, text in enumerate(texts, 1):
        yield Paragraph((Run(f"{number}. {words.opinion_said.replace('{text}', text)}"),))


def _list(minutes: Minutes, words: MinutesWords, paper: PaperWords) -> Iterator[Block]:
    yield plain(1, words.list_heading)
    rows = rows_of(minutes.outline, paper)
    if not rows:
        yield Paragraph(fill(words.no_list, {}))
        return
    short = tuple(tuple(map(_uncommented, row[: len(COLUMNS)])) for row in rows)
    yield Table(COLUMNS, short)


def _uncommented(cell: tuple[Run, ...]) -> tuple[Run, ...]:
    """The cell without its comments: the open questions stand in a part of their own."""
    return tuple(replace(run, comment="") for run in cell)
