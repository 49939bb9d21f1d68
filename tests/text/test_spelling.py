"""Pinyin, initials and homophones."""

import pytest

from bot.models import Catalog
from bot.text.spelling import Speller, is_worded_otherwise


@pytest.fixture
def speller(catalog: Catalog) -> Speller:
    return Speller(["两个确立", "廉洁自律", "学习强国", "信访", "民族宗教"])


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("liangge queli", ["两个确立"]),
        ("lianggequeli", ["两个确立"]),
        ("xxqg", ["学习强国"]),
        ("xinfang", ["信访"]),
        ("hello world", []),
        ("wifi", []),
    ],
)
def test_latin_is_read_as_terms(speller: Speller, typed: str, terms: list[str]) -> None:
    assert speller.decode(typed)[0] == terms


def test_words_that_the_texts_hold_are_no_pinyin(speller: Speller) -> None:
    assert speller.decode("xxqg", words={"xxqg"}) == ([], [])


def test_other_pinyin_becomes_pairs_of_syllables(speller: Speller) -> None:
    assert speller.decode("hongchuan jingshen") == ([], ["hong_chuan", "chuan_jing", "jing_shen"])


def test_homophones_become_the_term(speller: Speller) -> None:
    assert speller.corrections("廉洁自率", ["自率"]) == {"廉洁自率": "廉洁自律"}


def test_terms_that_share_most_characters_are_offered(speller: Speller) -> None:
    assert speller.lookalikes("廉洁白律") == ["廉洁自律"]
    assert (speller.lookalikes("廉洁"), speller.lookalikes("天气很好")) == ([], [])


def test_a_word_of_its_own_is_no_slip(catalog: Catalog) -> None:
    assert Speller(["守纪"]).corrections("手机", ["手机"]) == {}


@pytest.mark.parametrize(
    ("term", "typed", "unknown"),
    [("保供", "保工资", "保工"), ("信访", "上信仿局", "信仿")],
)
def test_what_breaks_a_word_is_no_slip(
    catalog: Catalog, term: str, typed: str, unknown: str
) -> None:
    found = Speller([term]).corrections(typed, [unknown])
    assert found == ({"信仿": "信访"} if term == "信访" else {})


@pytest.mark.parametrize(
    ("run", "term", "is_worded"),
    [
        ("没有缺点", "没有重点", True),
        ("想不起来", "硬不起来", True),
        ("廉洁白律", "廉洁自律", False),
        ("学习氛图不够浓", "学习氛围不够浓", False),
        ("氛围浓", "学习氛围浓", False),
    ],
)
def test_other_words_are_no_wrong_characters(
    catalog: Catalog, run: str, term: str, is_worded: bool
) -> None:
    assert is_worded_otherwise(run, term) == is_worded
