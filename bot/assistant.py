"""What the bot can do for one person: the use cases, as values, whatever asks for them.

A use case reads the store and the catalog, lets `advice` decide, and returns what to show; how it
is worded and sent is the business of `chat`.
"""

import re
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.advice.answer import Answer
from bot.advice.checklist import (
    Todo,
    applies,
    fits_of_aspect,
    items_of_aspect,
    items_of_section,
    todos,
)
from bot.advice.links import belonging
from bot.advice.mapping import passage_fit
from bot.advice.retrieval import Match, spread
from bot.corpus.shelf import RAISES
from bot.corpus.store import Store
from bot.memory import Current
from bot.models import (
    Area,
    Aspect,
    Catalog,
    Item,
    Passage,
    Preparation,
    Session,
    Spot,
    Theme,
)
from bot.notebook import Notebook
from bot.search import Finder
from bot.text.concepts import Concepts
from bot.text.normalize import letters, simplify

_DEFAULT_THEME = "default_theme"  # a fact of the store: the key an administrator chose
CARD_NAMES = {
    "causes": "原因剖析",
    "measures": "整改措施",
    "general": "其他要求",
}  # beside the aspects
_WORTH = 0.35  # share of the best score below which 换一批 shows nothing more
_FIT_COUNTS = 4.0  # times as much as naming the user's work: a fit is 0 to 2
_OWN = 2 * _FIT_COUNTS  # what standing under the aspect itself counts beside a fit
_GOOD_FIT = 0.4 * _FIT_COUNTS  # is worth showing whatever fits better
_ENOUGH = 5  # problem passages beside which no cause is shown
_CAUSE = 0.6  # how much a fitting cause counts beside a fitting problem
_CANDIDATES = 100  # passages looked at for a card's examples
_PARTS = 500  # cards kept in memory, 10 kB each


@dataclass(frozen=True, slots=True)
class Progress:
    """One line of the checklist: how many of a card's items are done."""

    card: str  # "1", "2", … for an aspect, or a key of CARD_NAMES
    name: str
    done: int  # ticked
    total: int
    noted: int = 0  # with facts of the user's own, ticked or not, and facts on the part as a whole
    covered: int = 0  # ticked or noted; at least 1 with a fact on the part as a whole


@dataclass(frozen=True, slots=True)
class Linked:
    """A problem with the causes and measures that belong to it, each with whether it is covered."""

    item: Item
    causes: tuple[tuple[Item, bool], ...]
    measures: tuple[tuple[Item, bool], ...]

    @property
    def is_whole(self) -> bool:
        """True if at least one cause and one measure are covered."""
        return all(any(there for _, there in side) for side in (self.causes, self.measures))


@dataclass(frozen=True, slots=True)
class _Part:
    """What a card shows to whoever has these areas and this scope, until the corpus changes."""

    todos: tuple[Todo, ...]  # none of them done
    examples: tuple[int, ...]  # ids of passages, closest first


@dataclass(frozen=True, slots=True)
class Card:
    """One part of the checklist opened: its items and the closest examples."""

    key: str
    name: str
    heading: str
    todos: tuple[Todo, ...]
    examples: tuple[Passage, ...]
    example_count: int  # how many there are in all, for paging


