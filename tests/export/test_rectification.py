"""The rectification list: a row for each noted problem, blanks for what only the user knows."""

from dataclasses import replace

from bot.export.official import LANDSCAPE
from bot.export.paper import Paper, Table
from bot.export.rectification import rectification
from bot.models import Catalog
from tests.export.sample import sample


def table(paper: Paper) -> Table:
    (block,) = paper.blocks
    assert isinstance(block, Table)
    return block


def rows(paper: Paper) -> list[list[str]]:
    return [["".join(run.text for run in cell) for cell in row] for row in table(paper).rows]


def test_each_problem_has_a_row_with_notes_and_measures(catalog: Catalog) -> None:
    found = rows(rectification(sample(catalog), catalog.paper["personal"]))
    assert [row[:2] for row in found] == [
        ["1", "理论学习不系统"],
        ["2", "走访调研不深入"],
        ["3", "群众诉求解决拖延"],
        ["4", "【待填：小标题】"],
    ]
    assert found[1][2:] == [
        "全年包案信访积案9件，到当事人家里去过的只有2件；其余7件靠听社区汇报。\n"
        "当时想的是“社区比我熟”，其实是怕见面谈不拢。",
        "深入基层为民办实事：包案积案逐件上门，每月不少于2件，6月底前走完一遍。",
        "【待填】",
        "【待填】",
        "□已完成\n□长期坚持",
        "【待填】",
    ]


def test_a_missing_measure_is_a_blank_with_the_open_questions(catalog: Catalog) -> None:
    (run,) = table(rectification(sample(catalog), catalog.paper["personal"])).rows[0][3]
    assert (run.kind, run.text[:8]) == ("blank", "【待填：整改措施")
    assert run.comment.endswith("\n抓实理论学习与转化：每周哪一天、哪个时段读书？谁来督促？")


def test_the_columns_are_those_in_use_and_fill_the_page(catalog: Catalog) -> None:
    paper = rectification(sample(catalog), catalog.paper["personal"])
    names = "序号 问题 表现 整改措施 责任人\n（牵头/配合） 完成时限 进展 佐证"
    assert paper.is_landscape
    assert [column.name for column in table(paper).columns] == names.split(" ")
    assert sum(column.width for column in table(paper).columns) == LANDSCAPE.text_width


def test_a_measure_that_no_problem_asks_for_has_a_row_too(catalog: Catalog) -> None:
    found = rows(rectification(replace(sample(catalog), links=()), catalog.paper["personal"]))
    assert found[4][:4] == [
        *("5", "【待填】", "【待填】"),
        "深入基层为民办实事：包案积案逐件上门，每月不少于2件，6月底前走完一遍。",
    ]


def test_without_problems_there_is_a_row_of_blanks(catalog: Catalog) -> None:
    outline = replace(sample(catalog), parts=(), scope="team", name="某局班子")
    paper = rectification(outline, catalog.paper["team"])
    blank = ["【待填】"] * 5
    assert rows(paper) == [["1", *blank, "□已完成\n□长期坚持", "【待填】"]]
    assert paper.title == "某局\n2025年度民主生活会整改清单"
