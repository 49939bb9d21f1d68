"""Which passages are about which concept, and how strongly."""

from collections.abc import Container, Iterable, Mapping, Sequence

from bot.corpus.database import Connection
from bot.corpus.sight import Sight


class Links:
    """The links of a store, the strongest of a concept first."""

    def __init__(self, connection: Connection, sight: Sight) -> None:
        self._db = connection.db
        self._tuples = connection.tuples
        self._sight = sight

    def add(self, passages: Iterable[tuple[int, Mapping[str, float]]]) -> None:
        """Links passages, by number, with their concepts."""
        # in the order of the table: the rows of a document lie close together
        rows = sorted((c, -s, number) for number, found in passages for c, s in found.items())
        self._db.conn.executemany(
            "INSERT INTO concept_links(concept, strength, passage_id) VALUES (?, ?, ?)",
            ((concept, -strength, number) for concept, strength, number in rows),
        )

    def remove(self, document: int) -> None:
        """Takes away the links of a document's passages, which have to be there still."""
        self._db.execute(  # by their key: an index by passage would be as large again
            "DELETE FROM concept_links WHERE (concept, strength, passage_id) IN"
            " (SELECT about.key, about.value, passages.id FROM passages"
            " CROSS JOIN json_each(passages.about) AS about WHERE document_id = ?)",
            (document,),
        )

    def passages_about(
        self, concept: str, *, limit: int = 50, hidden: Container[int] = ()
    ) -> dict[int, float]:
        """Passage id -> strength of the passages about the concept, strongest first; none `hidden`."""
        rows = self._tuples(
            "SELECT passage_id, strength FROM concept_links WHERE concept = ?"
            f"{self._sight.without(hidden, 'passage_id')}"
            " ORDER BY strength DESC, passage_id LIMIT ?",
            (concept, limit),
        )
        return dict(rows)

    def carriers(
        self, concepts: Sequence[str], *, limit: int, hidden: Container[int] = ()
    ) -> list[int]:
        """Ids of the passages that are most about each concept, at most `limit` for each; none `hidden`."""
        best = (
            "SELECT * FROM (SELECT passage_id FROM concept_links WHERE concept = ?"
            f"{self._sight.without(hidden, 'passage_id')}"
            f" ORDER BY strength DESC, passage_id LIMIT {limit:d})"
        )
        rows = self._tuples(" UNION ".join([best] * len(concepts)), concepts) if concepts else []
        return [number for (number,) in rows]
