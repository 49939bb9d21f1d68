"""jieba's dictionary is read in one go and the same as jieba reads it; words stand in texts whole."""

import marshal
import tempfile
from pathlib import Path

import jieba
import pytest

from bot.text import segment
from bot.text.segment import stands_in


def test_the_cached_dictionary_is_read_whole_and_the_same() -> None:
    assert segment.words("信访") == ["信访"]
    folder = Path(jieba.dt.tmp_dir or tempfile.gettempdir())
    with (folder / "jieba.cache").open("rb") as file:
        counts, _ = marshal.load(file)
    changed = {word for word, _ in jieba.dt.FREQ.items() - counts.items()}
    assert counts.keys() <= jieba.dt.FREQ.keys()
    assert len(changed) < 1000 < len(counts)  # the words of the data and their beginnings
    assert jieba.marshal is marshal


@pytest.mark.parametrize(
    ("word", "body", "stands"),
    [
        ("加班", "参加班子研讨", False),
        ("加班", "参加班子研讨后加班", True),
        ("会主", "社会主义", False),
        ("学用", "存在学用脱节现象", True),
        ("等靠要", "等靠要思想", True),
        ("走访", "", False),
    ],
)
def test_a_word_stands_in_a_text_unless_only_across_two_others(
    word: str, body: str, stands: bool
) -> None:
    assert stands_in(word, body) == stands
