"""The whole search over the shipped corpus: what is found first, and what is refused."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.advice.answer import Filter
from bot.assistant import Assistant
from bot.models import Preparation, Session
from tests.thinking import thinking


def headlines(assistant: Assistant, query: str, limit: int = 3) -> list[str]:
    return [match.passage.headline for match in assistant.finder.search(query, limit=limit).matches]


@pytest.mark.parametrize(
    ("query", "headline"),
    [
        ("等靠要怎么写", "深谋远虑不足"),
        ("学用脱节", "存在学用脱节现象"),
        ("學習氛圍不夠濃", "学习氛围不够浓"),
        ("ｄａｎｇｓｈｉ　学得少", "学习主动性不够强"),
        ("mei you an shi tou ru", ""),
        ("★懒政★怠政！！！", "政治生态还需进一步净化"),
        ("懒 政 怠 政", "政治生态还需进一步净化"),
    ],
)
def test_the_passage_asked_for_comes_first(assistant: Assistant, query: str, headline: str) -> None:
    found = headlines(assistant, query)
    assert found[:1] == ([headline] if headline else found[:1])


@pytest.mark.parametrize(
    ("typed", "term"),
    [("廉洁自率", "廉洁自律"), ("廉洁白律", "廉洁自律"), ("学习氛图不够浓", "学习氛围不够浓")],
)
def test_slips_are_read_by_sound_or_by_look(assistant: Assistant, typed: str, term: str) -> None:
    assert assistant.finder.search(typed).read_as == (term,)


@pytest.mark.parametrize(
    ("query", "items"),
    [
        ("请客送礼", {"执行八项规定碍于情面"}),  # no text of the corpus tells of it
        ("公款旅游", {"讲排场铺张浪费"}),
        ("今天天气怎么样", set()),
        ("去哪旅游好", set()),
    ],
)
def test_what_no_text_tells_of_leads_to_the_items_it_belongs_to(
    assistant: Assistant, query: str, items: set[str]
) -> None:
    found = {item.title for item in assistant.finder.items_like(query)}
    assert items <= found
    assert bool(found) == bool(items)


def test_latin_words_of_the_texts_are_not_read_as_pinyin(assistant: Assistant) -> None:
    assert assistant.finder.search("app太多").read_as == ()


@pytest.mark.parametrize("query", ["liangge queli", "lianggequeli", "liang ge que li"])
def test_pinyin_is_read_with_and_without_blanks(assistant: Assistant, query: str) -> None:
    assert assistant.finder.search(query).read_as == ("两个确立",)


@pytest.mark.parametrize(
    "query",
    [
        "今天天气怎么样",
        "红烧肉的做法",
        "帮我订一张去上海的机票",
        "吃饭了没",
        "中午吃啥",
        "怎么给车上保险",
        "医保卡丢了去哪补",
        "讲个笑话",
        "how are you today",
        "asdfghjkl",
        "",
        "   ",
        "🙂🙂",
        "《》、，",
    ],
)
def test_what_has_nothing_to_do_with_the_field_gets_no_passage(
    assistant: Assistant, query: str
) -> None:
    answer = assistant.finder.search(query)
    assert (answer.verdict, answer.matches) == ("nothing", ())


@pytest.mark.parametrize("query", ["微信群里有人说怪话", "年轻人上班老看手机，我没管"])
def test_an_everyday_word_does_not_hide_what_a_sentence_says(
    assistant: Assistant, query: str
) -> None:
    assert assistant.finder.search(query).matches


def test_a_post_beside_an_area_is_not_searched_for(assistant: Assistant) -> None:
    asked = assistant.finder.search("组织部副部长 联系群众").query
    assert (asked.areas, asked.need) == (("organization",), "联系群众")


def test_an_area_and_a_section_give_that_section_of_that_area(assistant: Assistant) -> None:
    matches = assistant.finder.search("街道 原因", limit=3).matches
    assert [(m.passage.document[:3], m.passage.section) for m in matches] == [("004", "causes")] * 3


def test_only_limits_what_is_found(assistant: Assistant) -> None:
    only = Filter(aspect=3, section="problems", areas=("street",))
    matches = assistant.finder.search("群众", limit=20, only=only).matches
    assert {(m.passage.aspect, m.passage.document[:3]) for m in matches} == {(3, "004")}


def test_a_users_own_area_moves_its_passages_up(assistant: Assistant) -> None:
    at_home = assistant.finder.search(
        "走访", Session(1, preparation=Preparation(areas=("street",), theme="2021")), limit=1
    )
    assert at_home.matches[0].passage.document.startswith("004")


@pytest.fixture
def thought(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that were thought about, not remembered."""
    return thinking(assistant, monkeypatch)


def test_what_was_asked_is_answered_again_from_memory_until_the_corpus_changes(
    assistant: Assistant, thought: list[str]
) -> None:
    finder = assistant.finder
    first = finder.search("走访不深入")
    assert finder.search("走访不深入") is first
    assistant.store.changed()
    assert finder.search("走访不深入") == first
    assistant.forget(1)
    assert finder.search("走访不深入") == first
    assert len(thought) == 3


def test_an_answer_is_kept_for_those_who_would_get_the_same_one(
    assistant: Assistant, thought: list[str]
) -> None:
    street, taxes = Preparation(areas=("street",)), Preparation(areas=("tax",))
    for chat, preparation in enumerate((street, taxes, street, replace(street, theme="2021"))):
        assistant.finder.search("走访", Session(chat, preparation=preparation))
    assistant.finder.search("走访", Session(1, preparation=street), limit=3)
    assistant.finder.search("走访", Session(1, preparation=street), only=Filter(aspect=1))
    assert len(thought) == 5


def test_nothing_is_kept_of_what_may_be_a_piece_of_a_draft(
    assistant: Assistant, thought: list[str]
) -> None:
    piece = "走访群众不够深入，" * 8
    assert assistant.finder.search(piece) == assistant.finder.search(piece)
    assert thought == [piece, piece]


def test_matches_name_what_to_mark_the_users_own_words_first(assistant: Assistant) -> None:
    answer = assistant.finder.search("等靠要怎么写")
    assert answer.needles(answer.matches[0])[0] == "等靠要"


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(max_size=60)
    | st.text("信访街道原因第三方面“”\"'()*:^-ANDORNOT \ud800\x00", max_size=40)
)
def test_any_text_gives_an_answer(assistant: Assistant, query: str) -> None:
    answer = assistant.finder.search(query)
    assert (answer.verdict == "nothing") == (not answer.matches)


def test_ten_thousand_characters_give_an_answer(assistant: Assistant) -> None:
    assert assistant.finder.search("学习不深入，" * 1700).matches


def test_a_document_added_later_is_found(assistant: Assistant) -> None:
    assistant.finder.search("走访")
    passages = assistant.store.passage_count()
    assert passages == 113
