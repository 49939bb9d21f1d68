"""The Markdown form: readable as it stands, and the user's words never turn into layout."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.export.markdown import to_markdown
from bot.export.paper import Column, Heading, Paper, Paragraph, Run, Table, numbered


def body(*runs: Run) -> str:
    """A paragraph as Markdown."""
    return to_markdown(Paper("题", (Paragraph(runs),))).removeprefix("# 题\n\n")


def test_a_paper_as_markdown() -> None:
    blocks = (
        Heading(1, (Run("问题"),)),
        Heading(2, (Run("学习", comment="读了什么？\n哪天？"),)),
        Paragraph((Run("我"), Run("【待填：＿次】", "blank"), Run("请假", "emphasis"))),
    )
    assert to_markdown(Paper("某局\n材料", numbered(blocks))) == (
        "# 某局 材料\n\n"
        "## 一、问题\n\n"
        "### （一）学习\n\n"
        "> 批注：读了什么？  \n> 哪天？  \n\n"
        "我【待填：＿次】**请假**\n"
    )


def test_a_table_keeps_its_cells_apart() -> None:
    row = ((Run("1"),), (Run("走访|调研\n少", comment="哪次？"),))
    table = Table((Column("序号", 15), Column("问题", 60)), (row,))
    assert to_markdown(Paper("清单", (table,))) == (
        "# 清单\n\n| 序号 | 问题 |\n| --- | --- |\n| 1 | 走访\\|调研<br>少 |\n\n> 批注：哪次？  \n"
    )


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("*不*忘_初_心", "\\*不\\*忘\\_初\\_心\n"),
        ("1. 走访少", "1\\. 走访少\n"),
        ("- 走访少", "\\- 走访少\n"),
        ("# 走访少", "\\# 走访少\n"),
        ("> 引文", "\\> 引文\n"),
        ("2025年走访3次", "2025年走访3次\n"),
        ("一行\n二行", "一行\\\n二行\n"),
        ("<b>粗</b>", "\\<b\\>粗\\</b\\>\n"),
    ],
)
def test_signs_in_a_note_stay_signs(note: str, shown: str) -> None:
    assert body(Run(note)) == shown


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(), max_size=60))
@example("\x00")
@example("\ud800|\r\x0b\u2028")
def test_any_text_can_be_written_to_a_file(text: str) -> None:
    cell = ((Run(text, comment=text),),)
    table = Table((Column("甲", 10),), (cell,))
    made = to_markdown(Paper(text, (Heading(1, (Run(text),)), Paragraph((Run(text),)), table)))
    assert made.encode("utf-8").endswith(b"\n")
    assert made.count("\n| --- |\n") == 1
