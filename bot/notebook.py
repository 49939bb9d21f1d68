"""The user's own facts (记一笔): kept in his words, and told what they still lack.

Nothing is ever filled in: what is missing is asked for.
"""

from collections import Counter
from collections.abc import Iterable

from bot.advice.evidence import Evidence, Gap
from bot.corpus.store import Store
from bot.models import Catalog, Note, SectionKind, Session, Spot

LONGEST = 1_000  # characters of a note; a longer text is a piece of a draft and is not kept
# Part of the checklist -> what evidence is wanted there; aspects want that of problems.
_WANTED: dict[str, SectionKind] = {
    "causes": "causes",
    "measures": "measures",
    "general": "closing",
}


class Notebook:
    """The notes of every chat; each call looks at one preparation of one chat only."""

    def __init__(self, store: Store, catalog: Catalog) -> None:
        self._store = store
        self._catalog = catalog
        self._evidence = Evidence(catalog.rules)

    def notes(self, session: Session) -> list[Note]:
        """All notes of the preparation, the oldest first."""
        return self._store.chats.notes(session.place)

    def items(self, session: Session) -> dict[str, list[Note]]:
        """Item -> its notes, for the items that have any, in the order of their first note."""
        found: dict[str, list[Note]] = {}
        for note in self.notes(session):
            if note.spot.item:
                found.setdefault(note.spot.item, []).append(note)
        return found

    def on_parts(self, session: Session) -> Counter[str]:
        """Part -> how many notes stand under it as a whole, for the theme at hand."""
        spots = (note.spot for note in self.notes(session))
        return Counter(s.card for s in spots if not s.item and s.theme == session.theme)

    def under(self, session: Session, spot: Spot) -> list[Note]:
        """The notes of that item, or of that part of the theme as a whole."""
        return [note for note in self.notes(session) if note.spot == spot]

    def note(self, session: Session, number: int) -> Note | None:
        """The note of that id, None if the preparation has none such."""
        return next((note for note in self.notes(session) if note.id == number), None)

    def add(self, session: Session, note: Note) -> None:
        """Keeps a note; the same message told again changes nothing."""
        with self._store.transaction():
            self._store.chats.add_note(session.place, note)

    def change(self, session: Session, number: int, text: str) -> bool:
        """Puts another text in a note; False if the preparation has none of that id."""
        with self._store.transaction():
            return self._store.chats.change_note(session.place, number, text)

    def change_said(self, session: Session, message: int, text: str) -> bool:
        """The same for the note that came with that message."""
        with self._store.transaction():
            return self._store.chats.change_said(session.place, message, text)

    def move(self, session: Session, number: int, spot: Spot) -> None:
        """Puts a note under another spot."""
        with self._store.transaction():
            self._store.chats.move_note(session.place, number, spot)

    def remove(self, session: Session, number: int) -> bool:
        """Removes a note; False if the preparation has none of that id."""
        with self._store.transaction():
            return self._store.chats.remove_note(session.place, number)

    def tells_case(self, text: str) -> bool:
        """True if the words name a case or a figure, as facts do and what is searched for does not."""
        return self._evidence.has_example(text)

    def lacks(self, spot: Spot, notes: Iterable[Note]) -> tuple[Gap, ...]:
        """What these notes together still lack for the item or part that they stand under."""
        return self._gaps(spot, "\n".join(note.text for note in notes))

    def supplies(self, session: Session, spot: Spot, text: str) -> tuple[Gap, ...]:
        """What the notes of that spot lack and these words tell; nothing for stock wording."""
        if self._evidence.is_stock(text):
            return ()
        wanted = self.lacks(spot, self.under(session, spot))
        missing = self._gaps(spot, text)
        return tuple(gap for gap in wanted if gap not in missing)

    def _gaps(self, spot: Spot, text: str) -> tuple[Gap, ...]:
        item = self._catalog.item.get(spot.item)
        section = item.section if item else spot.card
        return self._evidence.gaps(text, _WANTED.get(section, "problems"))
