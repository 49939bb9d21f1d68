"""The draft check keeps finding planted faults: a small fixed sample of `make bench-check`."""

from pathlib import Path

import pytest

from benchmarks.check import MUST, Bench, alarms
from benchmarks.drafts import Draft, read_documents, read_drafts
from benchmarks.faults import RULES, plant
from benchmarks.faults_base import World
from bot.checking import Checker
from bot.corpus.store import Store
from bot.models import Catalog
from bot.text.concepts import Concepts

DRAFTS = read_drafts()
SAMPLE = 3  # planted faults for each rule; make bench-check plants twelve times as many


@pytest.fixture(scope="module")
def world(catalog: Catalog) -> World:
    return World(catalog, tuple(DRAFTS), tuple(read_documents()))


@pytest.fixture(scope="module")
def bench(world: World, catalog: Catalog, all_concepts: Concepts, built: Path) -> Bench:
    return Bench(world, Checker(Store.open(built), catalog, all_concepts))


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name)
def test_a_draft_walks_through_its_year(draft: Draft, world: World) -> None:
    aspects = draft.find("aspect")
    assert [a.aspect for a in aspects] == [a.number for a in world.theme(draft).aspects]
    assert min(len(draft.inside(aspect, "point")) for aspect in aspects) >= 2
    assert 2400 <= len("".join(draft.text.split())) <= 4500
    assert not {"<", ">"} & {*draft.text}


@pytest.mark.parametrize("draft", DRAFTS, ids=lambda draft: draft.name)
def test_each_problem_of_a_draft_has_a_case_a_thought_a_cause_and_a_measure(draft: Draft) -> None:
    lacks = []
    for point in draft.find("point", "problems"):
        lacks += [draft.cut(point)] * (not draft.inside(point, "example"))
        lacks += [draft.cut(point)] * (not draft.inside(point, "thought"))
        for section in ("causes", "measures"):
            shared = (point.topics & other.topics for other in draft.find("point", section))
            lacks += [] if any(shared) else [f"{section}: {draft.headline(point)}"]
    assert lacks == []


def test_topics_of_drafts_are_those_of_the_catalog(catalog: Catalog) -> None:
    used = {topic for draft in DRAFTS for part in draft.parts for topic in part.topics}
    assert used - {topic.key for topic in catalog.topics} == set()


def test_the_same_seed_plants_the_same_faults(world: World) -> None:
    once, again = ([p.text for p in plant(r, world, count=2)] for r in ("copied", "copied"))
    assert once == again
    assert once != [p.text for p in plant("copied", world, count=2, seed=2)]


@pytest.mark.parametrize("rule", RULES)
def test_planted_faults_differ_from_their_draft_and_each_other(rule: str, world: World) -> None:
    planted = list(plant(rule, world, count=20))
    assert len({(p.text, p.opinions) for p in planted}) == 20
    assert all(p.text != p.draft.text or p.opinions != p.draft.opinions for p in planted)


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_finds_most_of_a_sample_of_its_faults(rule: str, bench: Bench) -> None:
    sample = list(plant(rule, bench.world, count=SAMPLE))
    missed = [p.what for p in sample if not bench.is_found(rule, p)]
    assert len(missed) <= 1, missed


def test_nothing_that_must_be_changed_is_said_of_sound_texts(bench: Bench) -> None:
    assert alarms(bench, sorted(MUST)) == []
