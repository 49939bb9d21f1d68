"""Finds enumerations in a pasted text, such as the aspects in a 会议方案.

People copy them in every layout: numbered lines, bullets, bare lines, one sentence with ；, a chain
of 带头… or 对照…方面. Each enumeration is a candidate; what it lists is for the caller to judge.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.text.marks import number_of

LONGEST_TEXT = 8000  # characters looked at
_MOST = 10  # entries
_LEAD = 160  # characters before the first entry that may say what is listed
_NUMERALS = "一二三四五六七八九十"
_BEFORE_MARK = r"(?<![^\s；;。，,、：:”’」）)！!])"  # a mark opens a line or follows a stop
_MARKS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_BEFORE_MARK}([{_NUMERALS}]{{1,2}})\s*[、．.]",  # 一、
        rf"[（(〔【]\s*([{_NUMERALS}]{{1,2}})\s*[)）〕】]\s*[、.．]?|([㈠-㈩])",  # （一）
        rf"{_BEFORE_MARK}(\d{{1,2}})\s*[.．、](?!\d)|([⒈-⒑])",  # 1.
        rf"[（(]\s*(\d{{1,2}})\s*[)）]\s*[、.．]?|([⑴-⑽])|{_BEFORE_MARK}(\d{{1,2}})[)）]",  # （1） and 1)
        r"([①-⑩])\s*[、.．]?",
        "(\\d)\ufe0f?\u20e3",  # the keycap emoji
        rf"{_BEFORE_MARK}第([{_NUMERALS}]|\d{{1,2}})(?:个?(?:方面|带头|项|条))?\s*(?:[，,、：:]|是|就是)",  # 第一个方面，
        rf"{_BEFORE_MARK}(?:方面|带头)([{_NUMERALS}]|\d{{1,2}})\s*[：:]",  # 方面一：
        rf"{_BEFORE_MARK}([{_NUMERALS}])(?:是要|是|要)",  # 一是
        r"(?<!\S)(\d{1,2})[.．、\s]\s*(?=带头|对照)",  # 1 带头学习 2 带头担当
    )
)
_ANY_MARK = re.compile("|".join(f"(?:{mark.pattern})" for mark in _MARKS))
_BULLET = re.compile(r"^\s*(?:[-–—*+•·●○▪■□◆◇▶►✓✔☑✅☐]|[lnØ]\s)\s*")
_MARKDOWN = re.compile(r"\*\*|__|`|^[ \t]*(?:#{1,6}|>+)[ \t]*|^[ \t]*\|?[ \t:|-]+\|?[ \t]*$", re.M)
_NUMBER_CELL = re.compile(r"^(\d{1,2})\s+(?=[一-鿿])(?![年月日])")  # of a table: 1 带头讲政治
_HALF_STOP = re.compile(r"(?<=[一-鿿]{2})\.")
_FEWEST_BARE = 4  # entries of a line that holds nothing but names between 、
_STOPS = ("。", "；", ";", "：", ":", "！", "？", "!", "?", "方面")
_WRAPPED = 16  # characters from which a line without a stop may go on in the next
_OPENS = re.compile(r"带头|对照|在.{2,60}方面|聚焦|围绕")
_IN_CHAIN = re.compile(
    r"(?<!个)(?:是否|对照)?带头(?![“”\"’])|(?<![个以])对照(?!带头|检查|检视|材料|[“\"]?.个)"
)
# 从理论学习、政治素质、工作作风等六个方面: where such a list ends
_COUNTED = re.compile(r"等?(?:这|的)?([两二三四五六七八九十]|\d{1,2})个?(?:方面|大方面|维度)")
_LONGEST_COUNTED = 200  # characters of such a list
_BEFORE_FIRST = re.compile(r"^.*(?:从|在|对照|围绕|聚焦|紧扣|即|包括)(?!严)(?=.{2})")


@dataclass(frozen=True, slots=True)
class Listing:
    """An enumeration: its entries as written, without marks, and what stands before the first."""

    entries: tuple[str, ...]
    lead: str
    is_marked: bool = False  # its entries bear numbers


def listings(text: str) -> Iterator[Listing]:
    """Every enumeration of two to ten entries found in the text, in no particular order."""
    plain = joined_lines(text)
    for mark in _MARKS:
        yield from _marked(plain, mark)
    yield from _lines(plain.split("\n"))
    yield from _lines(_plain_lines(text))
    yield from _sentences(plain)
    names = plain.rstrip("。").split("、")
    if len(names) >= _FEWEST_BARE and not re.search("[，,；;：:。\\s]", "".join(names)):
        yield from _parted(names, "")


def _plain_lines(text: str) -> list[str]:
    """The lines without markdown and blank ones."""
    cells = _MARKDOWN.sub("", text[:LONGEST_TEXT]).replace("|", " ").replace("\t", " ")
    lines = (_NUMBER_CELL.sub(r"\1.", line.strip()) for line in cells.splitlines())
    return [_HALF_STOP.sub("。", line) for line in lines if line]


def joined_lines(text: str) -> str:
    """The text without markdown and blank lines, lines that were wrapped inside a sentence joined."""
    found: list[str] = []
    for line in _plain_lines(text):
        if found and _goes_on(found[-1], line):
            found[-1] += line
        else:
            found.append(line)
    return "\n".join(found)


def _goes_on(before: str, line: str) -> bool:
    if _ANY_MARK.match(line) or _BULLET.match(line) or _OPENS.match(line):
        return False
    return len(before) >= _WRAPPED and not before.rstrip('*”"’》 ').endswith(_STOPS)


def _marked(text: str, mark: re.Pattern[str]) -> Iterator[Listing]:
    """The runs of marks that count 1, 2, 3 …; an entry ends where the next begins."""
    run: list[re.Match[str]] = []
    for found in mark.finditer(text):
        value = _value(found)
        if value == len(run) + 1:
            run.append(found)
        elif value == 1:
            yield from _of_run(text, run)
            run = [found]
    yield from _of_run(text, run)


def _value(found: re.Match[str]) -> int:
    return number_of(next(filter(None, found.groups()), ""))


def _of_run(text: str, run: Sequence[re.Match[str]]) -> Iterator[Listing]:
    if not 2 <= len(run) <= _MOST:
        return
    ends = [found.start() for found in run[1:]]
    own_line = all("\n" in text[a.end() : b.start()] for a, b in pairwise(run))
    last = re.compile(r"\n|$" if own_line else r"[。\n]|$").search(text, run[-1].end())
    ends.append(last.start() if last else len(text))
    entries = tuple(text[found.end() : end].strip() for found, end in zip(run, ends, strict=True))
    yield Listing(entries, _before(text, run[0].start()), is_marked=True)


def _before(text: str, position: int) -> str:
    return text[max(0, position - _LEAD) : position].strip()


def _lines(lines: Sequence[str]) -> Iterator[Listing]:
    """Runs of lines that are alike: bullets, openings such as 带头, or lines without any stop."""
    yield from _parted(lines, "")
    kinds = [_kind(line) for line in lines]
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and kinds[end] == kinds[start]:
            end += 1
        if kinds[start] and 2 <= end - start <= _MOST:
            entries = tuple(_BULLET.sub("", line) for line in lines[start:end])
            yield Listing(entries, "\n".join(lines[max(0, start - 2) : start])[-_LEAD:])
        start = end


def _kind(line: str) -> str:
    """What makes neighbouring lines a list, "" for a line of prose or with a mark."""
    if _ANY_MARK.match(line):
        return ""
    if _BULLET.match(line):
        return "bullet"
    if _OPENS.match(line):
        return "opening"
    return "bare" if len(line) <= 40 and not re.search(r"[。！？?：:]", line) else ""


def _sentences(text: str) -> Iterator[Listing]:
    """Lists inside one sentence: parts between ；, a chain of 带头 or 对照, A、B、C等三个方面."""
    for sentence in re.split(r"[。\n！]", text):
        if len(_ANY_MARK.findall(sentence)) > 1:
            continue  # the marks say where its parts begin
        lead, _, rest = sentence.rpartition("：") if "：" in sentence else sentence.rpartition(":")
        yield from _parted(re.split(r"[；;]", rest), lead)
        yield from _parted(re.split(r"(?<=方面)[，,、；;]", rest), lead)
        for part in dict.fromkeys((rest, sentence)):
            starts = [found.start() for found in _IN_CHAIN.finditer(part)]
            chain = [part[a:b] for a, b in pairwise([*starts, len(part)])]
            yield from _parted(chain, lead + part[: starts[0]] if starts else "")
        for found in _COUNTED.finditer(sentence):
            before = sentence[max(0, found.start() - _LONGEST_COUNTED) : found.start()]
            yield from _counted(before, number_of(found[1]), found[0])


def _counted(text: str, count: int, lead: str) -> Iterator[Listing]:
    """The last so many parts of the text, between 、 or, if they are too few, commas."""
    for stops in ("、", "、，,"):
        parts = re.split(rf"[{stops}；;：:]|[和及](?=[^、]{{2,6}}$)", text)[-count:]
        if 1 < count == len(parts):
            yield from _parted([_BEFORE_FIRST.sub("", parts[0]), *parts[1:]], lead)
            return


def _parted(parts: Sequence[str], lead: str) -> Iterator[Listing]:
    entries = tuple(stripped for part in parts if (stripped := part.strip(" ，,、；;")))
    if 2 <= len(entries) <= _MOST:
        yield Listing(entries, lead[-_LEAD:])
