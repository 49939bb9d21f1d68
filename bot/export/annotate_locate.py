"""Where in a document the words of a remark stand.

Tried in turn: the words as quoted; without numbers at the start of lines, which Word makes up and
the file does not hold; letters alone. Of several occurrences the one nearest to the line is taken.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.export.annotate_flow import Flow, fold

# 一、 （二） 3. 1.2 第四章 a) ① • - #: what lists put before a line and readers write out
_NUMBER = re.compile(
    r"\s*(?:第[\d〇零一二三四五六七八九十百]+[章节条款项部分编篇]*"
    r"|[(（\[〔【][\w]{1,4}[)）\]〕】]"
    r"|[\d〇零一二三四五六七八九十百]+(?:[.．][\d]+)*|[a-zA-Z](?=[.．)）、])|[①-⓿㈠-㈩㊀-㊉]|[ivxIVX]+(?=[.．)）、])"
    r"|[•·●○■□◆◇▪◦➢✓*#>-]+)[.．、)）:：，,]*\s*"
)
_LETTERS = re.compile(r"\w")
_NOT_LETTERS = re.compile(r"\W+")
_LEAST_CLAUSE = 4  # characters; fewer stand in any paragraph
_WINDOW = 2000  # characters in which a line is looked for after the one before it
_LONG_LINE = 20  # characters; such a line is looked for in all that follows


@dataclass(frozen=True, slots=True)
class Place:
    """From where to where in the flow; not found means the nearest paragraph."""

    start: int
    end: int
    is_found: bool


def locate(flow: Flow, quotes: Sequence[tuple[str, int]], text: str = "") -> list[Place]:
    """The place of each quote, given with its line; `text` is what the lines are counted in."""
    finder = _Finder(flow)
    ruler = _Ruler(_aligned(flow, text) if text else flow.lines)
    found = [finder.occurrences(quote) for quote, _ in quotes]
    for (_, line), places in zip(quotes, found, strict=True):
        if len(places) == 1 and line > 0:
            ruler.learn(line, places[0][0])
    return [
        Place(*ruler.nearest(line, places), True)
        if places
        else _nearby(flow, finder, ruler, quote, line)
        for (quote, line), places in zip(quotes, found, strict=True)
    ]


class _Finder:
    """Finds quotes in the flow, in three ways of likeness."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._known: dict[str, list[tuple[int, int]]] = {}

    def occurrences(self, quote: str) -> list[tuple[int, int]]:
        """Where the quote starts and ends, in order; empty if it is nowhere."""
        if quote not in self._known:
            ways = (self.verbatim, self._without_numbers, self._by_letters)
            self._known[quote] = next((found for way in ways if (found := way(quote))), [])
        return self._known[quote]

    def verbatim(self, quote: str) -> list[tuple[int, int]]:
        """Where just these words are, white space, width and kinds of quotes apart."""
        folded = fold(quote)
        return _spans(re.escape(folded), self._flow.text) if folded else []

    def _without_numbers(self, quote: str) -> list[tuple[int, int]]:
        found = _numbered_spans(quote, self._flow.text, fold)
        # A number that was dropped stood at the start of a paragraph.
        return [span for span in found if span[0] in self._starts] or _long(found)

    def _by_letters(self, quote: str) -> list[tuple[int, int]]:
        letters, places = self._letters
        found = _spans(re.escape(_only_letters(quote)), letters)
        found = found or _numbered_spans(quote, letters, _only_letters)
        return [(places[start], places[end - 1] + 1) for start, end in _long(found)]

    @cached_property
    def _starts(self) -> frozenset[int]:
        return frozenset(paragraph.start for paragraph in self._flow.paragraphs)

    @cached_property
    def _letters(self) -> tuple[str, list[int]]:
        found = list(_LETTERS.finditer(self._flow.text))
        return "".join(it[0] for it in found), [it.start() for it in found]


