"""What a point is about, to tie problems, causes and measures: broad subjects, and telling words.

A subject counts fully where the headline names it, less where the text names it in passing or only
the aspect above asks for it. A word tells the more the rarer it is: in general Chinese, in the
checklist (意识 and 落实 stand everywhere in such texts) and in the draft itself.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

from bot.advice.evidence import any_of
from bot.models import Aspect, Catalog
from bot.text.normalize import letters, normalize
from bot.text.segment import cut, frequency

_HANZI = re.compile(r"[一-鿿]{2,}")
# How strongly a point is about a topic, in [0, 1].
_IN_HEADLINE = 1.0
_MOST_NAMED = 0.8  # named several times and more than any other
_SEVERAL = 0.6  # named several times
_ONLY = 0.5  # one of two that are named at all
_NAMED = 0.3
_OF_ASPECT = (0.9, 0.9, 0.1)  # the two foremost topics of the aspect above, and the further ones
_FEW = 2
# jieba's frequencies of a word that tells all (宅基地) and of one that tells nothing (问题).
_RARE, _COMMON = 50, 60_000
_LONE = 0.85  # what is left of a single shared word's weight
_TELLING = 0.3  # weight from which a word tells what is spoken of


@dataclass(frozen=True, slots=True)
class Text:
    """A point to be read: `aspect` is the one it stands under."""

    headline: str
    text: str
    aspect: Aspect | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What a point is about: its topics with their strength, its telling words with their weight."""

    topics: dict[str, float]
    words: dict[str, float]
    body: str  # its letters
    is_general: bool  # a root that any problem may have: 党性, 信念

    @property
    def is_open(self) -> bool:
        """True if it tells neither topic nor word: nothing to go by."""
        return not self.topics and not self.words

    def kinship(self, other: "Subject") -> float:
        """How close two points are: 1 for a topic or a rare word that both have, 0 for nothing."""
        shared = self.topics.keys() & other.topics.keys()
        topics = sum(min(self.topics[key], other.topics[key]) for key in shared)
        return topics + (self._found_in(other) + other._found_in(self)) / 2

    def _found_in(self, other: "Subject") -> float:
        """The weight of this one's telling words that stand in the other; one alone may be chance."""
        found = [weight for word, weight in self.words.items() if word in other.body]
        return sum(found) * (1 if len(found) > 1 else _LONE)


class Topics:
    """Reads points with the topics and word lists of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._words = {t.key: _naming((t.name, *t.words)) for t in catalog.topics}
        self._items = catalog.items
        phrases = catalog.rules.phrases
        self._idle = catalog.vocabulary.stopwords.union(
            *(phrases.negatives, phrases.thought, phrases.deadlines, phrases.dates, phrases.owners)
        )
        self._formulas = any_of(tuple(map(normalize, phrases.formulas)))
        self._general = any_of(phrases.general)

    def subjects(self, texts: Sequence[Text]) -> list[Subject]:
        """What each point of a draft is about; a word that stands in many of them tells little."""
        cuts = [self._cut(text.text) for text in texts]
        spread = Counter(word for words in cuts for word in words)
        return [
            Subject(
                topics=self._topics(text),
                words=self._telling(words, spread, len(texts)),
                body=letters(text.text),
                is_general=bool(self._general.search(text.headline or text.text)),
            )
            for text, words in zip(texts, cuts, strict=True)
        ]

    def _topics(self, text: Text) -> dict[str, float]:
        """The topics with their strength: those of the headline, of the text, of the aspect."""
        head, body = self._counts(text.headline), self._counts(text.text)
        most = max(body.values(), default=0)
        found: dict[str, float] = {}
        for rank, key in enumerate(text.aspect.topics if text.aspect else ()):
            found[key] = _OF_ASPECT[min(rank, len(_OF_ASPECT) - 1)]
        for key, count in (head | body).items():
            strength = _NAMED
            if head[key]:
                strength = _IN_HEADLINE
            elif count >= _FEW:
                strength = _MOST_NAMED if count == most else _SEVERAL
            elif count == most and len(body) <= _FEW:
                strength = _ONLY
            found[key] = max(strength, found.get(key, 0.0))
        return found

    def _counts(self, text: str) -> Counter[str]:
        """How often each topic is named; 理论学习 is once, not once more for its 学习."""
        body, counts = letters(text), Counter[str]()
        for key, words in self._words.items():
            if found := len(words.findall(body)):
                counts[key] = found
        return counts

    def _cut(self, text: str) -> set[str]:
        words = cut(self._formulas.sub(" ", normalize(text)))
        return {word for word in words if _HANZI.fullmatch(word) and word not in self._idle}

    def _telling(self, words: Iterable[str], spread: Counter[str], points: int) -> dict[str, float]:
        weights = {
            word: self._rarity(word) * log((points + 1) / spread[word]) / log(points + 1)
            for word in words
        }
        return {word: weight for word, weight in weights.items() if weight >= _TELLING}

    def _rarity(self, word: str) -> float:
        """How much a word tells anywhere, in [0, 1]: seldom in general Chinese and in the field."""
        seen = min(max(frequency(word), _RARE), _COMMON)
        general = log(_COMMON / seen) / log(_COMMON / _RARE)
        items = len(self._items) + 1
        return general * log(items / (self._field[word] + 1)) / log(items)

    @cached_property
    def _field(self) -> Counter[str]:
        """Of each word, how many items of the checklist hold it."""
        held = ((i.title, *i.words, *i.questions, *i.team_questions) for i in self._items)
        return Counter(word for texts in held for word in {*cut("。".join(texts))})


def _naming(words: Iterable[str]) -> re.Pattern[str]:
    return any_of(tuple(map(letters, words)))
