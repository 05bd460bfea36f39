"""Rows the pairing finds: of people, and of the kiosk."""

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..common import DAY, IN, OUT, BiometricCase, row
from ..fixed_rows_common import FixedRowsCase


class TestFixedRows(FixedRowsCase):
    def test_a_day_of_the_systray_covers_the_punches_in_it(self):
        self.systray("07:00")
        entered = self.systray("16:00")
        self.push(row("1", "09:00", IN), row("1", "12:00", OUT))
        self.pair()
        self.assertEqual(self.attendance(self.ann), entered)
        self.assertEqual(
            (entered.in_mode, entered.out_mode, entered.biometric_managed),
            ("systray", "systray", False),
        )
        self.assertEqual(self.outcomes(self.ann), ["09:00 covered", "12:00 covered"])

    def test_the_systray_ends_what_the_device_began(self):
        self.push(row("1", "08:00", IN))
        self.pair(f"{DAY} 12:00:00")
        self.systray("15:00")
        self.pair()
        attendance = self.attendance(self.ann)
        self.assertEqual(self.sessions(self.ann), ["07:00-15:00"])
        self.assertEqual(
            (attendance.in_mode, attendance.out_mode), ("biometric", "systray")
        )
        self.push(row("1", "17:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-15:00"], "a person said so")

    def test_a_punch_ends_what_the_systray_began(self):
        begun = self.systray("07:00")
        self.push(row("1", "17:00", OUT), row("1", "2025-03-04 08:00:00", IN))
        self.pair("2025-03-04 08:00:00")
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00", "07:00-"])
        self.assertEqual(
            self.outcomes(self.ann), ["17:00 checked_out", "08:00 checked_in"]
        )
        self.assertEqual(
            (begun.in_mode, begun.out_mode, begun.out_device_id),
            ("systray", "biometric", self.device),
        )
        self.assertTrue(begun.biometric_ended)
        self.assertFalse(begun.biometric_managed, "the beginning is the person's")
        self.assertEqual(self.punches(self.ann)[0].attendance_id, begun)

    def test_the_end_of_a_punch_is_taken_back_with_the_punch(self):
        begun = self.systray("07:00")
        self.push(row("1", "17:00", OUT))
        self.pair()
        self.punches(self.ann).action_discard()
        self.pair()
        self.assertEqual((begun.check_out, begun.out_mode), (False, "manual"))
        self.assertFalse(begun.biometric_ended or begun.out_device_id)

    def test_an_end_taken_back_while_another_row_is_open_leaves_no_hours(self):
        begun = self.systray("07:00")
        self.push(row("1", "17:00", OUT))
        self.pair()
        later = self.systray("18:00")
        self.punches(self.ann).action_discard()
        self.pair()
        self.assertEqual(begun.check_out, begun.check_in)
        self.assertFalse(later.check_out)

    def test_pairing_again_changes_nothing_of_a_row_a_punch_ended(self):
        begun = self.systray("07:00")
        self.push(row("1", "17:00", OUT))
        self.pair()
        self.punches(self.ann).action_recompute()
        self.pair()
        self.assertEqual(self.outcomes(self.ann), ["17:00 checked_out"])
        self.push(row("1", "16:30", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-15:30"], "the first ends it")
        self.assertTrue(begun.biometric_ended)

    def test_an_end_in_a_closed_period_is_not_taken_back(self):
        night = self.systray("20:00")
        self.push(row("1", "2025-03-04 06:00:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["20:00-05:00"])
        self.company.biometric_closed_until = DAY
        self.pair()
        self.assertEqual(self.outcomes(self.ann), ["06:00 checked_out"])
        self.punches(self.ann).action_discard()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["20:00-05:00"])
        self.assertTrue(night.biometric_ended)

    def test_an_end_a_person_types_stands_against_the_punch(self):
        begun = self.systray("07:00")
        self.push(row("1", "17:00", OUT))
        self.pair()
        begun.check_out = f"{DAY} 15:00:00"
        self.assertFalse(begun.biometric_ended)
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-15:00"])
        self.assertEqual(self.outcomes(self.ann), ["17:00 covered"])

    def test_a_finger_a_minute_after_the_systray_repeats_it(self):
        self.systray("07:00")
        entered = self.systray("16:00")
        self.push(row("1", f"{DAY} 08:00:30"), row("1", f"{DAY} 17:00:30", OUT))
        self.pair()
        self.assertEqual(self.attendance(self.ann), entered)
        self.assertEqual(self.outcomes(self.ann), ["08:00 repeat", "17:00 repeat"])
        self.assertEqual(self.punches(self.ann).attendance_id, entered)

    def test_the_true_punch_replaces_an_automatic_end(self):
        begun = self.systray("07:00")
        self.auto_check_out(f"{DAY} 21:00:00")
        self.pair()
        self.assertEqual(begun.out_mode, "auto_check_out")
        self.push(row("1", "17:05", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:05"])
        self.assertEqual(begun.out_mode, "biometric")

    def test_the_true_punch_that_waits_replaces_an_automatic_end(self):
        self.systray("07:00")
        self.push(row("1", "17:05", OUT))
        self.auto_check_out(f"{DAY} 21:00:00")
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:05"])

    def test_an_automatic_end_comes_back_when_the_punch_does_not_count(self):
        begun = self.systray("07:00")
        self.auto_check_out(f"{DAY} 21:00:00")
        ended = begun.check_out
        self.push(row("1", "17:05", OUT))
        self.pair()
        self.assertNotEqual(begun.check_out, ended)
        self.punches(self.ann).action_discard()
        self.pair()
        self.assertEqual((begun.check_out, begun.out_mode), (ended, "auto_check_out"))

    def test_a_row_begun_without_a_terminal_is_not_given_to_the_punches(self):
        begun = self.systray("07:00")
        self.push(row("1", "17:00", OUT))
        self.pair()
        with self.assertRaisesRegex(UserError, "without a terminal"):
            begun.action_follow_punches()

    def test_an_overdue_row_is_not_ended_by_a_press(self):
        self.push(row("1", "08:00", IN))
        self.pair(f"{DAY} 12:00:00")
        self.assertEqual(self.sessions(self.ann), ["07:00-"])
        pressed = self.systray("2025-03-04 06:00:00")
        self.assertEqual(self.attendance(self.ann), pressed)
        self.assertEqual(
            (str(pressed.check_in), pressed.check_out), ("2025-03-04 06:00:00", False)
        )
        self.assertEqual(self.outcomes(self.ann), ["08:00 missing_check_out"])

    def test_an_overdue_row_goes_without_a_press(self):
        self.push(row("1", "08:00", IN))
        self.pair(f"{DAY} 12:00:00")
        with freeze_time(f"{DAY} 22:59:00"):
            self.env["hr.attendance"]._cron_overdue()
            self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-"], "16 hours are not over")
        with freeze_time(f"{DAY} 23:01:00"):
            self.env["hr.attendance"]._cron_overdue()
            self.pair()
        self.assertFalse(self.attendance(self.ann))
        self.assertNotEqual(self.ann.attendance_state, "checked_in")
        self.assertEqual(self.outcomes(self.ann), ["08:00 missing_check_out"])
        self.push(row("1", "18:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-17:00"], "it came late")

    def test_punches_before_and_after_a_row_of_a_person_pair_on_their_own_side(self):
        self.enter(self.ann, "11:00", "12:00")
        clocks = (("08:00", IN), ("11:00", OUT), ("14:00", IN), ("17:00", OUT))
        self.push(*(row("1", clock, status) for clock, status in clocks))
        self.pair()
        self.assertEqual(
            self.sessions(self.ann), ["07:00-10:00", "11:00-12:00", "13:00-16:00"]
        )

    def test_a_session_does_not_cross_a_row_of_a_person(self):
        self.enter(self.ann, "11:00", "12:00")
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["11:00-12:00"])
        self.assertEqual(set(self.punches(self.ann).mapped("outcome")), {"covered"})

    def test_deleting_the_row_of_a_person_lets_the_punches_pair(self):
        entered = self.enter(self.ann, "11:00", "12:00")
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        entered.unlink()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_people_cannot_overlap_each_other_still(self):
        self.enter(self.ann, "07:00", "15:00")
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.enter(self.ann, "08:00", "09:00")


@tagged("post_install", "-at_install")
class TestKiosk(BiometricCase, HttpCase):
    def scan(self):
        answer = self.make_jsonrpc_request(
            "/hr_attendance/attendance_barcode_scanned",
            {"token": self.company.attendance_kiosk_key, "barcode": "ANN1"},
        )
        self.env.invalidate_all()
        return answer

    def test_the_kiosk_ends_what_the_device_began(self):
        self.ann.barcode = "ANN1"
        came = self.env.cr.now() - timedelta(hours=1)
        self.push(row("1", f"{came:%Y-%m-%d %H:%M:%S}", IN), device=self.utc_device())
        self.pair()
        self.scan()
        attendance = self.attendance(self.ann)
        self.assertEqual(
            (attendance.in_mode, attendance.out_mode), ("biometric", "kiosk")
        )
        self.assertFalse(attendance.biometric_managed)

    def utc_device(self):
        device = self.make_device("GATE003", tz="UTC")
        self.map_user(device, "1", self.ann)
        return device
