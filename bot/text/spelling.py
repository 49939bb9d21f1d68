"""Pinyin and slips: what the user meant by letters or wrong characters, in the field's own terms.

Knows the terms of the catalog by sound, by initials and by characters. Decoded terms are searched
beside what was typed, never instead of it.
"""

import re
from collections.abc import Container, Iterable
from functools import cached_property
from itertools import accumulate, chain, pairwise
from math import ceil

from bot.text.normalize import letters
from bot.text.segment import cut, frequency
from bot.text.sounds import syllable, syllables_known

_LATIN = re.compile(r"[a-z][a-z' ]*[a-z]")  # "liangge queli" as one run
_LONGEST_SYLLABLE = 6  # zhuang, chuang, shuang
_LEAST_LOOKED_AT = 4  # characters; in a shorter term one wrong character leaves too little
_SHARED = 0.7  # share of the characters of a run that a term with a wrong one or two still has
_LONGEST_TERM = 8  # characters; longer ones are not typed as a whole


class Speller:
    """Finds the terms that pinyin, initials or homophones stand for."""

    def __init__(self, terms: Iterable[str]) -> None:
        """`terms`: the vocabulary, the most important first."""
        clean = (letters(term) for term in terms)
        self._terms = [
            t for t in dict.fromkeys(clean) if 2 <= len(t) <= _LONGEST_TERM and not has_latin(t)
        ]

    def lookalikes(self, run: str) -> list[str]:
        """The terms of as many characters that share most of the run's; for four and more."""
        size = len(run)
        if not _LEAST_LOOKED_AT <= size <= _LONGEST_TERM:
            return []
        least = ceil(_SHARED * size)
        holding = sorted((self._holding.get((size, c), ()) for c in run), key=len)
        # whoever shares so many characters shares one of these, and few terms hold the rarest
        likely = set(chain.from_iterable(holding[: size - least + 1]))
        terms = (self._terms[number] for number in sorted(likely))
        return [term for term in terms if sum([c in term for c in run]) >= least]

    @cached_property
    def _holding(self) -> dict[tuple[int, str], list[int]]:
        """Length and character -> numbers of the terms that hold it."""
        holding: dict[tuple[int, str], list[int]] = {}
        for number, term in enumerate(self._terms):
            for character in set(term):
                holding.setdefault((len(term), character), []).append(number)
        return holding

    @cached_property
    def _by_sound(self) -> dict[str, str]:
        """Toneless pinyin without blanks -> term."""
        return {"".join(map(syllable, term)): term for term in reversed(self._terms)}

    @cached_property
    def _by_initials(self) -> dict[str, str]:
        """First letters -> term, for terms of three characters and more: xxqg -> 学习强国."""
        return {
            "".join(syllable(c)[:1] for c in term): term
            for term in reversed(self._terms)
            if len(term) > 2
        }

    def decode(
        self, text: str, *, words: Container[str] = frozenset()
    ) -> tuple[list[str], list[str]]:
        """The terms that the Latin runs of a normalized text stand for, and pinyin pairs of the rest.

        A pair joins two syllables as in the index: "xin_fang". `words` are no pinyin, such as app.
        """
        terms: list[str] = []
        pairs: list[str] = []
        for run in latin_runs(text):
            if run in words:
                continue
            found, rest = self._decode_run(re.sub("[' ]", "", run))
            terms += found
            pairs += [f"{a}_{b}" for a, b in pairwise(rest)]
        return terms, pairs

    def _decode_run(self, run: str) -> tuple[list[str], list[str]]:
        if term := self._by_initials.get(run):
            return [term], []
        terms: list[str] = []
        rest: list[str] = []
        at = 0
        while at < len(run):
            term, length = self._term_at(run, at)
            if term:
                terms.append(term)
            else:
                length = _syllable_length(run, at)
                if not length:
                    return terms, []  # no pinyin: English or a name
                rest.append(run[at : at + length])
            at += length
        return terms, rest

    def _term_at(self, run: str, at: int) -> tuple[str, int]:
        """The longest term whose pinyin starts here, provided that pinyin goes on after it."""
        for end in range(min(len(run), at + _LONGEST_SYLLABLE * _LONGEST_TERM), at + 3, -1):
            term = self._by_sound.get(run[at:end])
            if term and (end == len(run) or _syllable_length(run, end)):
                return term, end - at
        return "", 0

    def corrections(self, run: str, unknown: Iterable[str]) -> dict[str, str]:
        """Wrongly typed piece -> the term that sounds like it, for pieces holding an unknown pair.

        Slips keep a character of the word (信仿 for 信访); what is a word of its own (手机) is none,
        nor what breaks one (保工 in 保工资).
        """
        doubtful, words = set(unknown), cut(run)
        places = [at for at, (a, b) in enumerate(pairwise(run)) if a + b in doubtful]
        sounds = list(map(syllable, run)) if places else []
        found: dict[str, str] = {}
        for size in range(min(len(run), _LONGEST_TERM), 1, -1):
            last = len(run) - size
            starts = {s for at in places for s in range(at - size + 2, at + 1) if 0 <= s <= last}
            for start in sorted(starts):
                piece = run[start : start + size]
                term = self._by_sound.get("".join(sounds[start : start + size]))
                is_slip = term and term != piece and not set(term).isdisjoint(piece)
                if not term or not is_slip or frequency(piece):
                    continue
                if _leaves_stumps(words, start, start + size):
                    continue
                if not any(piece in longer for longer in found):
                    found[piece] = term
        return found


def is_worded_otherwise(run: str, term: str) -> bool:
    """True if a run differs from a term of its length in whole words: 没有缺点 is no slip for 没有重点."""
    if len(run) != len(term):
        return False
    ends = list(accumulate(map(len, cut(run)), initial=0))
    return all(
        end - start > 1 for start, end in pairwise(ends) if run[start:end] != term[start:end]
    )


def _leaves_stumps(words: Iterable[str], start: int, end: int) -> bool:
    """True if a piece of a run cuts through one of its words and leaves of it what is none."""
    at = 0
    for word in words:
        stumps = (word[: max(0, start - at)], word[max(0, end - at) :])
        if any(0 < len(stump) < len(word) and not _is_word(stump) for stump in stumps):
            return True
        at += len(word)
    return False


def _is_word(text: str) -> bool:
    return len(text) > 1 and frequency(text) > 0


def latin_runs(text: str) -> list[str]:
    """The runs of letters a to z in a normalized text, with the blanks between syllables."""
    return _LATIN.findall(text)


def has_latin(text: str) -> bool:
    """True if the normalized text holds a letter a to z."""
    return any("a" <= character <= "z" for character in text)


def _syllable_length(run: str, at: int) -> int:
    """Length of the longest pinyin syllable starting here, 0 if there is none."""
    lengths = range(min(_LONGEST_SYLLABLE, len(run) - at), 0, -1)
    return next((size for size in lengths if run[at : at + size] in syllables_known()), 0)
