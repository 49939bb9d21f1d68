"""The outline of a 对照检查材料: the user's notes in official order, blanks for everything else."""

from typing import Any

import pytest

from bot.export.filling import asked
from bot.export.markdown import to_markdown
from bot.export.outline import Link, Outline, OutlinePart
from bot.export.paper import Heading, Paper, Paragraph, runs_of
from bot.export.statement import statement
from bot.models import Catalog, Scope
from bot.text.parse import parse_document
from tests.export.sample import point, sample


def made(catalog: Catalog, **changes: Any) -> Paper:
    """The statement of the sample outline with these changes."""
    outline = sample(catalog, **changes)
    return statement(outline, catalog.paper[outline.scope])


def bare(catalog: Catalog, theme: str, scope: Scope, **changes: Any) -> Paper:
    """The statement of somebody who has noted nothing yet."""
    outline = Outline(catalog.theme[theme], scope, (), "", (), **changes)
    return statement(outline, catalog.paper[scope])


def text(block: object) -> str:
    assert isinstance(block, Heading | Paragraph)
    mark = block.mark if isinstance(block, Heading) else ""
    return mark + "".join(run.text for run in block.runs)


def headings(paper: Paper, level: int) -> list[str]:
    return [text(b) for b in paper.blocks if isinstance(b, Heading) and b.level == level]


def under(paper: Paper, heading: str) -> list[str]:
    """The texts between that heading and the next of its level or above."""
    start = next(n for n, block in enumerate(paper.blocks) if text(block) == heading)
    level = getattr(paper.blocks[start], "level", 0)
    found = []
    for block in paper.blocks[start + 1 :]:
        if isinstance(block, Heading) and block.level <= level:
            break
        found.append(text(block))
    return found


def comments(paper: Paper) -> dict[str, str]:
    """Text of a run -> the comment on it."""
    runs = [run for block in paper.blocks for run in runs_of(block)]
    return {run.text: run.comment for run in runs if run.comment}


@pytest.mark.parametrize(
    ("theme", "scope", "expected"),
    [
        ("2021", "personal", ["存在的主要问题", "原因剖析", "整改措施"]),
        (
            "2022",
            "personal",
            ["上年度民主生活会整改落实情况", "存在的主要问题", "个人有关事项说明", "原因剖析", "整改措施"],
        ),
        (
            "2025",
            "leader",
            ["上年度民主生活会整改落实情况", "存在的主要问题", "典型案例剖析反思", "个人有关事项说明", "原因剖析", "整改措施"],
        ),
        (
            "2025",
            "team",
            ["上年度民主生活会整改落实情况", "存在的主要问题", "典型案例剖析反思", "原因剖析", "整改措施"],
        ),
    ],
)  # fmt: skip
def test_year_and_scope_decide_on_the_parts(
    catalog: Catalog, theme: str, scope: Scope, expected: list[str]
) -> None:
    marks = "一二三四五六"
    assert headings(bare(catalog, theme, scope), 1) == [
        f"{mark}、{name}" for mark, name in zip(marks, expected, strict=False)
    ]


@pytest.mark.parametrize(
    ("scope", "name", "title"),
    [
        ("personal", "", "2025年度民主生活会个人对照检查材料"),
        ("personal", "某局副局长", "某局副局长\n2025年度民主生活会个人对照检查材料"),
        ("leader", "某局局长", "某局局长\n2025年度民主生活会个人对照检查材料"),
        ("team", "", "领导班子\n2025年度民主生活会对照检查材料"),
        ("team", "某局", "某局领导班子\n2025年度民主生活会对照检查材料"),
        ("team", "某局领导班子", "某局领导班子\n2025年度民主生活会对照检查材料"),
    ],
)
def test_the_title_names_year_meeting_and_owner(
    catalog: Catalog, scope: Scope, name: str, title: str
) -> None:
    outline = Outline(catalog.theme["2025"], scope, (), name, ())
    assert statement(outline, catalog.paper[scope]).title == title


