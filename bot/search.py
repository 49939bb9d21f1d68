"""From a user's words to matching passages: understand, fetch candidates, rank, judge.

The one pipeline behind messages, `/find`, the `search` command and the evaluation.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from heapq import nlargest
from itertools import chain, islice
from operator import itemgetter

from bot.advice.answer import Answer, Filter, Packed
from bot.advice.likeness import closest
from bot.advice.retrieval import (
    DEFAULT_WEIGHTS,
    Match,
    Need,
    Place,
    Reading,
    Weights,
    fold,
    gather,
    rank,
    rarity,
)
from bot.advice.sifting import Lineup, sift
from bot.advice.understanding import AspectFits, Query, Understanding
from bot.advice.verdict import LIKE, Signs, judge
from bot.candidates import SHORTLIST, Candidates
from bot.corpus.store import Store
from bot.corpus.unseen import Unseen
from bot.memory import Current
from bot.models import Catalog, Item, Session
from bot.text.concepts import Concepts, is_item, is_topic
from bot.text.hearing import Hearing
from bot.text.normalize import letters
from bot.text.segment import (
    bigrams,
    characters,
    cut,
    frequency,
    hanzi_runs,
    sound,
    stands_in,
    words,
)
from bot.text.spelling import Speller, has_latin, is_worded_otherwise, latin_runs

KEPT_QUERY = 60  # characters; a longer text may be a piece of a draft and is never kept
_LONGEST = 1_000  # characters of a question that are read; more only takes time
_SHORT = 8  # letters of a need up to which topics count: a sentence touches too many
_LOOKS_LIKE = 74.0  # rapidfuzz ratio from which a run is a term with a wrong character: 3 of 4
_MEANT = 0.45  # likeness from which a concept is meant
_CERTAIN = 0.9  # likeness from which a word of everyday life is taken for the field's
_MEANT_IN_SENTENCE = 0.4  # … by a sentence, which says a thing in more words
_ASIDE = 0.6  # likeness of an item by its wording, of that of the saying which is written so
_HINT = 0.3  # likeness from which a concept may be what was meant
_LENGTH_WEIGHTS = {1: 0.25, 2: 1.0}  # of a token by its length; longer words count more
_WORD_WEIGHT = 1.6
_REPHRASED = 12  # likeliest concepts whose wording is searched for as well …
_PARAPHRASE = 40  # … so many pairs of its characters
_GATHERED = 15  # best passages among which those on the same items move up
_OTHERWISE = 0.7  # share of words not of the field, from which a slip among them was none
_JUDGED = 3  # best matches by which it is judged whether anything fits
_WORD = 2  # letters up to which an off-topic entry must be a word of its own
_ANSWERS = 500  # kept in memory; ten or twenty of their passages are in none of the others


@dataclass(frozen=True, slots=True)
class _Tokens:
    """A query cut for the index."""

    columns: Mapping[str, list[str]]
    heard: Mapping[str, float]  # concept -> likeness, of those that are meant
    hinted: Mapping[str, float]  # … and of those that may be, too
    wanted: str  # the need with what slips were read as
    read_as: tuple[str, ...]
    is_pinyin: bool  # some of it is pinyin of terms
    sounded: float  # share of pinyin left undecoded that the corpus knows by sound


@dataclass(frozen=True, slots=True)
class Asked:
    """All that an answer depends on, beside the store."""

    text: str
    limit: int
    theme: str = ""
    home: tuple[str, ...] = ()  # the areas of whoever asks
    own: frozenset[int] = frozenset()  # private documents that his chat may see


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
        self.searches = 0  # made so far, for the statistics
        self._answers = Current[Answer](store.generation, most=_ANSWERS)
        # Tells what was searched for elsewhere: at which version of the corpus, what, with which answer.
        self.foreseen: Callable[[], Iterable[tuple[int, Asked, Packed]]] = tuple

    @cached_property
    def hearing(self) -> Hearing:
        """Knows the sayings of the catalog."""
        return Hearing(self.concepts, self.catalog.vocabulary, self.store.heard.postings)

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates(self.store, self.hearing)

    @cached_property
    def _aspect_fits(self) -> AspectFits:
        return AspectFits(self.catalog.themes)

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
        """Passages for a user's words, near-duplicates folded; a session's areas count a little.

        Documents that are for certain chats are found in a session of these chats only.
        A question is soon asked again: for the next page, or by the next member of a committee.
        """
        self.searches += 1
        chat = session.chat if session else None
        asked = self.asked(text, limit, session)
        if only or len(text) > KEPT_QUERY:
            return self._search(asked, chat, only)
        return self._answers.of(asked, lambda: self._foreseen(asked) or self._search(asked, chat))

    def asked(self, text: str, limit: int, session: Session | None = None) -> Asked:
        """What these words ask in that session."""
        if session is None:
            return Asked(text, limit)
        own = self.store.hidden(session.chat).own
        return Asked(text, limit, session.theme, session.areas, own)

    def _foreseen(self, asked: Asked) -> Answer | None:
        """The answer if it was found elsewhere, with all that came with it, of the present corpus."""
        self._candidates.refresh()
        present, found = self.store.version(), None
        for version, other, packed in self.foreseen():
            if version == present:
                answer = packed.unpacked(self._candidates.passages)
                self._answers.keep(other, answer)
                found = answer if other == asked else found
        return found

    def _search(self, asked: Asked, chat: int | None, only: Filter | None = None) -> Answer:
        self._candidates.refresh()
        only = _seen(only, self.store.hidden(chat))
        theme = self.catalog.theme.get(asked.theme)
        query = self.understanding.read(asked.text[:_LONGEST], theme)
        tokens = self._cut(query)
        matches, seen = self._ranked(query, tokens, asked, only)
        verdict = judge(query, matches, self._signs(query, tokens, matches, seen))
        if verdict == "nothing":
            return Answer(query, (), verdict, tokens.read_as)
        folded = fold(matches, self._candidates.likenesses)
        return Answer(
            query,
            tuple(folded),
            verdict,
            tokens.read_as,
            runs=tuple(hanzi_runs(tokens.wanted)),
            wording={key: self.concepts.by_key[key].written for key in tokens.heard},
        )

    def _ranked(
        self,
        query: Query,
        tokens: _Tokens,
        asked: Asked,
        only: Filter | None,
    ) -> tuple[list[Match], dict[int, Reading]]:
        """The best passages, best first, with what ranking read of them."""
        need = self._need(query, tokens)
        hidden = only.hidden if only else ()
        lexical = self._candidates.lexical(tokens.columns, hidden=hidden)
        worded = self._candidates.worded(need.paraphrase, hidden=hidden)
        lineup = self._candidates.lineup(
            (*lexical, *worded),
            need,
            areas=(only.areas if only else ()) or query.areas,
            section=(only.section if only else None) or query.section,
            hidden=hidden,
        )
        if only:
            lineup = Lineup([sketch for sketch in lineup.sketches if only.lets(sketch)])
        sifted = sift(
            query,
            need,
            lineup,
            lexical,
            home=asked.home,
            weights=self.weights,
            likely=worded,
            limit=max(asked.limit, SHORTLIST),
        )
        readings = self._candidates.readings([place.id for place in sifted])
        held_by = self._candidates.holders(readings, need)
        most = max(asked.limit, _GATHERED)
        ranked = rank(need, sifted, readings, held_by, weights=self.weights, limit=most)
        places = gather(
            ranked,
            self._candidates.items([place.id for place in ranked]),
            weight=self.weights.kindred,
        )[: asked.limit]
        places = [place for place in places if self._is_said(query, tokens, place, readings)]
        ids = [place.id for place in places]
        passages, carried = self._candidates.passages(ids), self._candidates.concepts(ids)
        matches = [
            Match(
                passages[place.id],
                place.score,
                place.coverage,
                place.reasons,
                _shared(tokens.heard, carried.get(place.id, {})),
            )
            for place in places
            if place.id in passages
        ]
        return matches, {match.passage.id: readings[match.passage.id] for match in matches}

    def _is_said(
        self, query: Query, tokens: _Tokens, place: Place, readings: Mapping[int, Reading]
    ) -> bool:
        """False for a passage that holds a question of one word only across two others, and means nothing of it."""
        need = letters(query.need)
        is_word = len(need) == _WORD and cut(need) == [need]
        if not is_word or not place.coverage or need not in readings[place.id].body:
            return True
        return stands_in(need, readings[place.id].body) or not tokens.heard.keys().isdisjoint(
            self._candidates.concepts([place.id])[place.id]
        )

    def forget(self) -> None:
        """Forgets what was asked, and the answers."""
        self._answers.clear()

    def items_like(self, text: str, *, limit: int = 3) -> list[Item]:
        """The items that a text is a little like, likeliest first: for asking what was meant."""
        likeness: dict[str, float] = defaultdict(float)
        heard = self.hearing.hear(text[:_LONGEST], cutoff=_HINT)
        if any(self._stray(text, heard)):
            return []
        for key, like in heard.items():
            if is_item(key):
                likeness[key] = max(likeness[key], like)
            elif like >= LIKE and not is_topic(key):
                for item in self._written_alike(key):
                    likeness[item] = max(likeness[item], _ASIDE * like)
        items = sorted(likeness, key=lambda key: -likeness[key])
        return [self.catalog.item[key[2:]] for key in items[:limit]]

    def _written_alike(self, key: str) -> list[str]:
        """The items that a text with a concept's wording would raise, those with most of it first."""
        wording = "。".join(self.concepts.by_key[key].written)
        carried = self.concepts.of_letters("", wording)
        return sorted(filter(is_item, carried), key=lambda item: -carried[item])

    def _signs(
        self,
        query: Query,
        tokens: _Tokens,
        matches: Iterable[Match],
        seen: Mapping[int, Reading],
    ) -> Signs:
        """`matches`: best first; `seen`: what ranking read of them."""
        said = self.hearing.words(query.need or query.plain)
        explained = (
            self.hearing.explained(said, match.concepts, seen[match.passage.id].body)
            for match in islice(matches, _JUDGED)
        )
        strange = self.hearing.unknown(said)
        return Signs(
            explained=max(explained, default=0.0),
            strange=strange,
            likeness=max(tokens.heard.values(), default=0.0),
            carried=self._carried(tokens.heard, matches),
            sounded=tokens.sounded,
            is_decoded=tokens.is_pinyin or (bool(tokens.read_as) and strange < _OTHERWISE),
            is_foreign=any(self._stray(query.plain, {} if strange else tokens.heard)),
            is_only_foreign=letters(query.plain) in self._foreign,
        )

    def _carried(self, heard: Mapping[str, float], matches: Iterable[Match]) -> float:
        """How strongly one of the best passages carries what is likely meant, or the likeliest of it."""
        best = max(heard.values(), default=0.0)
        likely = [key for key, likeness in heard.items() if likeness >= min(best, LIKE)]
        found = self._candidates.concepts([m.passage.id for m in islice(matches, _JUDGED)])
        return max((held.get(key, 0.0) for held in found.values() for key in likely), default=0.0)

    def _foreign_words(self, plain: str) -> frozenset[str]:
        """The words of messages that have nothing to do with the field."""
        return self._foreign & {*cut(plain), *self._foreign_phrase.findall(letters(plain))}

    def _stray(self, plain: str, heard: Mapping[str, float]) -> Iterator[str]:
        """Those that no saying holds which the text is very much like: 上班刷手机 is of the field."""
        found = self._foreign_words(plain)
        likely = [key for key, likeness in heard.items() if likeness >= _CERTAIN] if found else []
        said = "|".join(phrase for key in likely for phrase in self.concepts.by_key[key].heard)
        return (word for word in found if word not in said)

    def _cut(self, query: Query) -> _Tokens:
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
        stop = self.catalog.vocabulary.stopwords
        hinted = self.hearing.hear(wanted, cutoff=_HINT)
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
        return _Tokens(columns, heard, hinted, wanted, read_as, bool(decoded), sounded)

    def _pinyin(self, need: str) -> tuple[list[str], list[str]]:
        """What the Latin runs stand for that are no words of the texts (APP)."""
        return self.speller.decode(need, words=self._candidates.frequencies(latin_runs(need)))

    def _slips(self, run: str, unknown: Collection[str]) -> dict[str, str]:
        """Wrongly typed piece -> term: by sound, else the whole run by the look of its characters."""
        if found := self.speller.corrections(run, unknown):
            return found
        if not self.catalog.vocabulary.reads_slips or not any(pair in run for pair in unknown):
            return {}
        term = closest(run, self.speller.lookalikes(run), cutoff=_LOOKS_LIKE)
        if not term or term == run or is_worded_otherwise(run, term):
            return {}
        return {run: term}

    def _need(self, query: Query, tokens: _Tokens) -> Need:
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
            meaning=self.hearing.meaning(concepts, told, self._candidates.telling),
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
        found = self._candidates.wordings(likeliest, self.concepts)
        for likeness, pairs in zip(likeliest.values(), found, strict=True):
            factor = likeness**1.5
            for pair, weight in pairs.items():
                wording[pair] = known(pair, 0.0) + factor * weight
        best = sorted(wording.items(), key=itemgetter(1), reverse=True)  # faster than a heap
        return dict(best[:_PARAPHRASE])


def _seen(only: Filter | None, hidden: Unseen) -> Filter | None:
    """The filter, with what the chat that asks may not see."""
    if only and only.sees_all:
        return only
    return replace(only or Filter(), hidden=hidden) if hidden else only


def _shared(heard: Iterable[str], carried: Container[str]) -> tuple[str, ...]:
    """The concepts heard that a passage carries."""
    return tuple([key for key in heard if key in carried])
