"""What a manager decided about overtime lasts as long as the attendance does."""

from ..common import IN, OUT, BiometricCase, row

WEEK = [
    row("1", f"2025-03-{day:02d} {clock}", status)
    for day in range(3, 8)
    for clock, status in (("08:00:00", IN), ("19:00:00", OUT))
]


class TestOvertimeApproval(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.attendance_overtime_validation = "by_manager"
        cls.ann.write(
            {"date_version": "2024-01-01", "contract_date_start": "2024-01-01"}
        )

    def setUp(self):
        super().setUp()
        self.push(*WEEK)
        self.pair()
        approved, edited, refused, *_others = self.lines()
        approved.action_approve()
        edited.write({"manual_duration": 0.5, "status": "approved"})
        refused.action_refuse()
        self.env.flush_all()
        self.decided = self.approvals(approved + edited + refused)

    def lines(self):
        return self.env["hr.attendance.overtime.line"].search(
            [("employee_id", "=", self.ann.id)]
        )

    def approvals(self, lines):
        rows = lines._linked_attendances()
        return (
            lines.read(["date", "time_start", "duration", "manual_duration", "status"]),
            rows.read(["overtime_status", "validated_overtime_hours", "check_out"]),
        )

    def assertDecided(self):
        """The lines decided about are the same records with the same values."""
        ids = [line["id"] for line in self.decided[0]]
        kept = self.lines().filtered(lambda line: line.id in ids)
        self.assertEqual(self.approvals(kept), self.decided)

    def test_there_is_overtime_to_decide_about(self):
        self.assertEqual(len(self.lines()), 5)
        self.assertEqual(
            self.lines().mapped("status"),
            ["approved", "approved", "refused", "to_approve", "to_approve"],
        )

    def test_decisions_outlive_a_replay_of_the_whole_log(self):
        self.push(*WEEK)
        self.punches().action_recompute()
        self.pair()
        self.assertDecided()

    def test_decisions_outlive_a_changed_check_out_of_another_day(self):
        self.push(row("1", "2025-03-07 20:00:00", OUT))
        self.pair()
        self.assertDecided()
        self.assertEqual(len(self.lines()), 5)
        last = self.lines()[-1]
        self.assertEqual(str(last.time_stop), "2025-03-07 19:00:00")
        self.assertEqual(last.status, "to_approve")

    def test_decisions_outlive_an_attendance_added_between(self):
        self.push(
            row("1", "2025-03-04 19:30:00", IN), row("1", "2025-03-04 19:45:00", OUT)
        )
        self.pair()
        self.assertDecided()

    def test_a_changed_attendance_is_to_be_decided_about_again(self):
        self.push(row("1", "2025-03-03 20:00:00", OUT))
        self.pair()
        first = self.lines()[0]
        self.assertEqual((first.status, str(first.date)), ("to_approve", "2025-03-03"))

    def test_nothing_is_left_of_an_attendance_that_is_gone(self):
        gone = self.lines()[0].time_start
        self.punches().filtered(lambda punch: punch.instant.day == 3).action_discard()
        self.pair()
        self.assertNotIn(gone, self.lines().mapped("time_start"))
        self.assertEqual(len(self.lines()), 4)

    def test_decisions_about_a_night_outlive_punches_of_the_day_after(self):
        """Odoo dates a line by the day; the night's second day has others, too."""
        self.push(
            row("1", "2025-03-10 21:00:00", IN), row("1", "2025-03-11 10:00:00", OUT)
        )
        self.pair()
        night = self.lines().filtered(lambda line: "2025-03-10" in str(line.time_start))
        self.assertTrue(night)
        night.action_approve()
        before = self.approvals(night)
        self.push(
            row("1", "2025-03-11 20:00:00", IN), row("1", "2025-03-12 07:00:00", OUT)
        )
        self.pair()
        self.assertEqual(self.approvals(night.exists()), before)
        self.assertDecided()

    def test_repeated_pairing_duplicates_no_line(self):
        self.push(
            row("1", "2025-03-09 21:30:00", IN), row("1", "2025-03-09 23:50:00", OUT)
        )
        self.pair()
        count = len(self.lines())
        for minute in (51, 52, 53):
            self.push(row("1", f"2025-03-09 23:{minute}:00", OUT))
            self.pair()
            self.assertEqual(len(self.lines()), count)
