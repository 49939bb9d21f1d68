"""Fixtures for the transport."""

import logging
import sys
from collections.abc import Iterator

import pytest

from bot.corpus.store import Store
from tests.chat.telegram.fake import FakeTelegram


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def mail() -> Store:
    """An empty store, for what arrives and what is to be sent."""
    return Store.open(None)


@pytest.fixture
def clean_logs() -> Iterator[None]:
    """Take away what `run` does to the handlers of the test session."""
    handlers = logging.getLogger().handlers
    before = [(handler, list(handler.filters), handler.formatter) for handler in handlers]
    hook, level = sys.excepthook, logging.getLogger().level
    yield
    sys.excepthook = hook
    logging.captureWarnings(False)
    logging.getLogger().setLevel(level)
    for handler, known, formatter in before:
        handler.filters = known
        handler.setFormatter(formatter)
