"""After payroll nothing changes any more, until the period is opened again."""

from ..common import IN, OUT, row
from ..policy_common import PolicyCase


class TestClosedPeriod(PolicyCase):
    def setUp(self):
        super().setUp()
        for day in ("2025-03-03", "2025-03-04"):
            self.push(row("1", f"{day} 08:00:00", IN), row("1", f"{day} 17:00:00", OUT))
        self.pair()
        self.company.biometric_closed_until = "2025-03-03"

    def closed_rows(self):
        rows = self.attendance(self.ann).filtered(lambda row: row.check_in.day == 3)
        return rows.read(["check_in", "check_out", "worked_hours", "punch_ids"])

    def test_a_late_punch_changes_nothing_in_a_closed_period(self):
        before = self.closed_rows()
        self.push(row("1", "2025-03-03 19:00:00", OUT))
        self.pair()
        self.assertEqual(self.closed_rows(), before)
        self.assertEqual(
            self.outcomes(self.ann)[:3],
            ["08:00 checked_in", "17:00 checked_out", "19:00 closed_period"],
        )

    def test_a_changed_rule_changes_nothing_in_a_closed_period(self):
        before = self.closed_rows()
        self.company.biometric_policy_id.longest = 2
        self.punches(self.ann).action_recompute()
        self.pair()
        self.assertEqual(self.closed_rows(), before)
        self.assertEqual(len(self.attendance(self.ann)), 1, "the open day did change")

    def test_reopening_pairs_what_came_meanwhile(self):
        self.push(row("1", "2025-03-03 19:00:00", OUT))
        self.pair()
        self.company.biometric_closed_until = False
        self.pair()
        self.assertEqual(self.rows_of_day(self.ann, "2025-03-03"), [("07:00", "18:00")])
        self.assertEqual(self.outcomes(self.ann)[2], "19:00 checked_out")

    def test_reopening_in_part_pairs_that_part(self):
        self.company.biometric_closed_until = "2025-03-04"
        for day in ("2025-03-03", "2025-03-04"):
            self.push(row("1", f"{day} 19:00:00", OUT))
        self.pair()
        self.company.biometric_closed_until = "2025-03-03"
        self.pair()
        self.assertEqual(self.rows_of_day(self.ann, "2025-03-03"), [("07:00", "16:00")])
        self.assertEqual(self.rows_of_day(self.ann, "2025-03-04"), [("07:00", "18:00")])

    def test_a_night_out_of_a_closed_day_keeps_its_ends(self):
        self.push(
            row("1", "2025-03-05 22:00:00", IN), row("1", "2025-03-06 06:00:00", OUT)
        )
        self.pair()
        before = self.outcomes(self.ann)
        self.company.biometric_closed_until = "2025-03-05"
        self.punches(self.ann).action_recompute()
        self.pair()
        self.assertEqual(self.rows_of_day(self.ann, "2025-03-05"), [("21:00", "05:00")])
        self.assertEqual(self.outcomes(self.ann), before)
