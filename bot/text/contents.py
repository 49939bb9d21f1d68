"""Finds the table of contents that a word processor put above a text.

Its entries repeat the headings, so a reader of headings would find every section twice.
"""

import re
from collections.abc import Sequence

from bot.text.normalize import letters, plain

_HEAD = re.compile(r"(?:目录|目次|contents)")
# 一、存在的主要问题………………２  and  原因分析\t4
_LEADER = re.compile(r"\S.{1,80}?(?:[…·‥]{2,}|[.．·_-]{4,}|\t)[…·‥.．_\s-]*\d{1,3}$")
_PAGE = re.compile(r"\s*\d{1,3}$")
_SHORTEST_ENTRY = 2  # letters
_LONGEST_ENTRY = 60


def contents_lines(lines: Sequence[str]) -> frozenset[int]:
    """Places of the lines that make the table: with page numbers, or below 目录 and met again.

    A table has two entries at least; a blank line does not end it.
    """
    paged = [at for at, line in enumerate(lines) if line[-1:].isdigit() and _LEADER.match(line)]
    heads = [
        at for at, line in enumerate(lines) if len(line) <= 12 and _HEAD.fullmatch(plain(line))
    ]
    found = set(paged) if len(paged) > 1 else set()
    for head in heads:
        entries = _entries(lines, head + 1, found)
        if len(entries) > 1:
            found |= {head, *entries}
    return frozenset(found)


def _entries(lines: Sequence[str], start: int, paged: set[int]) -> list[int]:
    """The lines from there on that are entries, up to the first that is none."""
    entries: list[int] = []
    below = [letters(line) for line in lines[start:]]
    for at, line in enumerate(lines[start:], start):
        if not line:
            continue
        entry = letters(_PAGE.sub("", line))
        repeated = any(other.startswith(entry) for other in below[at - start + 1 :])
        is_entry = _SHORTEST_ENTRY <= len(entry) <= _LONGEST_ENTRY and repeated
        if not is_entry and at not in paged:
            break
        entries.append(at)
    return entries
