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

# Kinship from which a cause or measure belongs to a problem, and a measure answers one …
_AKIN = 0.9
_ANSWERED = 0.5
_BY_CAUSE = 0.3  # … and how much the way by the cause counts towards it


def blame_outside(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Causes that lie with others or with circumstances, and say nothing of the writer's mind."""
    outside = any_of(catalog.rules.phrases.outside)
    inside = any_of(catalog.rules.phrases.inside)
    found = []
    for point in draft.of("causes"):
        blaming = next((s for s in point.sentences if outside.search(s.text)), None)
        if inside.search(
            draft.evidence.plain(outside.sub("", _of_oneself(point.body or point.text)))
        ):
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
    return _strays("cause_unmatched", draft, catalog, draft.of("causes"), draft.of("problems"))


def measure_without_problem(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Measures whose subject no problem or cause has."""
    others = draft.of("problems", "causes")
    return _strays("measure_without_problem", draft, catalog, draft.of("measures"), others)


def _strays(
    name: str, draft: Draft, catalog: Catalog, points: list[Piece], others: list[Piece]
) -> list[Finding]:
    """The points that are akin to none of the others; without others there is nothing to match."""
    theirs = [draft.subjects[other] for other in others]
    return [
        finding(catalog.rules, name, point.place, aspect=point.aspect)
        for point in points
        if theirs and not _is_free(subject := draft.subjects[point])
        if max(map(subject.kinship, theirs)) < _AKIN
    ]


def problem_without_measure(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Problems that no measure takes up, not even by way of their cause.

    A measure answers several problems and may name each of them with a word, so less is asked.
    """
    measures = [draft.subjects[measure] for measure in draft.of("measures")]
    causes = [draft.subjects[cause] for cause in draft.of("causes")]
    # the causes that a measure takes up
    dealt = [c for c in causes if any(c.kinship(m) >= _AKIN for m in measures)]
    found = []
    for point in draft.of("problems"):
        subject = draft.subjects[point]
        if not measures or _is_free(subject):
            continue
        direct = max(map(subject.kinship, measures))
        by_cause = max((min(subject.kinship(c), 1.0) for c in dealt), default=0.0)
        if direct + _BY_CAUSE * by_cause < _ANSWERED:
            place, aspect = point.place, point.aspect
            found.append(finding(catalog.rules, "problem_without_measure", place, aspect=aspect))
    return found


def _is_free(subject: Subject) -> bool:
    """Whether it belongs to anything: it tells nothing, or is a root that any problem may have."""
    return subject.is_open or subject.is_general


def measure_unverifiable(draft: Draft, catalog: Catalog) -> list[Finding]:
    """Measures without deadline, quantity or owner."""
    return [
        finding(catalog.rules, "measure_unverifiable", point.place)
        for point in draft.of("measures")
        if not draft.evidence.is_checkable(point.text)
    ]
