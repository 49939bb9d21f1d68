"""Checks on how causes and measures answer to the problems, and whether a measure can be checked."""

import re

from bot.advice.draft import Draft, Piece
from bot.advice.evidence import any_of
from bot.advice.findings import Finding, finding
from bot.advice.topics import Subject
from bot.models import Catalog

_OTHERS = re.compile(
    r"(?:[（(].[)）]|.是)?(?:一些|部分|有的|个别|少数|相关|有关|多数)?(?:群众|上级|上面|上头|企业|住户|居民|业主|部门|单位|服务对象|基层)"
)


def blame_outside(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Causes that lie with others or with circumstances, and say nothing of the writer's mind."""
    outside = any_of(catalog.rules.phrases.outside)
    inside = any_of(catalog.rules.phrases.inside)
    found = []
    for point in draft.of("causes"):
        blaming = next((s for s in point.sentences if outside.search(s.text)), None)
        if inside.search(draft.evidence.plain(outside.sub("", _of_oneself(point.text)))):
            continue
        if blaming or not draft.evidence.has_thought(point.text):
            place = blaming.place if blaming else point.place
            found.append(finding(catalog.rules, "blame_outside", place))
    return found


def _of_oneself(text: str) -> str:
    """The clauses whose subject is nobody else: 群众法律意识不强 says nothing of the writer."""
    clauses = re.split(r"(?<=[，,。；;：:])", text)
    return "".join(clause for clause in clauses if not _OTHERS.match(clause))


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
