"""Preparing texts: in several processes as in one, in order, whatever a file is like."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.corpus import prepare
from bot.corpus.prepare import WORTH_FORKING, Workshop
from bot.corpus.shelf import Kept
from bot.models import Catalog
from bot.text.concepts import Concepts
from bot.text.header import Given
from bot.text.parse import Part
from bot.text.readers import sources
from bot.text.shingles import Masks

POINT = "一是理论学习不够系统，第{}次集中学习只谈了体会，没有联系实际拿出办法。"


@pytest.fixture
def workshop(catalog: Catalog) -> Workshop:
    """Prepares texts in two processes where it pays."""
    return Workshop(catalog, Concepts(replace(catalog, synonyms=())), Masks(catalog), cores=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files of different length, one of which cannot be read."""
    for number in range(WORTH_FORKING):
        text = "一、存在的问题\n" + "\n".join(POINT.format(n) for n in range(number % 7))
        (tmp_path / f"{number:02}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "05.txt").write_bytes(b"")
    return tmp_path


@pytest.mark.parametrize("ahead", [0, 300_000])
def test_several_processes_give_what_one_gives(
    workshop: Workshop, folder: Path, monkeypatch: pytest.MonkeyPatch, ahead: int
) -> None:
    monkeypatch.setattr(prepare, "_AHEAD", ahead)
    alone = [workshop.read(source) for source in sources(folder)]
    assert [read.name for read in alone if read.problem] == ["05.txt"]
    assert list(workshop.all(sources(folder), WORTH_FORKING)) == alone


def test_only_so_much_is_read_ahead(
    workshop: Workshop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "_AHEAD", 6 * prepare._LEAST)
    rest = iter(sources(folder))
    reads = workshop.all(rest, WORTH_FORKING)
    names = [next(reads).name, next(reads).name]
    reads.close()  # type: ignore[attr-defined]  # it is a generator
    assert (names, next(rest).name) == (["00.txt", "01.txt"], "07.txt")


def test_stored_documents_are_made_anew_as_they_were_given(workshop: Workshop) -> None:
    texts = ["一、存在的问题\n" + POINT.format(number) for number in range(WORTH_FORKING)]
    kept = [Kept(f"{n}.txt", text, Given(year=2019 + n % 3)) for n, text in enumerate(texts)]
    alone = [
        (one, replace(workshop, given=one.given).prepare(Part(one.text), one.file)) for one in kept
    ]
    assert list(workshop.anew(kept, WORTH_FORKING)) == alone
