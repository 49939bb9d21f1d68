"""The store: what chats remember, searching with anything, and every trouble told in one line."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, nullcontext, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.corpus import database
from bot.corpus.index import COLUMNS
from bot.corpus.store import Store
from bot.errors import StoreError
from bot.models import (
    Aspect,
    Catalog,
    Meeting,
    Note,
    Opinion,
    Place,
    Preparation,
    Session,
    Spot,
    Take,
    Theme,
    View,
)
from bot.text.shingles import Masks, shingles

WEIGHTS = dict.fromkeys(COLUMNS, 1.0)


@pytest.fixture(scope="module")
def searched(built: Path) -> Iterator[Store]:
    """A store that is only read."""
    store = Store.open(built)
    yield store
    store.close()


# --- chats


def test_an_unknown_chat_has_a_new_session(store: Store) -> None:
    assert store.chats.session(7) == Session(7)


def test_a_session_comes_back_whole(store: Store) -> None:
    session = Session(
        7,
        4,
        Preparation(2, "局长", ("petition", "street"), "leader", "2021"),
        3,
        View("search", "信访“积案”", 5),
        "find",
        "一句话",
    )
    store.chats.save(session)
    assert store.chats.session(7, 4) == session


def test_a_saved_session_takes_the_place_of_the_earlier(store: Store) -> None:
    store.chats.save(Session(7, aspect=1))
    store.chats.save(Session(7, aspect=2))
    assert store.chats.session(7) == Session(7, aspect=2)


def test_a_tick_said_twice_is_one_tick(store: Store) -> None:
    for _ in range(2):
        store.chats.set_tick(Place(7), "2021", "study", done=True)
    assert store.chats.ticks(Place(7), "2021") == {"study": ""}
    for _ in range(2):
        store.chats.set_tick(Place(7), "2021", "study", done=False)
    assert store.chats.ticks(Place(7), "2021") == {}


def test_ticks_belong_to_one_chat_and_one_theme(store: Store) -> None:
    store.chats.set_tick(Place(7), "2021", "study", done=True)
    assert (store.chats.ticks(Place(7), "2022"), store.chats.ticks(Place(8), "2021")) == ({}, {})


def test_forgetting_takes_everything_of_one_chat_only(store: Store) -> None:
    for chat in (7, 8):
        store.chats.save(Session(chat, aspect=1))
        store.chats.set_tick(Place(chat), "2021", "study", done=True)
    store.chats.forget(7)
    assert (store.chats.session(7), store.chats.ticks(Place(7), "2021")) == (Session(7), {})
    assert (store.chats.session(8), store.chats.ticks(Place(8), "2021")) == (
        Session(8, aspect=1),
        {"study": ""},
    )


def test_forgetting_a_chat_covers_every_table_that_knows_chats(store: Store) -> None:
    tables = [table for table in store.db.tables if "chat" in table.columns_dict]
    store.chats.save(Session(7))
    store.chats.set_tick(Place(7), "2021", "study", done=True)
    store.chats.add_note(Place(7), Note(Spot(item="study"), "只去了一次。"))
    store.chats.add_theme(7, 0, THEME)
    store.chats.set_findings(Place(7), ["0a"])
    store.outbox.add(7, 0, "")
    store.meetings.add(Meeting(Place(7), "准备会", 1, "甲", "t"))
    store.meetings.set_take(Place(7), Take("1", 1, "甲"), "", is_taken=True)
    store.meetings.attend(Place(7), 1, "甲", "")
    store.meetings.set_opinion(Place(7), Opinion("班子", "学得不深。"), "", "")
    store.meetings.leave(7, "")
    assert [table.name for table in tables if not table.count_where("chat = 7")] == []
    store.chats.forget(7)
    assert [table.name for table in tables if table.count_where("chat = 7")] == []


def test_a_group_that_moves_takes_everything_along(store: Store) -> None:
    store.chats.save(Session(-7, aspect=2))
    store.chats.set_tick(Place(-7), "2021", "study", done=True)
    for _ in range(2):  # Telegram tells a move twice
        store.chats.migrate(-7, -1007)
    assert store.chats.session(-1007) == Session(-1007, aspect=2)
    assert store.chats.ticks(Place(-1007), "2021") == {"study": ""}
    assert (store.chats.session(-7), store.chats.ticks(Place(-7), "2021")) == (Session(-7), {})


def test_a_group_that_moves_keeps_what_it_has_said_since(store: Store) -> None:
    store.chats.save(Session(-7, aspect=2))
    store.chats.save(Session(-1007, aspect=5))
    store.chats.migrate(-7, -1007)
    assert store.chats.session(-1007) == Session(-1007, aspect=5)


THEME = Theme(
    "own", 2026, "两个带头", "作风", "加强作风建设", ("作风",), "low",
    (Aspect(1, "学习", "带头学习", ("学习",)), Aspect(2, "担当", "带头担当", ("担当",), topics=("duty",))),
)  # fmt: skip


def test_a_preparation_goes_with_its_ticks_and_notes(store: Store) -> None:
    for number in (1, 2):
        store.chats.save(Session(7, preparation=Preparation(number, f"第{number}份")))
        store.chats.set_tick(Place(7, 0, number), "2021", "study", done=True)
        store.chats.add_note(Place(7, 0, number), Note(Spot(item="study"), "只去了一次。"))
    store.chats.remove_preparation(Place(7, 0, 1))
    left = Place(7, 0, 2)
    assert [found.number for found in store.chats.preparations(7)] == [2]
    assert (store.chats.ticks(Place(7), "2021"), store.chats.notes(Place(7))) == ({}, [])
    assert len(store.chats.ticks(left, "2021")) == len(store.chats.notes(left)) == 1


def test_topics_of_a_forum_are_apart(store: Store) -> None:
    store.chats.save(Session(-7, 1, aspect=1))
    store.chats.save(Session(-7, 2, aspect=2))
    assert [store.chats.session(-7, topic).aspect for topic in (0, 1, 2)] == [None, 1, 2]


def test_notes_are_changed_and_removed_by_their_number_in_their_place(store: Store) -> None:
    spot = Spot("3", "", "2021")
    for text in ("一", "二"):
        store.chats.add_note(Place(7), Note(spot, text))
    first, second = store.chats.notes(Place(7))
    assert not store.chats.change_note(Place(8), first.id, "别人的")
    assert not store.chats.remove_note(Place(8), first.id)
    assert store.chats.change_note(Place(7), first.id, "三")
    assert store.chats.remove_note(Place(7), second.id)
    assert store.chats.notes(Place(7)) == [Note(spot, "三", id=first.id)]


def test_the_number_of_a_removed_note_is_not_given_again(store: Store) -> None:
    store.chats.add_note(Place(7), Note(Spot(item="a"), "一"))
    (gone,) = store.chats.notes(Place(7))
    store.chats.remove_note(Place(7), gone.id)
    store.chats.add_note(Place(7), Note(Spot(item="a"), "二"))
    assert store.chats.notes(Place(7))[0].id > gone.id


def test_a_message_told_twice_is_one_note_and_an_edit_changes_it(store: Store) -> None:
    for text in ("一", "一", "二"):
        store.chats.add_note(Place(-7), Note(Spot(item="a"), text, "组织委员", 5, message=9))
    assert [note.text for note in store.chats.notes(Place(-7))] == ["二"]


def test_notes_move_with_their_group(store: Store) -> None:
    store.chats.add_note(Place(-7), Note(Spot(item="a"), "旧群", message=9))
    store.chats.add_note(Place(-1007), Note(Spot(item="a"), "新群", message=9))
    for _ in range(2):
        store.chats.migrate(-7, -1007)
    assert [note.text for note in store.chats.notes(Place(-1007))] == ["旧群", "新群"]


def test_a_theme_of_its_own_comes_back_whole_and_only_to_its_chat(store: Store) -> None:
    key = store.chats.add_theme(7, 0, THEME)
    kept = replace(THEME, key=key)
    assert (store.chats.own_theme(key), store.chats.own_themes(7)) == (kept, [kept])
    assert store.chats.own_themes(8) == []
    assert [store.chats.own_theme(odd) for odd in ("own", "own99", "2021", "own²")] == [None] * 4


def test_a_theme_that_became_the_default_outlives_its_chat(store: Store) -> None:
    key, other = (store.chats.add_theme(7, 0, THEME) for _ in range(2))
    store.chats.forget(7, keeping=key)
    assert (store.chats.own_theme(key), store.chats.own_theme(other)) == (
        replace(THEME, key=key),
        None,
    )
    assert store.chats.own_themes(7) == []


# --- transactions


def fail(store: Store, *, nested: bool = False) -> None:
    """Writes in a transaction, perhaps within another, that then fails."""
    with store.transaction():
        with store.transaction() if nested else nullcontext():
            store.set_fact("a", "1")
        raise ValueError("in the middle")


@pytest.mark.parametrize("nested", [False, True])
def test_a_failed_transaction_leaves_nothing(store: Store, nested: bool) -> None:
    with pytest.raises(ValueError, match="in the middle"):
        fail(store, nested=nested)
    assert store.fact("a") is None


# --- searching


@pytest.mark.parametrize(
    "token", ['"', "*", "AND", "OR (", "words:", "NEAR(a b)", "'; DROP TABLE passages; --", "\0", "_", "^信访", "\ud83d", ""]
)  # fmt: skip
def test_hostile_tokens_are_plain_text(searched: Store, token: str) -> None:
    searched.index.search({column: [token, token] for column in COLUMNS}, WEIGHTS, limit=3)
    searched.index.frequencies([token])
    found = searched.index.search({"grams": [token, "信访"]}, WEIGHTS, limit=3)
    assert len(found) == 3


@given(st.lists(st.text()))
@example(["信访\0"])
def test_any_tokens_are_searched_without_trouble(searched: Store, tokens: list[str]) -> None:
    assert len(searched.index.search({"words": tokens, "meta": tokens}, WEIGHTS, limit=2)) <= 2
    assert set(searched.index.frequencies(tokens)) <= set(tokens)


def test_the_tokens_of_a_very_long_text_are_searched(searched: Store) -> None:
    tokens = [chr(0x4E00 + i) + "不" for i in range(20_000)]
    searched.index.search({"grams": tokens}, WEIGHTS, limit=2)
    assert set(searched.index.frequencies(tokens)) <= set(tokens)


def test_no_tokens_find_nothing(searched: Store) -> None:
    assert searched.index.search({"words": [], "grams": ["…"]}, WEIGHTS, limit=3) == {}


def test_scores_are_higher_for_better_passages(searched: Store) -> None:
    found = searched.index.search({"grams": ["信访", "征拆"]}, WEIGHTS, limit=5)
    assert list(found.values()) == sorted(found.values(), reverse=True)
    texts = [passage.text for passage in searched.passages(found).values()]
    assert all("信访" in text or "征拆" in text for text in texts)


def test_passages_that_share_shingles_come_with_the_likest_first(
    searched: Store, catalog: Catalog
) -> None:
    masks = Masks(catalog)
    first, second = list(searched.passages([1, 2]).values())
    cut = shingles(masks.runs(first.text)) | set(list(shingles(masks.runs(second.text)))[:4])
    assert searched.shingles.alike(cut, limit=2) == [1, 2]
    assert searched.shingles.alike(shingles(masks.runs("今天天气很好")), limit=5) == []


def test_of_common_tokens_the_oldest_and_newest_passages_are_scored(searched: Store) -> None:
    every = searched.index.search({"grams": ["群众"]}, WEIGHTS, limit=200)
    some = searched.index.search({"grams": ["群众"]}, WEIGHTS, limit=200, most=10)
    oldest_first = sorted(every)
    assert sorted(some) == [*oldest_first[:5], *oldest_first[-5:]]
    assert {number: every[number] for number in some} == some


def test_the_strongest_carriers_of_each_concept_are_found(searched: Store) -> None:
    concepts = ["i_struggle_weak", "i_visits_shallow"]
    links = [searched.links.passages_about(concept, limit=3) for concept in concepts]
    assert set(searched.links.carriers(concepts, limit=3)) == {*links[0], *links[1]}
    assert searched.links.carriers([], limit=3) == []


def test_passages_come_by_id_and_unknown_ids_are_left_out(searched: Store) -> None:
    assert list(searched.passages([3, 1, 10_000_000])) == [1, 3]


def test_passages_are_picked_by_section_area_and_aspect(searched: Store) -> None:
    ids = searched.passages_of(section="problems", areas=["petition"], aspect=("2021", 3))
    found = searched.passages(ids).values()
    assert {(p.section, p.theme, p.aspect) for p in found} == {("problems", "2021", 3)}
    assert all("petition" in passage.areas for passage in found)


# --- trouble with the file


def write(store: Store) -> None:
    with store.transaction():
        store.set_fact("a", "1")


def opened(path: Path) -> str:
    """What the store says when it cannot be opened."""
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ")


def test_a_folder_in_the_stores_place_is_told(tmp_path: Path) -> None:
    assert opened(tmp_path) == "is a folder; name a file in it, such as prepbot.sqlite3"


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert opened(tmp_path / "file" / "store.sqlite3").startswith("cannot open the store: ")


def test_a_file_that_is_no_store_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("尊敬的领导：" * 100, encoding="utf-8")
    assert opened(path) == (
        "cannot open the store: file is not a database;"
        " restore a backup, or move the file away to start anew"
    )
    assert path.read_text(encoding="utf-8") == "尊敬的领导：" * 100


def damaged(built: Path, path: Path, page: int) -> Path:
    """A copy of the store with pages overwritten from that one on."""
    content = built.read_bytes()
    path.write_bytes(content[: page * 4096] + b"\xff" * 40_960 + content[page * 4096 + 40_960 :])
    return path


def test_a_badly_damaged_store_is_told(built: Path, tmp_path: Path) -> None:
    assert opened(damaged(built, tmp_path / "store.sqlite3", page=1)) == (
        "cannot open the store: database disk image is malformed;"
        " restore a backup, or move the file away to start anew"
    )


def test_damage_further_back_is_found(built: Path, tmp_path: Path) -> None:
    with closing(Store.open(damaged(built, tmp_path / "store.sqlite3", page=60))) as store:
        assert store.connection.damage() != ""


def test_a_sound_store_has_no_damage(searched: Store) -> None:
    assert searched.connection.damage() == ""


def test_a_locked_store_is_told_after_a_short_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    path = tmp_path / "store.sqlite3"
    with closing(Store.open(path)) as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError) as caught:
            write(store)
        assert str(caught.value) == (
            f"{path}: cannot write the store: database is locked;"
            " another process is writing; wait or stop it"
        )
        other.rollback()
        assert store.fact("a") is None


def test_two_writers_in_turn_see_what_the_other_wrote(tmp_path: Path) -> None:
    with closing(Store.open(tmp_path / "s")) as store, closing(Store.open(tmp_path / "s")) as other:
        with store.transaction():
            store.fact("a")
            store.set_fact("a", "1")
        with other.transaction():
            other.set_fact("a", (other.fact("a") or "") + "2")
        assert store.fact("a") == "12"


def test_only_a_change_of_the_corpus_is_one_for_other_processes(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    with closing(Store.open(path)) as one, closing(Store.open(path)) as other:
        before = other.generation()
        one.chats.save(Session(7, aspect=3))
        assert other.generation() == before
        one.changed()
        assert other.generation() != before
        assert other.version() == one.version() == 1


def test_what_was_taken_back_is_a_change_here_and_none_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    with closing(Store.open(path)) as one, closing(Store.open(path)) as other:
        before = one.generation(), other.generation()
        with suppress(RuntimeError), one.transaction():
            one.changed()
            raise RuntimeError
        assert one.generation() != before[0]
        assert other.generation() == before[1]


def test_a_store_that_cannot_be_written_is_searched_and_says_so(store: Store) -> None:
    store.db.execute("PRAGMA query_only = 1")
    assert store.index.search({"grams": ["信访"]}, WEIGHTS, limit=1)
    with pytest.raises(StoreError, match="readonly database; check the permissions"):
        write(store)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
@pytest.mark.parametrize(("file_mode", "folder_mode"), [(0o444, 0o755), (0o644, 0o555), (0o444, 0o555)])  # fmt: skip
def test_permissions_that_forbid_writing_do_not_forbid_searching(
    built: Path, tmp_path: Path, file_mode: int, folder_mode: int
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "store.sqlite3"
    path.write_bytes(built.read_bytes())
    path.chmod(file_mode)
    folder.chmod(folder_mode)
    with closing(Store.open(path)) as store:
        assert store.index.search({"grams": ["信访"]}, WEIGHTS, limit=1)
    folder.chmod(0o755)
