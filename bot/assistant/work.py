"""What a user works at: his areas, the words they go by, and what the store tells of such work."""

from collections.abc import Iterable, Sequence

from bot.advice.selves import Selves
from bot.corpus.store import Store
from bot.corpus.tally import RAISES
from bot.models import Area, Catalog, Passage, Session
from bot.text.normalize import letters

_CANDIDATES = 100  # passages looked at


class Work:
    """The work areas of the catalog and the passages that speak of them."""

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self._store = store
        self._catalog = catalog
        self._selves = Selves((*catalog.vocabulary.selves, *catalog.vocabulary.posts))

    def areas(self, session: Session) -> list[Area]:
        """The user's work areas."""
        return [self._catalog.area[key] for key in session.areas if key in self._catalog.area]

    def words(self, session: Session) -> list[str]:
        """The names and typical words of the user's areas, to be marked in examples."""
        return [
            w
            for area in self.areas(session)
            for w in (area.name, *area.aliases, *area.words, *area.matters)
        ]

    def named_in(self, text: str) -> str:
        """The letters without how people introduce themselves and call the paper: 我管食堂 -> 食堂."""
        return self._selves.without(text)

    def areas_by_vocabulary(self, text: str) -> tuple[str, ...]:
        """At most two areas that count the work named among their typical words: 我管食堂 -> 教育."""
        wanted = self.named_in(text)
        fitting = [a.key for a in self._catalog.areas if wanted in map(letters, a.words)]
        return tuple(fitting[:2])

    def items(self, session: Session) -> set[str]:
        """Items raised by passages of the user's areas that speak of this work by name."""
        if not session.areas:
            return set()
        hidden = self._store.hidden(session.chat)
        ids = self._store.passages_of(areas=session.areas, limit=_CANDIDATES, hidden=hidden)
        names = _names(self.areas(session))
        speaking = [
            number
            for number, passage in self._store.passages(ids).items()
            if any(name in passage.text for name in names)
        ]
        about = self._store.concepts_of(speaking).values()
        return {key[2:] for links in about for key, strength in links.items() if strength >= RAISES}

    def closest(self, session: Session) -> Passage | None:
        """What stands closest to the user's work, for the first answer.

        Only texts of his own areas, or of related ones that name his work, are close; None when
        the store holds none.
        """
        areas = [area for area in self.areas(session) if not area.is_broad] or self.areas(session)
        names = _names(areas)
        related = [key for area in areas for key in area.near]

        def named(passage: Passage) -> int:
            return sum(name in passage.text for name in names)

        own = self._problems_of(session, session.areas)
        beside = [passage for passage in self._problems_of(session, related) if named(passage)]
        if not own and not beside:
            return None
        return max([*own, *beside], key=lambda p: (named(p) > 0, p in own, named(p)))

    def _problems_of(self, session: Session, areas: Sequence[str]) -> list[Passage]:
        """The problem passages of documents of these areas that the chat may see."""
        if not areas:
            return []
        hidden = self._store.hidden(session.chat)
        ids = self._store.passages_of(
            areas=areas, section="problems", limit=_CANDIDATES, hidden=hidden
        )
        return list(self._store.passages(ids).values())


def _names(areas: Iterable[Area]) -> list[str]:
    return [name for area in areas for name in (area.name, *area.aliases)]
