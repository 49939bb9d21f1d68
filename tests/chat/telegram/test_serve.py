"""The bot as a whole: it runs, stops without losing anything, and is alone with its store."""

import asyncio
import os
import signal
import socket
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from bot.chat.telegram import serve, watch
from bot.chat.telegram.work import Worker
from bot.config import Config, StoreConfig
from bot.corpus.lock import lock_file, running
from bot.corpus.store import Store
from bot.errors import StoreError
from tests.chat.telegram.fake import FakeTelegram
from tests.chat.telegram.test_delivery import CONFIG, Echo

pytestmark = pytest.mark.usefixtures("clean_logs")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return replace(CONFIG, store=StoreConfig(tmp_path / "store.sqlite3"))


class Stopping(Echo):
    """A dialogue during which the program is told to stop."""

    def respond(self, incoming: object) -> object:  # type: ignore[override]
        os.kill(os.getpid(), signal.SIGTERM)
        return super().respond(incoming)  # type: ignore[arg-type]


def test_a_stop_finishes_what_is_running_and_keeps_the_rest(config: Config) -> None:
    telegram, store = FakeTelegram(), Store.open(config.store.path)
    said = [f"第{n}" for n in range(3)]
    telegram.batches = [[telegram.message(text) for text in said]]
    dialogue, runs = Stopping(), 0
    while len(dialogue.heard) < len(said) and runs < len(said):
        serve.run(config, dialogue=dialogue, store=store, request=telegram)
        runs += 1
        updates, letters, _ = store.waiting()
        assert (updates, letters) == (len(said) - len(dialogue.heard), 0)
    assert (dialogue.heard, telegram.texts()) == (said, said)
    store.close()


def test_a_second_bot_with_the_store_says_so(config: Config) -> None:
    words = rf"a bot is running with this store \(process {os.getpid()}\); stop it first"
    with running(config.store.path):
        with pytest.raises(StoreError, match=words), running(config.store.path):
            pass
        assert lock_file(config.store.path).exists()
    with running(config.store.path):
        pass


@pytest.mark.parametrize("silence", [1000.0, 0.0])
def test_the_watchdog_sees_what_is_stuck(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, silence: float
) -> None:
    monkeypatch.setattr(watch, "STUCK", 0.05 if not silence else 100.0)
    worker, gate = Worker(), threading.Event()

    async def look() -> str:
        held = asyncio.ensure_future(worker.do(gate.wait)) if not silence else None
        since = time.monotonic() - silence
        problem = await watch.watch(worker, lambda: since + (0 if silence else 1e6), every=0.01)
        gate.set()
        if held:
            await held
        worker.end()
        return str(problem)

    expected = "polling is stuck: no call" if silence else "the dialogue is stuck: no answer"
    assert asyncio.run(look()).startswith(expected)


def test_systemd_is_told_when_it_asks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(address)
        monkeypatch.setenv("NOTIFY_SOCKET", address)
        watch.tell_systemd("READY=1")
        assert manager.recv(100) == b"READY=1"
    watch.tell_systemd("STOPPING=1")  # nobody listens any more
