"""How good the search is: nDCG@5, R@5, MRR and refusals on graded queries, per kind and per ingredient.

    make eval                                      both halves
    python -m benchmarks.evaluate --ingredients    the tables of docs/retrieval.md

A query's gold passages have grades 3, 2, 1 (see tests/data/README.md). Gain is 2^grade - 1; R@5
counts passages of grade 2 and 3; MRR is of the first such passage in ten.
"""

import json
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import log2
from pathlib import Path
from statistics import mean

from bot.advice.answer import Answer
from bot.advice.retrieval import DEFAULT_WEIGHTS, Weights
from bot.catalog import load_catalog
from bot.config import cache_dir, data_dir
from bot.corpus.ingest import Ingest
from bot.corpus.store import Store
from bot.models import Catalog, Passage
from bot.search import Finder
from bot.text.normalize import letters
from bot.text.segment import configure

QUERIES = Path(__file__).parent.parent / "tests" / "data"
KINDS = ("kw", "area", "desc", "typo", "pinyin", "trad", "frag")
Search = Callable[[str], Sequence[Passage]]


@dataclass(frozen=True, slots=True)
class Graded:
    """A query with its gold: (file, normalized anchor, grade)."""

    text: str
    kind: str
    split: str  # "tune" or "held"
    gold: tuple[tuple[str, str, int], ...]

    def grade(self, passage: Passage) -> int:
        """The passage's grade for this query, 0 when it is not in the gold."""
        body = letters(passage.headline + passage.text)
        return max((g for d, a, g in self.gold if d == passage.document and a in body), default=0)


@dataclass(frozen=True, slots=True)
class Score:
    """One query's figures; None where a figure does not apply."""

    kind: str
    ndcg: float | None
    recall: float | None
    mrr: float | None
    refused: bool


def read_queries(folder: Path = QUERIES) -> list[Graded]:
    """All graded queries; those of queries.jsonl were used for tuning throughout."""
    rows = []
    for name in ("queries.jsonl", "queries_own.jsonl"):
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        rows += [json.loads(line) for line in lines]
    return [
        Graded(
            row["query"],
            row["kind"],
            row.get("split", "tune"),
            tuple((g["doc"], letters(g["anchor"]), g["grade"]) for g in row["gold"]),
        )
        for row in rows
    ]


def score(query: Graded, found: Sequence[Passage]) -> Score:
    """The figures of one query for the passages found, best first."""
    if not query.gold:
        return Score(query.kind, None, None, None, not found)
    grades = [query.grade(passage) for passage in found]
    ideal = sorted((grade for _, _, grade in query.gold), reverse=True)
    relevant = sum(grade >= 2 for grade in ideal)
    first = next((1 / place for place, grade in enumerate(grades[:10], 1) if grade >= 2), 0.0)
    return Score(
        query.kind,
        _gain(grades[:5]) / _gain(ideal[:5]),
        sum(grade >= 2 for grade in grades[:5]) / min(5, relevant) if relevant else None,
        first if relevant else None,
        not found,
    )


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / log2(place + 1) for place, grade in enumerate(grades, 1))


def evaluate(queries: Iterable[Graded], search: Search) -> list[Score]:
    """The figures of every query."""
    return [score(query, search(query.text)) for query in queries]


def average(scores: Iterable[Score], name: str) -> float:
    """The mean of a figure over the queries to which it applies; nan for none."""
    values = [value for s in scores if (value := getattr(s, name)) is not None]
    return mean(values) if values else float("nan")


def interval(
    scores: Sequence[Score], name: str = "ndcg", *, rounds: int = 1000
) -> tuple[float, float]:
    """The 95 % bootstrap interval of the mean."""
    values = [value for s in scores if (value := getattr(s, name)) is not None]
    draw = random.Random(1)
    means = sorted(mean(draw.choices(values, k=len(values))) for _ in range(rounds))
    return means[round(rounds * 0.025)], means[round(rounds * 0.975) - 1]


