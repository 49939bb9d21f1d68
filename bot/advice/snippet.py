"""A passage shortened around the words that matched, with the match marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.text.normalize import normalize, simplify

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]?")
_MARK = re.compile(
    r"^\s*(?:[一二三四五六七八九十]+[是要]|（?\(?[一二三四五六七八九十\d]+[）)、.．])\s*"
)
_STOPS = "，,、；;。：: "  # left over where a headline or a mark was taken off


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a snippet; `matched` when it is what the user asked for."""

    text: str
    matched: bool = False


def snippet(text: str, needles: Iterable[str], *, width: int = 90) -> tuple[Run, ...]:
    """About `width` characters of the text around its best-matching sentence, cut at sentence ends.

    `needles` are normalized words, best first. A text that is short enough is given whole.
    """
    read = _read(text)
    body, places = read.body, _places(read.folded, needles)
    start, end = _window(read, places, width)
    runs = _runs(body, start, end, [place for place in places if start <= place[0] < end])
    head = (Run("…"),) if start > 0 else ()
    tail = (Run("…"),) if end < len(body) else ()
    return (*head, *runs, *tail)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as it is shortened."""

    body: str
    folded: str  # what needles are looked for in, as long as the body
    sentences: tuple[tuple[int, int], ...]  # where each begins and ends


@lru_cache(maxsize=500)  # a passage is shown to many, each time around other words
def _read(text: str) -> _Text:
    body = _MARK.sub("", text.replace("\n", " ").strip()).lstrip(_STOPS)
    sentences = (found.span() for found in _SENTENCE.finditer(body) if found[0])
    return _Text(body, _fold(body), tuple(sentences))


def _places(folded: str, needles: Iterable[str]) -> list[tuple[int, int]]:
    """Where the needles stand, longest first and without overlaps."""
    taken: list[tuple[int, int]] = []
    for needle in sorted(dict.fromkeys(needles), key=len, reverse=True):
        start = folded.find(needle) if len(needle) > 1 else -1
        while start >= 0:
            end = start + len(needle)
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
            start = folded.find(needle, end)
    return taken


def _fold(text: str) -> str:
    """Normalized where that keeps the length, so that places can be carried over."""
    folded = simplify(normalize(text))
    return folded if len(folded) == len(text) else text.casefold()


def _window(read: _Text, places: Sequence[tuple[int, int]], width: int) -> tuple[int, int]:
    """The run of whole sentences around the densest matches, of at least one sentence."""
    body, sentences = read.body, read.sentences
    if len(body) <= width * 1.3:
        return 0, len(body)
    best, best_score = 0, -1.0
    for index, (start, end) in enumerate(sentences):
        score = sum(b - a for a, b in places if start <= a < end) - index * 0.01
        if score > best_score:
            best, best_score = index, score
    start, end = sentences[best]
    for _, following in sentences[best + 1 :]:
        if following - start > width:
            break
        end = following
    if end - start < width // 2:  # a short sentence alone says little
        end = max(end, body.rfind("，", end, start + width) + 1)
    return _narrow(body, start, end, places, width)


def _narrow(
    body: str, start: int, end: int, places: Sequence[tuple[int, int]], width: int
) -> tuple[int, int]:
    """A very long sentence is cut again, at commas around the first match."""
    if end - start <= width * 1.6:
        return start, end
    anchor = min((a for a, _ in places if start <= a < end), default=start)
    left = max(start, body.rfind("，", start, max(start, anchor - width // 4)) + 1)
    right = body.find("，", left + width)
    return left, min(end, right + 1 if right >= 0 else end)


def _runs(body: str, start: int, end: int, places: Iterable[tuple[int, int]]) -> list[Run]:
    runs, at = [], start
    for a, b in sorted(places):
        if a > at:
            runs.append(Run(body[at:a]))
        runs.append(Run(body[a : min(b, end)], matched=True))
        at = min(b, end)
    if at < end:
        runs.append(Run(body[at:end]))
    return runs
