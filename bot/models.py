"""The nouns of the project: what data files hold, what a document is made of, what a chat remembers.

Values only: frozen, without IO, known to every layer. A *document* is the parsed text of a
对照检查材料, a *passage* is one point of it as it is stored and found, a *theme* is the list of
aspects that a year's meeting asks for, an *item* is one point of the checklist.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Literal

from bot.errors import ConfigError

SectionKind = Literal[
    "opening", "last_year", "problems", "case", "matters", "causes", "measures", "closing"
]
Scope = Literal["personal", "team", "leader"]
"""Whose text it is: 个人, 班子 or 一把手 (a personal text that may speak for the team as well)."""

Severity = Literal["must", "should", "note"]
"""How much a finding weighs: 必改, 建议, 提醒."""

Confidence = Literal["high", "medium", "low"]
"""How sure the wording of a theme is; below high the user is told so."""


# --- what the files under data/ hold -----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Area:
    """A work area (分管工作): how people name it and the words its texts use."""

    key: str
    name: str
    aliases: tuple[str, ...]
    words: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    is_broad: bool = False  # a whole place or body; a narrower area says more about the user


@dataclass(frozen=True, slots=True)
class Topic:
    """A broad subject that ties aspects, problems, causes and measures together."""

    key: str
    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of the aspects (方面) that a theme asks every text to walk through."""

    number: int
    name: str
    heading: str
    terms: tuple[str, ...]
    words: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """A year's meeting theme (会议主题) with its aspects in order."""

    key: str
    year: int
    label: str
    name: str
    title: str
    words: tuple[str, ...]
    confidence: Confidence
    aspects: tuple[Aspect, ...]
    note: str = ""
    is_default: bool = False  # what a new chat starts with

    def aspect(self, number: int | None) -> Aspect | None:
        """The aspect of that number, None if the theme has none such."""
        return next((a for a in self.aspects if a.number == number), None)


@dataclass(frozen=True, slots=True)
class Item:
    """One checklist item (要点): a title, questions for the user's own facts, words that tie it to passages."""

    key: str
    title: str
    section: str  # problems, causes, measures or general
    topics: tuple[str, ...]
    questions: tuple[str, ...]
    words: tuple[str, ...]
    team_questions: tuple[str, ...] = ()
    scopes: tuple[Scope, ...] = ("personal", "team", "leader")
    since: int = 0  # first year whose meetings ask for it
    aspects_2021: tuple[int, ...] = ()  # aspects of the 2021 list, home first


