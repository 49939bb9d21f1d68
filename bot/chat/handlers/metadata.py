"""What is said of a document: year, meeting, scope, areas, who may see it; before and after it is added.

A reference names the document: `w.3f9a.0` waits in the tray, `s.12.5e1c` is number 12 of the store.
Reading it anew with what is said now runs as a job beside the dialogue.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.chat import wording
from bot.chat.handlers.buttons import BACK, Row, grid, page_start
from bot.chat.intents import themes_named
from bot.chat.reply import Button, Job, Reply, Span
from bot.chat.turn import Outcome, Turn, after, for_admins
from bot.chat.wording import documents as words
from bot.chat.wording import profile as profile_wording
from bot.chat.wording import themes as theme_wording
from bot.corpus.shelf import Shelved
from bot.models import Document
from bot.text.header import Given

_EXPECTS = "meta:"  # opens what a session expects: words on that document
_YEARS = 8  # buttons
_THEMES_PER_PAGE, _AREAS_PER_PAGE = 6, 18
_PAGE = "at"  # opens the place of a page, beside keys of themes, which may be numbers
_NUMBER = re.compile(r"-?\d{1,15}")


@dataclass(frozen=True, slots=True)
class Subject:
    """The document that is talked about, as it is now."""

    ref: str
    about: Document | Shelved
    chats: tuple[int, ...] | None
    is_stored: bool

    @property
    def back(self) -> Button:
        """The way back to the document."""
        name = self.ref.partition(".")[2]
        return Button("好了", f"doc:{name}" if self.is_stored else f"intake:{name}")


def given_of(turn: Turn, text: str) -> Given:
    """What words like 2022 班子 信访 say of a document."""
    if not text.strip():
        return Given()
    query = turn.assistant.finder.understanding.read(text)
    named = themes_named(text, turn.assistant.catalog.themes)
    theme = named[0] if len(named) == 1 else None
    year = query.year or (theme.year if theme else None)
    return Given(year, theme.key if theme else None, query.areas, query.scope)


def subject_of(turn: Turn, ref: str) -> Subject | None:
    """The document of that reference; None if it is gone, or ships with the program."""
    kind, _, name = ref.partition(".")
    if kind == "w":
        waiting = turn.desk.tray.get(turn.session.chat, name)
        if not waiting or not waiting.is_open:
            return None
        return Subject(ref, waiting.prospect.prepared.document, waiting.chats, is_stored=False)
    number, _, tag = name.partition(".")
    is_number = number.isdecimal() and len(number) < 16
    found = turn.desk.library().document(int(number)) if is_number else None
    if not found or found.tag != tag or found.is_shipped:
        return None
    return Subject(ref, found, found.chats, is_stored=True)


@for_admins
def press_meta(turn: Turn) -> Outcome:
    """[改信息] and what it opens: a choice, or something chosen from it."""
    ref, _, rest = turn.argument.partition(":")
    field, _, value = rest.partition(":")
    subject = subject_of(turn, ref)
    if not subject:
        return turn.notice(words.NOT_STORED if ref.startswith("s") else words.GONE)
    field = field if field in _CHOICES else ""
    turn = turn.remember(expecting=f"{_EXPECTS}{ref}:{field}")
    if not field:
        return _editor(turn, subject)
    if not value or value.startswith(_PAGE):
        return _CHOICES[field](turn, subject, value.removeprefix(_PAGE))
    return _CHOSEN[field](turn, subject, value)


def expects(turn: Turn, expected: str) -> Outcome | None:
    """What to do with words on a document whose metadata are open; else None."""
    if not expected.startswith(_EXPECTS) or not turn.is_admin:
        return None
    ref, _, field = expected.removeprefix(_EXPECTS).partition(":")
    subject = subject_of(turn, ref)
    if not subject:
        return None
    turn = turn.remember(expecting=expected)
    if field == "who":
        return _shared_with(turn, subject, turn.argument)
    given = given_of(turn, turn.argument)
    if given == Given():
        return after(words.NOT_UNDERSTOOD, _editor(turn, subject))
    return _reread(turn, subject, lambda before: _over(given, before), _editor)


def _editor(turn: Turn, subject: Subject) -> Outcome:
    """What is known of the document, with a button for each part of it."""
    spans = (
        Span(f"{subject.about.file}\n", bold=True),
        Span(f"{words.about(subject.about, turn.assistant.catalog)}\n"),
        Span(f"谁能看：{words.viewers(subject.chats)}\n"),
        Span(words.ASK_CHANGE, faint=True),
    )
    fields = (("年度", "year"), ("会议", "theme"), ("对象", "scope"), ("领域", "area"))
    buttons = [Button(name, f"meta:{subject.ref}:{field}") for name, field in fields]
    seen = Button("谁能看", f"meta:{subject.ref}:who")
    return turn.reply(spans, (*grid(buttons), (seen, subject.back)))


# --- choices


def _years(turn: Turn, subject: Subject, value: str) -> Outcome:
    years = sorted({t.year for t in turn.assistant.catalog.themes}, reverse=True)[:_YEARS]
    buttons = [Button(str(year), f"meta:{subject.ref}:year:{year}") for year in years]
    return _choice(turn, subject, words.ASK_YEAR, grid(buttons))


def _themes(turn: Turn, subject: Subject, value: str) -> Outcome:
    themes = turn.assistant.catalog.themes
    at = page_start(value, len(themes), _THEMES_PER_PAGE)
    page = themes[at : at + _THEMES_PER_PAGE]
    buttons = [
        Button(theme_wording.theme_label(t), f"meta:{subject.ref}:theme:{t.key}") for t in page
    ]
    more = _more(subject, "theme", at + _THEMES_PER_PAGE, len(themes))
    return _choice(turn, subject, words.ASK_THEME, (*grid(buttons, widest=2), more))


def _scopes(turn: Turn, subject: Subject, value: str) -> Outcome:
    names = profile_wording.SCOPE_NAMES.items()
    row = tuple(Button(name, f"meta:{subject.ref}:scope:{key}") for key, name in names)
    return _choice(turn, subject, words.ASK_SCOPE, (row,))


def _areas(turn: Turn, subject: Subject, value: str) -> Outcome:
    areas = turn.assistant.catalog.areas
    at = page_start(value, len(areas), _AREAS_PER_PAGE)
    own = subject.about.areas
    buttons = [
        Button(
            f"{'✓' if area.key in own else ''}{area.name}",
            f"meta:{subject.ref}:area:{'-' if area.key in own else '+'}{area.key}",
        )
        for area in areas[at : at + _AREAS_PER_PAGE]
    ]
    more = _more(subject, "area", at + _AREAS_PER_PAGE, len(areas))
    return _choice(turn, subject, words.ASK_AREAS, (*grid(buttons, widest=3), more))


def _viewers(turn: Turn, subject: Subject, value: str) -> Outcome:
    row = (
        Button("所有人", f"meta:{subject.ref}:who:all"),
        Button("只有我", f"meta:{subject.ref}:who:{turn.session.chat}"),
    )
    return _choice(turn, subject, words.ASK_VIEWERS, (row,))


def _choice(turn: Turn, subject: Subject, question: str, rows: tuple[Row, ...]) -> Outcome:
    spans = (
        Span(f"{subject.about.file}\n", bold=True),
        Span(f"{words.about(subject.about, turn.assistant.catalog)}\n"),
        Span(f"谁能看：{words.viewers(subject.chats)}\n"),
        Span(question),
    )
    back = Button("返回", f"meta:{subject.ref}")
    return turn.reply(spans, (*rows, (back, subject.back)))


def _more(subject: Subject, field: str, following: int, count: int) -> Row:
    is_last = following >= count
    label = "从头看" if is_last else "更多…"
    return (Button(label, f"meta:{subject.ref}:{field}:{_PAGE}{0 if is_last else following}"),)


_CHOICES: dict[str, Callable[[Turn, Subject, str], Outcome]] = {
    "year": _years,
    "theme": _themes,
    "scope": _scopes,
    "area": _areas,
    "who": _viewers,
}


# --- what was chosen


def _with_year(turn: Turn, subject: Subject, value: str) -> Outcome:
    if not (value.isdecimal() and len(value) == 4 and value.startswith("20")):
        return turn.notice(wording.UNKNOWN_BUTTON)
    given = Given(year=int(value))
    return _reread(turn, subject, lambda before: _over(given, before), _editor)


def _with_theme(turn: Turn, subject: Subject, value: str) -> Outcome:
    theme = turn.assistant.catalog.theme.get(value)
    if not theme:
        return turn.notice(wording.UNKNOWN_BUTTON)
    given = Given(year=theme.year, theme=theme.key)
    return _reread(turn, subject, lambda before: _over(given, before), _editor)


def _with_scope(turn: Turn, subject: Subject, value: str) -> Outcome:
    scope = next((key for key in ("personal", "team", "leader") if key == value), None)
    if not scope:
        return turn.notice(wording.UNKNOWN_BUTTON)
    return _reread(turn, subject, lambda before: _over(Given(scope=scope), before), _editor)


def _with_area(turn: Turn, subject: Subject, value: str) -> Outcome:
    sign, key = value[:1], value[1:]
    keys = [area.key for area in turn.assistant.catalog.areas]
    if sign not in "+-" or key not in keys:
        return turn.notice(wording.UNKNOWN_BUTTON)
    others = tuple(own for own in subject.about.areas if own != key)
    areas = (*others, key) if sign == "+" else others
    if not areas:
        return turn.notice(words.ONE_AREA_STAYS)
    page = str(keys.index(key))

    def back(turn: Turn, subject: Subject) -> Outcome:
        return _areas(turn, subject, page)

    return _reread(turn, subject, lambda before: replace(before, areas=areas), back)


def _with_viewers(turn: Turn, subject: Subject, value: str) -> Outcome:
    return _shared_with(turn, subject, words.EVERYONE if value == "all" else value)


_CHOSEN: dict[str, Callable[[Turn, Subject, str], Outcome]] = {
    "year": _with_year,
    "theme": _with_theme,
    "scope": _with_scope,
    "area": _with_area,
    "who": _with_viewers,
}


def _shared_with(turn: Turn, subject: Subject, said: str) -> Outcome:
    """Lets those chats see the document that the words name."""
    numbers = tuple(dict.fromkeys(int(number) for number in _NUMBER.findall(said)))
    if not numbers and words.EVERYONE not in said:
        return _viewers(turn, subject, "")
    chats = numbers or None
    if subject.is_stored:
        turn.desk.library().share(subject.about.file, chats)
    else:
        name = subject.ref.partition(".")[2]
        waiting = turn.desk.tray.get(turn.session.chat, name)
        if waiting:
            turn.desk.tray.set(turn.session.chat, name, replace(waiting, chats=chats))
    return _editor(turn, replace(subject, chats=chats))


def _over(given: Given, before: Given) -> Given:
    """What is said now, with what was said before; another year makes another meeting."""
    kept = replace(before, theme=None) if given.year and not given.theme else before
    return given.over(kept)


def _reread(
    turn: Turn,
    subject: Subject,
    change: Callable[[Given], Given],
    then: Callable[[Turn, Subject], Outcome],
) -> Outcome:
    """Reads the document anew with what is said of it now, then shows it."""
    job = _rereading_stored if subject.is_stored else _rereading

    def shown(is_there: bool) -> Reply:
        found = subject_of(turn, subject.ref) if is_there else None
        if not found:
            return Reply((Span(words.GONE),), ((BACK,),))
        return then(turn, found)[1]

    made = job(turn, subject, change, shown)
    session, reply = turn.notice(words.LATER)
    return session, replace(reply, job=made)


def _rereading(
    turn: Turn,
    subject: Subject,
    change: Callable[[Given], Given],
    shown: Callable[[bool], Reply],
) -> Job:
    library, tray, chat = turn.desk.library(), turn.desk.tray, turn.session.chat
    name = subject.ref.partition(".")[2]
    waiting = tray.get(chat, name)
    assert waiting  # it has just been found
    before = waiting.prospect.prepared
    given = change(before.given)

    def tell(prepared: object) -> Reply:
        current = tray.get(chat, name)
        if not current or not current.is_open:
            return shown(False)
        tray.set(chat, name, replace(current, prospect=library.look(prepared)))  # type: ignore[arg-type]  # what run returned
        return shown(True)

    return Job(lambda: library.prepare(before, given), tell)


def _rereading_stored(
    turn: Turn,
    subject: Subject,
    change: Callable[[Given], Given],
    shown: Callable[[bool], Reply],
) -> Job:
    library = turn.desk.library()
    kept = library.kept(subject.about.file)
    kept = replace(kept, given=change(kept.given))

    def tell(prepared: object) -> Reply:
        if not subject_of(turn, subject.ref):
            return shown(False)
        library.put_in_place(kept, prepared)  # type: ignore[arg-type]  # what run returned
        return shown(True)

    return Job(lambda: library.prepare_kept(kept), tell)


PRESSES = {"meta": press_meta}
