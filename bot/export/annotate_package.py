"""A .docx as the zip file it is: parts are read with care, rewritten singly, the rest is copied.

What the zip says of its sizes is checked before anything is inflated, and a part with a document
type declaration, which Word never writes, is refused: no entity is ever expanded or fetched.
"""

import posixpath
import struct
import zipfile
import zlib
from copy import copy
from io import BytesIO

from lxml import etree

from bot.errors import UnreadableFileError

MAX_FILE_BYTES = 20_000_000  # as much as Telegram lets a bot fetch
MAX_MEMBERS = 5_000
MAX_PART_BYTES = 20_000_000  # inflated; a document of 60 pages has about 1,000,000
MAX_TOTAL_BYTES = 200_000_000  # inflated, all parts together
MAX_RATIO = 200  # inflated to packed; Word's XML packs to a tenth, rarely to a hundredth
RATIO_MATTERS = 2_000_000  # bytes; below, a high ratio does no harm
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OLE = b"\xd0\xcf\x11\xe0"  # old Word files begin so, and the new ones with a password
_DECLARATION = b"<!DOCTYPE"
_PROTECTED = 0x1
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DAMAGE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, ValueError, LookupError, OverflowError),
)


class Package:
    """The parts of a .docx by name; those put in replace or join the others."""

    def __init__(self, content: bytes) -> None:
        """Raises UnreadableFileError if the file is too large, protected or damaged."""
        if content.startswith(_OLE):
            raise unreadable("is protected by a password or old; save it as .docx without one")
        if len(content) > MAX_FILE_BYTES:
            raise unreadable(f"is larger than {MAX_FILE_BYTES // 1_000_000} MB; save only its text")
        try:
            with zipfile.ZipFile(BytesIO(content)) as opened:
                # A later member of the same name replaces an earlier one, as unpacking does.
                self._infos = {info.filename: info for info in opened.infolist()}
                _check(list(self._infos.values()))
                self._parts = {name: opened.read(info) for name, info in self._infos.items()}
        except _DAMAGE as exc:
            raise unreadable("is damaged or not a .docx file; save it anew") from exc
        self._new: dict[str, bytes] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._parts or name in self._new

    def tree(self, name: str) -> etree._Element:
        """The part as XML; raises UnreadableFileError if it is missing, damaged or unsafe."""
        part = self._parts.get(name)
        if part is None:
            raise unreadable(f"is damaged ({name} is missing); save it anew")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, strip_cdata=False
        )
        # UTF-16 puts a zero beside each of the letters.
        if _DECLARATION in part.replace(b"\0", b""):
            raise unreadable("declares entities, which Word never does; save it anew")
        try:
            root = etree.fromstring(part, parser)
        except (etree.XMLSyntaxError, ValueError) as exc:
            raise unreadable(f"is damaged ({name} is not XML); save it anew") from exc
        if root.getroottree().docinfo.doctype:
            raise unreadable("declares entities, which Word never does; save it anew")
        return root

    def put(self, name: str, root: etree._Element) -> None:
        """Replaces the part, or adds it at the end."""
        self._new[name] = etree.tostring(
            root.getroottree(), encoding="UTF-8", xml_declaration=True, standalone=True
        )

    def saved(self, like: str) -> bytes:
        """The zip file in its order; a new part takes its date from the part `like`."""
        written = BytesIO()
        with zipfile.ZipFile(written, "w") as target:
            for name, info in self._infos.items():
                copied = copy(info)  # writing changes it
                copied.compress_type = (
                    zipfile.ZIP_DEFLATED if name in self._new else info.compress_type
                )
                target.writestr(copied, self._new.get(name, self._parts[name]))
            for name in [name for name in self._new if name not in self._infos]:
                info = zipfile.ZipInfo(name, date_time=self._infos[like].date_time)
                info.create_system = self._infos[like].create_system
                info.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(info, self._new[name])
        return written.getvalue()


def relations_name(part: str) -> str:
    """word/document.xml -> word/_rels/document.xml.rels; "" -> the package's own."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def target_of(relation: etree._Element, part: str) -> str:
    """The part that a relation of `part` leads to, "" if it leads out of the file."""
    if relation.get("TargetMode") == "External":
        return ""
    place = posixpath.join("/", posixpath.dirname(part), relation.get("Target") or "")
    return posixpath.normpath(place).lstrip("/")


def unreadable(reason: str) -> UnreadableFileError:
    """The error with its line; the caller knows the file's name and says it."""
    return UnreadableFileError(f"the Word file {reason}")


def _check(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MAX_MEMBERS:
        raise unreadable(f"holds more than {MAX_MEMBERS:,} parts; save it anew")
    if any(info.flag_bits & _PROTECTED for info in infos):
        raise unreadable("is protected by a password; save it without one")
    if any(info.compress_type not in _METHODS for info in infos):
        raise unreadable("is packed in a way Word does not use; save it anew")
    sizes = [info.file_size for info in infos]
    swollen = any(
        info.file_size > max(RATIO_MATTERS, MAX_RATIO * info.compress_size) for info in infos
    )
    if swollen or sum(sizes) > MAX_TOTAL_BYTES or max(sizes, default=0) > MAX_PART_BYTES:
        raise unreadable("unpacks to more than is read; save only its text")
