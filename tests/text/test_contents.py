"""A table of contents is told from the headings that it repeats."""

import pytest

from bot.text.contents import contents_lines

TEXT = ["一、存在的问题", "学习不够。", "二、整改措施", "多学习。"]


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["目　录", "一、存在的问题", "", "二、整改措施", "", *TEXT], {0, 1, 3}),
        (["目录", "一、存在的问题 1", "二、整改措施 3", *TEXT], {0, 1, 2}),
        (["一、存在的问题……１", "二、整改措施......12", *TEXT], {0, 1}),
        (["目录", "一、问题（略写）\t1", "二、措施（略写）\t2", *TEXT], {0, 1, 2}),
        (TEXT, set()),
        (["目录", "档案目录编得慢。", *TEXT], set()),
        (["全年接待群众……3", *TEXT], set()),
    ],
)
def test_entries_bear_pages_or_are_met_again(lines: list[str], found: set[int]) -> None:
    assert contents_lines(lines) == found
