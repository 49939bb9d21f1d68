"""What can be made again, kept on disk as it is in memory: reading it back takes a tenth of the time.

Kept for one state of what it was made from; in any other state it is made anew and replaced. It is
a pickle, since JSON would have to be checked and built into dataclasses again, which is what takes
the time; but one that brings back nothing except plain values and classes of the modules that the
caller names: whoever writes into the cache folder can make the bot say something wrong, as by
writing into `data/`, and cannot make it run anything.
"""

import hashlib
import io
import os
import pickle
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

Value = TypeVar("Value")
_PLAIN = {("builtins", "list"), ("collections", "defaultdict")}


def fingerprint(folder: Path, *salt: str) -> str:
    """Changes whenever a data file (.toml, .txt) below the folder does, or the salt."""
    digest = hashlib.sha256(" ".join(salt).encode())
    for path in sorted(path for path in folder.rglob("*") if path.suffix in {".toml", ".txt"}):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def stamps(places: Iterable[Path]) -> str:
    """Changes whenever one of the files is replaced or edited, or one of the folders gains or loses one."""
    found = sorted((str(place), place.stat()) for place in places)
    return " ".join(f"{name}:{state.st_mtime_ns}:{state.st_size}" for name, state in found)


def kept(file: Path, state: str, make: Callable[[], Value], *, modules: Collection[str]) -> Value:
    """What `make` gave in that state, read from the file, else made now and written there.

    A damaged file, one of another state or with classes of other modules, or a folder that cannot
    be written to only takes time.
    """
    with suppress(OSError, pickle.UnpicklingError):
        head, _, body = file.read_bytes().partition(b"\n")
        if head == _head(state, body):
            value: Value = _Reader(body, modules).load()
            return value
    value = make()
    body = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        half = file.with_name(f"{file.name}.{os.getpid()}")
        half.write_bytes(_head(state, body) + b"\n" + body)
        half.replace(file)
    return value


class _Reader(pickle.Unpickler):
    """Knows plain values, and the classes that some modules define."""

    def __init__(self, body: bytes, modules: Collection[str]) -> None:
        super().__init__(io.BytesIO(body))
        self._modules = modules

    def find_class(self, module: str, name: str) -> type:
        """The class of that name. Raises UnpicklingError for any other thing."""
        if (module, name) in _PLAIN or (module in self._modules and name.isidentifier()):
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name}: may not be kept")


def _head(state: str, body: bytes) -> bytes:
    """Tells the state, and that the rest of the file is whole."""
    return hashlib.sha256(state.encode() + body).hexdigest().encode()
