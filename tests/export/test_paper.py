"""Headings are numbered as official papers number them."""

import pytest

from bot.export.paper import Heading, Paragraph, Run, numbered, numeral


def test_headings_are_numbered_anew_under_each_heading_above() -> None:
    levels = [1, 2, 2, 3, 4, 4, 3, 2, 3, 1, 2]
    blocks = numbered(Heading(level, (Run("标题"),)) for level in levels)
    marks = [block.mark for block in blocks if isinstance(block, Heading)]
    assert marks == [
        *("一、", "（一）", "（二）", "1. ", "（1）", "（2）", "2. "),
        *("（三）", "1. ", "二、", "（一）"),
    ]


def test_other_blocks_stay_as_they_are() -> None:
    paragraph = Paragraph((Run("正文"),))
    assert numbered([paragraph]) == (paragraph,)


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九")],
)
def test_numbers_are_written_in_chinese(number: int, written: str) -> None:
    assert numeral(number) == written
