"""What of the store is worth ranking for a question, and what ranking reads of it.

A small store is ranked whole. Of a large one the index is asked for the tokens that tell most,
since its time goes up with each token and each passage that holds it. What was read stays in
memory up to a bound, until the corpus changes.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence

from bot.advice.retrieval import COLUMN_WEIGHTS, Origin, Reading, Sketch, rarity
from bot.corpus.memory import Memory
from bot.corpus.store import Store
from bot.models import Passage

CANDIDATES = 150  # passages fetched for ranking
_ASKED = 20  # tokens of a column
_WORDING_PAIRS = 30  # pairs of characters of the likely concepts' wording
_POSTINGS = 2_000  # passages, at most, that hold the tokens together
_LEAST = 3  # tokens that are asked for, however common
# How much is kept in memory.
_SKETCHES = 4_000  # about 3 kB each
_READINGS = 1_000  # about 15 kB each
_PASSAGES = 200
_FREQUENCIES = 50_000
_ORIGINS = 10_000


class Candidates:
    """Finds and reads passages of a store for ranking."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._origins = Memory(self._read_origins, most=_ORIGINS)
        self._sketches = Memory(self._read_sketches, most=_SKETCHES)
        self._readings = Memory(self._read_readings, most=_READINGS)
        self._passages = Memory(store.passages, most=_PASSAGES)
        self._frequencies = Memory(self._read_frequencies, most=_FREQUENCIES)
        self._generation = (-1, -1)
        self._whole: list[int] = []  # the ids of a small store
        self.total = 0  # passages
        self.concept_rarity: dict[str, float] = {}

    def refresh(self) -> None:
        """Forgets what was read when the corpus has changed."""
        if self._generation == (generation := self._store.generation()):
            return
        self._generation = generation
        for memory in (self._origins, self._sketches, self._readings):
            memory.clear()
        self._passages.clear()
        self._frequencies.clear()
        self.total = self._store.passage_count()
        is_small = self.total <= CANDIDATES
        self._whole = self._store.passages_of(limit=CANDIDATES) if is_small else []
        spread = self._store.concept_spread()
        self.concept_rarity = {key: rarity(n, self.total) / 4 for key, n in spread.items()}

    def frequencies(self, tokens: Collection[str]) -> dict[str, int]:
        """Token -> number of passages that hold it, unknown ones left out."""
        return {token: count for token, count in self._frequencies.of(tokens).items() if count}

    def lexical(self, columns: Mapping[str, Collection[str]]) -> dict[int, float]:
        """Passage -> BM25 of those that hold the tokens of a question that tell most."""
        asked = {}
        for column, tokens in columns.items():
            known = self.frequencies(tokens)
            asked[column] = _affordable(sorted(known, key=known.__getitem__)[:_ASKED], known)
        return self._store.search(asked, COLUMN_WEIGHTS, limit=CANDIDATES)

    def sketches(
        self,
        lexical: Collection[int],
        *,
        wording: Iterable[str],
        areas: Sequence[str],
        section: str | None,
    ) -> list[Sketch]:
        """What is worth ranking: found by words, by the concepts' wording, of the areas and section."""
        ids = set(lexical)
        if self._whole:
            ids.update(self._whole)
        else:
            likely = list(wording)[:_WORDING_PAIRS]
            pairs = {"grams": _affordable(likely, self.frequencies(likely))}
            ids.update(self._store.search(pairs, COLUMN_WEIGHTS, limit=CANDIDATES // 2))
            if areas or section:
                found = self._store.passages_of(areas=areas, section=section, limit=CANDIDATES)
                ids.update(found)
        return list(self._sketches.of(ids).values())

    def readings(self, ids: Collection[int]) -> dict[int, Reading]:
        """The text of passages as ranking reads it."""
        return self._readings.of(ids)

    def passages(self, ids: Collection[int]) -> dict[int, Passage]:
        """Passages as they are shown."""
        return self._passages.of(ids)

    def concepts(self, number: int) -> Mapping[str, float]:
        """Concept -> strength, of a passage."""
        sketch = self._sketches.of([number]).get(number)
        return sketch.concepts if sketch else {}

    def _read_frequencies(self, tokens: Collection[str]) -> dict[str, int]:
        return dict.fromkeys(tokens, 0) | self._store.frequencies(tokens)

    def _read_origins(self, documents: Collection[int]) -> dict[int, Origin]:
        rows = self._store.origins(documents)
        return {number: Origin(frozenset(areas), *rest) for number, areas, *rest in rows}

    def _read_sketches(self, ids: Collection[int]) -> dict[int, Sketch]:
        rows = self._store.sketches(ids)
        origins = self._origins.of({document for _, document, *_ in rows})
        return {
            number: Sketch(number, origins[document], section, aspect, json.loads(about))
            for number, document, section, aspect, about in rows
            if document in origins
        }

    def _read_readings(self, ids: Collection[int]) -> dict[int, Reading]:
        rows = self._store.writings(ids)
        return {number: Reading.of(body, headline) for number, headline, body in rows}


def _affordable(tokens: Sequence[str], frequencies: Mapping[str, int]) -> list[str]:
    """The first tokens whose passages are not too many together; at least three."""
    spent = 0
    taken: list[str] = []
    for token in tokens:
        spent += frequencies[token]
        if spent > _POSTINGS and len(taken) >= _LEAST:
            break
        taken.append(token)
    return taken
