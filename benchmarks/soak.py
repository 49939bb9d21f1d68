"""Lets the real bot work for a while and looks whether it grows or slows down.

    python -m benchmarks.soak --minutes 10

People write as fast as the bot answers, now and then a call is refused. Every half minute the
resident memory, the store's size and the time to an answer are printed; in the end, memory after the
first third is compared with the last, and so are the answers' medians.
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from tests.e2e.emulator import Telegram, telegram
from tests.e2e.program import Program, eventually

EVERY = 30.0  # seconds between two lines
GROWTH = 1.15  # of memory, and of the time to an answer at twice that, that is no leak
QUESTIONS = (
    "等靠要怎么写",
    "信访",
    "/checklist",
    "走访不深入",
    "/aspect 3",
    "换一批",
    "我在街道管信访",
)


def main() -> None:
    """Soak, report, and end with 1 if something grows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=10)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="soak"))
    settings = folder / "config.toml"
    settings.write_text("[limits]\nper_minute = 0\nchat_per_minute = 0\n", encoding="utf-8")
    with telegram() as peer:
        program = Program(peer, folder, "--config", str(settings))
        program.start()
        lines = soak(peer, program, folder, options.minutes * 60)
        ended = program.end()
    shutil.rmtree(folder)
    third = max(1, len(lines) // 3)
    problems = []
    for name, column, allowed in (("memory", 0, GROWTH), ("answers", 2, 2 * GROWTH)):
        early, late = lines[third - 1][column], statistics.median(x[column] for x in lines[-third:])
        if late > early * allowed:
            problems.append(f"{name} grew from {early:.1f} to {late:.1f}")
    problems += [f"exit code {ended}"] if ended else []
    if problems:
        sys.stdout.write("\n".join([*problems, ""]))
        sys.exit(1)


def soak(
    peer: Telegram, program: Program, folder: Path, seconds: float
) -> list[tuple[float, float, float]]:
    """Returns, for every half minute, memory in MB, the store in MB, and the median answer in ms."""
    chance, began, lines = random.Random(1), time.monotonic(), []
    times: list[float] = []
    shown, count = began, 0
    while time.monotonic() - began < seconds and program.is_running:
        chat = chance.randint(1, 200)
        if chance.random() < 0.01:
            peer.fail("sendMessage", 502, "Bad Gateway")
        before, at = len(peer.texts(chat)), time.monotonic()
        peer.say(chance.choice(QUESTIONS), chat)
        eventually(lambda chat=chat, before=before: len(peer.texts(chat)) > before)  # type: ignore[misc]
        times.append((time.monotonic() - at) * 1000)
        count += 1
        if time.monotonic() - shown > EVERY:
            shown = time.monotonic()
            line = (program.memory(), size(folder), statistics.median(times))
            lines.append(line)
            sys.stdout.write(
                f"{shown - began:5.0f} s: {count} answers, {line[0]:.0f} MB resident,"
                f" store {line[1]:.1f} MB, median {line[2]:.0f} ms\n"
            )
            sys.stdout.flush()
            times.clear()
            if len(peer.emulator.calls) > 20_000:
                peer.emulator.calls.clear()
    return lines


def size(folder: Path) -> float:
    """Megabytes of the store with its log."""
    return sum(path.stat().st_size for path in folder.glob("store.sqlite3*")) / 1e6


if __name__ == "__main__":
    main()
