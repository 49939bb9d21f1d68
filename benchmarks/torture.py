"""Kills the running bot at random moments and asks afterwards whether anything got lost.

    python -m benchmarks.torture --rounds 200

The real program talks to an independent Bot API. In each round chats note facts and ask questions,
some calls are refused with 429 or 502, and the program is killed (-9) after a random time, at the
start, in the middle of its work, or idle. In the end every fact must be in the store exactly once,
in its chat's order, and every message must have got its answer. A message may be sent twice when the
kill fell between Telegram's "yes" and the note of it; such doubles are counted and reported.
"""

import argparse
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from tests.e2e.emulator import Telegram, telegram
from tests.e2e.program import Program, eventually

CHATS = 12
SETTLE = 180.0  # seconds for the last run to answer everything


def main() -> None:
    """Torture, report, and end with 1 if anything got lost or done twice."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="torture"))
    began = time.monotonic()
    with telegram() as peer:
        problems = Torture(peer, folder, random.Random(options.seed)).run(options.rounds)
    sys.stdout.write(f"{time.monotonic() - began:.0f} s\n")
    if problems:
        sys.stdout.write("\n".join([*problems, f"see {folder}", ""]))
        sys.exit(1)
    shutil.rmtree(folder)


class Torture:
    """One series of rounds."""

    def __init__(self, peer: Telegram, folder: Path, chance: random.Random) -> None:
        self.peer = peer
        self.chance = chance
        self.store = folder / "store.sqlite3"
        settings = folder / "config.toml"
        # The load is meant; only order and loss are looked at.
        settings.write_text("[limits]\nper_minute = 0\nchat_per_minute = 0\n", encoding="utf-8")
        self.program = Program(peer, folder, "--config", str(settings))
        self.facts: dict[int, list[str]] = {chat: [] for chat in range(1, CHATS + 1)}
        self.asked: Counter[int] = Counter()
        self.kills = 0

    def run(self, rounds: int) -> list[str]:
        """Returns what went wrong, a line each."""
        for number in range(rounds):
            self.program.start()
            # Some find it starting, some idle, most at work: on what piled up and on a burst.
            self._load(number, "甲")
            time.sleep(self.chance.uniform(0, 3))
            self._load(number, "乙")
            time.sleep(self.chance.uniform(0, 0.4))
            if not self.program.is_running:
                return [f"round {number}: the program ended by itself: see its log"]
            self.program.end(signal.SIGKILL)
            self.kills += 1
        self.program.start()
        settled = eventually(self._is_settled, SETTLE)
        self.program.end()
        problems = [] if settled else ["not everything was answered in time"]
        problems += self._problems()
        self._report()
        return problems

    def _load(self, number: int, name: str) -> None:
        for n in range(self.chance.randint(2, 12)):
            chat = self.chance.randint(1, CHATS)
            if self.chance.random() < 0.6:
                fact = f"第{number}轮{name}下访第{n}次"
                self.facts[chat].append(fact)
                self.peer.say(f"/note 3 {fact}", chat)
            else:
                self.peer.say(self.chance.choice(("等靠要怎么写", "/checklist", "信访")), chat)
            self.asked[chat] += 1
        if self.chance.random() < 0.2:
            self.peer.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        if self.chance.random() < 0.2:
            self.peer.fail("sendMessage", 502, "Bad Gateway", times=2)

    def _is_settled(self) -> bool:
        with closing(sqlite3.connect(self.store, timeout=10)) as store:
            waiting = store.execute(
                "SELECT (SELECT count(*) FROM updates WHERE state = 'waiting')"
                " + (SELECT count(*) FROM outbox)"
            ).fetchone()[0]
        enough = all(len(self.peer.texts(chat)) >= n for chat, n in self.asked.items())
        return waiting == 0 and enough

    def _problems(self) -> list[str]:
        problems = []
        with closing(sqlite3.connect(self.store)) as store:
            for chat, facts in self.facts.items():
                rows = store.execute("SELECT text FROM notes WHERE chat = ? ORDER BY id", (chat,))
                kept = [text for (text,) in rows]
                if kept != facts:
                    lost, more = Counter(facts) - Counter(kept), Counter(kept) - Counter(facts)
                    problems.append(
                        f"chat {chat}: lost {dict(lost)}, too many {dict(more)}, or order"
                    )
            failed = store.execute("SELECT count(*) FROM updates WHERE state != 'handled'")
            if count := failed.fetchone()[0]:
                problems.append(f"{count} updates were not handled")
            if (sound := store.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                problems.append(f"the store is damaged: {sound}")
        for chat, count in self.asked.items():
            if len(self.peer.texts(chat)) < count:
                problems.append(f"chat {chat}: {count} asked, {len(self.peer.texts(chat))} answers")
        problems += [f"refused: {m}: {words}" for m, words in self.peer.emulator.refused]
        return problems

    def _report(self) -> None:
        asked = sum(self.asked.values())
        sent = sum(len(self.peer.texts(chat)) for chat in self.asked)
        facts = sum(map(len, self.facts.values()))
        sys.stdout.write(
            f"{self.kills} kills, {asked} messages, {facts} facts, {sent} answers"
            f" ({sent - asked} sent twice)\n"
        )


if __name__ == "__main__":
    main()
