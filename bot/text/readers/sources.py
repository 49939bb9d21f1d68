"""Finds the documents that a path stands for: a file, a folder's files, an archive's members."""

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from bot.errors import UnreadableFileError
from bot.text.readers.archive import Archive, open_archive
from bot.text.readers.formats import MAX_FILE_BYTES, READERS, read_as, read_bytes, read_text
from bot.text.readers.kinds import REFUSED_ENDINGS, kind_of, zip_kind

# In folders and archives these are documents; the rest (pictures, programs' files) is passed over.
_DOCUMENTS = {*READERS, *REFUSED_ENDINGS}
_MAX_ARCHIVE_BYTES = 100_000_000  # of an archive in a folder, which is never in memory as a whole
# Traces of programs: Word's lock files, what macOS adds to archives, hidden files.
_TRACES = ("~$", ".", "__MACOSX")


@dataclass(frozen=True, slots=True)
class Source:
    """A document: its name ("archive.zip/name.docx" in an archive) and the way to its text."""

    name: str
    where: str  # with the whole path; what messages begin with
    read: Callable[[], str]  # raises UnreadableFileError


def sources(path: Path) -> Iterator[Source]:
    """The documents that the path stands for, in order; read each before the next is taken."""
    for file in _files(path):
        if file.suffix.lower() == ".zip" and file.is_file():
            yield from _of_archive(file)
        else:
            yield Source(shown_name(file), str(file), partial(read_text, file))


def sources_in(content: bytes, name: str) -> Iterator[Source]:
    """The documents of a file that was sent: of an archive each one, else the file itself.

    Read each before the next is taken.
    """
    if kind_of(content) != "zip":
        yield Source(name, name, partial(read_bytes, content, name))
        return
    try:
        with open_archive(io.BytesIO(content), name) as archive:
            yield from _documents(archive, name, name)
    except UnreadableFileError as exc:
        yield Source(name, name, partial(_refuse, exc))


def read_single(content: bytes, name: str) -> str:
    """The text of the only document in an archive; raises UnreadableFileError if there are more."""
    with open_archive(io.BytesIO(content), name) as archive:
        members = _members(archive)
        if len(members) != 1:
            found = f"holds {len(members)} documents" if members else _none()
            raise UnreadableFileError(f"{name}: {found}; unpack it and choose one", why="archive")
        return _read_member(archive, members[0], f"{name}/{members[0]}")


def shown_name(path: Path) -> str:
    """The file's name as text; names out of Chinese archives are often not in UTF-8."""
    name = path.resolve().name if path.name in ("", "..") else path.name
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
    return name


def _files(path: Path) -> list[Path]:
    """The file itself, or a folder's documents."""
    if not path.is_dir():
        return [path]
    return [file for file in sorted(path.rglob("*")) if _is_document(file.relative_to(path))]


def _is_document(path: Path | PurePosixPath) -> bool:
    traces = any(part.startswith(_TRACES) and part != ".." for part in path.parts)
    return path.suffix.lower() in _DOCUMENTS and not traces


def _of_archive(file: Path) -> Iterator[Source]:
    name, where = shown_name(file), str(file)
    try:
        if file.stat().st_size > _MAX_ARCHIVE_BYTES:
            size = _MAX_ARCHIVE_BYTES // 1_000_000
            raise UnreadableFileError(f"{where}: is larger than {size} MB; pack fewer together")
        with file.open("rb") as opened, open_archive(opened, where) as archive:
            if zip_kind(archive.names()) != "zip":
                yield Source(name, where, partial(read_text, file))
                return
            yield from _documents(archive, name, where)
    except UnreadableFileError as exc:
        problem = exc
    except OSError as exc:
        reason = exc.strerror or exc
        problem = UnreadableFileError(f"{where}: cannot be read ({reason}); check its permissions")
    else:
        return
    yield Source(name, where, partial(_refuse, problem))


def _documents(archive: Archive, name: str, where: str) -> Iterator[Source]:
    """A source for each document of an archive; raises UnreadableFileError when there is none."""
    members = _members(archive)
    for member in members:
        inner = f"{where}/{member}"
        yield Source(f"{name}/{member}", inner, partial(_read_member, archive, member, inner))
    if not members:
        raise UnreadableFileError(f"{where}: {_none()}; pack some into it", why="archive")


def _members(archive: Archive) -> list[str]:
    return [name for name in archive.names() if _is_document(PurePosixPath(name))]


def _read_member(archive: Archive, member: str, name: str) -> str:
    content = archive.read(member, name, limit=MAX_FILE_BYTES)
    kind = kind_of(content)
    if kind == "zip":
        raise UnreadableFileError(
            f"{name}: is an archive inside an archive; unpack it first", why="archive"
        )
    return read_as(kind, content, name)


def _refuse(problem: UnreadableFileError) -> str:
    raise problem


def _none() -> str:
    return f"holds no documents ({', '.join(READERS)})"
