"""Ratios that a slide by half would break: counts of what is read, not times, so that a busy machine may run them."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import jieba
import pytest

from bot.chat.dialogue import Dialogue
from bot.chat.reply import Incoming
from bot.models import Catalog
from bot.text.segment import words

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


# What a message reads of the store and how much is done for it, as it was when this was written;
# half as much again is a slide.
@pytest.mark.parametrize(
    ("text", "reads", "work"),
    [
        ("tick", 10, 400),
        ("/aspect 3", 9, 330),
        ("/checklist", 30, 1390),
        ("等靠要怎么写", 11, 1390),
        ("学习不深入", 18, 1900),
    ],
)
def test_a_message_asks_little_of_the_store_and_the_processor(
    talk: Dialogue, text: str, reads: int, work: int
) -> None:
    said = tick_of(talk) if text == "tick" else Incoming(chat=1, user=1, text=text)
    talk.assistant.finder.forget()
    assert statements(talk, lambda: talk.respond(said)) <= 1.5 * reads
    talk.assistant.finder.forget()
    assert calls(lambda: talk.respond(said)) <= 1.5 * work


def test_a_question_asked_again_is_little_work(talk: Dialogue) -> None:
    said = Incoming(chat=1, user=1, text="学习不深入")
    first = calls(lambda: talk.respond(said))
    assert calls(lambda: talk.respond(said)) < first / 2


def test_a_first_answer_loads_nothing_that_it_does_not_need(
    catalog: Catalog, tmp_path: Path
) -> None:
    words("信访")  # so that jieba's dictionary is kept somewhere
    (tmp_path / "prepbot").mkdir()
    shutil.copy(Path(jieba.dt.tmp_dir or tempfile.gettempdir()) / "jieba.cache", tmp_path / "prepbot")  # fmt: skip
    script = (
        "import io, sys; sys.stdin = io.StringIO('等靠要怎么写\\n'); sys.argv = ['prepbot', 'chat'];"
        "sys.stdout, out = io.StringIO(), sys.stdout; from bot.cli import main;"
        "main(standalone_mode=False);"
        "heavy = {'charset_normalizer', 'docx', 'lxml', 'pkg_resources', 'prompt_toolkit', 'pypdf',"
        " 'pypinyin', 'rich', 'telegram', 'bot.catalog', 'bot.checking', 'bot.corpus.ingest',"
        " 'bot.export', 'bot.text.parse', 'bot.text.readers'};"
        "print(*sorted(heavy & sys.modules.keys()), file=out)"
    )
    command = [sys.executable, "-c", script]
    env = {
        "PREPBOT_DATABASE": str(tmp_path / "store.sqlite3"),
        "PYTHONPATH": str(ROOT),
        "XDG_CACHE_HOME": str(tmp_path),
    }
    for _ in range(2):  # the first one builds the store and makes all that is kept
        done = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8"
        )
    assert done.stdout == "\n", done.stderr
