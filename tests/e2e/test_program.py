"""The real program against an independent Bot API: starts, answers, stops, and loses nothing."""

import signal
import socket
from pathlib import Path

from bot.chat.wording import START
from tests.e2e.emulator import TOKEN, Telegram, group
from tests.e2e.program import Program, eventually, notes


def test_it_answers_survives_a_kill_and_stops_in_order(peer: Telegram, folder: Path) -> None:
    program, second = Program(peer, folder), Program(peer, folder)
    peer.say("/start")
    program.start()
    assert eventually(lambda: peer.texts())
    assert peer.texts()[0].startswith(START)
    assert eventually(lambda: "start" in peer.commands())

    second.start()  # the same store: it says so and ends
    assert second.wait() == 1
    assert "a bot is running with this store" in program.log.read_text(encoding="utf-8")

    peer.press("card:3", 1)
    assert eventually(lambda: peer.edits() or len(peer.texts()) == 2)
    peer.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
    facts = [f"下访只去了{n}次" for n in range(20)]
    for fact in facts:
        peer.say(f"/note 3 {fact}")
    assert eventually(lambda: notes(folder))
    program.end(signal.SIGKILL)

    program.start()
    assert eventually(lambda: len(peer.texts()) >= 21)
    assert program.end() == 0
    assert notes(folder) == facts
    assert [what for what in peer.emulator.refused if what[0] != "getUpdates"] == []
    log = program.log.read_text(encoding="utf-8")
    assert "Traceback" not in log
    assert TOKEN not in log
    assert "下访" not in log


def test_a_group_holds_a_meeting_and_its_board_keeps_up(peer: Telegram, folder: Path) -> None:
    committee, program = group(), Program(peer, folder)
    program.start()
    peer.post(committee, 11, text="/meeting 某班子")
    assert eventually(peer.pinned)
    (board,) = peer.pinned()
    noted = peer.post(committee, 12, text="/note 3 下访只去了一次")
    for tap in range(60):
        peer.press_in(committee, f"take:1:{tap % 5 + 1}:1", board, 20 + tap // 5)
    peer.edit(committee, noted, 12, "/note 3 下访只去了两次")
    assert eventually(lambda: notes(folder) == ["下访只去了两次"])
    assert program.end() == 0
    edits = [edit for edit in peer.edits() if int(edit["message_id"]) == board]
    assert 1 <= len(edits) <= 3
    assert edits[-1]["text"].count("等 12 人") == 5
    assert "记 1" in edits[-1]["text"]
    assert [what for what in peer.emulator.refused if what[0] != "getUpdates"] == []


def test_it_is_called_by_webhook(peer: Telegram, folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = folder / "config.toml"
    settings.write_text(
        f'[telegram]\nmode = "webhook"\nport = {port}\n'
        f'webhook_url = "http://127.0.0.1:{port}/hook"\nwebhook_secret = "s3cret"\n',
        encoding="utf-8",
    )
    program = Program(peer, folder, "--config", str(settings))
    peer.say("/start")  # waits at Telegram until the webhook is set
    program.start()
    assert eventually(lambda: peer.texts())
    peer.say("/note 3 下访只去了一次")
    assert eventually(lambda: notes(folder))
    assert program.end() == 0
    assert notes(folder) == ["下访只去了一次"]
