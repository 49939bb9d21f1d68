import re
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.models import Document, Section
from bot.text.normalize import letters
from bot.text.outline import BLANKS, LINE_BREAK
from bot.text.parse import document_json

CORPUS = sorted((Path(__file__).parents[2] / "data" / "corpus").glob("*.txt"))
SEEDS = [path.read_text(encoding="utf-8") for path in CORPUS]
Parse = Callable[[str], Document]

# Headline starts of the problem points, by aspect, one row per document.
PROBLEMS = [
    [
        ["理论学习的深度有差距", "理解掌握的广度有差距", "学用结合的力度有差距"],
        ["跟进落实区委关于乡村振兴工作行动慢、社会力量整合效果不好", "民营经济统战工作没有", "进取意识减弱"],
        ["群众思想没有树立", "为民服务的能力不强", "敢于创新做得不到位"],
        ["贯彻执行上级决策部署不到位", "聚焦主责主业", "落实统一战线意识形态责任制", "斗争意识不强"],
        ["防止和克服形式主义", "开展调查研究实效性不强", "党风廉政建设责任制落实有欠缺"],
    ],
    [
        ["学习氛围不够浓", "学习主动性不够强", "学习效果不明显"],
        ["对\"正在做的事情\"争先进位", "对\"事关大局的事情\"", "对\"党中央部署的事情\""],
        ["调查研究不少", "为民服务不少", "谈心谈话不少"],
        ["政治辨识能力不够强", "政治斗争精神不够足", "政治安全风险意识不够浓"],
        ["在执行八项规定精神中有时碍于面子", "落实\"一岗双责\"不够有力", "对部内同志开展批评少"],
    ],
    [
        ["理论学习不系统", "学思践悟不透彻", "政治能力不够强"],
        ["加强党的全面领导不到位", "抓党建带队伍有欠缺", "落实意识形态工作责任制不够有力"],
        ["践行以职工为中心的理念有\"落差\"", "践行以职工为中心的理念有\"温差\"", "践行以职工为中心的理念有\"时差\""],
        ["敢于担当、攻坚克难的劲头不足", "善于作为、抓铁有痕的韧劲不强", "一抓到底、层层加压的力度不大"],
        ["廉政风险监管不够", "严字当头正风不够", "以身作则巩固深化不够"],
    ],
    [
        ["在思想深处对共产主义理想信念还不够坚定", "政治嗅觉不够敏感", "对习近平新时代中国特色社会主义思想学习不够深入"],
        ["XX理论武装还不扎实", "政策落实有偏差", "统筹全局意识有差距", "服务解难还不够"],
        ["服务宗旨观念有所淡化", "带动群众自觉性不够", "回应人民群众新期待还有差距"],
        ["存在学用脱节现象", "深谋远虑不足", "搞形象工程，喜欢干“面子活”", "党性修养有所弱化"],
        ["政治生态还需进一步净化", "党内政治生活的质量", "经济指标统计没有完全做到实事求是"],
    ],
    [
        ["理论学习缺乏系统性", "贯彻落实精神缺乏有效性", "运用解决实际问题缺乏精准性"],
        ["缺少一抓到底的决心", "缺少一如既往的耐心", "缺少一以贯之的恒心"],
        ["对\"一切依靠群众\"的认识还不深刻", "政绩观有所偏差", "走访调研不深入"],
        ["工作铺排不到位", "工作落实不到位", "工作成效不到位"],
        ["推进意识形态工方面"],
        ["落实\"两个责任\"和\"一岗双责\"方面"],
    ],
]  # fmt: skip
CAUSES = [
    ["理论武装的自觉性不高", "党建与业务工作融合度不高", "理论联系实际的能力不强"],
    ["党性锻炼还不够经常", "为民初心还不够牢固", "使命担当还不够自觉", "自律自省还不够严格"],
    ["理论学习有所放松", "宗旨意识有所淡化", "党性锤炼有所减弱", "干事创业有所懈怠"],
    [
        "从思想上剖析，理论学习",
        "从政治上剖析，党内",
        "从作风上剖析，群众观念",
        "从能力上剖析，责任担当",
    ],
    ["为民服务的意识有所淡化", "制度体系的建设有所简化", "纪律靠前的观念有所弱化"],
]
MEASURES = [
    ["强化理论学习，", "强化政治建设，", "强化风险防范，", "强化廉洁自律，"],
    ["提升政治站位，", "持续改进作风，", "严守政治纪律，"],
    ["提高政治站位，", "筑牢信仰信念、", "履行管党治党责任、"],
    ["加强理论武装，", "强化政治担当，", "践行党的宗旨，", "激励担当作为，", "严格落实责任，"],
    ["注重理论提升，", "葆有为民情怀，", "严守纪律规定，"],
]
SEED_NUMBERS = range(5)


