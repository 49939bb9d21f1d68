"""The sayings of the field token by token, as `hearing` looks them up.

What hearing needs of some twenty thousand phrases is computed once (`index_phrases`) and kept in
the store, so that a start costs nothing.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt
from typing import Literal

from bot.models import Vocabulary
from bot.text.concepts import Concepts
from bot.text.segment import cut

ALL = "*"  # the token that stands for all phrases

Unit = Literal["pair", "word", "whole", "total"]
"""Shares of a phrase by pair or by word, of a concept as a whole by word; weights of phrases."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a token stands: numbers of phrases (or concepts), each once, and its share of each."""

    weight: float  # of the token, by rarity over the concepts
    numbers: "array[int]"
    shares: "array[float]"  # of the weight of each phrase


class Words:
    """Cuts everyday text into the words that carry meaning, interchangeable ones as one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._same = {word: group[0] for group in vocabulary.alike for word in group}
        self._idle = frozenset(vocabulary.idle)

    def of(self, text: str) -> frozenset[str]:
        """The words of the text."""
        found = (word for word in cut(text) if word.isalnum() and word not in self._idle)
        return frozenset(self._same.get(word, word) for word in found)


def index_phrases(
    concepts: Concepts, vocabulary: Vocabulary
) -> Iterator[tuple[Unit, str, Postings]]:
    """Everything that `Hearing` looks up: unit, token, postings."""
    words = Words(vocabulary).of
    keys = {key: number for number, key in enumerate(concepts.by_key)}
    phrases = list(concepts.phrases())
    pairs = [(keys[key], pairs_of(phrase)) for key, phrase in phrases]
    cuts = [(keys[key], words(phrase)) for key, phrase in phrases]
    word_weights = _weights(cuts)
    yield from _postings("pair", [found for _, found in pairs], _weights(pairs))
    several = [found if len(found) > 1 else frozenset() for _, found in cuts]
    yield from _postings("word", several, word_weights)
    yield from _wholes(cuts, word_weights, len(keys))
    totals = (sum(word_weights[word] for word in found) for _, found in cuts)
    yield "total", ALL, Postings(0.0, array("I"), array("f", totals))


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters."""
    return frozenset(a + b for a, b in pairwise(text))


def _weights(tokens: Sequence[tuple[int, frozenset[str]]]) -> dict[str, float]:
    """Token -> weight by the number of concepts whose phrases hold it."""
    holders: dict[str, set[int]] = defaultdict(set)
    for concept, found in tokens:
        for token in found:
            holders[token].add(concept)
    count = len({concept for concept, _ in tokens})
    return {token: log(1 + count / len(held)) for token, held in holders.items()}


def _postings(
    unit: Unit, phrases: Sequence[frozenset[str]], weights: Mapping[str, float]
) -> Iterator[tuple[Unit, str, Postings]]:
    numbers: dict[str, array[int]] = defaultdict(lambda: array("I"))
    shares: dict[str, array[float]] = defaultdict(lambda: array("f"))
    for number, tokens in enumerate(phrases):
        total = sum(weights[token] for token in tokens)
        for token in tokens:
            numbers[token].append(number)
            shares[token].append(weights[token] / total)
    for token in numbers:
        yield unit, token, Postings(weights[token], numbers[token], shares[token])


def _wholes(
    cuts: Sequence[tuple[int, frozenset[str]]], weights: Mapping[str, float], concepts: int
) -> Iterator[tuple[Unit, str, Postings]]:
    """For each word its part of the unit vector of each concept's words."""
    counts: list[dict[str, int]] = [defaultdict(int) for _ in range(concepts)]
    for concept, tokens in cuts:
        for token in tokens:
            counts[concept][token] += 1
    numbers: dict[str, array[int]] = defaultdict(lambda: array("I"))
    shares: dict[str, array[float]] = defaultdict(lambda: array("f"))
    for concept, found in enumerate(counts):
        vector = {word: (1 + log(n)) * weights[word] for word, n in found.items()}
        norm = sqrt(sum(weight**2 for weight in vector.values()))
        for word, weight in vector.items():
            numbers[word].append(concept)
            shares[word].append(weight / norm)
    for word in numbers:
        yield "whole", word, Postings(weights[word], numbers[word], shares[word])
