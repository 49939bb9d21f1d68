"""How much of a document's structure the parser finds, on texts with the expected structure beside.

    make bench-parse                            the figures, and what was missed
    python -m benchmarks.parse FOLDER           other texts, each with a .toml beside it

A point is right when it begins where it should, in the right kind of section, under the right
aspect; a section when it begins where it should and is of the right kind.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.catalog import load_catalog
from bot.config import data_dir
from bot.models import Catalog, Document
from bot.text.normalize import letters
from bot.text.parse import document_json, parse_documents

VARIANTS = Path(__file__).parents[1] / "tests" / "data" / "variants"
_START = 10  # letters by which a point or a section is known
Place = tuple[int, str, int | None, str]  # document, kind, aspect, the letters it begins with


@dataclass(slots=True)
class Tally:
    """What was found, wanted and right, and a line for each miss."""

    found: int = 0
    wanted: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; for single facts the share that is right."""
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0

    def add(self, file: str, found: Counter[Any], wanted: Counter[Any]) -> None:
        """Counts what the two have in common."""
        self.found += found.total()
        self.wanted += wanted.total()
        self.right += (found & wanted).total()
        self.missed += [f"{file}: missing {place}" for place in wanted - found]
        self.missed += [f"{file}: too much {place}" for place in found - wanted]


@dataclass(slots=True)
class Scores:
    """All tallies of a run."""

    points: Tally = field(default_factory=Tally)
    sections: Tally = field(default_factory=Tally)
    years: Tally = field(default_factory=Tally)
    scopes: Tally = field(default_factory=Tally)
    accepted: Tally = field(default_factory=Tally)  # documents
    refused: Tally = field(default_factory=Tally)  # texts of another kind
    reasons: Tally = field(default_factory=Tally)
    noise: Tally = field(default_factory=Tally)  # lines of a web page left out

    def rows(self) -> Iterator[tuple[str, Tally]]:
        """Name and tally of each measure."""
        for name in self.__slots__:
            yield name, getattr(self, name)


def measure(folder: Path, catalog: Catalog) -> Scores:
    """The scores over all texts of the folder."""
    scores = Scores()
    for path in sorted(folder.glob("*.toml")):
        expected = tomllib.loads(path.read_text(encoding="utf-8"))
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        documents = parse_documents(text, file=path.stem, catalog=catalog)
        if reason := expected.get("refused"):
            of_other_kind = Counter(not document.is_statement for document in documents)
            scores.refused.add(path.stem, of_other_kind, Counter([True]))
            scores.reasons.add(path.stem, Counter(d.refusal for d in documents), Counter([reason]))
        else:
            _compare(scores, path.stem, documents, expected)
    return scores


def _compare(scores: Scores, file: str, documents: list[Document], expected: Any) -> None:
    wanted = expected["document"]
    found = [document_json(document) for document in documents]
    statements = Counter(document.is_statement for document in documents)
    scores.accepted.add(file, statements, Counter({True: len(wanted)}))
    scores.years.add(file, _facts(found, "year"), _facts(wanted, "year"))
    scores.scopes.add(file, _facts(found, "scope"), _facts(wanted, "scope"))
    scores.sections.add(file, Counter(_found_sections(documents)), Counter(_sections(wanted)))
    points = list(_found_points(documents))
    scores.points.add(file, Counter(points), Counter(_points(wanted)))
    left_out = Counter({line for document in documents for line in document.dropped})
    scores.noise.add(file, left_out, Counter(set(expected.get("noise", []))))


def _facts(documents: list[Any], name: str) -> Counter[Any]:
    return Counter((number, document.get(name)) for number, document in enumerate(documents))


def _sections(wanted: list[Any]) -> Iterator[Place]:
    for number, document in enumerate(wanted):
        for section in document["section"]:
            yield number, section["kind"], None, _start(section["start"])


def _found_sections(documents: list[Document]) -> Iterator[Place]:
    for number, document in enumerate(documents):
        for section in document.sections:
            text = [section.mark, section.heading, section.lead]
            for part in section.aspects:
                text += [part.mark, part.heading, part.lead, *(p.text for p in part.points)]
            text += [point.text for point in section.points]
            yield number, section.kind, None, _start("".join(text))


def _points(wanted: list[Any]) -> Iterator[Place]:
    for number, document in enumerate(wanted):
        for section in document["section"]:
            for part in [section, *section.get("aspect", [])]:
                for start in part.get("points", []):
                    yield number, section["kind"], part.get("number"), _start(start)


def _found_points(documents: list[Document]) -> Iterator[Place]:
    for number, document in enumerate(documents):
        for section in document.sections:
            for part in section.aspects:
                for point in part.points:
                    yield number, section.kind, part.number, _start(point.text)
            for point in section.points:
                yield number, section.kind, None, _start(point.text)


def _start(text: str) -> str:
    return letters(text)[:_START]


def main() -> None:
    """Prints a row for each measure and a line for each miss."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else VARIANTS
    scores = measure(folder, load_catalog(data_dir()))
    lines = ["| measure | found | wanted | right | F1 |", "|---|---|---|---|---|"]
    for name, tally in scores.rows():
        row = f"| {name} | {tally.found} | {tally.wanted} | {tally.right} | {tally.f1:.3f} |"
        lines.append(row)
    missed = [f"{name}: {line}" for name, tally in scores.rows() for line in tally.missed]
    sys.stdout.write("\n".join([*lines, "", *missed]) + "\n")


if __name__ == "__main__":
    main()
