"""The commands of the program: `prepbot` and `python -m bot`.

Results go to standard output, notes to standard error. Exit code 0 fine, 1 a told problem, 2
wrong usage. Heavy modules are imported by the command that needs them.
"""

import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import click

from bot import __version__
from bot.config import Config, cache_dir, data_dir, load_config
from bot.errors import BotError, DataError, UnreadableFileError
from bot.keep import fingerprint, kept, stamps
from bot.models import Place

if TYPE_CHECKING:
    from bot.advice.answer import Answer
    from bot.assistant import Assistant
    from bot.corpus.ingest import Pace
    from bot.corpus.store import Store
    from bot.library import Library
    from bot.models import Aspect, Catalog, Document, Scope, Theme
    from bot.outlining import Form
    from bot.text.concepts import Concepts
    from bot.text.header import Given

_WARM_UP = "准备"  # any word: searching it loads jieba's dictionary …
_SLIP = "统站"  # … and a word typed wrongly what reads slips
_PASSAGES_SHOWN = 5  # of each aspect
_STORE = "bot.store"  # under which a command's context holds the open store
_NOUNS = (  # what the catalog and its concepts are made of
    "bot.models.catalog",
    "bot.models.data",
    "bot.models.rules",
    "bot.text.concepts",
)
SECTIONS = ("problems", "causes", "measures")
_TOKEN = re.compile(r"\d+:[\w-]+")  # 123456789:AAF-x…


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
    ctx.obj = _Settings(config_file, database)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="replace")  # whatever the locale


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
    from bot.chat.telegram.serve import run as run_telegram
    from bot.corpus.lock import running

    with running(config.store.path):
        assistant = _assistant(config)
        for word in (_WARM_UP, _SLIP):
            assistant.finder.search(word)  # loads what it needs before somebody's first message
        run_telegram(
            config,
            dialogue=Dialogue(assistant, admins=config.access.admins),
            store=assistant.store,
        )


