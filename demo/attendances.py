"""Compare what the simulated people did with the attendances Odoo has for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from .api import Api

Row = tuple[str, str, str]  # PIN, check in, check out (empty while open): UTC texts


@dataclass(frozen=True)
class Comparison:
    """Attendances as expected, expected but not in Odoo, and in Odoo unexpectedly."""

    right: frozenset[Row]
    missing: frozenset[Row]
    wrong: frozenset[Row]

    @property
    def punches(self) -> int:
        """How many punches the right rows are made of."""
        return sum(2 if end else 1 for _pin, _start, end in self.right)

    @property
    def is_equal(self) -> bool:
        """Whether Odoo has all that is expected and nothing else."""
        return not (self.missing or self.wrong)


def compare(
    simulated: Mapping[str, Any], api: Api, employees: Mapping[str, int]
) -> Comparison:
    """Compare what the simulator wrote with the attendances of these employees.

    :param simulated: the simulator's JSON (`sessions` of `pin`, `in`, `out`).
    :param employees: the employee's id of each PIN.
    """
    expected = {
        (each["pin"], _text(each["in"]), _text(each["out"]))
        for each in simulated["sessions"]
    }
    stored = rows(api, employees)
    return Comparison(
        right=frozenset(expected & stored),
        missing=frozenset(expected - stored),
        wrong=frozenset(stored - expected),
    )


def rows(api: Api, employees: Mapping[str, int]) -> set[Row]:
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
