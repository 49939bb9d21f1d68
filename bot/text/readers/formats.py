"""One reader per kind of file, and the two ways in: a path, or an attachment's bytes."""

from collections.abc import Callable
from pathlib import Path, PurePath

from bot.errors import UnreadableFileError
from bot.text.readers.kinds import REFUSED, REFUSED_ENDINGS, TROUBLES, kind_of
from bot.text.readers.plain import decode, some_text

MAX_FILE_BYTES = 20_000_000  # as much as Telegram lets a bot fetch
Reader = Callable[[bytes, str], str]


def read_text(path: Path) -> str:
    """The text of the document; raises UnreadableFileError with one line that says what to do."""
    return read_bytes(content_of(path), str(path))


def read_bytes(content: bytes, name: str) -> str:
    """The text in a file's bytes, by what they are and, if they don't show it, by the ending."""
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableFileError(_too_large(name), why="too_large")
    return read_as(kind_of(content), content, name)


def read_as(kind: str, content: bytes, name: str) -> str:
    """The text in the bytes of a file of this kind."""
    if advice := REFUSED.get(kind):
        raise UnreadableFileError(f"{name}: {advice}", why=TROUBLES.get(kind, "format"))
    if kind != "text":
        return READERS[f".{kind}"](content, name)
    suffix = PurePath(name).suffix.lower()
    if suffix in REFUSED_ENDINGS or suffix in READERS:
        return _by_ending(suffix, content, name)
    endings = ", ".join(READERS)
    raise UnreadableFileError(
        f"{name}: {suffix or 'no ending'} is not supported; save it as one of {endings}",
        why="format",
    )


def content_of(path: Path) -> bytes:
    """The bytes of a file that is not too large."""
    try:
        if path.is_dir():
            raise UnreadableFileError(f"{path}: is a folder; name the files in it")
        if not path.exists():
            raise UnreadableFileError(f"{path}: does not exist; check the name")
        if not path.is_file():
            raise UnreadableFileError(f"{path}: is not a file; name a document")
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UnreadableFileError(_too_large(str(path)))
        return path.read_bytes()
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or exc
        raise UnreadableFileError(
            f"{path}: cannot be read ({reason}); check its permissions"
        ) from exc


def _by_ending(suffix: str, content: bytes, name: str) -> str:
    """Bytes without a signature: a text, or what is left of a damaged file of another format."""
    if READERS.get(suffix) is _html:
        return _html(content, name)
    try:
        return decode(content, name)
    except UnreadableFileError as exc:
        if advice := REFUSED_ENDINGS.get(suffix):
            raise UnreadableFileError(f"{name}: {advice}", why="format") from exc
        if content.strip() and suffix in (".docx", ".pdf", ".zip"):
            raise UnreadableFileError(
                f"{name}: is damaged or not a {suffix} file; save it anew", why="damaged"
            ) from exc
        raise


def _html(content: bytes, name: str) -> str:
    from bot.text.readers.page import read_page

    return some_text(read_page(content, name), name)


def _docx(content: bytes, name: str) -> str:
    from bot.text.readers.word import read_docx

    return some_text(read_docx(content, name), name)


def _pdf(content: bytes, name: str) -> str:
    from bot.text.readers.pdf import read_pdf

    return some_text(read_pdf(content, name), name)


def _zip(content: bytes, name: str) -> str:
    from bot.text.readers.sources import read_single

    return read_single(content, name)


def _too_large(name: str) -> str:
    size = MAX_FILE_BYTES // 1_000_000
    return f"{name}: is larger than {size} MB; keep only the text and save it anew"


# Format by ending: what turns a file's bytes (and its name, for messages) into text.
READERS: dict[str, Reader] = {
    ".txt": decode,
    ".md": decode,
    ".docx": _docx,
    ".pdf": _pdf,
    ".html": _html,
    ".htm": _html,
    ".zip": _zip,
}