def section(document: Document, kind: str) -> Section:
    return next(section for section in document.sections if section.kind == kind)


def assert_starts(headlines: list[str], starts: list[str]) -> None:
    assert [h[: len(s)] for h, s in zip(headlines, starts, strict=True)] == starts


@pytest.mark.parametrize("number", SEED_NUMBERS)
def test_seed_has_its_problem_points_under_its_aspects(seeds: list[Document], number: int) -> None:
    aspects = section(seeds[number], "problems").aspects
    for part, starts in zip(aspects, PROBLEMS[number], strict=True):
        assert_starts([point.headline for point in part.points], starts)
    assert [part.number for part in aspects] == [[1, 2, 3, 4, 5], [1, 2, 3, 4, None, None]][
        number == 4
    ]


@pytest.mark.parametrize("number", SEED_NUMBERS)
def test_seed_has_its_causes_and_measures(seeds: list[Document], number: int) -> None:
    assert_starts([p.headline for p in section(seeds[number], "causes").points], CAUSES[number])
    assert_starts([p.headline for p in section(seeds[number], "measures").points], MEASURES[number])


@pytest.mark.parametrize("number", SEED_NUMBERS)
def test_seed_loses_and_doubles_nothing(seeds: list[Document], number: int) -> None:
    assert whole(seeds[number]) == letters(SEEDS[number])


def test_seeds_make_113_passages(seeds: list[Document]) -> None:
    assert [len(document.passages()) for document in seeds] == [23, 22, 22, 26, 20]


def test_seeds_are_identified(seeds: list[Document]) -> None:
    found = [(d.title[:8], d.year, d.theme, d.scope, d.areas, d.is_statement) for d in seeds]
    assert found == [
        ("区统战部副部长2", 2021, "2021", "personal", ("united_front",), True),
        ("市委组织部副部长", 2021, "2021", "personal", ("organization",), True),
        ("民政局党委书记2", 2021, "2021", "personal", ("civil_affairs", "union"), True),
        ("市委常委班子da", 2021, "2021", "team", ("party_committee",), True),
        ("单位一把手在党史", 2021, "2021", "leader", ("street", "demolition", "petition"), True),
    ]


def test_title_over_two_markdown_lines_is_joined(seeds: list[Document]) -> None:
    assert seeds[1].title == "市委组织部副部长党史学习教育专题民主生活会五个方面对照检查材料"


def test_headings_vary(seeds: list[Document]) -> None:
    assert [section(document, "problems").heading for document in seeds] == [
        "存在的问题和不足", "存在的问题", "存在问题及表现", "存在的突出问题", "自身存在的突出问题",
    ]  # fmt: skip


def test_point_keeps_mark_headline_and_text(seeds: list[Document]) -> None:
    point = section(seeds[4], "problems").aspects[0].points[1]
    assert (point.ordinal, point.mark, point.line) == (2, "二是", 9)
    assert point.text.startswith("二是贯彻落实精神缺乏有效性。能够严守")
    assert point.text.endswith("亮点不突出的情况等。")
    assert point.example == point.text[point.text.index("如在征拆工作上") :]


@pytest.mark.parametrize("number", SEED_NUMBERS)
def test_passages_stand_in_the_source_as_written(seeds: list[Document], number: int) -> None:
    source = "\n".join(line.strip() for line in SEEDS[number].splitlines())
    passages = seeds[number].passages()
    assert [p.text for p in passages if p.text not in source] == []
    assert [p.headline for p in passages if p.headline not in source] == []


def test_cause_without_number_is_a_point_of_its_own(seeds: list[Document]) -> None:
    points = section(seeds[3], "causes").points
    assert [point.mark for point in points] == ["（一）", "（二）", "", "（四）"]
    assert points[2].text.startswith("从作风上剖析，群众观念立场有所淡薄\n个别同志")


def test_heading_over_aspects_is_kept_as_lead(seeds: list[Document]) -> None:
    problems = section(seeds[4], "problems")
    assert problems.lead == '（一）"5个方面"检视问题'
    assert problems.aspects[0].lead.endswith("党性修养显著提升。存在的问题：")


