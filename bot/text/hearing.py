"""Which concepts a user's everyday words mean: how a question in other words finds its passage.

Three views are put together, since each misses what another catches: shared pairs of characters
(robust against segmentation), shared words (robust against order; interchangeable everyday words
count as one), and all words of a concept's phrases taken together (robust against phrasing).

What this needs of some twenty thousand phrases is computed once (`index_phrases`) and looked up
token by token, so that a start costs nothing.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from heapq import nlargest
from itertools import pairwise, repeat
from math import log, sqrt
from operator import or_
from typing import Literal

from bot.memory import Memory
from bot.models import Vocabulary
from bot.text.concepts import Concepts
from bot.text.normalize import letters
from bot.text.segment import cut

_WHOLE = 0.999  # share of a phrase's pairs from which it may stand in the query as a whole
_SCATTERED = 0.9  # factor for a phrase whose pairs are all there, but not together
_SURE = 4  # letters of a phrase from which it tells what is meant wherever it stands
_PASSING = 0.6  # likeness of a shorter one that stands in a sentence
_TELLING = 9.0  # weight that shared words must have together to count fully: 不 and 动 tell little
_FURTHER = 0.2  # what the second and third best phrases of a concept add
_FURTHER_PHRASES = 2
_LIKE = 0.15  # cosine from which the words of a concept as a whole count
_LIKE_IN_SENTENCE = 0.12
_SENTENCE = 9  # letters
_LIKEST = 12  # concepts, at most, that count by it
_COMMON = 600  # phrases, from which a token alone does not bring one up
_ALL = "*"  # the token that stands for all phrases
_PAIRS = 1.5  # what all pairs of a sentence count as evidence, where all its words count 1
_EVERYWHERE = 150  # concepts, from which a token is no evidence for any
_VAGUE = 300  # concepts, from which a word says nothing of whole concepts either
_KEPT = 4_000  # tokens of a kind whose postings stay in memory, about 10 kB each
_UNKNOWN = 7.0  # weight of a word that no phrase holds: it is about something else

Unit = Literal["pair", "word", "whole", "total"]
"""Shares of a phrase by pair or by word, of a concept as a whole by word; weights of phrases."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Where a token stands: numbers of phrases (or concepts) and its share of each one's weight."""

    weight: float  # of the token, by rarity over the concepts
    numbers: "array[int]"
    shares: "array[float]"


_UNITS: tuple[Unit, ...] = ("pair", "word", "whole")


@dataclass(frozen=True, slots=True)
class _Known:
    """Postings as they are used: the share of each phrase or concept by its number."""

    weight: float
    shares: Mapping[int, float]
    concepts: frozenset[int]  # their numbers


_NOWHERE = _Known(0.0, {}, frozenset())
Lookup = Callable[[Unit, Collection[str]], Mapping[str, Postings]]
"""Finds the postings of tokens; unknown tokens are left out."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which words and pairs of a sentence the sayings of each concept hold, as bits of a number.

    Sayings that are too little alike to be heard one by one may explain a sentence together.
    """

    weights: tuple[tuple[int, float], ...]  # bit and weight of a token: all words together 1
    masks: Mapping[str, int]  # concept -> bits

    def held(self, concepts: Iterable[str]) -> float:
        """The weight of what the concepts together explain, in [0, 1 + _PAIRS]."""
        mask = reduce(or_, map(self.masks.get, concepts, repeat(0)), 0)
        return sum([weight for bit, weight in self.weights if mask & bit]) if mask else 0.0

    def likeliest(self, count: int) -> list[str]:
        """The concepts that explain most."""
        return nlargest(count, self.masks, key=lambda key: self.held((key,)))


NO_EVIDENCE = Evidence((), {})


