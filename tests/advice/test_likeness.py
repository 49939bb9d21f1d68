"""Likeness by characters."""

import pytest

from bot.advice.likeness import closest, contained, distance, ratio


def test_closest_finds_a_mistyped_word_or_nothing() -> None:
    assert (closest("对照检察", ["对照检查", "民主生活会"]), closest("天气", ["对照检查"])) == (
        "对照检查",
        None,
    )


def test_a_ratio_below_the_cutoff_is_none() -> None:
    one = "理论学习不系统"
    assert ratio(one, "理论学习不够系统", cutoff=85.0) > 90
    assert ratio(one, "走访调研不深入", cutoff=85.0) == 0.0


def test_contained_looks_for_the_likest_stretch() -> None:
    whole = "平时忙于事务，走访调研不深入，与群众交流少。"
    assert contained("走访调研不深入", whole) == 100.0
    assert contained("财务报销不规范", whole) < 60


@pytest.mark.parametrize(("one", "other", "expected"), [("两个确立", "两个确立", 0), ("两个确力", "两个确立", 1), ("天气", "两个确立", 3)])  # fmt: skip
def test_distance_stops_above_the_most(one: str, other: str, expected: int) -> None:
    assert distance(one, other, most=2) == expected
