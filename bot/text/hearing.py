"""Which concepts a user's everyday words mean: how a question in other words finds its passage.

Three views are put together, since each misses what another catches: shared pairs of characters
(robust against segmentation), shared words (robust against order; interchangeable everyday words
count as one), and all words of a concept's phrases taken together (robust against phrasing).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from bot.models import Catalog
from bot.text.concepts import Concept
from bot.text.normalize import letters
from bot.text.segment import cut

_WHOLE = 0.999  # share of a phrase's pairs from which it may stand in the query as a whole
_SCATTERED = 0.9  # factor for a phrase whose pairs are all there, but not together
_FURTHER = 0.2  # what the second and third best phrases of a concept add
_FURTHER_PHRASES = 2
_LIKE = 0.15  # cosine from which the words of a concept as a whole count
_LIKEST = 12  # concepts, at most, that count by it
_UNKNOWN = 7.0  # weight of a word that no phrase holds: it is about something else

Shares = Mapping[str, list[tuple[int, float]]]
"""Token -> (number of a phrase, the token's share of that phrase's weight)."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    key: str
    text: str
    pairs: frozenset[str]
    words: frozenset[str]


class Hearing:
    """Finds the concepts of queries."""

    def __init__(self, concepts: Iterable[Concept], catalog: Catalog) -> None:
        self._same = {word: group[0] for group in catalog.vocabulary.alike for word in group}
        self._idle = frozenset(catalog.vocabulary.idle)
        self._phrases = [
            _Phrase(concept.key, phrase, _pairs(phrase), self.words(phrase))
            for concept in concepts
            for phrase in concept.heard
        ]
        pair_weights = _weights((phrase.key, phrase.pairs) for phrase in self._phrases)
        self._word_weights = _weights((phrase.key, phrase.words) for phrase in self._phrases)
        self._by_pair = _shares([phrase.pairs for phrase in self._phrases], pair_weights)
        several = [p.words if len(p.words) > 1 else frozenset() for p in self._phrases]
        self._by_word = _shares(several, self._word_weights)
        self._profiles = self._build_profiles()
        self._vocabularies: dict[str, set[str]] = defaultdict(set)
        for phrase in self._phrases:
            self._vocabularies[phrase.key] |= phrase.words

    def hear(self, text: str, *, cutoff: float) -> dict[str, float]:
        """Concept -> likeness in (0, 1] to the text, if at least cutoff."""
        plain, said = letters(text), self.words(text)
        best = self._by_pairs(plain, cutoff)
        for key, likeness in self._by_words(said, cutoff).items():
            best[key] = max(likeness, best.get(key, 0.0))
        for key, likeness in self._by_profile(said).items():
            best[key] = min(1.0, likeness + best.get(key, 0.0))
        return {key: likeness for key, likeness in best.items() if likeness >= cutoff}

    def words(self, text: str) -> frozenset[str]:
        """The words that carry meaning, interchangeable ones as one."""
        found = (word for word in cut(text) if word.isalnum() and word not in self._idle)
        return frozenset(self._same.get(word, word) for word in found)

    def explained(self, words: Iterable[str], keys: Iterable[str], body: str) -> float:
        """Share in [0, 1] of the words' weight that a passage or the sayings of its concepts hold.

        `keys`: the concepts that query and passage share; `body`: the passage's letters.
        """
        known = {word for key in keys for word in self._vocabularies.get(key, ())}
        weights = {word: self._word_weights.get(word, _UNKNOWN) for word in words}
        held = sum(w for word, w in weights.items() if word in known or word in body)
        return held / (sum(weights.values()) or 1.0)

    def unknown(self, words: Collection[str]) -> float:
        """Share in [0, 1] of the words that no saying of the field holds."""
        return sum(word not in self._word_weights for word in words) / (len(words) or 1)

    def _by_pairs(self, plain: str, cutoff: float) -> dict[str, float]:
        best: dict[str, float] = {}
        for number, share in _held(_pairs(plain), self._by_pair).items():
            if share < cutoff:
                continue
            phrase = self._phrases[number]
            is_whole = share >= _WHOLE and phrase.text in plain
            likeness = 1.0 if is_whole else _SCATTERED * share
            if likeness > best.get(phrase.key, 0.0):
                best[phrase.key] = likeness
        return best

    def _by_words(self, said: frozenset[str], cutoff: float) -> dict[str, float]:
        shares: dict[str, list[float]] = defaultdict(list)
        for number, share in _held(said, self._by_word).items():
            if share >= cutoff:
                shares[self._phrases[number].key].append(share)
        heard = {}
        for key, found in shares.items():
            found.sort(reverse=True)
            heard[key] = min(1.0, found[0] + _FURTHER * sum(found[1 : 1 + _FURTHER_PHRASES]))
        return heard

    def _by_profile(self, said: frozenset[str]) -> dict[str, float]:
        weights = {word: self._word_weights.get(word, _UNKNOWN) for word in said}
        norm = sqrt(sum(weight**2 for weight in weights.values())) or 1.0
        cosine: dict[str, float] = defaultdict(float)
        for word, weight in weights.items():
            for key, share in self._profiles.get(word, ()):
                cosine[key] += share * weight / norm
        likest = sorted(cosine.items(), key=lambda pair: -pair[1])[:_LIKEST]
        return {key: likeness for key, likeness in likest if likeness >= _LIKE}

    def _build_profiles(self) -> Mapping[str, list[tuple[str, float]]]:
        """Word -> (concept, the word's part of the concept's unit vector)."""
        counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for phrase in self._phrases:
            for word in phrase.words:
                counts[phrase.key][word] += 1
        profiles: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for key, found in counts.items():
            vector = {w: (1 + log(n)) * self._word_weights[w] for w, n in found.items()}
            norm = sqrt(sum(weight**2 for weight in vector.values()))
            for word, weight in vector.items():
                profiles[word].append((key, weight / norm))
        return profiles


def _pairs(text: str) -> frozenset[str]:
    return frozenset(a + b for a, b in pairwise(text))


def _weights(tokens: Iterable[tuple[str, frozenset[str]]]) -> dict[str, float]:
    """Token -> weight by the number of concepts whose phrases hold it."""
    holders: dict[str, set[str]] = defaultdict(set)
    keys = set()
    for key, found in tokens:
        keys.add(key)
        for token in found:
            holders[token].add(key)
    return {token: log(1 + len(keys) / len(held)) for token, held in holders.items()}


def _shares(phrases: Iterable[frozenset[str]], weights: Mapping[str, float]) -> Shares:
    shares: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, tokens in enumerate(phrases):
        total = sum(weights[token] for token in tokens)
        for token in tokens:
            shares[token].append((number, weights[token] / total))
    return shares


def _held(tokens: Iterable[str], shares: Shares) -> dict[int, float]:
    """Number of a phrase -> the share of its weight that the tokens make up."""
    held: dict[int, float] = defaultdict(float)
    for token in tokens:
        for number, share in shares.get(token, ()):
            held[number] += share
    return held