class Words:
    """Cuts everyday text into the words that carry meaning, interchangeable ones as one."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._same = {word: group[0] for group in vocabulary.alike for word in group}
        self._idle = frozenset(vocabulary.idle)

    def of(self, text: str) -> frozenset[str]:
        """The words of the text."""
        found = (word for word in cut(text) if word.isalnum() and word not in self._idle)
        return frozenset(self._same.get(word, word) for word in found)


class Hearing:
    """Finds the concepts of queries."""

    def __init__(self, concepts: Concepts, vocabulary: Vocabulary, lookup: Lookup) -> None:
        self.words = Words(vocabulary).of
        self._lookup = lookup
        self._known = {unit: Memory(self._reader(unit), most=_KEPT) for unit in _UNITS}
        self._keys = list(concepts.by_key)
        self._numbers = {key: number for number, key in enumerate(self._keys)}
        self._phrases = list(concepts.phrases())
        self._concept_of = [self._numbers[key] for key, _ in self._phrases]

    @classmethod
    def in_memory(cls, concepts: Concepts, vocabulary: Vocabulary) -> "Hearing":
        """Hears a few concepts, such as the items, without a store: about a tenth of a second."""
        held = {(unit, token): found for unit, token, found in index_phrases(concepts, vocabulary)}

        def lookup(unit: Unit, tokens: Collection[str]) -> dict[str, Postings]:
            return {token: held[unit, token] for token in tokens if (unit, token) in held}

        return cls(concepts, vocabulary, lookup)

    def hear(self, text: str, *, cutoff: float) -> dict[str, float]:
        """Concept -> likeness in (0, 1] to the text, if at least cutoff."""
        plain, said = letters(text), self.words(text)
        best = self._by_pairs(plain, cutoff)
        for key, likeness in self._by_words(said, cutoff).items():
            best[key] = max(likeness, best.get(key, 0.0))
        like = _LIKE_IN_SENTENCE if len(plain) >= _SENTENCE else _LIKE
        for key, likeness in self._by_whole(said, like).items():
            best[key] = min(1.0, likeness + best.get(key, 0.0))
        return {key: likeness for key, likeness in best.items() if likeness >= cutoff}

    def evidence(self, text: str, among: Container[str]) -> Evidence:
        """What in the text the sayings of these concepts explain, word by word and pair by pair."""
        weights: list[tuple[int, float]] = []
        masks: dict[int, int] = defaultdict(int)
        bit = 1
        tokens: tuple[tuple[Unit, Collection[str], float], ...] = (
            ("whole", self.words(text), 1.0),
            ("pair", _pairs(letters(text)), _PAIRS),
        )
        for unit, said, share in tokens:
            found = self._find(unit, said)
            unknown = _UNKNOWN * (len(said) - len(found))
            total = unknown + sum(known.weight for known in found.values()) or 1.0
            for known in found.values():
                if len(known.concepts) > _EVERYWHERE:
                    continue
                weights.append((bit, share * known.weight / total))
                for number in known.concepts:
                    masks[number] |= bit
                bit <<= 1
        keys = self._keys
        told = {keys[number]: mask for number, mask in masks.items() if keys[number] in among}
        return Evidence(tuple(weights), told)

    def explained(self, words: frozenset[str], keys: Iterable[str], body: str) -> float:
        """Share in [0, 1] of the words' weight that a passage or the sayings of its concepts hold.

        `keys`: the concepts that query and passage share; `body`: the passage's letters.
        """
        found = self._find("whole", words)
        shared = {self._numbers[key] for key in keys}
        total = held = 0.0
        for word in words:
            postings = found.get(word)
            weight = postings.weight if postings else _UNKNOWN
            total += weight
            if word in body or (postings and not shared.isdisjoint(postings.shares)):
                held += weight
        return held / (total or 1.0)

    def unknown(self, words: frozenset[str]) -> float:
        """Share in [0, 1] of the words that no saying of the field holds."""
        return 1 - len(self._find("whole", words)) / len(words) if words else 0.0

    def _reader(self, unit: Unit) -> Callable[[Collection[str]], dict[str, _Known]]:
        def read(tokens: Collection[str]) -> dict[str, _Known]:
            found = self._lookup(unit, tokens)
            known = dict.fromkeys(tokens, _NOWHERE)  # so that unknown ones are not asked for again
            for token, postings in found.items():
                shares = dict(zip(postings.numbers, postings.shares, strict=True))
                numbers = postings.numbers
                if unit == "pair":
                    numbers = array("I", (self._concept_of[number] for number in numbers))
                known[token] = _Known(postings.weight, shares, frozenset(numbers))
            return known

        return read

    def _find(self, unit: Unit, tokens: Collection[str]) -> dict[str, _Known]:
        """The postings of the tokens that are known."""
        found = self._known[unit].of(tokens)
        return {token: known for token, known in found.items() if known.shares}

    @cached_property
    def _totals(self) -> "array[float]":
        """The weight of each phrase's words together."""
        return self._lookup("total", [_ALL])[_ALL].shares

    def _by_pairs(self, plain: str, cutoff: float) -> dict[str, float]:
        best: dict[str, float] = {}
        for number, share in _held(self._find("pair", _pairs(plain))).items():
            if share < cutoff:
                continue
            key, phrase = self._phrases[number]
            is_whole = share >= _WHOLE and phrase in plain
            likeness = _as_a_whole(phrase, plain) if is_whole else _SCATTERED * share
            if likeness > best.get(key, 0.0):
                best[key] = likeness
        return best

    def _by_words(self, said: Collection[str], cutoff: float) -> dict[str, float]:
        shares: dict[str, list[float]] = defaultdict(list)
        held = _held(self._find("word", said))
        totals, phrases = self._totals, self._phrases
        for number, share in [pair for pair in held.items() if pair[1] >= cutoff]:
            telling = share * totals[number] / _TELLING
            shares[phrases[number][0]].append(share * telling if telling < 1.0 else share)
        heard = {}
        for key, found in shares.items():
            if len(found) > 1:
                found.sort(reverse=True)
                found[0] += _FURTHER * sum(found[1 : 1 + _FURTHER_PHRASES])
            heard[key] = min(1.0, found[0])
        return heard

    def _by_whole(self, said: frozenset[str], least: float) -> dict[str, float]:
        found = self._find("whole", said)
        weights = [found[word].weight if word in found else _UNKNOWN for word in said]
        norm = sqrt(sum(weight**2 for weight in weights)) or 1.0
        cosine: dict[int, float] = {}
        known = cosine.get
        for postings in found.values():
            if len(postings.shares) > _VAGUE:
                continue
            factor = postings.weight / norm
            for number, share in postings.shares.items():
                cosine[number] = known(number, 0.0) + share * factor
        like = [pair for pair in cosine.items() if pair[1] >= least]
        like.sort(key=lambda pair: -pair[1])
        return {self._keys[number]: likeness for number, likeness in like[:_LIKEST]}


