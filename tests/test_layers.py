"""Imports point down only, each library has one door, and `prepbot --help` loads nothing heavy.

Read from the syntax tree, so that imports inside functions count too.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted((ROOT / "bot").rglob("*.py"))
}
# Layer -> the layers it may import; itself, errors and models always.
PURE = ("bot.text", "bot.advice", "bot.export")
USE_CASES = (
    "bot.ahead",
    "bot.search",
    "bot.notebook",
    "bot.checking",
    "bot.assistant",
    "bot.outlining",
    "bot.library",
    "bot.meeting",
    "bot.minuting",
)
BELOW = {
    "bot": (),
    "bot.errors": (),
    "bot.models": (),
    "bot.memory": (),
    "bot.absent": (),
    "bot.keep": (),
    "bot.config": (),
    "bot.text": (),
    "bot.catalog": ("bot.text",),
    "bot.advice": ("bot.text",),
    "bot.export": ("bot.text",),
    "bot.corpus": ("bot", "bot.text"),
    "bot.candidates": ("bot.text", "bot.advice", "bot.corpus"),
    "bot.needs": ("bot.text", "bot.advice", "bot.candidates"),
    "bot.search": ("bot.text", "bot.advice", "bot.corpus", "bot.candidates", "bot.needs"),
    "bot.notebook": ("bot.text", "bot.advice", "bot.corpus"),
    "bot.checking": (*PURE, "bot.corpus"),
    "bot.assistant": (*PURE, "bot.corpus", "bot.search", "bot.notebook"),
    "bot.ahead": (
        *PURE,
        "bot.assistant",
        "bot.catalog",
        "bot.config",
        "bot.corpus",
        "bot.search",
    ),
    "bot.outlining": (*PURE, "bot.assistant"),
    "bot.library": ("bot.text", "bot.corpus"),
    "bot.meeting": (*PURE, "bot.assistant"),
    "bot.minuting": (*PURE, "bot.assistant", "bot.meeting", "bot.outlining"),
    "bot.chat": (*PURE, "bot.config", "bot.corpus", *USE_CASES),
    "bot.checkup": ("bot.config", "bot.corpus", "bot.chat"),
    "bot.cli": (
        "bot",
        "bot.checkup",
        "bot.config",
        "bot.catalog",
        *PURE,
        "bot.corpus",
        *USE_CASES,
        "bot.chat",
    ),
    "bot.__main__": ("bot.cli",),
}
VALUES = {
    "bot.errors",
    "bot.models",
    "bot.memory",
    "bot.keep",
    "bot.absent",
}  # known to every layer
# Library -> the modules or folders that may import it.
DOORS = {
    "aiohttp": ("bot.chat.telegram.wire",),
    "charset_normalizer": ("bot.text.readers",),
    "click": ("bot.cli",),
    "docx": ("bot.text.readers", "bot.export"),
    "httpx": ("bot.chat.telegram.app",),  # python-telegram-bot's own
    "jieba": ("bot.text.segment",),
    "lxml": ("bot.text.readers", "bot.export"),
    "numpy": ("bot.advice.sifting", "bot.text.hearing", "bot.text.likeness", "bot.text.meaning"),
    "opencc": ("bot.text.normalize",),
    "platformdirs": ("bot.config",),
    "prompt_toolkit": ("bot.chat.console",),
    "pypdf": ("bot.text.readers",),
    "pypinyin": ("bot.text.sounds",),
    "rapidfuzz": ("bot.advice.likeness",),
    "rich": ("bot.chat.console", "bot.cli"),
    "sqlite3": ("bot.corpus.database",),
    "sqlite_utils": ("bot.corpus.schema", "bot.corpus.database"),
    "telegram": ("bot.chat.telegram",),
    "tomllib": ("bot.config", "bot.catalog"),
    "tornado": ("bot.chat.telegram.server",),
}
HEAVY = ("aiohttp", "docx", "jieba", "lxml", "numpy", "opencc", "prompt_toolkit", "pypdf", "pypinyin", "rapidfuzz", "rich", "sqlite_utils", "telegram", "tornado")  # fmt: skip


def imports(module: str) -> Iterator[str]:
    """The modules that a module imports anywhere in its text."""
    for node in ast.walk(ast.parse(MODULES[module].read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: line {node.lineno}: import by the full name"
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name if name in MODULES else str(node.module) for name in names)


def layer(module: str) -> str:
    """bot.text.parse -> bot.text; bot -> bot."""
    return ".".join(module.split(".")[:2])


def is_in(module: str, place: str) -> bool:
    return f"{module}.".startswith(f"{place}.")


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_down_only(module: str) -> None:
    allowed = {layer(module), *BELOW[layer(module)], *VALUES}
    own = {name for name in imports(module) if is_in(name, "bot")}
    assert {name for name in own if layer(name) not in allowed} == set()


@pytest.mark.parametrize("library", DOORS)
def test_each_library_has_one_door(library: str) -> None:
    users = {name for name in MODULES if any(is_in(used, library) for used in imports(name))}
    assert {n for n in users if not any(is_in(n, door) for door in DOORS[library])} == set()
    assert users, f"nothing imports {library}: take it off the list"


def test_every_other_library_is_in_the_standard_library() -> None:
    used = {name.partition(".")[0] for module in MODULES for name in imports(module)}
    assert used - sys.stdlib_module_names == {"bot", *DOORS} - sys.stdlib_module_names


def test_importing_the_commands_loads_nothing_heavy() -> None:
    check = f"import sys, bot.cli; print(*sys.modules.keys() & {set(HEAVY)})"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("\n", "")


def test_a_dialogue_starts_without_what_only_some_answers_need() -> None:
    late = {"bot.checking", "bot.corpus.ingest", "bot.library", "bot.text.readers"}
    check = f"import sys, bot.chat.dialogue; print(*sys.modules.keys() & {late})"
    done = subprocess.run([sys.executable, "-c", check], cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("\n", "")


def test_help_works_without_any_setting() -> None:
    command = [sys.executable, "-m", "bot", "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    assert "备会助手" in done.stdout
