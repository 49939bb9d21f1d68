"""A second opinion on what the bot sends: other people's types of the Bot API and its written rules.

aiogram knows methods, parameters and their types; teremok the rules for lengths, HTML and buttons.
"""

import json
from collections.abc import Iterable
from typing import Any

import pytest

Json = dict[str, Any]
# Parameters that go over the wire as JSON in a string.
_JSON = {"reply_markup", "results", "commands", "scope", "reply_parameters", "allowed_updates", "reaction", "button", "link_preview_options"}  # fmt: skip
_UPLOADS = {"sendDocument": "document", "sendPhoto": "photo"}


def second_opinion() -> "Rules":
    """The rules; skips the test where the two packages are missing."""
    reason = "a second opinion takes aiogram and teremok (pip install --group dev)"
    pytest.importorskip("aiogram.methods", reason=reason)
    pytest.importorskip("teremok.validation", reason=reason)
    return Rules()


class Rules:
    """Judges calls as they went out."""

    def __init__(self) -> None:
        import aiogram.methods
        from aiogram import Bot
        from teremok.validation import ApiRuleViolation, validate_method

        self._methods = aiogram.methods
        self._validate = validate_method
        self._errors = (ApiRuleViolation, ValueError)
        self._bot = Bot("1:x")

    def problems(self, calls: Iterable[tuple[str, Json]]) -> list[str]:
        """What is wrong with the calls, `(method, parameters)` each."""
        return [problem for method, fields in calls for problem in self._of(method, dict(fields))]

    def _of(self, method: str, fields: Json) -> list[str]:
        name = method[:1].upper() + method[1:]
        for key in _JSON & fields.keys():
            if isinstance(fields[key], str):
                fields[key] = json.loads(fields[key])
        if method in _UPLOADS:
            fields[_UPLOADS[method]] = "attached"
        try:
            call = getattr(self._methods, name)(**fields)
            self._validate(self._bot, call)
        except self._errors as exc:
            return [f"{method}: {exc}"]
        unknown = sorted(fields.keys() - type(call).model_fields.keys())
        return [f"{method}: unknown parameter {key}" for key in unknown]
