"""Items of aspects, their order and their questions."""

from dataclasses import replace

import pytest

from bot.advice.checklist import (
    DEFAULT_MATTER,
    ITEMS_PER_ASPECT,
    items_of_aspect,
    items_of_section,
    matters,
    questions,
    todos,
)
from bot.models import Area, Catalog, Item

STREET = Area(
    "street", "街道", (), words=("社区",), matters=("社区事务", "物业纠纷"), is_broad=True
)
PETITION = Area("petition", "信访", (), words=("积案",), matters=("信访积案",))
DEMOLITION = Area("demolition", "征拆", (), matters=("征拆补偿", "入户签约"))


def item(key: str, *asked: str, words: tuple[str, ...] = ()) -> Item:
    """An item with these questions."""
    return Item(
        key, f"要点{key}", "problems", ("people",), asked or (f"{key}的{{matter}}？",), words
    )


def ask(items: list[Item], *areas: Area, **changes: object) -> list[tuple[str, tuple[str, ...]]]:
    """Keys and questions of the todos."""
    options = {"scope": None, "counts": {}, "near": (), "done": ()} | changes
    return [(t.item.key, t.questions) for t in todos(items, areas=areas, **options)]  # type: ignore[arg-type]  # options of todos


def test_2021_takes_the_items_set_by_hand(catalog: Catalog) -> None:
    theme = catalog.theme["2021"]
    for aspect in theme.aspects:
        found = items_of_aspect(theme, aspect, catalog)
        assert found
        assert all(aspect.number in item.aspects_2021 for item in found)


def test_every_aspect_of_every_theme_finds_items(catalog: Catalog) -> None:
    for theme in catalog.themes:
        for aspect in theme.aspects:
            found = items_of_aspect(theme, aspect, catalog)
            assert len(found) >= 5, (theme.key, aspect.name)
            assert theme.key == "2021" or len(found) <= ITEMS_PER_ASPECT


def test_an_item_counts_from_its_first_year(catalog: Catalog) -> None:
    def keys(theme: str) -> set[str]:
        return {item.key for item in items_of_section("general", catalog.theme[theme], catalog)}

    assert "case_reflection" in keys("2024")
    assert "case_reflection" not in keys("2021")


def test_matters_take_one_of_each_area_in_turn_narrow_areas_first() -> None:
    found = matters([STREET, PETITION, DEMOLITION])
    assert found == ["信访积案", "征拆补偿", "社区事务", "入户签约", "物业纠纷"]


def test_without_an_area_the_matter_stays_general() -> None:
    assert matters([]) == [DEFAULT_MATTER]


def test_questions_go_round_the_matters() -> None:
    asked = ask([item("a"), item("b", "没有空"), item("c"), item("d")], STREET, PETITION)
    assert asked == [
        ("a", ("a的信访积案？",)),
        ("b", ("没有空",)),
        ("c", ("c的社区事务？",)),
        ("d", ("d的物业纠纷？",)),
    ]


def test_two_questions_of_an_item_ask_about_different_matters() -> None:
    assert questions(item("a", "{matter}？", "{matter}！"), ["甲", "乙"], None) == ("甲？", "乙！")


def test_near_items_come_first_then_those_raised_often() -> None:
    items = [item("a"), item("b"), item("c", words=("积案",)), item("d")]
    asked = ask(items, PETITION, counts={"b": 3, "d": 5}, near={"a"})
    assert [key for key, _ in asked] == ["a", "c", "d", "b"]


def test_nearness_does_not_outweigh_fit() -> None:
    items = [item("a"), item("b"), item("c", words=("积案",)), item("d", words=("积案",))]
    asked = ask(items, PETITION, fits={"a": 2.0, "b": 0.8, "c": 0.7, "d": 0.1})
    assert [key for key, _ in asked] == ["a", "c", "b", "d"]


def test_without_an_area_items_keep_their_order() -> None:
    assert [key for key, _ in ask([item("a"), item("b")], counts={"b": 3})] == ["a", "b"]


@pytest.mark.parametrize(("scope", "keys"), [("team", ["b"]), ("personal", ["a", "b"]), (None, ["a", "b"])])  # fmt: skip
def test_items_apply_to_their_scopes(scope: object, keys: list[str]) -> None:
    items = [replace(item("a"), scopes=("personal",)), item("b")]
    assert [key for key, _ in ask(items, scope=scope)] == keys


def test_a_team_is_asked_in_its_own_words() -> None:
    both = replace(item("a"), team_questions=("你们班子的{matter}？",))
    assert ask([both], PETITION, scope="team") == [("a", ("你们班子的信访积案？",))]
