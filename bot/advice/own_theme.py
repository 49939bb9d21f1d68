"""Makes a theme of the aspects that a user pasted from his own notice (会议方案).

A new year's list is in no data file yet, and units word theirs as they like: so the list is read
from the paste, named for buttons, and tied to the known topics by likeness. What is no such list,
be it chat or a whole draft, makes no theme.
"""

import re
from collections.abc import Iterable, Sequence

from bot.advice.aspect_list import AROUND, WIDE, find_headings
from bot.advice.mapping import GENERAL, topics_of
from bot.models import Aspect, Catalog, Theme
from bot.text.headings import aspect_likeness
from bot.text.listing import LONGEST_TEXT, joined_lines
from bot.text.marks import number_of
from bot.text.normalize import letters, normalize, simplify
from bot.text.segment import cut

_LONGEST_NAME = 8  # characters on a button
_LONGEST_THEME_NAME = 12
_LONGEST_TERM = 12
_MOST_TERMS = 3
_SAME = 1.0  # likeness from which an aspect is that of a known theme
_VERY_SAME = 1.4  # and from which it may bear that one's name
_VERBS = re.compile(
    r"^(?:带头|坚决|坚持不懈|坚持|深刻|深入|认真|全面|切实|不断|持续|始终|严格|自觉|主动|勇于|敢于|学习|贯彻|落实|扛起|"
    r"履行|执行|强化|增强|加强|提高|提升|树牢|树立|坚定|发扬|弘扬|践行|遵守|严守|做到|推动|推进|领悟|感悟|把握|用好|用|和|与)+"
)
_LABEL = re.compile(r"([两二三四五六七八九十2-9]|10)个(带头|对照|聚焦|着力|必须|强化|坚持)")
_TITLE = re.compile(r"主题[^“”\"《\n。；：:是为]{0,8}(?:是|为|[：:]|\n)[：:]?\s*")
# 以“…”为主题, 围绕“…”这一主题
_TITLE_BEFORE = re.compile(r"[“\"]([^。\n]{6,160})[”\"](?:为|这一|这个)(?:\w{0,2})主题")
_YEAR_TERM = re.compile(r"(20\d\d)年?度")
_YEAR = re.compile(r"(20\d\d)年(?:(\d{1,2}|[一二三])月)?")
_HANZI_YEAR = re.compile("二[〇○零o]([一二三])([〇○零o一二三四五六七八九])")
_DIGITS = "零一二三四五六七八九十"
_LATEST_MEETING = 4  # month until which a meeting reviews the year before


def read_theme(
    text: str, catalog: Catalog, *, key: str, year: int | None = None, explicit: bool = False
) -> Theme | None:
    """The theme whose aspects the text lists, None if it lists none.

    `year`: the year under review where the text names none; without it the latest known one.
    `explicit`: the text was sent as such a list, so short numbered headings are enough.
    """
    plain = simplify(text[:LONGEST_TEXT]).strip()
    headings = find_headings(plain, catalog, explicit=explicit)
    if not headings:
        return None
    latest = max((theme.year for theme in catalog.themes), default=0)
    title = _title(plain)
    label = _label(plain, len(headings))
    aspects = _aspects(headings, catalog)
    return Theme(
        key=key,
        year=_year(plain) or year or latest,
        label=label,
        name=_theme_name(title, label, aspects),
        title=title or "、".join(aspect.name for aspect in aspects),
        words=(),
        confidence="high",
        aspects=aspects,
    )


def same_as(theme: Theme, themes: Iterable[Theme]) -> Theme | None:
    """The known theme with these very aspects, in whatever order; None if there is none."""
    candidates = [known for known in themes if len(known.aspects) == len(theme.aspects)]
    fits = [(known, fit) for known in candidates if (fit := _common_fit(theme, known)) >= _SAME]
    return max(fits, key=lambda pair: (pair[1], pair[0].year == theme.year))[0] if fits else None


def _common_fit(theme: Theme, known: Theme) -> float:
    """Mean likeness of the aspects to those of the known theme, 0 if any of them does not fit."""
    left = list(known.aspects)
    fits: list[float] = []
    for aspect in theme.aspects:
        fit, best = max(
            ((_fit(aspect.heading, a), a) for a in left), key=lambda p: (p[0], -p[1].number)
        )
        if not fit:
            return 0.0
        fits.append(fit)
        left.remove(best)
    return sum(fits) / len(fits)


def _fit(heading: str, known: Aspect) -> float:
    """Likeness of a heading to a known aspect of which it holds a term, else 0."""
    plain = letters(heading)
    holds = letters(known.heading) == plain or any(letters(t) in plain for t in known.terms)
    return aspect_likeness(heading, known) if holds else 0.0


def _aspects(headings: Sequence[str], catalog: Catalog) -> tuple[Aspect, ...]:
    found: list[Aspect] = []
    for number, heading in enumerate(headings, 1):
        taken = {aspect.name for aspect in found}
        names = [name for name in _names(heading, catalog) if name not in taken]
        known = _known(heading, catalog, least=_SAME)
        same = _known(heading, catalog, least=_VERY_SAME)
        plain = letters(heading)
        aspect = Aspect(
            number=number,
            name=names[0] if names else f"第{number}方面",
            heading=heading,
            terms=_terms(heading),
            words=tuple(w for w in (known.words if known else ()) if w in plain)
            or tuple(_subject_words(plain, catalog)[:_MOST_TERMS]),
            topics=same.topics if same else topics_of(heading, catalog) or GENERAL,
        )
        found.append(aspect)
    return tuple(found)


