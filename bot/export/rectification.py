"""The rectification list (整改清单): a wide table with a row for each problem that the user noted.

His notes fill problem, manifestation and measure, and in a group who has taken the part; until when,
how far and the proof are his to write. The columns are those in use.
"""

from bot.export.filling import asked, fill
from bot.export.outline import Outline, OutlinePoint
from bot.export.paper import Column, Paper, Run, Table
from bot.export.statement import title
from bot.models import PaperWords

# Together as wide as the text of a page on its side.
COLUMNS = (
    Column("序号", 13),
    Column("问题", 28),
    Column("表现", 41),
    Column("整改措施", 41),
    Column("责任人\n（牵头/配合）", 34),
    Column("完成时限", 22),
    Column("进展", 26),
    Column("佐证", 20),
)
_Cell = tuple[Run, ...]


def rectification(outline: Outline, words: PaperWords) -> Paper:
    """The list as a paper on its side; without anything noted it has one row of blanks."""
    table = Table(COLUMNS, rows_of(outline, words) or numbered([_row((), (), (), words)]))
    return Paper(title(outline, words.list_title), (table,), is_landscape=True)


def rows_of(outline: Outline, words: PaperWords) -> tuple[tuple[_Cell, ...], ...]:
    """The rows of the list, a cell for each column; none without anything noted."""
    rows = [_problem(outline, problem, words) for problem in outline.problems()]
    rows += [
        _row((), (), _measures([point], words), words, outline.owner_of(point))
        for point in _others(outline)
    ]
    return numbered(rows)


def numbered(rows: list[tuple[_Cell, ...]]) -> tuple[tuple[_Cell, ...], ...]:
    """The rows with their numbers in front."""
    return tuple(((Run(str(n)),), *row) for n, row in enumerate(rows, start=1))


def _problem(outline: Outline, problem: OutlinePoint, words: PaperWords) -> tuple[_Cell, ...]:
    shown = (Run("\n".join(problem.lines)),) if problem.lines else fill(words.no_example, {})
    measures = _measures(outline.measures_of(problem), words)
    name = (Run(problem.headline),) if problem.headline else fill(words.no_headline, {})
    return _row(name, shown, measures, words, outline.owner_of(problem))


def _row(
    problem: _Cell, shown: _Cell, measures: _Cell, words: PaperWords, owner: str = ""
) -> tuple[_Cell, ...]:
    """A row without its number; what is empty becomes a blank."""
    blank = fill(words.no_cell, {})
    progress = fill(words.progress, {})
    who = (Run(owner),) if owner else blank
    return (problem or blank, shown or blank, measures or blank, who, blank, progress, blank)


def _others(outline: Outline) -> list[OutlinePoint]:
    """The measures with notes that belong to no noted problem."""
    used = {point for problem in outline.problems() for point in outline.measures_of(problem)}
    return [point for point in outline.live("measures") if point.lines and point not in used]


def _measures(points: list[OutlinePoint], words: PaperWords) -> _Cell:
    """The measures with notes, title and notes each; else a blank with the open questions."""
    noted = [point for point in points if point.lines]
    if not noted:
        return fill(words.no_measure, {}, comment=asked(points, words.questions_comment))
    texts = ["：".join(filter(None, (p.title, "\n".join(p.lines)))) for p in noted]
    return (Run("\n".join(texts)),)
