"""The way through jieba's dictionary is jieba's own."""

from pathlib import Path

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import data_dir
from bot.text.normalize import normalize
from bot.text.route import Dictionary
from bot.text.segment import cut, words, words_of

words("准备")  # loads jieba with the words of the data
_OFTEN = sorted(
    word for word, count in jieba.dt.FREQ.items() if count > 9000 or word[0] in "信访督"
)
_CHARACTERS = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)
_RUNS = st.lists(st.sampled_from(_OFTEN) | _CHARACTERS, min_size=1, max_size=30).map("".join)


@given(_RUNS.filter(lambda run: not any(letter.isascii() for letter in run)))
def test_a_run_is_cut_as_jieba_cuts_it(run: str) -> None:
    assert words_of(run) == list(jieba.cut_for_search(run, HMM=False))
    assert cut(run) == list(jieba.cut(normalize(run), HMM=False))


@pytest.mark.parametrize(
    "path", sorted((data_dir() / "corpus").glob("*.txt")), ids=lambda p: p.stem
)
def test_a_document_is_cut_as_jieba_cuts_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert cut(text) == list(jieba.cut(normalize(text), HMM=False))


def test_of_ways_that_weigh_alike_the_first_word_is_the_longer_one() -> None:
    # 1/8 · 1/8 = 1/64 for 甲乙 丙 as for 甲 乙丙: by the powers of two the sums are the same
    even = Dictionary({"甲": 8, "甲乙": 8, "丙": 8, "乙丙": 8, "乙": 0}, 64)
    assert even.search_words("甲乙丙") == ["甲乙", "丙"]


@pytest.mark.parametrize(
    ("run", "found"),
    [
        ("", []),
        ("信访", ["信访"]),
        ("党风廉政建设", ["党风", "廉政", "党风廉政", "建设"]),
        ("龘龘", ["龘", "龘"]),  # no word begins with it
    ],
)
def test_a_long_word_comes_after_the_words_in_it(run: str, found: list[str]) -> None:
    assert words_of(run) == found