@main.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Folder for files that the bot sends.",
)
@click.option("--group", "is_group", is_flag=True, help="A group: each line is 名字: 文本.")
@click.pass_obj
def chat(settings: _Settings, out: Path, is_group: bool) -> None:
    """Talk to the bot in the terminal. Example: prepbot chat"""
    from bot.chat.console import CHAT, converse
    from bot.chat.dialogue import Dialogue

    # whoever holds the store may do everything
    dialogue = Dialogue(_assistant(settings.load()), admins=[CHAT])
    converse(dialogue, out=out, is_group=is_group)


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
@click.option("--force", is_flag=True, help="Add a text of another kind, too.")
@click.option("--dry-run", is_flag=True, help="Only say what would be added.")
@click.option("--json", "as_json", is_flag=True, help="Report as JSON.")
@click.pass_obj
def ingest(
    settings: _Settings,
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

    library, catalog = _library(settings)
    given = _said(catalog, year, theme, area_names, scope)
    wishes = Wishes(given, chats or None, similar, force, dry_run)
    with _progress() as watch:
        report = library.add(paths, wishes, watch=watch)
    if as_json:
        _print_json(report.as_json())
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
    """What the options say of a document. Raises DataError for an unknown area or theme."""
    from bot.text.header import Given, area_keys

    if theme and theme not in catalog.theme:
        raise DataError(f"no theme {theme!r}; known are {', '.join(catalog.theme)}")
    return Given(year, theme, area_keys(area_names, catalog.areas), scope)


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
def documents(settings: _Settings, as_json: bool) -> None:
    """List the documents of the store. Example: prepbot documents"""
    library, catalog = _library(settings)
    for document in library.documents():
        if as_json:
            _print_json(asdict(document))
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
def remove(settings: _Settings, file: str | None, undo: bool) -> None:
    """Remove a document; it can be put back for a day. Example: prepbot remove 2022.txt"""
    if undo == (file is not None):
        raise click.UsageError("give either FILE or --undo")
    library, _ = _library(settings)
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
def share(settings: _Settings, file: str, chats: tuple[int, ...]) -> None:
    """Show a document to certain chats only, or to everyone. Example: prepbot share a.txt --chat 7"""
    library, _ = _library(settings)
    library.share(file, chats or None)
    click.echo(f"{file}: for {', '.join(map(str, chats)) or 'everyone'}")


@main.command()
@click.argument("file")
@_given
@click.pass_obj
def correct(
    settings: _Settings,
    file: str,
    year: int | None,
    theme: str | None,
    area_names: tuple[str, ...],
    scope: "Scope | None",
) -> None:
    """Correct what was guessed of a document. Example: prepbot correct a.txt --year 2022"""
    library, catalog = _library(settings)
    library.correct(file, _said(catalog, year, theme, area_names, scope))
    click.echo(f"{file}: read anew")


@main.command("export-corpus")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def export_corpus(settings: _Settings, file: Path) -> None:
    """Write your own documents into one file. Example: prepbot export-corpus mine.zip"""
    library, _ = _library(settings)
    click.echo(f"{file}: {library.export(file)} documents")


@main.command("import-corpus")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def import_corpus(settings: _Settings, file: Path) -> None:
    """Add the documents of an export. Example: prepbot import-corpus mine.zip"""
    library, _ = _library(settings)
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

    name = _shown(file)
    text = decode(_content(file), name) if str(file) == "-" else read_text(file)
    catalog = _catalog()
    given = _said(catalog, year, theme, area_names, scope)
    found = parse_documents(text, file=_clean(file.name), catalog=catalog, given=given)
    for document in found:
        if as_json:
            _print_json(document_json(document))
        else:
            click.echo("\n".join(_outline(document)))
    if not force and (refused := [document.refusal for document in found if document.refusal]):
        raise BotError(
            f"{name}: line 1: no 对照检查材料 was recognized, it reads like {NAMES[refused[0]]};"
            " check that the whole text is in the file, or use --force"
        )


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
    settings: _Settings,
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
    assistant = _assistant(settings.load())
    only = Filter(
        aspect=aspect, section=section, areas=_area_keys(assistant, area_name), sees_all=True
    )
    for text in _queries(query, batch):
        answer = assistant.finder.search(text, limit=limit, only=only)
        if as_json or batch:
            _print_json(answer.as_json(), one_line=batch is not None)
        else:
            click.echo("\n".join(_match_lines(answer)))


def _queries(query: str | None, batch: Path | None) -> list[str]:
    """The one query, "-" standing for standard input, or the lines of the batch."""
    from bot.text.readers import decode

    if batch is None:
        return [_clean(sys.stdin.read().strip() if query == "-" else query or "")]
    content = _content(batch)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode(content, _shown(batch))
    return [line.rstrip("\r") for line in text.removesuffix("\n").split("\n")] if text else []


@main.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
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
    settings: _Settings, file: Path | None, number: int, prep: int | None, form: "Form"
) -> None:
    """Write the outline of a chat as a file. Example: prepbot export outline.docx"""
    from bot.outlining import exported

    assistant = _assistant(settings.load())
    session = assistant.session(number)
    if prep:
        kept = assistant.store.chats.preparation(Place(number, preparation=prep))
        if not kept:
            raise BotError(f"chat {number} has no preparation {prep}; see /prep in the chat")
        session = replace(session, preparation=kept)
    name, content = exported(assistant, session, form)
    place = file or Path(name)
    _write(place, content)
    click.echo(place)


@main.command()
@click.argument("key", required=False)
@click.option("--json", "as_json", is_flag=True, help="Themes, or one with its aspects, as JSON.")
@click.pass_obj
def themes(settings: _Settings, key: str | None, as_json: bool) -> None:
    """List the themes, or what one's aspects find. Example: prepbot themes 2025 --json"""
    if key is None:
        catalog = _catalog()
        for theme in catalog.themes:
            if as_json:
                _print_json(_theme_json(theme))
            else:
                click.echo(_theme_line(theme))
        return
    assistant = _assistant(settings.load())
    if key not in assistant.catalog.theme:
        raise click.UsageError(f"no theme {key!r}; `prepbot themes` lists them")
    theme = assistant.catalog.theme[key]
    if as_json:
        aspects = [_aspect_json(assistant, theme, aspect) for aspect in theme.aspects]
        _print_json({**_theme_json(theme), "aspects": aspects})
    else:
        click.echo("\n".join([_theme_line(theme), *_aspect_lines(assistant, theme)]))


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
    settings: _Settings,
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
    from bot.text.readers import decode, read_text

    text = decode(_content(file), _shown(file)) if str(file) == "-" else read_text(file)
    before = read_text(last_year) if last_year else None
    asked = read_text(opinions).splitlines() if opinions else ()
    assistant = _assistant(settings.load())
    catalog = assistant.catalog
    if theme_key is not None and theme_key not in catalog.theme:
        known = ", ".join(theme.key for theme in catalog.themes)
        raise click.UsageError(f"no theme {theme_key!r}; known are {known}")
    checker = Checker(assistant.store, catalog, assistant.finder.concepts)
    areas = _area_keys(assistant, area_name)
    report = checker.check(
        text,
        file=_clean(file.name),
        theme=theme_key,
        scope=scope,
        areas=areas,
        last_year=before,
        opinions=asked,
    )
    if as_json:
        _print_json(report.as_json())
    else:
        click.echo(report.as_text())
    if out:
        is_word = file.suffix.lower() == ".docx"
        _write(out, annotated(report, text, _content(file) if is_word else b""))


