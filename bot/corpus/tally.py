"""How many documents raise a concept in a section, counted when they come and go.

No question counts half a million passages: what is asked for is kept. Documents that only certain
chats may see are not in it, and are counted for these chats when they ask.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from bot.corpus.database import Connection

RAISES = 1.5  # strength of a link from which a document counts as raising an item
_ADDED = (
    "ON CONFLICT DO UPDATE SET documents = documents + excluded.documents,"
    " passages = passages + excluded.passages"
)
_OF_DOCUMENT = (  # the concepts of its passages, as each passage keeps them
    "SELECT about.key AS concept, section, about.value AS strength, is_private"
    " FROM documents CROSS JOIN passages ON document_id = documents.id"
    " CROSS JOIN json_each(passages.about) AS about WHERE documents.id = :number"
)
_Pair = tuple[str, str]  # concept, section


class Tally:
    """The counts of a store."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection.db
        self._tuples = connection.tuples
        self._documents: Counter[_Pair] = Counter()  # gathered, not yet written
        self._passages: Counter[_Pair] = Counter()
        self._gathers = False

    @contextmanager
    def gathering(self) -> Iterator[None]:
        """Within it additions wait, to be written together at its end; for a transaction of many documents."""
        self._gathers = True
        try:
            yield
            self._write()
        finally:
            self._gathers = False
            self._documents.clear()
            self._passages.clear()

    def add(self, passages: Iterable[tuple[str, Mapping[str, float]]]) -> None:
        """Counts a document that everyone may see, by section and concepts of its passages."""
        raised: set[_Pair] = set()
        found: dict[str, list[str]] = defaultdict(list)
        for section, concepts in passages:
            found[section] += concepts
            raised.update((c, section) for c, strength in concepts.items() if strength >= RAISES)
        self._documents.update(raised)
        self._passages.update((concept, s) for s, concepts in found.items() for concept in concepts)
        if not self._gathers:
            self._write()
            self._documents.clear()
            self._passages.clear()

    def _write(self) -> None:
        rows = ((*pair, self._documents[pair], count) for pair, count in self._passages.items())
        self._db.conn.executemany(
            f"INSERT INTO concept_tally VALUES (?, ?, ?, ?) {_ADDED}", sorted(rows)
        )

    def change(self, number: int, by: int) -> None:
        """Adds a stored document to the counts (`by` 1), or takes it from them (-1).

        A private document counts passages (how rare a word is) and no documents (what others wrote).
        """
        self._db.execute(
            "INSERT INTO concept_tally SELECT concept, section,"
            " :by * (max(strength) >= :raises AND NOT max(is_private)), :by * count(*)"
            f" FROM ({_OF_DOCUMENT}) WHERE true GROUP BY concept, section {_ADDED}",
            {"number": number, "by": by, "raises": RAISES},
        )
        if by < 0:
            self._db.execute("DELETE FROM concept_tally WHERE passages <= 0")

    def counts(self, chat: int | None) -> dict[_Pair, int]:
        """(Concept, section) -> number of documents, of those the chat may see, that raise it there."""
        rows = self._tuples("SELECT concept, section, documents FROM concept_tally", ())
        counts = Counter({(concept, section): count for concept, section, count in rows})
        own = self._tuples(
            # CROSS JOIN: in this order, from the few documents of the chat
            "SELECT about.key, section, count(DISTINCT passages.document_id) FROM document_chats"
            " CROSS JOIN passages ON passages.document_id = document_chats.document_id"
            " CROSS JOIN json_each(passages.about) AS about"
            " WHERE viewer IS ? AND about.value >= ? GROUP BY about.key, section",
            (chat, RAISES),
        )
        for concept, section, count in own:
            counts[concept, section] += count
        return dict(counts)
