"""What can be made again, kept on disk as it is in memory: reading it back takes a tenth of the time.

Kept for one state of what it was made from; in any other state it is made anew and replaced.
"""

import hashlib
import os
import pickle
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

Value = TypeVar("Value")


def fingerprint(folder: Path, *salt: str) -> str:
    """Changes whenever a data file (.toml, .txt) below the folder does, or the salt."""
    digest = hashlib.sha256(" ".join(salt).encode())
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".toml", ".txt"}):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamps(files: Iterable[Path]) -> str:
    """Changes whenever one of the files is replaced or edited."""
    found = sorted((str(file), file.stat()) for file in files)
    return " ".join(f"{name}:{state.st_mtime_ns}:{state.st_size}" for name, state in found)


def kept(file: Path, state: str, make: Callable[[], Value]) -> Value:
    """What `make` gave in that state, read from the file, else made now and written there.

    A damaged file, one of another state, or a folder that cannot be written to only takes time.
    """
    with suppress(OSError):
        head, _, body = file.read_bytes().partition(b"\n")
        if head == _head(state, body):
            value: Value = pickle.loads(body)
            return value
    value = make()
    body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_name(f"{file.name}.{os.getpid()}")
        half.write_bytes(_head(state, body) + b"\n" + body)
        half.replace(file)
    return value


def _head(state: str, body: bytes) -> bytes:
    """Tells the state, and that the rest of the file is whole."""
    return hashlib.sha256(state.encode() + body).hexdigest().encode()
