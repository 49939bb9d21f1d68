"""What a part of the benchmark measured, as values, and RESULTS.md made of all parts.

Each part's figures are kept in results.json, so that a run of one part renews only its own.
"""

import datetime
import json
import os
import platform
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

from benchmarks.plot import bars, lines
from benchmarks.timing import PEERS

FOLDER = Path(__file__).parent
SHOWN = (
    "python-telegram-bot", "sqlite-utils", "jieba", "rapidfuzz", "bm25s", "rank-bm25", "tantivy",
    "whoosh-reloaded", "aiogram", "pyTelegramBotAPI",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ratio:
    """One result: a measured ratio and its aim, at most or at least so much; None: no aim."""

    name: str
    value: float
    at_most: float | None = None
    at_least: float | None = None

    @property
    def verdict(self) -> str:
        """ "yes" or "no" for an aim, "" without one."""
        if self.at_most is not None:
            return "yes" if self.value <= self.at_most else "no"
        if self.at_least is not None:
            return "yes" if self.value >= self.at_least else "no"
        return ""

    @property
    def aim(self) -> str:
        """The aim as the table shows it."""
        if self.at_most is not None:
            return f"≤ {self.at_most:g}"
        return f"≥ {self.at_least:g}" if self.at_least is not None else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading; cells are text."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    taken: str = ""  # when and where, if that was another run than its part's


@dataclass(frozen=True, slots=True)
class Part:
    """What one part measured."""

    title: str
    text: str
    ratios: tuple[Ratio, ...]
    tables: tuple[Table, ...]
    series: dict[str, list[tuple[float, float]]] = field(default_factory=dict)  # for the plots


def save(name: str, part: Part) -> None:
    """Keeps a part's figures with the machine they were taken on, and writes RESULTS.md anew."""
    path = FOLDER / "results.json"
    kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    kept[name] = _beside(kept.get(name), {**asdict(part), "taken": taken()})
    text = json.dumps(dict(sorted(kept.items())), ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    _write(kept)


def _beside(earlier: dict[str, Any] | None, part: dict[str, Any]) -> dict[str, Any]:
    """The part, with the sizes that only an earlier run measured, which take an hour."""
    if earlier is None:
        return part
    titles, names = {t["title"] for t in part["tables"]}, {r["name"] for r in part["ratios"]}
    sizes = [t["title"].partition(" ")[0] for t in earlier["tables"] if t["title"] not in titles]
    if not all(size.replace(",", "").isdecimal() for size in sizes):
        return part  # its tables are no sizes
    stay = [
        {**table, "taken": table.get("taken") or earlier["taken"]}
        for table in earlier["tables"]
        if table["title"] not in titles
    ]
    ratios = [
        ratio
        for ratio in earlier["ratios"]
        if ratio["name"] not in names and any(f" {size} " in ratio["name"] for size in sizes)
    ]
    wanted = {float(size.replace(",", "")) for size in sizes}
    series = {
        name: sorted(
            [
                *map(tuple, points),
                *(tuple(p) for p in earlier["series"].get(name, ()) if p[0] in wanted),
            ]
        )
        for name, points in part["series"].items()
    }
    tables = [*part["tables"], *stay]
    return part | {"tables": tables, "ratios": [*part["ratios"], *ratios], "series": series}


def taken() -> str:
    """Date, machine and versions of a measurement."""
    places = [*sys.path, os.environ.get(PEERS, "")]
    known = {d.name.lower(): d.version for d in distributions(path=places)}
    versions = [f"{name} {known[name.lower()]}" for name in SHOWN if name.lower() in known]
    return (
        f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}; {', '.join(versions)}"
    )


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    made = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in made)


ORDER = ("start", "search", "growth", "handling", "work")
_TOP = """# Results

Made by `make bench`; do not edit. Ratios are the result: they hold from machine to machine, where times
do not. "Floor" is the least that the same libraries take for the same thing.
"""


def _write(kept: dict[str, Any]) -> None:
    parts = {name: kept[name] for name in ORDER if name in kept}
    text = [_TOP, "## Against the aims\n", _aims(parts)]
    if series := parts.get("search", {}).get("series"):
        (FOLDER / "search.svg").write_text(
            lines(series, "p95 of a search, warm", "passages", "ms"), encoding="utf-8"
        )
        text.append("\n![p95 of a search over the number of passages](search.svg)")
    if series := parts.get("handling", {}).get("series"):
        (FOLDER / "handling.svg").write_text(
            bars({name: points[0][1] for name, points in series.items()}, "answers a second"),
            encoding="utf-8",
        )
        text.append("\n![Answers a second](handling.svg)")
    text += [_part(part) for part in parts.values()]
    (FOLDER / "RESULTS.md").write_text("\n".join(text) + "\n", encoding="utf-8")


def _aims(parts: dict[str, Any]) -> str:
    ratios = [Ratio(**found) for part in parts.values() for found in part["ratios"]]
    rows = [(r.name, f"{r.value:,.2f}", r.aim, r.verdict) for r in ratios]
    return markdown(("", "measured", "aim", "met"), rows)


def _part(part: dict[str, Any]) -> str:
    text = [f"\n## {part['title']}\n", part["text"]]
    for table in part["tables"]:
        text.append(f"\n### {table['title']}\n" if table["title"] else "")
        text.append(markdown(table["head"], table["rows"]))
        if table.get("taken"):
            text.append(f"\nTaken {table['taken']}, in an earlier run.")
    return "\n".join([*text, f"\nTaken {part['taken']}."])
