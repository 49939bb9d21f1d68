"""Whether a draft answers an opinion: a problem, cause or measure has to speak of the same thing.

What an opinion is about is told by its words, the rarer the more: 下属 of 对下属关心不够 rather than 关心.
A word counts as said by any that may stand in its place (走访 for 下村). An opinion of which no
word is known counts as answered only where its own characters stand.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from math import log

from bot.advice.evidence import any_of
from bot.models import Catalog
from bot.text.normalize import letters
from bot.text.segment import frequency, words

_ANSWERED = 0.5  # share of an opinion's weight that has to be said
_SUBJECT = 0.7  # share of its heaviest word's weight, from which a word is what it is about
_LEAST_WORD = 2  # letters of a word that counts
_RARE, _COMMON = 100, 100_000  # jieba's frequencies of words that tell all and next to nothing
# What judges and tells nothing by itself: 太, 过, 很 …
_JUDGING = re.compile(
    "[太过很最多少高低大小快慢长短早晚难重急差好远紧松软硬要得的了不没有是在还也就都比较有点]"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of an opinion: what may be said in its place, itself first, and how much it tells."""

    forms: tuple[str, ...]
    weight: float

    def is_in(self, text: str) -> bool:
        """Whether the text, as letters, says it."""
        return any(form in text for form in self.forms)


def subject_of(opinion: str, catalog: Catalog) -> tuple[Word, ...]:
    """The words that tell what an opinion is about; none for one that tells nothing (很好)."""
    idle = _idle(catalog)
    said = {w for w in words(opinion) if len(_bare(w)) >= _LEAST_WORD and w not in idle}
    said = {w for w in said if not any(w != other and w in other for other in said)}
    body = letters(opinion)
    if not said:
        said = {w for w in _alike(catalog) if w in body and w not in idle}
    if not said:
        phrases = catalog.rules.phrases
        judged = any_of((*phrases.negatives, *phrases.advice, *phrases.compliments))
        said = {body} if _bare(judged.sub("", body)) else set()
    return tuple(_word(word, catalog) for word in sorted(said))


def is_answered(subject: tuple[Word, ...], text: str) -> bool:
    """Whether a point, given as letters, speaks of it: of most of it, and of what it is about."""
    heaviest = max(word.weight for word in subject)
    found = [word for word in subject if word.is_in(text)]
    is_named = any(word.weight >= _SUBJECT * heaviest for word in found)
    total = sum(word.weight for word in subject)
    return is_named and sum(word.weight for word in found) >= _ANSWERED * total


def _word(word: str, catalog: Catalog) -> Word:
    group = _alike(catalog).get(word, ())
    forms = (word, *(form for form in (_bare(word), *group) if len(form) >= _LEAST_WORD))
    seen = frequency(word) or frequency(_bare(word))
    return Word(tuple(dict.fromkeys(forms)), 1.0 + log(_COMMON / min(max(seen, _RARE), _COMMON)))


def _bare(word: str) -> str:
    """The word without what judges: 负担 of 负担重; nothing of 太慢."""
    return _JUDGING.sub("", word)


def _idle(catalog: Catalog) -> frozenset[str]:
    phrases, vocabulary = catalog.rules.phrases, catalog.vocabulary
    lists = (vocabulary.stopwords, vocabulary.idle, phrases.negatives, phrases.advice)
    judged = (word.removeprefix("不") for word in phrases.negatives)  # 扎实 of 不扎实
    return frozenset(word for words in (*lists, judged) for word in words)


def _alike(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    return _by_word(catalog.vocabulary.alike)


@lru_cache(maxsize=4)
def _by_word(groups: tuple[tuple[str, ...], ...]) -> dict[str, tuple[str, ...]]:
    """Each word of two letters or more with its group."""
    return {letters(w): group for group in groups for w in group if len(w) >= _LEAST_WORD}
