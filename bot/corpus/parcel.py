"""A user's own documents in one file, to be carried to another machine."""

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path

from bot.corpus.shelf import Kept
from bot.errors import UnreadableFileError

_MEMBER = "prepbot-corpus.json"
_FORMAT = 1
_MOST_BYTES = 2_000_000_000  # of the texts when unpacked


def write_parcel(path: Path, documents: Sequence[Kept]) -> None:
    """Writes the documents with what was said of them. Raises OSError; never over a file."""
    body = {"format": _FORMAT, "documents": [kept.as_json() for kept in documents]}
    with (
        path.open("xb") as file,
        zipfile.ZipFile(file, "w", compression=zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr(_MEMBER, json.dumps(body))


def read_parcel(path: Path) -> list[Kept]:
    """The documents that `write_parcel` wrote. Raises UnreadableFileError with the reason."""
    try:
        with zipfile.ZipFile(path) as archive:
            if archive.getinfo(_MEMBER).file_size > _MOST_BYTES:
                raise UnreadableFileError(f"{path}: is too large; export the corpus in parts")
            body = json.loads(archive.read(_MEMBER))
        if body["format"] != _FORMAT:
            raise UnreadableFileError(f"{path}: was written by another version; update the program")
        return [Kept.of_json(document) for document in body["documents"]]
    except OSError as exc:
        reason = exc.strerror or exc
        raise UnreadableFileError(f"{path}: cannot be read: {reason}; check the name") from exc
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as exc:
        problem = "is no corpus of `prepbot export-corpus`; name one"
        raise UnreadableFileError(f"{path}: {problem}") from exc
