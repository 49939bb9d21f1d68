"""What a draft check tells: findings with their place, and what the draft covers of the checklist."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from bot.models import Rules, Severity
from bot.text.normalize import letters

SEVERITIES: tuple[Severity, ...] = ("must", "should", "note")


class Place(NamedTuple):
    """A place in the draft: its 1-based line and the text that stands there, as written."""

    line: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at in a draft; a hint, a person decides."""

    rule: str
    severity: Severity
    line: int  # 1-based
    quote: str  # as written in that line
    message: str
    question: str | None = None
    aspect: int | None = None
    source: str | None = None  # where else the sentence stands
    about: str = ""  # what is missing, where several things may be missing at one place

    @property
    def fingerprint(self) -> str:
        """A hash by which a later version's findings are compared; no text can be read from it."""
        said = f"{self.rule}|{self.aspect or ''}|{letters(self.quote)}|{letters(self.about)}"
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        """The finding as `check --json` prints it."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "line": self.line,
            "quote": self.quote,
            "message": self.message,
            "question": self.question,
            "aspect": self.aspect,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which items of an aspect's checklist the draft covers: (key, covered) in the list's order."""

    aspect: int
    items: tuple[tuple[str, bool], ...]

    def as_json(self) -> dict[str, Any]:
        """The coverage as `check --json` prints it."""
        items = [{"key": key, "covered": covered} for key, covered in self.items]
        return {"aspect": self.aspect, "items": items}


class Change(NamedTuple):
    """What became of the findings of an earlier version."""

    solved: frozenset[str]  # fingerprints that are gone
    left: tuple[Finding, ...]
    new: tuple[Finding, ...]


def compare(before: Collection[str], after: Iterable[Finding]) -> Change:
    """The earlier version's fingerprints against the findings of the later one."""
    known = frozenset(before)
    found = {finding: finding.fingerprint for finding in after}
    return Change(
        solved=known - set(found.values()),
        left=tuple(f for f, fingerprint in found.items() if fingerprint in known),
        new=tuple(f for f, fingerprint in found.items() if fingerprint not in known),
    )


def finding(
    rules: Rules,
    name: str,
    place: Place,
    /,
    *,
    aspect: int | None = None,
    source: str | None = None,
    about: str = "",
    **words: object,
) -> Finding:
    """A finding of that rule with its wording from the data; `words` fill the {…} in it."""
    rule = rules.rule[name]
    return Finding(
        rule=name,
        severity=rule.severity,
        line=place.line,
        quote=place.quote,
        message=rule.message.format_map(_Words(words)),
        question=rule.question.format_map(_Words(words)) or None,
        aspect=aspect,
        source=source,
        about=about,
    )


class _Words(dict[str, object]):
    """What fills the {…} of a message; an unknown name stays as it is."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings by severity, then by line; the same told twice once."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda f: (SEVERITIES.index(f.severity), f.line)))
