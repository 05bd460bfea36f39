"""Whose rules hold for whom, and how they are changed without surprise."""

from datetime import datetime

from odoo.exceptions import UserError, ValidationError

from ...rules.policy import REFUSALS, PolicyError
from ..common import row
from ..policy_common import PolicyCase

WHOLE, SPLIT = ["07:00-16:00"], ["07:00-11:00", "12:00-16:00"]


class TestPolicyPrecedence(PolicyCase):
    def setUp(self):
        super().setUp()
        self.above = self.env["hr.department"].create(
            {"name": "Works", "company_id": self.company.id}
        )
        self.below = self.env["hr.department"].create(
            {"name": "Hall", "parent_id": self.above.id, "company_id": self.company.id}
        )
        self.company._ensure_biometric_policy()

    def holds(self, employee):
        return employee._biometric_policies()[employee]

    def test_the_nearest_policy_holds(self):
        other = self.make_device("GATE002")
        steps = [
            (self.company, "biometric_policy_id", self.policy("company")),
            (self.device, "policy_id", self.policy("device")),
            (self.above, "biometric_policy_id", self.policy("above")),
            (self.below, "biometric_policy_id", self.policy("below")),
            (self.ann, "biometric_policy_id", self.policy("own")),
        ]
        self.ann.department_id = self.below
        for owner, field, policy in steps:
            owner[field] = policy
            self.assertEqual(self.holds(self.ann), policy)
        self.assertEqual(self.holds(self.bob), steps[1][2], "Bob only has the device")
        self.map_user(other, "7", self.bob)
        self.assertEqual(self.holds(self.bob), steps[0][2], "his devices do not agree")
        other.policy_id = steps[1][2]
        self.assertEqual(self.holds(self.bob), steps[1][2], "now they do")

    def test_each_is_paired_by_the_rules_that_hold_for_them(self):
        self.ann.biometric_policy_id = self.policy("Whole days", mode="first_last")
        self.push_halves("1")
        self.push_halves("00017")
        self.pair()
        self.assertEqual(self.sessions(self.ann), WHOLE)
        self.assertEqual(self.sessions(self.bob), SPLIT)

    def test_a_new_company_has_a_policy_to_begin_with(self):
        company = self.env["res.company"].create({"name": "Sub"})
        self.assertEqual(company.biometric_policy_id.company_id, company)


class TestPolicyRefused(PolicyCase):
    def test_a_policy_that_cannot_be_is_refused_with_a_sentence(self):
        wrong = {
            "longest": {0: "longest session", -1: "longest session", 49: "48 hours"},
            "debounce": {-1: "cannot be negative", 16 * 3600: "shorter than"},
            "day_start": {25: "between 00:00 and 23:59", -1: "between 00:00 and 23:59"},
        }
        policy = self.policy("Good")
        for rule, values in wrong.items():
            for value, words in values.items():
                with self.subTest(rule=rule, value=value):
                    with (
                        self.assertRaisesRegex(ValidationError, words),
                        self.env.cr.savepoint(),
                    ):
                        policy[rule] = value
                    with (
                        self.assertRaisesRegex(ValidationError, words),
                        self.env.cr.savepoint(),
                    ):
                        self.policy("Bad", **{rule: value})

    def test_each_policy_error_has_a_translated_sentence(self):
        policy = self.policy("Good")
        for reason, sentence in REFUSALS.items():
            self.assertEqual(policy._get_error_sentence(PolicyError(reason)), sentence)

    def test_the_dialog_refuses_the_same_before_it_shows_a_preview(self):
        dialog = self.dialog(self.policy("Good"))
        dialog.longest = 0
        with self.assertRaisesRegex(UserError, "longest session"):
            dialog.action_preview()

    def dialog(self, policy):
        return self.env["biometric.recompute"].browse(policy.action_change()["res_id"])

    def test_a_zone_that_does_not_exist_is_said(self):
        with self.assertRaisesRegex(ValueError, "'Mars/Olympus' is not the name"):
            self.policy("Good")._get_rules("Mars/Olympus")


