"""What the buttons on an anomaly do, for an officer who manages the person."""

from ast import literal_eval

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from ..common import DAY, IN, OUT, BiometricCase, row


@tagged("post_install", "-at_install")
class TestCorrectionUi(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = new_test_user(
            cls.env,
            "officer",
            groups="base.group_user,hr_attendance.group_hr_attendance_officer",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.ann.attendance_manager_id = cls.officer

    def anomaly(self, *rows):
        """Push, pair, and return the one punch that needs a correction, as the officer."""
        self.push(*rows)
        self.pair()
        wrong = self.punches(self.ann).filtered(
            lambda p: p.outcome.startswith("missing")
        )
        self.assertEqual(len(wrong), 1)
        return wrong.with_user(self.officer)

    def next_day(self):
        return row("1", "2025-03-04 08:00:00", IN), row("1", "2025-03-04 17:00:00", OUT)

    def forgotten_out(self):
        return self.anomaly(row("1", "09:00", IN), *self.next_day())

    def forgotten_in(self):
        # A day without both keys would be read in turn.
        self.company.biometric_policy_id.mode = "keys"
        return self.anomaly(row("1", "16:30", OUT), *self.next_day())

    def typed(self, action, **vals):
        """Fill in the dialog an action opens, and save it as the officer."""
        self.assertEqual(
            (action["res_model"], action["target"]), ("biometric.correction", "new")
        )
        dialog = self.env["biometric.correction"].with_user(self.officer)
        with Form(dialog.with_context(**action["context"])) as form:
            for name, value in vals.items():
                form[name] = value
        return form.record

    def test_a_typed_time_ends_the_attendance(self):
        correction = self.typed(
            self.forgotten_out().action_type_time(), instant=f"{DAY} 15:15:00"
        )
        self.pair()
        self.assertEqual(
            (correction.direction, correction.employee_id), ("out", self.ann)
        )
        self.assertEqual(correction.create_uid, self.officer)
        self.assertEqual(self.sessions(self.ann), ["08:00-15:15", "07:00-16:00"])

    def test_a_typed_time_begins_the_attendance(self):
        self.typed(self.forgotten_in().action_type_time(), instant=f"{DAY} 06:45:00")
        self.pair()
        self.assertEqual(self.sessions(self.ann)[0], "06:45-15:30")

    def test_the_dialog_proposes_the_time_of_the_schedule(self):
        action = self.forgotten_out().action_type_time()
        self.assertEqual(str(action["context"]["default_instant"]), f"{DAY} 16:00:00")

    def test_on_a_day_off_the_dialog_proposes_the_time_of_the_punch(self):
        punch = self.anomaly(row("1", "2025-03-02 09:00:00", IN), *self.next_day())
        action = punch.action_type_time()
        self.assertEqual(action["context"]["default_instant"], punch.instant)

    def test_a_wrong_clock_proposes_when_the_punch_came(self):
        self.push(row("1", "2070-01-01 00:00:00", IN))
        punch = self.punches(self.ann).with_user(self.officer)
        context = punch.action_type_time()["context"]
        self.assertEqual(context["default_instant"], punch.received_at)
        self.assertFalse(context["default_direction"])

    def test_the_scheduled_end_ends_the_attendance(self):
        self.forgotten_out().action_scheduled_end()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["08:00-16:00", "07:00-16:00"])

    def test_the_scheduled_start_begins_the_attendance(self):
        self.forgotten_in().action_scheduled_end()
        self.pair()
        self.assertEqual(self.sessions(self.ann)[0], "07:00-15:30")

    def test_no_scheduled_time_is_said_and_nothing_is_stored(self):
        punch = self.anomaly(row("1", "2025-03-02 09:00:00", IN))  # a Sunday
        with self.assertRaisesRegex(UserError, "Ann has no scheduled time"):
            punch.action_scheduled_end()
        self.assertFalse(self.env["biometric.correction"].search([]))

    def test_a_discarded_punch_comes_back_when_the_correction_is_withdrawn(self):
        punch = self.forgotten_out()
        punch.action_discard()
        self.pair()
        self.assertEqual(punch.outcome, "discarded")
        self.assertEqual(punch.reason, "discarded")
        self.assertEqual(punch.correction_ids.create_uid, self.officer)
        punch.correction_ids.action_withdraw()
        self.pair()
        self.assertEqual(punch.outcome, "missing_check_out")
        self.assertEqual(punch.correction_ids.withdrawn_by_id, self.officer)

    def test_a_withdrawn_discard_does_not_make_a_wrong_clock_right(self):
        self.push(row("1", "2070-01-01 00:00:00", IN))
        self.check_restored("clock_error")

    def test_a_withdrawn_discard_does_not_reach_before_the_start(self):
        self.push(row("1", "08:00", IN))
        self.device.import_since = "2025-06-01 00:00:00"
        self.check_restored("before_start")

    def check_restored(self, outcome):
        punch = self.punches(self.ann).with_user(self.officer)
        self.assertEqual(punch.outcome, outcome)
        punch.action_discard()
        punch.correction_ids.action_withdraw()
        self.pair()
        self.assertEqual(punch.outcome, outcome)
        self.assertFalse(self.sessions(self.ann))

    def test_recompute_from_the_list_changes_nothing_that_is_right(self):
        punch = self.forgotten_out()
        before = self.attendance(self.ann)
        punch.action_recompute()
        self.pair()
        self.assertEqual(self.attendance(self.ann), before)
        self.assertEqual(punch.outcome, "missing_check_out")

    def test_map_user_opens_the_identity_of_the_pin(self):
        self.push(row("99", "08:00", IN))
        punch = self.punches().filtered(lambda p: p.outcome == "unmapped")
        action = punch.action_map()
        user = self.env["biometric.device.user"].browse(action["res_id"])
        self.assertEqual((user.pin, user.device_id), ("99", self.device))
        self.assertEqual(action["target"], "new")
        user.employee_id = self.bob
        self.assertEqual(punch.employee_id, self.bob)

    def test_a_closed_period_takes_no_correction(self):
        punch = self.forgotten_out()
        self.company.biometric_closed_until = DAY
        for correction in (punch.action_discard, punch.action_scheduled_end):
            with self.assertRaisesRegex(ValidationError, "is closed"):
                correction()

    def test_an_officer_cannot_correct_whom_somebody_else_manages(self):
        self.push(row("00017", "08:00", IN))
        self.pair()
        punch = self.punches(self.bob).with_user(self.officer)
        with self.assertRaises(AccessError):
            punch.action_discard()

    def test_the_list_of_anomalies_is_opened_down_to_the_punches(self):
        self.forgotten_out()
        action = self.env.ref("biometric_attendance.biometric_anomaly_action")
        groups = (
            self.env["biometric.punch"]
            .with_context(**literal_eval(action.context))
            .web_read_group(
                [("outcome", "=", "missing_check_out")],
                ["employee_id", "instant:day"],
                auto_unfold=True,
                unfold_read_specification={"outcome": {}},
            )["groups"]
        )
        (day,) = groups[0]["__groups"]["groups"]
        self.assertEqual(
            [each["outcome"] for each in day["__records"]], ["missing_check_out"]
        )

    def test_the_employee_list_recomputes_the_people_selected(self):
        action = self.env.ref(
            "biometric_attendance.biometric_recompute_employees_action"
        )
        dialog = action.with_context(
            active_model="hr.employee", active_ids=self.ann.ids
        ).run()
        recompute = self.env["biometric.recompute"].browse(dialog["res_id"])
        self.assertEqual(recompute.employee_ids, self.ann)
        self.assertFalse(recompute.policy_id)

    def test_giving_back_a_changed_row_makes_it_follow_the_punches(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()
        attendance = self.attendance(self.ann).with_user(self.officer)
        attendance.check_out = fields.Datetime.to_datetime(f"{DAY} 12:00:00")
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-12:00"])
        self.assertEqual(len(attendance.punch_ids), 2)
        attendance.action_follow_punches()
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