def test_aspect_without_points_is_one_point(seeds: list[Document]) -> None:
    part = section(seeds[4], "problems").aspects[4]
    (point,) = part.points
    assert point.headline == part.heading == "推进意识形态工方面"
    assert (point.text[:6], point.text[-5:]) == ("在应对新情况", "有所松懈。")


def test_warnings_name_line_and_oddity(seeds: list[Document]) -> None:
    assert [len(document.warnings) for document in seeds] == [0, 0, 0, 2, 5]
    assert seeds[3].warnings == (
        "line 12: announces 五个方面, 4 found",
        "line 18: no number after （二）",
    )
    assert seeds[4].warnings[-2:] == (
        "line 37: （三） follows （一）",
        "line 39: number （三） is used twice",
    )


def test_json_follows_the_contract(seeds: list[Document]) -> None:
    json = document_json(seeds[4])
    assert (json["theme"], json["scope"], json["areas"]) == (
        "2021",
        "personal",
        ["street", "demolition", "petition"],
    )
    assert [s["kind"] for s in json["sections"]] == ["opening", "problems", "causes", "measures"]
    assert set(json["sections"][1]["aspects"][0]["points"][0]) >= {
        "ordinal",
        "headline",
        "text",
        "example",
    }


# --- variants in other words -------------------------------------------------------------------


def outline(document: Document) -> list[object]:
    """Kind, aspect numbers and headlines, for comparing at a glance."""
    rows: list[object] = []
    for s in document.sections:
        rows.append(s.kind)
        rows += [(part.number, [p.headline for p in part.points]) for part in s.aspects]
        rows += [p.headline for p in s.points]
    return rows


def test_aspects_on_the_top_level_with_numbered_points(parse: Parse) -> None:
    text = """某局副局长2022年度民主生活会对照检查材料
一、在带头深刻领悟“两个确立”的决定性意义方面
1、学习不够深。平时忙，学得少。
2、转化不够快。比如在推进项目上，办法不多。
二、在带头落实全面从严治党责任方面存在的问题
（1）抓得不够严；
（2）管得不够细；
三、原因分析
①思想松懈。②作风飘浮。
四、下一步努力方向
一要加强学习。二要求真务实。
以上是我的对照检查，请批评指正。
张三
2023年1月10日"""
    document = parse(text)
    assert outline(document) == [
        "problems", (1, ["学习不够深", "转化不够快"]), (6, ["抓得不够严", "管得不够细"]),
        "causes", "思想松懈", "作风飘浮", "measures", "加强学习", "求真务实", "closing",
    ]  # fmt: skip
    assert (document.theme, document.year, document.warnings) == ("2022", 2022, ())


def test_merged_section_without_marks_and_quoted_marks(parse: Parse) -> None:
    text = """个人对照检查材料
存在的问题及原因
（一）理论学习方面
一是学得少；二是想得少；三是一抓到底、“一是一、二是二”的劲头不足。
整改措施
第一，抓学习。
第二，抓作风。"""
    headlines = ["学得少", "想得少", "一抓到底、“一是一、二是二”的劲头不足"]
    assert outline(parse(text)) == ["problems", (None, headlines), "measures", "抓学习", "抓作风"]


def test_markdown_with_bold_leads_and_plain_paragraphs(parse: Parse) -> None:
    text = """# 2022年民主生活会个人发言提纲
## 存在的主要问题
**带头深刻领悟“两个确立”的决定性意义方面**
学习不深。只看标题不看内容。
落实不力。只发文件不去督办。
**带头坚持和加强党的全面领导方面**
**议事不够民主。**有时个人说了算。
**督办不够及时。**如某项目拖了半年。"""
    assert outline(parse(text)) == [
        "problems", (1, ["学习不深", "落实不力"]), (3, ["议事不够民主", "督办不够及时"]),
    ]  # fmt: skip


def test_an_unknown_heading_has_the_kind_that_its_place_leaves(parse: Parse) -> None:
    text = """某局局长2023年度民主生活会对照检查材料
一、存在的主要问题
（一）理论学习方面
1.学得少。一年只读了两本书。
（二）政治素质方面
1.说得少。遇到议论不吭声。
二、病从何来
一是懒。总觉得够用了。
二是怕。总怕得罪人。
三、药往哪里下
一是勤学。每周读书两小时。
二是敢说。每月谈心一次。"""
    assert outline(parse(text)) == [
        "problems", (None, ["学得少"]), (None, ["说得少"]), "causes", "懒", "怕", "measures", "勤学", "敢说",
    ]  # fmt: skip


