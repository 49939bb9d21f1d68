"""Passages picked by where they stand: area, aspect of a theme, section.

An area or a theme may have thousands of documents, of which a few hold as many passages as are wanted.
So these are read first, document by document; all of them only when that is not enough.
"""

import json
from collections.abc import Sequence
from typing import Any

from bot.corpus.database import Connection


class Picked:
    """Reads the numbers of passages by where they stand."""

    def __init__(self, connection: Connection) -> None:
        self._tuples = connection.tuples

    def numbers(
        self,
        areas: Sequence[str],
        aspect: tuple[str, int] | None,
        section: str | None,
        *,
        limit: int,
        visible: str,
    ) -> list[int]:
        """The passages of any of the areas, under that aspect of a theme, in that section.

        `visible`: what else is asked of a passage, beginning with AND; "" for nothing.
        """
        theme, number = aspect or ("", 0)
        values = {
            "section": section,
            "areas": json.dumps(list(areas)),
            "theme": theme,
            "aspect": number,
            "limit": limit,
        }
        if not (areas or aspect):
            where = f"section = :section{visible}" if section else f"TRUE{visible}"
            order = "aspect, id" if section else "id"  # as an index gives them: reading stops
            return self._numbers(where, order, values)
        first = self._first_documents(areas, theme, limit)
        few = _where(areas, aspect, section, few=True) + visible
        found = self._numbers(few, "document_id, id", values | {"few": json.dumps(first)})
        if len(found) == limit or len(first) < limit:
            return found
        every = _where(areas, aspect, section, few=False) + visible
        return self._numbers(every, "document_id, id", values)

    def _first_documents(self, areas: Sequence[str], theme: str, limit: int) -> list[int]:
        """Some of the documents of these areas, or of that theme: all, if they are fewer than `limit`."""
        if not areas:
            sql = "SELECT id FROM documents WHERE theme = ? ORDER BY id LIMIT ?"
            return [number for (number,) in self._tuples(sql, (theme, limit))]
        few = (  # in the order of the index, so that reading stops at the limit
            "SELECT * FROM (SELECT document_id FROM document_areas WHERE area = ?"
            f" ORDER BY rowid LIMIT {limit:d})"
        )
        rows = self._tuples(" UNION ".join([few] * len(areas)), areas)
        return [number for (number,) in rows]

    def _numbers(self, where: str, order: str, values: dict[str, Any]) -> list[int]:
        sql = f"SELECT id FROM passages WHERE {where} ORDER BY {order} LIMIT :limit"
        return [number for (number,) in self._tuples(sql, values)]


def _where(
    areas: Sequence[str], aspect: tuple[str, int] | None, section: str | None, *, few: bool
) -> str:
    """What is asked of a passage: of all documents, or of a `few` that are of the areas or theme."""
    conditions = ["document_id IN (SELECT value FROM json_each(:few))"] if few else []
    if aspect:
        conditions.append("aspect = :aspect")
    if section:
        # "+": a few documents are read by their numbers, and not all that stands in the section
        conditions.append(f"{'+' if few else ''}section = :section")
    if areas and not few:
        conditions.append(
            "document_id IN (SELECT document_id FROM document_areas"
            " WHERE area IN (SELECT value FROM json_each(:areas)))"
        )
    if aspect and (areas or not few):
        conditions.append("document_id IN (SELECT id FROM documents WHERE theme = :theme)")
    return " AND ".join(conditions)
