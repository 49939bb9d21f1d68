"""What the running bot counts and times, for /stats and for Prometheus; no contents, no numbers of people."""

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping

# Seconds from the arrival of an update to the moment at which its reply is on its way.
BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
COUNTED = {
    "messages": "messages that were answered",
    "presses": "presses of buttons that were answered",
    "searches": "searches that were made",
    "inline": "inline queries that were answered",
    "refused": "messages turned away at the gate",
    "errors": "updates whose handling went wrong",
    "aside": "updates that could not be read",
}


class Metrics:
    """Counts since the start."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.counts: Counter[str] = Counter()
        self._times = [0] * (len(BOUNDS) + 1)
        self._sum = 0.0

    def count(self, name: str) -> None:
        """Count one of COUNTED."""
        self.counts[name] += 1

    def took(self, seconds: float) -> None:
        """Note how long an answer took."""
        self._times[bisect_left(BOUNDS, seconds)] += 1
        self._sum += seconds

    def quantile(self, share: float) -> float:
        """Return the seconds within which that share of the answers was ready; 0 without any."""
        wanted, so_far = share * sum(self._times), 0
        for bound, count in zip((*BOUNDS, BOUNDS[-1]), self._times, strict=True):
            so_far += count
            if so_far and so_far >= wanted:
                return bound
        return 0.0

    def text(self, gauges: Mapping[str, float]) -> str:
        """Return everything in the text format of Prometheus."""
        lines = []
        for name, meaning in COUNTED.items():
            lines += _described(f"prepbot_{name}_total", meaning, "counter")
            lines.append(f"prepbot_{name}_total {self.counts[name]}")
        lines += _described("prepbot_answer_seconds", "time to a reply", "histogram")
        so_far = 0
        for bound, count in zip((*map(str, BOUNDS), "+Inf"), self._times, strict=True):
            so_far += count
            lines.append(f'prepbot_answer_seconds_bucket{{le="{bound}"}} {so_far}')
        lines.append(f"prepbot_answer_seconds_sum {self._sum:.6f}")
        lines.append(f"prepbot_answer_seconds_count {so_far}")
        for name, value in gauges.items():
            lines += _described(f"prepbot_{name}", name.replace("_", " "), "gauge")
            lines.append(f"prepbot_{name} {value:g}")
        return "\n".join(lines) + "\n"


def _described(name: str, meaning: str, kind: str) -> list[str]:
    return [f"# HELP {name} {meaning}", f"# TYPE {name} {kind}"]
