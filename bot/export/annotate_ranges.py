"""Puts the marks of comments around words: cuts runs where needed, all pieces look as before."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from bot.export.annotate_flow import Flow, Piece

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_Cut = tuple[int, int]  # before which child of the run, after how many characters of it


@dataclass(slots=True)
class _Marks:
    """The numbers of the comments that end and start at a cut."""

    ends: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)


def mark(flow: Flow, ranges: Sequence[tuple[int, int, int]]) -> None:
    """Marks the ranges (a comment's number, its start and end in the flow); they may overlap."""
    units: dict[etree._Element, dict[_Cut, _Marks]] = {}
    for number, start, end in ranges:
        if start == end:
            _mark_blank(flow, number)
            continue
        unit, cut = _cut(flow, *flow.piece(start))
        units.setdefault(unit, {}).setdefault(cut, _Marks()).starts.append(number)
        piece, offset = flow.piece(end - 1)
        unit, cut = _cut(flow, piece, len(piece.text) if piece.is_whole else offset + 1)
        units.setdefault(unit, {}).setdefault(cut, _Marks()).ends.append(number)
    for unit, cuts in units.items():
        _mark_unit(flow.w, unit, cuts)


def _cut(flow: Flow, piece: Piece, offset: int) -> tuple[etree._Element, _Cut]:
    """The run, or the formula beside runs, and where in it the offset of the piece is."""
    element = piece.element
    is_end = offset >= len(piece.text)
    parent = element.getparent()
    if parent.tag != f"{flow.w}r":
        return element, (int(is_end), 0)
    index = parent.index(element)
    if is_end:
        return parent, (index + 1, 0)
    return parent, (index, 0 if piece.is_whole else offset)


def _mark_unit(w: str, unit: etree._Element, cuts: dict[_Cut, _Marks]) -> None:
    parts, places = _divide(w, unit, set(cuts))
    for cut, marks in sorted(cuts.items(), key=lambda found: found[0]):
        nodes = list(_nodes(w, marks, unit))
        place = places[cut]
        if place < len(parts):
            for node in nodes:
                parts[place].addprevious(node)
        else:
            _put_after(parts[-1], nodes)
        _put_after(_outermost(w, parts[-1]), _far_references(w, marks, unit))


def _divide(
    w: str, unit: etree._Element, cuts: set[_Cut]
) -> tuple[list[etree._Element], dict[_Cut, int]]:
    """The run divided at the cuts, and for each cut the part before which it is."""
    if unit.tag != f"{w}r":
        return [unit], {cut: cut[0] for cut in cuts}
    children = list(unit)
    first = int(bool(children) and children[0].tag == f"{w}rPr")
    groups: list[list[etree._Element]] = [[]]
    places: dict[_Cut, int] = {}
    for index, child in enumerate(children[first:], first):
        if (index, 0) in cuts:
            groups += [[]] if groups[-1] else []
            places[index, 0] = len(groups) - 1
        offsets = sorted(offset for at, offset in cuts if at == index and offset)
        texts = _cut_text(child, offsets)
        groups[-1].append(texts[0])
        for offset, text in zip(offsets, texts[1:], strict=True):
            groups.append([text])
            places[index, offset] = len(groups) - 1
    places[len(children), 0] = len(groups)
    return _as_runs(unit, children[:first], groups), places


def _as_runs(
    run: etree._Element, properties: list[etree._Element], groups: list[list[etree._Element]]
) -> list[etree._Element]:
    runs = [run]
    for group in groups[1:]:
        part = run.makeelement(run.tag, dict(run.attrib), run.nsmap)
        part.extend([*map(deepcopy, properties), *group])
        runs[-1].addnext(part)
        runs.append(part)
    return runs


def _cut_text(element: etree._Element, offsets: Sequence[int]) -> list[etree._Element]:
    """The text in as many elements as there are offsets and one; the first is the element itself."""
    if not offsets:
        return [element]
    text = element.text or ""
    pieces = [element]
    for start, end in zip(offsets, [*offsets[1:], len(text)], strict=True):
        piece = element.makeelement(element.tag, dict(element.attrib), element.nsmap)
        piece.text = text[start:end]
        pieces.append(piece)
    element.text = text[: offsets[0]]
    for piece in pieces:
        if piece.text != piece.text.strip():
            piece.set(_SPACE, "preserve")
    return pieces


def _nodes(w: str, marks: _Marks, unit: etree._Element) -> Iterator[etree._Element]:
    """What stands at a cut: ends, each with its sign if possible, then starts."""
    for number in marks.ends:
        yield _element(f"{w}commentRangeEnd", w, number)
        if _outermost(w, unit) is unit:
            yield _reference(w, number)
    for number in marks.starts:
        yield _element(f"{w}commentRangeStart", w, number)


def _far_references(w: str, marks: _Marks, unit: etree._Element) -> list[etree._Element]:
    """Signs of comments that end in a link or a tracked change; inside they would be part of it."""
    is_inside = _outermost(w, unit) is not unit
    return [_reference(w, number) for number in marks.ends] if is_inside else []


def _outermost(w: str, element: etree._Element) -> etree._Element:
    """The element or what it stands in, right below the paragraph."""
    while (parent := element.getparent()) is not None and parent.tag != f"{w}p":
        element = parent
    return element


def _mark_blank(flow: Flow, number: int) -> None:
    """Marks the start of a document that has no text."""
    w = flow.w
    paragraph = flow.paragraphs[0].element if flow.paragraphs else flow.body.find(f".//{w}p")
    if paragraph is None:
        paragraph = flow.body.makeelement(f"{w}p")
        flow.body.insert(0, paragraph)
    for name in ("commentRangeStart", "commentRangeEnd"):
        paragraph.append(_element(w + name, w, number))
    paragraph.append(_reference(w, number))


def _reference(w: str, number: int) -> etree._Element:
    run = etree.Element(f"{w}r", nsmap={"w": w.strip("{}")})
    run.append(_element(f"{w}commentReference", w, number))
    return run


def _element(tag: str, w: str, number: int) -> etree._Element:
    return etree.Element(tag, {f"{w}id": str(number)}, nsmap={"w": w.strip("{}")})


def _put_after(element: etree._Element, nodes: Sequence[etree._Element]) -> None:
    for node in nodes:
        element.addnext(node)
        element = node
