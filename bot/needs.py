"""What a question needs: its words cut for the index, slips and pinyin read, the concepts that it means."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from itertools import chain
from operator import itemgetter

from bot.advice.likeness import closest
from bot.advice.retrieval import Need, rarity
from bot.advice.understanding import AspectFits, Query
from bot.candidates import Candidates
from bot.models import Catalog
from bot.text.concepts import Concepts, is_topic
from bot.text.hearing import Hearing
from bot.text.normalize import letters
from bot.text.segment import bigrams, characters, hanzi_runs, sound, words
from bot.text.spelling import Speller, has_latin, is_worded_otherwise, latin_runs

HINT = 0.3  # likeness from which a concept may be what was meant
_MEANT = 0.45  # likeness from which a concept is meant
_MEANT_IN_SENTENCE = 0.4  # … by a sentence, which says a thing in more words
_SHORT = 8  # letters of a need up to which topics count: a sentence touches too many
_LOOKS_LIKE = 74.0  # rapidfuzz ratio from which a run is a term with a wrong character: 3 of 4
_LENGTH_WEIGHTS = {1: 0.25, 2: 1.0}  # of a token by its length; longer words count more
_WORD_WEIGHT = 1.6
_REPHRASED = 12  # likeliest concepts whose wording is searched for as well …
_PARAPHRASE = 40  # … so many pairs of its characters


@dataclass(frozen=True, slots=True)
class Tokens:
    """A query cut for the index."""

    columns: Mapping[str, list[str]]
    heard: Mapping[str, float]  # concept -> likeness, of those that are meant
    hinted: Mapping[str, float]  # … and of those that may be, too
    wanted: str  # the need with what slips were read as
    read_as: tuple[str, ...]
    is_pinyin: bool  # some of it is pinyin of terms
    sounded: float  # share of pinyin left undecoded that the corpus knows by sound


class Needs:
    """Reads questions with the vocabulary of a catalog and the frequencies of a store."""

    def __init__(
        self, catalog: Catalog, concepts: Concepts, candidates: Candidates, hearing: Hearing
    ) -> None:
        self._catalog = catalog
        self._concepts = concepts
        self._candidates = candidates
        self._hearing = hearing

    @cached_property
    def _aspect_fits(self) -> AspectFits:
        return AspectFits(self._catalog.themes)

    @cached_property
    def _speller(self) -> Speller:
        """Knows the vocabulary of the catalog."""
        c = self._catalog
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

    def cut(self, query: Query) -> Tokens:
        """The query as it is asked of the index, with the concepts that it means."""
        need = query.need if letters(query.need) else query.plain
        decoded, latin_pairs = self._pinyin(need) if has_latin(need) else ([], [])
        pairs = bigrams(need)
        # with the words, which are asked for later on: one reading for all
        known = self._candidates.frequencies([*pairs, *words(need), *words(query.plain)])
        unknown = [pair for pair in pairs if pair not in known]
        slips = [self._slips(run, unknown) for run in hanzi_runs(need) if unknown]
        meant = need
        for wrong, term in (pair for slip in slips for pair in slip.items()):
            meant = meant.replace(wrong, term)
        read_as = tuple(dict.fromkeys([*decoded, *(t for slip in slips for t in slip.values())]))
        wanted = " ".join([meant, *decoded])
        stop = self._catalog.vocabulary.stopwords
        hinted = self._hearing.hear(wanted, cutoff=HINT)
        meant_from = _MEANT
        if len(letters(need)) > _SHORT:
            meant_from = _MEANT_IN_SENTENCE
            hinted = {key: likeness for key, likeness in hinted.items() if not is_topic(key)}
        heard = {key: likeness for key, likeness in hinted.items() if likeness >= meant_from}
        columns = {
            "words": [word for word in words(wanted) if word not in stop],
            "grams": bigrams(wanted) or characters(wanted),
            "sounds": [*map(sound, unknown), *latin_pairs],
            "meta": [word for word in words(query.plain) if word not in stop],
        }
        sounded = (
            len(self._candidates.frequencies(latin_pairs)) / len(latin_pairs)
            if latin_pairs
            else 0.0
        )
        return Tokens(columns, heard, hinted, wanted, read_as, bool(decoded), sounded)

    def _pinyin(self, need: str) -> tuple[list[str], list[str]]:
        """What the Latin runs stand for that are no words of the texts (APP)."""
        return self._speller.decode(need, words=self._candidates.frequencies(latin_runs(need)))

    def _slips(self, run: str, unknown: Collection[str]) -> dict[str, str]:
        """Wrongly typed piece -> term: by sound, else the whole run by the look of its characters."""
        if found := self._speller.corrections(run, unknown):
            return found
        if not self._catalog.vocabulary.reads_slips or not any(pair in run for pair in unknown):
            return {}
        term = closest(run, self._speller.lookalikes(run), cutoff=_LOOKS_LIKE)
        if not term or term == run or is_worded_otherwise(run, term):
            return {}
        return {run: term}

    def of(self, query: Query, tokens: Tokens) -> Need:
        """What passages are ranked by."""
        wanted = dict.fromkeys([*tokens.columns["grams"], *tokens.columns["words"]])
        known = self._candidates.frequencies(wanted)
        fits = self._aspect_fits.of(query.need) if query.areas else {}
        is_sentence = len(letters(tokens.wanted)) >= _SHORT
        concepts = {
            key: likeness**2 * self._candidates.concept_rarity.get(key, 0.0)
            for key, likeness in tokens.heard.items()
        }
        told = tokens.wanted if is_sentence else ""
        return Need(
            tokens={
                token: rarity(known.get(token, 0), self._candidates.total)
                * _LENGTH_WEIGHTS.get(len(token), _WORD_WEIGHT)
                for token in wanted
            },
            concepts=concepts,
            meaning=self._hearing.meaning(concepts, told, self._candidates.telling),
            fits=fits,
            paraphrase=self._paraphrase(tokens.hinted),
            likeness=max(tokens.hinted.values(), default=0.0),
        )

    def _paraphrase(self, heard: Mapping[str, float]) -> dict[str, float]:
        """Pairs of characters that texts on the likely concepts hold, with their weight by rarity."""
        meant = ((key, likeness) for key, likeness in heard.items() if not is_topic(key))
        likeliest = dict(nlargest(_REPHRASED, meant, key=itemgetter(1)))
        wording: dict[str, float] = {}
        known = wording.get
        found = self._candidates.wordings(likeliest, self._concepts)
        for likeness, pairs in zip(likeliest.values(), found, strict=True):
            factor = likeness**1.5
            for pair, weight in pairs.items():
                wording[pair] = known(pair, 0.0) + factor * weight
        best = sorted(wording.items(), key=itemgetter(1), reverse=True)  # faster than a heap
        return dict(best[:_PARAPHRASE])
