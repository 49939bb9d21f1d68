"""PDF files with text: the lines as printed, page numbers and repeated headers left out.

The only door to pypdf, whose own limits keep a small file from growing large in memory.
"""

import io
import logging
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

from bot.errors import UnreadableFileError
from bot.text.readers.plain import MAX_CHARACTERS

_MAX_PAGES = 500
_MAX_SECONDS = 20.0  # for a file; a page takes about 30 ms
_MAX_STREAM = 20_000_000  # bytes that a stream may unpack to
# pypdf raises whatever a broken file happens to cause.
_BROKEN = (
    *(PyPdfError, DependencyError, ValueError, TypeError, AttributeError, LookupError),
    *(ArithmeticError, AssertionError, RuntimeError, OSError, EOFError, MemoryError),
)
_LIMITS = Configuration(
    maximum_declared_stream_length=_MAX_STREAM,
    array_based_stream_maximum_output_length=_MAX_STREAM,
    lzw_maximum_output_length=_MAX_STREAM,
    run_length_maximum_output_length=_MAX_STREAM,
    zlib_maximum_output_length=_MAX_STREAM,
    brotli_maximum_output_length=_MAX_STREAM,
    stream_decoding_work_maximum_length=4 * _MAX_STREAM,
    stream_parsing_work_maximum_count=200_000,
    xform_maximum_invocations_per_extraction=200,
    page_tree_maximum_entries=10_000,
)
# - 3 -, — 3 —, 3, 第 3 页, 第3页 共10页, 3/10
_PAGE_NUMBER = re.compile(
    r"[-—–―·\s]*(?:第\s*)?(?P<n>\d{1,4})(?:\s*页)?(?:\s*[，,/／]?\s*共?\s*\d{1,4}(?:\s*页)?)?[-—–―·\s]*"
)
_NUMBER_LENGTH = 30  # characters of a line that is nothing but a page number
_EDGE = 2  # lines at the top and at the bottom of a page that may be headers and footers
_FEW_PAGES = 3  # on so many pages a repeated line is a header
_LOCKED = "is protected by a password; save it without protection"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# 理 论 学 习: a line that is set with blanks between its characters
_BLANK_INSIDE = re.compile("(?<=[\u2e80-\u9fff\uff00-\uffef“”]) (?=[\u2e80-\u9fff\uff00-\uffef“”])")
_SPACED_SHARE = 0.3  # blanks inside a line to its characters; above, they mean nothing


def read_pdf(content: bytes, name: str) -> str:
    """The text; raises UnreadableFileError for a scan, a protected, damaged or endless file."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it mends is no news for the user
    try:
        with apply_configuration(_LIMITS):
            pages = list(_pages(content, name))
    except FileNotDecryptedError as exc:
        raise UnreadableFileError(f"{name}: {_LOCKED}", why="protected") from exc
    except LimitReachedError as exc:
        raise UnreadableFileError(
            f"{name}: unpacks to more than is read; save it anew", why="too_large"
        ) from exc
    except _BROKEN as exc:
        raise UnreadableFileError(f"{name}: is damaged; save it anew", why="damaged") from exc
    if not any(line.strip() for page in pages for line in page):
        raise UnreadableFileError(
            f"{name}: is a scan without text; use the .docx, or recognize its text first",
            why="scan",
        )
    return "\n".join(line for page in _without_edges(pages) for line in page)


def _pages(content: bytes, name: str) -> Iterator[list[str]]:
    """The lines of each page."""
    until = time.monotonic() + _MAX_SECONDS
    reader = PdfReader(io.BytesIO(content))
    if len(reader.pages) > _MAX_PAGES:
        raise UnreadableFileError(f"{name}: has more than {_MAX_PAGES} pages; split it")
    characters = 0

    def watch(*_: object) -> None:  # before each operand of a page
        if time.monotonic() > until:
            raise UnreadableFileError(f"{name}: takes too long to read; save its text as .docx")

    for page in reader.pages:
        text = page.extract_text(visitor_operand_before=watch)
        watch()
        characters += len(text)
        if characters > MAX_CHARACTERS:
            raise UnreadableFileError(f"{name}: holds too much text; split it")
        yield [line for line in (_clean(line) for line in text.splitlines()) if line]


def _clean(line: str) -> str:
    """The line without its margins, and without the blanks of letter-spacing."""
    line = _CONTROL.sub("", line).strip()
    spaced = len(_BLANK_INSIDE.findall(line)) > _SPACED_SHARE * len(line)
    return _BLANK_INSIDE.sub("", line) if spaced else line


def _without_edges(pages: Sequence[list[str]]) -> list[list[str]]:
    """The pages without page numbers and without the headers and footers that repeat."""
    repeated, offset = _repeated(pages), _offset(pages)
    kept: list[list[str]] = []
    for index, lines in enumerate(pages):
        dropped = {
            place
            for place in _edges(lines)
            if _masked(lines[place]) in repeated or _page_number(lines[place]) == index + offset
        }
        kept.append([line for place, line in enumerate(lines) if place not in dropped])
    return kept


def _edges(lines: Sequence[str]) -> set[int]:
    """The places of the first and the last lines."""
    count = len(lines)
    return {place for place in range(count) if place < _EDGE or place >= count - _EDGE}


def _repeated(pages: Sequence[list[str]]) -> set[str]:
    """What stands at the edge of most pages, numbers masked."""
    counts = Counter(
        text for lines in pages for text in {_masked(lines[place]) for place in _edges(lines)}
    )
    enough = max(_FEW_PAGES, len(pages) / 2)
    return {text for text, count in counts.items() if count >= enough}


def _offset(pages: Sequence[list[str]]) -> int:
    """What is to be added to a page's index to give the number printed on it."""
    found = Counter(
        number - index
        for index, lines in enumerate(pages)
        for number in {_page_number(lines[place]) for place in _edges(lines)}
        if number
    )
    offset, count = found.most_common(1)[0] if found else (1, 0)
    return offset if count > 1 else 1


def _page_number(line: str) -> int:
    """The number if the line is nothing but a page number, else 0."""
    found = _PAGE_NUMBER.fullmatch(line) if len(line) <= _NUMBER_LENGTH else None
    return int(found["n"]) if found else 0


def _masked(line: str) -> str:
    return re.sub(r"[\d\s]+", "#", line)