def row(name: str, scores: Sequence[Score]) -> str:
    """One line of the table: nDCG@5 with its interval, R@5, MRR, refusals, then nDCG@5 per kind."""
    off_topic = [s for s in scores if s.kind == "oos"]
    in_scope = [s for s in scores if s.kind != "oos"]
    low, high = interval(in_scope)
    cells = [
        name,
        f"{average(in_scope, 'ndcg'):.3f} ({low:.2f}–{high:.2f})",
        f"{average(in_scope, 'recall'):.3f}",
        f"{average(in_scope, 'mrr'):.3f}",
        f"{sum(s.refused for s in off_topic)}/{len(off_topic)}",
        f"{sum(s.refused for s in in_scope)}/{len(in_scope)}",
        *(f"{average([s for s in in_scope if s.kind == kind], 'ndcg'):.2f}" for kind in KINDS),
    ]
    return f"| {' | '.join(cells)} |"


HEAD = (
    f"| | nDCG@5 (95 %) | R@5 | MRR | off-topic refused | in-scope refused | {' | '.join(KINDS)} |\n"
    f"|{'---|' * (6 + len(KINDS))}"
)


def ready(
    catalog: Catalog, weights: Weights = DEFAULT_WEIGHTS, *, path: Path | None = None
) -> Finder:
    """A search over the shipped corpus, in memory or in a new file."""
    finder = Finder(Store.open(path), catalog, weights=weights)
    Ingest(finder.store, catalog, finder.concepts).build(data_dir())
    return finder


def unasked(finder: Finder, *, limit: int = 10) -> Callable[[str], Answer]:
    """The search as if nobody had asked before: the answers that it keeps are no measure of it."""

    def search(text: str) -> Answer:
        finder.forget()
        return finder.search(text, limit=limit)

    return search


def passages(finder: Finder) -> Search:
    """The search as the evaluation calls it."""
    return lambda text: [match.passage for match in finder.search(text, limit=10).matches]


def _without_words(catalog: Catalog) -> Catalog:
    return replace(catalog, items=tuple(replace(item, words=()) for item in catalog.items))


def _without(**weights: float) -> Weights:
    return replace(DEFAULT_WEIGHTS, **weights)


# What is switched off for a line of the table: a change of the data, and one of the weights.
INGREDIENTS: dict[str, tuple[Callable[[Catalog], Catalog], Weights]] = {
    "everything": (lambda c: c, DEFAULT_WEIGHTS),
    "no synonyms": (lambda c: replace(c, synonyms=()), DEFAULT_WEIGHTS),
    "no groups of interchangeable words": (
        lambda c: replace(c, vocabulary=replace(c.vocabulary, alike=())),
        DEFAULT_WEIGHTS,
    ),
    "no items as bridges": (_without_words, DEFAULT_WEIGHTS),
    "no topics": (lambda c: replace(c, topics=()), DEFAULT_WEIGHTS),
    "no shared concepts": (lambda c: c, _without(concepts=0.0)),
    "no search for the concepts' wording": (lambda c: c, _without(paraphrase=0.0)),
    "no sayings put together": (lambda c: c, _without(evidence=0.0)),
    "no lift by shared items": (lambda c: c, _without(kindred=0.0)),
    "no concepts at all": (
        lambda c: c,
        _without(concepts=0.0, paraphrase=0.0, evidence=0.0, kindred=0.0),
    ),
    "no slots": (
        lambda c: c,
        _without(area=0.0, aspect=0.0, fit=0.0, section=0.0, leaning=0.0, scope=0.0, promise=0.0),
    ),
    "no coverage": (lambda c: c, _without(coverage=0.0, headline=0.0)),
    "no BM25": (lambda c: c, _without(index=0.0)),
    "no pinyin, no slips": (
        lambda c: replace(c, vocabulary=replace(c.vocabulary, reads_slips=False)),
        DEFAULT_WEIGHTS,
    ),
}


def main() -> None:
    """Prints the table of the halves; with --ingredients one line for each ingredient left out."""
    catalog = load_catalog(data_dir())
    configure(catalog.vocabulary.dictionary, cache_dir())
    queries = read_queries()
    held = [query for query in queries if query.split == "held"]
    tuned = [query for query in queries if query.split == "tune"]
    search = passages(ready(catalog))
    lines = [HEAD, row("held", evaluate(held, search)), row("tuned", evaluate(tuned, search))]
    if "--ingredients" in sys.argv:
        lines += ["", f"All {len(queries)} queries:", "", HEAD]
        for name, (change, weights) in INGREDIENTS.items():
            found = evaluate(queries, passages(ready(change(catalog), weights)))
            lines.append(row(name, found))
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
