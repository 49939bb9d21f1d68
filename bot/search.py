"""From a user's words to matching passages: understand, fetch candidates, rank, judge.

The one pipeline behind messages, `/find`, the `search` command and the evaluation.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from bot.advice.retrieval import COLUMN_WEIGHTS, Candidate, Match, Verdict, Weights, fold, rank, spread
from bot.advice.understanding import Query, Understanding
from bot.corpus.store import Store
from bot.models import Catalog, SectionKind, Session
from bot.text.concepts import Concepts
from bot.text.normalize import letters
from bot.text.segment import bigrams, characters, frequency, hanzi_runs, sound, words
from bot.text.spelling import Speller

CANDIDATES = 200  # passages fetched from the index for ranking


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found: matches best first, or nothing and why."""

    query: Query
    matches: tuple[Match, ...]
    verdict: Verdict
    needles: tuple[str, ...] = ()  # what to mark in the passages
    read_as: tuple[str, ...] = ()  # terms that pinyin or a slip was read as

    def as_json(self) -> dict[str, Any]:
        """The answer as `search --json` prints it."""
        return {
            "query": self.query.text,
            "verdict": self.verdict,
            "matches": [_match_json(match) for match in self.matches],
        }


def _match_json(match: Match) -> dict[str, Any]:
    passage = match.passage
    return {
        "document": passage.document,
        "title": passage.title,
        "year": passage.year,
        "section": passage.section,
        "aspect": passage.aspect,
        "ordinal": passage.ordinal,
        "headline": passage.headline,
        "text": passage.text,
        "score": round(match.score, 3),
    }


@dataclass(frozen=True, slots=True)
class Filter:
    """What a passage must have, whatever its score."""

    aspect: int | None = None
    section: SectionKind | None = None
    areas: tuple[str, ...] = ()


class Finder:
    """Searches a store."""

    def __init__(self, store: Store, catalog: Catalog, concepts: Concepts | None = None) -> None:
        self.store = store
        self.catalog = catalog
        self.concepts = concepts or Concepts(catalog)
        self.understanding = Understanding(catalog)

    @cached_property
    def speller(self) -> Speller:
        """Knows the vocabulary of the catalog."""
        c = self.catalog
        return Speller(
            [
                *(word for theme in c.themes for a in theme.aspects for word in (a.name, *a.terms)),
                *(word for area in c.areas for word in (area.name, *area.aliases, *area.words)),
                *(word for topic in c.topics for word in topic.words),
                *(word for item in c.items for word in (item.title, *item.words)),
                *(line.split()[0] for line in c.vocabulary.dictionary),
                *(word for synonym in c.synonyms for word in (*synonym.say, *synonym.mean)),
            ]
        )

    def search(
        self, text: str, session: Session | None = None, *, limit: int = 10, only: Filter = Filter()
    ) -> Answer:
        """Passages for a user's words; the session's areas count as if he had named them, a little less."""
        theme = self.catalog.theme.get(session.theme) if session else None
        query = self.understanding.read(text, theme)
        tokens, heard, read_as = self._tokens(query)
        lexical = self.store.search(tokens, COLUMN_WEIGHTS, limit=CANDIDATES)
        candidates = self._candidates(query, lexical)
        matches = rank(query, candidates, heard, limit=limit)
        return Answer(query, tuple(matches), "found" if matches else "nothing", read_as=read_as)

    def _tokens(self, query: Query) -> tuple[dict[str, list[str]], dict[str, float], tuple[str, ...]]:
        """Index tokens per column, the query's concepts, and the terms that slips were read as."""
        need = query.need if letters(query.need) else query.plain
        pairs = bigrams(need)
        decoded, latin_pairs = self.speller.decode(need) if _has_latin(need) else ([], [])
        frequencies = self.store.frequencies(pairs)
        unknown = [pair for pair in pairs if pair not in frequencies]
        corrections = [
            term
            for run in (hanzi_runs(need) if unknown else ())
            for term in self.speller.corrections(run, unknown).values()
        ]
        read_as = tuple(dict.fromkeys([*decoded, *corrections]))
        wanted = " ".join([need, *read_as])
        stop = self.catalog.vocabulary.stopwords
        heard = self.concepts.of_query(wanted)
        tokens = {
            "words": [w for w in words(wanted) if w not in stop],
            "headline": [w for w in words(wanted) if w not in stop],
            "grams": [*bigrams(wanted), *(c for c in characters(wanted) if c not in stop)],
            "sounds": [*map(sound, unknown), *latin_pairs],
            "meta": [w for w in words(query.plain) if w not in stop],
            "concepts": list(heard),
        }
        return tokens, heard, read_as

    def _candidates(self, query: Query, lexical: dict[int, float]) -> list[Candidate]:
        ids = set(lexical)
        if query.areas or query.section:
            ids |= set(self.store.passages_of(areas=query.areas, section=query.section, limit=CANDIDATES))
        passages = self.store.passages(ids)
        about = self.store.concepts_of(ids)
        return [Candidate(p, lexical.get(i, 0.0), about.get(i, {})) for i, p in passages.items()]


def _has_latin(text: str) -> bool:
    return any("a" <= character <= "z" for character in text)
