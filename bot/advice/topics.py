"""What a point is about, to tie problems, causes and measures: broad subjects, and telling words."""

from collections import Counter
from dataclasses import dataclass

from bot.advice.evidence import any_of
from bot.models import Aspect, Catalog
from bot.text.normalize import letters, normalize
from bot.text.segment import cut, frequency

_SEVERAL = 2  # mentions from which a subject counts in a text
# jieba's frequency below which a word tells what is spoken of (接待), and tells it twice (宅基地).
_TELLING = 3_000
_RARE = 300
_FOREMOST = 2  # topics of an aspect that any point below it is about
_SHARED = 3  # weight of shared words from which two points speak of the same matter


@dataclass(frozen=True, slots=True)
class Subject:
    """What a point is about: its main topics, those of its aspect, all it names, its telling words."""

    main: frozenset[str]
    home: frozenset[str]
    named: frozenset[str]
    words: frozenset[str]
    is_general: bool  # a root that any problem may have: 党性, 信念

    def meets(self, other: "Subject") -> bool:
        """True if the other names what this one is mainly about, or both speak of the same matter."""
        if not self.main and not self.words:
            return True  # nothing to go by
        if not self.main.isdisjoint(other.named | other.home) or self.home & other.main:
            return True
        return sum(map(_weight, self.words & other.words)) >= _SHARED


def _weight(word: str) -> int:
    """How much a shared word tells: 0 for a common one."""
    seen = frequency(word)
    return 2 if seen < _RARE else int(seen < _TELLING)


class Topics:
    """Reads points with the topics and word lists of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._words = {
            t.key: [letters(word) for word in (t.name, *t.words)] for t in catalog.topics
        }
        phrases = catalog.rules.phrases
        self._idle = catalog.vocabulary.stopwords | {*phrases.negatives, *phrases.thought}
        self._formulas = any_of(tuple(map(normalize, phrases.formulas)))
        self._general = any_of(phrases.general)

    def subject(self, headline: str, text: str, aspect: Aspect | None = None) -> Subject:
        """What the point is about: the topics of its headline and those it names most.

        `aspect`: the one it stands under; its foremost topics count as the point's as well.
        """
        counts = self._counts(text)
        most = max(counts.values(), default=0)
        often = {key for key, count in counts.items() if count >= max(most, _SEVERAL)}
        return Subject(
            main=frozenset(often | set(self._counts(headline)) or counts),
            home=frozenset(aspect.topics[:_FOREMOST] if aspect else ()),
            named=frozenset(counts),
            words=frozenset(filter(self._tells, cut(self._formulas.sub(" ", normalize(text))))),
            is_general=bool(self._general.search(headline or text)),
        )

    def _tells(self, word: str) -> bool:
        return len(word) > 1 and word not in self._idle and _weight(word) > 0

    def _counts(self, text: str) -> Counter[str]:
        body = letters(text)
        counts = Counter({k: sum(body.count(w) for w in ws) for k, ws in self._words.items()})
        return +counts
