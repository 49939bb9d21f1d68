"""An update and its reply in the store: all or nothing, once, and searches without a store."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.chat.reply import Button, File, Reply, Span
from bot.chat.telegram.desk import TRIES, Asked, Desk
from bot.chat.telegram.letters import Letter
from bot.corpus import database
from bot.corpus.store import Store
from bot.errors import StoreError

ADDRESS = Letter(5, Reply())
HELLO = Reply((Span("你好", bold=True),), ((Button("好", "ok:"),),), files=(File("a", b"\0"),))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite3"


@pytest.fixture
def empty(path: Path) -> Iterator[Store]:
    store = Store.open(path)
    yield store
    store.close()


@pytest.fixture
def desk(empty: Store) -> Desk:
    return Desk(empty)


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    return store.connection.tuples(sql, ())


def noting(store: Store, reply: Reply = HELLO) -> Callable[[], Reply]:
    """A dialogue that keeps something before it answers."""

    def respond() -> Reply:
        with store.transaction():
            store.set_fact("noted", "yes")
        return reply

    return respond


def answer(desk: Desk, number: int, reply: Callable[[], Reply], address: Letter) -> Letter | None:
    """What becomes of one update."""
    [letter] = desk.answer(iter([Asked(number, reply, address)]))
    if isinstance(letter, Exception):
        raise letter
    return letter


def test_a_kept_update_waits_with_its_body_until_it_is_handled(empty: Store, desk: Desk) -> None:
    assert desk.keep({7: "body"}) == {7: True}
    assert desk.waiting() == [(7, "body")]
    assert answer(desk, 7, noting(empty), ADDRESS)
    assert rows(empty, "SELECT id, body, state FROM updates") == [(7, None, "handled")]
    assert empty.fact("noted") == "yes"


def test_an_update_that_comes_again_changes_nothing(empty: Store, desk: Desk) -> None:
    assert [desk.keep({7: "body"}) for _ in range(2)] == [{7: True}, {7: False}]
    assert answer(desk, 7, noting(empty), ADDRESS)
    assert desk.keep({7: "body", 8: "body"}) == {7: False, 8: True}
    assert answer(desk, 7, lambda: pytest.fail("handled twice"), ADDRESS) is None


def test_a_letter_is_found_by_the_next_run_as_it_was(empty: Store, desk: Desk) -> None:
    letter = answer(desk, 7, noting(empty), Letter(5, Reply(), 42, 1, 2))
    assert letter
    assert letter.edited is None  # the reply does not take the place of a message
    assert Desk(empty).letters() == [letter]
    desk.sent([(letter, True)])
    assert Desk(empty).letters() == []


def test_what_goes_wrong_leaves_no_trace_but_the_apology(empty: Store, desk: Desk) -> None:
    def respond() -> Reply:
        noting(empty)()
        raise ValueError("broken")

    desk.keep({7: "body"})
    with pytest.raises(ValueError, match="broken"):
        answer(desk, 7, respond, ADDRESS)
    assert empty.fact("noted") is None
    assert desk.waiting() == [(7, "body")]
    assert desk.fail(7, Letter(5, HELLO))
    assert rows(empty, "SELECT state, body FROM updates") == [("failed", None)]
    assert len(desk.letters()) == 1


def test_answers_are_kept_together_and_one_that_goes_wrong_leaves_the_others(
    empty: Store, desk: Desk
) -> None:
    def broken() -> Reply:
        empty.set_fact("noted", "by the broken one")
        raise ValueError("broken")

    desk.keep({7: "a", 8: "b", 9: "c"})
    seen: list[str] = []
    empty.db.conn.set_trace_callback(seen.append)
    calls = {7: lambda: HELLO, 8: broken, 9: noting(empty)}
    made = desk.answer(Asked(number, call, ADDRESS) for number, call in calls.items())
    empty.db.conn.set_trace_callback(None)
    assert [type(letter) for letter in made] == [Letter, ValueError, Letter]
    assert rows(empty, "SELECT state FROM updates") == [("handled",), ("waiting",), ("handled",)]
    assert (empty.fact("noted"), len(desk.letters())) == ("yes", 2)
    assert seen.count("COMMIT") == 1


def test_what_an_earlier_run_left_is_kept_before_anything_else_is_begun(empty: Store) -> None:
    Desk(empty).keep({7: "a", 8: "b"})
    desk = Desk(empty)
    desk.waiting()
    asked = iter([Asked(number, lambda: HELLO, ADDRESS) for number in (7, 8)])
    assert len(desk.answer(asked)) == 1
    assert rows(empty, "SELECT state FROM updates") == [("handled",), ("waiting",)]


@pytest.mark.parametrize("is_told", [True, False])
def test_what_undoes_the_whole_leaves_nothing_half_kept(
    empty: Store, desk: Desk, *, is_told: bool
) -> None:
    def lost() -> Reply:
        if empty.db.conn.in_transaction:
            empty.db.execute("ROLLBACK")  # as SQLite does when the disk is full
            if is_told:
                raise ValueError("full")
        return HELLO

    desk.keep({7: "a", 8: "b"})
    calls = {7: lambda: HELLO, 8: lost}
    made = desk.answer(Asked(number, call, ADDRESS) for number, call in calls.items())
    assert made == [Letter(5, HELLO)] * 2
    assert [letter.number for letter in made if isinstance(letter, Letter)] == [0, 0]
    assert rows(empty, "SELECT state FROM updates") == [("waiting",)] * 2
    assert desk.letters() == []


def test_of_edits_of_a_message_only_the_latest_waits(desk: Desk) -> None:
    pressed = Letter(5, Reply(), edited=3)
    for number in range(3):
        answer(desk, number, lambda n=number: Reply((Span(f"{n}"),), edits=True), pressed)  # type: ignore[misc]
    answer(desk, 3, lambda: Reply((Span("anew"),)), pressed)
    assert [letter.reply.spans[0].text for letter in desk.letters()] == ["2", "anew"]


def test_an_update_at_which_the_process_ends_is_set_aside_in_the_end(empty: Store) -> None:
    Desk(empty).keep({7: "body"})
    for _ in range(TRIES):
        desk = Desk(empty)
        desk.waiting()
        assert desk.begins(7)
    desk = Desk(empty)
    desk.waiting()
    assert not desk.begins(7)
    assert rows(empty, "SELECT state, body FROM updates") == [("failed", None)]


def test_a_locked_store_still_answers_but_says_that_nothing_is_kept(
    empty: Store, desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    empty.db.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert desk.keep({7: "body"}) == {7: True}
        letter = answer(desk, 7, lambda: HELLO, ADDRESS)
        assert letter == Letter(5, HELLO)
        assert answer(desk, 7, lambda: pytest.fail("handled twice"), ADDRESS) is None
        assert desk.keep({7: "body"}) == {7: False}
        with pytest.raises(StoreError, match="locked"):
            answer(desk, 8, noting(empty), ADDRESS)
        other.rollback()
    assert answer(desk, 9, noting(empty), ADDRESS)


def test_a_note_that_could_not_be_made_is_made_later(
    empty: Store, desk: Desk, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (desk.post(Letter(chat, HELLO)) for chat in (5, 6))
    empty.db.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.sent([(first, True)])
        other.rollback()
    assert len(desk.letters()) == 2
    desk.sent([(second, True)])
    assert desk.letters() == []


def test_what_was_handled_is_overwritten_on_disk(empty: Store, desk: Desk, path: Path) -> None:
    desk.keep({7: "a secret sentence" * 200})
    empty.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"a secret" in path.read_bytes()
    answer(desk, 7, Reply, ADDRESS)
    empty.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"secret sentence" not in path.read_bytes()
