"""Cutting into words: jieba's own words and dictionary, found and read in another way."""

import marshal
import tempfile
from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import data_dir
from bot.models import Catalog
from bot.text import routes, segment
from bot.text.segment import jieba_words, words

HANZI = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=12)
COMMON = st.text("的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动", max_size=12)  # fmt: skip


@pytest.mark.parametrize(
    "path", sorted((data_dir() / "corpus").glob("*.txt")), ids=lambda p: p.name
)
def test_whole_texts_give_the_words_that_jieba_gives(catalog: Catalog, path: object) -> None:
    text = path.read_text(encoding="utf-8")  # type: ignore[attr-defined]  # a Path
    assert words(text) == jieba_words(text)


@given(st.one_of(st.text(max_size=30), HANZI, COMMON, st.lists(COMMON).map("、".join)))
def test_any_text_gives_the_words_that_jieba_gives(catalog: Catalog, text: str) -> None:
    assert words(text) == jieba_words(text)


@pytest.mark.parametrize(
    "text", ["䶿学习", "鿿", "学习㐀民主生活会", "", "dangshi学习2021", "国国国"]
)
def test_rare_characters_and_mixed_runs_are_cut_alike(catalog: Catalog, text: str) -> None:
    assert words(text) == jieba_words(text)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_KEPT", 3)
    ways = routes.Routes({"学习": 5, "学": 1, "习": 1, "不": 9, "够": 2, "不够": 4}, 100)
    assert [ways.cut("学习不够") for _ in range(3)] == [["学习", "不够"]] * 3
    assert len(ways._weights) <= 3


def test_a_beginning_that_is_no_word_gives_way_to_single_characters() -> None:
    assert routes.Routes({"民主": 0, "民": 0, "主": 7}, 10).cut("民主") == ["民", "主"]


def test_the_cached_dictionary_is_read_whole_and_the_same() -> None:
    assert segment.words("信访") == ["信访"]
    folder = Path(jieba.dt.tmp_dir or tempfile.gettempdir())
    with (folder / "jieba.cache").open("rb") as file:
        counts, _ = marshal.load(file)
    changed = {word for word, _ in jieba.dt.FREQ.items() - counts.items()}
    assert counts.keys() <= jieba.dt.FREQ.keys()
    assert len(changed) < 1000 < len(counts)  # the words of the data and their beginnings
    assert jieba.marshal is marshal
