"""Searching, and what themes and their aspects find."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.files import clean, print_json, read_content, shown_path
from bot.cli.group import Settings, main
from bot.cli.ready import area_keys, load_assistant, load_data

if TYPE_CHECKING:
    from bot.advice.answer import Answer
    from bot.assistant import Assistant
    from bot.models import Aspect, Theme

_PASSAGES_SHOWN = 5  # of each aspect
SECTIONS = ("problems", "causes", "measures")


@main.command()
@click.argument("query", required=False)
@click.option(
    "--limit", type=click.IntRange(1, 100), default=5, show_default=True, help="Number of passages."
)
@click.option("--aspect", type=click.IntRange(1, 20), help="Only passages of this aspect.")
@click.option("--section", type=click.Choice(SECTIONS), help="Only passages of this section.")
@click.option("--area", "area_name", help="Only passages of this work area, such as 信访.")
@click.option("--json", "as_json", is_flag=True, help="Matches as JSON.")
@click.option(
    "--batch",
    type=click.Path(path_type=Path, allow_dash=True),
    help="One query a line, one JSON object a line out.",
)
@click.pass_obj
def search(
    settings: Settings,
    query: str | None,
    limit: int,
    aspect: int | None,
    section: str | None,
    area_name: str | None,
    as_json: bool,
    batch: Path | None,
) -> None:
    """Find passages. Example: prepbot search 等靠要怎么写 --json"""
    from bot.advice.answer import Filter

    if (query is None) == (batch is None):
        raise click.UsageError("give either QUERY or --batch FILE")
    assistant = load_assistant(settings.load())
    only = Filter(
        aspect=aspect, section=section, areas=area_keys(assistant, area_name), sees_all=True
    )
    for text in _queries(query, batch):
        answer = assistant.finder.search(text, limit=limit, only=only)
        if as_json or batch:
            print_json(answer.as_json(), one_line=batch is not None)
        else:
            click.echo("\n".join(_match_lines(answer)))


def _queries(query: str | None, batch: Path | None) -> list[str]:
    """The one query, "-" standing for standard input, or the lines of the batch."""
    from bot.text.readers import decode

    if batch is None:
        return [clean(sys.stdin.read().strip() if query == "-" else query or "")]
    content = read_content(batch)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode(content, shown_path(batch))
    return [line.rstrip("\r") for line in text.removesuffix("\n").split("\n")] if text else []


@main.command()
@click.argument("key", required=False)
@click.option("--json", "as_json", is_flag=True, help="Themes, or one with its aspects, as JSON.")
@click.pass_obj
def themes(settings: Settings, key: str | None, as_json: bool) -> None:
    """List the themes, or what one's aspects find. Example: prepbot themes 2025 --json"""
    if key is None:
        catalog = load_data()
        for theme in catalog.themes:
            if as_json:
                print_json(_theme_json(theme))
            else:
                click.echo(_theme_line(theme))
        return
    assistant = load_assistant(settings.load())
    if key not in assistant.catalog.theme:
        raise click.UsageError(f"no theme {key!r}; `prepbot themes` lists them")
    theme = assistant.catalog.theme[key]
    if as_json:
        aspects = [_aspect_json(assistant, theme, aspect) for aspect in theme.aspects]
        print_json({**_theme_json(theme), "aspects": aspects})
    else:
        click.echo("\n".join([_theme_line(theme), *_aspect_lines(assistant, theme)]))


def _theme_line(theme: "Theme") -> str:
    return f"{theme.key:<15} {len(theme.aspects)} aspects  {theme.label} {theme.name}".rstrip()


def _theme_json(theme: "Theme") -> dict[str, Any]:
    names = ("key", "year", "label", "name", "title", "confidence")
    found = {name: getattr(theme, name) for name in names}
    return {**found, "aspects": [aspect.name for aspect in theme.aspects]}


def _aspect_lines(assistant: "Assistant", theme: "Theme") -> Iterator[str]:
    """Each aspect with its items and how well they fit, and the closest passages."""
    from bot.chat.wording.passages import source

    for aspect in theme.aspects:
        yield f"{aspect.number}. {aspect.name}: {aspect.heading}"
        items, passages = assistant.examples.mapping(theme, aspect, limit=_PASSAGES_SHOWN)
        for item, fit in items:
            yield f"   {fit:.1f}  {item.title}"
        for passage in passages:
            yield f"   - {passage.headline}  ({source(passage)}; {passage.document})"


def _aspect_json(assistant: "Assistant", theme: "Theme", aspect: "Aspect") -> dict[str, Any]:
    items, passages = assistant.examples.mapping(theme, aspect, limit=_PASSAGES_SHOWN)
    places = ("document", "title", "year", "section", "aspect", "ordinal", "headline")
    return {
        "number": aspect.number,
        "name": aspect.name,
        "heading": aspect.heading,
        "items": [{"key": i.key, "title": i.title, "fit": round(fit, 3)} for i, fit in items],
        "passages": [{place: getattr(p, place) for place in places} for p in passages],
    }


def _match_lines(answer: "Answer") -> Iterator[str]:
    from bot.chat.wording.passages import source

    if not answer.matches:
        yield "nothing fits"
    for number, match in enumerate(answer.matches, 1):
        yield f"{number}. {match.passage.headline}  ({source(match.passage)}; {match.passage.document}; {match.score:.1f})"
        yield f"   {match.passage.text.strip()}"