class _Ruler:
    """Tells which place is meant by a line, though blank lines may have been counted otherwise."""

    def __init__(self, starts: Sequence[int]) -> None:
        self._starts = starts
        self._drifts: list[tuple[int, int]] = []  # line, how many further on it really is

    def learn(self, line: int, start: int) -> None:
        """Takes note of a line whose place is certain."""
        self._drifts.append((line, bisect_right(self._starts, start) - line))

    def start_of(self, line: int) -> int:
        """Where in the flow the line presumably starts."""
        certain = min(self._drifts, key=lambda known: abs(known[0] - line), default=(line, 0))
        place = line - 1 + certain[1]
        return self._starts[min(max(place, 0), len(self._starts) - 1)]

    def nearest(self, line: int, places: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """Of the places the first in the line, else the one nearest to its start."""
        if line < 1 or len(places) == 1:
            return places[0]
        start = self.start_of(line)
        at = bisect_left(places, (start, 0))
        beside = places[max(0, at - 1) : at + 1]
        following = self._starts[bisect_right(self._starts, start) :][:1]
        if at < len(places) and not any(end <= places[at][0] for end in following):
            return places[at]
        return min(beside, key=lambda place: abs(place[0] - start))


def _nearby(flow: Flow, finder: _Finder, ruler: _Ruler, quote: str, line: int) -> Place:
    """The paragraph that has the longest clause of the quote, else the line's, else the first."""
    if not flow.text:
        return Place(0, 0, not fold(quote))
    start = ruler.start_of(line) if line > 0 else 0
    for clause in sorted(map(fold, _NOT_LETTERS.split(quote)), key=len, reverse=True):
        places = finder.verbatim(clause) if len(clause) >= _LEAST_CLAUSE else []
        if places:
            start = ruler.nearest(line, places)[0]
            break
    paragraph = flow.paragraph(start)
    return Place(paragraph.start, paragraph.end, not fold(quote))


def _aligned(flow: Flow, text: str) -> list[int]:
    """For each line of the text, where in the flow it starts; the next one's start if it isn't there."""
    starts = []
    at = 0
    for line in text.split("\n"):
        found = -1
        number = _NUMBER.match(line)
        for wanted in (fold(line), fold(line[number.end() :]) if number else ""):
            end = len(flow.text) if len(wanted) >= _LONG_LINE else at + _WINDOW
            if wanted and found < 0:
                found = flow.text.find(wanted, at, end)
                length = len(wanted)
        starts.append(at if found < 0 else found)
        at = at if found < 0 else found + length
    return starts


def _numbered_spans(quote: str, text: str, reduce: Callable[[str], str]) -> list[tuple[int, int]]:
    """Where the quote is, though the number at the start of each of its lines may be missing."""
    (first, rest), *lines = [_parted(line, reduce) for line in quote.strip().split("\n")]
    following = (f"(?:{re.escape(number)})?{re.escape(words)}" for number, words in lines)
    # The first number is not part of the expression, which is then found much faster.
    found = _spans(re.escape(rest) + "".join(following), text) if rest else []
    return [(start - len(first) * text.endswith(first, 0, start), end) for start, end in found]


def _parted(line: str, reduce: Callable[[str], str]) -> tuple[str, str]:
    """The number that a line starts with, and its words; a line of a number alone has only words."""
    number = _NUMBER.match(line)
    head, words = (number[0], line[number.end() :]) if number else ("", line)
    return (reduce(head), reduce(words)) if reduce(words) else ("", reduce(line))


def _long(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that can't be there by chance."""
    return [(start, end) for start, end in spans if end - start >= _LEAST_CLAUSE]


def _only_letters(text: str) -> str:
    return _NOT_LETTERS.sub("", fold(text))


def _spans(pattern: str, text: str) -> list[tuple[int, int]]:
    return [it.span() for it in re.finditer(pattern, text)] if pattern else []
