"""What was read from the store and may be asked for again, kept in memory up to a number.

Here, beside the layers, since both `text` and `candidates` keep such things.
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from itertools import islice
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Values by key; those not kept are read, and the oldest go when there are too many."""

    def __init__(
        self, read: Callable[[Collection[Key]], Mapping[Key, Value]], *, most: int
    ) -> None:
        self._read = read
        self._most = most
        self._kept: dict[Key, Value] = {}

    def of(self, keys: Collection[Key]) -> dict[Key, Value]:
        """The values of these keys in their order; a key that cannot be read is left out."""
        kept = self._kept
        try:
            return {key: kept[key] for key in keys}
        except KeyError:
            return self._with_read(keys)

    def _with_read(self, keys: Collection[Key]) -> dict[Key, Value]:
        kept = self._kept
        kept.update(self._read([key for key in keys if key not in kept]))
        found = {key: kept[key] for key in keys if key in kept}
        if (excess := len(kept) - self._most) > 0:
            for key in list(islice(kept, excess)):
                del kept[key]
        return found

    def clear(self) -> None:
        """Forgets everything."""
        self._kept.clear()


class Current(Generic[Value]):
    """Values that hold while what they were made from stays in one state, up to a number."""

    def __init__(self, state: Callable[[], object], *, most: int) -> None:
        self._state = state
        self._most = most
        self._made_in: object = None
        self._kept: dict[Hashable, Value] = {}

    def of(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value under the key, made when there is none of the present state."""
        if (state := self._state()) != self._made_in:
            self._made_in = state
            self._kept.clear()
        if key not in self._kept:
            self.keep(key, make())
        return self._kept[key]

    def keep(self, key: Hashable, value: Value) -> None:
        """Keeps a value of the present state that was made elsewhere."""
        if key not in self._kept and len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = value

    def clear(self) -> None:
        """Forgets everything."""
        self._kept.clear()
