"""Passages shortened around what matched."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.advice.snippet import snippet

LONG = "学习抓得不紧。" * 12 + "走访群众偏少，到信访积案当事人家里更少。" + "作风还要转变。" * 12


def text_of(text: str, *needles: str, width: int = 90) -> str:
    """The snippet with its matches in 【】."""
    runs = snippet(text, needles, width=width)
    return "".join(f"【{run.text}】" if run.matched else run.text for run in runs)


@pytest.mark.parametrize(
    ("text", "needles", "snip"),
    [
        ("走访群众少。", ["群众"], "走访【群众】少。"),
        ("走访群众少。", [], "走访群众少。"),
        ("，走访群众少。", [], "走访群众少。"),
        ("一是走访群众少。", ["走访"], "【走访】群众少。"),
        ("（二）走访群众少。", ["走访"], "【走访】群众少。"),
        ("群众和群众工作", ["群众", "群众工作"], "【群众】和【群众工作】"),
        ("走訪群眾少", ["走访"], "【走訪】群眾少"),
        ("ＸＸ单位", ["xx"], "【ＸＸ】单位"),
        ("走访群众少。", ["众"], "走访群众少。"),
        ("", ["群众"], ""),
    ],
)
def test_matches_are_marked(text: str, needles: list[str], snip: str) -> None:
    assert text_of(text, *needles) == snip


def test_a_long_text_is_cut_at_sentences_around_the_match() -> None:
    found = text_of(LONG, "信访积案", width=30)
    assert found == "…走访群众偏少，到【信访积案】当事人家里更少。作风还要转变。…"


def test_a_long_text_without_a_match_begins_at_its_beginning() -> None:
    assert text_of(LONG, "没有", width=30).startswith("学习抓得不紧。")


def test_a_short_sentence_is_followed_by_the_beginning_of_the_next() -> None:
    text = "履行责任。" + "谈话覆盖全部分管单位，" * 12
    assert text_of(text, width=30) == "履行责任。谈话覆盖全部分管单位，谈话覆盖全部分管单位，…"


def test_a_very_long_sentence_is_cut_at_commas() -> None:
    text = "学习抓得不紧，" * 20 + "信访积案化解慢，" + "作风还要转变，" * 20
    found = text_of(text, "信访积案", width=40)
    assert "【信访积案】" in found
    assert len(found) < 80


@given(
    text=st.text("走访群众信积案。；，\n 一是（）ＸX…", max_size=300),
    needles=st.lists(st.text("走访群众信积案，", max_size=4), max_size=4),
    width=st.integers(10, 120),
)
def test_a_snippet_is_a_piece_of_the_text(text: str, needles: list[str], width: int) -> None:
    runs = snippet(text, needles, width=width)
    inner = "".join(run.text for run in runs)
    body = text.replace("\n", " ")
    assert inner.removeprefix("…").removesuffix("…") in body or inner in body
    assert all(run.text for run in runs)
