"""What a terminal refuses is told, and tried again."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user

from ..people_common import PeopleCase


class TestGroupRefusals(PeopleCase):
    def test_a_refusal_is_told_and_tried_again_a_day_later(self):
        self.group.employee_ids = self.ann
        self.sync()
        self.received_commands(self.north, code=-1001)
        user = self.identity(self.ann, self.north)
        self.assertEqual(user.sync_state, "failed")
        self.assertIn("full", user.problem)
        self.sync()
        self.assertEqual(self.received_commands(self.north), [])
        with freeze_time(fields.Datetime.now() + timedelta(days=1, minutes=1)):
            self.sync()
            self.assertEqual(len(self.received_commands(self.north)), 1)
        self.assertEqual((user.sync_state, user.problem), ("present", False))

    def test_a_refused_deletion_is_tried_again_too(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.group.employee_ids = False
        self.sync()
        self.received_commands(self.north, code=-3)
        user = self.identity(self.ann, self.north)
        self.assertEqual((user.sync_state, user.access_denied), ("failed", True))
        with freeze_time(fields.Datetime.now() + timedelta(days=1, minutes=1)):
            self.sync()
            self.assertEqual(
                self.received_commands(self.north), ["DELETE USERINFO PIN=1"]
            )

    def test_whom_a_terminal_does_not_have_need_not_be_deleted(self):
        self.group.employee_ids = self.ann
        self.settle()
        self.group.employee_ids = False
        self.sync()
        self.received_commands(self.north, code=-10)
        self.assertEqual(self.identity(self.ann, self.north).sync_state, "absent")

    def test_a_cancelled_change_is_not_forgotten(self):
        self.group.employee_ids = self.ann
        self.sync()
        self.env["biometric.command"].search([]).action_cancel()
        user = self.identity(self.ann, self.north)
        self.assertEqual(user.sync_state, "failed")
        self.assertIn("Cancelled", user.problem)

    def test_what_failed_is_tried_again_at_once_when_somebody_says_so(self):
        self.group.employee_ids = self.ann
        self.sync()
        self.received_commands(self.north, code=-1001)
        officer = new_test_user(
            self.env,
            "officer",
            "hr_attendance.group_hr_attendance_user",
            company_id=self.company.id,
        )
        user = self.identity(self.ann, self.north)
        with self.assertRaises(AccessError):
            user.with_user(officer).action_try_again()
        self.sync()
        self.assertEqual(self.received_commands(self.north), [])
        user.action_try_again()
        self.sync()
        self.assertEqual(len(self.received_commands(self.north)), 1)
        self.assertEqual(user.sync_state, "present")

    def test_a_group_counts_what_is_under_way_and_what_failed(self):
        def counts():
            self.group.invalidate_recordset()
            return self.group.pending_count, self.group.failed_count

        self.group.employee_ids = self.ann | self.bob
        self.assertEqual(counts(), (0, 0))
        self.sync()
        self.assertEqual(counts(), (4, 0))
        self.received_commands(self.north, code=-1001)
        self.assertEqual(counts(), (2, 2))
        found = self.env["biometric.device.user"].search(
            [
                *self.group.action_open_failed()["domain"],
                ("sync_state", "=", "failed"),
            ]
        )
        self.assertEqual(found.device_id, self.north)