@dataclass(frozen=True, slots=True)
class Synonym:
    """Everyday sayings and the wording that the texts use instead."""

    say: tuple[str, ...]
    mean: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Intent:
    """Something people say in a chat that is no search, such as thanks; `key` says what to do."""

    key: str
    whole: tuple[str, ...] = ()  # the whole message
    within: tuple[str, ...] = ()  # anywhere in a short message


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word lists for reading what users type."""

    masks: tuple[str, ...] = ()  # hold an area's name but mean no area: 学习教育, 组织生活会
    everyday: frozenset[str] = frozenset()  # names that every such text mentions in passing
    posts: tuple[str, ...] = ()  # 局长, 副书记: tell who speaks, not what is looked for
    selves: tuple[str, ...] = ()  # how people introduce themselves besides: 我在, 分管
    stopwords: frozenset[str] = frozenset()
    dictionary: tuple[str, ...] = ()
    offtopic: tuple[str, ...] = ()  # words of messages that have nothing to do with the field
    reads_slips: bool = True  # False: pinyin and wrong characters are searched for as typed
    idle: tuple[str, ...] = ()  # words of everyday sentences that carry no meaning of their own
    alike: tuple[tuple[str, ...], ...] = ()  # groups of everyday words that count as one


RULES = (
    *("aspect_missing", "aspect_order", "other_year", "section_missing", "balance", "few_points"),
    *("no_example", "no_thought", "vague", "team_for_self", "praise", "advice_as_criticism"),
    *("blame_outside", "cause_unmatched", "problem_without_measure", "measure_without_problem"),
    *("measure_unverifiable", "last_year_missing", "case_missing", "matters_missing"),
    *("opinion_unanswered", "count_missing", "copied", "foreign_identity", "placeholder"),
    *("outdated", "length", "numbering", "repeated", "formula", "secrecy"),
)
"""The names of the rules, as `check --json` prints them; `data/rules.toml` holds one entry each."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand on a draft: how much it weighs, when it applies, what is said and asked."""

    name: str
    severity: Severity
    message: str  # one clause: why it matters; {…} is filled by the check
    question: str = ""  # brings out the missing fact; "" when nothing is to be asked
    since: int = 0  # first year whose meetings ask for it
    scopes: tuple[Scope, ...] = ("personal", "team", "leader")


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds of the draft check; a unit may set its own. Lengths in characters without blanks."""

    shortest: int = 2_000  # of a whole text
    longest: int = 8_000
    least_points: int = 2  # of an aspect
    least_share: int = 50  # of problems and causes, in percent of the text
    short_point: int = 40  # below it a point without a case is vague
    long_point: int = 40  # from it a point is asked for a case, a thought
    stock_share: int = 60  # of stock wording in a point, in percent, from which it is vague
    praise_share: int = 35  # of praise in an aspect, in percent
    copied_run: int = 20  # length of a sentence from which likeness to a source counts
    copied_likeness: int = 72  # rapidfuzz's, in percent
    repeated_run: int = 15


@dataclass(frozen=True, slots=True)
class Phrases:
    """Word lists of the draft check; `data/README.md` says what each is for."""

    formulas: tuple[str, ...] = ()
    example: tuple[str, ...] = ()
    hollow: tuple[str, ...] = ()
    thought: tuple[str, ...] = ()
    stock: tuple[str, ...] = ()
    stock_ends: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    deadlines: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    team_subjects: tuple[str, ...] = ()
    selves: tuple[str, ...] = ()
    praise: tuple[str, ...] = ()
    compliments: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    general: tuple[str, ...] = ()
    last_year: tuple[str, ...] = ()
    rectified: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    reflected: tuple[str, ...] = ()
    matters: tuple[str, ...] = ()
    talks: tuple[str, ...] = ()
    requests: tuple[str, ...] = ()
    placeholders: tuple[str, ...] = ()
    secret_marks: tuple[str, ...] = ()
    internal_marks: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    exact_variants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """A set list that is spelled out whole and in order: 道路自信、理论自信、制度自信、文化自信."""

    name: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """Known slips in set wording, and what is meant."""

    wrong: tuple[str, ...]
    right: str


@dataclass(frozen=True, slots=True)
class Plenum:
    """The latest congress or plenum when the meeting of that year was held."""

    year: int
    name: str


@dataclass(frozen=True, slots=True)
class Period:
    """A five-year plan, 十四五, and the years that it is for, both included."""

    name: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Outdated:
    """Wording that the meetings from `since` on do not use any more."""

    words: tuple[str, ...]
    since: int
    instead: str
    is_campaign: bool = False  # may be told as past; outdated only where it is told as going on


@dataclass(frozen=True, slots=True)
class Unit:
    """How writers name their own unit or trade, and the areas that it goes with (all for none)."""

    name: str
    words: tuple[str, ...]
    areas: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()  # told behind 作为 or 身为: 班主任, 庭长
    titles: tuple[str, ...] = ()  # by which a title shows this kind


@dataclass(frozen=True)
class Rules:
    """What a draft is checked by: the rules, thresholds and word lists of `data/rules.toml`."""

    rules: tuple[Rule, ...] = ()
    limits: Limits = field(default_factory=Limits)
    phrases: Phrases = field(default_factory=Phrases)
    series: tuple[Series, ...] = ()
    slips: tuple[Slip, ...] = ()
    plenums: tuple[Plenum, ...] = ()
    outdated: tuple[Outdated, ...] = ()
    periods: tuple[Period, ...] = ()
    units: tuple[Unit, ...] = ()
    off: frozenset[str] = frozenset()  # rules that the unit does not want

    @cached_property
    def rule(self) -> dict[str, Rule]:
        """Rules by name."""
        return {rule.name: rule for rule in self.rules}

    def overridden(self, settings: Mapping[str, object]) -> "Rules":
        """These rules with a unit's settings: limits by name, and the lists off, must, should, note.

        Raises ConfigError for an unknown name or a value of the wrong kind.
        """
        limits = {limit.name for limit in fields(Limits)}
        severities: dict[str, Severity] = {}
        numbers: dict[str, int] = {}
        off = self.off
        for name, value in settings.items():
            if name in limits:
                numbers[name] = _number(name, value)
            elif name == "off":
                off |= set(self._named(name, value))
            elif name in ("must", "should", "note"):
                severities |= dict.fromkeys(self._named(name, value), name)  # type: ignore[arg-type]  # one of the three
            else:
                known = ", ".join([*sorted(limits), "off", "must", "should", "note"])
                raise ConfigError(f"[draft]: unknown setting {name!r}; known are {known}")
        rules = tuple(replace(r, severity=severities.get(r.name, r.severity)) for r in self.rules)
        return replace(self, rules=rules, limits=replace(self.limits, **numbers), off=off)

    def _named(self, setting: str, value: object) -> list[str]:
        """The names of rules that a setting lists."""
        if not isinstance(value, list | tuple) or any(type(v) is not str for v in value):
            raise ConfigError(f'[draft] {setting}: must be a list of rules, such as ["praise"]')
        if unknown := [name for name in value if name not in self.rule]:
            known = ", ".join(self.rule)
            raise ConfigError(f"[draft] {setting}: unknown rule {unknown[0]!r}; known are {known}")
        return list(value)


def _number(setting: str, value: object) -> int:
    if type(value) is not int or value < 0:
        raise ConfigError(f"[draft] {setting}: must be a number from 0, such as {setting} = 3000")
    return value


@dataclass(frozen=True, slots=True)
class PaperWords:
    """The fixed sentences of one kind of paper; 【待填：…】 is a blank, {year} is filled in."""

    key: Scope
    title: str
    byline: str  # whose paper, while no name is known
    work: str  # with {areas}
    no_work: str  # while no area is known
    opening: tuple[str, ...]
    last_year: tuple[str, ...]
    no_problem: str  # under an aspect without notes
    no_headline: str  # over a note without an item
    no_example: str  # under a point that is ticked and has no notes
    case: tuple[str, ...]
    matters: tuple[str, ...]  # empty: this paper needs none
    no_cause: str  # with {problems}
    all_problems: str  # what {problems} is while none is noted
    no_measure: str
    no_cell: str  # of the rectification list
    same_measure: str  # for a problem whose measures stand above, at {marks}
    closing: str
    last_year_heading: str
    problems_heading: str
    case_heading: str
    matters_heading: str
    causes_heading: str
    measures_heading: str
    aspect_heading: str
    measure_heading: str
    unplaced_lead: str
    questions_comment: str
    more_comment: str
    causes_comment: str
    notice_comment: str
    unplaced_comment: str
    list_title: str
    progress: str
    opening_items: tuple[str, ...]  # titles of items whose notes belong to the opening
    last_year_items: tuple[str, ...]
    case_items: tuple[str, ...]
    matters_items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MinutesWords:
    """The fixed sentences of a meeting's minutes; 【待填：…】 is a blank, {date} is filled in."""

    title: str
    byline: str
    opening: str
    work: str
    chair: str
    people: str
    no_people: str
    absent: str
    agenda_heading: str
    agenda_parts: str
    agenda_opinions: str
    agenda_measures: str
    points_heading: str
    aspect_heading: str
    takers: str
    no_takers: str
    contribution: str
    ticked: str
    tick: str
    no_points: str
    questions_heading: str
    no_questions: str
    opinions_heading: str
    opinions_lead: str
    no_opinions: str
    opinion_count: str
    no_part: str
    opinion_said: str
    private_opinions: str
    list_heading: str
    no_list: str
    closing: str


