"""Checks on how causes and measures answer to the problems, and whether a measure can be checked."""

from bot.advice.draft import Draft, Piece
from bot.advice.evidence import any_of
from bot.advice.findings import Finding, finding
from bot.advice.topics import Subject
from bot.models import Catalog


def blame_outside(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Causes that lie with others or with circumstances only."""
    outside = any_of(catalog.rules.phrases.outside)
    inside = any_of(catalog.rules.phrases.inside)
    found = []
    for point in draft.of("causes"):
        blaming = next((s for s in point.sentences if outside.search(s.text)), None)
        if blaming and not inside.search(draft.evidence.plain(outside.sub("", point.text))):
            found.append(finding(catalog.rules, "blame_outside", blaming.place))
    return found


def cause_unmatched(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Causes that share no subject with any problem."""
    return _unmatched("cause_unmatched", draft, catalog, draft.of("causes"), draft.of("problems"))


def problem_without_measure(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Problems whose subject no measure takes up."""
    measures = draft.of("measures")
    return _unmatched("problem_without_measure", draft, catalog, draft.of("problems"), measures)


def measure_without_problem(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Measures whose subject no problem has."""
    problems = [*draft.of("problems"), *draft.of("causes")]
    return _unmatched("measure_without_problem", draft, catalog, draft.of("measures"), problems)


def _unmatched(
    name: str, draft: Draft, catalog: Catalog, points: list[Piece], others: list[Piece]
) -> list[Finding]:
    """The points whose subjects none of the others has; without others there is nothing to match."""
    theirs = [draft.subjects[other] for other in others]
    return [
        finding(catalog.rules, name, point.place, aspect=point.aspect)
        for point in points
        if theirs and not _is_met(draft.subjects[point], theirs)
    ]


def _is_met(subject: Subject, theirs: list[Subject]) -> bool:
    return subject.is_general or any(subject.meets(other) for other in theirs)


def measure_unverifiable(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Measures without deadline, quantity or owner."""
    return [
        finding(catalog.rules, "measure_unverifiable", point.place)
        for point in draft.of("measures")
        if not draft.evidence.is_checkable(point.text)
    ]