def _as_a_whole(phrase: str, plain: str) -> float:
    """The likeness of a text that holds the phrase: 操心 in a sentence tells less than as a question."""
    if len(phrase) >= _SURE or 2 * len(phrase) >= len(plain):
        return 1.0
    return _PASSING


def index_phrases(
    concepts: Concepts, vocabulary: Vocabulary
) -> Iterator[tuple[Unit, str, Postings]]:
    """Everything that `Hearing` looks up: unit, token, postings."""
    words = Words(vocabulary).of
    keys = {key: number for number, key in enumerate(concepts.by_key)}
    phrases = list(concepts.phrases())
    pairs = [(keys[key], _pairs(phrase)) for key, phrase in phrases]
    cuts = [(keys[key], words(phrase)) for key, phrase in phrases]
    word_weights = _weights(cuts)
    yield from _postings("pair", [found for _, found in pairs], _weights(pairs))
    several = [found if len(found) > 1 else frozenset() for _, found in cuts]
    yield from _postings("word", several, word_weights)
    yield from _wholes(cuts, word_weights, len(keys))
    totals = (sum(word_weights[word] for word in found) for _, found in cuts)
    yield "total", _ALL, Postings(0.0, array("I"), array("f", totals))


def _pairs(text: str) -> frozenset[str]:
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


def _held(found: Mapping[str, _Known]) -> dict[int, float]:
    """Number of a phrase -> the share of its weight that the tokens make up."""
    held: dict[int, float] = {}
    known = held.get
    for postings in sorted(found.values(), key=lambda postings: len(postings.shares)):
        shares = postings.shares
        if len(shares) > _COMMON:  # 没, 不: tell something only beside another word
            for number in held.keys() & shares.keys():
                held[number] += shares[number]
        elif held:
            for number, share in shares.items():
                held[number] = known(number, 0.0) + share
        else:
            held.update(shares)
    return held
