"""What `data/rules.toml` holds: the rules of the draft check, their thresholds and word lists."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from bot.errors import ConfigError
from bot.models.kinds import Scope, Severity

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
    most_copied: int = 30  # of what the writer has to say, in percent; beyond it a text cannot go
    repeated_run: int = 15


@dataclass(frozen=True, slots=True)
class Phrases:
    """Word lists of the draft check; `data/README.md` says what each is for."""

    formulas: tuple[str, ...] = ()
    example: tuple[str, ...] = ()
    hollow: tuple[str, ...] = ()
    thought: tuple[str, ...] = ()
    manner: tuple[str, ...] = ()
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
    everybodys: tuple[str, ...] = ()
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
