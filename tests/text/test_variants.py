"""The parser on texts of many shapes, with the expected structure beside each; and on their ruins."""

import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.parse import VARIANTS, Scores, damaged, is_whole, measure
from bot.catalog import load_catalog
from bot.config import data_dir
from bot.models import Catalog
from bot.text.normalize import letters
from bot.text.outline import _wrap_of
from bot.text.parse import parse_documents

TEXTS = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted([*VARIANTS.glob("[0-4]*.txt"), *(data_dir() / "corpus").glob("*.txt")])
}


@pytest.fixture(scope="session")
def shipped() -> Catalog:
    """The shipped catalog: the texts are of many years."""
    return load_catalog(data_dir())


@pytest.fixture(scope="session")
def scores(shipped: Catalog) -> Scores:
    return measure(VARIANTS, shipped)


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("points", 0.95),
        ("sections", 0.98),
        ("years", 0.9),
        ("scopes", 0.9),
        ("accepted", 1.0),
        ("refused", 1.0),
        ("reasons", 0.9),
        ("noise", 0.9),
    ],
)
def test_the_structure_is_found(scores: Scores, name: str, least: float) -> None:
    tally = getattr(scores, name)
    assert tally.wanted > 5
    assert tally.f1 >= least, tally.missed


def test_there_are_texts_of_every_kind() -> None:
    expected = [path.read_text(encoding="utf-8") for path in VARIANTS.glob("*.toml")]
    refused = [text for text in expected if re.search(r"^refused = ", text, re.MULTILINE)]
    assert (len(expected) >= 38, len(refused) >= 8) == (True, True)


# --- properties --------------------------------------------------------------------------------


def shape(text: str, catalog: Catalog) -> list[object]:
    """Year, and the beginning of every point with its place."""
    found: list[object] = []
    for document in parse_documents(text, file="x", catalog=catalog):
        found.append(document.year)
        for passage in document.passages():
            found.append((passage.section, passage.aspect, letters(passage.text)[:8]))
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_blanks_and_line_ends_change_nothing(shipped: Catalog, name: str) -> None:
    text = TEXTS[name]
    padded = "\ufeff" + "  \t\r\n".join(text.split("\n")) + "\r\n \r\n"
    assert shape(padded, shipped) == shape(text, shipped)


@pytest.mark.parametrize("name", TEXTS)
def test_full_and_half_width_change_nothing(shipped: Catalog, name: str) -> None:
    narrow = TEXTS[name].translate(str.maketrans("（）：；，。１２３", "():;,.123"))
    assert shape(narrow, shipped) == shape(TEXTS[name], shipped)


def wrapped(text: str, width: int) -> str:
    lines = (
        line[at : at + width] for line in text.split("\n") for at in range(0, len(line) or 1, width)
    )
    return "\n".join(lines)


def flowing() -> dict[str, str]:
    """The texts whose lines are paragraphs: neither wrapped already nor with a page around them."""
    noisy = {path.stem for path in VARIANTS.glob("*.toml") if "noise = " in path.read_text("utf-8")}
    return {
        name: text
        for name, text in TEXTS.items()
        if name not in noisy and not _wrap_of([line for line in text.split("\n") if line]).width
    }


@pytest.mark.parametrize("width", [14, 17, 20, 22, 26, 27, 33, 40, 58, 75, 100])
def test_wrapping_changes_next_to_nothing(shipped: Catalog, width: int) -> None:
    """A line that happens to end just at the width cannot be told from a broken one."""
    texts = flowing()
    changed = [
        name
        for name, text in texts.items()
        if shape(wrapped(text, width), shipped) != shape(text, shipped)
    ]
    assert len(changed) <= 0.08 * len(texts), changed


@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_ruins_are_read_and_kept_whole(shipped: Catalog, name: str, seed: int) -> None:
    text = damaged(TEXTS[name], Random(seed))
    assert is_whole(text, parse_documents(text, file="x", catalog=shipped))
