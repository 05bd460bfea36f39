"""What people and Odoo itself entered, and what pairing does beside it."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from ..common import DAY, IN, OUT, BiometricCase, row

APPLY = "odoo.addons.biometric_attendance.models.pairing.apply"


class TestPairingPeople(BiometricCase):
    def paired_day(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        return self.attendance(self.ann)

    def test_a_row_entered_by_hand_is_respected(self):
        entered = self.enter(self.ann, "07:00", "15:00")
        self.push(row("1", "08:30", IN), row("1", "12:00", OUT))
        self.pair()
        self.assertEqual(self.attendance(self.ann), entered)
        self.assertEqual(self.sessions(self.ann), ["07:00-15:00"])
        self.assertEqual(self.outcomes(self.ann), ["08:30 covered", "12:00 covered"])

    def test_a_row_entered_by_hand_later_takes_the_place_of_a_managed_one(self):
        managed = self.paired_day()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.enter(self.ann, "09:00", "10:00")
        self.assertTrue(managed.exists())

    def test_an_edited_row_stays_as_edited(self):
        attendance = self.paired_day()
        attendance.check_out = f"{DAY} 15:30:00"
        self.assertFalse(attendance.biometric_managed)
        self.pair()
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT), row("1", "16:45", OUT))
        self.pair()
        self.assertEqual(self.attendance(self.ann), attendance)
        self.assertEqual(self.sessions(self.ann), ["07:00-15:30"])

    def test_a_double_tap_does_not_come_back_after_an_edit(self):
        self.push(row("1", "08:00"), row("1", "17:00"), row("1", f"{DAY} 17:00:30"))
        self.pair()
        self.attendance(self.ann).check_out = f"{DAY} 15:30:00"
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-15:30"])

    def test_a_deleted_row_does_not_come_back(self):
        self.paired_day().unlink()
        self.pair()
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.punches(self.ann).action_recompute()
        self.pair()
        self.assertFalse(self.attendance(self.ann))
        self.assertEqual(
            self.outcomes(self.ann), ["08:00 discarded", "17:00 discarded"]
        )

    def test_repeats_of_a_deleted_row_do_not_come_back_in_its_place(self):
        clocks = ("08:00:00", "08:00:20", "17:00:00", "17:00:30")
        self.push(*(row("1", f"{DAY} {clock}") for clock in clocks))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.attendance(self.ann).unlink()
        self.pair()
        self.assertFalse(self.sessions(self.ann))

    def test_a_deleted_row_stays_away_when_the_start_is_moved_to_and_fro(self):
        self.paired_day().unlink()
        self.device.import_since = "2025-06-01 00:00:00"
        self.device.import_since = "2020-01-01 00:00:00"
        self.pair()
        self.assertFalse(self.attendance(self.ann))

    def test_a_technical_row_gives_way(self):
        technical = self.enter(self.ann, "11:00", "11:01", in_mode="technical")
        self.paired_day()
        self.assertFalse(technical.exists())
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_a_technical_row_of_another_day_stays(self):
        technical = self.enter(self.ann, "11:00", "11:01", in_mode="technical")
        self.push(
            row("1", "2025-03-04 08:00:00", IN), row("1", "2025-03-04 17:00:00", OUT)
        )
        self.pair()
        self.assertTrue(technical.exists())

    def test_an_automatic_check_out_is_replaced_by_the_true_one(self):
        self.push(row("1", "08:00", IN))
        self.pair(f"{DAY} 12:00:00")
        attendance = self.attendance(self.ann)
        attendance.with_context(biometric_pairing=True).write(
            {"check_out": f"{DAY} 14:00:00", "out_mode": "auto_check_out"}
        )
        self.punches(self.ann).action_recompute()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-14:00"], "stays until then")
        self.push(row("1", "17:00", OUT))
        self.pair()
        self.assertEqual(self.attendance(self.ann), attendance)
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(attendance.out_mode, "biometric")

    def test_after_somebody_left_punches_make_no_attendance(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.push(
            row("1", "2025-03-10 08:00:00", IN), row("1", "2025-03-10 17:00:00", OUT)
        )
        self.ann.departure_date = date(2025, 3, 7)
        self.ann.active = False
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        outcomes = self.punches(self.ann).mapped("outcome")
        self.assertEqual(
            outcomes, ["checked_in", "checked_out"] + ["inactive_employee"] * 2
        )

    def test_the_last_night_of_a_leaver_is_one_row(self):
        self.ann.departure_date = DAY
        self.push(
            row("1", "22:00", IN),
            row("1", "2025-03-04 06:00:00", OUT),
            row("1", "2025-03-04 22:00:00", IN),
        )
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["21:00-05:00"])
        self.assertEqual(self.punches(self.ann)[2].outcome, "inactive_employee")

    def test_archived_at_noon_and_out_at_five(self):
        self.push(row("1", "08:00", IN))
        with freeze_time(f"{DAY} 11:00:00"):
            self.ann.active = False
            self.env.flush_all()
        self.pair()
        self.push(row("1", "17:00", OUT), row("1", "2025-03-04 08:00:00", IN))
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(self.punches(self.ann)[2].outcome, "inactive_employee")

    def test_punches_in_a_gap_between_contracts_make_no_attendance(self):
        self.ann.write(
            {
                "date_version": "2025-01-01",
                "contract_date_start": "2025-01-01",
                "contract_date_end": "2025-06-15",
            }
        )
        for month in ("06", "07", "10"):
            self.push(
                row("1", f"2025-{month}-02 08:00:00", IN),
                row("1", f"2025-{month}-02 17:00:00", OUT),
            )
        self.pair()
        outcomes = self.punches(self.ann).mapped("outcome")
        self.assertEqual(outcomes[:2], ["checked_in", "checked_out"])
        self.assertEqual(set(outcomes[2:]), {"inactive_employee"})
        self.ann.write({"active": False, "departure_date": "2025-06-15"})
        self.ann.write({"active": True, "departure_date": False})
        self.ann.create_version(
            {
                "date_version": "2025-10-01",
                "contract_date_start": "2025-10-01",
                "contract_date_end": False,
            }
        )
        self.pair()
        outcomes = self.punches(self.ann).mapped("outcome")
        self.assertEqual(set(outcomes[2:4]), {"inactive_employee"})
        self.assertEqual(outcomes[4:], ["checked_in", "checked_out"])

    def test_a_contract_that_is_cut_short_takes_the_attendances_after_it(self):
        self.paired_day()
        self.ann.write(
            {
                "date_version": "2025-01-01",
                "contract_date_start": "2025-01-01",
                "contract_date_end": "2025-02-28",
            }
        )
        self.pair()
        self.assertFalse(self.attendance(self.ann))

    @mute_logger(APPLY)
    def test_a_row_odoo_refuses_leaves_the_others_and_says_why(self):
        attendance = type(self.env["hr.attendance"])
        create = attendance.create

        def picky(rows, vals_list):
            if any(vals["employee_id"] == self.ann.id for vals in vals_list):
                raise ValidationError(self.env._("Ann is on strike."))
            return create(rows, vals_list)

        picky._api_model = True
        self.patch(attendance, "create", picky)
        for pin in ("1", "00017"):
            self.push(row(pin, "08:00", IN), row(pin, "17:00", OUT))
        self.pair()
        self.assertEqual(self.sessions(self.bob), ["07:00-16:00"])
        self.assertFalse(self.sessions(self.ann))
        punches = self.punches(self.ann)
        self.assertEqual(set(punches.mapped("outcome")), {"waiting"})
        self.assertEqual(set(punches.mapped("reason")), {"refused"})
        self.assertEqual(set(punches.mapped("detail")), {"Ann is on strike."})
        self.patch(attendance, "create", create)
        punches.action_recompute()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_a_check_out_at_the_kiosk_ends_what_the_device_began(self):
        self.push(row("1", "08:00", IN))
        self.pair(f"{DAY} 12:00:00")
        attendance = self.attendance(self.ann)
        attendance.write({"check_out": f"{DAY} 16:30:00", "out_mode": "kiosk"})
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:30"])
        self.assertEqual(attendance.out_mode, "kiosk")
