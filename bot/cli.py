"""The commands of the program: `prepbot` and `python -m bot`.

Results go to standard output, notes to standard error. Exit code 0 fine, 1 a told problem, 2
wrong usage. Heavy modules are imported by the command that needs them.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import __version__
from bot.config import Config, load_config
from bot.errors import BotError

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.models import Catalog, Document
    from bot.search import Answer

SECTIONS = ("problems", "causes", "measures")


class _Group(click.Group):
    """Turns a BotError into one line on standard error and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BotError as exc:
            raise click.ClickException(str(exc)) from exc


@dataclass(frozen=True, slots=True)
class _Settings:
    """The global options, read when a command first needs them."""

    file: Path | None
    database: Path | None

    def load(self) -> Config:
        return load_config(self.file, database=self.database)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", "config_file", type=click.Path(path_type=Path), help="Settings file instead of config.toml.")
@click.option("--database", type=click.Path(path_type=Path), help="Store to use (also PREPBOT_DATABASE).")
@click.version_option(__version__, prog_name="prepbot")
@click.pass_context
def main(ctx: click.Context, config_file: Path | None, database: Path | None) -> None:
    """备会助手 helps people prepare the 对照检查材料 of a 民主生活会."""
    ctx.obj = _Settings(config_file, database)


@main.command()
@click.pass_obj
def run(settings: _Settings) -> None:
    """Run the Telegram bot. Example: PREPBOT_TOKEN=… prepbot run"""
    config = settings.load()
    if not config.telegram.token:
        raise BotError(
            "no token: ask @BotFather on Telegram for one (/newbot) and set PREPBOT_TOKEN or [telegram] token"
            " in config.toml; `prepbot chat` works without"
        )
    from bot.chat.dialogue import Dialogue
    from bot.chat.telegram.app import run as run_telegram

    telegram = config.telegram
    run_telegram(
        token=telegram.token,
        base_url=telegram.base_url,
        base_file_url=telegram.base_file_url,
        dialogue=Dialogue(_assistant(config)),
    )


@main.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="Folder for files that the bot sends.")
@click.pass_obj
def chat(settings: _Settings, out: Path) -> None:
    """Talk to the bot in the terminal. Example: prepbot chat"""
    from bot.chat.console import converse
    from bot.chat.dialogue import Dialogue
    from bot.config import cache_dir

    converse(Dialogue(_assistant(settings.load())), out=out, history=cache_dir() / "history")


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_obj
def ingest(settings: _Settings, paths: tuple[Path, ...], as_json: bool) -> None:
    """Add documents to the store. Example: prepbot ingest 2022.txt folder/"""
    from bot.corpus.ingest import Ingest

    assistant = _assistant(settings.load())
    report = Ingest(assistant.store, assistant.catalog, assistant.finder.concepts).add_files(paths)
    if as_json:
        _print_json(report.as_json())
    else:
        click.echo(report.as_text())
    if report.skipped and not report.added and not report.unchanged:
        raise BotError("nothing was added; see the reasons above")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="Structure as JSON.")
def parse(file: Path, as_json: bool) -> None:
    """Show the structure found in a document. Example: prepbot parse 2022.txt --json"""
    from bot.text.parse import document_json, parse_document
    from bot.text.readers import decode, read_text

    text = decode(sys.stdin.buffer.read(), "standard input") if str(file) == "-" else read_text(file)
    document = parse_document(text, file=file.name, catalog=_catalog())
    if as_json:
        _print_json(document_json(document))
    else:
        click.echo("\n".join(_outline(document)))
    if not document.is_statement:
        raise BotError(f"{file}: line 1: no 对照检查材料 was recognized; check that the whole text is in the file")


