"""Reading and writing what a command was given, and what it prints."""

import json
import sys
from pathlib import Path

import click

from bot.errors import BotError, UnreadableFileError


def read_content(file: Path) -> bytes:
    """The bytes of the file, or of standard input for "-"."""
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as exc:
        raise UnreadableFileError(
            f"{file}: cannot be read: {exc.strerror}; check the name"
        ) from exc


def write_content(place: Path, content: bytes) -> None:
    """Writes a new file; never over an existing one."""
    try:
        with place.open("xb") as opened:
            opened.write(content)
    except FileExistsError as exc:
        raise BotError(f"{place}: exists already; name another file") from exc
    except OSError as exc:
        raise BotError(f"{place}: cannot be written: {exc.strerror}; name another place") from exc


def shown_path(file: Path) -> str:
    """How the file is named to people."""
    return "standard input" if str(file) == "-" else str(file)


def clean(text: str) -> str:
    """The text without the half characters that stand for bytes out of another encoding."""
    return text.encode("utf-8", "replace").decode()


def print_json(value: object, *, one_line: bool = True) -> None:
    """Prints a value in one line, or indented."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=None if one_line else 2))
