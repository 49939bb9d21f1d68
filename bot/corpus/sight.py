"""Leaves out of a reading what somebody may not see, inside the reading itself.

What others may see only must not use up the places of an answer.
"""

from collections.abc import Container

from bot.corpus.database import Connection


class Sight:
    """The condition that statements end with; one reading at a time."""

    def __init__(self, connection: Connection) -> None:
        self._hidden: Container[int] = ()  # what the reading at hand leaves out
        connection.db.conn.create_function("is_hidden", 1, lambda number: number in self._hidden)

    def without(self, hidden: Container[int], column: str) -> str:
        """The condition on a passage's number, beginning with AND; "" where nothing is hidden."""
        self._hidden = hidden
        return f" AND NOT is_hidden({column})" if hidden else ""
