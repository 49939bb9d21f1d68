"""Kills the running bot at random moments and asks afterwards whether anything got lost.

    python -m benchmarks.torture --rounds 200

The real program talks to an independent Bot API. In each round chats note facts, tick items, ask,
and send documents; groups in a meeting contribute and take parts; some calls are refused with 429 or
502; and the program is killed (-9) after a random time, at the start, in the middle of its work, or
idle. In the end every fact, tick and part must be in the store exactly once, facts in their chat's
order, and every message must have got its answer. A message may be sent twice when the kill fell
between Telegram's "yes" and the note of it; such doubles are counted and reported.
"""

import argparse
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.assistant import Assistant
from bot.catalog import load_catalog
from bot.config import data_dir
from bot.corpus.ingest import Ingest
from bot.corpus.store import Store
from bot.models import Session
from tests.e2e.emulator import Telegram, group, private, telegram
from tests.e2e.program import Program, eventually

CHATS = 12
AT_WORK = 0.8  # share of rounds in which the program is let come to fetching updates
GROUPS = tuple(range(-104, -100))
MEMBERS = 6  # of a group; the first leads
DRAFT = "对照检查材料\n一、存在的问题\n1.走访不深入。" + "有的同志走访群众少，满足于听汇报。" * 20
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


@dataclass
class Expected:
    """What must be there in the end."""

    facts: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    ticks: dict[tuple[int, str], bool] = field(default_factory=dict)
    takes: set[tuple[int, str, int]] = field(default_factory=set)  # group, part, member
    answers: Counter[int] = field(default_factory=Counter)  # at least so many messages to a chat
    asked: int = 0  # everything that was said or pressed


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
        self.expected = Expected()
        self.items = items("3")
        self.kills = 0
        self.ready = 0  # starts of the program that came so far as to fetch updates
        build(self.store)

    def run(self, rounds: int) -> list[str]:
        """Returns what went wrong, a line each."""
        for chat in GROUPS:
            self.peer.post(group(chat), 1, text="/meeting")
        for number in range(rounds):
            self.program.start()
            # Some find it starting, some idle, most at work: on what piled up and on a burst.
            self._load(number, "甲")
            if self.chance.random() < AT_WORK:
                eventually(lambda: not self.program.is_running or self._is_ready())
            time.sleep(self.chance.uniform(0, 1.5))
            self._load(number, "乙")
            time.sleep(self.chance.uniform(0, 0.4))
            if not self.program.is_running:
                return [f"round {number}: the program ended by itself: see its log"]
            self.program.end(signal.SIGKILL)
            self.kills += 1
            self.ready = self.program.log.read_text(encoding="utf-8").count("ready as @")
        self.program.start()
        settled = eventually(self._is_settled, SETTLE)
        self.program.end()
        problems = [] if settled else ["not everything was answered in time"]
        problems += self._problems()
        self._report()
        return problems

    def _load(self, number: int, name: str) -> None:
        kinds = (self._note, self._note, self._tick, self._ask, self._contribute, self._take)
        for n in range(self.chance.randint(2, 12)):
            self.chance.choice(kinds)(f"第{number}轮{name}下访第{n}次")
            self.expected.asked += 1
        if self.chance.random() < 0.3:
            self._send()
        if self.chance.random() < 0.2:
            self.peer.fail("sendMessage", 429, "Too Many Requests: retry after 1", retry_after=1)
        if self.chance.random() < 0.2:
            self.peer.fail("sendMessage", 502, "Bad Gateway", times=2)

    def _chat(self) -> int:
        chat = self.chance.randint(1, CHATS)
        self.expected.answers[chat] += 1
        return chat

    def _note(self, fact: str) -> None:
        chat = self._chat()
        self.expected.facts[chat].append(fact)
        self.peer.say(f"/note 3 {fact}", chat)

    def _ask(self, fact: str) -> None:
        self.peer.say(self.chance.choice(("等靠要怎么写", "/checklist", "信访")), self._chat())

    def _tick(self, fact: str) -> None:
        chat, item = self.chance.randint(1, CHATS), self.chance.choice(self.items)
        done = self.chance.random() < 0.7
        self.expected.ticks[chat, item] = done
        self.peer.press(f"tick:3:{item}:{int(done)}", 1, chat)

    def _send(self) -> None:
        chat = self._chat()
        self.expected.answers[chat] += 1  # that it is read, and the report
        self.expected.asked += 1
        self.peer.post(private(chat), chat, document=self.peer.document(DRAFT.encode(), "初稿.txt"))

    def _contribute(self, fact: str) -> None:
        chat = self.chance.choice(GROUPS)
        self.expected.facts[chat].append(fact)
        self.peer.post(group(chat), self.chance.randint(1, MEMBERS), text=f"/note 2 {fact}")

    def _take(self, fact: str) -> None:
        chat, part, who = self.chance.choice(GROUPS), self.chance.randint(1, 5), self.chance.randint(1, MEMBERS)  # fmt: skip
        self.expected.takes.add((chat, str(part), who))
        self.peer.post(group(chat), who, text=f"/take {part}")

    def _is_ready(self) -> bool:
        """True once this start of the program fetches updates."""
        return self.program.log.read_text(encoding="utf-8").count("ready as @") > self.ready

    def _is_settled(self) -> bool:
        with closing(sqlite3.connect(self.store, timeout=10)) as store:
            waiting = store.execute(
                "SELECT (SELECT count(*) FROM updates WHERE state = 'waiting')"
                " + (SELECT count(*) FROM outbox)"
            ).fetchone()[0]
        answers = self.expected.answers
        enough = all(len(self.peer.texts(chat)) >= n for chat, n in answers.items())
        return waiting == 0 and enough

    def _problems(self) -> list[str]:
        with closing(sqlite3.connect(self.store)) as store:
            problems = [*self._lost_facts(store), *self._lost_actions(store)]
            failed = store.execute("SELECT count(*) FROM updates WHERE state != 'handled'")
            if count := failed.fetchone()[0]:
                problems.append(f"{count} updates were not handled")
            if (sound := store.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
                problems.append(f"the store is damaged: {sound}")
        for chat, count in self.expected.answers.items():
            if (sent := len(self.peer.texts(chat))) < count:
                problems.append(f"chat {chat}: {count} answers are due, {sent} came")
        return problems + [f"refused: {m}: {words}" for m, words in self._refused()]

    def _lost_facts(self, store: sqlite3.Connection) -> Iterator[str]:
        for chat, facts in self.expected.facts.items():
            rows = store.execute("SELECT text FROM notes WHERE chat = ? ORDER BY id", (chat,))
            kept = [text for (text,) in rows]
            if kept != facts:
                lost, more = Counter(facts) - Counter(kept), Counter(kept) - Counter(facts)
                yield f"chat {chat}: lost {dict(lost)}, too many {dict(more)}, or order"

    def _lost_actions(self, store: sqlite3.Connection) -> Iterator[str]:
        ticks = {key for key, done in self.expected.ticks.items() if done}
        kept = set(store.execute("SELECT chat, item FROM ticks"))
        if kept != ticks:
            yield f"ticks: lost {ticks - kept}, too many {kept - ticks}"
        rows = store.execute("SELECT chat, card, user FROM takes").fetchall()
        if set(rows) != self.expected.takes or len(rows) != len(set(rows)):
            yield f"takes: lost {self.expected.takes - set(rows)}, too many {set(rows) - self.expected.takes}"

    def _refused(self) -> list[tuple[str, str]]:
        """What Telegram refused; to edit a message into what it is is no harm."""
        return [what for what in self.peer.emulator.refused if "not modified" not in what[1] and what[0] != "getUpdates"]  # fmt: skip

    def _report(self) -> None:
        expected = self.expected
        due = sum(expected.answers.values())
        sent = sum(len(self.peer.texts(chat)) for chat in expected.answers)
        facts = sum(map(len, expected.facts.values()))
        sys.stdout.write(
            f"{self.kills} kills of {self.ready} that were ready; {expected.asked} messages and presses: {facts} facts,"
            f" {len(expected.ticks)} ticks, {len(expected.takes)} parts taken; {due} answers due,"
            f" {sent - due} sent twice ({(sent - due) / max(1, self.kills):.2f} a kill)\n"
        )


def build(path: Path) -> None:
    """Builds the store, which takes longer than a round."""
    store, catalog = Store.open(path), load_catalog(data_dir())
    Ingest(store, catalog, Assistant(store, catalog).finder.concepts).build(data_dir())
    store.close()


def items(card: str) -> list[str]:
    """The items of a part of the checklist, as a new chat has it."""
    assistant = Assistant(Store.open(None), load_catalog(data_dir()))
    return [todo.item.key for todo in assistant.checklist.card(Session(1), card, limit=0).todos]


if __name__ == "__main__":
    main()
