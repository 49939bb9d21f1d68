"""Plants faults into drafts: for each rule of the draft check, what it must find.

What is planted follows from what reviewers demand and reject, never from how the check looks for it.
The planters stand in the modules imported here, by subject; each registers itself for its rule.
"""

import random
from collections.abc import Iterator

from benchmarks import (
    faults_copies,
    faults_duties,
    faults_numbers,
    faults_points,
    faults_structure,
    faults_words,
)
from benchmarks.faults_base import PLANTERS, Planted, World

SUBJECTS = (
    faults_structure,
    faults_points,
    faults_duties,
    faults_words,
    faults_numbers,
    faults_copies,
)
RULES = tuple(PLANTERS)
"""All rules for which faults can be planted."""


def plant(rule: str, world: World, *, count: int, seed: int = 1) -> Iterator[Planted]:
    """Up to `count` different faults of one rule, going round the drafts and the rule's planters.

    Same arguments, same faults. Fewer come when the drafts have no place for more.
    """
    texts = [*world.drafts, *world.documents]
    planters = PLANTERS[rule]
    found: set[tuple[str, tuple[str, ...]]] = set()
    for turn in range(8 * count):
        draft = texts[turn % len(texts)]
        draw = random.Random(f"{seed}/{rule}/{draft.name}/{turn}")
        # the second summand keeps a draft from always meeting the same planter
        planter = planters[(turn + turn // len(texts)) % len(planters)]
        planted = planter(draft, draw, world)
        if planted is None or (planted.text, planted.opinions or ()) in {*found, (draft.text, ())}:
            continue
        found.add((planted.text, planted.opinions or ()))
        yield planted
        if len(found) == count:
            return
