"""Cutting normalized text into what is indexed: words, bigrams, characters. The only door to jieba."""

import logging
import marshal
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from pathlib import Path
from types import ModuleType, SimpleNamespace

from bot.absent import absent
from bot.text import sounds
from bot.text.normalize import normalize
from bot.text.route import Dictionary
from bot.text.sounds import syllable

_RUN = re.compile(r"[一-鿿㐀-䶿]+|[a-z]+|[0-9]+")  # "带头2021年mzshh" -> 带头 2021 年 mzshh
_PIECE = re.compile(r"[一-鿿㐀-䶿]+|[a-z0-9]+|.", re.DOTALL)
_AROUND = 6  # letters on either side by which it is seen where a word ends
_HANZI_RUN = re.compile(r"[一-鿿㐀-䶿]+")

_settings: dict[str, tuple[str, ...] | Path] = {}


def configure(dictionary: Iterable[str], cache_folder: Path) -> None:
    """Sets jieba's extra words ("词 频率" or "词") and where caches are kept; before the first cut."""
    _settings.update(dictionary=tuple(dictionary), cache=cache_folder)
    sounds.configure(cache_folder)
    _cut.cache_clear()
    _words.cache_clear()


@cache
def _jieba() -> ModuleType:
    """jieba with its dictionary loaded; 0.3 s, so it happens at the first cut."""
    with absent("pkg_resources"):  # it opens its files by itself, and 60 ms are a tenth of a start
        import jieba

    jieba.setLogLevel(logging.WARNING)
    if isinstance(folder := _settings.get("cache"), Path):
        folder.mkdir(parents=True, exist_ok=True)
        # its default is a shared temp folder, owned by the first user
        jieba.dt.tmp_dir = str(folder)
    # it reads its cache in small pieces: as a whole takes half of the time, 0.25 s less for a start
    jieba.marshal = SimpleNamespace(load=lambda file: marshal.loads(file.read()), dump=marshal.dump)
    try:
        jieba.initialize()
    finally:
        jieba.marshal = marshal
    for line in _settings.get("dictionary", ()):  # type: ignore[union-attr]  # a tuple under this key
        word, _, frequency = line.partition(" ")
        jieba.add_word(word, int(frequency) if frequency else None)
    return jieba


@cache
def _dictionary() -> Dictionary:
    dictionary = _jieba().dt
    return Dictionary(dictionary.FREQ, dictionary.total)


def words(text: str) -> list[str]:
    """jieba's words for searching (long words also in parts), in order, without punctuation."""
    return list(_words(text))


@lru_cache(maxsize=256)  # a question's need is often all of it
def _words(text: str) -> tuple[str, ...]:
    return tuple(words_of(normalize(text)))


def words_of(normal: str) -> list[str]:
    """The same of a text that is normalized already."""
    search_words = _dictionary().search_words
    found: list[str] = []
    for run in _RUN.findall(normal):
        if run.isascii():
            found.append(run)
        else:  # without jieba's HMM: it joins by context, so not alike on both sides
            found += search_words(run)
    return found


def cut(text: str) -> list[str]:
    """The normalized text in jieba's words, everything kept in order, punctuation too."""
    return list(_cut(text))


@lru_cache(maxsize=256)  # a question is cut several times: for its slots, its need, its words
def _cut(text: str) -> tuple[str, ...]:
    words_in = _dictionary().words
    found: list[str] = []
    for piece in _PIECE.findall(normalize(text)):
        found += [piece] if len(piece) == 1 or piece.isascii() else words_in(piece)
    return tuple(found)


def stands_in(word: str, body: str) -> bool:
    """True if a body of letters holds the word, and not only across two others: 加班 in 参加班子.

    In a longer word it stands at the beginning or end: 信访 in 信访维稳, not 业主 in 主业主责.
    """
    at = body.find(word)
    while at >= 0:
        start, end = max(0, at - _AROUND), at + len(word)
        window = _dictionary().words(body[start : end + _AROUND])
        borders = set(accumulate(map(len, window), initial=start))
        is_part = borders.isdisjoint(range(at + 1, end)) and not borders.isdisjoint((at, end))
        if is_part or {at, end} <= borders:  # of a longer word, or made of words
            return True
        at = body.find(word, at + 1)
    return False


def frequency(word: str) -> int:
    """How often jieba's dictionary saw the word in general Chinese; 0 for an unknown one."""
    return _jieba().dt.FREQ.get(word, 0)


def hanzi_runs(text: str) -> list[str]:
    """The unbroken runs of Chinese characters in the normalized text."""
    return hanzi_runs_of(normalize(text))


def hanzi_runs_of(normal: str) -> list[str]:
    """The same of a text that is normalized already."""
    return _HANZI_RUN.findall(normal)


def bigrams(text: str) -> list[str]:
    """Neighbouring characters within each run: "等靠要" -> 等靠, 靠要."""
    return [a + b for run in hanzi_runs(text) for a, b in pairwise(run)]


def characters(text: str) -> list[str]:
    """The Chinese characters in order."""
    return list("".join(hanzi_runs(text)))


@lru_cache(maxsize=50_000)  # a few thousand pairs of characters make up most of any text
def sound(text: str) -> str:
    """Toneless pinyin of a short Chinese text, syllables joined by "_": 信访 -> xin_fang."""
    return "_".join(map(syllable, text))