def test_an_essay_names_its_aspects_without_marks_or_方面(parse: Parse) -> None:
    text = """局长2022年度对照检查材料
先说凝心铸魂。
修养断断续续。一年只读完两本书。
谈得也很少。和青年不谈信仰。
再说发扬斗争精神。
用权有些随意。临时聘人没有上会。
碰到难题绕着走。砂场的事拖了一年。
为什么会这样？
说到底是松了劲。觉得退休不远了。
今后怎么办？
把书捡起来。每月读一本。
以上是我的心里话，请大家批评。"""
    assert outline(parse(text)) == [
        "problems", (2, ["修养断断续续", "谈得也很少"]), (5, ["用权有些随意", "碰到难题绕着走"]),
        "causes", "说到底是松了劲", "measures", "把书捡起来", "closing",
    ]  # fmt: skip


def test_headings_that_are_all_worn_have_numbers_by_their_place(parse: Parse) -> None:
    headings = (
        "深入领悟决定意思",
        "不懈用新思惟凝心",
        "增强党的周全带领",
        "人民为中间成长",
        "奋斗精力防备应战",
        "落实周全从严责任",
    )
    lines = [f"{i}.带头{h}方面\n一是浅。{i}" for i, h in enumerate(headings, start=1)]
    document = parse("局长2022年度对照检查材料\n一、存在的问题\n" + "\n".join(lines))
    assert [part.number for part in document.sections[0].aspects] == [1, 2, 3, 4, 5, 6]


def test_a_statement_spoken_in_the_first_person_is_accepted(parse: Parse) -> None:
    text = """在2022年度民主生活会上的个人发言
首先，讲讲我身上的问题。
第一个带头，深刻领悟“两个确立”。我的差距是停在嘴上，联系工作不多。
第六个带头，落实从严治党责任。我的差距是对下属管得松。
其次，分析一下原因。
一是主动不够。
最后，说说今后的打算。
一是每月学习一个专题。
我的发言完了，请同志们批评。"""
    document = parse(text)
    assert ([s.kind for s in document.sections], document.refusal) == (
        ["problems", "causes", "measures", "closing"], ""
    )  # fmt: skip
    assert [part.number for part in document.sections[0].aspects] == [1, 6]


def test_an_article_with_an_abstract_is_refused_whatever_its_headings(parse: Parse) -> None:
    text = """提高民主生活会质量的路径思考
摘要：本文分析问题及成因。
一、存在的问题
一是准备不够。二是批评不深。
二、原因分析
一是认识不足。
三、对策建议
一是完善制度。"""
    assert parse(text).refusal == "essay"


def test_signs_of_different_shape_make_levels(parse: Parse) -> None:
    text = """局长2022年度对照检查材料
■主要问题
▲在带头深刻领悟“两个确立”的决定性意义上
●学得浅。一年只读两本书。
●用得少。
▲在带头落实全面从严治党责任上
●管得松。
■原因剖析
●松了劲。
■整改措施
●每月读一本书。"""
    assert outline(parse(text)) == [
        "problems", (1, ["学得浅", "用得少"]), (6, ["管得松"]),
        "causes", "松了劲", "measures", "每月读一本书",
    ]  # fmt: skip


def test_a_misread_heading_over_aspects_heads_the_problems(parse: Parse) -> None:
    text = """局长2022年度对照检查材料
一、存在的间题
（一）带头落实全面从严治党责任方面
1、管得松。
二、间题的原囚
1、松了劲。
三、整改措施
1、每月读一本书。"""
    document = parse(text)
    assert outline(document) == [
        "problems", (6, ["管得松"]), "causes", "松了劲", "measures", "每月读一本书",
    ]  # fmt: skip
    assert document.sections[0].heading == "存在的间题"


def test_a_page_cut_out_of_a_list_begins_with_problems(parse: Parse) -> None:
    text = """还停在书上。二是学得不勤。一月只学一回。
（二）政治素质方面
一是警觉不够。听见议论不吭声。
二、原因剖析
一是松了劲。年末办结。以上报告，请批评指正。"""
    assert outline(parse(text)) == [
        "opening", "problems", (None, ["学得不勤"]), (None, ["警觉不够"]), "causes", "松了劲", "closing",
    ]  # fmt: skip


