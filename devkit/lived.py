"""Compare what the simulated people did with the attendances Odoo has for them."""

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from .api import Api

Row = tuple[str, str, str]  # PIN, check in, check out (empty while open): UTC texts


@dataclass(frozen=True)
class Comparison:
    """Rows in both, rows only in the truth, rows only in Odoo."""

    right: frozenset[Row]
    missing: frozenset[Row]
    wrong: frozenset[Row]

    @property
    def punches(self) -> int:
        """How many punches the right rows are made of."""
        return sum(2 if end else 1 for _pin, _start, end in self.right)

    @property
    def is_equal(self) -> bool:
        """Whether Odoo has all of the truth and nothing else."""
        return not (self.missing or self.wrong)


def compare(truth: dict[str, Any], api: Api, employees: dict[str, int]) -> Comparison:
    """Compare the simulator's truth with the rows of these employees.

    :param truth: the simulator's JSON (`sessions` of `pin`, `in`, `out`).
    :param employees: the employee's id of each PIN.
    """
    lived = {
        (each["pin"], _text(each["in"]), _text(each["out"]))
        for each in truth["sessions"]
    }
    stored = rows(api, employees)
    return Comparison(
        frozenset(lived & stored), frozenset(lived - stored), frozenset(stored - lived)
    )


def rows(api: Api, employees: dict[str, int]) -> set[Row]:
    """Read the attendances of these employees over the public API."""
    pins = {employee: pin for pin, employee in employees.items()}
    found = api.call(
        "hr.attendance",
        "search_read",
        domain=[["employee_id", "in", list(pins)]],
        fields=["employee_id", "check_in", "check_out"],
    )
    return {
        (pins[row["employee_id"][0]], row["check_in"], row["check_out"] or "")
        for row in found
    }


def _text(instant: str | None) -> str:
    if not instant:
        return ""
    utc = datetime.fromisoformat(instant).astimezone(timezone.utc)
    return utc.strftime("%Y-%m-%d %H:%M:%S")
