"""The rectification list (整改清单): a wide table with a row for each problem that the user noted.

His notes fill problem, manifestation and measure; who, until when, how far and the proof are his
to write. The columns are those in use.
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
    """The list as a paper on its side; without any noted problem it has one row of blanks."""
    rows = [_row(outline, n, problem, words) for n, problem in enumerate(outline.problems(), 1)]
    if not rows:
        blank = fill(words.no_cell, {})
        rows = [((Run("1"),), *[blank] * 5, fill(words.progress, {}), blank)]
    table = Table(COLUMNS, tuple(rows))
    return Paper(title(outline, words.list_title), (table,), is_landscape=True)


def _row(
    outline: Outline, number: int, problem: OutlinePoint, words: PaperWords
) -> tuple[_Cell, ...]:
    blank = fill(words.no_cell, {})
    shown = (Run("\n".join(problem.lines)),) if problem.lines else fill(words.no_example, {})
    measures = _measures(outline.measures_of(problem), words)
    progress = fill(words.progress, {})
    name = (Run(problem.name),)
    return ((Run(str(number)),), name, shown, measures, blank, blank, progress, blank)


def _measures(points: list[OutlinePoint], words: PaperWords) -> _Cell:
    """The measures with notes, title and notes each; else a blank with the open questions."""
    noted = [point for point in points if point.lines]
    if not noted:
        return fill(words.no_measure, {}, comment=asked(points, words.questions_comment))
    texts = [f"{point.title}：" + "\n".join(point.lines) for point in noted]
    return (Run("\n".join(texts)),)