@dataclass(frozen=True)
class Catalog:
    """Everything read from `data/`, checked: keys are unique and refer to things that exist."""

    areas: tuple[Area, ...]
    topics: tuple[Topic, ...]
    themes: tuple[Theme, ...]
    items: tuple[Item, ...]
    synonyms: tuple[Synonym, ...] = ()
    intents: tuple[Intent, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    rules: Rules = field(default_factory=Rules)
    papers: tuple[PaperWords, ...] = ()
    minutes: MinutesWords | None = None

    @cached_property
    def area(self) -> dict[str, Area]:
        """Areas by key."""
        return {area.key: area for area in self.areas}

    @cached_property
    def default_theme(self) -> Theme:
        """The theme that a new chat starts with."""
        return next((theme for theme in self.themes if theme.is_default), self.themes[0])

    @cached_property
    def theme(self) -> dict[str, Theme]:
        """Themes by key."""
        return {theme.key: theme for theme in self.themes}

    @cached_property
    def item(self) -> dict[str, Item]:
        """Items by key."""
        return {item.key: item for item in self.items}

    @cached_property
    def topic(self) -> dict[str, Topic]:
        """Topics by key."""
        return {topic.key: topic for topic in self.topics}

    @cached_property
    def paper(self) -> dict[Scope, PaperWords]:
        """The fixed sentences of a paper by its scope."""
        return {paper.key: paper for paper in self.papers}

    def area_names(self, keys: tuple[str, ...]) -> str:
        """The names of these areas for showing, such as "街道 · 信访"."""
        return " · ".join(self.area[key].name for key in keys if key in self.area)


# --- what a document is made of ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """One 小标题 with its text; `text` is as written, with its mark and headline."""

    ordinal: int  # position among its siblings, from 1, whatever the mark says
    mark: str  # as written: "一是", "（三）", "2.", or "" for a point without one
    headline: str
    text: str
    example: str | None
    line: int  # 1-based line of the source


@dataclass(frozen=True, slots=True)
class AspectPart:
    """The part of a document's problems section that treats one aspect."""

    number: int | None  # None: not in the theme's list
    mark: str
    heading: str
    lead: str  # what stands between the heading and the first point
    points: tuple[Point, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Section:
    """A block of a document: its heading, the text before the first point, aspects or points."""

    kind: SectionKind
    mark: str
    heading: str
    lead: str
    aspects: tuple[AspectPart, ...]
    points: tuple[Point, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed 对照检查材料. Its pieces in order are the whole text: nothing is dropped."""

    file: str
    title: str
    year: int | None
    theme: str | None  # key of the theme
    scope: Scope
    areas: tuple[str, ...]
    is_statement: bool  # False: a text of another kind, kept only if the operator insists
    sections: tuple[Section, ...]
    warnings: tuple[str, ...] = ()
    confidence: float = 1.0  # from 0 to 1: how sure the structure is
    refusal: str = ""  # what kind of text it is instead ("speech"), when it is no statement
    dropped: tuple[str, ...] = ()  # lines of the web page around the text, left out of the pieces

    def pieces(self) -> Iterator[str]:
        """Every piece of text in the order of the source: title, headings, leads, points."""
        yield self.title
        for section in self.sections:
            yield from (section.mark, section.heading, section.lead)
            for part in section.aspects:
                yield from (part.mark, part.heading, part.lead)
                yield from (point.text for point in part.points)
            yield from (point.text for point in section.points)

    def passages(self) -> list["Passage"]:
        """The points of problems (with their aspect), causes, measures and the optional sections."""
        found: list[Passage] = []
        for section in self.sections:
            for part in section.aspects:
                found += [self._passage(section, part, point) for point in part.points]
            found += [self._passage(section, None, point) for point in section.points]
        return found

    def _passage(self, section: Section, part: AspectPart | None, point: Point) -> "Passage":
        return Passage(
            document=self.file,
            title=self.title,
            year=self.year,
            theme=self.theme,
            scope=self.scope,
            areas=self.areas,
            section=section.kind,
            aspect=part.number if part else None,
            aspect_heading=part.heading if part else "",
            ordinal=point.ordinal,
            headline=point.headline,
            text=point.text,
            example=point.example,
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A point as it is stored and found (段落, the smallest unit of retrieval)."""

    document: str  # file name
    title: str
    year: int | None
    theme: str | None
    scope: Scope
    areas: tuple[str, ...]
    section: SectionKind
    aspect: int | None
    aspect_heading: str
    ordinal: int
    headline: str
    text: str
    example: str | None
    id: int = 0  # row of the store; 0 while not stored


# --- what a chat remembers ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class View:
    """What the latest answer showed, so that 还有吗 and 换一批 know what to go on with."""

    kind: str = ""  # "search", "card", "item", "examples" or "" for none
    query: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Preparation:
    """One text in the making: a chat may keep several, for several people or meetings."""

    number: int = 1  # within its chat
    name: str = ""  # whose text, in the user's words; may be empty
    areas: tuple[str, ...] = ()
    scope: Scope | None = None
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """Where a chat is, and the preparation that it works on."""

    chat: int
    topic: int = 0  # of a forum; 0 elsewhere
    preparation: Preparation = field(default_factory=Preparation)
    aspect: int | None = None
    view: View = field(default_factory=View)
    expecting: str = ""  # a command that waits for its argument, such as "find"
    held: str = ""  # what was said last, while the user is asked what to do with it

    @property
    def areas(self) -> tuple[str, ...]:
        """The work areas of the text."""
        return self.preparation.areas

    @property
    def scope(self) -> Scope | None:
        """Whose text it is; None while unknown."""
        return self.preparation.scope

    @property
    def theme(self) -> str:
        """The key of the meeting's theme."""
        return self.preparation.theme

    @property
    def place(self) -> "Place":
        """What ticks and notes are kept under."""
        return Place(self.chat, self.topic, self.preparation.number)


@dataclass(frozen=True, slots=True)
class Place:
    """One preparation of one chat (of one topic, in a forum): what ticks and notes belong to."""

    chat: int
    topic: int = 0
    preparation: int = 1


@dataclass(frozen=True, slots=True)
class Spot:
    """What a note stands under: an item, or a part of the checklist as a whole."""

    card: str = ""  # "3" for an aspect of `theme`, "causes" …; "" for an item wherever it stands
    item: str = ""
    theme: str = ""  # to which `card` belongs


@dataclass(frozen=True, slots=True)
class Note:
    """A fact of the user's own (记一笔), in his own words."""

    spot: Spot
    text: str
    author: str = ""  # display name of the member who said it; empty in private chats
    user: int = 0
    message: int = 0  # Telegram's number of the message that said it; 0 if unknown
    id: int = 0  # 0 while not stored


# --- what a group remembers of its preparation meeting --------------------------------------------


@dataclass(frozen=True, slots=True)
class Meeting:
    """A preparation meeting (准备会) of a group: what is kept beside its preparation."""

    place: Place
    title: str
    chair: int  # the user who opened it; a group's own number for an anonymous administrator
    chair_name: str
    token: str  # by which a member reaches it from his private chat
    opened_by: int = 0  # number of the message that opened it; 0 if unknown
    board: int = 0  # number of the message that is the board; 0 while there is none
    is_open: bool = True
    is_named: bool = False  # opinions are kept with their authors' names
    box: int = 0  # minutes for each aspect; 0 for no time box
    card: str = ""  # the part whose time runs
    due_at: str = ""  # when it is over, UTC; "" while no time runs or the reminder was sent
    opened_at: str = ""  # UTC
    closed_at: str = ""
    id: int = 0  # 0 while not stored


@dataclass(frozen=True, slots=True)
class Take:
    """That a member has taken a part of the text (认领)."""

    card: str
    user: int
    name: str
    theme: str = ""  # to which `card` belongs


@dataclass(frozen=True, slots=True)
class Opinion:
    """What was said of somebody or of the team when opinions were asked for (征求意见)."""

    object: str  # whom it is about, in the speaker's words
    text: str
    card: str = ""  # the part that it belongs to; "" if none could be told
    author: str = ""  # empty where names are not kept
    user: int = 0  # 0 as well then
    is_private: bool = False  # told to the bot alone
    theme: str = ""  # to which `card` belongs
    id: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """Who ticked an item, and when (UTC)."""

    by: str
    at: str
