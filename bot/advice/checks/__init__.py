"""The rules that a draft is checked by: small functions, each `(draft, catalog) -> list[Finding]`.

To add a rule, write its function beside those of its subject and its line below, add its name to
`RULES` in `bot/models/rules.py` and its wording to `data/rules.toml`.
"""

from collections.abc import Callable

from bot.advice.checks import (
    aspects,
    copying,
    demands,
    identity,
    linking,
    structure,
    substance,
    wording,
)
from bot.advice.draft import Draft
from bot.advice.findings import Finding, in_order
from bot.models import Catalog

Check = Callable[[Draft, Catalog], list[Finding]]

# In the order of a reviewer: the whole first, then each problem, causes and measures, wording.
CHECKS: tuple[Check, ...] = (
    aspects.aspect_missing,
    aspects.aspect_order,
    aspects.other_year,
    structure.section_missing,
    structure.balance,
    aspects.few_points,
    substance.no_example,
    substance.no_thought,
    substance.vague,
    substance.team_for_self,
    substance.praise,
    substance.advice_as_criticism,
    linking.blame_outside,
    linking.cause_unmatched,
    linking.problem_without_measure,
    linking.measure_without_problem,
    linking.measure_unverifiable,
    demands.last_year_missing,
    demands.case_missing,
    demands.matters_missing,
    demands.opinion_unanswered,
    demands.count_missing,
    copying.copied,
    identity.foreign_identity,
    identity.placeholder,
    wording.outdated,
    structure.length,
    structure.numbering,
    copying.repeated,
    wording.formula,
    wording.secrecy,
)


def check_draft(draft: Draft, catalog: Catalog) -> tuple[Finding, ...]:
    """All findings on the draft, by severity, then by line; rules that do not apply are left out.

    A sentence of praise is told as such; that it has no case goes without saying.
    """
    rules = catalog.rules
    wanted = {
        rule.name
        for rule in rules.rules
        if rule.name not in rules.off
        and rule.since <= draft.theme.year
        and draft.scope in rule.scopes
    }
    checks = (check for check in CHECKS if check.__name__ in wanted)
    found = [finding for check in checks for finding in check(draft, catalog)]
    praised = {(f.line, f.quote) for f in found if f.rule == "praise"}
    return in_order(f for f in found if f.rule != "no_example" or (f.line, f.quote) not in praised)
