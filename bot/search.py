"""From a user's words to matching passages: understand, fetch candidates, rank, judge.

The one pipeline behind messages, `/find`, the `search` command and the evaluation.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from bot.advice.answer import Answer, Filter, Packed
from bot.advice.retrieval import (
    DEFAULT_WEIGHTS,
    Match,
    Place,
    Reading,
    Weights,
    fold,
    gather,
    rank,
)
from bot.advice.sifting import Lineup, sift
from bot.advice.understanding import Query, Understanding
from bot.advice.verdict import LIKE, Signs, judge
from bot.candidates import SHORTLIST, Candidates
from bot.corpus.store import Store
from bot.corpus.unseen import Unseen
from bot.memory import Current
from bot.models import Catalog, Item, Session
from bot.needs import HINT, Needs, Tokens
from bot.text.concepts import Concepts, is_item, is_topic
from bot.text.hearing import Hearing
from bot.text.normalize import letters
from bot.text.segment import (
    cut,
    frequency,
    hanzi_runs,
    stands_in,
)

KEPT_QUERY = 60  # characters; a longer text may be a piece of a draft and is never kept
_LONGEST = 1_000  # characters of a question that are read; more only takes time
_CERTAIN = 0.9  # likeness from which a word of everyday life is taken for the field's
_ASIDE = 0.6  # likeness of an item by its wording, of that of the saying which is written so
_GATHERED = 15  # best passages among which those on the same items move up
_OTHERWISE = 0.7  # share of words not of the field, from which a slip among them was none
_JUDGED = 3  # best matches by which it is judged whether anything fits
_WORD = 2  # letters up to which an off-topic entry must be a word of its own
_ANSWERS = 500  # kept in memory; ten or twenty of their passages are in none of the others


@dataclass(frozen=True, slots=True)
class Question:
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
        self.foreseen: Callable[[], Iterable[tuple[int, Question, Packed]]] = tuple

    @cached_property
    def hearing(self) -> Hearing:
        """Knows the sayings of the catalog."""
        return Hearing(self.concepts, self.catalog.vocabulary, self.store.heard.postings)

    @cached_property
    def _candidates(self) -> Candidates:
        return Candidates(self.store, self.hearing)

    @cached_property
    def _needs(self) -> Needs:
        return Needs(self.catalog, self.concepts, self._candidates, self.hearing)

    @cached_property
    def _foreign_phrase(self) -> re.Pattern[str]:
        """Off-topic entries that count wherever they stand; short words of jieba's must be words."""
        phrases = [w for w in self._foreign if len(w) > _WORD or not frequency(w)]
        return re.compile("|".join(map(re.escape, phrases)) or "(?!)")

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
        question = self.question(text, limit, session)
        if only or len(text) > KEPT_QUERY:
            return self._search(question, chat, only)
        return self._answers.of(
            question, lambda: self._foreseen(question) or self._search(question, chat)
        )

    def question(self, text: str, limit: int, session: Session | None = None) -> Question:
        """What these words ask in that session."""
        if session is None:
            return Question(text, limit)
        own = self.store.hidden(session.chat).own
        return Question(text, limit, session.theme, session.areas, own)

    def _foreseen(self, question: Question) -> Answer | None:
        """The answer if it was found elsewhere, with all that came with it, of the present corpus."""
        self._candidates.refresh()
        present, found = self.store.version(), None
        for version, other, packed in self.foreseen():
            if version == present:
                answer = packed.unpacked(self._candidates.passages)
                self._answers.keep(other, answer)
                found = answer if other == question else found
        return found

    def _search(self, question: Question, chat: int | None, only: Filter | None = None) -> Answer:
        self._candidates.refresh()
        only = _seen(only, self.store.hidden(chat))
        theme = self.catalog.theme.get(question.theme)
        query = self.understanding.read(question.text[:_LONGEST], theme)
        tokens = self._needs.cut(query)
        matches, seen = self._ranked(query, tokens, question, only)
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
        tokens: Tokens,
        question: Question,
        only: Filter | None,
    ) -> tuple[list[Match], dict[int, Reading]]:
        """The best passages, best first, with what ranking read of them."""
        need = self._needs.of(query, tokens)
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
            home=question.home,
            weights=self.weights,
            likely=worded,
            limit=max(question.limit, SHORTLIST),
        )
        readings = self._candidates.readings([place.id for place in sifted])
        held_by = self._candidates.holders(readings, need)
        most = max(question.limit, _GATHERED)
        ranked = rank(need, sifted, readings, held_by, weights=self.weights, limit=most)
        places = gather(
            ranked,
            self._candidates.items([place.id for place in ranked]),
            weight=self.weights.kindred,
        )[: question.limit]
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
        self, query: Query, tokens: Tokens, place: Place, readings: Mapping[int, Reading]
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

    def is_off_topic(self, text: str) -> bool:
        """True if a word of the text has nothing to do with the field: 今天天气, 写诗; not 公款旅游."""
        heard = self.hearing.hear(text[:_LONGEST], cutoff=HINT)
        return any(self._stray(text, heard))

    def items_like(self, text: str, *, limit: int = 3) -> list[Item]:
        """The items that a text is a little like, likeliest first: for asking what was meant."""
        likeness: dict[str, float] = defaultdict(float)
        heard = self.hearing.hear(text[:_LONGEST], cutoff=HINT)
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
        tokens: Tokens,
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


def _seen(only: Filter | None, hidden: Unseen) -> Filter | None:
    """The filter, with what the chat that asks may not see."""
    if only and only.sees_all:
        return only
    return replace(only or Filter(), hidden=hidden) if hidden else only


def _shared(heard: Iterable[str], carried: Container[str]) -> tuple[str, ...]:
    """The concepts heard that a passage carries."""
    return tuple([key for key in heard if key in carried])