class TestPolicyChange(PolicyCase):
    def setUp(self):
        super().setUp()
        self.company._ensure_biometric_policy()
        self.standard = self.company.biometric_policy_id
        self.days = [f"2025-03-{day:02d}" for day in range(3, 8)]
        for day in self.days:
            self.push_halves("1", day)
            self.push_halves("00017", day)
        self.pair()
        self.assertEqual(len(self.attendance(self.ann)), 10)

    def dialog(self, policy, since, **rules):
        dialog = self.env["biometric.recompute"].browse(
            policy.action_change()["res_id"]
        )
        dialog.write({"since": since, **rules})
        return dialog

    def everything(self):
        fields = ["employee_id", "check_in", "check_out", "write_date", "punch_ids"]
        return self.env["hr.attendance"].search([], order="id").read(fields)

    def test_a_preview_changes_nothing(self):
        before = self.everything()
        dialog = self.dialog(self.standard, "2025-03-05", mode="first_last")
        dialog.action_preview()
        self.assertEqual(self.everything(), before)
        self.assertEqual(self.standard.mode, "smart")
        self.assertFalse(self.env["biometric.pairing"].search([]))
        with self.assertRaisesRegex(UserError, "Look at the preview first"):
            self.dialog(self.standard, "2025-03-05").action_apply()

    def test_applying_does_what_the_preview_said(self):
        dialog = self.dialog(self.standard, "2025-03-05", mode="first_last")
        dialog.action_preview()
        # Each of three days of two people: one row grows, one goes.
        self.assertEqual((dialog.added, dialog.changed, dialog.removed), (0, 6, 6))
        promised = {
            (line.employee_id, line.new_check_in, line.new_check_out)
            for line in dialog.line_ids
            if line.kind == "changed"
        }
        gone = {
            (line.employee_id, line.check_in)
            for line in dialog.line_ids
            if line.kind == "removed"
        }
        dialog.action_apply()
        self.pair()
        rows = {
            (row.employee_id, row.check_in, row.check_out)
            for row in self.attendance(self.ann) + self.attendance(self.bob)
        }
        self.assertLessEqual(promised, rows)
        self.assertFalse(gone & {row[:2] for row in rows})
        for day in self.days[2:]:
            self.assertEqual(self.rows_of_day(self.ann, day), [("07:00", "16:00")])
        again = self.dialog(self.standard, "2025-03-05", mode="first_last")
        again.action_preview()
        self.assertEqual((again.added, again.changed, again.removed), (0, 0, 0))

    def test_rows_before_the_date_stay_as_they_are(self):
        before = [r for r in self.everything() if r["check_in"] < datetime(2025, 3, 5)]
        dialog = self.dialog(self.standard, "2025-03-05", mode="first_last")
        dialog.action_preview()
        dialog.action_apply()
        self.pair()
        after = [r for r in self.everything() if r["check_in"] < datetime(2025, 3, 5)]
        self.assertEqual(after, before)

    def test_rows_before_the_date_stay_when_later_punches_come(self):
        before = self.outcomes(self.ann)[:12]
        dialog = self.dialog(self.standard, "2025-03-06", longest=3)
        dialog.action_preview()
        dialog.action_apply()
        self.pair()
        self.push(row("1", "2025-03-06 18:00:00"))
        self.pair()
        for day in self.days[:3]:
            self.assertEqual(len(self.rows_of_day(self.ann, day)), 2, day)
        self.assertEqual(self.outcomes(self.ann)[:12], before)
        changed = [("11:00", "12:00"), ("16:00", "17:00")]
        self.assertEqual(self.rows_of_day(self.ann, "2025-03-06"), changed)

    def test_a_punch_of_before_the_date_comes_late_to_the_rules_of_now(self):
        dialog = self.dialog(self.standard, "2025-03-06", mode="first_last")
        dialog.action_preview()
        dialog.action_apply()
        self.pair()
        self.push(row("1", "2025-03-04 18:00:00"))
        self.pair()
        self.assertEqual(self.rows_of_day(self.ann, "2025-03-04"), [("07:00", "17:00")])
        self.assertEqual(len(self.rows_of_day(self.ann, "2025-03-03")), 2)

    def test_only_those_the_policy_is_for_are_touched(self):
        own = self.policy("Bob's own")
        self.bob.biometric_policy_id = own
        others = self.attendance(self.bob).read(["check_in", "check_out", "write_date"])
        dialog = self.dialog(self.standard, "2025-03-01", mode="first_last")
        dialog.action_preview()
        self.assertEqual(dialog.line_ids.employee_id, self.ann)
        dialog.action_apply()
        queued = self.env["biometric.pairing"].search([])
        self.assertEqual(queued.employee_id, self.ann)
        self.pair()
        self.assertEqual(
            self.attendance(self.bob).read(["check_in", "check_out", "write_date"]),
            others,
        )