def test_page_without_line_breaks(parse: Parse) -> None:
    text = (
        "某镇镇长2021年度民主生活会对照检查材料 按照要求，现报告如下。一、存在的问题"
        "（一）在带头深刻感悟“两个确立”的决定性意义方面。一是学得浅。二是用得少。"
        "（二）在带头践行以人民为中心的发展思想方面，一是下得少。"
        "二、产生问题的原因分析（一）思想松。（二）作风软。三、整改措施（一）抓学习。"
    )
    assert outline(parse(text)) == [
        "opening", "problems", (1, ["学得浅", "用得少"]), (3, ["下得少"]),
        "causes", "思想松", "作风软", "measures", "抓学习",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "lines",
    [
        ["某镇镇长2021年度民主生活会对照检查材料（2022年1月）", "一、存在的问题"],
        ["某镇镇长2021年度民主生活会对照检查材料", "镇党委会前集中学习了五次，征求意见十条。", "一、存在的问题"],
        ["某镇镇长2021年度民主生活会对照检查材料", "根据要求，我检查如下。", "一、存在的突出问题"],
    ],
)  # fmt: skip
def test_a_text_that_lost_its_line_breaks_has_the_same_points(
    parse: Parse, lines: list[str]
) -> None:
    lines = [
        *lines,
        "（一）带头深刻感悟“两个确立”的决定性意义，坚决维护团结统一",
        "一是学得浅。",
        "二是用得少。",
        "（二）在带头践行以人民为中心的发展思想方面",
        "一是下得少。",
        "二、原因分析",
        "深挖上面这些问题，根子在自己身上，松了劲。",
        "三、整改措施",
        "一是抓学习。",
    ]
    whole = parse("\n".join(lines))
    for joint in ("", " ", "\u3000"):
        glued = parse(joint.join(lines))
        assert (glued.title, glued.year, outline(glued)) == (whole.title, 2021, outline(whole))


def test_the_headings_of_one_line_tell_the_year(parse: Parse) -> None:
    document = parse(
        "一、存在的问题（一）带头深刻感悟“两个确立”的决定性意义方面。一是学得浅。"
        "（二）带头践行以人民为中心的发展思想方面。一是下得少，不忘初心、牢记使命做得不够。"
    )
    assert (document.theme, document.year) == ("2021", 2021)


def test_hard_wrapped_lines_are_read_as_one(parse: Parse) -> None:
    lines = [line[i : i + 27] for line in SEEDS[0].splitlines() for i in range(0, len(line), 27)]
    wrapped = parse("\n".join(lines))
    assert outline(wrapped) == outline(parse(SEEDS[0]))


def test_optional_sections_are_told_apart(parse: Parse) -> None:
    text = """县委常委班子2021年度民主生活会对照检查材料
一、上年度民主生活会整改措施落实情况
查摆的12个问题已经整改。
二、对照检查情况
（一）带头践行以人民为中心的发展思想方面。一是不实。二是不细。
三、典型案例剖析
对照案例反思，我们还有不足。
四、个人有关事项说明
已按规定如实报告。
五、问题的症结
（一）学习不够。
六、下步打算
1)多学。"""
    kinds = ["last_year", "problems", "case", "matters", "causes", "measures"]
    assert [s.kind for s in parse(text).sections] == kinds


def test_a_worn_heading_has_the_number_that_its_neighbours_leave(parse: Parse) -> None:
    document = parse(
        "2021年度对照检查材料\n一、存在的问题\n（一）深刻感悟“两个确立”方面\n一是学习浅。\n"
        "（二）牢牢记着吾党是啥、要做啥方面\n一是走访少。\n（三）以人民为中心的发展思想方面\n一是慢。\n"
        "（四）家风家教方面\n一是不严。\n（五）汲取正反两方面经验方面\n一是松。\n"
    )
    aspects = section(document, "problems").aspects
    assert [part.number for part in aspects] == [1, 2, 3, None, 5]


def test_short_labels_head_sections(parse: Parse) -> None:
    document = parse(
        "组织生活会对照检查材料\n支部通知之后我想了很久。\n我的问题：思想上，学习总是被动；作风上，走访群众太少。\n"
        "原因：信念不坚定，怕苦。\n措施：一、每周学习两小时；二、每月走访三户人家；三、按时汇报自己的思想。\n某镇党委\n"
    )
    kinds = [(s.kind, len(s.points)) for s in document.sections]
    assert kinds == [
        ("opening", 0), ("problems", 2), ("causes", 1), ("measures", 3), ("closing", 0)
    ]  # fmt: skip


