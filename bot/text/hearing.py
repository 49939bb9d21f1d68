"""Which concepts a user's everyday words mean: how a question in other words finds its passage.

Three views are put together, since each misses what another catches: shared pairs of characters
(robust against segmentation), shared words (robust against order; interchangeable everyday words
count as one), and all words of a concept's phrases taken together (robust against phrasing). What
they look up was computed before (`postings`).
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.memory import Memory
from bot.models import Vocabulary
from bot.text.concepts import Concepts
from bot.text.meaning import Carried, Flags, Meaning, Numbers, Shares, counts_of, rows
from bot.text.normalize import letters
from bot.text.postings import ALL, Postings, Unit, Words, index_phrases, pairs_of

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
_PAIRS = 1.5  # what all pairs of a sentence count as evidence, where all its words count 1
_EVERYWHERE = 150  # concepts, from which a token is no evidence for any
_VAGUE = 300  # concepts, from which a word says nothing of whole concepts either
_KEPT = 4_000  # tokens of a kind whose postings stay in memory, about 2 kB each
_UNKNOWN = 7.0  # weight of a word that no phrase holds: it is about something else

_UNITS: tuple[Unit, ...] = ("pair", "word", "whole")


@dataclass(frozen=True)
class _Known:
    """Postings as they are used."""

    weight: float  # 0 for a token that no phrase holds
    numbers: Numbers  # of phrases or concepts, each once
    shares: Shares
    concept_of: Numbers  # the number of each one's concept, those of one together

    @cached_property
    def concepts(self) -> Numbers:
        """The numbers of the concepts, each once."""
        return self.concept_of[_starts(self.concept_of)]

    @cached_property
    def holders(self) -> frozenset[int]:
        """The numbers of the concepts."""
        return frozenset(self.concepts.tolist())


_NONE: Numbers = np.empty(0, np.intp)
_NOWHERE = _Known(0.0, _NONE, np.empty(0), _NONE)
Lookup = Callable[[Unit, Collection[str]], Mapping[str, Postings]]
"""Finds the postings of tokens; unknown tokens are left out."""


class Hearing:
    """Finds the concepts of queries."""

    def __init__(self, concepts: Concepts, vocabulary: Vocabulary, lookup: Lookup) -> None:
        self.words = Words(vocabulary).of
        self._lookup = lookup
        self._known = {unit: Memory(self._reader(unit), most=_KEPT) for unit in _UNITS}
        self._keys = list(concepts.by_key)
        self._number = {key: number for number, key in enumerate(self._keys)}
        self._phrases = [phrase for _, phrase in concepts.phrases()]
        self._concept_of = np.array([self._number[key] for key, _ in concepts.phrases()], np.intp)

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
        pairs, by_pairs = self._by_pairs(plain, cutoff)
        words, by_words = self._by_words(said, cutoff)
        whole, by_whole = self._by_whole(
            said, _LIKE_IN_SENTENCE if len(plain) >= _SENTENCE else _LIKE
        )
        best = np.zeros(len(self._keys))
        best[pairs] = by_pairs
        best[words] = np.maximum(best[words], by_words)
        best[whole] = np.minimum(1.0, best[whole] + by_whole)
        heard = np.concatenate((pairs, words, whole))
        heard = heard[best[heard] >= cutoff]
        keys = self._keys
        return {keys[number]: likeness for number, likeness in rows(heard, best[heard])}

    def carried(self, passages: Sequence[Mapping[str, float]]) -> list[Carried]:
        """The concepts of passages (with their strength) as `Meaning` takes them; all at once is faster."""
        known, none = self._number.get, len(self._keys)
        numbers = [known(key, none) for concepts in passages for key in (*concepts, "")]
        strengths = [strength for concepts in passages for strength in (*concepts.values(), 0.0)]
        counts = counts_of(strengths)
        ends = list(accumulate(len(concepts) + 1 for concepts in passages))
        flat = np.array(numbers, np.intp)
        return [Carried(flat[a:b], counts[a:b]) for a, b in pairwise([0, *ends])]

    def among(self, keys: Iterable[str]) -> Flags:
        """Which concepts these are, as `meaning` takes them."""
        flags = np.zeros(len(self._keys) + 1, np.bool_)
        flags[[self._number[key] for key in keys if key in self._number]] = True
        return flags

    def meaning(self, wanted: Mapping[str, float], text: str, telling: Flags) -> Meaning:
        """What a question is about: `wanted` concepts with their weight, and what sayings explain.

        Only the sayings of `telling` concepts explain anything of the text.
        """
        weights: list[float] = []
        holders: list[Numbers] = []
        tokens: tuple[tuple[Unit, Collection[str], float], ...] = (
            ("whole", self.words(text), 1.0),
            ("pair", pairs_of(letters(text)), _PAIRS),
        )
        for unit, said, share in tokens:
            found = self._find(unit, said).values()
            unknown = _UNKNOWN * (len(said) - len(found))
            total = unknown + sum(known.weight for known in found) or 1.0
            rare = [known for known in found if len(known.concepts) <= _EVERYWHERE]
            weights += [share * known.weight / total for known in rare]
            holders += [known.concepts for known in rare]
        held = np.zeros((len(self._keys) + 1, len(weights)), np.bool_)
        for place, numbers in enumerate(holders):
            held[numbers, place] = True
        held &= telling[:, np.newaxis]
        vector = np.zeros(len(self._keys) + 1)
        for key, weight in wanted.items():
            vector[self._number[key]] = weight
        return Meaning(self._keys, vector, np.array(weights), held)

    def explained(self, words: frozenset[str], keys: Iterable[str], body: str) -> float:
        """Share in [0, 1] of the words' weight that a passage or the sayings of its concepts hold.

        `keys`: the concepts that query and passage share; `body`: the passage's letters.
        """
        found = self._find("whole", words)
        shared = {self._number[key] for key in keys}
        total = held = 0.0
        for word in words:
            known = found.get(word, _NOWHERE)
            weight = known.weight or _UNKNOWN
            total += weight
            if word in body or not shared.isdisjoint(known.holders):
                held += weight
        return held / (total or 1.0)

    def unknown(self, words: frozenset[str]) -> float:
        """Share in [0, 1] of the words that no saying of the field holds."""
        return 1 - len(self._find("whole", words)) / len(words) if words else 0.0

    def _reader(self, unit: Unit) -> Callable[[Collection[str]], dict[str, _Known]]:
        def read(tokens: Collection[str]) -> dict[str, _Known]:
            found = self._lookup(unit, tokens)
            # all at once, and then a stretch of it for each token
            numbers = _array(b"".join(p.numbers for p in found.values()), np.uintc).astype(np.intp)
            shares = _array(b"".join(p.shares for p in found.values()), np.single).astype(
                np.float64
            )
            concepts = numbers if unit == "whole" else self._concept_of[numbers]
            ends = accumulate(len(postings.numbers) for postings in found.values())
            known = dict.fromkeys(tokens, _NOWHERE)  # so that unknown ones are not asked for again
            for (token, postings), (a, b) in zip(found.items(), pairwise([0, *ends]), strict=True):
                known[token] = _Known(postings.weight, numbers[a:b], shares[a:b], concepts[a:b])
            return known

        return read

    def _find(self, unit: Unit, tokens: Collection[str]) -> dict[str, _Known]:
        """The postings of the tokens that are known."""
        found = self._known[unit].of(tokens)
        return {token: known for token, known in found.items() if known.weight}

    @cached_property
    def _totals(self) -> Shares:
        """The weight of each phrase's words together."""
        return _array(self._lookup("total", [ALL])[ALL].shares, np.single).astype(np.float64)

    def _held(self, unit: Unit, tokens: Collection[str]) -> Shares:
        """The share of each phrase's weight that the tokens make up."""
        found = self._find(unit, tokens).values()
        rare = [known for known in found if len(known.numbers) <= _COMMON]
        held = _sum(rare, len(self._phrases))
        for known in found:
            if len(known.numbers) > _COMMON:  # 没, 不: tell something only beside another word
                held[known.numbers] += known.shares * (held[known.numbers] > 0)
        return held

    def _by_pairs(self, plain: str, cutoff: float) -> tuple[Numbers, Shares]:
        held = self._held("pair", pairs_of(plain))
        likely = np.flatnonzero(held >= cutoff)
        shares = held[likely]
        likeness = _SCATTERED * shares
        for place in np.flatnonzero(shares >= _WHOLE).tolist():
            phrase = self._phrases[likely[place]]
            if phrase in plain:
                likeness[place] = _as_a_whole(phrase, plain)
        concepts = self._concept_of[likely]  # in order, as phrases are
        starts = _starts(concepts)
        return concepts[starts], np.maximum.reduceat(likeness, starts)

    def _by_words(self, said: Collection[str], cutoff: float) -> tuple[Numbers, Shares]:
        held = self._held("word", said)
        likely = np.flatnonzero(held >= cutoff)
        telling = np.minimum(1.0, held[likely] * self._totals[likely] / _TELLING)
        shares, concepts = held[likely] * telling, self._concept_of[likely]
        shares = shares[np.lexsort((-shares, concepts))]  # of each concept the best first
        starts = _starts(concepts)
        at = np.arange(len(likely))
        place = at - starts[starts.searchsorted(at, "right") - 1]  # among those of its concept
        counted = (place > 0) & (place <= _FURTHER_PHRASES)
        further = _FURTHER * np.add.reduceat(shares * counted, starts)
        return concepts[starts], np.minimum(1.0, shares[starts] + further)

    def _by_whole(self, said: frozenset[str], least: float) -> tuple[Numbers, Shares]:
        found = self._find("whole", said).values()
        unknown = len(said) - len(found)
        norm = sqrt(sum(known.weight**2 for known in found) + unknown * _UNKNOWN**2) or 1.0
        telling = [known for known in found if len(known.numbers) <= _VAGUE]
        cosine = _sum(telling, len(self._keys), [known.weight / norm for known in telling])
        like = np.flatnonzero(cosine >= least)
        likest = like[np.argsort(-cosine[like], kind="stable")[:_LIKEST]]
        return likest, cosine[likest]


def _sum(found: Sequence[_Known], count: int, factors: Sequence[float] = ()) -> Shares:
    """What the tokens, each times its factor, come to for each of so many phrases or concepts."""
    if not found:
        return np.zeros(count)
    shares = np.concatenate([known.shares for known in found])
    if factors:
        shares *= np.repeat(factors, [len(known.shares) for known in found])
    numbers = np.concatenate([known.numbers for known in found])
    return np.bincount(numbers, shares, count).astype(np.float64, copy=False)


def _starts(concepts: Numbers) -> Numbers:
    """Where each concept starts in a row that has those of one together."""
    is_first = np.empty(len(concepts), np.bool_)
    is_first[:1] = True
    np.not_equal(concepts[1:], concepts[:-1], out=is_first[1:])
    return np.flatnonzero(is_first)


def _array(packed: "bytes | array[float]", kind: type) -> NDArray[Any]:
    return np.frombuffer(packed, kind) if packed else np.empty(0, kind)


def _as_a_whole(phrase: str, plain: str) -> float:
    """The likeness of a text that holds the phrase: 操心 in a sentence tells less than as a question."""
    if len(phrase) >= _SURE or 2 * len(phrase) >= len(plain):
        return 1.0
    return _PASSING
