"""Which questions the search thinks about, and does not remember."""

import pytest

from bot.advice.understanding import Query
from bot.assistant import Assistant
from bot.models import Theme


def thinking(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that are thought about from now on."""
    texts: list[str] = []
    read = assistant.finder.understanding.read

    def noted(text: str, theme: Theme | None = None) -> Query:
        texts.append(text)
        return read(text, theme)

    monkeypatch.setattr(assistant.finder.understanding, "read", noted)
    return texts
