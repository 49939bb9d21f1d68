"""What is searched for ahead of its turn is what the dialogue would find, and is used only if it holds."""

import json
import os
import pickle
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from bot import ahead
from bot.advice.answer import Answer
from bot.ahead import Ahead, Found, serve
from bot.assistant import Assistant
from bot.chat.dialogue import Dialogue
from bot.chat.handlers.search import DEPTH
from bot.chat.reply import Attachment, Incoming
from bot.corpus.store import Store
from bot.errors import StoreError
from bot.models import Catalog, Preparation, Session
from bot.text.concepts import Concepts
from tests.thinking import thinking

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="needs sockets that keep messages apart, as Linux has them"
)
LONGEST = 30.0  # seconds to wait for a process that starts on a busy machine
STREET = Session(5, preparation=Preparation(areas=("street",)))


@pytest.fixture
def path(built: Path, tmp_path: Path) -> Path:
    """A store of its own, with the shipped corpus."""
    return shutil.copy(built, tmp_path / "store.sqlite3")


@pytest.fixture
def working(path: Path, catalog: Catalog, all_concepts: Concepts) -> Iterator[Assistant]:
    """The use cases over that file; chat 5 works in a street office."""
    store = Store.open(path)
    assistant = Assistant(store, catalog, all_concepts)
    assistant.save(STREET)
    yield assistant
    store.close()


@pytest.fixture
def helper(working: Assistant, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ahead]:
    """The process beside it, on a machine with cores to spare."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    made = Ahead(working)
    yield made
    made.close()


def after(seconds: float, look: Callable[[], object]) -> object:
    """What the look gives as soon as it gives something."""
    end = time.monotonic() + seconds
    while not (found := look()) and time.monotonic() < end:
        time.sleep(0.02)
    return found


def rounded(answer: Answer) -> Answer:
    """The answer; what stands in no order is added up in another one in each process."""
    matches = (
        replace(m, score=round(m.score, 9), coverage=round(m.coverage, 9)) for m in answer.matches
    )
    return replace(answer, matches=tuple(matches))


def test_the_process_finds_what_the_dialogue_would_have_found(
    working: Assistant, helper: Ahead, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper.expect(5, 0, "走访不深入", DEPTH)
    came: list[Found] = []
    assert after(LONGEST, lambda: came.extend(helper.found()) or came)
    session = working.session(5)
    own = working.finder.search("走访不深入", session, limit=DEPTH)
    working.finder.forget()
    working.finder.foreseen = lambda: came
    thought = thinking(working, monkeypatch)
    assert rounded(working.finder.search("走访不深入", session, limit=DEPTH)) == rounded(own)
    assert thought == []


@pytest.mark.parametrize("change", ["corpus", "areas"])
def test_what_does_not_hold_any_more_is_not_used(
    working: Assistant, helper: Ahead, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    helper.expect(5, 0, "走访不深入", DEPTH)
    came: list[Found] = []
    assert after(LONGEST, lambda: came.extend(helper.found()) or came)
    working.finder.foreseen = lambda: came
    session = working.session(5)
    if change == "corpus":
        working.store.changed()
    else:
        session = Session(5, preparation=Preparation(areas=("tax",)))
    thought = thinking(working, monkeypatch)
    assert working.finder.search("走访不深入", session, limit=DEPTH).matches
    assert thought == ["走访不深入"]


def test_the_latest_question_is_answered_first(working: Assistant) -> None:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    texts = ["走访不深入", "学用脱节", "等靠要"]
    for text in texts:
        ours.send(json.dumps([5, 0, text, DEPTH]).encode())
    thread = Thread(target=serve, args=(theirs, working))
    thread.start()
    answered = [pickle.loads(ours.recv(1 << 16))[1].text for _ in texts]
    ours.close()
    thread.join(LONGEST)
    theirs.close()
    assert answered == texts[::-1]
    assert not thread.is_alive()


@pytest.mark.parametrize("asked", [0, 200])
def test_it_ends_when_nobody_asks_also_with_answers_that_nobody_fetches(
    working: Assistant, monkeypatch: pytest.MonkeyPatch, asked: int
) -> None:
    monkeypatch.setattr(ahead, "IDLE", 0.0)
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for _ in range(asked):
        ours.send(json.dumps([5, 0, "走访不深入", DEPTH]).encode())
    thread = Thread(target=serve, args=(theirs, working), daemon=True)
    thread.start()
    thread.join(LONGEST)
    assert not thread.is_alive()
    ours.close()
    theirs.close()


def test_it_ends_with_the_bot_and_is_started_anew_after_a_while(
    helper: Ahead, monkeypatch: pytest.MonkeyPatch
) -> None:
    helper.expect(5, 0, "走访", DEPTH)
    first = helper._process
    assert first
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    assert list(helper.found()) == []
    helper.expect(5, 0, "走访", DEPTH)
    assert helper._process is first  # it is not tried again and again
    monkeypatch.setattr(ahead, "IDLE", 0.0)
    helper.expect(5, 0, "走访", DEPTH)
    second = helper._process
    assert second is not first
    helper.close()
    assert second
    assert second.returncode == 0


@pytest.mark.parametrize(("cores", "platform"), [(1, "linux"), (2, "win32")])
def test_it_is_not_started_where_it_cannot_help(
    working: Assistant, monkeypatch: pytest.MonkeyPatch, cores: int, platform: str
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    monkeypatch.setattr(sys, "platform", platform)
    stays_away(Ahead(working))


def test_a_store_in_memory_can_be_read_by_nobody_else(
    assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    stays_away(Ahead(assistant))


def stays_away(helper: Ahead) -> None:
    helper.expect(5, 0, "走访", DEPTH)
    assert helper._process is None
    assert list(helper.found()) == []


def test_a_store_that_was_built_from_other_data_is_left_to_the_bot(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.corpus.state.state_of", lambda data: "other")
    with pytest.raises(StoreError, match="built from other data"):
        ahead._opened(path)


def test_only_what_will_be_searched_for_is_told(
    dialogue: Dialogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(
        Ahead, "expect", lambda self, chat, topic, text, limit: told.append(f"{chat} {text}")
    )
    file = Attachment("a.txt", b"")
    for said in (
        Incoming(chat=1, user=1, text=" 走访不深入 "),
        Incoming(chat=1, user=1, text="/find 走访"),
        Incoming(chat=1, user=1, text="", press="card:3"),
        Incoming(chat=1, user=1, text="初稿", attachment=file),
        Incoming(chat=1, user=1, text="走访", is_edit=True),
        Incoming(chat=1, user=1, text="走访不深入" * 20),
        Incoming(chat=1, user=1, text="  "),
        Incoming(chat=2, user=2, text="学用脱节"),
    ):
        dialogue.expect(said)
    dialogue.close()
    assert told == ["1 走访不深入", "2 学用脱节"]