def test_plain_words_head_sections_too(parse: Parse) -> None:
    document = parse(
        "某村党总支书记组织生活会发言\n大家让我找毛病，有啥说啥。\n先说毛病：\n1、学习不上心。\n2、办事有亲疏。\n"
        "再说根子：\n1、想自家多，想全村少。\n最后说咋改：\n1、每月党员会我先念书。\n2、白条一张不认。\n"
    )
    kinds = [(s.kind, len(s.points)) for s in document.sections]
    assert (document.refusal, kinds) == (
        "", [("opening", 0), ("problems", 2), ("causes", 1), ("measures", 2)]
    )  # fmt: skip


def test_aspects_may_be_keywords_before_a_colon(parse: Parse) -> None:
    document = parse(
        "2021年度对照检查材料\n一、存在的问题\n1、深刻感悟“两个确立”：学得浅，读完就放在一边。\n"
        "2、践行以人民为中心的发展思想：走访少，一年只去两回。\n二、原因\n1、宗旨淡：想得少。\n"
    )
    aspects = section(document, "problems").aspects
    assert [(part.number, len(part.points)) for part in aspects] == [(1, 1), (3, 1)]


def test_an_essay_is_cut_where_it_turns_to_causes_and_measures(parse: Parse) -> None:
    document = parse(
        "个人对照检查材料（2021年度）\n我听取了大家的意见，作如下检查。\n"
        "在深刻感悟“两个确立”方面，我学得浅，读完就放下。\n"
        "在践行以人民为中心的发展思想方面，我走访少，听得不耐烦。\n"
        "以上问题的原因，归根到底在我自己。信念的根扎得不深。\n"
        "今后我要做到以下几点：\n每天读半小时书，写下体会。\n每月走访两户群众，当面听意见。\n"
    )
    kinds = [(s.kind, len(s.points) + len(s.aspects)) for s in document.sections]
    assert kinds == [("opening", 0), ("problems", 2), ("causes", 1), ("measures", 2)]


def test_aspects_may_be_worded_as_in_the_theme_alone(parse: Parse) -> None:
    document = parse(
        "# 2021年度对照检查材料\n\n## 存在的问题\n\n### （一）深刻感悟“两个确立”\n\n- **学得浅**：读完就放。\n"
        "### （二）践行以人民为中心的发展思想\n\n- **走访少**：去得少。\n- **办事慢**：拖得久。\n"
    )
    aspects = section(document, "problems").aspects
    assert [(part.number, len(part.points)) for part in aspects] == [(1, 1), (3, 2)]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("某公司总经理\n2021年度专题民主生活会\n对照检查材料\n", "某公司总经理2021年度专题民主生活会对照检查材料"),
        ("我的对照检查\n——在民主生活会上的发言\n", "我的对照检查——在民主生活会上的发言"),
        ("对照检查材料\n某局局长\n", "对照检查材料"),
    ],
)  # fmt: skip
def test_a_title_ends_with_the_line_that_names_the_text(
    parse: Parse, head: str, title: str
) -> None:
    document = parse(head + "我作如下检查。\n一、存在的问题\n一是学习浅。二是走访少。\n")
    assert (document.title, document.refusal) == (title, "")


def test_a_wrapped_line_is_as_wide_as_its_indentation_makes_it(parse: Parse) -> None:
    text = (
        "某某局副局长对照检查材料　　我围绕主题作如下检查，请大家批评。　　一、存在的问题　　（一）学习不够自觉。"
        "平时忙于事务，读书看报少。　　（二）宗旨意识不够强，走访群众的次数也不多。　　二、整改措施　　（一）每月读一本书。"
    )
    for width in range(13, 20):
        document = parse("\n".join(text[at : at + width] for at in range(0, len(text), width)))
        assert [s.kind for s in document.sections] == ["opening", "problems", "measures"], width


def test_a_title_as_long_as_the_wrapped_lines_ends(parse: Parse) -> None:
    line = "我围绕主题学习了规定篇目，征求了干部和群众的意见，现作检查"
    title = "某某单位副主任二〇二一年度民主生活会个人的对照检查发言材料"
    document = parse("\n".join([title, *[line] * 6, "如下。"]))
    assert document.title == title


