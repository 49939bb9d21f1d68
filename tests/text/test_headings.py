import pytest

from bot.models import Catalog
from bot.text.headings import is_aspect_heading, match_aspect, section_kind, split_heading
from bot.text.outline import cut


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("一、存在的问题和不足", "problems"),
        ("**二、产生问题的原因分析**", "causes"),
        ("三、下步努力方向和改进措施", "measures"),
        ("一、存在的主要问题及原因分析", "problems"),
        ("二、存在问题的原因剖析", "causes"),
        ("一、上年度整改措施落实情况", "last_year"),
        ("## 典型案例剖析", "case"),
        ("三、反面典型剖析", "case"),
        ("四、需要说明的事项", "matters"),
        ("四、有关情况说明", "matters"),
        ("一、“不严不实”的具体表现", "problems"),
        ("问题根源剖析", "causes"),
        ("【整改举措】", "measures"),
        ("三、改进的办法", "measures"),
        ("三、今后努力的方向", "measures"),
        ("三、我该怎么改", "measures"),
        ("第二个部分，导致不足的原因", "causes"),
        ("我的问题：学习被动；走访少。", "problems"),
        ("我的问题，在于学习被动。", None),
        ("问题背后的原因", "causes"),
        ("一、对照查摆情况", "problems"),
        ("一、班子的毛病", "problems"),
        ("一、学习收获情况", "opening"),
        ("二、执法不公问题", None),
        ("（二）原因分析", "causes"),
        ("整改措施：", "measures"),
        ("首先，讲讲我身上的问题。", "problems"),
        ("其次，分析一下原因。", "causes"),
        ("三、需要说明的情况", "matters"),
        ("（一）上年度民主生活会整改措施落实情况", "last_year"),
        ("一、在理论学习方面存在的问题", None),
        ("（三）整改措施不具体", None),
        ("（二）持续改进作风，担责担难担险。", None),
        ("平时学习少，对存在的问题整改不力。", None),
        ("五、整改落实不到位", None),
    ],
)
def test_section_kind(line: str, kind: str | None) -> None:
    assert section_kind(cut(line)[0], "opening") == kind


@pytest.mark.parametrize(
    ("body", "heading", "rest"),
    [
        ("在带头学习方面。一是浅。", "在带头学习方面", "一是浅。"),
        ("汲取正反两方面经验，履行责任方面。存在", "汲取正反两方面经验，履行责任方面", "存在"),
        ("在作风方面，存在问题。", "在作风方面", "存在问题。"),
        ("落实“一岗双责”方面：履行不够", "落实“一岗双责”方面", "履行不够"),
        ("存在的问题", "存在的问题", ""),
        ("在理论学习上，主要是学用脱节。", "在理论学习上", "主要是学用脱节。"),
        (
            "对照“带头守纪，带头干净”，还存在松的问题。",
            "对照“带头守纪，带头干净”",
            "还存在松的问题。",
        ),
        ("在会上，我说得多。做得少。", "在会上，我说得多", "做得少。"),
    ],
)
def test_split_heading(body: str, heading: str, rest: str) -> None:
    assert split_heading(body) == (heading, rest)


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("在对照深刻感悟\"两个确立\"方面", 1),
        ("牢记我们党是什么,要干什么方面", 2),
        ("践行以人民为中心的发展思想", 3),
        ("带头学习运用党在不同时期成功应对风险挑战的丰富经验方面", 4),
        ("在带头深刻汲取历史中正反两方面经验方面", 5),
        ("推进意识形态工方面", None),
        ("落实\"两个责任\"和\"一岗双责\"方面", None),
    ],
)  # fmt: skip
def test_match_aspect(catalog: Catalog, heading: str, number: int | None) -> None:
    assert match_aspect(heading, catalog.theme["2021"]) == number


def test_a_count_of_aspects_is_no_aspect() -> None:
    headings = ("对照五个方面", "以下几方面", "理论学习方面", "作风方面的问题")
    assert [is_aspect_heading(heading) for heading in headings] == [False, False, True, True]


def test_a_heading_over_aspects_may_name_them_all() -> None:
    block = cut("一、思想政治、工作作风方面的问题")[0]
    assert section_kind(block, "opening", heads_aspects=True) == "problems"
