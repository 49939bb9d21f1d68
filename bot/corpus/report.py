"""How adding documents goes, and what became of each file."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Pace:
    """How far a run is."""

    done: int  # files
    total: int
    passages: int
    seconds: float

    @property
    def passages_a_second(self) -> float:
        """How fast it goes."""
        return self.passages / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float:
        """How long the rest will take at that pace."""
        return self.seconds / self.done * (self.total - self.done) if self.done else 0.0


@dataclass(slots=True)
class IngestReport:
    """What became of each file: added with its passages and warnings, unchanged, or skipped."""

    added: list[tuple[str, int, tuple[str, ...]]] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[tuple[str, int, str]] = field(default_factory=list)  # line 0: the whole file
    guessed: dict[str, dict[str, Any]] = field(default_factory=dict)  # of each that was added
    is_dry: bool = False

    def as_json(self) -> dict[str, Any]:
        """The report as `ingest --json` prints it."""
        return {
            "added": [
                {"file": f, "passages": n, "warnings": list(w), **self.guessed.get(f, {})}
                for f, n, w in self.added
            ],
            "unchanged": self.unchanged,
            "skipped": [{"file": f, "line": n, "reason": r} for f, n, r in self.skipped],
        }

    def as_text(self) -> str:
        """The report for a person, a line a file."""
        lines: list[str] = []
        verb = "would add" if self.is_dry else "added    "
        for file, count, warnings in self.added:
            lines.append(f"{verb}  {file}: {count} passages{self._guesses(file)}")
            lines += [f"  warning  {warning}" for warning in warnings]
        lines += [f"unchanged  {file}" for file in self.unchanged]
        lines += [f"skipped    {reason}" for reason in self.reasons()]
        return "\n".join(lines)

    def _guesses(self, file: str) -> str:
        """What was taken for granted of an added document, to be corrected if it is wrong."""
        found = self.guessed.get(file)
        if not found:
            return ""
        areas = ", ".join(found["areas"]) or "no area"
        sure = round(100 * found["confidence"])
        return f" · {found['year'] or 'no year'} · {found['scope']} · {areas} · {sure}% sure"

    def reasons(self) -> list[str]:
        """Why each skipped file was: file, line if there is one, what to do."""
        return [f"{f}: line {n}: {r}" if n else f"{f}: {r}" for f, n, r in self.skipped]
