"""A store of many documents: lists read as much as they show, and counts are not made again for nothing."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest

from bot.corpus import frequencies
from bot.corpus.store import Store
from bot.models import AspectPart, Document, Passage, Point, Section
from bot.text.terms import Terms

MANY = 240  # documents; every third of 2022, every second of petition, every fortieth of transport


def document(number: int) -> Document:
    """Two problems under an aspect, one cause; in every twentieth document a case."""
    point = Point(1, "", "", f"文{number}", None, 1)
    aspects = (AspectPart(1 + number % 3, "", "", "", (point, point), 1),)
    kinds = ("causes", *(("case",) if number % 20 == 0 else ()))
    sections = (
        Section("problems", "", "", "", aspects, (), 1),
        *(Section(kind, "", "", "", (), (point,), 1) for kind in kinds),
    )
    areas = [("street", 1), ("petition", 2), ("transport", 40)]
    held = tuple(area for area, every in areas if number % every == 0)
    theme = "2022" if number % 3 == 0 else "2021"
    return Document(f"{number}.txt", f"题{number}", 2021, theme, "personal", held, True, sections)


def add(store: Store, numbers: range) -> None:
    with store.transaction():
        for made in map(document, numbers):
            terms = [Terms("", "", "", "", "", {}) for _ in made.passages()]
            store.add_document(made, "", made.file, terms)


@pytest.fixture(scope="module")
def large() -> Iterator[Store]:
    store = Store.open(None)
    add(store, range(MANY))
    yield store
    store.close()


def steps(store: Store, act: Callable[[], object]) -> int:
    """How many steps SQLite takes while something is done."""
    count = 0

    def note() -> None:
        nonlocal count
        count += 1

    store.db.conn.set_progress_handler(note, 1)
    act()
    store.db.conn.set_progress_handler(None, 0)
    return count


@pytest.mark.parametrize("section", [None, "problems", "causes", "case"])
@pytest.mark.parametrize("aspect", [None, ("2021", 2), ("2022", 1), ("2020", 1)])
@pytest.mark.parametrize("areas", [(), ("street",), ("transport", "petition"), ("union",)])
def test_as_many_passages_are_picked_as_are_there_and_wanted(
    large: Store,
    areas: tuple[str, ...],
    aspect: tuple[str, int] | None,
    section: str | None,
) -> None:
    def is_wanted(p: Passage) -> bool:
        return (
            (not areas or bool(set(areas) & set(p.areas)))
            and (not aspect or (p.theme, p.aspect) == aspect)
            and (not section or p.section == section)
        )

    every = large.passages(range(1, 10_000))
    wanted = {number for number, passage in every.items() if is_wanted(passage)}
    some = frozenset(sorted(wanted)[:3])
    for limit, unseen in product([1, 7, 40, 10_000], [frozenset[int](), some]):
        found = large.passages_of(
            areas=areas, aspect=aspect, section=section, limit=limit, hidden=unseen
        )
        assert len(found) == len(set(found)) == min(limit, len(wanted - unseen))
        assert wanted - unseen >= set(found)


READINGS: dict[str, Callable[[Store], object]] = {
    "area": lambda store: store.passages_of(areas=["street"], limit=10),
    "area and section": lambda s: s.passages_of(areas=["street"], section="causes", limit=10),
    "aspect": lambda store: store.passages_of(aspect=("2021", 2), limit=10),
    "section": lambda store: store.passages_of(section="causes", limit=10),
}


@pytest.mark.parametrize("reading", READINGS.values(), ids=READINGS)
def test_picking_some_does_not_read_what_else_is_there(reading: Callable[[Store], object]) -> None:
    store = Store.open(None)
    add(store, range(60))
    few = steps(store, lambda: reading(store))
    add(store, range(60, MANY))
    many = steps(store, lambda: reading(store))
    store.close()
    assert many < 1.2 * few


def test_the_list_is_looked_through_without_the_texts(large: Store) -> None:
    asked: list[str] = []
    large.db.conn.set_trace_callback(asked.append)
    large.shelf.count("题23")
    large.shelf.page(0, 10, "题23")
    large.db.conn.set_trace_callback(None)
    plans = [row for sql in asked for row in large.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}")]
    scans = [plan for *_, plan in plans if plan.startswith("SCAN documents")]
    assert len(scans) == 2
    assert all("COVERING INDEX" in plan for plan in scans)


def test_a_page_of_the_list_is_short_work_however_long_the_list_is(large: Store) -> None:
    page = steps(large, lambda: large.shelf.page(0, 10))
    whole = steps(large, lambda: large.shelf.page(0, MANY))
    assert page < whole / 4


@pytest.mark.parametrize(
    ("words", "offset", "expected", "count"),
    [
        ("", 0, [239, 238, 237], 240),
        ("", 238, [1, 0], 240),
        ("题23", 1, [238, 237, 236], 11),
        ("239.TXT", 0, [239], 1),
        ("没有", 0, [], 0),
    ],
)
def test_the_list_of_documents_comes_in_pages_newest_first(
    large: Store, words: str, offset: int, expected: list[int], count: int
) -> None:
    found = large.shelf.page(offset, 3, words)
    assert [shelved.title for shelved in found] == [f"题{number}" for number in expected]
    assert [shelved.passages for shelved in found] == [
        len(document(number).passages()) for number in expected
    ]
    assert large.shelf.count(words) == count


def add_of(store: Store, word: str, numbers: range) -> None:
    for number in numbers:
        passages = (Point(1, "", "", word, None, 1),)
        section = Section("problems", "", "", "", (), passages, 1)
        name = f"{word}-{number}"
        made = Document(name, "", 2021, None, "personal", (), True, (section,))
        with store.transaction():
            store.add_document(made, "", name, [Terms(word, "", "", "", word, {})])


def test_how_common_a_common_word_is_is_counted_again_when_the_store_has_grown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(frequencies, "_COMMON", 100)
    store = Store.open(None)
    add_of(store, "common", range(200))
    add_of(store, "rare", range(1))
    words = ["common", "rare", "new"]
    assert store.index.frequencies(words) == {"common": 200, "rare": 1}
    add_of(store, "common", range(200, 201))
    add_of(store, "new", range(1))
    assert store.index.frequencies(words) == {
        "common": 200,
        "rare": 1,
        "new": 1,
    }  # a hair's breadth off
    add_of(store, "common", range(201, 204))
    assert store.index.frequencies(words) == {"common": 204, "rare": 1, "new": 1}
    store.clear_corpus()
    assert store.index.frequencies(words) == {}
    store.close()


def test_what_items_are_raised_by_is_read_once_until_the_store_changes(store: Store) -> None:
    seen: list[str] = []
    store.concept_counts(1)
    store.db.conn.set_trace_callback(seen.append)
    store.concept_counts(1)
    store.concept_counts(2)  # who sees nothing more than others see
    assert not any("concept_tally" in statement for statement in seen)
    store.changed()
    store.concept_counts(1)
    assert sum("concept_tally" in statement for statement in seen) == 1


def test_taking_a_document_out_does_not_go_through_the_shingles_of_all(store: Store) -> None:
    def removing(made: Document) -> int:
        terms = [Terms("", "", "", "", "", {}) for _ in made.passages()]
        pieces = [{n} for n, _ in enumerate(terms)]
        store.add_document(made, "", made.file, terms, shingles=pieces)
        number = store.shelf.number_of(made.file) or 0
        return steps(store, lambda: store.remove_document(number, terms, pieces, ()))

    others = ((shingle, 1) for shingle in range(100, 50_000))
    with store.transaction():
        few = removing(document(1))
        store.db.conn.executemany("INSERT OR IGNORE INTO passage_shingles VALUES (?, ?)", others)
        assert removing(document(1)) < 1.2 * few
