"""The parts of a .docx that hold text, as XML trees: the main document, styles, numbering, notes.

Everything else in the file (pictures, fonts, macros) is never inflated, and a part with a document
type declaration, which Word never writes, is refused: so no entity is ever expanded or fetched.
"""

import codecs
import posixpath
from dataclasses import dataclass
from typing import Any

from lxml import etree

from bot.errors import UnreadableFileError
from bot.text.readers.archive import Archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# Files saved as "Strict Open XML" name the same elements by another address.
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DECLARATIONS = ("<!DOCTYPE", "<!ENTITY")
_FORBIDDEN = tuple(
    sign.encode(encoding)
    for sign in _DECLARATIONS
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_MAX_PART = 20_000_000  # bytes of XML
_MAX_TAGS = 1_000_000  # each is a node in memory; 60 pages of ragged formatting have 100,000


@dataclass(frozen=True, slots=True)
class Parts:
    """The trees of a document; what the file lacks is None."""

    document: Any
    styles: Any | None
    numbering: Any | None
    footnotes: Any | None
    endnotes: Any | None


def read_parts(archive: Archive) -> Parts:
    """The parts that hold text; raises UnreadableFileError if the main one can't be read."""
    main = _main_part(archive)
    folder, file = posixpath.split(main)
    related = _relations(archive, f"{folder}/_rels/{file}.rels", folder)

    def part(kind: str) -> Any | None:
        member = related.get(kind, "")
        return _tree(archive, member) if member in archive else None

    return Parts(
        document=_tree(archive, main),
        styles=part("styles"),
        numbering=part("numbering"),
        footnotes=part("footnotes"),
        endnotes=part("endnotes"),
    )


def _main_part(archive: Archive) -> str:
    named = _relations(archive, "_rels/.rels", "").get("officeDocument", "")
    if named in archive:
        return named
    found = (n for n in archive.names() if n.lower().startswith("word/document"))
    return next((name for name in found if name.lower().endswith(".xml")), "word/document.xml")


def _relations(archive: Archive, member: str, folder: str) -> dict[str, str]:
    """Kind of relation -> the member it leads to."""
    if member not in archive:
        return {}
    related: dict[str, str] = {}
    for relation in _tree(archive, member).iter(_RELATION):
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target") or ""
        place = target[1:] if target.startswith("/") else posixpath.join(folder, target)
        kind = (relation.get("Type") or "").rpartition("/")[2]
        related.setdefault(kind, posixpath.normpath(place))
    return related


def _tree(archive: Archive, member: str) -> Any:
    content = archive.read(member, limit=_MAX_PART)
    if any(sign in content for sign in _FORBIDDEN):
        raise _suspicious(archive)
    if content.count(b"<") > _MAX_TAGS:
        raise UnreadableFileError(
            f"{archive.name}: unpacks to more than is read; split it into single documents",
            why="too_large",
        )
    content = content.removeprefix(codecs.BOM_UTF8).replace(_STRICT, _USUAL)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as exc:
        raise UnreadableFileError(
            f"{archive.name}: is damaged ({member} is not XML); save it anew",
            why="damaged",
        ) from exc
    if root.getroottree().docinfo.doctype:
        raise _suspicious(archive)
    return root


def _suspicious(archive: Archive) -> UnreadableFileError:
    return UnreadableFileError(
        f"{archive.name}: declares entities, which Word never does, and is not read; save it anew",
        why="damaged",
    )