@main.command()
@click.argument("query", required=False)
@click.option("--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="Number of passages.")
@click.option("--aspect", type=click.IntRange(1, 20), help="Only passages of this aspect.")
@click.option("--section", type=click.Choice(SECTIONS), help="Only passages of this section.")
@click.option("--area", "area_name", help="Only passages of this work area, such as 信访.")
@click.option("--json", "as_json", is_flag=True, help="Matches as JSON.")
@click.option("--batch", type=click.File(encoding="utf-8"), help="One query a line, one JSON object a line out.")
@click.pass_obj
def search(
    settings: _Settings,
    query: str | None,
    limit: int,
    aspect: int | None,
    section: str | None,
    area_name: str | None,
    as_json: bool,
    batch: Iterable[str] | None,
) -> None:
    """Find passages. Example: prepbot search 等靠要怎么写 --json"""
    from bot.search import Filter

    if (query is None) == (batch is None):
        raise click.UsageError("give either QUERY or --batch FILE")
    assistant = _assistant(settings.load())
    only = Filter(aspect=aspect, section=section, areas=_area_keys(assistant, area_name))
    queries = [query] if query is not None else [line.rstrip("\r\n") for line in batch or ()]
    for text in queries:
        answer = assistant.finder.search(_stdin_or(text), limit=limit, only=only)
        if as_json or batch:
            _print_json(answer.as_json(), one_line=batch is not None)
        else:
            click.echo("\n".join(_match_lines(answer)))


@main.command()
@click.option("--prepare", is_flag=True, help="Only build the store and the word cache.")
@click.pass_obj
def doctor(settings: _Settings, prepare: bool) -> None:
    """Say what is wrong with settings, data and store. Example: prepbot doctor"""
    config = settings.load()
    assistant = _assistant(config)
    if prepare:
        assistant.finder.search("准备")  # loads and caches jieba's dictionary
        return
    for line in _health(config, assistant):
        click.echo(line)


def _health(config: Config, assistant: "Assistant") -> Iterator[str]:
    from bot.config import data_dir

    catalog, store = assistant.catalog, assistant.store
    yield f"settings  {config.source or 'defaults (no config.toml)'}"
    yield f"data      {data_dir()}: {len(catalog.areas)} areas, {len(catalog.themes)} themes, {len(catalog.items)} items"
    yield f"store     {config.store.path}: {store.document_count()} documents, {store.passage_count()} passages"
    token = "set" if config.telegram.token else "not set; `prepbot run` needs PREPBOT_TOKEN, `prepbot chat` does not"
    yield f"token     {token}"
    if problem := store.damage():
        raise BotError(f"{config.store.path}: damaged: {problem}; restore a backup or move the file away")
    yield "all is well"


def _catalog() -> "Catalog":
    from bot.catalog import load_catalog
    from bot.config import cache_dir, data_dir
    from bot.text.segment import configure

    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    return catalog


def _assistant(config: Config) -> "Assistant":
    """The use cases over the configured store, with the shipped corpus built in."""
    from bot.assistant import Assistant
    from bot.config import data_dir
    from bot.corpus.ingest import Ingest
    from bot.corpus.store import Store

    catalog = _catalog()
    assistant = Assistant(Store.open(config.store.path), catalog)
    if Ingest(assistant.store, catalog, assistant.finder.concepts).build(data_dir()):
        click.echo(f"built the store: {assistant.store.passage_count()} passages", err=True)
    return assistant


def _area_keys(assistant: "Assistant", name: str | None) -> tuple[str, ...]:
    if not name:
        return ()
    keys = (name,) if name in assistant.catalog.area else assistant.finder.understanding.areas_in(name)
    if not keys:
        raise click.UsageError(f"no work area {name!r}; see the names in data/areas.toml")
    return keys


def _stdin_or(text: str) -> str:
    return sys.stdin.read() if text == "-" else text


def _outline(document: "Document") -> Iterator[str]:
    """The structure of a document for a person: what stands where."""
    yield f"{document.title or '(no title)'}"
    yield f"year {document.year or '?'} · theme {document.theme or '?'} · {document.scope} · areas {', '.join(document.areas) or '?'}"
    for section in document.sections:
        yield f"line {section.line:>4}  {section.kind}  {section.heading}"
        for part in section.aspects:
            yield f"line {part.line:>4}    aspect {part.number or '-'}  {part.heading[:40]}"
            yield from (f"line {p.line:>4}      {p.ordinal}. {p.headline}" for p in part.points)
        yield from (f"line {p.line:>4}    {p.ordinal}. {p.headline}" for p in section.points)
    yield from (f"warning: {warning}" for warning in document.warnings)


def _match_lines(answer: "Answer") -> Iterator[str]:
    from bot.chat.wording import source

    if not answer.matches:
        yield "nothing fits"
    for number, match in enumerate(answer.matches, 1):
        yield f"{number}. {match.passage.headline}  ({source(match.passage)}; {match.passage.document}; {match.score:.1f})"
        yield f"   {match.passage.text.strip()}"


def _print_json(value: object, *, one_line: bool = True) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=None if one_line else 2))
