"""Fixtures for the transport."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture
def clean_logs() -> Iterator[None]:
    """Take away what `run` does to the handlers of the test session."""
    handlers = logging.getLogger().handlers
    before = [(handler, list(handler.filters)) for handler in handlers]
    yield
    for handler, known in before:
        handler.filters = known
