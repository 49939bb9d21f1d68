"""Migrations: each once, in order, and an older store moves forward with its contents."""

import json
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.corpus.schema import migrations
from bot.corpus.store import Store
from bot.errors import StoreError
from bot.models import Place, Preparation, Session, View


def tables(store: Store) -> set[str]:
    return set(store.db.table_names())


def test_a_new_store_has_the_tables_that_are_promised(store: Store) -> None:
    assert tables(store) >= {"documents", "passages", "passage_index", "sessions", "ticks"}


def test_migrating_again_changes_nothing(store: Store) -> None:
    before = store.db.schema
    migrations.apply(store.db)
    assert store.db.schema == before
    assert migrations.pending(store.db) == []


def test_a_store_is_found_as_it_was_left(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "store.sqlite3"
    first = Store.open(path)
    with first.transaction():
        first.set_fact("colour", "red")
    first.close()
    again = Store.open(path)
    assert again.fact("colour") == "red"
    again.close()


def test_an_older_store_moves_forward_and_keeps_its_chats(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    old = Database(path)
    migrations.apply(old, stop_before="m005_facts")
    old["ticks"].insert({"chat": 7, "theme": "2021", "item": "study", "done_at": ""})
    view = {"kind": "card", "query": "3", "offset": 0}
    state = {"chat": 7, "areas": ["petition"], "scope": "team", "theme": "2021", "aspect": 3}
    state |= {"view": view, "expecting": "find"}
    old["sessions"].insert({"chat": 7, "state": json.dumps(state), "changed_at": ""})
    old.close()
    store = Store.open(path)
    about = Preparation(areas=("petition",), scope="team", theme="2021")
    session = Session(7, 0, about, 3, View("card", "3"), "find")
    assert (store.chats.ticks(Place(7), "2021"), store.chats.session(7)) == ({"study": ""}, session)
    assert migrations.pending(store.db) == []
    store.close()


def test_a_store_is_copied_before_its_tables_change(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    old = Database(path)
    migrations.apply(old, stop_before="m011_mail")
    old["facts"].insert({"name": "colour", "value": "red"})  # type: ignore[union-attr]
    old.close()
    Store.open(path).close()
    copy = Database(tmp_path / "old.sqlite3.before-m011_mail")
    assert migrations.pending(copy)[0].name == "m011_mail"
    assert list(copy["facts"].rows) == [{"name": "colour", "value": "red"}]
    copy.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "old.sqlite3",
        "old.sqlite3.before-m011_mail",
    ]


def test_a_store_from_a_newer_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite3"
    store = Store.open(path)
    row = {"migration_set": "prepbot", "name": "m999_later", "applied_at": ""}
    store.db["_sqlite_migrations"].insert(row)  # type: ignore[union-attr]
    store.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"comes from a newer version of prepbot \(m999_later\)"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_failed_migration_leaves_the_store_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = migrations._migrations[-1]
    monkeypatch.setattr(broken, "fn", lambda db: db.execute("SELECT nonsense"))
    with pytest.raises(StoreError, match="no such column"):
        Store.open(tmp_path / "store.sqlite3")
    monkeypatch.undo()
    Store.open(tmp_path / "store.sqlite3").close()


def test_links_of_an_older_store_are_made_again(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    old = Database(path)
    migrations.apply(old, stop_before="m009_concept_links_by_strength")
    old["concept_links"].insert({"concept": "i_x", "passage_id": 1, "strength": 1.0})
    old.close()
    store = Store.open(path)
    assert (store.concept_spread(), store.links.carriers(["i_x"], limit=3)) == ({}, [])
    store.close()
