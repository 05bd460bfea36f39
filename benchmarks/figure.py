"""Figures, the budgets they are held against, and how they are shown."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LATEST = Path(__file__).parent / "latest.json"
COLUMNS = ("bench", "ours", "floor", "ratio", "gate", "goal", "", "unit", "n")


@dataclass(frozen=True, slots=True)
class Budget:
    """Where a change is refused, and where we want to be.

    :param at_least: more is better; else less is.
    """

    gate: float
    goal: float
    at_least: bool = True

    def verdict(self, measured: float) -> str:
        """Return `goal`, `ok` (the gate is met) or `MISSED`."""
        sign = 1 if self.at_least else -1
        for name, bound in (("goal", self.goal), ("ok", self.gate)):
            if sign * measured >= sign * bound:
                return name
        return "MISSED"

    def text(self, bound: float) -> str:
        """Write one of the two bounds, such as `>= 0.7`."""
        return f"{'>=' if self.at_least else '<='} {bound:g}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    :param ours: what was measured, in `unit`.
    :param floor: the same of the floor or peer; None where there is none, and then
        the budget holds for `ours` itself.
    :param ratio: the median ratio of the pairs measured side by side, which noise
        moves less than the ratio of the medians.
    :param n: how many requests, punches or rows stand behind it.
    """

    name: str
    ours: float
    floor: float | None
    ratio: float | None
    budget: Budget
    unit: str
    n: int

    @property
    def verdict(self) -> str:
        return self.budget.verdict(self.ours if self.ratio is None else self.ratio)

    def as_json(self) -> dict:
        return {
            "name": self.name,
            "ours": self.ours,
            "floor": self.floor,
            "ratio": self.ratio,
            "budget": self.budget.text(self.budget.gate),
            "ok": self.verdict != "MISSED",
            "unit": self.unit,
            "n": self.n,
        }

    def cells(self) -> tuple[str, ...]:
        """Return the texts of its line of the table, in the order of `COLUMNS`."""
        return (
            self.name,
            _short(self.ours),
            _short(self.floor),
            "-" if self.ratio is None else f"{self.ratio:.2f}",
            self.budget.text(self.budget.gate),
            self.budget.text(self.budget.goal),
            self.verdict,
            self.unit,
            str(self.n),
        )


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as aligned text."""
    rows = [COLUMNS, *(figure.cells() for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def store(figures: Sequence[Figure], path: Path = LATEST) -> None:
    """Write the figures as JSON, in place of those of the run before."""
    path.write_text(json.dumps([each.as_json() for each in figures], indent=1) + "\n")


def _short(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