class Assistant:
    """The use cases over one store and catalog."""

    def __init__(self, store: Store, catalog: Catalog, concepts: Concepts | None = None) -> None:
        self.store = store
        self.catalog = catalog
        self.notebook = Notebook(store, catalog)
        self.finder = Finder(store, catalog, concepts=concepts)
        self._selves = _at_the_ends((*catalog.vocabulary.selves, *catalog.vocabulary.posts))
        self._parts = Current[_Part](store.generation, most=_PARTS)
        self._listed = Current[tuple[Item, ...]](lambda: None, most=_PARTS)  # data/ stays as read

    # --- who is asking

    def session(self, chat: int, topic: int = 0) -> Session:
        """The chat's session, its theme set."""
        session = self.store.chats.session(chat, topic)
        if self._theme(session.theme):
            return session
        preparation = replace(session.preparation, theme=self.default_theme().key)
        return replace(session, preparation=preparation, aspect=None)

    def save(self, session: Session) -> None:
        """Keeps the session."""
        with self.store.transaction():
            self.store.chats.save(session)

    def forget(self, chat: int, topic: int | None = None) -> None:
        """Removes everything the chat told the bot, or only in that topic."""
        with self.store.transaction():
            keeping = self.store.fact(_DEFAULT_THEME) or ""
            self.store.chats.forget(chat, topic, keeping=keeping)
            self.store.changed()  # who may see what, too
            self.store.connection.clear_log()  # what was forgotten stands in no file any more

    def migrate(self, old: int, new: int) -> None:
        """Moves what a group told the bot when it becomes a supergroup."""
        with self.store.transaction():
            self.store.chats.migrate(old, new)

    def theme(self, session: Session) -> Theme:
        """The theme that the chat prepares for."""
        return self._theme(session.theme) or self.default_theme()

    def theme_of(self, key: str, session: Session) -> Theme:
        """The theme of that key, else the one that the chat prepares for."""
        return self._theme(key) or self.theme(session)

    def default_theme(self) -> Theme:
        """The theme that a new chat starts with: an administrator's choice, else the shipped one."""
        return self._theme(self.store.fact(_DEFAULT_THEME) or "") or self.catalog.default_theme

    def _theme(self, key: str) -> Theme | None:
        return self.catalog.theme.get(key) or self.store.chats.own_theme(key)

    def themes(self, session: Session) -> list[Theme]:
        """The themes that the chat may choose: its own, everybody's default, the shipped ones."""
        own = self.store.chats.own_themes(session.chat, session.topic)
        default = self.default_theme()
        is_own = default in own or default.key in self.catalog.theme
        return [*own, *(() if is_own else (default,)), *self.catalog.themes]

    def add_theme(self, session: Session, theme: Theme) -> Theme:
        """Keeps a theme of the chat's own and returns it with its key."""
        with self.store.transaction():
            key = self.store.chats.add_theme(session.chat, session.topic, theme)
        return replace(theme, key=key)

    def set_default_theme(self, theme: Theme) -> None:
        """Makes a theme the one that every new chat starts with."""
        with self.store.transaction():
            self.store.set_fact(_DEFAULT_THEME, theme.key)

    def areas(self, session: Session) -> list[Area]:
        """The user's work areas."""
        return [self.catalog.area[key] for key in session.areas if key in self.catalog.area]

    # --- the checklist

    def progress(self, session: Session) -> list[Progress]:
        """Every card of the checklist with its count of done items."""
        theme = self.theme(session)
        done = self.store.chats.ticks(session.place, theme.key)
        noted, on_parts = self.notebook.items(session), self.notebook.on_parts(session)
        names = {str(aspect.number): aspect.name for aspect in theme.aspects} | CARD_NAMES
        return [
            self._progress(session, key, names[key], done, noted, on_parts[key])
            for key in self.cards(session)
        ]

    def _progress(
        self,
        session: Session,
        key: str,
        name: str,
        done: Collection[str],
        noted: Collection[str],
        on_part: int,
    ) -> Progress:
        items = self._fitting(session, key)
        return Progress(
            key,
            name,
            done=sum(item.key in done for item in items),
            total=len(items),
            noted=sum(item.key in noted for item in items) + on_part,
            covered=max(
                sum(item.key in done or item.key in noted for item in items), min(on_part, 1)
            ),
        )

    def card(self, session: Session, key: str, *, offset: int = 0, limit: int = 2) -> Card:
        """A card with its items, those nearest to the user's areas first, and examples from `offset` on."""
        theme = self.theme(session)
        aspect = theme.aspect(int(key)) if key.isdecimal() else None
        hidden = self.store.hidden(session.chat)  # what is seen decides counts and examples
        known = (theme, key, session.areas, session.scope, hidden)
        part = self._parts.of(known, lambda: self._part(session, theme, key, aspect))
        done = self.store.chats.ticks(session.place, theme.key)
        shown = part.examples[offset : offset + limit]
        passages = self.store.passages(shown) if shown else {}
        return Card(
            key=key,
            name=aspect.name if aspect else CARD_NAMES[key],
            heading=aspect.heading if aspect else "",
            todos=tuple(replace(t, is_done=True) if t.item.key in done else t for t in part.todos),
            examples=tuple(passages[number] for number in shown if number in passages),
            example_count=len(part.examples),
        )

    def _part(self, session: Session, theme: Theme, key: str, aspect: Aspect | None) -> _Part:
        found = todos(
            self._items(session, key),
            areas=self.areas(session),
            scope=session.scope,
            counts=self.counts(session),
            near=self._near_items(session),
            done=(),
            fits=fits_of_aspect(theme, aspect, self.catalog, session.scope) if aspect else None,
        )
        return _Part(tuple(found), tuple(p.id for p in self._examples(session, key)))

    def has_card(self, session: Session, key: str) -> bool:
        """True if the chat's theme has such a part."""
        return key in self.cards(session)

    def has_item(self, session: Session, key: str, item: str) -> bool:
        """True if that part of the chat's theme lists the item."""
        return self.has_card(session, key) and item in self._keys(session, key)

    def cards(self, session: Session) -> list[str]:
        """The keys of all parts in order: the aspects' numbers, then those of CARD_NAMES."""
        return [*(str(aspect.number) for aspect in self.theme(session).aspects), *CARD_NAMES]

    def card_of(self, session: Session, item: str, *, first: str = "") -> str:
        """The part that shows the item, `first` if it does; "" if none of the theme's parts does."""
        cards = self.cards(session)
        order = [first, *cards] if first in cards else cards
        return next((key for key in order if item in self._keys(session, key)), "")

    def _keys(self, session: Session, key: str) -> set[str]:
        return {item.key for item in self._fitting(session, key)}

    def part_name(self, session: Session, spot: Spot) -> str:
        """The name of a part, with its theme where the chat prepares for another by now."""
        if not spot.card.isdecimal():
            return CARD_NAMES.get(spot.card, spot.card)
        theme = self._theme(spot.theme)
        aspect = theme.aspect(int(spot.card)) if theme else None
        name = aspect.name if aspect else f"第{spot.card}方面"
        elsewhere = f"（{theme.year} {theme.label or theme.name}）" if theme else ""
        return name if spot.theme == session.theme else f"{name}{elsewhere}"

    def tick(self, session: Session, item: str, *, done: bool, by: str = "") -> None:
        """Marks an item as done or not; an unknown item changes nothing."""
        if item in self.catalog.item:
            with self.store.transaction():
                self.store.chats.set_tick(session.place, session.theme, item, done=done, by=by)

    def gap_after(self, session: Session, card: str = "", item: str = "") -> tuple[str, str] | None:
        """The next item, in the order of the checklist, that is neither ticked nor noted.

        Looks on from that item of that part, round past the end; part and item, None without gaps.
        """
        places = [
            (key, todo.item.key, todo.is_done)
            for key in self.cards(session)
            for todo in self.card(session, key, limit=0).todos
        ]
        noted = self.notebook.items(session)
        at = next((n for n, place in enumerate(places) if place[:2] == (card, item)), -1)
        for key, found, is_done in places[at + 1 :] + places[: at + 1]:
            if not is_done and found not in noted and (key, found) != (card, item):
                return key, found
        return None

    def links(self, session: Session) -> list[Linked]:
        """Each problem that the user noted, with the causes and measures that should answer it."""
        theme = self.theme(session)
        noted = self.notebook.items(session)
        ticked = self.store.chats.ticks(session.place, theme.key)
        found = []
        for item in (self.catalog.item[key] for key in noted if key in self.catalog.item):
            if item.section == "problems":
                sides = [
                    tuple(
                        (other, other.key in noted or other.key in ticked)
                        for other in belonging(item, self._fitting(session, section))
                    )
                    for section in ("causes", "measures")
                ]
                found.append(Linked(item, *sides))
        return found

    def _fitting(self, session: Session, key: str) -> list[Item]:
        return [item for item in self._items(session, key) if applies(item, session.scope)]

    def item_examples(self, session: Session, item: str, *, limit: int = 3) -> list[Passage]:
        """The passages that raise an item, those closest to the user's areas first."""
        hidden = self.store.hidden(session.chat)
        links = self.store.passages_about(f"i_{item}", limit=_CANDIDATES, hidden=hidden)
        return self._closest(session, links)[:limit]

    def counts(self, session: Session) -> dict[str, int]:
        """Item -> number of documents, of those the chat may see, that raise it in its section."""
        counted = self.store.concept_counts(session.chat)
        items = self.catalog.items
        return {item.key: counted.get((f"i_{item.key}", item.section), 0) for item in items}

    def _items(self, session: Session, key: str) -> tuple[Item, ...]:
        theme = self.theme(session)
        known = (theme, key, session.scope)
        return self._listed.of(known, lambda: tuple(self._list(session, theme, key)))

    def _list(self, session: Session, theme: Theme, key: str) -> list[Item]:
        if key.isdecimal():
            aspect = theme.aspect(int(key))
            return items_of_aspect(theme, aspect, self.catalog, session.scope) if aspect else []
        return items_of_section(key, theme, self.catalog)

    def _near_items(self, session: Session) -> set[str]:
        """Items raised by passages of the user's areas that speak of this work by name."""
        if not session.areas:
            return set()
        hidden = self.store.hidden(session.chat)
        ids = self.store.passages_of(areas=session.areas, limit=_CANDIDATES, hidden=hidden)
        names = [name for area in self.areas(session) for name in (area.name, *area.aliases)]
        speaking = [
            number
            for number, passage in self._passages(session, ids).items()
            if any(name in passage.text for name in names)
        ]
        about = self.store.concepts_of(speaking).values()
        return {key[2:] for links in about for key, strength in links.items() if strength >= RAISES}

    # --- examples

    def _examples(self, session: Session, key: str) -> list[Passage]:
        """Passages for a card: its own aspect's or section's, else what fits the aspect."""
        hidden = self.store.hidden(session.chat)
        if not key.isdecimal():
            own = self.store.passages_of(section=key, limit=_CANDIDATES, hidden=hidden)
            return self._closest(session, dict.fromkeys(own, 0.0))
        theme = self.theme(session)
        aspect = theme.aspect(int(key))
        if aspect is None:
            return []
        place = theme.key, aspect.number
        own = self.store.passages_of(aspect=place, limit=_CANDIDATES, hidden=hidden)
        return self._closest(session, self.fitting(theme, aspect, own, hidden=hidden))

    def mapping(
        self, theme: Theme, aspect: Aspect, *, limit: int
    ) -> tuple[list[tuple[Item, float]], list[Passage]]:
        """What an aspect finds for anybody: its items with how well they fit, and passages."""
        fits = fits_of_aspect(theme, aspect, self.catalog)
        passages = self._examples(
            Session(0, preparation=Preparation(theme=theme.key)), str(aspect.number)
        )[:limit]
        return [(self.catalog.item[key], fit) for key, fit in fits.items()], passages

    def fitting(
        self,
        theme: Theme,
        aspect: Aspect,
        own: Collection[int] = (),
        *,
        hidden: Container[int] = (),
    ) -> dict[int, float]:
        """The passages that fit an aspect, with how well: its own ones, beside few those of other lists.

        Of others none far behind; where few problems fit, causes that name such a shortcoming too.
        None of the passages that are `hidden`.
        """
        own = {number for number in own if number not in hidden}
        fits = fits_of_aspect(theme, aspect, self.catalog)
        if len(own) >= _ENOUGH:
            return self._fits(aspect, fits, own)["problems"]  # nearness may decide among them
        concepts = [*(f"i_{item}" for item in fits), *(f"t_{topic}" for topic in aspect.topics[:1])]
        about = (self.store.passages_about(key, hidden=hidden) for key in concepts)
        found = self._fits(aspect, fits, own.union(*about))
        problems = {number: _FIT_COUNTS * fit for number, fit in found["problems"].items()}
        least = min(_WORTH * max(problems.values(), default=0.0), _GOOD_FIT)
        worth = {
            number: fit + _OWN * (number in own)
            for number, fit in problems.items()
            if fit >= least or number in own
        }
        if len(worth) < _ENOUGH:
            causes = ((number, _FIT_COUNTS * fit) for number, fit in found["causes"].items())
            worth |= {number: _CAUSE * fit for number, fit in causes if fit >= _GOOD_FIT}
        return worth

    def _fits(
        self, aspect: Aspect, fits: Mapping[str, float], ids: Collection[int]
    ) -> dict[str, dict[int, float]]:
        """Section -> the passages in it with how well they fit the aspect."""
        about = self.store.concepts_of(ids)
        found: dict[str, dict[int, float]] = {"problems": {}, "causes": {}}
        for number, passage in self.store.passages(ids).items():
            fit = passage_fit(aspect, fits, passage.headline, about[number], passage.aspect_heading)
            found.setdefault(passage.section, {})[number] = fit
        return found

    def _closest(self, session: Session, scores: Mapping[int, float]) -> list[Passage]:
        """Passages by score, with those of the user's areas, near areas and scope ahead."""
        areas = self.areas(session)
        near = {key for area in areas for key in area.near}

        def closeness(passage: Passage) -> float:
            own, beside = set(session.areas) & set(passage.areas), near & set(passage.areas)
            named = sum(
                area.name in passage.text or any(w in passage.text for w in area.aliases)
                for area in areas
            )
            scope = session.scope is not None and (passage.scope == "team") == (
                session.scope == "team"
            )
            return (
                scores[passage.id]
                + 2.0 * bool(own)
                + 0.7 * bool(beside)
                + 1.0 * named
                + 0.7 * scope
            )

        passages = self._passages(session, scores).values()
        return sorted(passages, key=lambda passage: (-closeness(passage), passage.id))

    # --- searching

    def find(self, session: Session, words: str, *, limit: int) -> Answer:
        """Passages for a user's words, near-duplicates folded, documents mixed at the top."""
        answer = self.finder.search(words, session, limit=limit)
        worth = [m for m in answer.matches if m.score >= _WORTH * answer.matches[0].score]
        return replace(answer, matches=tuple(spread(worth)))

    def meant(self, answer: Answer) -> list[Item]:
        """The items that the words may have meant, likeliest first, when little or nothing fits."""
        return [] if answer.verdict == "found" else self.finder.items_like(answer.query.plain)

    def passage(self, number: int, session: Session | None = None) -> Passage | None:
        """A stored passage by its number, None if there is none that the chat may see."""
        return self._passages(session, [number]).get(number)

    def _passages(self, session: Session | None, ids: Iterable[int]) -> dict[int, Passage]:
        """Passages by id, without those of documents that are for other chats."""
        hidden = self.store.hidden(session.chat if session else None)
        return self.store.passages(number for number in ids if number not in hidden)

    def closest_to_work(self, session: Session) -> Match | None:
        """What stands closest to the user's work, for the first answer.

        Only texts of his own areas, or of related ones that name his work, are close; None when
        the store holds none.
        """
        areas = [area for area in self.areas(session) if not area.is_broad] or self.areas(session)
        names = [name for area in areas for name in (area.name, *area.aliases)]
        related = [key for area in areas for key in area.near]

        def named(passage: Passage) -> int:
            return sum(name in passage.text for name in names)

        own = self._problems_of(session, session.areas)
        beside = [passage for passage in self._problems_of(session, related) if named(passage)]
        if not own and not beside:
            return None
        closest = max([*own, *beside], key=lambda p: (named(p) > 0, p in own, named(p)))
        return Match(closest, 0.0, needles=tuple(self.area_words(session)))

    def _problems_of(self, session: Session, areas: Sequence[str]) -> list[Passage]:
        """The problem passages of documents of these areas."""
        if not areas:
            return []
        hidden = self.store.hidden(session.chat)
        ids = self.store.passages_of(
            areas=areas, section="problems", limit=_CANDIDATES, hidden=hidden
        )
        return list(self._passages(session, ids).values())

    def area_words(self, session: Session) -> list[str]:
        """The names and typical words of the user's areas, to be marked in examples."""
        return [
            w
            for area in self.areas(session)
            for w in (area.name, *area.aliases, *area.words, *area.matters)
        ]

    def areas_by_vocabulary(self, text: str) -> tuple[str, ...]:
        """At most two areas that count the work named among their typical words: 我管食堂 -> 教育."""
        wanted = self.work_in(text)
        fitting = [a.key for a in self.catalog.areas if wanted in map(letters, a.words)]
        return tuple(fitting[:2])

    def work_in(self, text: str) -> str:
        """The letters without how people introduce themselves and call the paper: 我管食堂 -> 食堂."""
        return self._selves.sub("", letters(simplify(text)))

    def themes_of_year(self, year: int | None) -> list[Theme]:
        """The themes of that year, the usual one first."""
        return [theme for theme in self.catalog.themes if theme.year == year]


def _at_the_ends(words: Iterable[str]) -> re.Pattern[str]:
    """Finds runs of these words where a text begins or ends."""
    longest_first = sorted(filter(None, map(letters, words)), key=len, reverse=True)
    run = f"(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})+"
    return re.compile(f"^{run}|{run}$")
