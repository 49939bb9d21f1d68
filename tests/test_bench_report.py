"""What a run of the benchmark leaves out stays beside what it measured."""

import json
from pathlib import Path

import pytest

from benchmarks import report
from benchmarks.report import Part, Ratio, Table


def searched(*sizes: int) -> Part:
    return Part(
        "Search",
        "",
        tuple(Ratio(f"p95 at {size:,} / FTS5", 1.0) for size in sizes),
        tuple(Table(("a",), ((str(size),),), f"{size:,} passages") for size in sizes),
        {"prepbot": [(size, 1.0) for size in sizes]},
    )


def test_sizes_that_a_run_leaves_out_stay_with_their_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report, "FOLDER", tmp_path)
    report.save("search", searched(113, 500_000))
    report.save("search", searched(113, 10_000))
    kept = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))["search"]
    titles = ["113 passages", "10,000 passages", "500,000 passages"]
    assert [table["title"] for table in kept["tables"]] == titles
    assert [bool(table.get("taken")) for table in kept["tables"]] == [False, False, True]
    assert [point[0] for point in kept["series"]["prepbot"]] == [113, 10_000, 500_000]
    assert len(kept["ratios"]) == 3
    shown = (tmp_path / "RESULTS.md").read_text(encoding="utf-8")
    assert shown.count("in an earlier run.") == 1
