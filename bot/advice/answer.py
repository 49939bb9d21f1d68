"""What a search gives, and what it may be limited to."""

from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, NamedTuple

from bot.advice.retrieval import Match
from bot.advice.sifting import Sketch
from bot.advice.understanding import Query
from bot.advice.verdict import Verdict
from bot.models import Passage
from bot.text.normalize import letters
from bot.text.segment import stands_in


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search found: matches best first, or nothing and why."""

    query: Query
    matches: tuple[Match, ...]
    verdict: Verdict
    read_as: tuple[str, ...] = ()  # terms that pinyin or a slip was read as
    runs: tuple[str, ...] = ()  # the characters of the question, without what parts them
    wording: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # of the concepts meant

    def needles(self, match: Match) -> tuple[str, ...]:
        """What to mark in the passage: runs of characters that the question has, too, longest first.

        After them the wording of the concepts that both share.
        """
        body = _letters_of(match.passage)
        said = (phrase for key in match.concepts for phrase in self.wording.get(key, ()))
        own = sorted(
            (piece for piece in _common(self.runs, body) if stands_in(piece, body)),
            key=len,
            reverse=True,
        )
        theirs = sorted((p for p in said if p in body), key=lambda p: (-len(p), p))
        return tuple(dict.fromkeys([*own, *theirs]))

    def as_json(self) -> dict[str, Any]:
        """The answer as `search --json` prints it."""
        return {
            "query": self.query.text,
            "verdict": self.verdict,
            "read_as": list(self.read_as),
            "matches": [_match_json(match) for match in self.matches],
        }


class Packed(NamedTuple):
    """An answer for another process that reads the same store: passages by their numbers."""

    answer: Answer  # without matches
    matches: list[tuple[int, float, float, tuple[str, ...], tuple[str, ...], list[int]]]

    @classmethod
    def of(cls, answer: Answer) -> "Packed":
        """The answer packed: a tenth of the size, and of the time to read it."""
        matches = [
            (m.passage.id, m.score, m.coverage, m.reasons, m.concepts, [p.id for p in m.alike])
            for m in answer.matches
        ]
        return cls(replace(answer, matches=()), matches)

    def unpacked(self, read: Callable[[Collection[int]], Mapping[int, Passage]]) -> Answer:
        """The answer as it was, with the passages that are read; KeyError if one is gone."""
        passages = read([number for first, *_, alike in self.matches for number in (first, *alike)])
        matches = tuple(
            Match(
                passages[number],
                score,
                coverage,
                reasons,
                concepts,
                tuple(passages[other] for other in alike),
            )
            for number, score, coverage, reasons, concepts, alike in self.matches
        )
        return replace(self.answer, matches=matches)


@lru_cache(maxsize=500)  # a passage is shown to many
def _letters_of(passage: Passage) -> str:
    return letters(f"{passage.headline}。{passage.text}")


def _common(runs: Iterable[str], body: str) -> list[str]:
    """The longest pieces (two characters and more) that the runs share with a body."""
    found = []
    for run in runs:
        start = 0
        while start < len(run) - 1:
            end = start + 2
            if run[start:end] not in body:
                start += 1
                continue
            while end < len(run) and run[start : end + 1] in body:
                end += 1
            found.append(run[start:end])
            start = end
    return found


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
