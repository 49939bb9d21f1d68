import pytest

from bot.text.collection import pieces_of

BODY = (
    "对照检查材料\n一、存在的问题\n" + "一是学习不够深入，常常以会代学，读完就放在一边。" * 4 + "\n"
)


def test_a_text_that_is_one_document_comes_back_whole() -> None:
    before, (piece,) = pieces_of(BODY)
    assert (before, piece.text, piece.line) == ("", BODY, 1)


@pytest.mark.parametrize(
    "heads",
    [
        ("第一篇：", "第二篇："),
        ("【篇一】", "【篇二】"),
        ("范文1：", "范文2："),
        ("第1篇 ", "第2篇 "),
        ("**第一篇：", "**第二篇："),
    ],
)
@pytest.mark.parametrize("breaks", ["\n", "\r\n", "\r"])
def test_a_collection_is_cut_at_its_heads(heads: tuple[str, str], breaks: str) -> None:
    text = "说明\n" + heads[0] + BODY + heads[1] + BODY
    before, pieces = pieces_of(text.replace("\n", breaks))
    assert (before, [piece.line for piece in pieces]) == ("说明\n", [2, 5])
    assert before + "".join(piece.text for piece in pieces) == text


def test_titles_that_follow_each_other_head_documents() -> None:
    titles = ("某局局长2023年度民主生活会", "某局副局长2023年度民主生活会")
    _, pieces = pieces_of("".join(title + BODY for title in titles))
    assert [piece.text[:6] for piece in pieces] == ["某局局长20", "某局副局长2"]


def test_lines_of_the_page_around_a_collection_are_no_titles() -> None:
    titles = ("某局局长2023年度民主生活会", "某局副局长2023年度民主生活会")
    page = "当前位置：首页 >> 范文 >> 对照检查\n对照检查材料汇编（2篇）\n"
    before, pieces = pieces_of(
        page + "".join(title + BODY for title in titles) + "下一篇：班子对照检查材料"
    )
    assert (before, len(pieces)) == (page, 2)


def test_a_byte_order_mark_hides_no_head() -> None:
    assert len(pieces_of("\ufeff第一篇\n" + BODY + "第二篇\n" + BODY)[1]) == 2


def test_a_title_may_be_wrapped_like_the_text_below_it() -> None:
    titles = ("某局局长2023年度民主生活会", "某局副局长2023年度民主生活会")
    text = "".join(title + BODY for title in titles)
    wrapped = "\n".join(
        line[at : at + 16] for line in text.split("\n") for at in range(0, len(line) or 1, 16)
    )
    assert [piece.text[:6] for piece in pieces_of(wrapped)[1]] == ["某局局长20", "某局副局长2"]


def test_the_end_of_one_may_stand_before_the_title_of_the_next() -> None:
    end = "（三）在作风方面\n" + "一是走访少，一年只去两回，回来也不记。" * 4 + "\n"
    assert [piece.text for piece in pieces_of(end + BODY)[1]] == [end, BODY]


def test_another_text_goes_on_behind_a_line_that_breaks_off() -> None:
    point = "一是学习不够深入，常常以会代学，读完就放在一边。" * 3
    end = f"一、问题\n（一）理论学习方面\n{point}\n（二）作风方面\n{point}\n（三）能力方面\n"
    broken = "一是学得浅，很多新的规定和办法还没有弄明白就急着往下布\n"
    other = f"（二）人民情怀方面\n{point}\n二、原因\n{point}\n"
    assert [piece.line for piece in pieces_of(end + broken + other)[1]] == [1, 8]
    assert len(pieces_of(end + broken.replace("布\n", "布置。\n") + other)[1]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "编者按：下面这份写得实。\n" + BODY,
        "第一篇：甲\n第二篇：乙\n" + BODY,  # a table of contents
        "第一篇：" + BODY,
        BODY + "我读了三本书，第一篇：讲学习，第二篇：讲作风。\n",
    ],
)
def test_other_texts_are_not_cut(text: str) -> None:
    assert len(pieces_of(text)[1]) == 1
