"""The commands: what they print, the JSON contracts, and one clear line for everything bad."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from bot import checkup
from bot.chat.telegram.reach import Reached
from bot.cli import main, operation, ready
from bot.config import data_dir
from bot.corpus import database as database_module
from bot.corpus.lock import running
from bot.corpus.store import Store
from bot.models import Catalog, Preparation, Session

ROOT = Path(__file__).parents[1]
STATEMENT = """2022年度民主生活会对照检查材料
一、存在的问题
（一）在带头深刻领悟“两个确立”的决定性意义方面
一是理论学习不系统。比如，今年集中学习只参加了三次，交流发言靠材料员代笔。
二是结合实际不够。比如，对社区老旧小区加装电梯的矛盾没有用学到的办法去化解。
二、原因剖析
一是理论武装放松。总认为业务工作是硬任务，学习是软任务。
三、整改措施
一是制定学习计划。每月底前完成一个专题，由办公室负责通报。
"""
Run = Callable[..., Result]


LONG = "x" * 300  # no name of a file


@pytest.fixture
def database(built: Path, tmp_path: Path) -> Path:
    """A store of the test's own, with the shipped corpus."""
    return Path(shutil.copy(built, tmp_path / "store.sqlite3"))


@pytest.fixture
def run(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command over that store, in a folder and with settings of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.config.user_config_path", lambda app: tmp_path / app)
    monkeypatch.setattr("bot.cli.ready.cache_dir", lambda: tmp_path / "cache")
    monkeypatch.setenv("PREPBOT_DATABASE", str(database))
    for name in ("PREPBOT_TOKEN", "PREPBOT_BASE_URL", "PREPBOT_BASE_FILE_URL"):
        monkeypatch.delenv(name, raising=False)

    def run(*words: object, stdin: str | bytes = "") -> Result:
        result = CliRunner().invoke(main, [str(word) for word in words], input=stdin)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result

    return run


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data files that the commands use instead."""
    copy = shutil.copytree(data_dir(), tmp_path / "data")
    for module in (operation, ready):
        monkeypatch.setattr(module, "data_dir", lambda: copy)
    return Path(copy)


@pytest.fixture
def statement(tmp_path: Path) -> Path:
    path = tmp_path / "own.txt"
    path.write_text(STATEMENT, encoding="utf-8")
    return path


def told(result: Result, code: int = 1) -> str:
    """The one line that told the problem."""
    assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    return result.stderr.removeprefix("Error: ").removesuffix("\n")


def matches(run: Run, *words: object) -> list[dict[str, Any]]:
    return list(json.loads(run("search", "--json", *words).stdout)["matches"])


# --- search


def test_search_json_holds_what_is_promised(run: Run) -> None:
    found = json.loads(run("search", "信访积案", "--json", "--limit", 2).stdout)
    assert (found["query"], len(found["matches"])) == ("信访积案", 2)
    kinds = {name: type(value) for name, value in found["matches"][0].items()}
    promised = {
        **dict.fromkeys(("document", "title", "section", "headline", "text"), str),
        **dict.fromkeys(("year", "aspect", "ordinal"), int),
        "score": float,
    }
    assert {name: kinds.get(name) for name in promised} == promised


def test_the_text_of_a_match_is_as_written_in_the_source(run: Run) -> None:
    for match in matches(run, "群众工作不深入"):
        source = (data_dir() / "corpus" / match["document"]).read_text(encoding="utf-8")
        assert match["text"] in source


def test_nothing_that_fits_is_an_empty_list(run: Run) -> None:
    assert matches(run, "") == []


def test_search_prints_passages_with_their_source(run: Run) -> None:
    lines = run("search", "信访", "--limit", 2).stdout.splitlines()
    assert [line[:2] for line in lines if line[0].isdigit()] == ["1.", "2."]
    assert ".txt" in lines[0]


@pytest.mark.parametrize(
    ("option", "value", "field", "wanted"),
    [
        ("--aspect", 3, "aspect", 3),
        ("--section", "causes", "section", "causes"),
        ("--section", "measures", "section", "measures"),
    ],
)
def test_options_keep_other_passages_out(
    run: Run, option: str, value: object, field: str, wanted: object
) -> None:
    found = matches(run, "学习不够深入", option, value)
    assert {match[field] for match in found} == {wanted}


@pytest.mark.parametrize("name", ["统战", "united_front", "统战部"])
def test_area_keeps_other_documents_out(run: Run, name: str, catalog: Catalog) -> None:
    with closing(Store.open(Path(os.environ["PREPBOT_DATABASE"]))) as store:
        passages = store.passages(store.passages_of(areas=["united_front"], limit=1000)).values()
    own = {passage.document for passage in passages}
    assert {match["document"] for match in matches(run, "学习不够", "--area", name)} == own


def test_limit_is_the_most_that_comes(run: Run) -> None:
    assert [len(matches(run, "学习", "--limit", n)) for n in (1, 3)] == [1, 3]


def test_batch_prints_an_object_a_line(run: Run, tmp_path: Path) -> None:
    queries = ["信访", "", "-", '"* OR (', "\0\u2028", "群众"]
    path = tmp_path / "queries"
    path.write_text("\r\n".join(queries), encoding="utf-8", newline="")
    lines = run("search", "--batch", path, "--limit", 1).stdout.split("\n")
    assert [json.loads(line)["query"] for line in lines[:-1]] == queries
    assert lines[-1] == ""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_batch_reads_the_usual_encodings(run: Run, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "queries.txt"
    path.write_text("群众工作不够深入，脱离群众\n" * 3, encoding=encoding)
    lines = run("search", "--batch", path, "--limit", 1).stdout.splitlines()
    assert [json.loads(line)["query"] for line in lines] == ["群众工作不够深入，脱离群众"] * 3


def test_a_dash_reads_standard_input(run: Run) -> None:
    found = json.loads(run("search", "-", "--json", stdin="信访\n").stdout)
    assert found["query"] == "信访"
    lines = run("search", "--batch", "-", stdin="信访\n群众\n").stdout.splitlines()
    assert [json.loads(line)["query"] for line in lines] == ["信访", "群众"]


def test_an_empty_batch_has_no_answers(run: Run) -> None:
    result = run("search", "--batch", "-")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_missing_batch_is_told(run: Run) -> None:
    line = told(run("search", "--batch", "gone"))
    assert line == "gone: cannot be read: No such file or directory; check the name"


# --- parse


def test_parse_json_holds_what_is_promised(run: Run, statement: Path) -> None:
    found = json.loads(run("parse", statement, "--json").stdout)
    assert {k: found[k] for k in ("file", "title", "year", "theme", "scope", "is_statement")} == {
        "file": "own.txt",
        "title": "2022年度民主生活会对照检查材料",
        "year": 2022,
        "theme": "2022",
        "scope": "personal",
        "is_statement": True,
    }
    assert isinstance(found["areas"], list)
    assert [section["kind"] for section in found["sections"]] == ["problems", "causes", "measures"]
    problems, causes, _ = found["sections"]
    assert [aspect["number"] for aspect in problems["aspects"]] == [1]
    point = problems["aspects"][0]["points"][0]
    assert {"ordinal", "headline", "text", "example"} <= set(point)
    assert (point["ordinal"], point["headline"]) == (1, "理论学习不系统")
    assert [p["headline"] for p in causes["points"]] == ["理论武装放松"]


def test_parse_reads_standard_input(run: Run, statement: Path) -> None:
    result = run("parse", "-", "--json", stdin=STATEMENT.encode("gb18030"))
    expected = json.loads(run("parse", statement, "--json").stdout)
    assert json.loads(result.stdout) == {**expected, "file": "-"}


def test_parse_shows_lines_and_headlines_to_a_person(run: Run, statement: Path) -> None:
    text = run("parse", statement).stdout
    assert "line    4      1. 理论学习不系统" in text


# --- ingest


def test_themes_are_listed(run: Run, catalog: Catalog) -> None:
    lines = run("themes").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [theme.key for theme in catalog.themes]
    first = json.loads(run("themes", "--json").stdout.splitlines()[0])
    assert (first["year"], len(first["aspects"])) == (2025, 5)


def test_a_theme_shows_items_and_passages_of_its_aspects(run: Run) -> None:
    lines = run("themes", "2025").stdout.splitlines()
    assert "2. 固本培元: 带头固本培元、增强党性" in lines
    assert any(line.endswith("  党性锻炼不够经常") for line in lines)
    assert any("党性修养有所弱化" in line and "003_" in line for line in lines)


def test_a_theme_as_json_holds_what_is_promised(run: Run, catalog: Catalog) -> None:
    found = json.loads(run("themes", "2024", "--json").stdout)
    assert [a["name"] for a in found["aspects"]] == [a.name for a in catalog.theme["2024"].aspects]
    aspect = found["aspects"][0]
    assert set(aspect) == {"number", "name", "heading", "items", "passages"}
    assert set(aspect["items"][0]) == {"key", "title", "fit"}
    assert {"document", "section", "aspect", "ordinal", "headline"} <= set(aspect["passages"][0])


def test_an_unknown_theme_is_told(run: Run) -> None:
    result = run("themes", "1999")
    assert (result.exit_code, "no theme '1999'" in result.stderr) == (2, True)


def test_ingest_json_holds_what_is_promised(run: Run, statement: Path) -> None:
    report = json.loads(run("ingest", "--json", statement, statement, "gone.txt").stdout)
    assert [(a["file"], a["passages"], type(a["warnings"])) for a in report["added"]] == [
        ("own.txt", 4, list)
    ]
    assert report["unchanged"] == ["own.txt"]
    skipped = {"file": "gone.txt", "line": 0, "reason": "does not exist; check the name"}
    assert report["skipped"] == [skipped]


def test_an_added_document_is_found_at_once(run: Run, statement: Path) -> None:
    run("ingest", statement)
    assert [m["document"] for m in matches(run, "加装电梯")[:1]] == ["own.txt"]


# --- bad input: one line, exit code 1, the store as it was


BAD = {
    "empty": (b"", "is empty; choose a file with text"),
    "binary": (bytes(range(256)) * 40, "is not a text but a binary file; save it as .txt"),
    "5 MB": (STATEMENT.encode() * 8000, "is larger than 2 MB; split it into single documents"),
}
OTHER = "关于放假的通知\n一、时间\n二、要求\n".encode()


@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
@pytest.mark.parametrize("command", ["parse", "ingest"])
def test_a_bad_document_is_told(
    run: Run, database: Path, tmp_path: Path, command: str, content: bytes, reason: str
) -> None:
    (tmp_path / "x.txt").write_bytes(content)
    before = database.read_bytes()
    prefix = "nothing was added: " if command == "ingest" else ""
    assert told(run(command, "x.txt")) == f"{prefix}x.txt: {reason}"
    assert database.read_bytes() == before


@pytest.mark.parametrize(("content", "reason"), BAD.values(), ids=BAD)
def test_bad_standard_input_is_told(run: Run, content: bytes, reason: str) -> None:
    assert told(run("parse", "-", stdin=content)) == f"standard input: {reason}"


def test_a_text_of_another_kind_is_told(run: Run, database: Path, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_bytes(OTHER)
    before = database.read_bytes()
    assert told(run("parse", "x.txt")).startswith("x.txt: line 1: no 对照检查材料 was recognized")
    assert told(run("ingest", "x.txt")).startswith(
        "nothing was added: x.txt: line 1: no 对照检查材料"
    )
    assert json.loads(run("parse", "x.txt", "--json").stdout)["is_statement"] is False
    assert database.read_bytes() == before


def test_several_bad_documents_are_told_in_one_line(run: Run, tmp_path: Path) -> None:
    result = run("ingest", "a.txt", "b.txt")
    assert told(result) == (
        "nothing was added: a.txt: does not exist; check the name (and 1 more, see the report)"
    )
    assert len(result.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "command", [("search", "信访"), ("parse", "own.txt"), ("ingest", "own.txt")]
)
def test_a_mistake_in_the_data_is_told(
    run: Run, data: Path, database: Path, statement: Path, command: tuple[str, ...]
) -> None:
    before = database.read_bytes()
    (data / "areas.toml").write_text("[[area]\n", encoding="utf-8")
    assert told(run(*command)).startswith(f"{data / 'areas.toml'}: not valid TOML: ")
    (data / "areas.toml").unlink()
    assert told(run(*command)) == (
        f"{data / 'areas.toml'}: is missing; restore it, or take its line out of files.txt"
    )
    assert database.read_bytes() == before


def test_a_corpus_that_is_gone_is_told(run: Run, data: Path) -> None:
    shutil.rmtree(data / "corpus")
    line = told(run("search", "信访"))
    assert line.startswith(f"{data / 'corpus' / '000_e024b8b6b68cae52.txt'}: is missing; ")


def test_a_locked_store_is_told(
    run: Run, database: Path, statement: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database_module, "BUSY_SECONDS", 0.01)
    advice = "database is locked; another process is writing; wait or stop it"
    with closing(sqlite3.connect(database)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert run("search", "信访").exit_code == 0  # reading goes on beside a writer
        assert told(run("ingest", statement)) == f"{database}: cannot write the store: {advice}"
        other.rollback()
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        assert told(run("search", "信访")) == f"{database}: cannot open the store: {advice}"


@pytest.mark.parametrize("command", ["search", "doctor"])
def test_a_store_that_cannot_be_opened_is_told(run: Run, tmp_path: Path, command: str) -> None:
    words = ("search", "信访") if command == "search" else ("doctor",)
    result = run("--database", tmp_path, *words)
    reason = f"{tmp_path}: is a folder; name a file in it, such as prepbot.sqlite3"
    assert reason in (result.stderr if command == "search" else result.stdout)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)


def test_a_file_that_is_no_store_is_told(run: Run, statement: Path) -> None:
    assert told(run("--database", statement, "search", "信访")) == (
        f"{statement}: cannot open the store: file is not a database;"
        " restore a backup, or move the file away to start anew"
    )
    assert statement.read_text(encoding="utf-8") == STATEMENT


@pytest.mark.parametrize(
    "words",
    [("ingest", LONG), ("restore", LONG), ("backup", LONG), ("--database", LONG, "search", "走访")],
    ids=lambda words: words[0],
)
def test_a_path_that_the_system_refuses_is_told(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert "File name too long" in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_run_without_a_token_says_where_to_get_one(run: Run) -> None:
    line = told(run("run"))
    assert line.startswith("no token: ask @BotFather")
    assert "PREPBOT_TOKEN" in line


def test_a_settings_file_that_is_missing_is_told(run: Run) -> None:
    line = told(run("--config", "gone.toml", "search", "信访"))
    assert line == "gone.toml: no such file; copy config.example.toml there"


# --- wrong usage: exit code 2


@pytest.mark.parametrize(
    "words",
    [
        ("--colour",),
        ("sing",),
        ("search",),
        ("search", "信访", "--batch", "-"),
        ("search", "信访", "--limit", "0"),
        ("search", "信访", "--aspect", "x"),
        ("search", "信访", "--section", "opening"),
        ("search", "信访", "--area", "火星"),
        ("ingest", "a.txt", "--area", "火星"),
        ("ingest", "a.txt", "--theme", "1999"),
        ("ingest", "a.txt", "--theme", "2024", "--year", "2013"),
        ("correct", "a.txt", "--area", "火星"),
        ("check", "-", "--opinions", "-"),
        ("ingest",),
        ("parse",),
        ("parse", "a.txt", "b.txt"),
    ],
)
def test_wrong_usage_is_told_with_the_usage(run: Run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")


# --- check


def test_check_json_holds_what_is_promised(run: Run, statement: Path) -> None:
    report = json.loads(run("check", statement, "--json").stdout)
    assert (report["file"], report["theme"], report["scope"]) == ("own.txt", "2022", "personal")
    assert {finding["severity"] for finding in report["findings"]} <= {"must", "should", "note"}
    assert report["counts"]["must"] == sum(f["severity"] == "must" for f in report["findings"])
    lines = STATEMENT.splitlines()
    assert all(f["quote"] in lines[f["line"] - 1] for f in report["findings"])


def test_check_tells_a_person_place_reason_and_question(run: Run, statement: Path) -> None:
    lines = run("check", statement, "--area", "街道").stdout.splitlines()
    assert lines[:2] == ["own.txt  2022年度 六个带头", "没看出是个人的还是班子的，按个人的检查。"]
    assert lines[2].startswith("必改 第2行 本年度要求的第2方面“凝心铸魂”没有写到")
    assert lines[-1].startswith("还不能交：缺第2方面")


def test_check_takes_what_the_writer_says(run: Run, statement: Path) -> None:
    report = json.loads(
        run("check", statement, "--theme", "2021", "--scope", "team", "--json").stdout
    )
    assert (report["theme"], report["scope"]) == ("2021", "team")


def test_check_reads_standard_input(run: Run, statement: Path) -> None:
    piped = json.loads(run("check", "-", "--json", stdin=STATEMENT).stdout)
    told = json.loads(run("check", statement, "--json").stdout)
    assert piped["findings"] == told["findings"]


def test_check_keeps_to_the_units_own_rules(run: Run, statement: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[draft]\noff = ["aspect_missing"]', encoding="utf-8")
    report = json.loads(run("check", statement, "--json").stdout)
    assert "aspect_missing" not in {finding["rule"] for finding in report["findings"]}


@pytest.mark.parametrize(
    ("words", "code", "reason"),
    [
        (("check", "no.txt"), 1, "no.txt: does not exist; check the name"),
        (("check", "own.txt", "--theme", "1999"), 2, "no theme '1999'; known are 2025, 2024"),
    ],
)
def test_check_tells_what_it_cannot_do(
    run: Run, statement: Path, words: tuple[str, ...], code: int, reason: str
) -> None:
    result = run(*words)
    assert (result.exit_code, reason in result.stderr) == (code, True)


def test_a_rule_that_does_not_exist_is_told(run: Run, statement: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[draft]\noff = ["aspects"]', encoding="utf-8")
    assert told(run("check", statement)).startswith("[draft] off: unknown rule 'aspects'; known")
    assert "[draft] off: unknown rule" in run("doctor").stdout


# --- doctor


def test_doctor_finds_all_well(run: Run, database: Path) -> None:
    result = run("doctor")
    lines = result.stdout.splitlines()
    assert (result.exit_code, lines[-1]) == (0, "all is well")
    names = ["settings", "data", "store", "disk", "clock", "mail", "token"]
    assert [line.split()[0] for line in lines[:-1]] == names
    assert str(database) in lines[2]
    assert "PREPBOT_TOKEN" in lines[6]


def test_doctor_says_that_a_token_is_set_without_showing_it(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text('telegram.token = "1:secret"', encoding="utf-8")
    found = Reached("prep_bot", reads_groups=False, ahead=1.0)
    monkeypatch.setattr(checkup, "reach", lambda base_url, token: found)
    result = run("doctor")
    lines = result.stdout.splitlines()
    assert (result.exit_code, lines[0]) == (0, "settings  config.toml")
    assert lines[6] == "token     is that of @prep_bot; it hears in groups what is meant for it"
    assert "secret" not in result.output


@pytest.mark.parametrize(
    ("ahead", "words"), [(500.0, "500 s ahead of"), (-99_999.0, "99999 s behind")]
)
def test_doctor_sees_a_clock_that_telegram_does_not_agree_with(
    run: Run, monkeypatch: pytest.MonkeyPatch, ahead: float, words: str
) -> None:
    monkeypatch.setenv("PREPBOT_TOKEN", "1:secret")
    found = Reached("prep_bot", reads_groups=True, ahead=ahead)
    monkeypatch.setattr(checkup, "reach", lambda base_url, token: found)
    result = run("doctor")
    assert told(result) == "wrong: token; see the report"
    assert f"WRONG: the clock here is {words} Telegram's; set it right" in result.stdout


def test_doctor_sees_a_full_disk_a_clock_gone_back_and_forgotten_mail(
    run: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "FREE", 1 << 60)
    with closing(Store.open(database)) as store, store.transaction():
        row = {"id": 1, "body": "", "state": "waiting"}
        store.db["updates"].insert(row | {"changed_at": "2020-01-01T00:00:00+00:00"})  # type: ignore[union-attr]
        row |= {"id": 2, "state": "handled", "changed_at": "2999-01-01T00:00:00+00:00"}
        store.db["updates"].insert(row)  # type: ignore[union-attr]
    result = run("doctor")
    assert told(result) == "wrong: disk, clock, mail; see the report"
    report = result.stdout
    assert "MB needed; make room" in report
    assert "is behind the newest entry of the store (2999-01-01 00:00 UTC)" in report
    assert "1 updates and 0 replies wait since 2020-01-01 00:00 UTC" in report


def test_doctor_looks_at_everything_and_tells_each_mistake_once(
    run: Run, data: Path, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text('telegram.token = "secret"', encoding="utf-8")
    (data / "areas.toml").unlink()
    result = run("doctor")
    assert told(result) == "wrong: data, token; see the report"
    assert [line[:30].rstrip() for line in result.stdout.splitlines()] == [
        "settings  config.toml",
        f"data      WRONG: {data}"[:30],
        "store     not checked: mend the data first"[:30],
        f"disk      {tmp_path}"[:30],
        "clock     not checked: mend the data first"[:30],
        "mail      not checked: mend the data first"[:30],
        "token     WRONG: does not look like"[:30],
    ]
    assert "secret" not in result.output


def test_doctor_tells_wrong_settings(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[stor]", encoding="utf-8")
    result = run("doctor")
    assert told(result) == "wrong: settings; see the report"
    reason = "WRONG: config.toml: unknown section [stor]; known are [telegram], [store], [access], [draft], [limits], [logs]"
    assert result.stdout.splitlines()[0] == f"settings  {reason}"


def test_doctor_finds_damage(run: Run, database: Path) -> None:
    content = database.read_bytes()
    database.write_bytes(content[: 60 * 4096] + b"\xff" * 40_960 + content[60 * 4096 + 40_960 :])
    result = run("doctor")
    assert told(result) == "wrong: store; see the report"
    assert "restore a backup" in result.stdout


# --- copies


def test_a_copy_is_made_and_put_back(run: Run, database: Path, tmp_path: Path) -> None:
    with closing(Store.open(database)) as store:
        store.chats.save(Session(7, preparation=Preparation(areas=("petition",))))
        store.outbox.add(7, 0, "a reply")
        store.inbox.put(1, "an update")
    made = run("backup", "copy.sqlite3")
    assert (made.exit_code, made.stdout.split(":")[0]) == (0, "copy.sqlite3")
    assert sorted(path.name for path in tmp_path.glob("copy*")) == ["copy.sqlite3"]
    assert (tmp_path / "copy.sqlite3").stat().st_mode & 0o077 == 0
    with closing(Store.open(database)) as store:
        store.chats.forget(7)
    back = run("restore", "copy.sqlite3")
    assert (back.exit_code, back.stdout.startswith(f"{database}: restored from")) == (0, True)
    with closing(Store.open(database)) as store:
        assert store.chats.session(7).areas == ("petition",)
        assert store.waiting() == (0, 0, None)
    (aside,) = tmp_path.glob("store.sqlite3.before-restore-*[0-9]")
    with closing(Store.open(aside)) as store:
        assert store.waiting()[:2] == (1, 0)


def test_a_copy_that_is_no_store_is_refused(run: Run, statement: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    assert "file is not a database" in told(run("restore", statement))
    (tmp_path / "empty").touch()
    assert told(run("restore", "empty")).startswith("empty: is no store of prepbot; name one")
    assert told(run("restore", "gone")).startswith("gone: no such file; name one that")
    (tmp_path / "empty").unlink()
    assert told(run("backup", statement)) == f"{statement}: exists already; name another file"
    assert told(run("--database", "none", "backup", "x")).startswith("none: there is no store yet")
    assert told(run("backup", "no/folder")).startswith("no/folder: cannot be written: ")
    assert sorted(tmp_path.iterdir()) == before


def test_a_running_bot_keeps_its_store(run: Run, database: Path) -> None:
    run("backup", "copy.sqlite3")
    with running(database):
        assert "a bot is running with this store" in told(run("restore", "copy.sqlite3"))
        assert run("backup", "second.sqlite3").exit_code == 0


# --- the program as a whole


def test_the_store_is_built_on_first_use_and_kept(run: Run, tmp_path: Path) -> None:
    new = tmp_path / "new" / "store.sqlite3"
    first, second = (run("--database", new, "search", "信访") for _ in range(2))
    assert first.stderr.startswith("built the store: ")
    assert (second.stderr, second.stdout) == ("", first.stdout)
    assert sorted(path.name for path in new.parent.iterdir()) == ["store.sqlite3"]


def test_chats_survive_a_change_of_the_data(run: Run, database: Path, data: Path) -> None:
    with closing(Store.open(database)) as store:
        store.chats.save(Session(7, preparation=Preparation(areas=("petition",))))
    (data / "stopwords.txt").write_text("的\n", encoding="utf-8")
    assert run("doctor").stderr.startswith("built the store: ")
    with closing(Store.open(database)) as store:
        assert store.chats.session(7).areas == ("petition",)


def test_output_is_utf_8_whatever_the_locale(database: Path, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PREPBOT_DATABASE": str(database),
        "PYTHONIOENCODING": "gbk",
        "XDG_CACHE_HOME": str(tmp_path),
    }
    command = [sys.executable, "-m", "bot", "search", b"\xff", "--json"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["matches"] == []


def test_chat_answers_lines_from_a_pipe(run: Run, tmp_path: Path) -> None:
    result = run("chat", stdin="/start\n:quit\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "备会" in result.stdout or "民主生活会" in result.stdout


def test_chat_plays_a_group_with_several_members(run: Run, tmp_path: Path) -> None:
    lines = "甲: /meeting 某班子\n乙: /take 2\n甲: /minutes\n"
    result = run("chat", "--group", "--out", str(tmp_path), stdin=lines)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "乙认领了〔2〕" in result.stdout
    assert sorted(path.suffix for path in tmp_path.glob("会议纪要-*")) == [".docx", ".md"]


def test_a_draft_comes_back_with_comments(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "checked.docx"
    (tmp_path / "draft.txt").write_text("个人2025年度对照检查材料\n一、存在的问题\n电话13800138000。", encoding="utf-8")  # fmt: skip
    assert run("check", tmp_path / "draft.txt", "--docx", out).exit_code == 0
    assert "备会助手" in ZipFile(out).read("word/comments.xml").decode()
    assert "exists already" in told(run("check", tmp_path / "draft.txt", "--docx", out))


def test_an_outline_is_written_once(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "outline.docx"
    assert run("export", out).stdout.strip() == str(out)
    assert "待填" in ZipFile(out).read("word/document.xml").decode()
    assert "exists already" in told(run("export", out))
    assert "no preparation 3" in told(run("export", tmp_path / "other.docx", "--prep", "3"))
    assert run("export", tmp_path / "list.md", "--form", "md").exit_code == 0


@pytest.mark.parametrize("name", ["outline.docx", "outline.md"])
def test_an_outline_to_be_filled_in_is_no_example(run: Run, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    run("export", out, "--form", out.suffix[1:])
    assert "nothing was added" in run("ingest", out).stderr


def test_an_outline_can_go_to_standard_output(run: Run) -> None:
    done = run("export", "-", "--form", "md", "--chat", 99)
    assert done.stdout.startswith("# ")
    assert done.stderr == "chat 99 has told nothing so far\n"


def test_opinions_are_read_from_standard_input(run: Run, statement: Path) -> None:
    report = json.loads(
        run("check", statement, "--json", "--opinions", "-", stdin="会议太多\n").stdout
    )
    assert "会议太多" in json.dumps(report, ensure_ascii=False)


# --- looking after the documents


def test_a_document_is_added_from_standard_input(run: Run, statement: Path) -> None:
    done = run("ingest", "-", "--json", stdin=statement.read_bytes())
    assert [added["file"] for added in json.loads(done.stdout)["added"]] == ["standard-input.txt"]


def test_documents_are_listed_corrected_shared_removed_and_put_back(
    run: Run, statement: Path
) -> None:
    assert run("ingest", statement, "--year", 2020, "--area", "信访", "--chat", 7).exit_code == 0
    listed = [json.loads(line) for line in run("documents", "--json").stdout.splitlines()]
    assert [listed[-1][name] for name in ("file", "year", "areas", "chats")] == [
        "own.txt",
        2020,
        ["petition"],
        [7],
    ]
    assert run("correct", "own.txt", "--scope", "team").stdout == "own.txt: read anew\n"
    assert run("share", "own.txt").stdout == "own.txt: for everyone\n"
    assert run("remove", "own.txt").stdout.startswith("removed   own.txt")
    assert run("remove", "--undo").stdout == "put back  own.txt\n"
    assert " · team · 信访 · " in run("documents").stdout.splitlines()[-1]


def test_a_corpus_is_carried_to_another_store(run: Run, statement: Path, tmp_path: Path) -> None:
    run("ingest", statement)
    assert run("export-corpus", "mine.zip").stdout == "mine.zip: 1 documents\n"
    elsewhere = ("--database", tmp_path / "other.sqlite3", "import-corpus", "mine.zip")
    assert run(*elsewhere).stdout == "mine.zip: 1 documents added, 0 unchanged\n"


def test_a_dry_run_says_what_would_be_added(run: Run, statement: Path) -> None:
    before = run("documents").stdout
    assert run("ingest", statement, "--dry-run").stdout.startswith("would add  own.txt")
    assert run("documents").stdout == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("remove", "gone.txt"), "gone.txt: no document of yours has that name"),
        (("remove", "--undo"), "nothing was removed within the last day"),
        (("share", "gone.txt"), "gone.txt: no document of yours has that name"),
        (("import-corpus", "own.txt"), "own.txt: is no corpus"),
    ],
)
def test_what_cannot_be_done_is_told(
    run: Run, statement: Path, words: tuple[str, ...], said: str
) -> None:
    assert told(run(*words)).startswith(said)


def test_parse_prints_a_line_for_each_document_of_a_collection(run: Run) -> None:
    path = Path(__file__).parent / "data" / "variants" / "05_collection.txt"
    found = [json.loads(line) for line in run("parse", path, "--json").stdout.splitlines()]
    assert [(d["file"], d["year"], d["scope"]) for d in found] == [
        ("05_collection.txt#1", 2023, "personal"),
        ("05_collection.txt#2", 2022, "team"),
    ]


def test_a_text_of_another_kind_is_refused_unless_forced(run: Run) -> None:
    path = Path(__file__).parent / "data" / "variants" / "52_notice.txt"
    assert "it reads like 通知" in told(run("parse", path, "--json"))
    assert run("parse", path, "--json", "--force").exit_code == 0
