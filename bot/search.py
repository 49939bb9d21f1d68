"""From a user's words to matching passages: understand, fetch candidates, rank, judge.

The one pipeline behind messages, `/find`, the `search` command and the evaluation.
"""

import heapq
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from bot.advice.answer import Answer, Filter
from bot.advice.retrieval import (
    COLUMN_WEIGHTS,
    DEFAULT_WEIGHTS,
    Match,
    Need,
    Reading,
    Weights,
    closest,
    fold,
    rank,
    rarity,
)
from bot.advice.understanding import Query, Understanding, aspect_fits
from bot.advice.verdict import Signs, judge
from bot.corpus.store import Store
from bot.models import Catalog, Item, Session
from bot.text.concepts import Concepts, is_topic
from bot.text.hearing import Hearing
from bot.text.normalize import letters
from bot.text.segment import bigrams, characters, cut, frequency, hanzi_runs, sound, words
from bot.text.spelling import Speller, has_latin

_LONGEST = 1_000  # characters of a question that are read; more only takes time
_SHORT = 8  # letters of a need up to which topics count: a sentence touches too many
_LOOKS_LIKE = 74.0  # rapidfuzz ratio from which a run is a term with a wrong character: 3 of 4
_MEANT = 0.45  # likeness from which a concept is meant
_HINT = 0.3  # likeness from which a concept may be what was meant
_LENGTH_WEIGHTS = {1: 0.25, 2: 1.0}  # of a token by its length; longer words count more
_WORD_WEIGHT = 1.6
_PARAPHRASE = 60  # pairs of characters of the concepts' wording that are searched for as well
# What the index is asked for; its time goes up with each token and each passage that holds it.
_ASKED = 20  # tokens of a column
_CANDIDATE_PAIRS = 30  # pairs of the concepts' wording
_POSTINGS = 2_000  # passages, at most, that hold the tokens together
_LEAST = 3  # tokens that are asked for, however common
CANDIDATES = 150  # passages fetched for ranking
_JUDGED = 3  # best matches by which it is judged whether anything fits
_WORD = 2  # letters up to which an off-topic entry must be a word of its own
_CACHED = 4_000  # readings kept in memory, about 15 kB each
_REMEMBERED = 50_000  # frequencies of tokens kept in memory


@dataclass(frozen=True, slots=True)
class _Tokens:
    """A query cut for the index."""

    columns: Mapping[str, list[str]]
    heard: Mapping[str, float]  # concept -> likeness, of those that are meant
    hinted: Mapping[str, float]  # … and of those that may be, too
    wanted: str  # the need with what slips were read as
    read_as: tuple[str, ...]
    sounded: float  # share of pinyin left undecoded that the corpus knows by sound


