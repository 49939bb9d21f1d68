import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import marks
from bot.text.marks import inline_marks, leading_mark, number_of


@pytest.mark.parametrize(
    ("text", "written", "style", "value"),
    [
        ("一、存在的问题", "一、", "top", 1),
        ("**十二、原因**", "十二、", "top", 12),
        ("一,存在的问题", "一,", "top", 1),
        ("Ⅱ、原因", "Ⅱ、", "top", 2),
        ("IV. 措施", "IV.", "top", 4),
        ("叁、措施", "叁、", "top", 3),
        ("B.学习", "B.", "letter", 2),
        ("c）学习", "c）", "letter", 3),
        ("1.2 作风", "1.2", "decimal", 2),
        ("1.2.3学习", "1.2.3", "subdecimal", 3),
        ("- **学习**：浅", "-", "bullet", 0),
        ("第二部分 原因", "第二部分", "top", 2),
        ("（一)在带头", "（一)", "bracket", 1),
        ("㈢ 作风", "㈢", "bracket", 3),
        ("3．学习", "3．", "number", 3),
        ("（１２）学习", "（１２）", "bracket_number", 12),
        ("2)学习", "2)", "bracket_number", 2),
        ("④学习", "④", "circle", 4),
        ("第一，学习", "第一，", "ordinal", 1),
        ("三是一抓到底", "三是", "is", 3),
        ("三要求真务实", "三要", "must", 3),
        ("－ 学习", "－", "bullet", 0),
        ("➢学习", "➢", "bullet", 0),
        ("🔹学习", "🔹", "bullet", 0),
        ("✅一是学习浅", "一是", "is", 1),
        ("\uf06c 学习", "\uf06c", "bullet", 0),
    ],
)
def test_leading_mark_reads_every_style(text: str, written: str, style: str, value: int) -> None:
    mark = leading_mark(text)
    assert mark is not None
    assert (mark.text, mark.style, mark.value) == (written, style, value)


@pytest.mark.parametrize(
    "text",
    [
        "一是一，二是二",
        "1.5亿元",
        "三要素",
        "三要求",
        "2021年",
        "学习（一）",
        "一,二,三",
        "A.I助手",
        "XX、X两地",
        "",
    ],
)
def test_no_mark_at_the_start(text: str) -> None:
    assert leading_mark(text) is None


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("在作风方面。一是浅。二是散。", ["一是", "二是"]),
        ("在作风方面一是浅；二是散；四是软。", ["一是", "二是", "四是"]),
        ("问题：1.浅。2.散。增长3.5倍。9.软。", ["1.", "2."]),
        ("主要表现在一是浅；二是散。", ["一是", "二是"]),
        ("在作风方面.一是浅.增长3.5倍.二是散.", ["一是", "二是"]),
        ("做到一是一，二是二，不是一是多。", []),
        ("他说“要做好：一是学；二是干。”就走了", []),
        ("浅，一是学，二是干。", []),
        ("三是没有头。", []),
        ("讲得多，做得少。二是散。三是软。", ["二是", "三是"]),  # a page cut out of a list
        ("现汇报如下：一、存在的问题（一）思想松。", ["一、", "（一）"]),
        ("主要有：一、思想松。", []),
        ("2024年度对照检查材料（镇长）一、问题（一）松", ["一、", "（一）"]),
        ("抓学习。2024年度对照检查材料 2025年1月 某镇 李某一、问题", ["一、"]),
        ("对照检查材料写得不统一、不规范", []),
        ("（一）带头守规矩，维护团结统一一是松。二是散。", ["一是", "二是"]),
        ("（一）学得浅，做得少一是松。", []),
        ("二、不足第一，松。第二，散。", ["第一，", "第二，"]),
        ("讲完了。第一个带头，我学得浅。第一个月，我忙。", ["第一个"]),
        ("二、产生问题的原因分析（一）思想松", ["（一）"]),
    ],
)
def test_inline_marks_begin_sentences_and_carry_a_list_on(text: str, marks: list[str]) -> None:
    assert [mark.text for _, mark in inline_marks(text, {})] == marks


@given(st.text("一二十百、.．19１第部分其是要求（(〔)）〕⒈⑴①㈠㊀月，。 题"), st.integers(0, 2))
def test_looking_only_where_a_mark_may_begin_misses_none(text: str, start: int) -> None:
    everywhere = [found.span() for found in marks._INLINE.finditer(text, start)]
    assert [found.span() for found in marks._marks(text, start)] == everywhere


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("二十一", 21), ("十", 10), ("⑤", 5), ("拾贰", 12), ("两", 2), ("Ⅸ", 9), ("x", 0)],
)
def test_number_of(numeral: str, number: int) -> None:
    assert number_of(numeral) == number