@main.command()
@click.option("--prepare", is_flag=True, help="Only build the store and the word cache.")
@click.pass_obj
def doctor(settings: _Settings, prepare: bool) -> None:
    """Say what is wrong with settings, data, store, disk, clock and token. Example: prepbot doctor"""
    if prepare:
        finder = _assistant(settings.load()).finder
        for word in (_WARM_UP, _SLIP):  # makes all that is kept: jieba's dictionary, the sounds
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
def backup(settings: _Settings, file: Path) -> None:
    """Copy the store, also while the bot runs. Example: prepbot backup 2026-01-31.sqlite3"""
    from bot.corpus.copies import back_up

    size = back_up(settings.load().store.path, file)
    click.echo(f"{file}: {size / 1e6:.1f} MB, opened and found sound")


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.pass_obj
def restore(settings: _Settings, file: Path) -> None:
    """Put a copy in place of the store. Example: prepbot restore 2026-01-31.sqlite3"""
    from bot.corpus.copies import restore as put_back

    store = settings.load().store.path
    aside = put_back(file, store)
    kept = f"; the store that was there is {aside}" if aside else ""
    click.echo(f"{store}: restored from {file}{kept}")


def _check_settings(settings: _Settings) -> str:
    return str(settings.load().source or "defaults (no config.toml)")


def _check_data(settings: _Settings) -> str:
    catalog = _catalog()
    catalog.rules.overridden(settings.load().draft.settings())  # raises for an unknown rule
    counts = f"{len(catalog.areas)} areas, {len(catalog.themes)} themes, {len(catalog.items)} items"
    return f"{data_dir()}: {counts}"


def _check_store(settings: _Settings) -> str:
    path = settings.load().store.path
    store = _store(settings.load())
    if problem := store.connection.damage():
        raise BotError(f"{path}: damaged: {problem}; restore a backup or move the file away")
    return f"{path}: {store.document_count()} documents, {store.passage_count()} passages"


def _check_disk(settings: _Settings) -> str:
    from bot.checkup import disk

    return disk(settings.load())


def _check_clock(settings: _Settings) -> str:
    from bot.checkup import clock

    return clock(_store(settings.load()))


def _check_mail(settings: _Settings) -> str:
    from bot.checkup import mail

    return mail(_store(settings.load()))


def _check_token(settings: _Settings) -> str:
    from bot.checkup import token as reached

    config = settings.load()
    token = config.telegram.token
    if not token:
        return "not set; `prepbot run` needs PREPBOT_TOKEN, `prepbot chat` does not"
    if not _TOKEN.fullmatch(token):
        raise BotError("does not look like 123456789:AAF…; copy it again from @BotFather")
    return reached(config)


# What doctor looks at, in order: each check returns what it found or raises what is wrong.
_CHECKS: tuple[tuple[str, Callable[[_Settings], str]], ...] = (
    ("settings", _check_settings),
    ("data", _check_data),
    ("store", _check_store),
    ("disk", _check_disk),
    ("clock", _check_clock),
    ("mail", _check_mail),
    ("token", _check_token),
)


def _catalog() -> "Catalog":
    return _known()[0]


def _known() -> "tuple[Catalog, Concepts]":
    """The checked catalog with its concepts; kept on disk until data or code change."""
    from bot.text.segment import configure

    here = Path(__file__).parent
    libraries = Path(click.__file__).parents[1]  # changes with each one that is installed
    state = fingerprint(data_dir(), sys.version, stamps([libraries, *here.rglob("*.py")]))
    file = cache_dir() / f"catalog-{crc32(bytes(here)):08x}"  # of this copy of the program
    catalog, concepts = kept(file, state, _read_data, modules=_NOUNS)
    configure(catalog.vocabulary.dictionary, cache_dir())
    return catalog, concepts


def _read_data() -> "tuple[Catalog, Concepts]":
    from bot.catalog import load_catalog
    from bot.text.concepts import Concepts

    catalog = load_catalog(data_dir())
    return catalog, Concepts(catalog)


