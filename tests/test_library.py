"""Looking after the documents: what is added, seen, corrected, removed and carried away."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.chat.inline import offer
from bot.checking import Checker
from bot.corpus.ingest import Ingest, Wishes
from bot.corpus.report import Pace
from bot.corpus.shelf import Kept, now
from bot.corpus.store import Store
from bot.corpus.tally import RAISES
from bot.corpus.unseen import Private, Unseen
from bot.errors import BotError
from bot.library import Library
from bot.models import Catalog, Session
from bot.text.concepts import Concepts
from bot.text.header import Given

VARIANTS = Path(__file__).parent / "data" / "variants"
HERON = "苍鹭湿地"  # stands in the one document of these tests and nowhere else
OWN = f"""2022年度民主生活会个人对照检查材料
一、存在的问题
（一）在带头深刻领悟“两个确立”的决定性意义方面
一是理论学习不系统。{HERON}的巡护任务一来，我就把集中学习往后推，全年只参加了三次，交流发言靠材料员代笔。
二是结合实际不够。对社区老旧小区加装电梯的矛盾没有用学到的办法去化解，三户人家的意见拖了半年多没有答复。
（二）在带头坚持以人民为中心推动改革发展稳定方面
一是调查研究不深入。到管护站走访十二次，多数是听站长汇报，没有和护林员一起走过一趟夜间巡护的山路。
二、原因剖析
一是理论武装放松。总认为业务工作是硬任务，学习是软任务，忙起来就把读书看成可有可无的事情。
三、整改措施
一是制定学习计划。每月底前完成一个专题，由办公室负责通报，缺一次补一次，年底把笔记交支部检查。
"""


@pytest.fixture
def library(assistant: Assistant) -> Library:
    """The documents of a store with the shipped corpus."""
    return Library(Ingest(assistant.store, assistant.catalog, assistant.finder.concepts))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.txt"
    path.write_text(OWN, encoding="utf-8")
    return path


def found(assistant: Assistant, chat: int | None) -> list[str]:
    """The documents in which the chat finds the heron."""
    session = None if chat is None else Session(chat)
    answer = assistant.finder.search(HERON + "巡护", session)
    return sorted({m.passage.document for m in answer.matches if HERON in m.passage.text})


def counted_anew(store: Store) -> dict[tuple[str, str], int]:
    """What the kept counts have to be."""
    rows = store.db.conn.execute(
        "SELECT concept, section, count(DISTINCT document_id) FROM concept_links"
        " JOIN passages ON passages.id = passage_id JOIN documents ON documents.id = document_id"
        " WHERE strength >= ? AND is_private = 0 GROUP BY concept, section",
        (RAISES,),
    )
    return {(concept, section): count for concept, section, count in rows}


def kept_counts(store: Store) -> dict[tuple[str, str], int]:
    return {key: count for key, count in store.concept_counts().items() if count}


# --- adding


def test_a_dry_run_tells_and_changes_nothing(library: Library, store: Store, own: Path) -> None:
    before = list(store.db.conn.iterdump())
    report = library.add([own], Wishes(dry_run=True))
    assert [(file, count) for file, count, _ in report.added] == [("own.txt", 5)]
    assert report.as_text().startswith("would add  own.txt: 5 passages · 2022 · personal")
    assert list(store.db.conn.iterdump()) == before


def test_the_pace_is_told(library: Library, own: Path) -> None:
    paces: list[Pace] = []
    library.add([own], watch=paces.append)
    assert [(p.done, p.total, p.passages, p.seconds_left) for p in paces] == [(1, 1, 5, 0.0)]


def test_what_is_said_beats_what_is_guessed(library: Library, own: Path) -> None:
    given = Given(year=2023, areas=("petition",), scope="team")
    guessed = library.add([own], Wishes(given)).guessed["own.txt"]
    assert (guessed["year"], guessed["areas"], guessed["scope"]) == (2023, ["petition"], "team")


def test_header_lines_say_it_too_and_are_no_text(library: Library, store: Store, own: Path) -> None:
    own.write_text("年度：2023\n领域：信访、街道\n对象：班子\n\n" + OWN, encoding="utf-8")
    guessed = library.add([own]).guessed["own.txt"]
    assert (guessed["year"], guessed["areas"], guessed["scope"]) == (
        2023,
        ["petition", "street"],
        "team",
    )
    assert store.shelf.documents(file="own.txt")[0].title == "2022年度民主生活会个人对照检查材料"


def test_the_documents_of_a_collection_are_added_each(library: Library) -> None:
    report = library.add([VARIANTS / "05_collection.txt"])
    assert [(file, count) for file, count, _ in report.added] == [
        ("05_collection.txt#1", 12),
        ("05_collection.txt#2", 5),
    ]
    again = library.add([VARIANTS / "05_collection.txt"])
    assert again.unchanged == ["05_collection.txt#1", "05_collection.txt#2"]


def test_the_same_text_with_a_new_date_is_told_with_its_likeness(
    library: Library, own: Path
) -> None:
    library.add([own])
    resold = own.with_name("resold.txt")
    resold.write_text(OWN.replace("2022", "2023").replace("三次", "五次"), encoding="utf-8")
    report = library.add([resold])
    assert report.added == []
    assert report.reasons()[0].startswith("resold.txt: 9")
    assert "of it stands in own.txt; add it with --similar" in report.reasons()[0]
    forced = library.add([resold], Wishes(similar=True))
    assert [s["file"] for s in forced.guessed["resold.txt"]["similar"]] == ["own.txt"]


def test_texts_on_the_same_aspects_are_not_alike(library: Library) -> None:
    report = library.add(
        [VARIANTS / f"{name}.txt" for name in ("21_must_measures", "06_site_noise")]
    )
    assert [guessed["similar"] for guessed in report.guessed.values()] == [[], []]


def test_a_text_of_another_kind_is_added_when_wished(library: Library) -> None:
    speech = VARIANTS / "50_speech.txt"
    assert "it reads like 讲话" in library.add([speech]).reasons()[0]
    assert library.add([speech], Wishes(force=True)).skipped == []


# --- removing and correcting


def test_a_removed_document_leaves_no_trace_and_can_be_put_back(
    library: Library, assistant: Assistant, own: Path
) -> None:
    store = assistant.store
    counts = kept_counts(store), store.passage_count(), store.index.frequencies([HERON[:2]])
    library.add([own], Wishes(Given(year=2020)))
    library.remove("own.txt")
    assert (
        kept_counts(store),
        store.passage_count(),
        store.index.frequencies([HERON[:2]]),
    ) == counts
    assert found(assistant, 7) == []
    assert library.undo() == "own.txt"
    assert (found(assistant, 7), library.documents()[-1].year) == (["own.txt"], 2020)
    assert library.undo() is None


def test_what_was_removed_yesterday_is_gone(library: Library, store: Store, own: Path) -> None:
    library.add([own])
    library.remove("own.txt")
    store.db.execute("UPDATE removed_documents SET removed_at = '2020-01-01T00:00:00+00:00'")
    assert library.undo() is None
    assert store.db.table("removed_documents").count == 0


def test_a_shipped_document_stays(library: Library) -> None:
    with pytest.raises(BotError, match="ships with the program"):
        library.remove(library.documents()[0].file)


def test_a_correction_reads_the_document_anew(library: Library, own: Path) -> None:
    library.add([own])
    library.correct("own.txt", Given(areas=("petition",)))
    library.correct("own.txt", Given(scope="leader"))
    document = library.documents()[-1]
    assert (document.file, document.areas, document.scope) == ("own.txt", ("petition",), "leader")


# --- who may see what


def test_a_private_document_is_seen_by_its_chats_only(
    library: Library, assistant: Assistant, own: Path
) -> None:
    library.add([own], Wishes(chats=(7,)))
    number = assistant.store.shelf.number_of("own.txt") or 0
    passage = assistant.store.shelf.passage_ids(number)[0]
    assert [found(assistant, chat) for chat in (7, 8, None)] == [["own.txt"], [], []]
    assert assistant.examples.passage(passage, Session(7)) is not None
    assert assistant.examples.passage(passage, Session(8)) is None
    assert [r for r in offer(assistant, HERON, "").results if HERON in str(r.spans)] == []


def test_checklists_and_examples_do_not_tell_of_private_documents(
    library: Library, assistant: Assistant, own: Path
) -> None:
    before = assistant.checklist.counts(Session(8))
    library.add([own], Wishes(chats=(7,)))
    assert assistant.checklist.counts(Session(8)) == before
    assert sum(assistant.checklist.counts(Session(7)).values()) > sum(before.values())
    session = assistant.session(8)
    session = replace(session, preparation=replace(session.preparation, theme="2022"))
    for key in assistant.checklist.cards(session):
        assert not [
            p for p in assistant.checklist.card(session, key).examples if p.document == "own.txt"
        ]


def test_sharing_changes_who_sees_it_and_what_is_counted(
    library: Library, assistant: Assistant, own: Path
) -> None:
    library.add([own])
    everyone = kept_counts(assistant.store)
    library.share("own.txt", (7, 9))
    assert [found(assistant, chat) for chat in (7, 8, 9)] == [["own.txt"], [], ["own.txt"]]
    library.share("own.txt", None)
    assert (found(assistant, 8), kept_counts(assistant.store)) == (["own.txt"], everyone)


def test_counts_are_kept_as_they_would_be_counted(library: Library, store: Store) -> None:
    library.add([VARIANTS], Wishes(similar=True))
    library.share("21_must_measures.txt", (7,))
    library.remove("06_site_noise.txt")
    assert kept_counts(store) == counted_anew(store)


def test_private_documents_of_others_use_up_no_places(
    library: Library, assistant: Assistant, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CANDIDATES", "_CARRIERS"):  # a store that is large beside what is looked at
        monkeypatch.setattr(f"bot.candidates.{name}", 8)
    for module in ("examples", "work"):
        monkeypatch.setattr(f"bot.assistant.{module}._CANDIDATES", 8)
    session = assistant.session(8)
    session = replace(session, preparation=replace(session.preparation, theme="2022"))
    library.add([own])
    passages = assistant.store.shelf.passage_ids(6)
    about = assistant.store.concepts_of(passages)[passages[0]]
    item = next(key for key in about if key.startswith("i_"))[2:]
    mine = found(assistant, 8), assistant.examples.of_item(session, item, limit=8)
    for number in range(6):
        text = OWN.replace("。", f"，是第{number}回了。")
        library.add_text(f"{number}.txt", text, Wishes(chats=(7,), similar=True))
    assert (found(assistant, 8), assistant.examples.of_item(session, item, limit=8)) == mine
    others = assistant.examples.of_item(replace(session, chat=7), item, limit=8)
    assert {passage.document for passage in others} & {f"{number}.txt" for number in range(6)}


def test_what_a_chat_is_forgotten_by_shows_it_no_document_any_more(
    library: Library, assistant: Assistant, own: Path
) -> None:
    library.add([own], Wishes(chats=(7, 9)))
    assert found(assistant, 7) == ["own.txt"]
    assistant.forget(7)
    assert [found(assistant, chat) for chat in (7, 9)] == [[], ["own.txt"]]
    assert library.documents()[-1].chats == (9,)


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 4)), max_size=12), st.sets(st.integers()))
def test_what_is_unseen_is_told_by_stretches(
    documents: list[tuple[bool, int]], own: set[int]
) -> None:
    rows, hidden, at = [], set(), 1
    for number, (is_private, count) in enumerate(documents):
        if is_private:
            rows.append((number, at, at + count - 1))
            hidden |= set() if number in own else set(range(at, at + count))
        at += count
    shown = frozenset(row[0] for row in rows if row[0] in own)
    unseen = Unseen(Private.of(reversed(rows)), shown)
    assert {passage for passage in range(-1, at + 2) if passage in unseen} == hidden
    assert bool(unseen) == bool(hidden)


def test_a_draft_is_compared_with_what_its_chat_may_see(
    library: Library, assistant: Assistant, own: Path
) -> None:
    library.add([own], Wishes(chats=(7,)))
    checker = Checker(assistant.store, assistant.catalog, assistant.finder.concepts)
    seen = {chat: {p.document for p in checker.fetch(OWN, chat=chat)} for chat in (7, 8, None)}
    assert [chat for chat, files in seen.items() if "own.txt" in files] == [7, None]
    assert seen[8] == seen[7] - {"own.txt"}


def test_the_examples_of_others_do_not_hang_on_a_private_document(
    library: Library, assistant: Assistant, own: Path
) -> None:
    session = assistant.session(8)
    session = replace(session, preparation=replace(session.preparation, theme="2022"))
    before = [
        assistant.checklist.card(session, key).examples
        for key in assistant.checklist.cards(session)
    ]
    library.add([own], Wishes(chats=(7,)))
    assert [
        assistant.checklist.card(session, key).examples
        for key in assistant.checklist.cards(session)
    ] == before


# --- what copies are found by


def copied(store: Store) -> list[tuple[str, int]]:
    """How many shingles each of the user's documents has; those of no passage are nobody's."""
    rows = store.db.conn.execute(
        "SELECT coalesce(file, ''), count(*) FROM passage_shingles"
        " LEFT JOIN passages ON passages.id = passage_id"
        " LEFT JOIN documents ON documents.id = document_id"
        " WHERE coalesce(is_shipped, 0) = 0 GROUP BY file"
    )
    return rows.fetchall()


def test_shingles_come_and_go_with_their_document(
    library: Library, store: Store, own: Path, tmp_path: Path
) -> None:
    library.add([own])
    added = copied(store)
    library.export(tmp_path / "mine.zip")
    library.correct("own.txt", Given(scope="leader"))
    corrected = copied(store)
    library.remove("own.txt")
    removed = copied(store)
    library.undo()
    put_back = copied(store)
    library.remove("own.txt")
    library.take_in(tmp_path / "mine.zip")
    carried = copied(store)
    library.remove("own.txt")
    library.add_text("own.txt", OWN)
    assert added[0][0] == "own.txt"
    assert added[0][1] > 20
    assert removed == []
    assert corrected == put_back == carried == copied(store) == added


# --- carrying away


def test_documents_move_to_another_machine(
    library: Library, catalog: Catalog, all_concepts: Concepts, own: Path, tmp_path: Path
) -> None:
    library.add([own], Wishes(Given(year=2020), chats=(7,)))
    assert library.export(tmp_path / "mine.zip") == 1
    other = Store.open(None)
    elsewhere = Library(Ingest(other, catalog, all_concepts))
    assert elsewhere.take_in(tmp_path / "mine.zip") == (1, 0)
    assert elsewhere.take_in(tmp_path / "mine.zip") == (0, 1)
    (document,) = elsewhere.documents()
    assert (document.file, document.year, document.chats) == ("own.txt", 2020, (7,))
    other.close()


@pytest.mark.parametrize("content", [b"", b"PK", b"text"])
def test_another_file_is_no_export(library: Library, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.zip"
    path.write_bytes(content)
    with pytest.raises(BotError, match="is no corpus"):
        library.take_in(path)


def test_an_export_is_never_written_over_a_file(library: Library, own: Path) -> None:
    with pytest.raises(BotError, match="exists already"):
        library.export(own)


def test_a_kept_document_survives_json() -> None:
    kept = Kept("a.txt", "文", Given(2020, areas=("petition",)), (7,), True, now())
    assert Kept.of_json(kept.as_json()) == kept


# --- a run that is killed


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.parametrize("seconds", [0.02, 0.15, 0.3])
def test_a_killed_run_goes_on_where_it_was(
    catalog: Catalog, all_concepts: Concepts, tmp_path: Path, seconds: float
) -> None:
    texts = sorted(VARIANTS.glob("[01]*.txt"))

    def run(name: str) -> list[tuple[object, ...]]:
        store = Store.open(tmp_path / name)
        Ingest(store, catalog, all_concepts).add_files(texts, cores=1)
        rows = store.db.conn.execute("SELECT id, document_id, text, about FROM passages")
        terms = store.db.conn.execute("SELECT term, doc, cnt FROM passage_terms")
        tally = store.db.conn.execute("SELECT * FROM concept_tally")
        kept = [*rows.fetchall(), *terms.fetchall(), *tally.fetchall()]
        store.close()
        return kept

    if not (child := os.fork()):
        run("broken.sqlite3")
        os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert run("broken.sqlite3") == run("whole.sqlite3")
