"""Ranking, folding and mixing of matches."""

from dataclasses import replace
from itertools import pairwise

from bot.advice.retrieval import Match, Need, Reading, closest, fold, rank, spread
from bot.advice.understanding import Query
from bot.models import Passage


def passage(
    number: int, *, document: str = "a.txt", section: str = "problems", area: str = ""
) -> Passage:
    areas = (area,) if area else ()
    return Passage(
        document, "t", 2021, "2021", "personal", areas, section, 1, "", 1, "h", "x", None, number
    )  # type: ignore[arg-type]


def reading(number: int, body: str, **kind: str) -> Reading:
    return Reading(passage(number, **kind), body, "", frozenset(a + b for a, b in pairwise(body)))


def ids(matches: list[Match]) -> list[int]:
    return [match.passage.id for match in matches]


def test_rank_prefers_passages_that_hold_more_of_the_need() -> None:
    need = Need({"等靠": 2.0, "靠要": 2.0}, {})
    readings = [reading(1, "等靠"), reading(2, "等靠要")]
    assert ids(rank(Query("", ""), need, readings, {})) == [2, 1]


def test_rank_prefers_the_named_area() -> None:
    readings = [reading(1, "走访"), reading(2, "走访", area="street")]
    matches = rank(Query("", "", areas=("street",)), Need({"走访": 1.0}, {}), readings, {})
    assert [(m.passage.id, m.reasons) for m in matches] == [(2, ("area",)), (1, ())]


def test_rank_prefers_shared_concepts_to_bare_bm25() -> None:
    both = [reading(1, ""), replace(reading(2, ""), concepts={"i_x": 2.0})]
    matches = rank(Query("", ""), Need({}, {"i_x": 1.0}), both, {1: 5.0})
    assert ids(matches) == [2, 1]


def test_rank_prefers_the_wording_of_the_concepts_meant() -> None:
    need = Need({}, {}, paraphrase={"听取": 2.0, "汇报": 1.0}, likeness=0.8)
    readings = [reading(1, "汇报"), reading(2, "听取汇报")]
    assert ids(rank(Query("", ""), need, readings, {})) == [2, 1]


def test_fold_keeps_one_of_nearly_equal_passages() -> None:
    matches = [Match(passage(n), 1.0) for n in (1, 2, 3)]
    bodies = {
        1: "基层调研工作存在沉不下去的现象",
        2: "基层调研工作存在沉不下去现象",
        3: "学习不深入",
    }
    folded = fold(matches, bodies)
    assert [(m.passage.id, len(m.alike)) for m in folded] == [(1, 1), (3, 0)]


def test_spread_mixes_documents_among_the_first() -> None:
    matches = [
        Match(passage(n, document=d), s)
        for n, d, s in ((1, "a", 1.0), (2, "a", 0.95), (3, "b", 0.9), (4, "c", 0.1))
    ]
    assert ids(spread(matches)) == [1, 3, 2, 4]


def test_closest_finds_a_mistyped_word_or_nothing() -> None:
    assert (closest("对照检察", ["对照检查", "民主生活会"]), closest("天气", ["对照检查"])) == (
        "对照检查",
        None,
    )
