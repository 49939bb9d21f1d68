"""How much of a document stands in another one: resold copies, last year's text with a new date.

A text's letters are cut into overlapping shingles, each a number, of which a fixed share is looked
at: the smallest. Chosen so, two copies give the same sample wherever their sentences stand. A
*sketch* is the smallest few of all; it finds the candidates.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # loaded where it adds up: a tenth of a second that most commands need not spend
    import numpy as np
    from numpy.typing import NDArray

_LENGTH = 9  # letters of a shingle: longer than most set phrases
_SAMPLED = 4  # one shingle in so many is looked at
_MOST = 96  # shingles of a sketch
_LEAST = 20  # … without which a text is too short to be judged
# A shingle's number is a polynomial of its letters; the factor is odd and its bits are well mixed.
_FACTOR = 0x9E3779B97F4A7C15
_POWERS = [pow(_FACTOR, power, 1 << 64) for power in range(1, _LENGTH + 1)]

_Numbers: TypeAlias = "NDArray[np.uint64]"


def sketch(bodies: Iterable[str]) -> frozenset[int]:
    """The sampled shingles of passages' letters, as numbers of 32 bits; empty for a short text."""
    found = _shingles(list(bodies))
    if len(found) < _LEAST:
        return frozenset()
    # told apart by other bits than they are chosen by, which are nearly alike
    return frozenset(number & 0xFFFFFFFF for number in found[:_MOST].tolist())


def likenesses(bodies: Iterable[str], others: Iterable[Iterable[str]]) -> list[float]:
    """For each of the others the share of the shorter text's shingles that stand in both, from 0 to 1.

    Of a text of 2,000 letters it is right to some 2 percent.
    """
    mine = _shingles(list(bodies))
    return [_shared(mine, _shingles(list(other))) for other in others]


def _shared(mine: _Numbers, theirs: _Numbers) -> float:
    import numpy as np

    least = min(len(mine), len(theirs))
    return len(np.intersect1d(mine, theirs, assume_unique=True)) / least if least else 0.0


def _shingles(bodies: Sequence[str]) -> _Numbers:
    """The numbers of the sampled shingles within the bodies, each once, the smallest first."""
    import numpy as np

    letters = "".join(bodies).encode("utf-32-le", "surrogatepass")
    codes = np.frombuffer(letters, np.uint32).astype(np.uint64)
    count = len(codes) - _LENGTH + 1
    if count < 1:
        return np.empty(0, np.uint64)
    numbers = np.zeros(count, np.uint64)
    for place, power in enumerate(_POWERS):
        numbers += codes[place : place + count] * np.uint64(power)
    chosen = numbers < np.uint64((1 << 64) // _SAMPLED)
    for end in accumulate(map(len, bodies[:-1])):  # none runs on from one body into the next
        chosen[max(end - _LENGTH + 1, 0) : end] = False
    return np.unique(numbers[chosen])
