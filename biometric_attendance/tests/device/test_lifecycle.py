"""What outlives the addon, and what a device leaves behind."""

from odoo.exceptions import UserError

from ..common import DAY, IN, OUT, BiometricCase, row


class TestLifecycle(BiometricCase):
    def setUp(self):
        super().setUp()
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.pair()

    def test_attendances_outlive_the_mode_of_the_addon(self):
        """What uninstalling does to the values it takes away."""
        attendance = self.attendance(self.ann)
        self.assertEqual(attendance.in_mode, "biometric")
        for name in ("in_mode", "out_mode"):
            field = type(attendance)._fields[name]
            self.assertEqual(field.ondelete["biometric"], "set default")
        options = self.env["ir.model.fields.selection"].search(
            [
                ("field_id.model", "=", "hr.attendance"),
                ("field_id.name", "in", ("in_mode", "out_mode")),
                ("value", "=", "biometric"),
            ]
        )
        self.assertEqual(len(options), 2)
        for option in options:
            option._process_ondelete()
        self.env.invalidate_all()
        self.assertEqual(
            (attendance.in_mode, attendance.out_mode), ("manual", "manual")
        )
        self.assertEqual(str(attendance.check_in), f"{DAY} 07:00:00")
        self.assertEqual(str(attendance.check_out), f"{DAY} 16:00:00")

    def test_a_device_with_punches_cannot_be_deleted(self):
        with self.assertRaisesRegex(UserError, "archive the device"):
            self.device.unlink()
        self.assertTrue(self.attendance(self.ann))

    def test_a_device_without_punches_can(self):
        device = self.make_device("SPARE")
        self.map_user(device, "1", self.ann)
        device.unlink()
        self.assertFalse(device.exists())

    def test_punches_outlive_the_attendance_and_the_device_user(self):
        punches = self.punches(self.ann)
        self.attendance(self.ann).unlink()
        self.device.user_ids.unlink()
        self.assertEqual(len(punches.exists()), 2)

    def test_punches_outlive_the_employee(self):
        punches = self.punches(self.ann)
        self.attendance(self.ann).unlink()
        self.ann.unlink()
        self.assertEqual(len(punches.exists()), 2)
        self.assertFalse(punches.employee_id)
