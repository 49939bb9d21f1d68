"""Opens zip files without trust: counted and measured first, inflated in memory, never to disk.

A .docx is such a file too. What a zip says of itself (sizes, names, number of members) is checked
before anything is inflated, and no member yields more bytes than it declared.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from bot.errors import UnreadableFileError

MAX_MEMBERS = 5_000
MAX_MEMBER_BYTES = 20_000_000  # a member's size when inflated, as large as a file of its own may be
MAX_TOTAL_BYTES = 300_000_000  # everything that is inflated of one archive
_MAX_DIRECTORY_BYTES = 2_000_000  # the list of members, which is held in memory
_MAX_RATIO = 100  # inflated to packed; text packs to a tenth, white space to a thousandth
_RATIO_MATTERS = 2_000_000  # bytes; below, a high ratio does no harm
_END = b"PK\x05\x06"  # the end of central directory record and, before it, that of large zips
_END_64 = b"PK\x06\x06"
_TAIL_BYTES = 66_000  # where the end record is: 22 bytes and a comment of 65,535
_NAME_IS_UTF8 = 0x800
_PROTECTED = 0x1
# What zipfile raises on a damaged file: a wrong sum, a method it does not know, a field cut off.
_DAMAGE = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error),
    *(EOFError, OSError, RuntimeError, ValueError, LookupError, OverflowError),
)


class Archive:
    """An open zip file whose members can be listed and read."""

    def __init__(self, opened: zipfile.ZipFile, name: str) -> None:
        self.name = name
        self._zip = opened
        self._inflated = 0
        # A later member of the same name replaces an earlier one, as unpacking does.
        self._members = {member_name(info): info for info in opened.infolist()}

    def names(self) -> list[str]:
        """The names of its members, folders left out, in the archive's order."""
        return [name for name in self._members if name and not name.endswith("/")]

    def __contains__(self, member: str) -> bool:
        return member in self._members

    def read(self, member: str, name: str = "", *, limit: int = MAX_MEMBER_BYTES) -> bytes:
        """The member inflated; raises UnreadableFileError if it is missing, unsafe or damaged.

        `name` is what messages call it, if not by the archive's name.
        """
        name = name or self.name
        info = self._members.get(member)
        if info is None:
            raise UnreadableFileError(
                f"{name}: is damaged ({member} is missing); save it anew", why="damaged"
            )
        if problem := self._problem(info, member, limit):
            raise UnreadableFileError(f"{name}: {problem}", why="archive")
        self._inflated += info.file_size
        try:
            with self._zip.open(info) as file:
                return file.read(limit)
        except _DAMAGE as exc:
            raise UnreadableFileError(
                f"{name}: is damaged; save or pack it anew", why="damaged"
            ) from exc

    def _problem(self, info: zipfile.ZipInfo, member: str, limit: int) -> str:
        """Why the member must not be inflated, as far as the list of members tells."""
        if is_unsafe(info, member):
            return "leads out of the archive or is a link; pack the document itself"
        if info.flag_bits & _PROTECTED:
            return "is protected by a password; pack it without one"
        ratio = info.file_size / max(info.compress_size, 1)
        if info.file_size > _RATIO_MATTERS and ratio > _MAX_RATIO:
            return f"unpacks to {ratio:.0f} times its size and is not read; save it anew"
        if info.file_size > limit or self._inflated + info.file_size > MAX_TOTAL_BYTES:
            return "unpacks to more than is read; split it into single documents"
        return ""


@contextmanager
def open_archive(file: BinaryIO, name: str) -> Iterator[Archive]:
    """The zip file open for reading; raises UnreadableFileError if it is damaged or overfull."""
    if _directory_size(file) > _MAX_DIRECTORY_BYTES:
        raise _too_many(name)
    try:
        opened = zipfile.ZipFile(file)
    except _DAMAGE as exc:
        raise UnreadableFileError(
            f"{name}: is damaged; save or pack it anew", why="damaged"
        ) from exc
    with opened:
        if len(opened.filelist) > MAX_MEMBERS:
            raise _too_many(name)
        yield Archive(opened, name)


def member_name(info: zipfile.ZipInfo) -> str:
    """A member's name with forward slashes; Chinese Windows packs names in GBK without saying so."""
    name = info.orig_filename
    if not info.flag_bits & _NAME_IS_UTF8:
        name = _decoded(name.encode("cp437", errors="replace"))
    return re.sub(r"[\x00-\x1f\x7f]", "_", name.replace("\\", "/"))


def is_unsafe(info: zipfile.ZipInfo, name: str) -> bool:
    """Whether the member leads out of the archive: up, to the root, to a drive, or by a link."""
    is_link = stat.S_ISLNK(info.external_attr >> 16)
    rooted = name.startswith("/") or re.match("[A-Za-z]:", name) is not None
    return is_link or rooted or ".." in name.split("/")


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030", "big5"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def _directory_size(file: BinaryIO) -> int:
    """How many bytes the list of members claims to have, 0 if the file has no end record."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _TAIL_BYTES))
    tail = file.read()
    found = 0
    for mark, place, layout in ((_END, 12, "<L"), (_END_64, 40, "<Q")):
        start = tail.rfind(mark)
        field = tail[start + place : start + place + struct.calcsize(layout)]
        if start >= 0 and len(field) == struct.calcsize(layout):
            # The small record says 0xFFFFFFFF when the large one holds the number.
            value = int(struct.unpack(layout, field)[0])
            found = max(found, 0 if value == 0xFFFFFFFF else value)
    return found


def _too_many(name: str) -> UnreadableFileError:
    return UnreadableFileError(
        f"{name}: holds more than {MAX_MEMBERS:,} files; pack fewer of them together"
    )
