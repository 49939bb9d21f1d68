"""The checklist of a chat: its parts with their items, what is ticked, noted and still missing."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.advice.checklist import (
    Todo,
    applies,
    fits_of_aspect,
    items_of_aspect,
    items_of_section,
    todos,
)
from bot.advice.links import belonging
from bot.assistant.examples import Examples
from bot.corpus.store import Store
from bot.memory import Current
from bot.models import Aspect, Catalog, Item, Passage, Session, Spot, Theme
from bot.notebook import Notebook

CARD_NAMES = {
    "causes": "原因剖析",
    "measures": "整改措施",
    "general": "其他要求",
}  # beside the aspects
_SHORT = 2  # characters of such a name that buttons show
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


class Checklist:
    """Answers what is to be covered and what is; ticks."""

    def __init__(
        self, store: Store, catalog: Catalog, notebook: Notebook, examples: Examples
    ) -> None:
        self._store = store
        self._catalog = catalog
        self._notebook = notebook
        self._examples = examples
        self._themes = examples.themes
        self._work = examples.work
        self._parts = Current[_Part](store.generation, most=_PARTS)
        self._listed = Current[tuple[Item, ...]](lambda: None, most=_PARTS)  # data/ stays as read

    def progress(self, session: Session) -> list[Progress]:
        """Every card of the checklist with its count of done items."""
        theme = self._themes.of(session)
        done = self._store.chats.ticks(session.place, theme.key)
        noted, on_parts = self._notebook.items(session), self._notebook.on_parts(session)
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
        theme = self._themes.of(session)
        aspect = theme.aspect(int(key)) if key.isdecimal() else None
        hidden = self._store.hidden(session.chat)  # what is seen decides counts and examples
        known = (theme, key, session.areas, session.scope, hidden)
        part = self._parts.of(known, lambda: self._part(session, theme, key, aspect))
        done = self._store.chats.ticks(session.place, theme.key)
        shown = part.examples[offset : offset + limit]
        passages = self._store.passages(shown) if shown else {}
        return Card(
            key=key,
            name=aspect.name if aspect else CARD_NAMES[key],
            heading=aspect.heading if aspect else "",
            todos=tuple(replace(t, is_done=True) if t.item.key in done else t for t in part.todos),
            examples=tuple(passages[number] for number in shown if number in passages),
            example_count=len(part.examples),
        )

    def has_card(self, session: Session, key: str) -> bool:
        """True if the chat's theme has such a part."""
        return key in self.cards(session)

    def has_item(self, session: Session, key: str, item: str) -> bool:
        """True if that part of the chat's theme lists the item."""
        return self.has_card(session, key) and item in self._keys(session, key)

    def cards(self, session: Session) -> list[str]:
        """The keys of all parts in order: the aspects' numbers, then those of CARD_NAMES."""
        return [*(str(aspect.number) for aspect in self._themes.of(session).aspects), *CARD_NAMES]

    def card_named(self, session: Session, name: str) -> str:
        """The key of the part with that name, or its first word (整改 for 整改措施); "" for none."""
        names = {aspect.name: str(aspect.number) for aspect in self._themes.of(session).aspects}
        names |= {
            part: key for key, title in CARD_NAMES.items() for part in (title, title[:_SHORT])
        }
        return names.get(name, "")

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
        theme = self._themes.named(spot.theme)
        aspect = theme.aspect(int(spot.card)) if theme else None
        name = aspect.name if aspect else f"第{spot.card}方面"
        elsewhere = f"（{theme.year} {theme.label or theme.name}）" if theme else ""
        return name if spot.theme == session.theme else f"{name}{elsewhere}"

    def tick(self, session: Session, item: str, *, done: bool, by: str = "") -> None:
        """Marks an item as done or not; an unknown item changes nothing."""
        if item in self._catalog.item:
            with self._store.transaction():
                self._store.chats.set_tick(session.place, session.theme, item, done=done, by=by)

    def gap_after(self, session: Session, card: str = "", item: str = "") -> tuple[str, str] | None:
        """The next item, in the order of the checklist, that is neither ticked nor noted.

        Looks on from that item of that part, round past the end; part and item, None without gaps.
        """
        places = [
            (key, todo.item.key, todo.is_done)
            for key in self.cards(session)
            for todo in self.card(session, key, limit=0).todos
        ]
        noted = self._notebook.items(session)
        at = next((n for n, place in enumerate(places) if place[:2] == (card, item)), -1)
        for key, found, is_done in places[at + 1 :] + places[: at + 1]:
            if not is_done and found not in noted and (key, found) != (card, item):
                return key, found
        return None

    def links(self, session: Session) -> list[Linked]:
        """Each problem that the user noted, with the causes and measures that should answer it."""
        theme = self._themes.of(session)
        noted = self._notebook.items(session)
        ticked = self._store.chats.ticks(session.place, theme.key)
        found = []
        for item in (self._catalog.item[key] for key in noted if key in self._catalog.item):
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

    def counts(self, session: Session) -> dict[str, int]:
        """Item -> number of documents, of those the chat may see, that raise it in its section."""
        counted = self._store.concept_counts(session.chat)
        items = self._catalog.items
        return {item.key: counted.get((f"i_{item.key}", item.section), 0) for item in items}

    def _part(self, session: Session, theme: Theme, key: str, aspect: Aspect | None) -> _Part:
        found = todos(
            self._items(session, key),
            areas=self._work.areas(session),
            scope=session.scope,
            counts=self.counts(session),
            near=self._work.items(session),
            done=(),
            fits=fits_of_aspect(theme, aspect, self._catalog, session.scope) if aspect else None,
        )
        return _Part(tuple(found), tuple(p.id for p in self._examples.of_part(session, key)))

    def _fitting(self, session: Session, key: str) -> list[Item]:
        return [item for item in self._items(session, key) if applies(item, session.scope)]

    def _items(self, session: Session, key: str) -> tuple[Item, ...]:
        theme = self._themes.of(session)
        known = (theme, key, session.scope)
        return self._listed.of(known, lambda: tuple(self._list(session, theme, key)))

    def _list(self, session: Session, theme: Theme, key: str) -> list[Item]:
        if key.isdecimal():
            aspect = theme.aspect(int(key))
            return items_of_aspect(theme, aspect, self._catalog, session.scope) if aspect else []
        return items_of_section(key, theme, self._catalog)
