"""The search must not slide: figures on the half of the graded queries that was set aside."""

import json
from pathlib import Path

import pytest

from benchmarks.evaluate import Score, average, evaluate, passages, read_queries
from bot.assistant import Assistant

BASELINE = Path(__file__).parent / "data" / "baseline.json"
MESSAGES = Path(__file__).parent / "data" / "messages.tsv"
SLIDE = 0.03  # differences below are noise


@pytest.fixture
def scores(assistant: Assistant) -> list[Score]:
    held = [query for query in read_queries() if query.split == "held"]
    return evaluate(held, passages(assistant.finder))


def test_the_half_set_aside_does_not_slide(scores: list[Score]) -> None:
    baseline = json.loads(BASELINE.read_text())
    in_scope = [score for score in scores if score.kind != "oos"]
    slid = {
        name: round(average(in_scope, name), 3)
        for name, figure in baseline.items()
        if average(in_scope, name) < figure - SLIDE
    }
    assert slid == {}


def test_off_topic_queries_of_the_half_set_aside_are_refused(scores: list[Score]) -> None:
    refused = [score.refused for score in scores if score.kind == "oos"]
    assert len(refused) > 30
    assert all(refused)


def test_hardly_any_query_of_the_field_is_refused(scores: list[Score]) -> None:
    in_scope = [score for score in scores if score.kind != "oos"]
    assert sum(score.refused for score in in_scope) <= 0.03 * len(in_scope)


def messages(label: str) -> list[str]:
    """Short messages that should bring passages (in) or be refused (off)."""
    lines = MESSAGES.read_text(encoding="utf-8").splitlines()[1:]
    pairs = [line.split("\t") for line in lines]
    return [said for kind, said in pairs if kind == label]


@pytest.mark.parametrize(("label", "most"), [("in", 0.03), ("off", 0.08)])
def test_short_messages_are_told_apart(assistant: Assistant, label: str, most: float) -> None:
    said = messages(label)
    assert len(said) > 100
    refused = [text for text in said if assistant.finder.search(text).verdict == "nothing"]
    wrong = refused if label == "in" else [text for text in said if text not in refused]
    assert len(wrong) <= most * len(said), wrong
