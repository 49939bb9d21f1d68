"""Ratios that a slide by half would break: counts of what is read, not times, so that a busy machine may run them."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.chat.dialogue import Dialogue
from bot.chat.reply import Incoming

ROOT = Path(__file__).parents[1]


def statements(dialogue: Dialogue, act: Callable[[], object]) -> int:
    """How many statements the store runs while something is done."""
    seen: list[str] = []
    connection = dialogue.assistant.store.db.conn
    connection.set_trace_callback(seen.append)
    act()
    connection.set_trace_callback(None)
    return sum(not statement.startswith("--") for statement in seen)  # without an index's own


def calls(act: Callable[[], object]) -> int:
    """How many functions of the program are called while something is done."""
    count = 0

    def note(frame: object, event: str, _: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    act()
    sys.setprofile(None)
    return count


@pytest.fixture
def talk(dialogue: Dialogue) -> Dialogue:
    """A chat that told its work and opened a card, so that what is kept is kept."""
    for text in ("/area 街道信访", "/aspect 3", "等靠要怎么写", "/checklist"):
        dialogue.respond(Incoming(chat=1, user=1, text=text))
    return dialogue


def tick_of(dialogue: Dialogue) -> Incoming:
    reply = dialogue.respond(Incoming(chat=1, user=1, text="/aspect 3"))
    press = next(b.action for row in reply.buttons for b in row if b.action.startswith("tick:"))
    return Incoming(chat=1, user=1, press=press)


def test_a_tick_is_a_small_part_of_the_work_of_a_first_card(talk: Dialogue) -> None:
    tick = tick_of(talk)
    talk.respond(tick)
    talk.respond(Incoming(chat=2, user=2, text="/area 统战"))
    first = calls(lambda: talk.respond(Incoming(chat=2, user=2, text="/aspect 4")))
    again = calls(lambda: talk.respond(tick))
    assert again < first / 4


@pytest.mark.parametrize(
    ("text", "most"), [("/aspect 3", 45), ("/checklist", 35), ("等靠要怎么写", 45)]
)
def test_a_message_reads_the_store_few_times(talk: Dialogue, text: str, most: int) -> None:
    said = Incoming(chat=1, user=1, text=text)
    assert statements(talk, lambda: talk.respond(said)) <= most


def test_a_search_loads_neither_pinyin_nor_telegram_nor_pkg_resources(tmp_path: Path) -> None:
    script = (
        "import io, sys; sys.stdin = io.StringIO('等靠要怎么写\\n'); sys.argv = ['prepbot', 'chat'];"
        "sys.stdout, out = io.StringIO(), sys.stdout; from bot.cli import main;"
        "main(standalone_mode=False);"
        "heavy = {'docx', 'pkg_resources', 'prompt_toolkit', 'pypdf', 'rich', 'telegram'};"
        "print(*sorted(heavy & sys.modules.keys()), file=out)"
    )
    words = [sys.executable, "-c", script]
    env = {"PREPBOT_DATABASE": str(tmp_path / "store.sqlite3"), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        words, cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.stdout == "\n", done.stderr
