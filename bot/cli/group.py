"""The program itself: its global options, and told problems as one line."""

import io
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from bot import __version__
from bot.config import Config, load_config
from bot.errors import BotError

_LONGEST_PATH = 100  # characters of a path that are told


class Group(click.Group):
    """Turns a BotError, and a path that the system refuses, into one line on standard error and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the command."""
        try:
            return super().invoke(ctx)
        except BotError as exc:
            raise click.ClickException(str(exc)) from exc
        except OSError as exc:
            if exc.filename is None or not exc.strerror:
                raise
            said = f"{_short(str(exc.filename))}: {exc.strerror}; check the path, or name another"
            raise click.ClickException(said) from exc


def _short(path: str) -> str:
    return path if len(path) <= _LONGEST_PATH else f"…{path[-_LONGEST_PATH:]}"


@dataclass(frozen=True, slots=True)
class Settings:
    """The global options, read when a command first needs them."""

    file: Path | None
    database: Path | None

    def load(self) -> Config:
        """The settings. Raises ConfigError for what is wrong in them."""
        return load_config(self.file, database=self.database)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--config",
    "config_file",
    type=click.Path(path_type=Path),
    help="Settings file instead of config.toml.",
)
@click.option(
    "--database", type=click.Path(path_type=Path), help="Store to use (also PREPBOT_DATABASE)."
)
@click.version_option(__version__, prog_name="prepbot")
@click.pass_context
def main(ctx: click.Context, config_file: Path | None, database: Path | None) -> None:
    """备会助手 helps people prepare the 对照检查材料 of a 民主生活会."""
    ctx.obj = Settings(config_file, database)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")  # whatever the locale
