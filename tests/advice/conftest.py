"""Fixtures of the draft check: a checker over an empty store, and a decent draft to spoil."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.advice.findings import Finding
from bot.checking import Checker
from bot.corpus.store import Store
from bot.models import Catalog
from bot.text.concepts import Concepts

DRAFT = (Path(__file__).parents[1] / "data" / "draft_2024.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def checker(catalog: Catalog, all_concepts: Concepts) -> Checker:
    """A checker that knows no other text."""
    return Checker(Store.open(None), catalog, all_concepts)


@pytest.fixture(scope="session")
def spoilt(checker: Checker) -> Callable[[str, str], list[Finding]]:
    """What is found anew when a piece of the decent draft is replaced; (old, new).

    An `old` that ends with … stands for everything from it up to the words behind the ….
    """
    before = {finding.fingerprint for finding in checker.check(DRAFT).findings}

    def findings(old: str, new: str) -> list[Finding]:
        start, _, end = old.partition("…")
        at = DRAFT.index(start)
        until = DRAFT.index(end, at) if end else at + len(start)
        report = checker.check(DRAFT[:at] + new + DRAFT[until:])
        return [f for f in report.findings if f.fingerprint not in before]

    return findings