@pytest.mark.parametrize(
    ("scope", "word"), [("personal", "我"), ("leader", "我"), ("team", "班子")]
)
def test_each_scope_speaks_for_itself(catalog: Catalog, scope: Scope, word: str) -> None:
    whole = "".join(text(block) for block in bare(catalog, "2025", scope).blocks)
    assert word in whole
    assert ("我们班子" in whole) == (scope == "team")


def test_the_opening_counts_the_aspects_in_characters(catalog: Catalog) -> None:
    whole = "".join(text(block) for block in bare(catalog, "2025", "personal").blocks)
    assert "对照五个方面查摆问题" in whole


def test_without_a_name_a_blank_asks_for_it(catalog: Catalog) -> None:
    first = bare(catalog, "2025", "personal").blocks[0]
    assert (text(first), getattr(first, "kind", "")) == ("【待填：单位、职务】", "byline")


def test_aspects_carry_the_full_official_wording(catalog: Catalog) -> None:
    problems = headings(bare(catalog, "2021", "personal"), 2)[:5]
    numerals = "一二三四五"
    assert problems == [
        f"（{n}）{aspect.heading}方面"
        for n, aspect in zip(numerals, catalog.theme["2021"].aspects, strict=True)
    ]


def test_notes_stand_verbatim_under_their_points(catalog: Catalog) -> None:
    assert under(made(catalog), "（三）带头敬畏人民、敬畏组织、敬畏法纪方面") == [
        "1. 走访调研不深入",
        "全年包案信访积案9件，到当事人家里去过的只有2件；其余7件靠听社区汇报。",
        "当时想的是“社区比我熟”，其实是怕见面谈不拢。",
        "2. 群众诉求解决拖延",
        "【待填：我在这个问题上的一件事，时间、地点、经过和当时的想法】",
    ]


def test_what_is_neither_noted_nor_ticked_is_not_called_the_users(catalog: Catalog) -> None:
    paper = made(catalog)
    whole = "".join(text(block) for block in paper.blocks)
    assert "上级部署落实打折扣" not in whole
    assert "上级部署落实打折扣：今年哪一项" in comments(paper)["带头强化政治忠诚、提高政治能力方面"]


def test_an_aspect_without_notes_is_a_blank_with_the_open_questions(catalog: Catalog) -> None:
    paper = made(catalog)
    (blank,) = under(paper, "（二）带头固本培元、增强党性方面")
    assert blank.startswith("【待填：我在这方面的问题")
    assert comments(paper)[blank].endswith(
        "\n党性锻炼不够经常：最近一次组织生活会上，你谈了哪件真事？"
    )


def test_a_note_without_an_item_wants_a_headline(catalog: Catalog) -> None:
    found = under(made(catalog), "（四）带头干事创业、担当作为方面")
    assert [found[0], found[1][:8]] == ["1. 【待填：小标题】", "老旧小区加装电梯"]


def test_causes_come_with_their_problems_and_a_blank_for_the_rest(catalog: Catalog) -> None:
    paper = made(catalog)
    assert under(paper, "五、原因剖析") == [
        "（一）宗旨意识树得不牢",
        "把信访件当“任务”办，想的是按期办结，没有先想群众为什么来。",
        "（二）【待填：小标题】",
        "【待填：“理论学习不系统”“老旧小区加装电梯，有两个…”的思想根源，从自己身上找】",
    ]
    assert comments(paper)["宗旨意识树得不牢"] == "对应问题：“走访调研不深入”“群众诉求解决拖延”"


def test_measures_are_arranged_by_problem_and_written_out_once(catalog: Catalog) -> None:
    assert under(made(catalog), "六、整改措施")[:8] == [
        "（一）针对“理论学习不系统”的问题",
        "【待填：整改措施，写明做什么、谁负责、何时完成】",
        "（二）针对“走访调研不深入”的问题",
        "1. 深入基层为民办实事",
        "包案积案逐件上门，每月不少于2件，6月底前走完一遍。",
        "（三）针对“群众诉求解决拖延”的问题",
        "有关整改措施见上文（二）。",
        "（四）针对“老旧小区加装电梯，有两个…”的问题",
    ]