def _known(heading: str, catalog: Catalog, *, least: float) -> Aspect | None:
    """The known aspect that is worded like this one."""
    aspects = (aspect for theme in catalog.themes for aspect in theme.aspects)
    best = max(
        ((aspect_likeness(heading, a), -a.number, a.name, a) for a in aspects),
        key=lambda p: p[:3],
        default=None,
    )
    return best[3] if best and best[0] >= least else None


def _names(heading: str, catalog: Catalog) -> Iterable[str]:
    """Short names for a button, best first: quoted, a short clause, a subject named in it."""
    if known := _known(heading, catalog, least=_VERY_SAME):
        yield known.name
    yield from (quoted for quoted in re.findall(r"[“\"]([^“”\"]{2,6})[”\"]", heading))
    clauses = [_core(clause, least=3) for clause in _clauses(heading)]
    yield from (clause for clause in clauses if 2 <= len(clause) <= _LONGEST_NAME)
    yield from _subject_words(letters(heading), catalog)
    yield from (_end(clause) for clause in clauses)


def _clauses(heading: str) -> list[str]:
    """The heading's clauses, letters only."""
    return [plain for part in re.split(r"[，、；,;\s]", heading) if (plain := letters(part))]


def _core(clause: str, *, least: int) -> str:
    """The clause without the verbs it opens with, unless fewer letters would be left."""
    without = clause.removeprefix("带头")
    core = _VERBS.sub("", without)
    return core if len(core) >= least else without or clause


def _subject_words(plain: str, catalog: Catalog) -> list[str]:
    """The topics' words in the heading that fit on a button, the longest first."""
    words = {letters(word) for topic in catalog.topics for word in (topic.name, *topic.words)}
    fitting = [word for word in words if 3 <= len(word) <= _LONGEST_NAME and word in plain]
    return sorted(fitting, key=lambda word: (-len(word), plain.index(word)))


def _end(clause: str) -> str:
    """The last whole words of a clause that fit on a button."""
    taken = ""
    for word in reversed(cut(clause)):
        if len(word + taken) > _LONGEST_NAME:
            break
        taken = word + taken
    return taken or clause[:_LONGEST_NAME]


def _terms(heading: str) -> tuple[str, ...]:
    """The phrases that tell this aspect: what it quotes, its clauses without their verbs."""
    quoted = [letters(found) for found in re.findall(r"[“\"]([^“”\"]{2,8})[”\"]", heading)]
    clauses = [_core(clause, least=4) for clause in _clauses(heading)]
    cores = [c if len(c) <= _LONGEST_TERM else _end(c) for c in clauses if len(c) > 1]
    found = tuple(dict.fromkeys([*quoted, *cores]))[:_MOST_TERMS]
    return found or (letters(heading),)


def _title(text: str) -> str:
    """The meeting's theme as the text words it, "" if it names none."""
    plain = joined_lines(text)
    if found := _TITLE_BEFORE.search(plain):
        return found[1].translate(WIDE)
    for opened in _TITLE.finditer(plain):
        line = re.split(r"[。\n；]", plain[opened.end() :], maxsplit=1)[0]
        if len(letters(line)) >= 6 and "方面" not in line[:20]:
            return _closed(line).translate(WIDE).strip(AROUND)
    return ""


def _closed(line: str) -> str:
    """What stands inside the quotation that the line opens with, else the whole line."""
    if not line or line[0] not in '“"《':
        return line
    depth = 0
    for position, character in enumerate(line):
        depth += (character in "“《") - (character in "”》")
        if position and (depth == 0 or (line[0] == '"' == character)):
            return line[1:position]
    return line[1:]


def _theme_name(title: str, label: str, aspects: Sequence[Aspect]) -> str:
    """A name for lists: a telling clause of the title, else the label, else how many aspects."""
    parts = [letters(part) for part in re.split(r"[，、；：]", title) if part[:1] != "以"]
    clauses = [c if len(c) <= _LONGEST_THEME_NAME else _core(c, least=4) for c in parts]
    fitting = [clause for clause in clauses if 4 <= len(clause) <= _LONGEST_THEME_NAME]
    return max(fitting, key=len, default="") or label or f"{_count(len(aspects))}个方面"


def _count(number: int) -> str:
    return "两" if number == 2 else _DIGITS[number]


def _label(text: str, count: int) -> str:
    """五个带头, if the text names its list so and the number is right."""
    found = [number for number in _LABEL.finditer(text) if number_of(number[1]) == count]
    return f"{_count(count)}个{found[0][2]}" if found else ""


def _year(text: str) -> int | None:
    """The year under review: named 年度, else that of a date, a meeting's being a year later."""
    plain = _HANZI_YEAR.sub(_in_digits, normalize(text).replace(" ", ""))
    if term := _YEAR_TERM.search(plain):
        return int(term[1])
    if not (date := _YEAR.search(plain)):
        return None
    month = number_of(date[2]) if date[2] else 12
    return int(date[1]) - (month <= _LATEST_MEETING)


def _in_digits(found: re.Match[str]) -> str:
    """2025 for 二〇二五."""
    return "20" + "".join(str(max("〇一二三四五六七八九".find(n), 0)) for n in found.groups())
