"""How fast one may ask: a bucket for each person and chat that fills by the minute."""

from collections import OrderedDict

_KNOWN = 10_000  # buckets remembered; those longest unused are full again anyway
_BACKWARDS = 60.0  # seconds by which the clock may go back before a bucket starts anew


class Pace:
    """Allows so many events a minute for each key, all at once if they were saved up."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[int, tuple[float, float]] = OrderedDict()  # left, at

    def wait(self, key: int, at: float) -> float:
        """Count an event; return 0, or the seconds until the next one is allowed."""
        if not self._per_minute:
            return 0.0
        left, before = self._buckets.pop(key, (float(self._per_minute), at))
        if at < before - _BACKWARDS:
            left, before = float(self._per_minute), at
        rate = self._per_minute / 60
        left = min(float(self._per_minute), left + max(0.0, at - before) * rate)
        short = left < 1
        self._buckets[key] = (left if short else left - 1, max(at, before))
        if len(self._buckets) > _KNOWN:
            self._buckets.popitem(last=False)
        return (1 - left) / rate if short else 0.0
