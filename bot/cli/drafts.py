"""Papers: an outline of a chat as a file, and checking a draft."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.files import clean, print_json, read_content, read_draft, write_content
from bot.cli.group import Settings, main
from bot.cli.ready import area_keys, load_assistant
from bot.errors import BotError
from bot.models import Place

if TYPE_CHECKING:
    from bot.models import Scope
    from bot.outlining import Form


@main.command()
@click.argument(
    "file", required=False, type=click.Path(path_type=Path, dir_okay=False, allow_dash=True)
)
@click.option(
    "--chat", "number", type=int, default=0, help="Number of the chat; 0 is that of `prepbot chat`."
)
@click.option(
    "--prep", type=click.IntRange(1), help="Which of its preparations, as /prep lists them."
)
@click.option(
    "--form",
    type=click.Choice(["docx", "md", "list"]),
    default="docx",
    show_default=True,
    help="Word outline, Markdown outline, or rectification list.",
)
@click.pass_obj
def export(
    settings: Settings, file: Path | None, number: int, prep: int | None, form: "Form"
) -> None:
    """Write the outline of a chat as a file. Example: prepbot export outline.docx"""
    from bot.outlining import exported

    assistant = load_assistant(settings.load())
    session = assistant.session(number)
    if prep:
        kept = assistant.store.chats.preparation(Place(number, preparation=prep))
        if not kept:
            raise BotError(f"chat {number} has no preparation {prep}; see /prep in the chat")
        session = replace(session, preparation=kept)
    if number and not assistant.store.chats.is_known(number):
        click.echo(f"chat {number} has told nothing so far", err=True)
    name, content = exported(assistant, session, form)
    place = file or Path(name)
    write_content(place, content)
    if str(place) != "-":
        click.echo(place)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--theme", "theme_key", help="Theme of the meeting, such as 2024.")
@click.option("--scope", type=click.Choice(("personal", "team")), help="Whose text it is.")
@click.option("--area", "area_name", help="Work area of the writer, such as 信访.")
@click.option("--json", "as_json", is_flag=True, help="Findings as JSON.")
@click.option(
    "--docx",
    "out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a Word file with the findings as comments; a .docx draft is kept as it is.",
)
@click.option(
    "--last-year",
    type=click.Path(path_type=Path),
    help="The writer's own text of last year, for copies.",
)
@click.option(
    "--opinions", type=click.Path(path_type=Path), help="Opinions to be answered, one a line."
)
@click.pass_obj
def check(
    settings: Settings,
    file: Path,
    theme_key: str | None,
    scope: "Scope | None",
    area_name: str | None,
    as_json: bool,
    out: Path | None,
    last_year: Path | None,
    opinions: Path | None,
) -> None:
    """Check a draft. Example: prepbot check draft.txt --theme 2024 --json"""
    from bot.checking import Checker, annotated

    if [file, last_year, opinions].count(Path("-")) > 1:
        raise click.UsageError("standard input can be read for one of them only")
    text = read_draft(file)
    before = read_draft(last_year) if last_year else None
    asked = read_draft(opinions).splitlines() if opinions else ()
    assistant = load_assistant(settings.load())
    catalog = assistant.catalog
    if theme_key is not None and theme_key not in catalog.theme:
        known = ", ".join(theme.key for theme in catalog.themes)
        raise click.UsageError(f"no theme {theme_key!r}; known are {known}")
    checker = Checker(assistant.store, catalog, assistant.finder.concepts)
    areas = area_keys(assistant, area_name)
    report = checker.check(
        text,
        file=clean(file.name),
        theme=theme_key,
        scope=scope,
        areas=areas,
        last_year=before,
        opinions=asked,
    )
    if as_json:
        print_json(report.as_json())
    else:
        click.echo(report.as_text())
    if out:
        is_word = file.suffix.lower() == ".docx"
        write_content(out, annotated(report, text, read_content(file) if is_word else b""))
