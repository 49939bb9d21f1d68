"""Lets the real bot work for a while at an even pace and looks whether it grows, slows down or errs.

    python -m benchmarks.soak --minutes 10 --rate 30

People in 600 chats ask, read cards, tick, note and send drafts, and groups contribute to a meeting,
so many times a second whether the bot keeps up or not. Every half minute the resident memory, the
store's size and the times to an answer are printed, as the one who asked sees them: through the Bot
API's queue and back. In the end memory after warming up is compared with the last minutes.
"""

import argparse
import random
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.torture import DRAFT, build, items
from tests.e2e.emulator import Telegram, group, private, telegram
from tests.e2e.program import Program, eventually

EVERY = 30.0  # seconds between two lines
WARM = 0.3  # share of the time after which memory should stay as it is
GROWTH = 1.05  # of memory
SLOWEST = 250.0  # ms to an answer, for 99 of 100
CHATS = 600
GROUPS = tuple(range(-104, -100))
LOST = 30.0  # seconds after which an answer is taken for lost
QUESTIONS = ("等靠要怎么写", "信访", "/checklist", "走访不深入", "/aspect 3", "换一批", "我在街道管信访", "/aspect 5", "形式主义", "谈心谈话走过场")  # fmt: skip


def main() -> None:
    """Soak, report, and end with 1 if something is wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=30, help="updates a second")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="soak"))
    settings = folder / "config.toml"
    settings.write_text("[limits]\nper_minute = 0\nchat_per_minute = 0\n", encoding="utf-8")
    build(folder / "store.sqlite3")
    with telegram() as peer:
        program = Program(peer, folder, "--config", str(settings))
        program.start()
        eventually(peer.commands)
        soak = Soak(peer, program, folder)
        soak.run(options.minutes * 60, options.rate)
        code = program.end()
    problems = soak.problems() + ([f"exit code {code}"] if code else [])
    shutil.rmtree(folder)
    if problems:
        sys.stdout.write("\n".join([*problems, ""]))
        sys.exit(1)


@dataclass
class Soak:
    """A bot at work, and how it does."""

    peer: Telegram
    program: Program
    folder: Path
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    waiting: dict[int, tuple[float, int]] = field(default_factory=dict)  # chat -> asked at, answers
    times: list[float] = field(default_factory=list)  # ms, of all answers
    fresh: list[float] = field(default_factory=list)  # … since the last line
    memory: list[float] = field(default_factory=list)  # MB, at each line
    lost: int = 0
    count: int = 0
    late: float = 0.0  # seconds by which the load came too late at most

    def run(self, seconds: float, rate: float) -> None:
        """Asks at the rate for so long, then waits for the last answers."""
        self.items = items("3")
        for chat in GROUPS:
            self.peer.post(group(chat), 1, text="/meeting")
        began = shown = time.monotonic()
        while (now := time.monotonic()) - began < seconds and self.program.is_running:
            due = int((now - began) * rate) - self.count
            self.late = max(self.late, due / rate)
            for _ in range(due):
                self._ask()
            self._hear()
            if now - shown > EVERY:
                shown = now
                self._show(now - began)
            time.sleep(0.002)
        eventually(lambda: self._hear() or not self.waiting, LOST)

    def _ask(self) -> None:
        self.count += 1
        if self.chance.random() < 0.1:
            who, chat = self.chance.randint(1, 8), group(self.chance.choice(GROUPS))
            self.peer.post(chat, who, text=f"/note 2 第{self.count}次下访")
            return
        chat = self.chance.randint(1, CHATS)
        while chat in self.waiting:
            chat = self.chance.randint(1, CHATS)
        self.waiting[chat] = (time.monotonic(), self.peer.emulator.heard.get(chat, (0, 0.0))[0])
        kind = self.chance.random()
        if kind < 0.2:
            self.peer.say(f"/note 3 第{self.count}次下访", chat)
        elif kind < 0.4:
            self.peer.press(f"tick:3:{self.chance.choice(self.items)}:1", 10**6 + self.count, chat)
        elif kind < 0.41:
            document = self.peer.document(DRAFT.encode(), "初稿.txt")
            self.peer.post(private(chat), chat, document=document)
        else:
            self.peer.say(self.chance.choice(QUESTIONS), chat)

    def _hear(self) -> None:
        """Takes note of the answers that came."""
        now = time.monotonic()
        for chat, (asked, before) in list(self.waiting.items()):
            count, at = self.peer.emulator.heard.get(chat, (0, 0.0))
            if count > before:
                self.fresh.append((at - asked) * 1000)
            elif now - asked > LOST:
                self.lost += 1
            else:
                continue
            del self.waiting[chat]

    def _show(self, seconds: float) -> None:
        self.memory.append(self.program.memory())
        self.times += self.fresh
        sys.stdout.write(
            f"{seconds:5.0f} s: {self.count} updates, {self.memory[-1]:.0f} MB resident,"
            f" store {size(self.folder):.1f} MB, {spread(self.fresh)}\n"
        )
        sys.stdout.flush()
        self.fresh.clear()
        self.peer.emulator.calls.clear()
        self.peer.emulator.assets.clear()

    def problems(self) -> list[str]:
        """What went wrong, a line each; says how it went as a whole."""
        self.times += self.fresh
        warm = max(1, int(len(self.memory) * WARM))
        early, late = statistics.median(self.memory[warm - 1 : warm + 2]), statistics.median(self.memory[-3:])  # fmt: skip
        sys.stdout.write(
            f"{self.count} updates, {spread(self.times)}; memory {early:.0f} MB, in the end"
            f" {late:.0f} MB ({late / early - 1:+.1%}); the load came {self.late:.1f} s late at most\n"
        )
        log = self.program.log.read_text(encoding="utf-8")
        found = [line for line in log.splitlines() if " ERROR " in line or " WARNING " in line]
        found += [f"refused: {what}" for what in self.peer.emulator.refused if "not modified" not in what[1] and what[0] != "getUpdates"]  # fmt: skip
        found += [f"{self.lost} answers never came"] if self.lost else []
        found += [f"memory grew from {early:.0f} to {late:.0f} MB"] if late > early * GROWTH else []
        slow = percentile(self.times, 99)
        return found + ([f"p99 of {slow:.0f} ms"] if slow > SLOWEST else [])


def spread(times: list[float]) -> str:
    """Median, 95th and 99th percentile."""
    p50, p95, p99 = (percentile(times, share) for share in (50, 95, 99))
    return f"p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms"


def percentile(times: list[float], share: int) -> float:
    """The time that so many percent do not exceed, 0 without any."""
    return sorted(times)[min(len(times) - 1, len(times) * share // 100)] if times else 0.0


def size(folder: Path) -> float:
    """Megabytes of the store with its log."""
    return sum(path.stat().st_size for path in folder.glob("store.sqlite3*")) / 1e6


if __name__ == "__main__":
    main()
