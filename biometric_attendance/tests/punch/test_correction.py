"""What people say about punches: added, discarded, withdrawn, each with its author."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user

from ..common import DAY, IN, OUT, BiometricCase, row


class TestCorrection(BiometricCase):
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

    def add(self, clock, direction, employee=None, **vals):
        return (
            self.env["biometric.correction"]
            .with_user(self.clerk)
            .create(
                {
                    "employee_id": (employee or self.ann).id,
                    "instant": clock if " " in clock else f"{DAY} {clock}:00",
                    "direction": direction,
                    **vals,
                }
            )
        )

    def state(self):
        """All there is about Ann, but for who wrote it when."""
        rows = self.attendance(self.ann).sorted("check_in")
        outcomes = [
            (p.outcome, p.reason, p.attendance_id) for p in self.punches(self.ann)
        ]
        return rows.ids, self.sessions(self.ann), rows.mapped("in_mode"), outcomes

    def test_an_added_punch_ends_an_attendance_and_says_who_added_it(self):
        self.push(row("1", "08:00", IN))
        self.pair()
        correction = self.add("16:00", "out", note="Forgot it")
        self.pair()
        attendance = self.attendance(self.ann)
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(attendance.correction_ids, correction)
        self.assertEqual(
            (correction.outcome, correction.create_uid), ("checked_out", self.clerk)
        )
        self.assertTrue(correction.create_date)
        self.assertTrue(attendance.biometric_managed)
        modes = (attendance.in_mode, attendance.out_mode)
        self.assertEqual(modes, ("biometric", "biometric_typed"))

    def test_what_was_typed_leads_to_its_attendance_and_before_it_to_the_day(self):
        self.push(row("1", "08:00", IN))
        correction = self.add("16:00", "out")
        action = correction.action_open_attendance()
        self.assertEqual(action["params"], {"employee_id": self.ann.id, "day": DAY})
        self.pair()
        action = correction.action_open_attendance()
        self.assertEqual(action["res_id"], self.attendance(self.ann).id)

    def test_a_person_without_punches_can_be_corrected_too(self):
        self.add("07:00", "in")
        self.add("16:00", "out")
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        attendance = self.attendance(self.ann)
        self.assertEqual(attendance.in_mode, "biometric_typed")
        attendance.with_user(self.clerk).check_out = f"{DAY} 15:00:00"
        self.assertFalse(attendance.biometric_managed)
        attendance.with_user(self.clerk).action_follow_punches()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_withdrawing_restores_exactly_what_was(self):
        self.push(
            row("1", "08:00", IN),
            *(
                row("1", f"2025-03-04 {at}", key)
                for at, key in (("08:00:00", IN), ("17:00:00", OUT))
            ),
        )
        self.pair()
        before = self.state()
        for vals in ((f"{DAY} 16:00:00", "out"), ("2025-03-04 17:00:00", "out")):
            correction = self.add(*vals)
            self.pair()
            self.assertNotEqual(self.state(), before)
            correction.action_withdraw()
            self.pair()
            self.assertEqual(self.state()[1:], before[1:])
            self.assertEqual(correction.state, "withdrawn")
            self.assertEqual(correction.withdrawn_by_id, self.clerk)
            self.assertTrue(correction.withdrawn_at)

    def test_a_withdrawn_discard_restores_exactly_what_was(self):
        self.push(row("1", "08:00", IN), row("1", "12:00", OUT), row("1", "17:00", OUT))
        self.pair()
        before = self.state()
        last = self.punches(self.ann)[-1].with_user(self.clerk)
        last.action_discard()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-11:00"])
        self.assertEqual(last.outcome, "discarded")
        last.correction_ids.action_withdraw()
        self.pair()
        self.assertEqual(self.state(), before)

    def test_a_punch_is_discarded_once(self):
        self.push(row("1", "08:00", IN))
        self.pair()
        punch = self.punches(self.ann)
        punch.action_discard()
        punch.action_discard()
        self.assertEqual(len(punch.correction_ids), 1)

    def test_nobody_adds_a_punch_of_tomorrow(self):
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        with self.assertRaisesRegex(ValidationError, "in the future"):
            self.add(fields.Datetime.to_string(tomorrow), "in")

    def test_a_closed_period_takes_no_correction_and_gives_none_back(self):
        self.push(row("1", "08:00", IN))
        self.pair()
        kept = self.add("16:00", "out")
        self.pair()
        self.company.biometric_closed_until = DAY
        for refused in (
            lambda: self.add("15:00", "out"),
            lambda: self.punches(self.ann).action_discard(),
            kept.action_withdraw,
        ):
            with (
                self.assertRaisesRegex(ValidationError, "is closed"),
                self.env.cr.savepoint(),
            ):
                refused()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_a_correction_is_not_changed_but_replaced(self):
        correction = self.add("16:00", "out")
        correction.note = "A better note"
        with self.assertRaisesRegex(UserError, "withdraw it and make another"):
            correction.instant = f"{DAY} 15:00:00"

    def paired_day(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        return self.attendance(self.ann).filtered("biometric_managed")

    def test_deleting_an_attendance_discards_its_punches_by_corrections(self):
        self.paired_day().with_user(self.clerk).unlink()
        self.pair()
        corrections = self.env["biometric.correction"].search([])
        self.assertEqual(corrections.punch_id, self.punches(self.ann))
        self.assertEqual(set(corrections.mapped("kind")), {"discard"})
        self.assertEqual(corrections.create_uid, self.clerk)
        self.assertFalse(self.sessions(self.ann))
        corrections.with_user(self.clerk).action_withdraw()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertTrue(self.attendance(self.ann).biometric_managed)

    def test_deleting_an_attendance_withdraws_what_was_added_to_it(self):
        self.push(row("1", "08:00", IN))
        self.pair()
        added = self.add("16:00", "out")
        self.pair()
        self.attendance(self.ann).unlink()
        self.pair()
        self.assertFalse(self.sessions(self.ann))
        self.assertEqual(added.state, "withdrawn")

    def test_giving_an_edited_row_back_makes_it_follow_the_punches(self):
        attendance = self.paired_day()
        attendance.with_user(self.clerk).check_out = f"{DAY} 14:00:00"
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-14:00"])
        attendance.with_user(self.clerk).action_follow_punches()
        self.pair()
        self.assertEqual(self.attendance(self.ann), attendance)
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
        self.assertEqual(attendance.out_mode, "biometric")
        self.assertEqual(
            self.outcomes(self.ann), ["08:00 checked_in", "17:00 checked_out"]
        )

    def test_a_row_moved_to_another_day_goes_back_where_the_punches_are(self):
        attendance = self.paired_day()
        attendance.write(
            {"check_in": "2025-03-10 07:00:00", "check_out": "2025-03-10 15:00:00"}
        )
        self.pair()
        self.assertEqual(len(self.attendance(self.ann)), 1, "its punches went with it")
        attendance.action_follow_punches()
        self.pair()
        rows = self.attendance(self.ann)
        self.assertEqual(
            [str(at) for at in rows.mapped("check_in")], [f"{DAY} 07:00:00"]
        )
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def test_a_row_without_punches_cannot_be_given_back(self):
        entered = self.enter(self.ann, "19:00", "20:00", in_mode="biometric")
        self.paired_day()
        with self.assertRaisesRegex(UserError, "No punches are behind"):
            entered.action_follow_punches()
        self.assertFalse(entered.biometric_managed)
