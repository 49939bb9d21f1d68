"""How well the draft check finds faults: recall on planted faults, false alarms on sound texts.

    make bench-check                                                 the table
    python -m benchmarks.check --rule copied --show-misses           one rule, with what was missed
    python -m benchmarks.check --show-alarms                         what is said of sound texts
    python -m benchmarks.check --held                                wordings that no rule has seen

Faults are planted in the drafts under tests/data/drafts/ and, where it makes sense, in the shipped
documents (benchmarks/faults*.py). A fault counts as found when its rule says something that it does
not say of the text before. What a rule says of a text as it is counts as a false alarm, unless
reading showed it to be true (`accepted` in documents.toml). Exit code 1 when an aim is missed.
"""

import argparse
import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache, partial

from benchmarks.drafts import Draft, read_documents, read_drafts
from benchmarks.faults import RULES, plant
from benchmarks.faults_base import Planted, World
from bot.advice.findings import Finding
from bot.catalog import load_catalog
from bot.checking import Checker
from bot.config import cache_dir, data_dir
from bot.corpus.ingest import Ingest
from bot.corpus.store import Store
from bot.models import Catalog
from bot.text.concepts import Concepts
from bot.text.segment import configure

COUNT = 36  # planted faults for each rule
MUST = frozenset(
    ("aspect_missing", "other_year", "section_missing", "team_for_self", "copied", "outdated")
).union(("foreign_identity", "placeholder", "formula", "secrecy"))
# Rules whose faults have wordings that are set aside.
WORDED = (
    *(
        "vague",
        "team_for_self",
        "praise",
        "advice_as_criticism",
        "blame_outside",
        "cause_unmatched",
    ),
    *("measure_without_problem", "measure_unverifiable", "opinion_unanswered", "placeholder"),
    *("foreign_identity", "outdated", "formula", "secrecy"),
)
AIM_MUST = 0.95  # recall
AIM_OTHER = 0.90
AIM_ALARMS = 0.05  # false alarms a text, for each rule of MUST

Said = Counter[tuple[str, str, int | None]]


@dataclass(frozen=True, slots=True)
class Row:
    """One rule's figures."""

    rule: str
    planted: int
    missed: tuple[Planted, ...]
    alarms: float  # a text, on texts as they are
    accepted: float  # true findings a text, on texts as they are

    @property
    def recall(self) -> float:
        """The share of planted faults found; 1 when none could be planted."""
        return 1 - len(self.missed) / self.planted if self.planted else 1.0

    @property
    def is_good(self) -> bool:
        """Whether the aims are met."""
        if self.rule in MUST:
            return self.recall >= AIM_MUST and self.alarms <= AIM_ALARMS
        return self.recall >= AIM_OTHER

    def line(self) -> str:
        """The row of the table."""
        kind = "must" if self.rule in MUST else ""
        mark = "" if self.is_good else "<-"
        figures = f"{self.planted:4} {self.recall:7.3f} {self.alarms:7.2f} {self.accepted:9.2f}"
        return f"{self.rule:24} {kind:5} {figures} {mark}".rstrip()


HEAD = f"{'rule':24} {'':5} {'n':>4} {'recall':>7} {'alarms':>7} {'accepted':>9}"


@dataclass
class Bench:
    """The check, the texts, and what the check says of the texts as they are."""

    world: World
    checker: Checker
    said: dict[str, tuple[Finding, ...]] = field(default_factory=dict)

    def findings(self, planted: Planted) -> tuple[Finding, ...]:
        """What the check says of a text, told all that its writer knows."""
        draft = planted.draft
        report = self.checker.check(
            planted.text,
            theme=draft.theme,
            scope=draft.scope,
            areas=draft.areas,
            last_year=planted.last_year,
            opinions=draft.opinions if planted.opinions is None else planted.opinions,
        )
        return report.findings

    def before(self, draft: Draft) -> tuple[Finding, ...]:
        """What the check says of a draft as it is."""
        if draft.name not in self.said:
            self.said[draft.name] = self.findings(Planted(draft, draft.text, ""))
        return self.said[draft.name]

    def is_found(self, rule: str, planted: Planted) -> bool:
        """Whether the rule says something that it did not say before."""
        after, before = self.findings(planted), self.before(planted.draft)
        rules = {rule, SAME.get(rule, rule)}
        return any(_of(name, after) - _of(name, before) for name in rules)

    def row(self, rule: str, *, count: int = COUNT) -> Row:
        """Plants a rule's faults and counts."""
        tried = list(plant(rule, self.world, count=count))
        missed = tuple(planted for planted in tried if not self.is_found(rule, planted))
        texts = self.texts()
        told = [(t, len([f for f in self.before(t) if f.rule == rule])) for t in texts]
        alarms = sum(n for text, n in told if rule not in text.accepted)
        accepted = sum(n for text, n in told if rule in text.accepted)
        return Row(rule, len(tried), missed, alarms / len(texts), accepted / len(texts))

    def texts(self) -> list[Draft]:
        """All texts as they are."""
        return [*self.world.drafts, *self.world.documents]


