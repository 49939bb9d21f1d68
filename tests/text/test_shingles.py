"""Shingles: what two texts share is kept in both; official wording is hidden."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Catalog
from bot.text.shingles import Masks, shingles


@pytest.fixture(scope="module")
def masks(catalog: Catalog) -> Masks:
    return Masks(catalog)


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("走访不深入，工作浮漂。", ["走访不深入工作浮漂"]),
        ("我增强“四个意识”、做到“两个维护”。", ["我"]),
        ("学习习近平总书记关于信访工作的重要论述不够", ["学习", "不够"]),
        ("对照《中国共产党纪律处分条例》找差距", ["对照", "找差距"]),
        ("（三）在带头践行以人民为中心的发展思想方面", ["三在带头", "方面"]),
        ("", []),
    ],
)
def test_official_wording_is_hidden(masks: Masks, text: str, runs: list[str]) -> None:
    assert masks.runs(text) == runs


def test_a_part_keeps_the_shingles_that_the_whole_has() -> None:
    whole = "走访群众停留在到联系的困难对象家里转一转倾听民声了解民意方面做得不够"
    assert shingles([whole[5:25]]) <= shingles([whole])
    assert shingles(["很短的"]) == set()


@given(st.text(max_size=100))
def test_any_text_has_runs_and_shingles(masks: Masks, text: str) -> None:
    assert all(0 <= number < 2**32 for number in shingles(masks.runs(text)))
