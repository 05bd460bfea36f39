"""Simulated attendances are compared with those in Odoo."""

import pytest

from demo.attendances import compare

SIMULATED = {
    "sessions": [
        {
            "pin": "1",
            "in": "2026-03-02T07:00:00+00:00",
            "out": "2026-03-02T12:00:00+01:00",
        },
        {"pin": "2", "in": "2026-03-02T08:00:00+00:00", "out": None},
    ]
}
RIGHT = [(10, "2026-03-02 07:00:00", "2026-03-02 11:00:00")]
RIGHT += [(20, "2026-03-02 08:00:00", False)]


class FakeApi:
    """Answers every search with the same attendances."""

    def __init__(self, rows):
        self.rows = rows

    def call(self, model, method, **arguments):
        assert (model, method) == ("hr.attendance", "search_read")
        return [
            {"employee_id": [employee, "Name"], "check_in": start, "check_out": end}
            for employee, start, end in self.rows
        ]


def compared(rows):
    return compare(SIMULATED, FakeApi(rows), {"1": 10, "2": 20})


def test_equal_rows_are_right_and_their_punches_counted():
    outcome = compared(RIGHT)
    assert outcome.is_equal
    assert outcome.punches == 3


@pytest.mark.parametrize(
    ("rows", "missing", "wrong"),
    [
        (RIGHT[:1], 1, 0),
        ([*RIGHT, (10, "2026-03-03 07:00:00", False)], 0, 1),
        ([(10, *RIGHT[0][1:2], "2026-03-02 12:00:00"), RIGHT[1]], 1, 1),
        ([(20, *RIGHT[0][1:]), RIGHT[1]], 1, 1),
        ([], 2, 0),
    ],
)
def test_any_difference_is_no_match(rows, missing, wrong):
    outcome = compared(rows)
    assert not outcome.is_equal
    assert (len(outcome.missing), len(outcome.wrong)) == (missing, wrong)
