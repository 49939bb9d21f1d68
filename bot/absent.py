"""Leaving out what a library loads only because it is installed. Beside the layers: several do so."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def absent(library: str) -> Iterator[None]:
    """Within it an import finds no such library, as if it were not installed.

    For the first import of another one that would load it without need, before threads start.
    """
    known: ModuleType | None = sys.modules.get(library)
    sys.modules[library] = None  # type: ignore[assignment]  # so Python marks what is not there
    try:
        yield
    finally:
        del sys.modules[library]
        if known:
            sys.modules[library] = known
