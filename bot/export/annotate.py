"""Comments (批注) in the user's own Word file: each on the very words it is about.

Nothing else of the file changes. A quote is looked for in the text that Word shows, whatever runs,
cells or changes it is spread over; what cannot be found is never lost but stands on the nearest
paragraph and says so. The modules beside this one bring lxml, so they are loaded when needed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

NOT_FOUND = "（未能定位原句）"
IN_BOX = "（文本框内）"


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: the words it is about, the line they stand in (from 1, 0 unknown), its text.

    An empty quote stands for the whole line or, without a line, for the whole text.
    """

    quote: str
    line: int
    text: str


def annotate(
    content: bytes,
    remarks: Sequence[Remark],
    *,
    summary: Sequence[str] = (),
    text: str = "",
    date: datetime | None = None,
) -> bytes:
    """The .docx with the remarks as comments; the same input always gives the same bytes.

    `summary` becomes a page at the end, its first line a heading. `text` is what the remarks' lines
    count in; without it the file's own paragraphs are counted. Comments without `date` bear none.
    Raises UnreadableFileError if the file is damaged, protected or no Word document.
    """
    from bot.export.annotate_document import Document
    from bot.export.annotate_locate import locate
    from bot.export.annotate_ranges import mark

    document = Document(content)
    flow = document.flow()
    places = locate(flow, [(remark.quote, remark.line) for remark in remarks], text)
    bodies = []
    for remark, place in zip(remarks, places, strict=True):
        note = "" if place.is_found else NOT_FOUND
        note = note or (IN_BOX if flow.is_in_box(place.start, place.end) else "")
        bodies.append(f"{note}“{remark.quote}”\n{remark.text}" if note else remark.text)
    numbers = document.add_comments(bodies, date)
    mark(flow, [(number, it.start, it.end) for number, it in zip(numbers, places, strict=True)])
    document.add_page(summary)
    return document.saved()


def annotated_text(
    text: str,
    remarks: Sequence[Remark],
    *,
    title: str = "",
    summary: Sequence[str] = (),
    date: datetime | None = None,
) -> bytes:
    """A new .docx with the text, a paragraph for each line, and the remarks as comments."""
    from bot.export.annotate_blank import blank_docx

    content = blank_docx(text.split("\n"), title=title)
    return annotate(content, remarks, summary=summary, text=text, date=date)
