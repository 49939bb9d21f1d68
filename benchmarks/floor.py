"""The floor of work on texts: jieba's own cutting, and nothing else done to them."""

from collections.abc import Iterable

import jieba

from bot.text.segment import hanzi_runs, words


def prepare() -> None:
    """Loads jieba's dictionary with the words of the data, as the product does."""
    words("准备")


def cut(texts: Iterable[str]) -> None:
    """Cuts each text by jieba itself, for searching and without its guessing of new words."""
    for text in texts:
        for run in hanzi_runs(text):
            for _ in jieba.cut_for_search(run, HMM=False):
                pass
