"""Cuts a collection (第一篇：… 第二篇：…) into its documents, each with the line it begins in.

Pages that sell several texts at once head them 第一篇, 篇二, 【范文3】; others simply set one full
title after the other. A page cut from such a place holds the end of one and the beginning of the
next, or two ends.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.text.clutter import is_clutter
from bot.text.marks import leading_mark, number_of
from bot.text.normalize import full_stops, letters, plain

_NUMERAL = r"[一二三四五六七八九十]{1,3}|\d{1,2}"
# 第一篇：市教育局副局长…  【篇二】…  范文3：…  a line of its own, or behind a full stop
_HEAD = re.compile(
    rf"(?:(?<=\n)|(?<=[。！？]))[ \t\u3000*#]*[【\[（(]?(?:第({_NUMERAL})篇|(?:篇|范文|例文|材料|参考)({_NUMERAL}))"
    r"(?:[】\]）)]|[：:、\s]|(?=\n))"
)
_TITLE = re.compile(
    r"(对照检查材料?|检视剖析(材料)?|剖析材料|发言提纲|发言材料|对照材料)([（(].{0,12}[)）])?[*\s]*$"
)
# 对照检查材料汇编（2篇）
_COLLECTION = re.compile(
    r"^[^，。；]{0,40}(?:汇编|合集|精选|大全|锦集|[\d一二三四五六七八九十两]+篇)[）)》】]?$"
)
_LONGEST_TITLE = 60  # letters
_SHORTEST = 60  # letters of a text that is a document of its own
_RESTART = re.compile(r"^[ \t\u3000*#]*一、", re.MULTILINE)
_MARK = re.compile(r"^[ \t\u3000*#]*[（(]?[一二三四五六七八九十]{1,3}[)）、]", re.MULTILINE)
_STOPS = tuple("。！？；：.!?;:")
_LEAST_SENTENCES = 3  # of what stands before the first title and is a document of its own
# a line that breaks off: prose that ends in a character, and is no heading
_BROKEN_OFF = re.compile(
    r"(?=.*[，。；,;])(?=.{20}).*[\u4e00-\u9fff，、](?<!方面)(?<!问题)(?<!原因)(?<!措施)"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One document of a text: what it holds and the line it begins in, from 1."""

    text: str
    line: int


def pieces_of(text: str) -> tuple[str, list[Piece]]:
    """What stands before the first document of a collection, and its documents in order.

    A text that is one document comes back whole, with nothing before it.
    """
    plain_breaks = "\n" + text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    readings = (find(plain_breaks) for find in (_numbered, _titled, _broken_off))
    starts = next((starts for starts in readings if len(starts) > 1), [])
    if not starts:
        return "", [Piece(text, 1)]
    spans = pairwise([*starts, len(plain_breaks)])
    pieces = [Piece(plain_breaks[a:b], plain_breaks.count("\n", 0, a) or 1) for a, b in spans]
    if any(len(letters(piece.text)) < _SHORTEST for piece in pieces):
        return "", [Piece(text, 1)]  # a table of contents, not documents
    return plain_breaks[1 : starts[0]], pieces


def _numbered(text: str) -> list[int]:
    """Where the heads 第一篇, 第二篇 … stand that count on from one."""
    starts: list[int] = []
    for found in _HEAD.finditer(text):
        if number_of(found[1] or found[2]) == len(starts) + 1:
            starts.append(found.start())
    return starts


def _titled(text: str) -> list[int]:
    """Where full titles stand whose texts begin to count anew: each has a 一、 of its own."""
    starts: list[int] = []
    lines = text[1:].split("\n")
    width = max(map(len, lines))
    began = position = 1  # where the lines begin that may run on into this one, where it does
    held = ""
    for line in lines:
        whole = held + line
        may_be_title = 0 < len(whole) < 3 * _LONGEST_TITLE
        if may_be_title and _is_title(whole):
            starts.append(began)
        position += len(line) + 1
        is_full = len(line) >= width - 1 and leading_mark(line) is None
        runs_on = may_be_title and is_full and whole[-1] not in _STOPS
        held, began = (whole, began) if runs_on else ("", position)
    if not starts or not _all_restart(text, starts):
        return []
    before = full_stops(text[: starts[0]])
    if before.count("。") >= _LEAST_SENTENCES and _MARK.search(before):
        return [1, *starts]  # the end of another
    return starts if all(map(_heads_collection, before.split("\n"))) else []


def _heads_collection(line: str) -> bool:
    """Whether a line above the first title belongs to the page or names the collection."""
    bare = line.strip()
    return not bare or is_clutter(bare) or _COLLECTION.search(bare) is not None


def _broken_off(text: str) -> list[int]:
    """Where another text goes on behind a line that breaks off: its numbers fall back, not to one."""
    starts, latest = [1], dict.fromkeys(("top", "bracket"), 0)
    position, before = 1, ""
    for line in text[1:].split("\n"):
        mark = leading_mark(line)
        if mark and mark.style in latest:
            if 1 < mark.value < latest[mark.style] and _BROKEN_OFF.fullmatch(before):
                starts.append(position)
            latest[mark.style] = mark.value
        goes_on = mark is None and before[-1:] not in _STOPS  # a sentence may run over lines
        before = before + line.strip() if goes_on else line.strip() or before
        position += len(line) + 1
    return starts


def _is_title(line: str) -> bool:
    return (
        "。" not in line
        and _TITLE.search(line) is not None
        and 6 <= len(plain(line)) <= _LONGEST_TITLE
        and not is_clutter(line)  # 下一篇：县公安局班子对照检查材料
    )


def _all_restart(text: str, starts: Sequence[int]) -> bool:
    return all(_RESTART.search(text[a:b]) for a, b in pairwise([*starts, len(text)]))
