"""Fixtures for the real program: a Telegram that runs meanwhile, and a folder with a store."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.emulator import Telegram, telegram


@pytest.fixture
def peer() -> Iterator[Telegram]:
    with telegram() as running:
        yield running


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A folder with a store, which need not be built then."""
    shutil.copy(built, tmp_path / "store.sqlite3")
    return tmp_path