def _assistant(config: Config) -> "Assistant":
    """The use cases over the configured store, with the shipped corpus built in."""
    from bot.assistant import Assistant

    catalog, concepts = _known()
    catalog = replace(catalog, rules=catalog.rules.overridden(config.draft.settings()))
    return Assistant(_store(config), catalog, concepts)


def _store(config: Config) -> "Store":
    """The configured store, opened once for a command, with the shipped corpus built in."""
    from bot.corpus.state import is_current, state_of
    from bot.corpus.store import Store

    context = click.get_current_context()
    if isinstance(known := context.meta.get(_STORE), Store):
        return known
    store = Store.open(config.store.path)
    context.call_on_close(store.close)
    if not is_current(store, state_of(data_dir())):
        from bot.corpus.ingest import Ingest

        if Ingest(store, *_known()).build(data_dir()):
            click.echo(f"built the store: {store.passage_count()} passages", err=True)
    context.meta[_STORE] = store
    return store


def _library(settings: _Settings) -> "tuple[Library, Catalog]":
    """The documents of the configured store, and the catalog."""
    from bot.corpus.ingest import Ingest
    from bot.library import Library

    assistant = _assistant(settings.load())
    made = Ingest(assistant.store, assistant.catalog, assistant.finder.concepts)
    return Library(made), assistant.catalog


def _area_keys(assistant: "Assistant", name: str | None) -> tuple[str, ...]:
    if not name:
        return ()
    keys = (
        (name,) if name in assistant.catalog.area else assistant.finder.understanding.areas_in(name)
    )
    if not keys:
        raise click.UsageError(f"no work area {name!r}; see the names in data/areas.toml")
    return keys


def _content(file: Path) -> bytes:
    """The bytes of the file, or of standard input for "-"."""
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as exc:
        raise UnreadableFileError(
            f"{file}: cannot be read: {exc.strerror}; check the name"
        ) from exc


def _write(place: Path, content: bytes) -> None:
    """Writes a new file; never over an existing one."""
    try:
        with place.open("xb") as opened:
            opened.write(content)
    except FileExistsError as exc:
        raise BotError(f"{place}: exists already; name another file") from exc
    except OSError as exc:
        raise BotError(f"{place}: cannot be written: {exc.strerror}; name another place") from exc


def _shown(file: Path) -> str:
    return "standard input" if str(file) == "-" else str(file)


def _clean(text: str) -> str:
    """The text without the half characters that stand for bytes out of another encoding."""
    return text.encode("utf-8", "replace").decode()


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


def _theme_line(theme: "Theme") -> str:
    return f"{theme.key:<15} {len(theme.aspects)} aspects  {theme.label} {theme.name}".rstrip()


def _theme_json(theme: "Theme") -> dict[str, Any]:
    names = ("key", "year", "label", "name", "title", "confidence")
    found = {name: getattr(theme, name) for name in names}
    return {**found, "aspects": [aspect.name for aspect in theme.aspects]}


def _aspect_lines(assistant: "Assistant", theme: "Theme") -> Iterator[str]:
    """Each aspect with its items and how well they fit, and the closest passages."""
    from bot.chat.wording import source

    for aspect in theme.aspects:
        yield f"{aspect.number}. {aspect.name}: {aspect.heading}"
        items, passages = assistant.mapping(theme, aspect, limit=_PASSAGES_SHOWN)
        for item, fit in items:
            yield f"   {fit:.1f}  {item.title}"
        for passage in passages:
            yield f"   - {passage.headline}  ({source(passage)}; {passage.document})"


def _aspect_json(assistant: "Assistant", theme: "Theme", aspect: "Aspect") -> dict[str, Any]:
    items, passages = assistant.mapping(theme, aspect, limit=_PASSAGES_SHOWN)
    places = ("document", "title", "year", "section", "aspect", "ordinal", "headline")
    return {
        "number": aspect.number,
        "name": aspect.name,
        "heading": aspect.heading,
        "items": [{"key": i.key, "title": i.title, "fit": round(fit, 3)} for i, fit in items],
        "passages": [{place: getattr(p, place) for place in places} for p in passages],
    }


def _match_lines(answer: "Answer") -> Iterator[str]:
    from bot.chat.wording import source

    if not answer.matches:
        yield "nothing fits"
    for number, match in enumerate(answer.matches, 1):
        yield f"{number}. {match.passage.headline}  ({source(match.passage)}; {match.passage.document}; {match.score:.1f})"
        yield f"   {match.passage.text.strip()}"


def _print_json(value: object, *, one_line: bool = True) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=None if one_line else 2))
