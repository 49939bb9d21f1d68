"""How much of a document's structure the parser finds, on texts with the expected structure beside.

    make bench-parse                            the figures, and what was missed
    python -m benchmarks.parse FOLDER           other texts, each with a .toml beside it
    python -m benchmarks.parse --mutations 10000    so many damaged copies

A point is right when it begins where it should, in the right kind of section, under the right
aspect; a section when it begins where it should and is of the right kind.
"""

import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
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


def damaged(text: str, draw: Random) -> str:
    """The text with a few of the accidents that copies suffer; seeded, so that it can be had again."""
    for _ in range(draw.randint(1, 6)):
        place, other = draw.randrange(len(text) + 1), draw.randrange(len(text) + 1)
        start, end = min(place, other), min(max(place, other), min(place, other) + 400)
        text = draw.choice(_ACCIDENTS)(text, start, end, draw)
    return text


_ACCIDENTS: tuple[Callable[[str, int, int, Random], str], ...] = (
    lambda text, start, end, draw: text[:start] + text[end:],
    lambda text, start, end, draw: text[:end] + text[start:end] + text[end:],
    lambda text, start, end, draw: text[:start] + "\n" + text[start:],
    lambda text, start, end, draw: text[:start] + text[start:end].replace("\n", "") + text[end:],
    lambda text, start, end, draw: text[:start] + text[start:end].replace("。", "") + text[end:],
    lambda text, start, end, draw: text[:start] + draw.choice(_DEBRIS) + text[start:],
    lambda text, start, end, draw: text[:start] + text[start:end][::-1] + text[end:],
    lambda text, start, end, draw: text[start:] + text[:start],
    lambda text, start, end, draw: text[:start] + text[start:end].swapcase().upper() + text[end:],
    lambda text, start, end, draw: "\n".join(draw.sample(text.split("\n"), text.count("\n") + 1)),
)
_DEBRIS = (
    "\ufffd", "\x00", "“", "（", "一、", "（三）", "1.", "①", "一是", "第二篇：\n", "第一篇：\n", "**", "## ",
    "\u3000\u3000", "\ud83d", "……", "——", "原因：", "整改措施：\n", "存在的问题\n", "2\u20e3", "年度：2031\n",
)  # fmt: skip


def mutations(count: int, catalog: Catalog) -> int:
    """How many of so many damaged texts were read with every letter kept; raises at a crash."""
    paths = [*VARIANTS.glob("*.txt"), *(data_dir() / "corpus").glob("*.txt")]
    texts = [path.read_text(encoding="utf-8") for path in sorted(paths)]
    whole = 0
    for seed in range(count):
        text = damaged(texts[seed % len(texts)], Random(seed))
        documents = parse_documents(text, file="x", catalog=catalog)
        whole += is_whole(text, documents)
    return whole


def is_whole(text: str, documents: list[Document]) -> bool:
    """Whether every letter of the text is in one piece, or told as left out."""
    pieces = [piece for document in documents for piece in document.pieces()]
    dropped = [line for document in documents for line in document.dropped]
    return Counter(letters("\n".join([*pieces, *dropped]))) == Counter(letters(text))


def main() -> None:
    """Prints a row for each measure and a line for each miss; or how many ruins were kept whole."""
    catalog = load_catalog(data_dir())
    if sys.argv[1:2] == ["--mutations"]:
        count = int(sys.argv[2])
        sys.stdout.write(f"{mutations(count, catalog)} of {count} damaged texts kept whole\n")
        return
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else VARIANTS
    scores = measure(folder, catalog)
    lines = ["| measure | found | wanted | right | F1 |", "|---|---|---|---|---|"]
    for name, tally in scores.rows():
        row = f"| {name} | {tally.found} | {tally.wanted} | {tally.right} | {tally.f1:.3f} |"
        lines.append(row)
    missed = [f"{name}: {line}" for name, tally in scores.rows() for line in tally.missed]
    sys.stdout.write("\n".join([*lines, "", *missed]) + "\n")


if __name__ == "__main__":
    main()
