"""Scenes of a working day between the real program and an independent Bot API, by poll and by webhook.

One program plays all scenes, each in a chat of its own; when it ends every call is judged.
"""

import io
import json
import shutil
import signal
import socket
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.e2e.emulator import TOKEN, Json, Telegram, group, telegram
from tests.e2e.program import Program, eventually
from tests.e2e.rules import second_opinion

SEARCH = "等靠要怎么写"
SECRET = "s3cret"


@dataclass
class Stage:
    """The program at work, and who talks to it."""

    peer: Telegram
    program: Program
    folder: Path

    def notes(self, chat: int) -> list[str]:
        """What the chat noted, as the store has it."""
        with closing(sqlite3.connect(self.folder / "store.sqlite3")) as store:
            return [t for (t,) in store.execute("SELECT text FROM notes WHERE chat = ?", (chat,))]

    def answers(self, chat: int, count: int = 1) -> list[str]:
        """The first messages sent to the chat, once that many are there."""
        assert eventually(lambda: len(self.peer.texts(chat)) >= count)
        return self.peer.texts(chat)


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module", params=["polling", "webhook"])
def stage(
    request: pytest.FixtureRequest, built: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp(request.param)
    shutil.copy(built, folder / "store.sqlite3")
    settings = ["[telegram]", f'mode = "{request.param}"']
    if request.param == "webhook":
        port = free_port()
        settings += [f"port = {port}", f'webhook_url = "http://127.0.0.1:{port}/hook"']
        settings += [f'webhook_secret = "{SECRET}"']
    (folder / "config.toml").write_text("\n".join(settings), encoding="utf-8")
    with telegram() as peer:
        program = Program(peer, folder, "--config", str(folder / "config.toml"))
        program.start()
        assert eventually(lambda: "start" in peer.commands())
        yield Stage(peer, program, folder)
        assert program.end() == 0
        log = program.log.read_text(encoding="utf-8")
        assert [word for word in ("Traceback", TOKEN, "下访", SEARCH) if word in log] == []
        assert_rules_kept(peer)


def assert_rules_kept(peer: Telegram) -> None:
    """Every call of the program was one that Telegram takes."""
    refused = [what for what in peer.emulator.refused if "not modified" not in what[1]]
    assert [what for what in refused if what[0] != "getUpdates"] == []
    assert peer.emulator.calls
    assert second_opinion().problems(peer.emulator.calls) == []


def test_private_talk_with_a_press_that_edits(stage: Stage) -> None:
    stage.peer.say("信访", 11)
    assert "记下了：<b>信访</b>" in stage.answers(11)[0]
    stage.peer.press("card:3", 1, 11)
    assert eventually(lambda: [e for e in stage.peer.edits() if int(e["chat_id"]) == 11])
    assert eventually(lambda: stage.peer.calls("answerCallbackQuery"))


def test_in_a_group_only_what_is_meant_for_the_bot_is_answered(stage: Stage) -> None:
    chat = group(-1012)
    for text in ("大家好", "/aspect@other_bot 3", "/aspect@prep_bot 3", "@prep_bot 信访"):
        stage.peer.post(chat, 12, text=text)
    answers = stage.answers(-1012, 2)
    assert len(answers) == 2
    assert "践行以人民为中心" in answers[0]
    sent = [f for f in stage.peer.calls("sendMessage") if f["chat_id"] == "-1012"]
    assert all("reply_parameters" in fields for fields in sent)


def test_a_topic_is_answered_in_the_topic_and_general_without_one(stage: Stage) -> None:
    chat = group(-1013, is_forum=True)
    stage.peer.post(chat, 13, text="/aspect 3", message_thread_id=77, is_topic_message=True)
    assert stage.answers(-1013)
    stage.peer.post(chat, 13, text="/aspect 3", message_thread_id=1)
    assert stage.answers(-1013, 2)
    sent = [f for f in stage.peer.calls("sendMessage") if f["chat_id"] == "-1013"]
    assert [fields.get("message_thread_id") for fields in sent] == ["77", None]


def test_inline_queries_get_personal_answers(stage: Stage) -> None:
    name = stage.peer.inline("走访不深入", 14)

    def answer() -> list[Json]:
        return [f for f in stage.peer.calls("answerInlineQuery") if f["inline_query_id"] == name]

    assert eventually(answer)
    (fields,) = answer()
    assert fields["is_personal"] in ("true", "True", True)
    assert json.loads(fields["results"])


def test_documents_come_and_go(stage: Stage) -> None:
    draft = (
        "对照检查材料\n一、存在的问题\n1.走访不深入。" + "有的同志走访群众少，满足于听汇报。" * 20
    )
    chat = {"id": 15, "type": "private", "first_name": "李"}
    stage.peer.post(chat, 15, document=stage.peer.document(draft.encode(), "初稿.txt"))
    assert len(stage.answers(15, 2)) == 2  # that it is read, and the report
    stage.peer.say("/note 3 下访只去了一次", 15)
    stage.peer.say("/export", 15)
    assert eventually(lambda: stage.peer.emulator.sent_to(15))
    assert "下访" in ZipFile(io.BytesIO(stage.peer.emulator.sent_to(15)[0])).read("word/document.xml").decode()  # fmt: skip


def test_a_pause_that_telegram_asks_for_is_kept(stage: Stage) -> None:
    stage.peer.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    began = time.monotonic()
    stage.peer.say(SEARCH, 16)
    assert len(stage.answers(16)) == 1
    assert time.monotonic() - began >= 1


def test_who_blocks_the_bot_stops_nobody_else(stage: Stage) -> None:
    stage.peer.fail("sendMessage", 403, "Forbidden: bot was blocked by the user")
    stage.peer.say(SEARCH, 17)
    assert eventually(lambda: not stage.peer.emulator.faults)
    stage.peer.say(SEARCH, 18)
    assert len(stage.answers(18)) == 1
    assert stage.peer.texts(17) == []
    stage.peer.say(SEARCH, 17)  # he let it in again
    assert len(stage.answers(17)) == 1


def test_a_group_that_moves_keeps_its_notes(stage: Stage) -> None:
    old, new = {"id": -19, "type": "group", "title": "班子"}, group(-1019)
    stage.peer.post(old, 19, text="/note 3 下访只去了两次")
    assert stage.answers(-19)
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    stage.peer.fail("sendMessage", 400, words, migrate_to_chat_id=-1019)
    stage.peer.post(old, 19, text="/note")  # its answer finds out
    assert "下访只去了两次" in stage.answers(-1019)[0]
    stage.peer.post(old, 19, migrate_to_chat_id=-1019)
    stage.peer.post(new, 19, migrate_from_chat_id=-19)
    stage.peer.post(new, 19, text="/note")
    assert "下访只去了两次" in stage.answers(-1019, 2)[1]
    assert stage.notes(-1019) == ["下访只去了两次"]


@pytest.mark.parametrize(
    "update",
    [
        {"message": {"message_id": "x", "text": "信访"}},
        {"message": {"message_id": 1, "date": 0, "chat": {"id": 20, "type": 7}}},
        {"callback_query": {"id": 5}},
        {"inline_query": {"id": "1", "query": ["信访"]}},
    ],
)
def test_what_cannot_be_read_blocks_nobody(stage: Stage, update: Json) -> None:
    before = len(stage.peer.texts(20))
    number = stage.peer.give(update)
    stage.peer.say(SEARCH, 20)
    assert len(stage.answers(20, before + 1)) == before + 1
    with closing(sqlite3.connect(stage.folder / "store.sqlite3")) as store:
        state = store.execute("SELECT state FROM updates WHERE id = ?", (number,)).fetchone()
    assert state == ("aside",)


def test_pressing_twice_changes_nothing_and_harms_nothing(stage: Stage) -> None:
    stage.peer.say("信访", 21)
    assert stage.answers(21)
    for _ in range(2):  # the second edit is "not modified"
        stage.peer.press("card:2", 1000, 21)
    name = f"q{stage.peer.last}"
    assert eventually(lambda: name in [f["callback_query_id"] for f in stage.peer.calls("answerCallbackQuery")])  # fmt: skip
    assert eventually(lambda: ("editMessageText", 400) in stage.peer.emulator.failed)
    stage.peer.say(SEARCH, 21)
    assert "抱歉" not in stage.answers(21, 2)[1]


def test_a_press_whose_time_is_over_is_answered_all_the_same(stage: Stage) -> None:
    words = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    stage.peer.fail("answerCallbackQuery", 400, words)
    stage.peer.press("card:4", 2000, 22)
    assert eventually(lambda: [e for e in stage.peer.edits() if int(e["chat_id"]) == 22])
    assert stage.peer.texts(22) == []


def test_a_message_that_is_gone_is_sent_anew(stage: Stage) -> None:
    stage.peer.fail("editMessageText", 400, "Bad Request: message to edit not found")
    stage.peer.press("card:4", 3000, 23)
    assert "风险挑战" in stage.answers(23)[0]


def test_the_same_update_again_changes_nothing(stage: Stage) -> None:
    stage.peer.say("/note 3 下访只去了三次", 24)
    assert stage.answers(24)
    stage.program.end(signal.SIGKILL)
    stage.program.start()  # what was not confirmed comes again
    stage.peer.say("/note", 24)
    # an answer of which it was not noted that it arrived comes again, too
    assert eventually(lambda: "（1 笔）" in stage.peer.texts(24)[-1])
    assert stage.notes(24) == ["下访只去了三次"]


def test_a_second_poller_somewhere_else_ends_this_one(built: Path, tmp_path: Path) -> None:
    shutil.copy(built, tmp_path / "store.sqlite3")
    words = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    with telegram() as peer:
        peer.fail("getUpdates", 409, words, times=3)
        program = Program(peer, tmp_path)
        program.start()
        assert program.wait() == 1
    log = program.log.read_text(encoding="utf-8")
    assert "another program polls Telegram with this token" in log
    assert "Traceback" not in log
