"""What a search gives, and what it may be limited to."""

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

from bot.advice.retrieval import Match, Sketch
from bot.advice.understanding import Query
from bot.advice.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found: matches best first, or nothing and why."""

    query: Query
    matches: tuple[Match, ...]
    verdict: Verdict
    read_as: tuple[str, ...] = ()  # terms that pinyin or a slip was read as

    def as_json(self) -> dict[str, Any]:
        """The answer as `search --json` prints it."""
        return {
            "query": self.query.text,
            "verdict": self.verdict,
            "read_as": list(self.read_as),
            "matches": [_match_json(match) for match in self.matches],
        }


def _match_json(match: Match) -> dict[str, Any]:
    passage = match.passage
    return {
        "document": passage.document,
        "title": passage.title,
        "year": passage.year,
        "section": passage.section,
        "aspect": passage.aspect,
        "ordinal": passage.ordinal,
        "headline": passage.headline,
        "text": passage.text,
        "score": round(match.score, 3),
    }


@dataclass(frozen=True, slots=True)
class Filter:
    """What a passage must have, whatever its score."""

    aspect: int | None = None
    section: str | None = None
    areas: tuple[str, ...] = ()
    hidden: Container[int] = frozenset()  # passages of documents that are for other chats
    sees_all: bool = False  # asked by whoever holds the store

    def lets(self, sketch: Sketch) -> bool:
        """True if the passage has it all."""
        return (
            sketch.id not in self.hidden
            and self.aspect in (None, sketch.aspect)
            and self.section in (None, sketch.section)
            and (not self.areas or not sketch.origin.areas.isdisjoint(self.areas))
        )
