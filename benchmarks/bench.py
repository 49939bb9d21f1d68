"""`make bench`: measures everything and writes RESULTS.md with its plots.

python -m benchmarks.bench                       all parts but the growth; nine minutes on two idle cores
python -m benchmarks.bench --only growth         how a store grows, which fills one of 100,000 passages
python -m benchmarks.bench --only search work    some of them; the others' figures stay
python -m benchmarks.bench --sizes 113 500000    the search at other sizes
python -m benchmarks.bench --large               the search and the store at 500,000 passages too, and
                                                 the slow peers at every size: two hours
python -m benchmarks.bench --folder stores       keeps the large stores there, and takes those that
                                                 are there already
"""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import growth, handling, search, start, work
from benchmarks.report import ORDER, Part, markdown, save


def main() -> None:
    """Runs the parts one after the other and prints the ratios of each."""
    asked = _asked()
    parts: dict[str, Callable[[], Part]] = {
        "start": start.measure,
        "search": lambda: search.measure(large=asked.large, sizes=asked.sizes, folder=asked.folder),
        "growth": lambda: growth.measure(large=asked.large, folder=asked.folder),
        "handling": handling.measure,
        "work": work.measure,
    }
    for name in asked.only or [part for part in ORDER if asked.large or part != "growth"]:
        began = time.perf_counter()
        part = parts[name]()
        save(name, part)
        rows = [(r.name, f"{r.value:,.2f}", r.aim, r.verdict) for r in part.ratios]
        sys.stdout.write(f"\n{part.title} ({time.perf_counter() - began:.0f} s)\n\n")
        sys.stdout.write(markdown(("", "measured", "aim", "met"), rows) + "\n")
        sys.stdout.flush()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure, and write benchmarks/RESULTS.md.")
    parser.add_argument("--only", nargs="+", choices=ORDER)
    parser.add_argument("--sizes", nargs="+", type=int, default=search.SIZES)
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--folder", type=Path, help="keeps the large stores there")
    return parser.parse_args()


if __name__ == "__main__":
    main()