def test_a_measure_that_no_problem_asks_for_is_kept(catalog: Catalog) -> None:
    parts = (
        OutlinePart("measures", "整改措施", "", (point("改进作风减负增效", ["会议减三成。"]),)),
    )
    paper = made(catalog, parts=parts, links=(), unplaced=())
    assert under(paper, "六、整改措施")[:2] == ["（一）改进作风减负增效", "会议减三成。"]


def test_notes_for_other_parts_stand_there(catalog: Catalog) -> None:
    rows = [
        ("典型案例剖析反思", "案例说的是违规吃喝。"),
        ("谈心谈话次数与对象", "谈了11个人。"),
        ("上年度整改落实情况", "列了6条，完成5条。"),
    ]
    general = tuple(point(title, [note]) for title, note in rows)
    paper = made(catalog, parts=(OutlinePart("general", "其他", "", general),), unplaced=())
    assert under(paper, "三、典型案例剖析反思")[-1] == "案例说的是违规吃喝。"
    assert under(paper, "一、上年度民主生活会整改落实情况")[-1] == "列了6条，完成5条。"
    assert text(paper.blocks[1]) == "谈了11个人。"


def test_notes_without_a_place_stand_behind_the_end(catalog: Catalog) -> None:
    texts = [text(block) for block in made(catalog).blocks]
    assert texts[-5] == "以上是我的对照检查，不当之处，请同志们批评指正。"
    assert texts[-4].startswith("【待归位：")
    assert texts[-3:] == [
        "相互批评意见准备",
        "给分管城建的同志提：物业纠纷专班今年只开过一次会。",
        "还要问一下办公室：材料几号交？",
    ]


@pytest.mark.parametrize("theme", ["2014", "2025"])
def test_no_note_is_ever_lost(catalog: Catalog, theme: str) -> None:
    keys = [*map(str, range(1, 8)), "causes", "measures", "general"]
    titles = ["", "理论学习不系统", "典型案例剖析反思", "个人有关事项说明"]
    parts = tuple(
        OutlinePart(key, "", "", tuple(point(t, [f"笔记{key}{n}"]) for n, t in enumerate(titles)))
        for key in keys
    )
    links = (Link("理论学习不系统", ("理论学习不系统",), ("理论学习不系统",)),)
    paper = made(catalog, theme=catalog.theme[theme], parts=parts, links=links)
    lines = [text(block) for block in paper.blocks]
    notes = [f"笔记{key}{n}" for key in keys for n in range(4)]
    assert [note for note in notes if lines.count(note) != 1] == []


@pytest.mark.parametrize("scope", ["personal", "leader", "team"])
def test_all_braces_are_filled_in(catalog: Catalog, scope: Scope) -> None:
    for key in catalog.theme:
        paper = bare(catalog, key, scope)
        assert "{" not in paper.title + "".join(text(block) for block in paper.blocks)


def test_an_uncertain_theme_says_so_in_a_comment(catalog: Catalog) -> None:
    found = list(comments(bare(catalog, "2025", "personal")).values())
    assert found[0].startswith("主题以上级通知为准。\n标题为主题的节录")


@pytest.mark.parametrize("theme", ["2021", "2022", "2025"])
def test_the_parser_finds_all_parts_again(catalog: Catalog, theme: str) -> None:
    paper = made(catalog, theme=catalog.theme[theme])
    found = parse_document(to_markdown(paper), file="outline.md", catalog=catalog)
    aspects = [part.number for section in found.sections for part in section.aspects]
    assert (found.year, found.theme, found.scope) == (int(theme), theme, "personal")
    assert aspects == [1, 2, 3, 4, 5, 6][: len(aspects)]
    assert len(aspects) == len(catalog.theme[theme].aspects)
    kinds = {section.kind for section in found.sections}
    assert {"problems", "causes", "measures"} <= kinds


def test_a_comment_asks_six_questions_at_most_one_of_each_point_first() -> None:
    points = [point(f"要点{n}", questions=[f"甲{n}？", f"乙{n}？"]) for n in range(1, 5)]
    assert asked(points, "想想：").split("\n") == [
        "想想：", "要点1：甲1？", "要点1：乙1？", "要点2：甲2？", "要点2：乙2？", "要点3：甲3？", "要点4：甲4？"
    ]  # fmt: skip
    assert asked([point("要点")], "想想：") == ""
