"""What a piece of text proves, and what a note or point still lacks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.evidence import Evidence, Gap
from bot.models import Catalog, SectionKind


@pytest.fixture(scope="module")
def evidence(catalog: Catalog) -> Evidence:
    return Evidence(catalog.rules)


@pytest.mark.parametrize(
    ("text", "section", "gaps"),
    [
        ("走访少", "problems", ("example", "thought", "figure")),
        ("去年8月到某村走访，没问清低保户情况，总觉得数据齐了就行", "problems", ()),
        ("比如，对老旧小区加装电梯的矛盾没有上门做过工作", "problems", ("thought", "figure")),
        ("总认为业务是硬任务、学习是软任务", "problems", ("example", "figure")),
        ("今年只去过一次信访积案当事人家里，怕他当面数落", "problems", ()),
        ("平时忙于事务，放松了学习", "causes", ()),
        ("工作头绪较多", "causes", ("thought",)),
        ("进一步加强学习", "measures", ("figure",)),
        ("每月底前走访两户，由办公室负责", "measures", ()),
        ("认真学习领会", "opening", ()),
        ("", "problems", ("example", "thought", "figure")),
        ("去年我在窗口态度生硬，把办事的人说哭了", "problems", ("thought", "figure")),
        ("今年开会没有耐心听完", "problems", ("example", "thought", "figure")),
        ("去年窗口上我态度生硬，心里嫌他问得多", "problems", ("figure",)),
        ("去年年底我急躁得很，当时只想早点下班", "problems", ()),
        ("本年5月发火一次，觉得自己有理", "problems", ()),
        ("作风浮躁，感情淡了", "causes", ()),
        ("宗旨意识不强", "problems", ("example", "thought", "figure")),
        ("没有意识到问题有多严重", "problems", ("example", "figure")),
    ],
)
def test_gaps_name_what_is_still_missing(
    evidence: Evidence, text: str, section: SectionKind, gaps: tuple[Gap, ...]
) -> None:
    assert evidence.gaps(text, section) == gaps


@pytest.mark.parametrize(
    "text",
    [
        "增强“四个意识”、坚定“四个自信”、做到“两个维护”",
        "（二）三会一课坚持不经常",
        "1.学习习近平新时代中国特色社会主义思想不够",
        "2021年度民主生活会",
        "党的二十大精神学得不够",
    ],
)
def test_set_wording_is_no_figure_no_case_and_no_thought(evidence: Evidence, text: str) -> None:
    assert (evidence.has_figure(text), evidence.has_example(text)) == (False, False)
    assert not evidence.has_thought(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("如在征拆工作上，强调的多", True),
        ("比如某街道的征拆项目", True),
        ("XX社区的楼道堆物", True),
        ("3月12日", True),
        ("两户困难群众", True),
        ("如何做好群众工作想得少", False),
        ("如实反映情况不够", False),
        ("比如", False),
        ("XX系统工作", False),
    ],
)
def test_a_case_is_a_marker_with_something_behind_it_a_mask_or_a_figure(
    evidence: Evidence, text: str, expected: bool
) -> None:
    assert evidence.has_example(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("理论学习不够深入，服务意识不强。", True),
        ("一是宗旨意识有所淡化。联系群众不够，调查研究不深。", True),
        ("理论学习不够深入，比如今年的四次集中学习缺席两次。", False),
        ("把书记交办的信访件压在抽屉里，直到群众再次上门才处理。", False),
        ("", False),
    ],
)
def test_stock_wording_is_told_unless_a_case_stands_with_it(
    evidence: Evidence, text: str, expected: bool
) -> None:
    assert evidence.is_stock(text) == expected


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(catalog: Catalog, text: str) -> None:
    evidence = Evidence(catalog.rules)
    assert set(evidence.gaps(text)) <= {"example", "thought", "figure"}
    evidence.is_stock(text)
