"""Small pieces that the papers are put together from: filled sentences, notes, open questions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import zip_longest

from bot.export.outline import OutlinePoint
from bot.export.paper import Heading, Paragraph, Run

_BLANK = re.compile(r"(【待(?:填|归位)(?:：[^】]*)?】)")  # 【待填：意见建议共＿条】
_MOST_QUESTIONS = 6  # of one comment
_BRACED = re.compile(r"\{(\w+)\}")


def fill(sentence: str, values: dict[str, str], *, comment: str = "") -> tuple[Run, ...]:
    """The runs of a fixed sentence with the values put in; the comment goes to its first blank."""
    text = _BRACED.sub(lambda found: values.get(found[1], found[0]), sentence)
    pieces = [piece for piece in _BLANK.split(text) if piece]
    runs = [Run(piece, "blank" if _BLANK.fullmatch(piece) else "plain") for piece in pieces]
    return commented(runs, comment)


def commented(runs: Sequence[Run], comment: str) -> tuple[Run, ...]:
    """The runs with the comment on the first blank, or on the first run when there is none."""
    place = next((n for n, run in enumerate(runs) if run.kind == "blank"), 0)
    return tuple(
        replace(run, comment="\n".join(filter(None, (run.comment, comment))))
        if number == place
        else run
        for number, run in enumerate(runs)
    )


def heading(level: int, sentence: str, values: dict[str, str], *, comment: str = "") -> Heading:
    """A heading of a fixed wording."""
    return Heading(level, fill(sentence, values, comment=comment))


def plain(level: int, text: str, *, comment: str = "") -> Heading:
    """A heading in words that are none of ours."""
    return Heading(level, (Run(text, comment=comment),))


def written(lines: Iterable[str]) -> list[Paragraph]:
    """The user's own lines, a paragraph each, as he wrote them."""
    return [Paragraph((Run(line),)) for line in lines]


def asked(points: Sequence[OutlinePoint], lead: str) -> str:
    """A comment with open questions of these points, "" when there are none.

    No more than anybody reads: the first of each point before a second of any.
    """
    rounds = zip_longest(*([(point, q) for q in point.questions] for point in points))
    asking = [pair for one_of_each in rounds for pair in one_of_each if pair][:_MOST_QUESTIONS]
    asking.sort(key=lambda pair: points.index(pair[0]))
    questions = [f"{p.title}：{question}" if p.title else question for p, question in asking]
    return "\n".join([lead, *questions]) if questions else ""


def quoted(names: Iterable[str]) -> str:
    """Names in a row: “甲”“乙”."""
    return "".join(f"“{name}”" for name in dict.fromkeys(names))
