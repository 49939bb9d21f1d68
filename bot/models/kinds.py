"""The kinds of things that several nouns speak of."""

from typing import Literal

SectionKind = Literal[
    "opening", "last_year", "problems", "case", "matters", "causes", "measures", "closing"
]
Scope = Literal["personal", "team", "leader"]
"""Whose text it is: 个人, 班子 or 一把手 (a personal text that may speak for the team as well)."""

Severity = Literal["must", "should", "note"]
"""How much a finding weighs: 必改, 建议, 提醒."""

Confidence = Literal["high", "medium", "low"]
"""How sure the wording of a theme is; below high the user is told so."""