def test_numbers_that_run_on_over_aspects_stay_points(parse: Parse) -> None:
    document = parse(
        "2021年度对照检查材料\n一、存在的问题(一)深刻感悟“两个确立”方面\n1.学习浅。\n2.用得少。\n"
        "(二)践行以人民为中心的发展思想方面\n3.走访少。\n"
    )
    aspects = section(document, "problems").aspects
    assert [(part.number, len(part.points)) for part in aspects] == [(1, 2), (3, 1)]


def test_the_words_of_one_theme_alone_tell_the_year(parse: Parse) -> None:
    text = "党史学习教育中我学得浅。\n三、原因\n一是信念的根扎得不深。\n"
    assert parse(text).year == 2021


def test_a_named_aspect_goes_on_after_an_inner_section_whatever_its_number(parse: Parse) -> None:
    document = parse(
        "一、存在的问题\n（一）1.深刻感悟“两个确立”方面\n一是学习浅。\n整改：每月学一次。\n"
        "（一）2.践行以人民为中心的发展思想方面\n一是走访少。\n整改：每周走一户。\n"
    )
    assert [section.kind for section in document.sections] == ["problems", "measures"] * 2


def test_problems_without_heading_before_causes(parse: Parse) -> None:
    text = "发言提纲\n一、站位不够高\n学得不系统。\n二、服务不够实\n下去得少。\n三、原因分析\n一是放松了。"
    assert outline(parse(text)) == ["problems", "站位不够高", "服务不够实", "causes", "放松了"]


@pytest.mark.parametrize(
    ("title", "scope"),
    [
        ("某局领导班子2021年度民主生活会对照检查材料", "team"),
        ("某局党组2021年度民主生活会对照检查材料", "team"),
        ("某局班子成员2021年度民主生活会发言提纲", "personal"),
        ("某局党组书记2021年度民主生活会发言提纲", "personal"),
        ("单位一把手对照检查材料", "leader"),
        ("在某局党组2021年度民主生活会上的对照检查发言", "personal"),
    ],
)
def test_title_tells_the_scope(parse: Parse, title: str, scope: str) -> None:
    assert parse(title + "\n我学得少。").scope == scope


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n",
        "今天天气很好。我们去了公园。",
        "关于召开2021年度民主生活会的通知\n各支部：\n（一）带头践行以人民为中心的发展思想方面。要学习。\n"
        "（二）带头深刻感悟“两个确立”方面。要学习。",
        "在全市工作会议上的讲话\n同志们：\n一、存在的问题\n一是不实。二是不细。",
        "某市召开会议\n会议指出，一是要学习。二是要落实。",
        "县委组织部：\n现将我局会议情况报告如下。\n一、存在的问题\n一是学习不够。二是走访少。\n应到7人，实到7人。\n特此报告。",
        "养老服务基本情况\n有床位。\n一、存在的问题\n一是设施不达标。二是人员不足。\n二、对策\n一是补贴。二是培训。",
        "关于巡察县水务局党组的反馈意见\n一、主要问题\n一是学习不深入。二是服务意识不强。",
        "检讨书\n我值班离岗，责任心不强。\n一、存在的问题\n一是散漫。二是推脱。",
        "读书班研讨发言：从小处着眼\n一、我们身上的差距\n一是学而不思。二是知而不行。\n批评指正。",
        "def f():\n    # 1. first\n    return 1\n",
        "对照检查材料\n",
    ],
)
def test_other_texts_are_no_statements(parse: Parse, text: str) -> None:
    assert not parse(text).is_statement


def test_year_of_chinese_numerals_and_of_the_theme(parse: Parse) -> None:
    assert parse("某局局长二〇二二年度对照检查材料\n一是学得少。").year == 2022
    assert (
        parse("对照检查材料\n（一）带头深刻感悟“两个确立”，树立正确党史观方面。一是浅。").year
        == 2021
    )


@pytest.mark.parametrize("end", ["走访少；", "做QQVVXXYYZZAA少"])
def test_a_line_that_ends_with_a_semicolon_or_holds_latin_letters_runs_on(
    parse: Parse, end: str
) -> None:
    text = f"2021年度对照检查材料\n一、存在的问题\n一是{'学习不够' * 12}，{end}{'调研不实' * 60}。\n二是担当不够。\n"
    width = text.index(end) + len(end) - text.index("一是")
    wrapped = "\n".join(
        line[at : at + width] for line in text.split("\n") for at in range(0, len(line), width)
    )
    assert outline(parse(wrapped)) == outline(parse(text))


