"""Reading and writing what a command was given, and what it prints."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from bot.errors import BotError, UnreadableFileError

_STDIN = "standard-input.txt"  # the name of a document that comes without one


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


def read_draft(file: Path) -> str:
    """The text of a file of any kind that is read, or of standard input for "-"."""
    from bot.text.readers import decode, read_text

    if str(file) == "-":
        return decode(read_content(file), shown_path(file))
    return read_text(file)


@contextmanager
def named(paths: Sequence[Path]) -> Iterator[list[Path]]:
    """The paths; what comes on standard input, for "-", lies in a file of that name meanwhile."""
    if Path("-") not in paths:
        yield list(paths)
        return
    with TemporaryDirectory() as folder:
        place = Path(folder) / _STDIN
        place.write_bytes(sys.stdin.buffer.read())
        yield [place if str(path) == "-" else path for path in paths]


def write_content(place: Path, content: bytes) -> None:
    """Writes a new file, never over an existing one; to standard output for "-"."""
    if str(place) == "-":
        sys.stdout.buffer.write(content)
        return
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
