"""In how many passages a token stands, which the search asks of every token of a question.

The index counts by going through all passages that hold the token: of one that stands in half a million
that takes 25 milliseconds. So the numbers of common tokens are kept, and not only until the next change:
how rare a common word is hardly changes with a document more.
"""

import json
from collections.abc import Iterable

from bot.corpus.database import Connection

_COMMON = 2_000  # passages from which a token's number is kept …
_GROWTH = 0.01  # … until there are so many more or fewer, as a share


class Frequencies:
    """Counts by the index, with those of common tokens in memory."""

    def __init__(self, connection: Connection) -> None:
        self._tuples = connection.tuples
        self._common: dict[str, int] = {}
        self._counted_at = 0  # the last passage's number when the first of them was counted

    def of(self, tokens: Iterable[str]) -> dict[str, int]:
        """Token -> number of passages that hold it in any column; unknown tokens are left out."""
        wanted = [token for token in tokens if "\0" not in token]  # ends a text for SQLite
        if self._common and abs(self._last() - self._counted_at) > _GROWTH * self._counted_at:
            self._common.clear()
        found = {token: self._common[token] for token in wanted if token in self._common}
        if missing := [token for token in wanted if token not in found]:
            counted = dict(
                self._tuples(
                    "SELECT term, doc FROM passage_terms"
                    " WHERE term IN (SELECT value FROM json_each(?))",
                    (json.dumps(missing),),
                )
            )
            self._keep({token: n for token, n in counted.items() if n >= _COMMON})
            found |= counted
        return found

    def forget(self) -> None:
        """Forgets all counts."""
        self._common.clear()

    def _keep(self, counted: dict[str, int]) -> None:
        if counted and not self._common:
            self._counted_at = self._last()
        self._common |= counted

    def _last(self) -> int:
        """The number of the newest passage: as good as their count, which takes going through them."""
        return self._tuples("SELECT max(id) FROM passages", ())[0][0] or 0
