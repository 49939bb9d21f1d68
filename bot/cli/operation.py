"""Looking after a running bot: doctor, backup and restore."""

import re
from collections.abc import Callable
from pathlib import Path

import click

from bot.cli.group import Settings, main
from bot.cli.ready import SLIP, WARM_UP, load_assistant, open_store, read_data
from bot.config import data_dir
from bot.errors import BotError

_TOKEN = re.compile(r"\d+:[\w-]+")  # 123456789:AAF-x…


@main.command()
@click.option("--prepare", is_flag=True, help="Only build the store and the word cache.")
@click.pass_obj
def doctor(settings: Settings, prepare: bool) -> None:
    """Say what is wrong with settings, data, store, disk, clock and token. Example: prepbot doctor"""
    if prepare:
        finder = load_assistant(settings.load()).finder
        for word in (WARM_UP, SLIP):  # makes all that is kept: jieba's dictionary, the sounds
            finder.search(word)
        return
    wrong: dict[str, str] = {}  # message -> what it is about
    for name, check in _CHECKS:
        try:
            found = check(settings)
        except BotError as exc:
            cause = wrong.setdefault(str(exc), name)
            found = f"WRONG: {exc}" if cause == name else f"not checked: mend the {cause} first"
        click.echo(f"{name:<9} {found}")
    if wrong:
        raise BotError(f"wrong: {', '.join(wrong.values())}; see the report")
    click.echo("all is well")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def backup(settings: Settings, file: Path) -> None:
    """Copy the store, also while the bot runs. Example: prepbot backup 2026-01-31.sqlite3"""
    from bot.corpus.copies import back_up

    size = back_up(settings.load().store.path, file)
    click.echo(f"{file}: {size / 1e6:.1f} MB, opened and found sound")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def restore(settings: Settings, file: Path) -> None:
    """Put a copy in place of the store. Example: prepbot restore 2026-01-31.sqlite3"""
    from bot.corpus.copies import restore as put_back

    store = settings.load().store.path
    aside = put_back(file, store)
    kept = f"; the store that was there is {aside}" if aside else ""
    click.echo(f"{store}: restored from {file}{kept}")


def _check_settings(settings: Settings) -> str:
    return str(settings.load().source or "defaults (no config.toml)")


def _check_data(settings: Settings) -> str:
    catalog = read_data()
    catalog.rules.overridden(settings.load().draft.settings())  # raises for an unknown rule
    counts = f"{len(catalog.areas)} areas, {len(catalog.themes)} themes, {len(catalog.items)} items"
    return f"{data_dir()}: {counts}"


def _check_store(settings: Settings) -> str:
    path = settings.load().store.path
    store = open_store(settings.load())
    if problem := store.connection.damage():
        raise BotError(f"{path}: damaged: {problem}; restore a backup or move the file away")
    return f"{path}: {store.document_count()} documents, {store.passage_count()} passages"


def _check_disk(settings: Settings) -> str:
    from bot.checkup import disk

    return disk(settings.load())


def _check_clock(settings: Settings) -> str:
    from bot.checkup import clock

    return clock(open_store(settings.load()))


def _check_mail(settings: Settings) -> str:
    from bot.checkup import mail

    return mail(open_store(settings.load()))


def _check_token(settings: Settings) -> str:
    from bot.checkup import token as reached

    config = settings.load()
    token = config.telegram.token
    if not token:
        return "not set; `prepbot run` needs PREPBOT_TOKEN, `prepbot chat` does not"
    if not _TOKEN.fullmatch(token):
        raise BotError("does not look like 123456789:AAF…; copy it again from @BotFather")
    return reached(config)


# What doctor looks at, in order: each check returns what it found or raises what is wrong.
_CHECKS: tuple[tuple[str, Callable[[Settings], str]], ...] = (
    ("settings", _check_settings),
    ("data", _check_data),
    ("store", _check_store),
    ("disk", _check_disk),
    ("clock", _check_clock),
    ("mail", _check_mail),
    ("token", _check_token),
)
