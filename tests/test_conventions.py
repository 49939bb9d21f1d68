"""What the guide for this code asks for and a program can see."""

import ast
from pathlib import Path

import click
import pytest

from bot.chat.dialogue import Dialogue
from bot.chat.telegram.office import MENU as OFFICE
from bot.cli import main
from bot.config import data_dir

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MODULES = sorted((ROOT / "bot").rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_modules_public_functions_and_classes_say_what_they_are(path: Path) -> None:
    module = tree(path)
    classes = [n for n in module.body if isinstance(n, ast.ClassDef) and n.name[0] != "_"]
    nodes = [*module.body, *(inner for c in classes for inner in c.body)]
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    public = [n for n in nodes if isinstance(n, kinds) and not n.name.startswith("_")]
    assert ast.get_docstring(module)
    assert [node.name for node in public if not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_only_transports_print_and_only_narrow_errors_are_caught(path: Path) -> None:
    found = []
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ExceptHandler):
            found += [] if node.type else [f"line {node.lineno}: bare except"]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found += [f"line {node.lineno}: print"] if node.func.id == "print" else []
    assert found == []


def test_no_module_is_a_drawer_for_everything() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "common.py", "misc.py"}
    assert [name(path) for path in MODULES if path.name in drawers] == []


@pytest.mark.parametrize("command", main.commands.values(), ids=lambda command: command.name)
def test_help_is_a_sentence_and_an_example(command: click.Command) -> None:
    sentence, _, example = (command.help or "").partition(" Example: ")
    assert sentence.endswith(".")
    assert f"prepbot {command.name}" in example
    options = [p for p in command.params if isinstance(p, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_every_command_of_the_program_stands_in_the_readme() -> None:
    assert [name for name in main.commands if f"| `{name}` |" not in README] == []


def test_every_command_of_the_bot_stands_in_the_readme(dialogue: Dialogue) -> None:
    rows = [line.split("`")[1].split()[0] for line in README.splitlines() if line[:4] == "| `/"]
    commands = [*dialogue.register.commands, *OFFICE]
    assert sorted(rows) == sorted(f"/{command.name}" for command in commands)


def test_every_data_file_stands_in_its_readme() -> None:
    text = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    files = [f"{p.name}/" if p.is_dir() else p.name for p in (ROOT / "data").glob("[!.]*")]
    assert [file for file in files if f"| [{file}](#" not in text and file != "README.md"] == []


def test_files_txt_names_every_shipped_file() -> None:
    folder = data_dir()
    lines = (folder / "files.txt").read_text(encoding="utf-8").splitlines()
    named = [line for line in lines if not line.startswith("#")]
    there = {p.relative_to(folder).as_posix() for s in ("*.toml", "*.txt") for p in folder.rglob(s)}
    assert sorted(named) == sorted(there - {"files.txt"})
