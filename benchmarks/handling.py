"""Handling: answers a second and the time of one, against bare echo bots of three libraries.

In the process, without a network, what counts is the work of the bot and of python-telegram-bot;
over loopback HTTP the requests come on top.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.bots import ECHOES
from benchmarks.loopback import Loopback
from benchmarks.report import Part, Ratio, Table
from benchmarks.scenarios import AGAIN, CHATS, KINDS, Updates, dialogue, presses_of
from benchmarks.timing import ROOT, cuts, end, environment, memory, python, spent

OURS = "prepbot"
_BARE = "python-telegram-bot"  # the echo that the others are held against
_COUNT = {"echo": 600, "tick": 300, "card": 300, "search": 300, AGAIN: 300}
_ROUNDS = 3
_ALONE = 100


def measure() -> Part:
    """Measures in the process, then over HTTP, one bot after the other; the bare echo before and after."""
    inside = _inside("echo") | _inside("ours")
    inside["echo"] = _mean(inside["echo"], _inside("echo")["echo"])
    presses = presses_of(dialogue())
    http: dict[str, dict[str, Any]] = {}
    with TemporaryDirectory() as folder, Loopback() as telegram:
        for name in ECHOES:
            http[name] = _echo(name, telegram)
        env = environment(Path(folder) / "store.sqlite3")
        subprocess.run([sys.executable, "-m", "bot", "doctor", "--prepare"], env=env, check=True, capture_output=True)  # fmt: skip
        settings = Path(folder) / "config.toml"
        settings.write_text("[limits]\nper_minute = 0\nchat_per_minute = 0\n", encoding="utf-8")
        env = {**env, "PREPBOT_TOKEN": telegram.token, "PREPBOT_BASE_URL": telegram.url}
        found = _over_http(
            ["-m", "bot", "--config", str(settings), "run"], env, telegram, Updates(presses), KINDS
        )
        http |= {f"{OURS}: {kind}": row for kind, row in found.items()}
        http[_BARE] = _mean(http[_BARE], _echo(_BARE, telegram))
    return _part(inside, http)


def _echo(name: str, telegram: Loopback) -> dict[str, Any]:
    words = ["-m", "benchmarks.bots", name, telegram.url]
    return _over_http(words, environment(peers=True), telegram, Updates(), ("echo",))["echo"]


def _mean(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """Two measurements of one bot: what lies between them saw a machine that may change its speed."""
    return one | {name: (one[name] + other[name]) / 2 for name in ("rate", "each")}


def _inside(name: str) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.bots", "inside", name]
    with TemporaryDirectory() as folder:
        env = environment(Path(folder) / "store.sqlite3")
        done = subprocess.run(words, env=env, cwd=ROOT, capture_output=True, text=True)
    if not done.stdout:
        raise RuntimeError(f"{name}: {done.stderr[-600:]}")
    return dict(json.loads(done.stdout))


def _over_http(
    words: list[str],
    env: dict[str, str],
    telegram: Loopback,
    updates: Updates,
    kinds: tuple[str, ...],
) -> dict[str, dict[str, Any]]:
    telegram.reset()
    process = python(words, env=env)
    try:
        telegram.wait_for_fetch(process)
        return {kind: _kind(kind, telegram, updates, process.pid) for kind in kinds}
    finally:
        end(process)


def _kind(kind: str, telegram: Loopback, updates: Updates, pid: int) -> dict[str, Any]:
    count = _COUNT[kind]
    telegram.play(updates.introductions(kind))
    telegram.play(updates.of(kind, count))  # until all that starts by itself has started
    before = spent(pid)
    rates = [count / telegram.play(updates.of(kind, count)) for _ in range(_ROUNDS)]
    each = (spent(pid) - before) / (_ROUNDS * count)
    alone = [telegram.play(updates.of(kind, 1)) for _ in range(_ALONE)]
    return {"rate": max(rates), "each": each, "alone": cuts(alone), "mb": memory(pid)}


def _part(inside: dict[str, Any], http: dict[str, dict[str, Any]]) -> Part:
    echo, bare = inside["echo"]["rate"], http[_BARE]["rate"]
    each = http[_BARE]["each"]
    aims = {"tick": 0.5, "card": 0.5, "search": 0.3, AGAIN: 0.3}
    ratios = [
        *(
            Ratio(f"{kind}: answers a second / bare PTB echo, in process", inside[kind]["rate"] / echo, at_least=aim)
            for kind, aim in aims.items()
        ),
        *(
            Ratio(f"{kind}: answers a second / bare PTB echo, over HTTP", http[f"{OURS}: {kind}"]["rate"] / bare, at_least=aim)
            for kind, aim in aims.items()
        ),
        *(
            Ratio(f"{kind}: answers a processor second / bare PTB echo, over HTTP", each / http[f"{OURS}: {kind}"]["each"])
            for kind in aims
        ),
        *(
            Ratio(f"{kind}: answers a second, {CHATS} chats, 20 ms to Telegram", inside[kind]["far"], at_least=300)
            for kind in aims
        ),
        Ratio(
            "PTB echo over aiohttp / over its own httpx, 16 at a time",
            http["python-telegram-bot over aiohttp, 16 at a time"]["rate"]
            / http["python-telegram-bot, 16 at a time"]["rate"],
        ),
    ]  # fmt: skip
    tables = (
        Table(
            ("", "answers/s", "processor ms each", "p50 ms", "p95 ms", "p99 ms", "answers/s at 20 ms"),
            tuple((_name(kind), *_rate(row), *_ms(row), f"{row['far']:,.0f}") for kind, row in inside.items()),
            "In the process",
        ),
        Table(
            ("", "answers/s", "processor ms each", "p50 ms", "p95 ms", "p99 ms", "MB"),
            tuple((name, *_rate(row), *_ms(row), f"{row['mb']:.0f}") for name, row in http.items()),
            "Over loopback HTTP",
        ),
    )  # fmt: skip
    series = {name: [(0.0, row["rate"])] for name, row in http.items()}
    return Part("Handling", _TEXT, tuple(ratios), tables, series)


def _name(kind: str) -> str:
    return "bare PTB echo" if kind == "echo" else f"{OURS}: {kind}"


def _rate(row: dict[str, Any]) -> tuple[str, str]:
    return f"{row['rate']:,.0f}", f"{row['each'] * 1000:.2f}"


def _ms(row: dict[str, Any]) -> tuple[str, ...]:
    return tuple(f"{value:.1f}" for value in row["alone"])


_TEXT = f"""Updates come in hundreds by long polling and are spread over {CHATS} chats; a round ends with the last
answer, the best of a few rounds counts. The bare echo is measured before and after, of which the mean counts. The
percentiles are those of single updates, each sent after the answer to the one before. A tick is two calls (the
press is confirmed, the message edited), a card (`/aspect 3`) and a search one: of a question that nobody of that
work has asked before, or of one that somebody has, whose answer is kept. The processor's time is that of the
second process, too, which searches ahead while many wait; its 150 MB are not in the last column. At 20 ms to
Telegram the bare echo, which takes one update after the other, waits."""
