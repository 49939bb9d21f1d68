"""The documents of the store: added, listed, removed, shared, corrected, carried away; and parsed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.files import clean, named, print_json, read_content, shown_path
from bot.cli.group import Settings, main
from bot.cli.ready import load_data, load_library
from bot.errors import BotError, DataError

if TYPE_CHECKING:
    from bot.corpus.report import Pace
    from bot.models import Catalog, Document, Scope
    from bot.text.header import Given


def _given(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options by which a person says what a document is."""
    for option in (
        click.option(
            "--scope", type=click.Choice(["personal", "team", "leader"]), help="Whose text."
        ),
        click.option("--area", "area_names", multiple=True, help="Work area, such as 信访."),
        click.option("--theme", help="Key of the theme, such as 2023-politburo."),
        click.option("--year", type=click.IntRange(2000, 2099), help="Year under review."),
    ):
        command = option(command)
    return command


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@_given
@click.option("--chat", "chats", type=int, multiple=True, help="Only this chat may see them.")
@click.option("--similar", is_flag=True, help="Add a text that mostly stands in another one, too.")
@click.option(
    "--force", is_flag=True, help="Add a text of another kind or with a mark of secrecy, too."
)
@click.option("--dry-run", is_flag=True, help="Only say what would be added.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_obj
def ingest(
    settings: Settings,
    paths: tuple[Path, ...],
    year: int | None,
    theme: str | None,
    area_names: tuple[str, ...],
    scope: "Scope | None",
    chats: tuple[int, ...],
    similar: bool,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Add documents to the store. Example: prepbot ingest 2022.txt folder/ --year 2022"""
    from bot.corpus.ingest import Wishes

    library, catalog = load_library(settings)
    given = _said(catalog, year, theme, area_names, scope)
    wishes = Wishes(given, chats or None, similar, force, dry_run)
    with _progress() as watch, named(paths) as there:
        report = library.add(there, wishes, watch=watch)
    if as_json:
        print_json(report.as_json())
    else:
        click.echo(report.as_text())
    if report.skipped and not report.added and not report.unchanged:
        first, *others = report.reasons()
        more = f" (and {len(others)} more, see the report)" if others else ""
        raise BotError(f"nothing was added: {first}{more}")


def _said(
    catalog: "Catalog",
    year: int | None,
    theme: str | None,
    area_names: tuple[str, ...],
    scope: "Scope | None",
) -> "Given":
    """What the options say of a document; wrong usage for an unknown area or theme."""
    from bot.text.header import Given, area_keys

    if theme and theme not in catalog.theme:
        raise click.UsageError(f"no theme {theme!r}; known are {', '.join(catalog.theme)}")
    if theme and year not in (None, catalog.theme[theme].year):
        raise click.UsageError(f"theme {theme} is of {catalog.theme[theme].year}, not of {year}")
    try:
        areas = area_keys(area_names, catalog.areas)
    except DataError as exc:
        raise click.UsageError(str(exc)) from exc
    return Given(year, theme, areas, scope)


@contextmanager
def _progress() -> Iterator[Callable[["Pace"], None] | None]:
    """What shows the pace of a run on a terminal; None elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("files · {task.fields[speed]:.0f} passages/s · {task.fields[left]:.0f} s left"),
    )
    # without a thread of its own: the work may be spread over processes
    with Progress(*columns, console=Console(stderr=True), auto_refresh=False) as bar:
        task = bar.add_task("", total=None, speed=0.0, left=0.0)

        def watch(pace: "Pace") -> None:
            bar.update(
                task,
                total=pace.total,
                completed=pace.done,
                speed=pace.passages_a_second,
                left=pace.seconds_left,
                refresh=True,
            )

        yield watch


@main.command()
@click.option("--json", "as_json", is_flag=True, help="One object a line.")
@click.pass_obj
def documents(settings: Settings, as_json: bool) -> None:
    """List the documents of the store. Example: prepbot documents"""
    library, catalog = load_library(settings)
    for document in library.documents():
        if as_json:
            print_json(asdict(document))
            continue
        areas = catalog.area_names(document.areas) or "no area"
        seen = "" if document.chats is None else f" · for {', '.join(map(str, document.chats))}"
        origin = " · shipped" if document.is_shipped else ""
        click.echo(
            f"{document.file}: {document.year or 'no year'} · {document.scope} · {areas}"
            f" · {document.passages} passages{seen}{origin}"
        )


@main.command()
@click.argument("file", required=False)
@click.option("--undo", is_flag=True, help="Put back what was removed last, within a day.")
@click.pass_obj
def remove(settings: Settings, file: str | None, undo: bool) -> None:
    """Remove a document; it can be put back for a day. Example: prepbot remove 2022.txt"""
    if undo == (file is not None):
        raise click.UsageError("give either FILE or --undo")
    library, _ = load_library(settings)
    if file is None:
        back = library.undo()
        if back is None:
            raise BotError("nothing was removed within the last day")
        click.echo(f"put back  {back}")
        return
    library.remove(file)
    click.echo(f"removed   {file}; `prepbot remove --undo` puts it back within a day")


@main.command()
@click.argument("file")
@click.option("--chat", "chats", type=int, multiple=True, help="A chat that may see it.")
@click.pass_obj
def share(settings: Settings, file: str, chats: tuple[int, ...]) -> None:
    """Show a document to certain chats only, or to everyone. Example: prepbot share a.txt --chat 7"""
    library, _ = load_library(settings)
    library.share(file, chats or None)
    click.echo(f"{file}: for {', '.join(map(str, chats)) or 'everyone'}")


@main.command()
@click.argument("file")
@_given
@click.pass_obj
def correct(
    settings: Settings,
    file: str,
    year: int | None,
    theme: str | None,
    area_names: tuple[str, ...],
    scope: "Scope | None",
) -> None:
    """Correct what was guessed of a document. Example: prepbot correct a.txt --year 2022"""
    library, catalog = load_library(settings)
    library.correct(file, _said(catalog, year, theme, area_names, scope))
    click.echo(f"{file}: read anew")


@main.command("export-corpus")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def export_corpus(settings: Settings, file: Path) -> None:
    """Write your own documents into one file. Example: prepbot export-corpus mine.zip"""
    library, _ = load_library(settings)
    click.echo(f"{file}: {library.export(file)} documents")


@main.command("import-corpus")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def import_corpus(settings: Settings, file: Path) -> None:
    """Add the documents of an export. Example: prepbot import-corpus mine.zip"""
    library, _ = load_library(settings)
    added, unchanged = library.take_in(file)
    click.echo(f"{file}: {added} documents added, {unchanged} unchanged")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@_given
@click.option("--force", is_flag=True, help="Do not mind a text of another kind.")
@click.option(
    "--json", "as_json", is_flag=True, help="Structure as JSON, a line for each document."
)
def parse(
    file: Path,
    year: int | None,
    theme: str | None,
    area_names: tuple[str, ...],
    scope: "Scope | None",
    force: bool,
    as_json: bool,
) -> None:
    """Show the structure found in a document. Example: prepbot parse 2022.txt --json"""
    from bot.text.parse import document_json, parse_documents
    from bot.text.readers import decode, read_text
    from bot.text.refusal import NAMES

    name = shown_path(file)
    text = decode(read_content(file), name) if str(file) == "-" else read_text(file)
    catalog = load_data()
    given = _said(catalog, year, theme, area_names, scope)
    found = parse_documents(text, file=clean(file.name), catalog=catalog, given=given)
    for document in found:
        if as_json:
            print_json(document_json(document))
        else:
            click.echo("\n".join(_outline(document)))
    if not force and (refused := [document.refusal for document in found if document.refusal]):
        raise BotError(
            f"{name}: line 1: no 对照检查材料 was recognized, it reads like {NAMES[refused[0]]};"
            " check that the whole text is in the file, or use --force"
        )


def _outline(document: "Document") -> Iterator[str]:
    """The structure of a document for a person: what stands where."""
    yield f"{document.title or '(no title)'}"
    sure = f"{document.confidence:.0%} sure"
    yield f"{sure} · year {document.year or '?'} · theme {document.theme or '?'} · {document.scope} · areas {', '.join(document.areas) or '?'}"
    for section in document.sections:
        yield f"line {section.line:>4}  {section.kind}  {section.heading}"
        for part in section.aspects:
            yield f"line {part.line:>4}    aspect {part.number or '-'}  {part.heading[:40]}"
            yield from (f"line {p.line:>4}      {p.ordinal}. {p.headline}" for p in part.points)
        yield from (f"line {p.line:>4}    {p.ordinal}. {p.headline}" for p in section.points)
    yield from (f"warning: {warning}" for warning in document.warnings)
