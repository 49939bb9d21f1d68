"""How a store behaves as it grows: searches, adding, the checklist, starting, memory, size.

    make bench-growth                               1,000, 10,000 and 100,000 passages
    python -m benchmarks.growth --large             500,000 as well: half an hour on two idle cores
    python -m benchmarks.growth 1000 50000          other sizes
    python -m benchmarks.growth --folder stores     keeps a store of each size there, and measures
                                                    those again that are there already

Each size is measured in a process of its own (`benchmarks.grown`), so that memory is what a bot with
such a store needs. Times are processor time of one thread, since other programs share the cores.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.grown import Grown
from benchmarks.made import stores
from benchmarks.report import Part, Ratio, Table, markdown
from benchmarks.start import first_answer
from benchmarks.timing import ROOT, environment

SIZES = (1_000, 10_000, 100_000)
LARGE = 500_000
_STARTS = 5  # of which the best counts
_NAMED = 100_000  # the size that the aims are about
_HEAD = (
    *("passages", "documents", "store MB", "search p50 ms", "p95", "p95, first time"),
    *("after a change", "a card ms", "all cards", "a document more ms", "adding, passages/s"),
    *("start s", "peak MB", "load"),
)


@dataclass(frozen=True, slots=True)
class Row:
    """What was found at one size."""

    size: int
    grown: Grown
    start: float  # processor seconds of `chat` to its first answer
    load: float  # of the machine, which had other work as well

    def cells(self) -> tuple[str, ...]:
        """The row as the table shows it."""
        g = self.grown
        return (
            *(f"{g.passages:,}", f"{g.documents:,}", f"{g.megabytes:,.0f}"),
            *(f"{value:.1f}" for value in (g.p50, g.p95, g.first_p95, g.changed)),
            *(f"{value:,.0f}" for value in (g.card, g.checklist, g.added, g.adding)),
            *(f"{self.start:.2f}", f"{g.peak:.0f}", f"{self.load:.0f}"),
        )


def measure(*, large: bool = False, folder: Path | None = None) -> Part:
    """The growth curve as a part of the report; the stores are kept in the folder, if one is named."""
    with TemporaryDirectory() as name:
        found = list(_rows([*SIZES, *((LARGE,) if large else ())], folder or Path(name)))
    table = Table(_HEAD, tuple(row.cells() for row in found))
    return Part("Growth", _TEXT, tuple(_ratios(found)), (table,))


def main() -> None:
    """Prints a line for each size as it is measured."""
    options = argparse.ArgumentParser()
    options.add_argument("sizes", type=int, nargs="*")
    options.add_argument("--large", action="store_true")
    options.add_argument("--folder", type=Path, help="keeps the stores there")
    said = options.parse_args()
    sizes = sorted({*(said.sizes or SIZES), *((LARGE,) if said.large else ())})
    sys.stdout.write(f"{markdown(_HEAD, [])}\n")
    with TemporaryDirectory() as name:
        for row in _rows(sizes, said.folder or Path(name)):
            sys.stdout.write(f"| {' | '.join(row.cells())} |\n")
            sys.stdout.flush()


def _rows(sizes: Sequence[int], folder: Path) -> Iterator[Row]:
    for size, path in zip(sizes, stores(folder, sizes), strict=True):
        command = [sys.executable, "-m", "benchmarks.grown", str(path)]
        done = subprocess.run(command, env=environment(), cwd=ROOT, check=True, capture_output=True)
        starts = [first_answer(environment(path))[1] for _ in range(_STARTS)]
        yield Row(size, Grown(**json.loads(done.stdout)), min(starts), os.getloadavg()[0])


def _ratios(rows: Sequence[Row]) -> Iterator[Ratio]:
    for row in rows:
        aims = row.size == _NAMED
        name, found = f"at {row.size:,} passages", row.grown
        yield Ratio(f"p95 of a search {name}, ms", found.p95, at_most=30 if aims else None)
        yield Ratio(f"peak memory {name}, MB", found.peak, at_most=400 if aims else None)


_TEXT = """Stores of made-up documents with the build of the shipped ones (`benchmarks/made.py`), added as any others are,
and each measured in a process of its own. Times are processor time of one thread. Searches are all graded
queries: warm is the best of three, the first time is with nothing read yet. After a change of the store little
is remembered: then a search, the card of an aspect with its examples (`/aspect 3`), and all cards. A document more
is the processor time to read, parse, index and store one of the tests; adding is that of many. Start is that of
`chat` to its first answer; load is that of the machine (two cores) at the time. 500,000 passages need
`python -m benchmarks.bench --large`."""


if __name__ == "__main__":
    main()
