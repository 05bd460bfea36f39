"""Punches of the hour that happens twice: marked where nothing tells, and chosen."""

import base64
from ast import literal_eval

from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user

from ..common import IN, OUT, BiometricCase, row

NIGHT = "2025-10-26"


def line(pin, clock, status):
    """A line of a file on a USB stick."""
    return f"{pin}\t{clock}\t1\t{status}\t1\t0"


class TestAmbiguousHour(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(
            cls.env,
            "clerk",
            groups="base.group_user,hr_attendance.group_hr_attendance_user",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.company._ensure_biometric_policy()
        cls.company.biometric_policy_id.mode = "keys"

    def night_of_ann(self):
        """Ann leaves in the hour that happens twice."""
        self.push(
            row("1", "2025-10-25 20:00:00", IN), row("1", f"{NIGHT} 02:40:00", OUT)
        )
        self.pair()
        return self.punches(self.ann)[-1].with_user(self.clerk)

    def import_file(self, *lines):
        file_import = self.env["biometric.file.import"].create(
            {
                "device_id": self.device.id,
                "name": "1_attlog.dat",
                "file": base64.b64encode("\n".join(lines).encode()),
            }
        )
        file_import.action_import()

    def readings(self, employee):
        return [
            (p.device_time[11:16], f"{p.instant:%H:%M}", p.ambiguous_hour)
            for p in self.punches(employee)
        ]

    def hours(self):
        rows = self.attendance(self.ann)
        return [(row.check_out - row.check_in).total_seconds() / 3600 for row in rows]

    def anomalies(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "biometric_attendance.biometric_anomaly_action"
        )
        punches = self.env["biometric.punch"].search(literal_eval(action["domain"]))
        return punches.filtered(lambda punch: punch.device_id == self.device)

    def test_a_file_sorted_by_person_is_read_person_by_person(self):
        for newest_first in (False, True):
            with self.subTest(newest_first=newest_first):
                lines = [
                    line("00017", f"{NIGHT} 00:30:00", IN),
                    line("00017", f"{NIGHT} 02:50:00", OUT),
                    line("00017", f"{NIGHT} 02:15:00", IN),
                    line("00017", f"{NIGHT} 06:00:00", OUT),
                    line("1", "2025-10-25 20:00:00", IN),
                    line("1", f"{NIGHT} 02:40:00", OUT),
                ]
                self.import_file(*lines[:: -1 if newest_first else 1])
                self.assertEqual(
                    self.readings(self.ann),
                    [("20:00", "18:00", False), ("02:40", "00:40", True)],
                )
                self.assertEqual(
                    self.readings(self.bob),
                    [
                        ("00:30", "22:30", False),
                        ("02:15", "01:15", False),
                        ("02:50", "00:50", False),
                        ("06:00", "05:00", False),
                    ],
                )
                self.punches().unlink()

    def test_a_person_chooses_the_other_hour_and_takes_the_choice_back(self):
        punch = self.night_of_ann()
        self.assertEqual(self.hours(), [6 + 40 / 60])
        self.assertIn(punch, self.anomalies())
        punch.action_choose_other_reading()
        self.pair()
        self.assertEqual((punch.ambiguous_hour, self.hours()), (False, [7 + 40 / 60]))
        self.assertNotIn(punch, self.anomalies())
        correction = punch.correction_ids
        self.assertRecordValues(
            correction,
            [{"kind": "hour", "create_uid": self.clerk.id, "state": "active"}],
        )
        self.assertEqual(
            (str(correction.former_instant), str(correction.instant)),
            (f"{NIGHT} 00:40:00", f"{NIGHT} 01:40:00"),
        )
        correction.action_withdraw()
        self.pair()
        self.assertEqual((punch.ambiguous_hour, self.hours()), (True, [6 + 40 / 60]))
        self.assertEqual(punch.outcome, "checked_out")

    def test_a_choice_outlives_the_same_punch_told_again(self):
        punch = self.night_of_ann()
        punch.action_choose_other_reading()
        self.push(row("1", f"{NIGHT} 02:40:00", OUT))
        self.import_file(line("1", f"{NIGHT} 02:40:00", OUT))
        self.pair()
        self.assertEqual(self.hours(), [7 + 40 / 60])
        self.assertEqual(len(self.punches(self.ann)), 2)

    def test_a_reading_confirmed_is_no_anomaly_any_more(self):
        punch = self.night_of_ann()
        punch.action_confirm_reading()
        self.pair()
        self.assertEqual(self.hours(), [6 + 40 / 60])
        self.assertFalse(punch.ambiguous_hour)
        self.assertNotIn(punch, self.anomalies())
        with self.assertRaisesRegex(UserError, "at one time only"):
            punch.action_choose_other_reading()
        punch.correction_ids.action_withdraw()
        self.assertTrue(punch.ambiguous_hour)

    def test_both_readings_are_named_on_the_punch_and_on_the_day(self):
        punch = self.night_of_ann()
        self.assertIn("00:40 UTC", punch.ambiguity)
        self.assertIn("01:40 UTC", punch.ambiguity)
        self.assertIn(punch.ambiguity, punch.anomaly)
        day = self.env["biometric.day"].read_day(self.ann.id, "2025-10-25")
        self.assertEqual(
            [entry["note"] for entry in day["punches"]], ["", punch.ambiguity]
        )
        punch.action_choose_other_reading()
        self.assertFalse(punch.ambiguity)

    def test_a_closed_period_keeps_its_readings(self):
        punch = self.night_of_ann()
        self.company.biometric_closed_until = "2025-10-31"
        with self.assertRaisesRegex(ValidationError, "closed"):
            punch.action_choose_other_reading()

    def test_whose_punch_it_is_comes_first(self):
        self.push(row("99", f"{NIGHT} 02:40:00", OUT))
        unmapped = self.punches()[-1]
        self.assertTrue(unmapped.ambiguous_hour)
        with self.assertRaisesRegex(UserError, "map it first"):
            unmapped.action_choose_other_reading()

    def test_an_hour_that_came_once_has_one_reading(self):
        self.push(row("1", "08:00", IN))
        self.assertFalse(self.punches().ambiguous_hour)
        self.assertFalse(self.punches().ambiguity)
        with self.assertRaisesRegex(UserError, "at one time only"):
            self.punches().action_choose_other_reading()
