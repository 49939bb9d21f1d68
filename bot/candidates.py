"""What of the store is worth ranking for a question, and what ranking reads of it.

A small store is ranked whole. Of a large one the index is asked for the tokens that tell most,
since its time goes up with each token and each passage that holds it. What was read stays in
memory up to a bound, until the corpus changes.
"""

import heapq
import json
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from itertools import chain
from operator import itemgetter

from bot.advice.likeness import ratio
from bot.advice.retrieval import (
    COLUMN_WEIGHTS,
    DUPLICATE_CUTOFF,
    Holders,
    Need,
    Pair,
    Reading,
    holders,
    items_of,
    rarity,
)
from bot.advice.sifting import Lineup, Origin, Sketch
from bot.corpus.store import Store
from bot.memory import Memory
from bot.models import Passage
from bot.text.concepts import Concepts
from bot.text.hearing import Hearing
from bot.text.normalize import letters

CANDIDATES = 150  # passages fetched for ranking
SHORTLIST = 60  # candidates whose text is read
_ASKED = 6  # tokens of a column
_WORDING_PAIRS = 30  # pairs of characters of the likely concepts' wording
_POSTINGS = 5_000  # passages that hold the tokens together; beyond it some are left out …
_WORDING_POSTINGS = 2_000
_CONCEPTS = 5  # likeliest concepts whose passages are fetched, whatever their words …
_CARRIERS = 30  # … so many for each
_FEW = 0.65  # rarity of a concept that one passage in fourteen carries
_LEAST = 3  # … but for so many tokens, of which only so many passages are looked at
# How much is kept in memory.
_SKETCHES = 20_000  # about 2.5 kB each: what is asked for goes over much of a large store
_READINGS = 2_000  # about 1 kB each
_PASSAGES = 200
_LIKENESSES = 10_000  # of pairs of passages
_FREQUENCIES = 50_000
_ORIGINS = 30_000


