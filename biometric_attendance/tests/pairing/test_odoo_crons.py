"""Rows of Odoo's own crons: automatic check-outs, and absences."""

from freezegun import freeze_time

from ..common import DAY, IN, OUT, row
from ..fixed_rows_common import FixedRowsCase

NIGHT = [
    row("1", f"2025-03-0{day} {clock}", status)
    for day, clock, status in ((3, "22:00:00", IN), (4, "06:00:00", OUT))
]


class TestOdooCrons(FixedRowsCase):
    def test_odoo_ends_the_day_and_the_true_check_out_replaces_that(self):
        self.push(row("1", "08:00", IN))
        self.pair(f"{DAY} 12:00:00")
        self.auto_check_out(f"{DAY} 21:00:00")
        attendance = self.attendance(self.ann)
        self.assertEqual(attendance.out_mode, "auto_check_out")
        self.assertTrue(attendance.biometric_managed)
        ended = attendance.check_out
        self.punches(self.ann).action_recompute()
        self.pair()
        self.assertEqual(attendance.check_out, ended, "stays until the true one comes")
        self.push(row("1", "18:30", OUT))
        self.pair()
        self.assertEqual(self.attendance(self.ann), attendance)
        self.assertEqual(self.sessions(self.ann), ["07:00-17:30"])
        self.assertEqual(attendance.out_mode, "biometric")

    def test_nothing_to_end_is_no_error(self):
        self.auto_check_out(f"{DAY} 21:00:00")
        self.absence_cron("2025-03-04 03:00:00")
        self.absence_cron("2025-03-04 07:00:00")
        self.assertFalse(self.attendance(self.ann) - self.technical(self.ann))

    def test_odoo_ends_the_day_and_the_next_one_begins(self):
        self.push(row("1", "08:00", IN))
        self.pair(f"{DAY} 12:00:00")
        self.auto_check_out(f"{DAY} 21:00:00")
        self.push(row("1", "2025-03-04 08:00:00", IN))
        self.pair("2025-03-04 08:00:00")
        first, second = self.attendance(self.ann).sorted("check_in")
        self.assertEqual(first.out_mode, "auto_check_out")
        self.assertFalse(second.check_out)

    def test_odoo_ends_a_row_of_the_kiosk_and_the_waiting_punches_pair(self):
        self.systray("07:00", self.bob)
        self.push(
            row("00017", "2025-03-04 08:00:00", IN), row("00017", "2025-03-04 09:00:00")
        )
        self.push(row("00017", "2025-03-04 10:00:00", IN))
        self.pair()
        self.auto_check_out("2025-03-04 05:00:00")
        self.pair()
        first, *others = self.attendance(self.bob).sorted("check_in")
        self.assertEqual((first.in_mode, first.out_mode), ("systray", "auto_check_out"))
        self.assertNotIn("waiting", self.punches(self.bob).mapped("outcome"))
        self.assertTrue(others)

    def test_odoo_finds_nobody_to_check_out(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        self.env["hr.attendance"].search([("check_out", "=", False)]).unlink()
        self.auto_check_out(f"{DAY} 21:00:00")
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def absence_cron(self, at):
        self.company.absence_management = True
        others = self.env["hr.employee"].search([("company_id", "=", self.company.id)])
        (others - self.ann - self.bob).active = False
        with freeze_time(at):
            self.env["hr.attendance"]._cron_absence_detection()
            self.env.flush_all()

    def technical(self, employee):
        return self.attendance(employee).filtered(lambda r: r.in_mode == "technical")

    def test_a_row_for_an_absence_gives_way_to_late_punches(self):
        self.absence_cron("2025-03-04 03:00:00")
        self.assertTrue(self.technical(self.ann))
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.push(row("00017", "2025-03-02 22:00:00", IN), row("00017", "06:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.bob), ["21:00-05:00"])
        self.assertFalse(self.technical(self.bob), "a night over its midnight")
        self.assertIn("07:00-16:00", self.sessions(self.ann))
        self.assertFalse(self.technical(self.ann), "no absence on a day of work")

    def test_a_night_worker_does_not_stop_the_detection_of_absences(self):
        self.push(*NIGHT)
        self.pair()
        self.absence_cron("2025-03-05 03:00:00")
        self.assertEqual(self.sessions(self.ann), ["21:00-05:00"])
        self.assertTrue(self.technical(self.bob), "who really was absent")
