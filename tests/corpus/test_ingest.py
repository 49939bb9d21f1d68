"""Putting documents in: once each, whole or not at all, and the user's own stay through a rebuild."""

import shutil
import zipfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from bot.config import data_dir
from bot.corpus.ingest import Ingest, Wishes
from bot.corpus.prepare import Workshop
from bot.corpus.store import Store
from bot.models import Catalog, Place, Preparation, Session
from bot.text.concepts import Concepts

OWN = """2022年度民主生活会对照检查材料
一、存在的问题
（一）在带头深刻领悟“两个确立”的决定性意义方面
一是理论学习不系统。比如，今年集中学习只参加了三次，交流发言靠材料员代笔。
二是结合实际不够。比如，对社区老旧小区加装电梯的矛盾没有用学到的办法去化解。
二、原因剖析
一是理论武装放松。总认为业务工作是硬任务，学习是软任务。
三、整改措施
一是制定学习计划。每月底前完成一个专题，由办公室负责通报。
"""


@pytest.fixture(scope="session")
def concepts(catalog: Catalog) -> Concepts:
    """A few of the synonyms: a store is built many times here, and each phrase takes its time."""
    return Concepts(replace(catalog, synonyms=catalog.synonyms[:40]))


@pytest.fixture
def ingest(store: Store, catalog: Catalog, concepts: Concepts) -> Ingest:
    """Adds to a store that holds the shipped corpus."""
    return Ingest(store, catalog, concepts)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A document of the user's own."""
    path = tmp_path / "own.txt"
    path.write_text(OWN, encoding="utf-8")
    return path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the shipped data files."""
    return Path(shutil.copytree(data_dir(), tmp_path / "data"))


def contents(store: Store) -> list[str]:
    """Everything in the store."""
    return list(store.db.conn.iterdump())


def reason(ingest: Ingest, path: Path) -> str:
    """Why the file was skipped, having checked that nothing was stored."""
    before = contents(ingest.store)
    report = ingest.add_files([path])
    assert (report.added, report.unchanged, contents(ingest.store)) == ([], [], before)
    return report.reasons()[0]


def test_a_document_is_added_with_its_passages(ingest: Ingest, own: Path) -> None:
    before = ingest.store.passage_count()
    report = ingest.add_files([own])
    assert [(file, count) for file, count, _ in report.added] == [("own.txt", 4)]
    assert ingest.store.passage_count() == before + 4


def test_the_same_again_changes_nothing_even_under_another_name(ingest: Ingest, own: Path) -> None:
    ingest.add_files([own])
    before = contents(ingest.store)
    other = own.with_name("other.md")
    other.write_bytes(OWN.encode("gb18030"))  # the same text in another encoding
    report = ingest.add_files([own, other])
    assert report.as_json() == {"added": [], "unchanged": ["own.txt", "other.md"], "skipped": []}
    assert contents(ingest.store) == before


def test_a_shipped_document_given_again_is_unchanged(ingest: Ingest) -> None:
    shipped = sorted((data_dir() / "corpus").glob("*.txt"))
    assert ingest.add_files(shipped).unchanged == [path.name for path in shipped]


def test_a_document_may_have_the_name_of_a_shipped_one(ingest: Ingest, tmp_path: Path) -> None:
    path = tmp_path / next((data_dir() / "corpus").glob("*.txt")).name
    path.write_text(OWN, encoding="utf-8")
    before = ingest.store.document_count()
    assert [file for file, _, _ in ingest.add_files([path]).added] == [path.name]
    assert ingest.store.document_count() == before + 1


def test_a_second_document_of_the_same_name_is_told(ingest: Ingest, own: Path) -> None:
    ingest.add_files([own])
    own.write_text(OWN.replace("三次", "五次"), encoding="utf-8")
    assert (
        reason(ingest, own) == "own.txt: another document of yours has that name; rename the file"
    )


def test_a_folder_stands_for_the_documents_in_it(ingest: Ingest, own: Path) -> None:
    inner = own.parent / "folder" / "inner"
    inner.mkdir(parents=True)
    shutil.copy(own, inner / "a.TXT")
    (inner / "b.jpg").touch()
    report = ingest.add_files([inner.parent])
    assert ([f for f, _, _ in report.added], report.skipped) == (["a.TXT"], [])


def test_an_archive_stands_for_the_documents_in_it(ingest: Ingest, tmp_path: Path) -> None:
    word = docx.Document()
    for line in OWN.splitlines():
        word.add_paragraph(line)
    word.save(tmp_path / "word.docx")
    path = tmp_path / "材料.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(tmp_path / "word.docx", "2022/稿.docx")
        archive.writestr("2022/旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    report = ingest.add_files([path])
    assert [(file, count) for file, count, _ in report.added] == [("材料.zip/2022/稿.docx", 4)]
    assert report.reasons() == [
        "材料.zip/2022/旧.doc: is in the old Word or WPS format; save it as .docx"
    ]
    assert ingest.add_files([path]).unchanged == ["材料.zip/2022/稿.docx"]


def test_a_bad_file_does_not_keep_the_good_ones_out(ingest: Ingest, own: Path) -> None:
    report = ingest.add_files([own.with_name("gone.txt"), own])
    assert [file for file, _, _ in report.added] == ["own.txt"]
    assert report.reasons() == ["gone.txt: does not exist; check the name"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "x.txt: is empty; choose a file with text"),
        (b" \r\n\t\n", "x.txt: is empty; choose a file with text"),
        (bytes(range(256)) * 40, "x.txt: is not a text but a binary file; save it as .txt"),
        (
            OWN.encode() * 8000,
            "x.txt: is larger than 2 MB; split it into single documents",
        ),
        (
            "关于放假的通知\n一、时间\n二、要求\n".encode(),
            "x.txt: line 1: no 对照检查材料 was recognized in it, it reads like 通知; check it with"
            " `prepbot parse`, or add it with --force",
        ),
    ],
    ids=["empty", "blank", "binary", "5 MB", "another kind"],
)
def test_a_file_that_cannot_be_used_is_told_and_stores_nothing(
    ingest: Ingest, tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "x.txt"
    path.write_bytes(content)
    assert reason(ingest, path) == told


def test_an_empty_folder_is_told(ingest: Ingest, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = "empty: the folder holds no documents (.txt, .md"
    assert reason(ingest, tmp_path / "empty").startswith(told)


def test_a_file_name_out_of_a_chinese_archive_is_readable(ingest: Ingest, tmp_path: Path) -> None:
    path = Path(f"{tmp_path}/{'对照检查.txt'.encode('gbk').decode('utf-8', 'surrogateescape')}")
    path.write_text(OWN, encoding="utf-8")
    assert [file for file, _, _ in ingest.add_files([path]).added] == ["对照检查.txt"]


def test_a_failure_in_the_middle_of_a_document_leaves_the_store_unchanged(
    ingest: Ingest, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, add = contents(ingest.store), ingest.store._add_passage
    monkeypatch.setattr(
        ingest.store, "_add_passage", lambda d, p, t: add(d, p, t) if p.ordinal == 1 else 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        ingest.add_files([own])
    assert contents(ingest.store) == before


def test_the_report_has_a_line_for_each_file(ingest: Ingest, own: Path) -> None:
    report = ingest.add_files([own, own, own.with_name("gone.txt")])
    lines = [line for line in report.as_text().splitlines() if "warning" not in line]
    assert lines == [
        "added      own.txt: 4 passages · 2022 · personal · no area · 100% sure",
        "unchanged  own.txt",
        "skipped    gone.txt: does not exist; check the name",
    ]


# --- the shipped corpus


def test_the_corpus_is_built_only_when_the_data_changed(ingest: Ingest, data: Path) -> None:
    assert not ingest.build(data)
    with (data / "stopwords.txt").open("a", encoding="utf-8") as file:
        file.write("\n某某\n")
    assert [ingest.build(data), ingest.build(data)] == [True, False]


def test_a_change_of_the_data_keeps_own_documents_and_chats(
    ingest: Ingest, data: Path, own: Path
) -> None:
    store = ingest.store
    ingest.add_files([own])
    store.chats.save(Session(7, preparation=Preparation(areas=("petition",))))
    store.chats.set_tick(Place(7), "2021", "study", done=True)
    counts = store.document_count(), store.passage_count()
    (data / "stopwords.txt").write_text("的\n", encoding="utf-8")
    assert ingest.build(data)
    assert (store.document_count(), store.passage_count()) == counts
    assert store.document_texts(shipped=False) == [("own.txt", OWN)]
    assert (store.chats.session(7).areas, store.chats.ticks(Place(7), "2021")) == (
        ("petition",),
        {"study": ""},
    )


def test_a_shipped_document_that_is_gone_leaves_the_store(ingest: Ingest, data: Path) -> None:
    before = ingest.store.document_count()
    next((data / "corpus").glob("*.txt")).unlink()
    ingest.build(data)
    assert ingest.store.document_count() == before - 1


def test_a_new_shipped_document_may_have_an_own_ones_name(
    ingest: Ingest, data: Path, own: Path
) -> None:
    ingest.add_files([own])
    shipped = OWN.replace("三次", "五次")
    (data / "corpus" / "own.txt").write_text(shipped, encoding="utf-8")
    assert ingest.build(data)
    assert ingest.store.document_texts(shipped=False) == [("own.txt", OWN)]


def test_a_failure_while_building_leaves_the_store_unchanged(
    ingest: Ingest, data: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest.add_files([own])
    before = contents(ingest.store)
    (data / "stopwords.txt").write_text("的\n", encoding="utf-8")
    monkeypatch.setattr(Workshop, "prepare", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        ingest.build(data)
    assert contents(ingest.store) == before


def test_two_processes_that_build_at_once_build_once(
    tmp_path: Path,
    data: Path,
    catalog: Catalog,
    concepts: Concepts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "store.sqlite3"
    with closing(Store.open(path)) as first, closing(Store.open(path)) as second:
        late = Ingest(second, catalog, concepts)
        facts = iter([None])  # what the second saw before the first was done
        known = second.fact
        monkeypatch.setattr(second, "fact", lambda name: next(facts, known(name)))
        assert Ingest(first, catalog, concepts).build(data)
        assert not late.build(data)


def test_a_classified_document_is_skipped_unless_forced(
    ingest: Ingest, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "marked.txt"
    path.write_text(OWN.replace("一、存在", "秘密★3年\n一、存在"), encoding="utf-8")
    report = ingest.add_files([path])
    assert report.skipped == [
        (
            "marked.txt",
            2,
            "it bears a classification (秘密★3年); if that is lifted, add it with --force",
        )
    ]
    assert [file for file, *_ in ingest.add_files([path], Wishes(force=True)).added] == [
        "marked.txt"
    ]
