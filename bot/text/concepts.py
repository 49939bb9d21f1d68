"""What a text is about, beyond its words: checklist items, sayings and topics as *concepts*.

A concept is a small group of phrases that mean one thing. A passage carries the concepts whose
phrases it contains; a query finds concepts by likeness (`hearing`), so that "上面让学啥就学啥"
reaches a passage that says 按要求学. Keys: `i_<item>` for items, `s_<number>` for synonym
entries, `t_<topic>` for topics, which are broad and only help short queries.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from operator import add

from bot.models import Catalog
from bot.text.normalize import letters


@dataclass(frozen=True, slots=True)
class Concept:
    """A group of phrases; `heard` in queries (everyday speech too), `written` in passages."""

    key: str
    heard: tuple[str, ...]
    written: tuple[str, ...]


class Concepts:
    """The concepts of a catalog; finds those of passages."""

    def __init__(self, catalog: Catalog) -> None:
        self.by_key = {concept.key: concept for concept in _concepts(catalog)}
        self._wording: dict[str, Mapping[str, float]] = {}
        # by the pair of characters that fewest phrases have: a passage holds few of these in vain
        self._written: dict[str, list[tuple[str, str]]] = defaultdict(list)
        written = [(key, p) for key, concept in self.by_key.items() for p in concept.written]
        held = Counter(pair for _, phrase in written for pair in set(_pairs(phrase)))
        for key, phrase in written:
            rarest = min(_pairs(phrase), key=lambda pair: (held[pair], pair), default=phrase)
            self._written[rarest].append((key, phrase))

    def phrases(self) -> Iterator[tuple[str, str]]:
        """Every phrase by which a concept is heard, with the concept's key, in a fixed order."""
        for concept in self.by_key.values():
            yield from ((concept.key, phrase) for phrase in concept.heard)

    def wording(self, key: str) -> Mapping[str, float]:
        """Pairs of characters of a concept's written phrases, each phrase weighing alike."""
        if key not in self._wording:
            phrases = self.by_key[key].written
            weights: dict[str, float] = defaultdict(float)
            for phrase in phrases:
                pairs = _pairs(phrase)
                for pair in pairs:
                    weights[pair] += 1 / sqrt(len(phrases) * len(pairs))
            self._wording[key] = weights
        return self._wording[key]

    def of_passage(self, headline: str, text: str) -> dict[str, float]:
        """Concept -> strength (1 per phrase found, 2 when it stands in the headline)."""
        return self.of_letters(letters(headline), letters(text))

    def of_letters(self, head: str, body: str) -> dict[str, float]:
        """The same of a passage's headline and text of which the letters are known."""
        found: dict[str, float] = defaultdict(float)
        for pair in sorted(self._written.keys() & set(map(add, body, body[1:]))):
            for key, phrase in self._written[pair]:
                if phrase in body:
                    found[key] += 1.0 + (phrase in head)
        return found


def is_item(key: str) -> bool:
    """True for the concepts that checklist items make."""
    return key.startswith("i_")


def _pairs(phrase: str) -> list[str]:
    return [a + b for a, b in pairwise(phrase)]


def is_topic(key: str) -> bool:
    """True for the broad concepts that topics make."""
    return key.startswith("t_")


def _concepts(catalog: Catalog) -> Iterator[Concept]:
    for item in catalog.items:
        written = _letters((item.title, *item.words))
        yield Concept(f"i_{item.key}", written, written)
    for number, synonym in enumerate(catalog.synonyms):
        written = _letters(synonym.mean)
        yield Concept(f"s_{number}", (*_letters(synonym.say), *written), written)
    for topic in catalog.topics:
        written = _letters((topic.name, *topic.words))
        yield Concept(f"t_{topic.key}", written, written)


def _letters(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(letters(phrase) for phrase in phrases))
