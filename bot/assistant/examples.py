"""Which passages serve as examples: of a part of the checklist, of an item, of any list's aspect.

Passages of a document that is for certain chats only are never among those of another chat.
"""

from collections.abc import Collection, Container, Mapping

from bot.advice.checklist import fits_of_aspect
from bot.advice.mapping import passage_fit
from bot.assistant.themes import Themes
from bot.assistant.work import Work
from bot.corpus.store import Store
from bot.models import Aspect, Catalog, Item, Passage, Preparation, Session, Theme

_WORTH = 0.35  # share of the best fit below which a passage is no example
_FIT_COUNTS = 4.0  # times as much as naming the user's work: a fit is 0 to 2
_OWN = 2 * _FIT_COUNTS  # what standing under the aspect itself counts beside a fit
_GOOD_FIT = 0.4 * _FIT_COUNTS  # is worth showing whatever fits better
_ENOUGH = 5  # problem passages beside which no cause is shown
_CAUSE = 0.6  # how much a fitting cause counts beside a fitting problem
_CANDIDATES = 100  # passages looked at


class Examples:
    """Chooses and orders stored passages."""

    def __init__(self, store: Store, catalog: Catalog, themes: Themes, work: Work) -> None:
        self._store = store
        self._catalog = catalog
        self.themes = themes
        self.work = work

    def passage(self, number: int, session: Session | None = None) -> Passage | None:
        """A stored passage by its number, None if there is none that the chat may see."""
        if number in self._store.hidden(session.chat if session else None):
            return None
        return self._store.passages([number]).get(number)

    def of_part(self, session: Session, key: str) -> list[Passage]:
        """Passages for a part: its own aspect's or section's, else what fits the aspect."""
        hidden = self._store.hidden(session.chat)
        if not key.isdecimal():
            own = self._store.passages_of(section=key, limit=_CANDIDATES, hidden=hidden)
            return self._closest(session, dict.fromkeys(own, 0.0))
        theme = self.themes.of(session)
        aspect = theme.aspect(int(key))
        if aspect is None:
            return []
        place = theme.key, aspect.number
        own = self._store.passages_of(aspect=place, limit=_CANDIDATES, hidden=hidden)
        return self._closest(session, self.fitting(theme, aspect, own, hidden=hidden))

    def of_item(self, session: Session, item: str, *, limit: int = 3) -> list[Passage]:
        """The passages that raise an item, those closest to the user's areas first."""
        hidden = self._store.hidden(session.chat)
        links = self._store.links.passages_about(f"i_{item}", limit=_CANDIDATES, hidden=hidden)
        return self._closest(session, links)[:limit]

    def mapping(
        self, theme: Theme, aspect: Aspect, *, limit: int
    ) -> tuple[list[tuple[Item, float]], list[Passage]]:
        """What an aspect finds for anybody: its items with how well they fit, and passages."""
        fits = fits_of_aspect(theme, aspect, self._catalog)
        passages = self.of_part(
            Session(0, preparation=Preparation(theme=theme.key)), str(aspect.number)
        )[:limit]
        return [(self._catalog.item[key], fit) for key, fit in fits.items()], passages

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
        fits = fits_of_aspect(theme, aspect, self._catalog)
        if len(own) >= _ENOUGH:
            return self._fits(aspect, fits, own)["problems"]  # nearness may decide among them
        concepts = [*(f"i_{item}" for item in fits), *(f"t_{topic}" for topic in aspect.topics[:1])]
        about = (self._store.links.passages_about(key, hidden=hidden) for key in concepts)
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
        about = self._store.concepts_of(ids)
        found: dict[str, dict[int, float]] = {"problems": {}, "causes": {}}
        for number, passage in self._store.passages(ids).items():
            fit = passage_fit(aspect, fits, passage.headline, about[number], passage.aspect_heading)
            found.setdefault(passage.section, {})[number] = fit
        return found

    def _closest(self, session: Session, scores: Mapping[int, float]) -> list[Passage]:
        """Passages by score, with those of the user's areas, near areas and scope ahead."""
        areas = self.work.areas(session)
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

        passages = self._store.passages(scores).values()
        return sorted(passages, key=lambda passage: (-closeness(passage), passage.id))
