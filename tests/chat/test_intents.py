"""Which phrases and themes a message is taken for."""

import pytest

from bot.chat.handlers.phrases import BY_INTENT
from bot.chat.intents import Intents, is_aspect_word, themes_named, year_named
from bot.models import Catalog, Intent


@pytest.fixture
def intents(catalog: Catalog) -> Intents:
    """The shipped phrases."""
    return Intents(catalog.intents)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("你好", "greeting"),
        ("你好！", "greeting"),
        ("換一批", "more"),
        ("换一批吧", "more"),
        ("还有吗？", "more"),
        ("ＯＫ", "fine"),
        ("HELLO", "greeting"),
        ("请帮我写一份对照检查", "ghostwrite"),
        ("发Word", "export"),
        ("信访", ""),
        ("吗", ""),
        ("去年的整改怎么写", "last_year"),
        ("我们去年在信访积案化解上帮我写的那份材料里提到的做法今年还能不能用", ""),
    ],
)
def test_a_phrase_is_recognized(intents: Intents, text: str, key: str) -> None:
    assert intents.of(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("minzhu shenghuohui", "overview"),
        ("民主生活汇", "overview"),
        ("换一劈", "more"),
        ("信仿", ""),
        ("xinfang", ""),
        ("", ""),
    ],
)
def test_a_phrase_is_told_by_its_sound(intents: Intents, text: str, key: str) -> None:
    assert intents.sounding_like(text) == key


def test_every_intent_of_the_data_has_an_answer(catalog: Catalog) -> None:
    assert {intent.key for intent in catalog.intents} <= {*BY_INTENT, "help"}


def test_no_phrase_belongs_to_two_intents(catalog: Catalog) -> None:
    phrases = [phrase for intent in catalog.intents for phrase in intent.whole]
    assert len(phrases) == len(set(phrases))


def test_phrases_come_from_the_list() -> None:
    assert Intents([Intent("x", whole=("某句话",), within=("半句",))]).of("有半句话") == "x"


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("五个带头", ["2025", "2023-politburo", "2021"]),
        ("5个带头", ["2025", "2023-politburo", "2021"]),
        ("2023", ["2023", "2023-politburo"]),
        ("2025年度民主生活会", ["2025"]),
        ("2021 五个带头", ["2021"]),
        ("六个带头 2022", ["2022"]),
        ("四个带头范文", ["2024"]),
        ("三严三实", ["2015"]),
        ("两学一做对照", ["2016"]),
        ("四风材料", ["2013"]),
        ("党史学习教育 五个方面", ["2021"]),
        ("2022 四个带头", []),
        ("2026", []),
        ("信访", []),
        ("五个带头怎么写", []),
        ("范文", []),
        ("", []),
    ],
)
def test_themes_are_told_by_year_label_and_name(
    catalog: Catalog, text: str, keys: list[str]
) -> None:
    assert [theme.key for theme in themes_named(text, catalog.themes)] == keys


@pytest.mark.parametrize(
    ("text", "year"), [("2026", "2026"), ("2026年", "2026"), ("２０２６", "2026"), ("用2025的", "2025"), ("按2025年的来", "2025"), ("25年", "2025"), ("信访", ""), ("202", "")]
)  # fmt: skip
def test_a_year_alone_is_told(text: str, year: str) -> None:
    assert year_named(text) == year


def test_a_word_of_an_aspect_is_told_from_a_theme(catalog: Catalog) -> None:
    assert is_aspect_word("四风", catalog.theme["2021"])
    assert not is_aspect_word("四风材料", catalog.theme["2021"])