class Finder:
    """Searches a store."""

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        *,
        weights: Weights = DEFAULT_WEIGHTS,
        concepts: Concepts | None = None,
    ) -> None:
        """`concepts`: those of the catalog, if they are made already (a tenth of a second)."""
        self.store = store
        self.catalog = catalog
        self.weights = weights
        self.concepts = concepts or Concepts(catalog)
        self.understanding = Understanding(catalog)
        self._foreign = frozenset(catalog.vocabulary.offtopic)
        self._readings: dict[int, Reading] = {}
        self._frequencies: dict[str, int] = {}
        self._concept_rarity: dict[str, float] = {}
        self._generation = (-1, -1)
        self._total = 0  # passages

    @cached_property
    def hearing(self) -> Hearing:
        """Knows the sayings of the catalog."""
        return Hearing(self.concepts, self.catalog.vocabulary, self.store.heard)

    @cached_property
    def _foreign_phrase(self) -> re.Pattern[str]:
        """Off-topic entries that count wherever they stand; short words of jieba's must be words."""
        phrases = [w for w in self._foreign if len(w) > _WORD or not frequency(w)]
        return re.compile("|".join(map(re.escape, phrases)) or "(?!)")

    @cached_property
    def speller(self) -> Speller:
        """Knows the vocabulary of the catalog."""
        c = self.catalog
        if not c.vocabulary.reads_slips:
            return Speller(())
        return Speller(
            chain(
                (word for theme in c.themes for a in theme.aspects for word in (a.name, *a.terms)),
                (word for area in c.areas for word in (area.name, *area.aliases, *area.words)),
                (word for topic in c.topics for word in topic.words),
                (word for item in c.items for word in (item.title, *item.words)),
                (line.split()[0] for line in c.vocabulary.dictionary),
                (word for synonym in c.synonyms for word in (*synonym.say, *synonym.mean)),
            )
        )

    def search(
        self,
        text: str,
        session: Session | None = None,
        *,
        limit: int = 10,
        only: Filter | None = None,
    ) -> Answer:
        """Passages for a user's words, near-duplicates folded; a session's areas count a little."""
        self._refresh()
        theme = self.catalog.theme.get(session.theme) if session else None
        query = self.understanding.read(text[:_LONGEST], theme)
        tokens = self._cut(query)
        need = self._need(query, tokens)
        lexical = self.store.search(self._rarest(tokens), COLUMN_WEIGHTS, limit=CANDIDATES)
        readings = self._candidates(query, need, lexical, only)
        home = session.areas if session else ()
        ranked = rank(
            query,
            need,
            readings,
            lexical,
            home=home,
            weights=self.weights,
            limit=limit,
        )
        signs = self._signs(query, tokens, ranked)
        verdict = judge(query, ranked, signs)
        bodies = {match.passage.id: self._readings[match.passage.id].body for match in ranked}
        matches = fold(ranked, bodies) if verdict != "nothing" else []
        return Answer(query, tuple(self._marked(matches, tokens)), verdict, tokens.read_as)

    def items_like(self, text: str, *, limit: int = 3) -> list[Item]:
        """The items that a text is a little like, likeliest first: for asking what was meant."""
        if self._is_foreign(text):
            return []
        heard = self.hearing.hear(text[:_LONGEST], cutoff=_HINT)
        items = [key for key in heard if key.startswith("i_")]
        items.sort(key=lambda key: -heard[key])
        return [self.catalog.item[key[2:]] for key in items[:limit]]

    def _signs(self, query: Query, tokens: _Tokens, ranked: Sequence[Match]) -> Signs:
        said = self.hearing.words(query.need or query.plain)
        readings = [self._readings[match.passage.id] for match in ranked[:_JUDGED]]
        explained = (
            self.hearing.explained(said, tokens.heard.keys() & r.concepts.keys(), r.body)
            for r in readings
        )
        return Signs(
            explained=max(explained, default=0.0),
            strange=self.hearing.unknown(said),
            sounded=tokens.sounded,
            is_decoded=bool(tokens.read_as),
            is_foreign=self._is_foreign(query.plain),
        )

    def _is_foreign(self, plain: str) -> bool:
        """True if it holds a word of messages that have nothing to do with the field."""
        said = letters(plain)
        return not self._foreign.isdisjoint(cut(plain)) or bool(self._foreign_phrase.search(said))

    def _cut(self, query: Query) -> _Tokens:
        need = query.need if letters(query.need) else query.plain
        decoded, latin_pairs = self.speller.decode(need) if has_latin(need) else ([], [])
        pairs = bigrams(need)
        known = self._frequencies_of(pairs)
        unknown = [pair for pair in pairs if pair not in known]
        slips = [self._slips(run, unknown) for run in hanzi_runs(need) if unknown]
        meant = need
        for wrong, term in (pair for slip in slips for pair in slip.items()):
            meant = meant.replace(wrong, term)
        read_as = tuple(dict.fromkeys([*decoded, *(t for slip in slips for t in slip.values())]))
        wanted = " ".join([meant, *decoded])
        stop = self.catalog.vocabulary.stopwords
        hinted = self.hearing.hear(wanted, cutoff=_HINT)
        if len(letters(need)) > _SHORT:
            hinted = {key: likeness for key, likeness in hinted.items() if not is_topic(key)}
        heard = {key: likeness for key, likeness in hinted.items() if likeness >= _MEANT}
        columns = {
            "words": [word for word in words(wanted) if word not in stop],
            "grams": bigrams(wanted) or characters(wanted),
            "sounds": [*map(sound, unknown), *latin_pairs],
            "meta": [word for word in words(query.plain) if word not in stop],
        }
        sounded = len(self._frequencies_of(latin_pairs)) / len(latin_pairs) if latin_pairs else 0.0
        return _Tokens(columns, heard, hinted, wanted, read_as, sounded)

    def _slips(self, run: str, unknown: Collection[str]) -> dict[str, str]:
        """Wrongly typed piece -> term: by sound, else the whole run by the look of its characters."""
        if found := self.speller.corrections(run, unknown):
            return found
        if not self.catalog.vocabulary.reads_slips or not any(pair in run for pair in unknown):
            return {}
        term = closest(run, self.speller.terms_of(len(run)), cutoff=_LOOKS_LIKE)
        return {run: term} if term and term != run else {}

    def _need(self, query: Query, tokens: _Tokens) -> Need:
        wanted = dict.fromkeys([*tokens.columns["grams"], *tokens.columns["words"]])
        known = self._frequencies_of(wanted)
        fits = aspect_fits(query.need, self.catalog.themes) if query.areas else {}
        return Need(
            tokens={
                token: rarity(known.get(token, 0), self._total)
                * _LENGTH_WEIGHTS.get(len(token), _WORD_WEIGHT)
                for token in wanted
            },
            concepts={
                key: likeness**2 * self._concept_rarity.get(key, 0.0)
                for key, likeness in tokens.heard.items()
            },
            fits=fits,
            paraphrase=self._paraphrase(tokens.hinted),
            likeness=max(tokens.hinted.values(), default=0.0),
        )

    def _rarest(self, tokens: _Tokens) -> dict[str, list[str]]:
        """The tokens that tell most, for each column of the index: its time goes up with each."""
        columns = {}
        for column, found in tokens.columns.items():
            known = self._frequencies_of(found)
            columns[column] = _affordable(sorted(known, key=known.__getitem__)[:_ASKED], known)
        return columns

    def _paraphrase(self, heard: Mapping[str, float]) -> dict[str, float]:
        """Pairs of characters that texts on the likely concepts hold, with their weight by rarity."""
        wording: dict[str, float] = defaultdict(float)
        for key, likeness in heard.items():
            if not is_topic(key):
                for pair, weight in self.concepts.wording(key).items():
                    wording[pair] += likeness**1.5 * weight
        likely = heapq.nlargest(2 * _PARAPHRASE, wording, key=wording.__getitem__)
        known = self._frequencies_of(likely)
        weighed = {p: wording[p] * rarity(known[p], self._total) for p in likely if p in known}
        best = heapq.nlargest(_PARAPHRASE, weighed, key=weighed.__getitem__)
        return {pair: weighed[pair] for pair in best}

    def _candidates(
        self, query: Query, need: Need, lexical: Mapping[int, float], only: Filter | None
    ) -> list[Reading]:
        """What is worth ranking; a small store is ranked whole."""
        areas = (only.areas if only else ()) or query.areas
        section = (only.section if only else None) or query.section
        ids = set(lexical)
        if self._total <= CANDIDATES:
            ids.update(self.store.passages_of(limit=CANDIDATES))
        else:
            likely = list(need.paraphrase)[:_CANDIDATE_PAIRS]
            pairs = {"grams": _affordable(likely, self._frequencies_of(likely))}
            ids.update(self.store.search(pairs, COLUMN_WEIGHTS, limit=CANDIDATES // 2))
            if areas or section:
                found = self.store.passages_of(areas=areas, section=section, limit=CANDIDATES)
                ids.update(found)
        readings = self._read(ids)
        return [reading for reading in readings if only.lets(reading)] if only else readings

    def _frequencies_of(self, tokens: Collection[str]) -> dict[str, int]:
        """Token -> number of passages that hold it, unknown ones left out; from memory if known."""
        if len(self._frequencies) > _REMEMBERED:
            self._frequencies.clear()
        if new := [token for token in tokens if token not in self._frequencies]:
            self._frequencies |= dict.fromkeys(new, 0) | self.store.frequencies(new)
        return {token: count for token in tokens if (count := self._frequencies[token])}

    def _read(self, ids: Collection[int]) -> list[Reading]:
        """The passages as ranking reads them, from memory where they were read before."""
        missing = [number for number in ids if number not in self._readings]
        if missing:
            self._make_room(len(missing), kept=set(ids))
            for passage, body, about in self.store.readings(missing):
                self._readings[passage.id] = Reading.of(passage, body, about)
        return [self._readings[number] for number in ids if number in self._readings]

    def _make_room(self, count: int, *, kept: set[int]) -> None:
        """Forgets the oldest readings, but for those kept, when there are too many."""
        excess = len(self._readings) + count - _CACHED
        if excess > 0:
            oldest = [number for number in self._readings if number not in kept]
            for number in oldest[:excess]:
                del self._readings[number]

    def _refresh(self) -> None:
        """Forgets what was read when the corpus has changed."""
        if self._generation != (generation := self.store.generation()):
            self._generation = generation
            self._readings.clear()
            self._frequencies.clear()
            self._total = self.store.passage_count()
            self._concept_rarity = {
                key: rarity(count, self._total) / 4
                for key, count in self.store.concept_spread().items()
            }

    def _marked(self, matches: Iterable[Match], tokens: _Tokens) -> Iterable[Match]:
        """The matches with what to mark in them: common runs of characters, and shared concepts' wording."""
        runs = hanzi_runs(tokens.wanted)
        for match in matches:
            reading = self._readings[match.passage.id]
            shared = tokens.heard.keys() & reading.concepts.keys()
            said = (phrase for key in shared for phrase in self.concepts.by_key[key].written)
            own = sorted(_common(runs, reading.body), key=len, reverse=True)
            theirs = sorted((p for p in said if p in reading.body), key=len, reverse=True)
            yield replace(match, needles=tuple(dict.fromkeys([*own, *theirs])))


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


def _common(runs: Iterable[str], body: str) -> list[str]:
    """The longest pieces (two characters and more) that the runs share with a body."""
    found = []
    for run in runs:
        start = 0
        while start < len(run) - 1:
            end = start + 2
            if run[start:end] not in body:
                start += 1
                continue
            while end < len(run) and run[start : end + 1] in body:
                end += 1
            found.append(run[start:end])
            start = end
    return found
