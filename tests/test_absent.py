"""A library may be hidden while another one is imported."""

import importlib
import sys

import pytest

from bot.absent import absent


def test_what_is_absent_cannot_be_imported_and_is_there_again_afterwards() -> None:
    import colorsys

    with absent("colorsys"), pytest.raises(ImportError):
        importlib.import_module("colorsys")
    assert importlib.import_module("colorsys") is colorsys


def test_what_was_not_loaded_can_be_loaded_afterwards() -> None:
    sys.modules.pop("colorsys", None)
    with absent("colorsys"):
        pass
    assert importlib.import_module("colorsys").__name__ == "colorsys"


def test_a_failure_within_leaves_nothing_hidden() -> None:
    with pytest.raises(ValueError, match="no"), absent("colorsys"):
        raise ValueError("no")
    assert importlib.import_module("colorsys")