class Candidates:
    """Finds and reads passages of a store for ranking."""

    def __init__(self, store: Store, hearing: Hearing) -> None:
        self._store = store
        self._hearing = hearing
        self._origins = Memory(self._read_origins, most=_ORIGINS)
        self._sketches = Memory(self._read_sketches, most=_SKETCHES)
        self._readings = Memory(self._read_readings, most=_READINGS)
        self._items = Memory(self._read_items, most=_PASSAGES)
        self._passages = Memory(store.passages, most=_PASSAGES)
        self._likenesses = Memory(self._read_likenesses, most=_LIKENESSES)
        self._frequencies = Memory(self._read_frequencies, most=_FREQUENCIES)
        self._generation = (-1, -1)
        self._wording: dict[str, Mapping[str, float]] = {}
        self._whole: Lineup | None = None  # all of a small store
        self._holders: Holders | None = None  # in a small store
        self.total = 0  # passages
        self.concept_rarity: dict[str, float] = {}
        self.telling = hearing.among(())  # concepts that few passages carry

    def refresh(self) -> None:
        """Forgets what was read when the corpus has changed."""
        if self._generation == (generation := self._store.generation()):
            return
        for memory in (self._origins, self._sketches, self._readings, self._items):
            memory.clear()
        self._passages.clear()
        self._likenesses.clear()
        self._frequencies.clear()
        self._wording.clear()
        self._holders = None
        self.total = self._store.passage_count()
        is_small = self.total <= CANDIDATES
        self._whole = self._lineup(self._store.passages_of(limit=CANDIDATES)) if is_small else None
        spread = self._store.concept_spread()
        self.concept_rarity = {key: rarity(n, self.total) / 4 for key, n in spread.items()}
        few = (key for key, weight in self.concept_rarity.items() if weight >= _FEW)
        self.telling = self._hearing.among(few)
        self._generation = generation  # last, so that what could not be read is read the next time

    def frequencies(self, tokens: Collection[str]) -> dict[str, int]:
        """Token -> number of passages that hold it, unknown ones left out."""
        return {token: count for token, count in self._frequencies.of(tokens).items() if count}

    def wordings(self, keys: Collection[str], concepts: Concepts) -> list[Mapping[str, float]]:
        """Pairs of characters of each concept's wording that texts hold, with their weight by rarity."""
        if missing := {key: concepts.wording(key) for key in keys if key not in self._wording}:
            known = self.frequencies(dict.fromkeys(chain.from_iterable(missing.values())))
            for key, pairs in missing.items():
                self._wording[key] = {
                    pair: weight * rarity(known[pair], self.total)
                    for pair, weight in pairs.items()
                    if pair in known
                }
        return [self._wording[key] for key in keys]

    def lexical(
        self, columns: Mapping[str, Collection[str]], *, hidden: Container[int] = ()
    ) -> dict[int, float]:
        """Passage -> BM25 of those that hold the tokens of a question that tell most; none `hidden`."""
        known = self.frequencies(dict.fromkeys(chain.from_iterable(columns.values())))
        asked = [
            (count, column, token)
            for column, tokens in columns.items()
            for token, count in _rarest(tokens, known)
        ]
        return self._search(sorted(asked), _POSTINGS, limit=CANDIDATES, hidden=hidden)

    def _search(
        self,
        asked: Sequence[tuple[int, str, str]],
        postings: int,
        *,
        limit: int,
        hidden: Container[int],
    ) -> dict[int, float]:
        """BM25 for the first of these (count, column, token) that are together in so many passages."""
        spent = 0
        columns: dict[str, list[str]] = defaultdict(list)
        for place, (count, column, token) in enumerate(asked):
            if spent + count > postings and place >= _LEAST:
                break
            spent += count
            columns[column].append(token)
        most = postings if spent > postings else None
        return self._store.index.search(
            columns, COLUMN_WEIGHTS, limit=limit, most=most, hidden=hidden
        )

    def worded(self, wording: Iterable[str], *, hidden: Container[int] = ()) -> Collection[int]:
        """Passages of a large store that seem to hold the wording of the likely concepts; none `hidden`."""
        if self._whole:
            return ()
        likely = list(wording)[:_WORDING_PAIRS]
        asked = [(count, "grams", pair) for pair, count in self.frequencies(likely).items()]
        return self._search(asked, _WORDING_POSTINGS, limit=CANDIDATES // 2, hidden=hidden)

    def lineup(
        self,
        found: Iterable[int],
        need: Need,
        *,
        areas: Sequence[str],
        section: str | None,
        hidden: Container[int] = (),
    ) -> Lineup:
        """What is worth ranking: what was found, what carries the concepts, is of areas and section.

        Of a large store nothing that is `hidden`.
        """
        if self._whole:
            return self._whole
        ids = set(found)
        heard = heapq.nlargest(_CONCEPTS, need.concepts, key=need.concepts.__getitem__)
        likeliest = list(dict.fromkeys([*heard, *need.meaning.telling(_CONCEPTS)]))
        ids.update(self._store.links.carriers(likeliest, limit=_CARRIERS, hidden=hidden))
        if areas or section:
            more = self._store.passages_of(
                areas=areas, section=section, limit=CANDIDATES, hidden=hidden
            )
            ids.update(more)
        return self._lineup(ids)

    def _lineup(self, ids: Collection[int]) -> Lineup:
        return Lineup(list(self._sketches.of(ids).values()))

    def readings(self, ids: Collection[int]) -> dict[int, Reading]:
        """The text of passages as ranking reads it."""
        return self._readings.of(ids)

    def holders(self, readings: Mapping[int, Reading], need: Need) -> Holders:
        """Who holds the pairs of characters that a question wants: of these, of a small store all."""
        if not self._whole:
            return holders(readings, need.pairs)
        if self._holders is None:
            self._holders = holders(self.readings(self._whole.ids))
        return self._holders

    def passages(self, ids: Collection[int]) -> dict[int, Passage]:
        """Passages as they are shown."""
        return self._passages.of(ids)

    def likenesses(self, pairs: Collection[Pair]) -> dict[Pair, float]:
        """How alike two passages are, from 0 to 100; 0 unless they are nearly the same."""
        return self._likenesses.of(pairs)

    def concepts(self, ids: Collection[int]) -> dict[int, Mapping[str, float]]:
        """Passage -> concept -> strength."""
        return {number: sketch.concepts for number, sketch in self._sketches.of(ids).items()}

    def items(self, ids: Collection[int]) -> dict[int, Mapping[str, float]]:
        """Passage -> checklist item -> its part, as a vector of length 1."""
        return self._items.of(ids)

    def _read_likenesses(self, pairs: Collection[Pair]) -> dict[Pair, float]:
        texts = self.readings(set(chain.from_iterable(pairs)))
        return {
            (one, other): ratio(texts[one].body, texts[other].body, cutoff=DUPLICATE_CUTOFF)
            for one, other in pairs
        }

    def _read_items(self, ids: Collection[int]) -> dict[int, Mapping[str, float]]:
        concepts = self.concepts(ids)
        return {number: items_of(found, self.concept_rarity) for number, found in concepts.items()}

    def _read_frequencies(self, tokens: Collection[str]) -> dict[str, int]:
        return dict.fromkeys(tokens, 0) | self._store.index.frequencies(tokens)

    def _read_origins(self, documents: Collection[int]) -> dict[int, Origin]:
        rows = self._store.origins(documents)
        return {number: Origin(frozenset(areas), *rest) for number, areas, *rest in rows}

    def _read_sketches(self, ids: Collection[int]) -> dict[int, Sketch]:
        rows = self._store.sketches(ids)
        about = json.loads(f"[{','.join(row[-1] for row in rows)}]")  # at once: half the time
        origins = self._origins.of({document for _, document, *_ in rows})
        carried = self._hearing.carried(about)
        return {
            number: Sketch(number, origins[document], section, aspect, *rest)
            for (number, document, section, aspect, _), *rest in zip(
                rows, about, carried, strict=True
            )
            if document in origins
        }

    def _read_readings(self, ids: Collection[int]) -> dict[int, Reading]:
        rows = self._store.writings(ids)
        return {n: Reading(body, letters(headline)) for n, headline, body in rows}


def _rarest(tokens: Iterable[str], known: Mapping[str, int]) -> list[tuple[str, int]]:
    """Those of the known tokens that fewest passages hold, with their numbers."""
    found = {token: known[token] for token in tokens if token in known}
    return sorted(found.items(), key=itemgetter(1))[:_ASKED]
