"""How people introduce themselves and call the paper: words that say nothing of what is looked for."""

import re
from collections.abc import Iterable

from bot.text.normalize import letters, simplify


class Selves:
    """Knows those words, and which texts are made of nothing else."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(filter(None, map(letters, words)))
        self._longest = max(map(len, self._words), default=0)
        longest_first = sorted(self._words, key=len, reverse=True)
        run = f"(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})+"
        self._at_the_ends = re.compile(f"^{run}|{run}$")

    def without(self, text: str) -> str:
        """The letters without such words at their beginning and end: 我管食堂 -> 食堂."""
        plain = letters(simplify(text))
        return "" if self._covers(plain) else self._at_the_ends.sub("", plain)

    def _covers(self, plain: str) -> bool:
        """True when the letters can be cut into such words whole: 要开会, not 要开 and 会."""
        ends = {0}  # no pattern: it would try every way to cut
        for at in range(len(plain)):
            if at in ends:
                reach = range(at + 1, min(at + self._longest, len(plain)) + 1)
                ends.update(end for end in reach if plain[at:end] in self._words)
        return len(plain) in ends