def test_hard_wrap_inside_a_pinyin_word_keeps_the_structure(parse: Parse) -> None:
    broken = SEEDS[0].replace("dangshi中正反", "dang\nshi中正反")
    document = parse(broken)
    assert whole(document) == letters(broken)
    assert len(document.passages()) == 23


# --- properties --------------------------------------------------------------------------------

# What marks, headings and lines are made of, and what changes when it is joined (e + ́, dang + shi).
FRAGMENTS = st.sampled_from([
    "一、", "（一）", "(二)", "1.", "2、", "（1）", "①", "一是", "二是", "三要", "第一，", "㈠", "⒈", "**", "#",
    "。", "：", "；", "“", '"', "比如", "方面", "存在的问题", "原因分析", "整改措施", "在带头", "以上请批评指正",
    "2021年度", "10", "首先，", "·", "第一篇：", "上一页 1 2 下一页\n", "年度：2023\n", "（mín）", "e", "\u0301", "か", "\u3099", "dang", "shi", "mz", "shh", "\u1100", "\u1161", "ﬁ",
    "\u200b", "\ufeff", "\n", "\r\n", "\u3000", " ", "\x85",
])  # fmt: skip


def whole(document: Document) -> str:
    return letters("".join(document.pieces()))


def without(text: str, dropped: tuple[str, ...]) -> str:
    """The text without the lines that a page put around it."""
    left, kept = list(dropped), []
    for line in LINE_BREAK.split(text):
        if (stripped := line.strip().strip(BLANKS)) in left:
            left.remove(stripped)
        else:
            kept.append(line)
    return "\n".join(kept)


@given(st.text(max_size=200) | st.lists(FRAGMENTS, max_size=40).map("".join))
@settings(max_examples=250, deadline=None)
def test_any_text_is_kept_whole(parse: Parse, text: str) -> None:
    document = parse(text)
    assert whole(document) == letters(without(text, document.dropped))


@given(st.sampled_from(SEEDS), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_damaged_seeds_are_kept_whole(parse: Parse, text: str, random: Random) -> None:
    lines = text.splitlines()
    for _ in range(random.randint(1, 5)):
        place = random.randrange(1, len(lines))
        damage = random.choice(("delete", "join", "renumber", "widen", "shuffle", "split"))
        if damage == "shuffle":
            random.shuffle(lines)
        elif damage == "split":
            at = random.randint(0, len(lines[place]))
            lines[place] = lines[place][:at] + "\n" + lines[place][at:]
        else:
            lines[place - 1 : place + 1] = _damaged(lines[place - 1], lines[place], damage, random)
    damaged = "\r\n".join(lines)
    document = parse(damaged)
    assert whole(document) == letters(without(damaged, document.dropped))


def _damaged(before: str, line: str, damage: str, random: Random) -> list[str]:
    if damage == "delete":
        return [line]
    if damage == "join":
        return [before + line, ""]
    if damage == "renumber":
        return [before, re.sub("[一二三四五]", lambda _: random.choice("一二三四五"), line)]
    return [before, line.translate(str.maketrans("（），。：；", "(),.:;"))]


@pytest.mark.parametrize("number", SEED_NUMBERS)
def test_blanks_and_line_ends_do_not_change_the_structure(parse: Parse, number: int) -> None:
    text = SEEDS[number]
    padded = (
        "\ufeff" + "  \t\r\n".join("\u3000\u3000" + line for line in text.split("\n")) + "\n\n  "
    )
    assert parse(padded) == parse(text)


@pytest.mark.parametrize("number", SEED_NUMBERS)
def test_full_and_half_width_marks_are_the_same(parse: Parse, number: int) -> None:
    narrow = SEEDS[number].translate(str.maketrans("（）：；", "():;"))
    assert [h for h, *_ in _shape(parse(narrow))] == [h for h, *_ in _shape(parse(SEEDS[number]))]


def _shape(document: Document) -> list[tuple[str, int]]:
    return [(letters(passage.headline), passage.ordinal) for passage in document.passages()]


def test_time_grows_with_length_only(parse: Parse) -> None:
    def seconds(text: str) -> float:
        start = time.perf_counter()
        parse(text)
        return time.perf_counter() - start

    once = min(seconds(SEEDS[0]) for _ in range(5))
    assert seconds(SEEDS[0] * 20) < 20 * once * 4
    assert seconds("一是" * 20_000 + "“" * 20_000 + "（一）\n" * 5_000) < 2
