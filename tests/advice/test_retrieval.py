"""Ranking, folding and mixing of matches."""

from functools import cache
from typing import Any

import pytest

from bot.advice.retrieval import (
    Match,
    Need,
    Place,
    Reading,
    fold,
    holders,
    rank,
    spread,
)
from bot.advice.sifting import Lineup, Origin, Sketch, sift
from bot.advice.understanding import Query
from bot.models import Catalog, Item, Passage
from bot.text.concepts import Concepts
from bot.text.hearing import Hearing


def passage(
    number: int, *, document: str = "a.txt", section: str = "problems", area: str = ""
) -> Passage:
    areas = (area,) if area else ()
    return Passage(
        document, "t", 2021, "2021", "personal", areas, section, 1, "", 1, "h", "x", None, number
    )  # type: ignore[arg-type]


def ids(matches: list[Match]) -> list[int]:
    return [match.passage.id for match in matches]


@cache
def hearing() -> Hearing:
    """Knows one item: i_x."""
    item = Item("x", "等靠要", "problems", ("research",), ("问?",), ("等上级",))
    catalog = Catalog((), (), (), (item,))
    return Hearing.in_memory(Concepts(catalog), catalog.vocabulary)


def wanted(tokens: dict[str, float], concepts: dict[str, float], **more: Any) -> Need:
    meaning = hearing().meaning(concepts, "", hearing().among(concepts))
    return Need(tokens, concepts, meaning, **more)


def sketch(number: int, *areas: str, **concepts: float) -> Sketch:
    origin = Origin(frozenset(areas), "2021", "personal")
    return Sketch(number, origin, "problems", 1, concepts, *hearing().carried([concepts]))


def ranked(need: Need, *bodies: str, whole: bool = False) -> list[int]:
    readings = {n: Reading(body, "") for n, body in enumerate(bodies, 1)}
    held_by = holders(readings, None if whole else need.pairs)
    return [place.id for place in rank(need, [Place(n, 0.0) for n in readings], readings, held_by)]


@pytest.mark.parametrize("whole", [False, True])
def test_rank_prefers_passages_that_hold_more_of_the_need(whole: bool) -> None:
    need = wanted({"等靠": 2.0, "靠要": 2.0}, {})
    assert ranked(need, "等靠", "等靠要", whole=whole) == [2, 1]


def test_rank_reads_words_and_single_characters_too() -> None:
    need = wanted({"等靠要": 3.0, "慢": 1.0}, {})
    assert ranked(need, "办得慢", "不等不靠", "等靠要") == [3, 1, 2]


def test_rank_leaves_those_alone_that_are_no_candidates() -> None:
    need = wanted({"等靠": 1.0}, {}, paraphrase={"听取": 2.0}, likeness=1.0)
    readings = {1: Reading("听取等靠", "等靠")}
    found = rank(need, [Place(1, 0.0)], readings, {"等靠": [1, 2], "听取": [2, 1]})
    assert [(place.id, place.coverage) for place in found] == [(1, 1.0)]


def test_rank_prefers_the_wording_of_the_concepts_meant() -> None:
    need = wanted({}, {}, paraphrase={"听取": 2.0, "汇报": 1.0}, likeness=0.8)
    assert ranked(need, "汇报", "听取汇报") == [2, 1]


def test_rank_leaves_out_what_was_removed_meanwhile() -> None:
    assert rank(wanted({}, {}), [Place(1, 1.0)], {}, {}) == []


def test_sift_adds_up_slots_of_the_query() -> None:
    sketches = Lineup([sketch(1), sketch(2, "street")])
    places = sift(Query("", "", areas=("street",)), wanted({}, {}), sketches, {}, limit=5)
    assert [(place.id, place.reasons) for place in places] == [(2, ("area",)), (1, ())]


def test_sift_prefers_shared_concepts_to_bare_bm25() -> None:
    sketches = Lineup([sketch(1), sketch(2, i_x=2.0)])
    places = sift(Query("", ""), wanted({}, {"i_x": 1.0}), sketches, {1: 5.0}, limit=1)
    assert [place.id for place in places] == [2]


def test_sift_keeps_what_seems_to_hold_the_wording_of_the_concepts() -> None:
    need = wanted({}, {}, likeness=1.0)
    places = sift(Query("", ""), need, Lineup([sketch(1), sketch(2)]), {}, likely=[2], limit=1)
    assert [place.id for place in places] == [2]


def test_of_no_candidates_none_is_likely() -> None:
    assert sift(Query("", ""), wanted({}, {}), Lineup([]), {}, limit=1) == []


def test_fold_keeps_one_of_nearly_equal_passages() -> None:
    matches = [Match(passage(n), 1.0) for n in (3, 1, 2, 4)]
    alike = {(1, 3): 90.0, (2, 3): 86.0, (1, 2): 0.0, (1, 4): 99.0, (2, 4): 0.0, (3, 4): 88.0}
    folded = fold(matches, lambda pairs: {pair: alike[pair] for pair in pairs})
    assert [(m.passage.id, [p.id for p in m.alike]) for m in folded] == [(3, [1, 2, 4])]


def test_fold_puts_a_passage_to_the_one_most_like_it() -> None:
    matches = [Match(passage(n), 1.0) for n in (1, 2, 3)]
    alike = {(1, 2): 0.0, (1, 3): 86.0, (2, 3): 95.0}
    folded = fold(matches, lambda pairs: {pair: alike[pair] for pair in pairs})
    assert [(m.passage.id, [p.id for p in m.alike]) for m in folded] == [(1, []), (2, [3])]


def test_spread_mixes_documents_among_the_first() -> None:
    matches = [
        Match(passage(n, document=d), s)
        for n, d, s in ((1, "a", 1.0), (2, "a", 0.95), (3, "b", 0.9), (4, "c", 0.1))
    ]
    assert ids(spread(matches)) == [1, 3, 2, 4]
