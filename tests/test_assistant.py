"""The use cases: cards, progress, ticks, examples, what is remembered."""

from dataclasses import replace

import pytest

from bot.assistant import Assistant
from bot.assistant.checklist import CARD_NAMES
from bot.models import Place, Preparation, Session

ABOUT = Preparation(areas=("street", "petition", "demolition"), theme="2021")
ME = Session(1, preparation=ABOUT)


def prepares(session: Session, **changes: object) -> Session:
    """The session with a changed preparation."""
    return replace(session, preparation=replace(session.preparation, **changes))  # type: ignore[arg-type]  # names are checked by dataclasses


def new(chat: int, *areas: str) -> Session:
    """A session that prepares for 2021."""
    return Session(chat, preparation=Preparation(areas=areas, theme="2021"))


def test_a_new_chat_prepares_for_the_default_theme(assistant: Assistant) -> None:
    assert assistant.session(5) == new(5)


def test_a_theme_that_is_gone_falls_back(assistant: Assistant) -> None:
    assistant.save(replace(prepares(ME, theme="1999"), aspect=3))
    assert assistant.session(1) == ME


def test_forgetting_removes_session_and_ticks(assistant: Assistant) -> None:
    assistant.save(ME)
    assistant.checklist.tick(ME, "study_shallow", done=True)
    assistant.forget(1)
    assert assistant.session(1) == new(1)
    assert not assistant.store.chats.ticks(Place(1), "2021")


def test_progress_counts_what_the_cards_show(assistant: Assistant) -> None:
    for scope in (None, "personal", "team", "leader"):
        session = prepares(ME, scope=scope, theme="2025")
        for line in assistant.checklist.progress(session):
            assert line.total == len(assistant.checklist.card(session, line.card).todos)


def test_ticks_are_kept_per_chat_and_theme(assistant: Assistant) -> None:
    item = assistant.checklist.card(ME, "1").todos[0].item.key
    assistant.checklist.tick(ME, item, done=True)
    assistant.checklist.tick(ME, item, done=True)
    assert assistant.checklist.progress(ME)[0].done == 1
    assert assistant.checklist.progress(replace(ME, chat=2))[0].done == 0
    assert assistant.checklist.progress(prepares(ME, theme="2024"))[0].done == 0


def test_an_unknown_item_is_not_ticked(assistant: Assistant) -> None:
    assistant.checklist.tick(ME, "nothing", done=True)
    assert not assistant.store.chats.ticks(Place(1), "2021")


@pytest.mark.parametrize("key", ["0", "6", "²", "٣", "", "nothing", "1 "])
def test_a_theme_has_only_its_own_cards(assistant: Assistant, key: str) -> None:
    assert not assistant.checklist.has_card(ME, key)


def test_cards_are_the_aspects_and_the_other_parts(assistant: Assistant) -> None:
    assert assistant.checklist.cards(ME) == ["1", "2", "3", "4", "5", *CARD_NAMES]


def test_a_card_shows_examples_of_its_own_aspect(assistant: Assistant) -> None:
    card = assistant.checklist.card(ME, "3", limit=50)
    assert {passage.aspect for passage in card.examples} == {3}
    assert card.example_count == len(card.examples)


def test_a_card_opened_again_knows_new_ticks_and_a_changed_corpus(assistant: Assistant) -> None:
    card = assistant.checklist.card(ME, "3")
    key = card.todos[0].item.key
    assistant.checklist.tick(ME, key, done=True)
    done = [todo.item.key for todo in assistant.checklist.card(ME, "3").todos if todo.is_done]
    assert (done, card.todos[0].is_done) == ([key], False)
    with assistant.store.transaction():
        assistant.store.clear_corpus()
    assert assistant.checklist.card(ME, "3").example_count == 0 < card.example_count


def test_examples_go_on_at_an_offset(assistant: Assistant) -> None:
    whole = assistant.checklist.card(ME, "causes", limit=4).examples
    assert assistant.checklist.card(ME, "causes", offset=2, limit=2).examples == whole[2:]


def test_every_card_of_every_theme_has_something_to_show(assistant: Assistant) -> None:
    for theme in assistant.catalog.themes:
        for key in assistant.checklist.cards(prepares(ME, theme=theme.key)):
            assert assistant.checklist.card(prepares(ME, theme=theme.key), key).todos, (
                theme.key,
                key,
            )


def test_the_first_example_names_the_users_work(assistant: Assistant) -> None:
    passage = assistant.work.closest(ME)
    assert passage
    assert any(name in passage.text for name in ("信访", "征拆", "拆迁"))


def test_the_closest_example_is_of_the_area_or_names_the_work(assistant: Assistant) -> None:
    for area in assistant.catalog.areas:
        passage = assistant.work.closest(new(1, area.key))
        names = (area.name, *area.aliases)
        assert passage is None or (
            area.key in passage.areas or any(name in passage.text for name in names)
        )


def test_an_area_without_texts_has_no_closest_example(assistant: Assistant) -> None:
    session = new(1, "public_security")
    assert assistant.work.closest(session) is None


def test_without_an_area_there_is_no_closest_example(assistant: Assistant) -> None:
    assert assistant.work.closest(new(1)) is None


@pytest.mark.parametrize(
    ("text", "work"),
    [("我管食堂", "食堂"), ("支部书记对照", ""), ("局长发言提纲", ""), ("食堂", "食堂"), ("", "")],
)
def test_the_work_is_told_from_how_people_introduce_themselves(
    assistant: Assistant, text: str, work: str
) -> None:
    assert assistant.work.named_in(text) == work


@pytest.mark.parametrize(
    ("text", "areas"),
    [("我管食堂", ("education", "logistics")), ("走访调研不深入", ()), ("", ())],
)
def test_a_typical_word_names_its_areas(
    assistant: Assistant, text: str, areas: tuple[str, ...]
) -> None:
    assert assistant.work.areas_by_vocabulary(text) == areas


def test_themes_of_a_year_begin_with_the_usual_one(assistant: Assistant) -> None:
    assert [t.key for t in assistant.themes.of_year(2023)] == ["2023", "2023-politburo"]
    assert assistant.themes.of_year(None) == []
