"""jieba's dictionary is read in one go, and is the same as jieba reads it."""

import marshal
import tempfile
from pathlib import Path

import jieba

from bot.text import segment


def test_the_cached_dictionary_is_read_whole_and_the_same() -> None:
    assert segment.words("信访") == ["信访"]
    folder = Path(jieba.dt.tmp_dir or tempfile.gettempdir())
    with (folder / "jieba.cache").open("rb") as file:
        counts, _ = marshal.load(file)
    changed = {word for word, _ in jieba.dt.FREQ.items() - counts.items()}
    assert counts.keys() <= jieba.dt.FREQ.keys()
    assert len(changed) < 1000 < len(counts)  # the words of the data and their beginnings
    assert jieba.marshal is marshal
