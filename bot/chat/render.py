"""Layout of a reply: spans become Telegram HTML or plain text, and parts that fit one message.

HTML appears only here. Splitting works on spans, so each part is laid out by itself and its
tags are always balanced.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from bot.chat.reply import Button, Span

MESSAGE_LIMIT = 4096  # Telegram's longest message, in UTF-16 units of the visible text
_QUOTE_BAR = "│ "  # opens each line of a quotation in plain text

# The end of a sentence with the quotation mark that closes it: 办事效率不高。”
_SPECIAL = re.compile("[&<>]")
_SENTENCE_END = re.compile(r"[。！？；!?;…]+[”’」』）)]*")


def to_html(spans: Iterable[Span]) -> str:
    """Return the spans as Telegram HTML; neighbouring quoted spans form one quotation."""
    return "".join(_quotation(run) if quoted else _styled(run) for quoted, run in _runs(spans))


def to_plain(spans: Iterable[Span]) -> str:
    """Return the spans as plain text; a quotation stands on lines of its own behind a bar.

    Matched words stay unmarked, so that a passage in a pipe reads as it stands in its source.
    """
    parts: list[str] = []
    for quoted, run in _runs(spans):
        text = "".join(span.text for span in run)
        if quoted:
            text = "\n".join(_QUOTE_BAR + line for line in text.strip("\n").split("\n"))
        else:
            text = text.removeprefix("\n") if parts else text
        if parts and not parts[-1].endswith("\n"):
            parts.append("\n")
        parts.append(text)
    return "".join(parts)


def buttons_line(rows: Iterable[Sequence[Button]], start: int = 1) -> str:
    """Return the buttons as `[1] 组织  [2] 统战`, numbered on from `start`, a row a line."""
    lines = []
    for row in rows:
        lines.append("  ".join(f"[{n}] {button.label}" for n, button in enumerate(row, start)))
        start += len(row)
    return "\n".join(lines)


def split_spans(spans: Iterable[Span], limit: int = MESSAGE_LIMIT) -> list[tuple[Span, ...]]:
    """Return the spans in parts of at most `limit` (≥ 2) UTF-16 units; nothing is lost.

    A part ends at a paragraph, else at a sentence, else anywhere but inside a character.
    """
    spans = tuple(span for span in spans if span.text)
    text = "".join(span.text for span in spans)
    if len(text) <= limit and _fitting(text, limit) == len(text):
        return [spans] if spans else []
    parts, start = [], 0
    while start < len(text):
        end = start + _cut(text[start : start + limit + 1], limit)
        parts.append(_between(spans, start, end))
        start = end
    return parts


def _runs(spans: Iterable[Span]) -> Iterator[tuple[bool, list[Span]]]:
    """Yield the spans in runs that are quoted or not."""
    filled = (span for span in spans if span.text)
    for quoted, run in groupby(filled, key=lambda span: span.quote):
        yield quoted, list(run)


def _quotation(run: Iterable[Span]) -> str:
    return f"<blockquote expandable>{_styled(run)}</blockquote>"


def _styled(run: Iterable[Span]) -> str:
    return "".join(_tagged(span) for span in run)


def _tagged(span: Span) -> str:
    text = escape(span.text, quote=False) if _SPECIAL.search(span.text) else span.text
    # Bold belongs to headings, so the matched words are underlined.
    for wanted, tag in ((span.mark, "u"), (span.faint, "i"), (span.bold, "b")):
        if wanted:
            text = f"<{tag}>{text}</{tag}>"
    return text


def _cut(window: str, limit: int) -> int:
    """Return how many characters of `window`, one longer than a part, the part takes."""
    fits = _fitting(window, limit)
    if fits == len(window):
        return fits
    paragraph = window.rfind("\n", 0, fits) + 1
    # A heading alone would make a poor message: a paragraph's end counts past a quarter only.
    if paragraph > fits // 4:
        return paragraph
    sentences = [found.end() for found in _SENTENCE_END.finditer(window, 0, fits)]
    return sentences[-1] if sentences else paragraph or fits


def _fitting(text: str, limit: int) -> int:
    """Return how many leading characters of `text` fit `limit` UTF-16 units."""
    units = text.encode("utf-16-le", "replace")[: limit * 2]
    return len(units.decode("utf-16-le", "ignore"))  # drops half a surrogate pair


def _between(spans: Iterable[Span], start: int, end: int) -> tuple[Span, ...]:
    """Return what lies between two places of the joined text, in its styles."""
    found, place = [], 0
    for span in spans:
        text = span.text[max(start - place, 0) : max(end - place, 0)]
        if text:
            found.append(replace(span, text=text))
        place += len(span.text)
    return tuple(found)
