"""The kept table of sounds says what pypinyin says, and spares its loading."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.text import sounds

ROOT = Path(__file__).parents[2]


@pytest.fixture
def apart() -> Iterator[None]:
    """Whatever a test configures is undone."""
    before = list(sounds._folder)
    yield
    sounds._folder[:] = []
    for folder in before:
        sounds.configure(folder)


@pytest.mark.parametrize(
    ("character", "sound"),
    [
        ("信", "xin"),
        ("访", "fang"),
        ("女", "nv"),
        ("㐀", "qiu"),
        ("𠀀", "he"),
        ("a", ""),
        ("，", ""),
    ],
)
def test_a_character_sounds_alike_with_and_without_the_table(
    apart: None, character: str, sound: str
) -> None:
    kept = sounds.syllable(character)
    sounds._folder[:] = []
    sounds._sounds.cache_clear()
    sounds.syllable.cache_clear()
    assert (kept, sounds.syllable(character)) == (sound, sound)


def test_all_syllables_are_known(apart: None) -> None:
    known = sounds.syllables_known()
    assert {"xin", "zhuang", "a"} <= known
    assert known.isdisjoint({"b", "xinfang", ""})


def test_with_the_table_the_library_is_not_loaded(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from bot.text import sounds;"
        "sounds.configure(Path(sys.argv[1]));"
        "print(sounds.syllable('信'), 'pypinyin' in sys.modules)"
    )
    words = [sys.executable, "-c", script, str(tmp_path)]
    said = [
        subprocess.run(words, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
        for _ in range(2)
    ]
    assert said == [["xin", "True"], ["xin", "False"]]
