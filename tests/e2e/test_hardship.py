"""The real program in trouble: no room on the disk, a store in ruins, no network."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.chat.wording import NOT_KEPT
from bot.cli import main
from tests.e2e.emulator import TOKEN, Telegram
from tests.e2e.program import Program, eventually, notes

SEARCH = "等靠要怎么写"


def answered(peer: Telegram, text: str, chat: int = 5) -> str:
    """The next answer of the bot."""
    before = len(peer.texts(chat))
    peer.say(text, chat)
    assert eventually(lambda: len(peer.texts(chat)) > before)
    return peer.texts(chat)[before]


def test_a_full_disk_is_told_and_nothing_that_was_confirmed_is_lost(
    peer: Telegram, folder: Path
) -> None:
    (folder / "config.toml").write_text("[limits]\nper_minute = 0\nchat_per_minute = 0\n")
    settings = ("--config", str(folder / "config.toml"))
    program = Program(peer, folder, *settings, file_bytes=90_000)  # the log of changes grows to it
    program.start()
    told = []
    while NOT_KEPT not in told:
        assert len(told) < 60
        told.append(answered(peer, f"/note 3 第{len(told)}次下访，{'走访' * 400}"))
    confirmed = [number for number, text in enumerate(told) if text.startswith("记下了")]
    assert confirmed
    assert NOT_KEPT not in answered(peer, SEARCH)
    program.kill()
    program = Program(peer, folder, *settings)  # there is room again
    program.start()
    peer.say(
        "/note 3 下访只去了一次", 5
    )  # an answer that was not noted as sent comes before its own
    assert eventually(lambda: notes(folder)[-1:] == ["下访只去了一次"])
    assert program.end() == 0
    assert [int(text[1 : text.index("次")]) for text in notes(folder)[:-1]] == confirmed
    log = program.log.read_text(encoding="utf-8")
    assert "cannot write the store" in log
    assert "Traceback" not in log


def test_a_store_that_cannot_be_written_at_all_ends_the_start_with_a_line(
    peer: Telegram, folder: Path
) -> None:
    program = Program(peer, folder, file_bytes=4096)
    program.start()
    assert program.wait() == 1
    (line,) = program.log.read_text(encoding="utf-8").splitlines()
    assert line.startswith(f"Error: {folder / 'store.sqlite3'}: cannot open the store")
    assert line.endswith("run `prepbot doctor`")


@pytest.mark.parametrize("start", [0, 4096])
def test_a_store_in_ruins_ends_the_start_with_a_line(folder: Path, start: int) -> None:
    with (folder / "store.sqlite3").open("r+b") as store:
        store.seek(start)
        store.write(b"\xa5" * 40_000)
    options = ["--database", str(folder / "store.sqlite3"), "run"]
    done = CliRunner(env={"PREPBOT_TOKEN": TOKEN}).invoke(main, options)
    assert done.exit_code == 1
    (line,) = done.output.splitlines()
    assert line.startswith(f"Error: {folder / 'store.sqlite3'}: ")
    assert "restore" in line


def test_without_a_network_for_a_while_everything_is_answered_later(
    peer: Telegram, folder: Path
) -> None:
    program = Program(peer, folder)
    program.start()
    answered(peer, "信访")
    with peer.away():
        for number in range(5):
            peer.say(f"/note 3 下访第{number}次")
        assert program.is_running
    assert eventually(lambda: len(peer.texts()) >= 6)
    assert notes(folder) == [f"下访第{number}次" for number in range(5)]
    assert program.end() == 0
    assert "Traceback" not in program.log.read_text(encoding="utf-8")
