"""What a text is about, beyond its words: checklist items and sayings as *concepts*.

A concept is a small group of phrases that mean one thing. A passage carries the concepts whose
phrases it contains; a query finds concepts by likeness, so that "上面让学啥就学啥" reaches a
passage that says 按要求学. Keys: `i_<item>` for items, `s_<number>` for synonym entries.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from math import log

from bot.models import Catalog
from bot.text.normalize import letters


@dataclass(frozen=True, slots=True)
class Concept:
    """A group of phrases; `heard` in queries (everyday speech), `written` in passages."""

    key: str
    heard: tuple[str, ...]
    written: tuple[str, ...]


class Concepts:
    """Finds the concepts of passages and of queries."""

    def __init__(self, catalog: Catalog) -> None:
        self.all = tuple(_concepts(catalog))
        self._written = [(concept.key, concept.written) for concept in self.all]
        self._heard = [(concept.key, phrase, _grams(phrase)) for concept in self.all for phrase in concept.heard]
        self._holders: dict[str, set[int]] = defaultdict(set)  # gram -> heard phrases that hold it
        for index, (_, _, grams) in enumerate(self._heard):
            for gram in grams:
                self._holders[gram].add(index)
        spread: dict[str, set[str]] = defaultdict(set)
        for key, _, grams in self._heard:
            for gram in grams:
                spread[gram].add(key)
        self._weight = {gram: log(1 + len(self.all) / len(keys)) for gram, keys in spread.items()}

    def of_passage(self, headline: str, text: str) -> dict[str, float]:
        """Concept -> strength (1 per phrase found, 2 when it stands in the headline), strongest first."""
        head, body = letters(headline), letters(text)
        found = {
            key: strength
            for key, phrases in self._written
            if (strength := sum(1.0 + (phrase in head) for phrase in phrases if phrase in body))
        }
        return dict(sorted(found.items(), key=lambda pair: -pair[1]))

    def of_query(self, text: str, *, cutoff: float = 0.6) -> dict[str, float]:
        """Concept -> likeness in (0, 1] of its best phrase to a part of the query; below cutoff: left out."""
        query = letters(text)
        grams = _grams(query)
        best: dict[str, float] = {}
        for index in {index for gram in grams for index in self._holders.get(gram, ())}:
            key, phrase, wanted = self._heard[index]
            likeness = 1.0 if phrase in query else 0.9 * self._share(wanted, grams)
            if likeness >= cutoff and likeness > best.get(key, 0):
                best[key] = likeness
        return best

    def _share(self, wanted: frozenset[str], grams: frozenset[str]) -> float:
        total = sum(self._weight[gram] for gram in wanted)
        return sum(self._weight[gram] for gram in wanted & grams) / total


def _concepts(catalog: Catalog) -> Iterable[Concept]:
    for item in catalog.items:
        phrases = _letters((item.title, *item.words))
        yield Concept(f"i_{item.key}", phrases, phrases)
    for number, synonym in enumerate(catalog.synonyms):
        mean = _letters(synonym.mean)
        yield Concept(f"s_{number}", _letters((*synonym.say, *synonym.mean)), mean)


def _letters(phrases: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(letters(phrase) for phrase in phrases))


def _grams(phrase: str) -> frozenset[str]:
    return frozenset(a + b for a, b in pairwise(phrase))