def _of(rule: str, findings: Iterable[Finding]) -> Said:
    return Counter((f.message, f.quote, f.aspect) for f in findings if f.rule == rule)


# A finding of another rule that tells the reader the same of the same place.
SAME = {"no_example": "vague"}  # "too vague" of a point says that it has no case


def make_bench(catalog: Catalog, wordings: str) -> Bench:
    """The bench over the shipped corpus, in memory."""
    store, concepts = Store.open(None), Concepts(catalog)
    Ingest(store, catalog, concepts).build(data_dir())
    world = World(catalog, tuple(read_drafts()), tuple(read_documents()), wordings)
    return Bench(world, Checker(store, catalog, concepts))


def misses(row: Row) -> list[str]:
    """What a rule missed, a line each."""
    return [f"    missed in {p.draft.name}: {_line(p.what)}" for p in row.missed]


def alarms(bench: Bench, rules: Sequence[str]) -> list[str]:
    """What is said of texts as they are and was not accepted, a line each."""
    return [
        f"    {text.name}:{f.line} {f.rule} ({f.severity}) {f.message} | {_line(f.quote)}"
        for text in bench.texts()
        for f in bench.before(text)
        if f.rule in rules and f.rule not in text.accepted
    ]


def _line(text: str) -> str:
    return " ".join(text.split())[:120]


def main() -> None:
    """Prints the table, and what was missed or said in vain if asked for."""
    parser = argparse.ArgumentParser(description="Measures the draft check on planted faults.")
    parser.add_argument("--rule", action="append", help="only this rule; may be repeated")
    parser.add_argument("--count", type=int, default=COUNT, help="planted faults for each rule")
    parser.add_argument("--held", action="store_true", help="plant the wordings set aside")
    parser.add_argument("--show-misses", action="store_true", help="list the faults not found")
    parser.add_argument(
        "--show-alarms", action="store_true", help="list what is said of sound texts"
    )
    options = parser.parse_args()
    wordings = "faults_held.toml" if options.held else "faults.toml"
    some = WORDED if options.held else RULES
    rules = options.rule or sorted(some, key=lambda rule: rule not in MUST)
    with ProcessPoolExecutor(min(len(rules), os.cpu_count() or 1)) as pool:
        rows = list(pool.map(partial(_row, count=options.count, wordings=wordings), rules))
    lines = [HEAD]
    for row in rows:
        lines += [row.line(), *(misses(row) if options.show_misses else ())]
    if options.show_alarms:
        lines += ["", "Said of texts as they are:", *alarms(_shipped(wordings), rules)]
    lines += ["", summary(rows)]
    sys.stdout.write("\n".join(lines) + "\n")
    sys.exit(0 if all(row.is_good for row in rows) else 1)


@cache
def _shipped(wordings: str) -> Bench:
    """The bench over the shipped data; each process makes its own."""
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    return make_bench(catalog, wordings)


def _row(rule: str, *, count: int, wordings: str) -> Row:
    return _shipped(wordings).row(rule, count=count)


def summary(rows: Sequence[Row]) -> str:
    """One line over all rules: recall of the must rules and the others, alarms a text."""
    must = [row for row in rows if row.rule in MUST]
    other = [row for row in rows if row.rule not in MUST]
    good = sum(row.is_good for row in rows)
    return (
        f"must: recall {_recall(must):.3f}, {sum(r.alarms for r in must):.2f} false alarms a text; "
        f"others: recall {_recall(other):.3f}, {sum(r.alarms for r in other):.2f} a text; "
        f"{good} of {len(rows)} rules meet their aims"
    )


def _recall(rows: Sequence[Row]) -> float:
    planted = sum(row.planted for row in rows)
    return 1 - sum(len(row.missed) for row in rows) / planted if planted else 1.0


if __name__ == "__main__":
    main()
