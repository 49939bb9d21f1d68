"""Taking times and memory, and starting programs that are measured from outside."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).parent.parent
PEERS = "PREPBOT_PEERS"  # the folder with the peers' packages; only they see it


def cuts(seconds: Iterable[float]) -> tuple[float, float, float]:
    """p50, p95 and p99 in milliseconds."""
    found = quantiles(seconds, n=100, method="inclusive")
    return found[49] * 1000, found[94] * 1000, found[98] * 1000


def timed(call: Callable[[], object]) -> float:
    """Processor seconds that the call takes in this process, whatever else the machine does."""
    start = time.process_time()
    call()
    return time.process_time() - start


def memory(pid: int | str = "self") -> float:
    """Resident memory of a process in MB; Linux only, nan elsewhere."""
    return _status(pid, "VmRSS")


def peak(pid: int | str = "self") -> float:
    """The most memory that a process had so far, in MB; Linux only, nan elsewhere.

    Not of `getrusage`, which counts what the program that started this one had.
    """
    return _status(pid, "VmHWM")


def _status(pid: int | str, name: str) -> float:
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return float("nan")
    rows = (line.split() for line in status.splitlines() if line.startswith(name))
    return next((int(row[1]) / 1024 for row in rows), float("nan"))


def spent(pid: int) -> float:
    """Processor seconds that a process and its children have taken so far; Linux only, nan elsewhere."""
    try:
        return sum(
            ticks for number, parent, ticks in _processes() if pid in (number, parent)
        ) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return float("nan")


def _processes() -> Iterator[tuple[int, int, int]]:
    """Number, parent and ticks of the processor of all processes, with those of their ended children."""
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                fields = (place / "stat").read_text().rpartition(")")[2].split()
                yield int(place.name), int(fields[1]), sum(map(int, fields[11:15]))


def environment(database: Path | None = None, *, peers: bool = False) -> Mapping[str, str]:
    """The environment of a measured program: with bytecode, as installed; peers seen or not.

    What the product loads must not depend on the peers: sqlite-utils imports numpy if it is there.
    """
    dropped = ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PREPBOT_TOKEN")
    found = {name: value for name, value in os.environ.items() if name not in dropped}
    found["PYTHONPATH"] = str(ROOT)
    if peers and PEERS in os.environ:
        found["PYTHONPATH"] += os.pathsep + os.environ[PEERS]
    return found | ({"PREPBOT_DATABASE": str(database)} if database else {})


def python(
    words: Sequence[str], *, env: Mapping[str, str], typed: str | None = None
) -> "subprocess.Popen[str]":
    """A Python program in a process of its own; it has been given all its input."""
    process = subprocess.Popen(
        [sys.executable, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=env,
        cwd=ROOT,
        text=True,
        encoding="utf-8",
    )
    if typed is not None and process.stdin:
        process.stdin.write(typed)
        process.stdin.flush()
    return process


def end(process: "subprocess.Popen[str]") -> None:
    """Ends a program that was started here at once: a bot would fetch once more, and wait."""
    process.kill()
    process.communicate()
