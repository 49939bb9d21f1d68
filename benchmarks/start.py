"""Start: from the process to the first answer of `chat`, to the first fetch of `run`; and memory.

The floor imports the libraries that the product had loaded by then and loads jieba's dictionary
from the same cache, nothing else.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.loopback import Loopback
from benchmarks.report import Part, Ratio, Table
from benchmarks.timing import end, environment, memory, python, spent
from bot.config import cache_dir

ROUNDS = 7
_TYPED = "等靠要怎么写\n"
_LIBRARIES = ("click", "sqlite_utils", "platformdirs", "rapidfuzz", "opencc", "pypinyin", "numpy")
_FLOOR = """
import sys
for name in sys.argv[2:]:
    __import__(name)
import logging, jieba
jieba.setLogLevel(logging.WARNING)
jieba.dt.tmp_dir = sys.argv[1]
jieba.initialize()
print("ready", flush=True)
sys.stdin.read()
"""
# What a command had loaded when it ended or was ready.
_LOADED = """
import io, json, sys
sys.stdin, sys.argv = io.StringIO("等靠要怎么写\\n统站\\n"), ["prepbot", "chat"]  # a slip too, as `run` does
sys.stdout, out = io.StringIO(), sys.stdout
from bot.cli import main
main(standalone_mode=False)
json.dump(list(sys.modules), out)
"""
_LIGHT = {"--help": ["--help"], "backup": ["backup"], "doctor": ["doctor"]}


def measure() -> Part:
    """Starts both, each in turn with its floor, so that other work on the machine hits both alike."""
    with TemporaryDirectory() as folder:
        database = Path(folder) / "store.sqlite3"
        env = environment(database)
        subprocess.run(
            [sys.executable, "-m", "bot", "doctor", "--prepare"], env=env, check=True, capture_output=True
        )  # fmt: skip
        loaded = json.loads(
            subprocess.run([sys.executable, "-c", _LOADED], env=env, check=True, capture_output=True).stdout
        )  # fmt: skip
        chat_libraries = [name for name in _LIBRARIES if name in loaded]
        libraries = [*chat_libraries, "telegram.ext", "aiohttp"]
        with Loopback() as telegram:
            bot_env = {**env, "PREPBOT_TOKEN": telegram.token, "PREPBOT_BASE_URL": telegram.url}
            runs = _in_turn(
                chat=lambda: first_answer(env),
                chat_floor=lambda: _floor(chat_libraries, env),
                run=lambda: _to_fetch(bot_env, telegram),
                run_floor=lambda: _floor(libraries, env),
            )
        light = {name: _light(words, env, Path(folder)) for name, words in _LIGHT.items()}
    return _part(runs, light, chat_libraries, libraries)


Run = tuple[float, float, float]  # seconds, processor seconds, MB


def _in_turn(**calls: Callable[[], Run]) -> dict[str, list[Run]]:
    found: dict[str, list[Run]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            found[name].append(call())
    return found


def first_answer(env: Mapping[str, str]) -> Run:
    """What `chat` takes to its first answer to a search."""
    return _to_answer(["-m", "bot", "chat"], env, typed=_TYPED)


def _to_answer(words: list[str], env: Mapping[str, str], *, typed: str | None = None) -> Run:
    start = time.perf_counter()
    process = python(words, env=env, typed=typed)
    assert process.stdout
    process.stdout.readline()
    found = time.perf_counter() - start, spent(process.pid), memory(process.pid)
    end(process)
    return found


def _floor(libraries: list[str], env: Mapping[str, str]) -> Run:
    return _to_answer(["-c", _FLOOR, str(cache_dir()), *libraries], env)


def _to_fetch(env: Mapping[str, str], telegram: Loopback) -> Run:
    telegram.reset()
    start = time.perf_counter()
    process = python(["-m", "bot", "run"], env=env)
    telegram.wait_for_fetch(process)
    found = time.perf_counter() - start, spent(process.pid), memory(process.pid)
    end(process)
    return found


def _light(words: list[str], env: Mapping[str, str], folder: Path) -> float:
    """Processor seconds of a command that needs no segmentation, the least of five."""
    found = []
    for number in range(5):
        extra = [str(folder / f"copy{number}.sqlite3")] if words == ["backup"] else []
        before = _of_children()
        command = [sys.executable, "-m", "bot", *words, *extra]
        subprocess.run(command, env=env, check=True, capture_output=True)
        found.append(_of_children() - before)
    return min(found)


def _of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _part(
    runs: dict[str, list[Run]], light: dict[str, float], chat: list[str], run: list[str]
) -> Part:
    best = {name: min(spent for _, spent, _ in found) for name, found in runs.items()}
    used = {name: median(mb for *_, mb in found) for name, found in runs.items()}
    ratios = (
        Ratio("start of `chat` to the first answer / floor", best["chat"] / best["chat_floor"], at_most=1.2),
        Ratio("start of `run` to the first fetch / floor", best["run"] / best["run_floor"], at_most=1.15),
        Ratio("memory of an idle `run` / floor", used["run"] / used["run_floor"], at_most=1.25),
        *(Ratio(f"seconds of `{name}`", taken, at_most=0.25) for name, taken in light.items()),
    )  # fmt: skip
    rows = tuple(
        (
            name.replace("_", ", "),
            f"{best[name]:.2f}",
            f"{min(taken for taken, *_ in found):.2f}",
            f"{median(taken for taken, *_ in found):.2f}",
            f"{used[name]:.0f}",
        )
        for name, found in runs.items()
    )
    text = (
        f"From the process to the first answer to a search (`chat`) and to the first `getUpdates` (`run`, which"
        f" has read a slip by then, over loopback HTTP); the best of {ROUNDS} times in turn with its floor,"
        f" with bytecode and all caches there. The ratios are those of processor time, so that other programs"
        f" on the machine do not count. The floor of `chat` imports {', '.join(chat)}, that of `run`"
        f" {', '.join(run)}, and both load jieba's dictionary."
    )
    table = Table(("", "processor s", "s, best", "s, median", "MB"), rows)
    return Part("Start and memory", text, ratios, (table,))
