"""How much was done in a day: counts without contents, and how many chats and people there are."""

from collections.abc import Mapping

from bot.corpus.database import Connection


class Counts:
    """The part of the store that counts."""

    def __init__(self, connection: Connection) -> None:
        self._db = connection.db
        self._rows = connection.rows

    def add(self, day: str, counts: Mapping[str, int]) -> None:
        """Adds to the counts of a day."""
        for name, count in counts.items():
            self._db.execute(
                "INSERT INTO counts(day, name, count) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET count = count + excluded.count",
                (day, name, count),
            )

    def since(self, day: str) -> dict[str, int]:
        """Name -> count from that day on."""
        sql = "SELECT name, sum(count) AS n FROM counts WHERE day >= ? GROUP BY name"
        return {row["name"]: row["n"] for row in self._rows(sql, (day,))}

    def chats(self) -> tuple[int, int]:
        """How many people and how many groups the store remembers."""
        row = next(
            self._rows(
                "SELECT count(DISTINCT CASE WHEN chat > 0 THEN chat END) AS people,"
                " count(DISTINCT CASE WHEN chat < 0 THEN chat END) AS groups FROM sessions"
            )
        )
        return row["people"], row["groups"]

    def clean(self, before: str) -> None:
        """Removes the counts of the days before."""
        self._db.execute("DELETE FROM counts WHERE day < ?", (before,))
