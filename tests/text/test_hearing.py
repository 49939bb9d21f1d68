"""Everyday sentences find the concepts they mean."""

import pytest

from bot.models import Catalog, Item, Synonym, Vocabulary
from bot.text.concepts import Concepts
from bot.text.hearing import Hearing
from bot.text.meaning import Row


@pytest.fixture
def small(catalog: Catalog) -> Hearing:
    item = Item("visits", "走访不深入", "problems", ("research",), ("问?",), ("走访", "听汇报"))
    made = Catalog(
        areas=(),
        topics=(),
        themes=(),
        items=(item,),
        synonyms=(Synonym(("有事拖着不办",), ("久拖不决",)), Synonym(("怕得罪人",), ("好人主义",))),
        vocabulary=Vocabulary(alike=(("领导", "头儿"), ("拖着", "搁着")), idle=("了", "就")),
    )
    concepts = Concepts(made)
    return Hearing.in_memory(concepts, made.vocabulary)


def test_a_saying_as_it_stands_is_heard_fully(small: Hearing) -> None:
    assert small.hear("我怕得罪人", cutoff=0.9) == {"s_1": 1.0}


def test_interchangeable_words_count_as_one(small: Hearing) -> None:
    assert "s_0" in small.hear("有事搁着不办", cutoff=0.5)


def test_an_items_words_lead_to_the_item(small: Hearing) -> None:
    assert small.hear("光听汇报", cutoff=0.5) == {"i_visits": 1.0}


def test_nothing_is_heard_in_other_words(small: Hearing) -> None:
    assert small.hear("红烧肉", cutoff=0.2) == {}


def test_explained_is_the_share_that_passage_or_sayings_hold(small: Hearing) -> None:
    words = small.words("拖着不办")
    assert small.explained(words, ["s_0"], "") == 1.0
    assert small.explained(words, [], "") == 0.0


def test_a_short_phrase_in_passing_is_heard_less_than_alone(small: Hearing) -> None:
    alone = small.hear("走访", cutoff=0.1)["i_visits"]
    in_passing = small.hear("那天走访回来我把材料写完了", cutoff=0.1)["i_visits"]
    assert in_passing < alone == 1.0


def test_sayings_of_several_concepts_explain_a_sentence_together(small: Hearing) -> None:
    meaning = small.meaning({}, "有事拖着不办，怕得罪人", small.among(["s_0", "s_1"]))
    keys = (["s_0"], ["s_0", "s_1"], ["i_visits"], [])
    carried = Row.of(small.carried([dict.fromkeys(some, 1.0) for some in keys]))
    one, both, other, none = meaning.of(carried)[1].tolist()
    assert 0.0 < one < both
    assert other == none == 0.0
    assert meaning.telling(1) == ["s_0"]


def test_only_telling_concepts_explain_anything(small: Hearing) -> None:
    meaning = small.meaning({}, "有事拖着不办，怕得罪人", small.among(["s_1", "no_such"]))
    assert meaning.telling(5) == ["s_1"]


def test_a_passage_is_about_the_wanted_concepts_that_it_carries(small: Hearing) -> None:
    meaning = small.meaning({"s_0": 2.0, "i_visits": 1.0}, "", small.among(()))
    carried = [{"s_0": 9.0}, {"s_1": 1.0}, {}, {"i_visits": 1.0, "s_0": 1.0}, {"no_such": 1.0}]
    wanted = meaning.of(Row.of(small.carried(carried)))[0]
    assert wanted.round(3).tolist() == [
        round(2 * 3**0.5, 3),
        0.0,
        0.0,
        3.0,
        0.0,
    ]  # the strongest counts as 3
