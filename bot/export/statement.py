"""The outline of a 对照检查材料: the user's notes in the order of an official paper.

Whatever he has not noted is a blank with the open questions as its comment. Nothing of the corpus
gets into it, and no point is called his unless he noted or ticked it.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.export.filling import asked, commented, fill, heading, plain, quoted, written
from bot.export.outline import Outline, OutlinePart, OutlinePoint, lines_of
from bot.export.paper import Block, Paper, Paragraph, Run, mark, numbered, numeral
from bot.models import Aspect, PaperWords

LAST_YEAR_SINCE = MATTERS_SINCE = 2022  # first years whose meetings ask for these parts
CASE_SINCE = 2024
_COMPLETE = ("方面", "情况")  # headings of aspects that need no 方面 behind them


def statement(outline: Outline, words: PaperWords) -> Paper:
    """The outline as a paper, with the sentences of its scope."""
    parts = (_opening, _last_year, _problems, _case, _matters, _causes, _measures, _closing)
    blocks = [block for part in parts for block in part(outline, words)]
    return Paper(title(outline, words.title), numbered([*blocks, *_unplaced(outline, words)]))


def title(outline: Outline, sentence: str) -> str:
    """The title of a paper, with a line break behind the name that it begins with."""
    name = " ".join(outline.name.split())
    if outline.scope == "team":
        name = name.removesuffix("班子").removesuffix("领导")
    values = {**values_of(outline), "name": name}
    return "".join(run.text for run in fill(sentence, values)).strip()


def values_of(outline: Outline) -> dict[str, str]:
    """What the braces of the fixed sentences stand for."""
    theme = outline.theme
    return {
        "year": str(theme.year),
        "theme": theme.title,
        "count": numeral(len(theme.aspects)),
        "areas": "、".join(outline.areas),
    }


def _opening(outline: Outline, words: PaperWords) -> Iterator[Block]:
    if not outline.name.strip():
        yield Paragraph(fill(words.byline, {}), "byline")
    values = values_of(outline)
    values["work"] = words.work if outline.areas else words.no_work
    values["work"] = values["work"].replace("{areas}", values["areas"])
    sentences = [Paragraph(fill(sentence, values)) for sentence in words.opening]
    yield from _placed(outline, words, sentences[:-1], words.opening_items)
    caution = _caution(outline, words)
    for paragraph in sentences[-1:]:
        yield Paragraph(commented(paragraph.runs, caution))


def _caution(outline: Outline, words: PaperWords) -> str:
    """That the theme is not certain, and its note."""
    notice = "" if outline.theme.confidence == "high" else words.notice_comment
    return "\n".join(filter(None, (notice, outline.theme.note)))


def _last_year(outline: Outline, words: PaperWords) -> Iterator[Block]:
    if outline.theme.year >= LAST_YEAR_SINCE:
        yield plain(1, words.last_year_heading)
        yield from _sentences(outline, words, words.last_year, words.last_year_items)


def _case(outline: Outline, words: PaperWords) -> Iterator[Block]:
    if outline.theme.year >= CASE_SINCE:
        yield plain(1, words.case_heading)
        yield from _sentences(outline, words, words.case, words.case_items)


def _matters(outline: Outline, words: PaperWords) -> Iterator[Block]:
    if outline.theme.year >= MATTERS_SINCE and words.matters:
        yield plain(1, words.matters_heading)
        yield from _sentences(outline, words, words.matters, words.matters_items)


def _sentences(
    outline: Outline, words: PaperWords, sentences: tuple[str, ...], titles: tuple[str, ...]
) -> list[Paragraph]:
    paragraphs = [Paragraph(fill(sentence, values_of(outline))) for sentence in sentences]
    return _placed(outline, words, paragraphs, titles)


def _placed(
    outline: Outline, words: PaperWords, paragraphs: list[Paragraph], titles: tuple[str, ...]
) -> list[Paragraph]:
    """The sentences, the open questions of these items on the first blank, then their notes."""
    points = [point for point in outline.points("general") if point.title in titles]
    notes = written(line for point in points for line in point.lines)
    if not paragraphs:
        return notes
    first = Paragraph(commented(paragraphs[0].runs, asked(points, words.questions_comment)))
    return [first, *paragraphs[1:], *notes]


def _problems(outline: Outline, words: PaperWords) -> Iterator[Block]:
    yield plain(1, words.problems_heading)
    for aspect in outline.theme.aspects:
        yield from _aspect(outline, aspect, words)


def _aspect(outline: Outline, aspect: Aspect, words: PaperWords) -> Iterator[Block]:
    key = str(aspect.number)
    live = outline.live(key)
    others = [point for point in outline.points(key) if not point.is_live]
    more = asked(others, words.more_comment) if live else ""
    yield heading(2, *_aspect_heading(outline, aspect, words), comment=more)
    for point in live:
        yield from _point(point, words, fill(words.no_example, {}), level=3)
    if not live:
        comment = asked(others, words.questions_comment)
        yield Paragraph(fill(words.no_problem, {}, comment=comment))


def _aspect_heading(
    outline: Outline, aspect: Aspect, words: PaperWords
) -> tuple[str, dict[str, str]]:
    parts: tuple[OutlinePart, ...] = outline.parts
    own = next((part.heading for part in parts if part.key == str(aspect.number)), "")
    text = own or aspect.heading
    sentence = "{heading}" if text.endswith(_COMPLETE) else words.aspect_heading
    return sentence, {"heading": text}


def _point(
    point: OutlinePoint,
    words: PaperWords,
    missing: tuple[Run, ...],
    *,
    level: int,
    comment: str = "",
) -> Iterator[Block]:
    """A point with its notes, or with `missing` in their place; a blank stands for its title."""
    untitled = replace(point, title="")  # the comment stands right at the title
    questions = asked([untitled], words.questions_comment)
    pinned = "\n".join(filter(None, (comment, questions if point.lines else "")))
    if point.title:
        yield plain(level, point.title, comment=pinned)
    else:
        yield heading(level, words.no_headline, {}, comment=pinned)
    yield from written(point.lines)
    if not point.lines:
        yield Paragraph(commented(missing, questions))


def _causes(outline: Outline, words: PaperWords) -> Iterator[Block]:
    yield plain(1, words.causes_heading)
    problems = outline.problems()
    for cause in outline.live("causes"):
        names = [problem.name for problem in problems if cause in outline.causes_of(problem)]
        values = {"problems": quoted(names) or words.all_problems}
        comment = words.causes_comment.replace("{problems}", quoted(names)) if names else ""
        missing = fill(words.no_cause, values)
        yield from _point(cause, words, missing, level=2, comment=comment)
    open_problems = [p for p in problems if not any(c.is_live for c in outline.causes_of(p))]
    if open_problems or not outline.live("causes"):
        yield heading(2, words.no_headline, {})
        yield _no_cause(outline, open_problems, words)


def _no_cause(outline: Outline, problems: list[OutlinePoint], words: PaperWords) -> Paragraph:
    """The blank for the causes of problems that have none yet, or of all."""
    linked = [cause for problem in problems for cause in outline.causes_of(problem)]
    points = list(dict.fromkeys(linked)) or [
        point for point in outline.points("causes") if not point.is_live
    ]
    values = {"problems": quoted(p.name for p in problems) or words.all_problems}
    return Paragraph(fill(words.no_cause, values, comment=asked(points, words.questions_comment)))


def _measures(outline: Outline, words: PaperWords) -> Iterator[Block]:
    """For each problem its measures; one that serves several problems is written out once."""
    yield plain(1, words.measures_heading)
    places: dict[OutlinePoint, str] = {}  # measure -> mark of the heading that it stands under
    problems = outline.problems()
    for number, problem in enumerate(problems, start=1):
        yield heading(2, words.measure_heading, {"problem": problem.name})
        live = [point for point in outline.measures_of(problem) if point.is_live]
        for point in live:
            if point not in places:
                yield from _point(point, words, fill(words.no_measure, {}), level=3)
        if marks := "、".join(dict.fromkeys(places[p] for p in live if p in places)):
            yield Paragraph(fill(words.same_measure, {"marks": marks}))
        if not live:
            yield _no_measure(outline.measures_of(problem), words)
        places = {point: mark(2, number) for point in live} | places
    others = [point for point in outline.live("measures") if point not in places]
    for point in others:
        yield from _point(point, words, fill(words.no_measure, {}), level=2)
    if not problems and not others:
        yield _no_measure(list(outline.points("measures")), words)


def _no_measure(points: list[OutlinePoint], words: PaperWords) -> Paragraph:
    return Paragraph(fill(words.no_measure, {}, comment=asked(points, words.questions_comment)))


def _closing(outline: Outline, words: PaperWords) -> Iterator[Block]:
    yield Paragraph(fill(words.closing, values_of(outline)))


def _unplaced(outline: Outline, words: PaperWords) -> Iterator[Block]:
    """Notes that have no place in this paper, behind its end: nothing noted is lost."""
    lines = [line for point in _leftover(outline, words) for line in (point.title, *point.lines)]
    lines = [line for line in [*lines, *lines_of(outline.unplaced)] if line]
    if lines:
        yield Paragraph(fill(words.unplaced_lead, {}, comment=words.unplaced_comment))
        yield from written(lines)


def _leftover(outline: Outline, words: PaperWords) -> list[OutlinePoint]:
    """Points with notes that no section of this year's paper takes up."""
    year = outline.theme.year
    taken = {*words.opening_items}
    taken |= {*words.last_year_items} if year >= LAST_YEAR_SINCE else set()
    taken |= {*words.case_items} if year >= CASE_SINCE else set()
    taken |= {*words.matters_items} if year >= MATTERS_SINCE and words.matters else set()
    known = {"causes", "measures", *(str(aspect.number) for aspect in outline.theme.aspects)}
    return [
        point
        for part in outline.parts
        for point in part.points
        if part.key not in known and point.lines
        if part.key != "general" or point.title not in taken
    ]
