"""Companies: what one has on its terminals is none of another's business."""

from odoo.tests import new_test_user

from ..common import IN, OUT, BiometricCase, row


class TestCompanies(BiometricCase):
    def setUp(self):
        super().setUp()
        self.other = self.env["res.company"].create({"name": "Elsewhere"})
        self.boss = new_test_user(
            self.env,
            "biometric_boss",
            "base.group_user,hr_attendance.group_hr_attendance_manager",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )

    def seen(self, model):
        """A model in the eyes of an administrator of one company."""
        return self.env(user=self.boss, context={})[model]

    def test_an_administrator_sees_devices_of_his_companies_alone(self):
        foreign = self.make_device("FAR", company_id=self.other.id)
        pending = self.env["biometric.device"].create({"name": "New", "serial": "NEW1"})
        self.push(row("5", "08:00", IN), device=foreign)
        self.push("not a row", device=foreign)
        self.push("OPLOG 4\t0\t2025-03-03 07:00:00", device=foreign, table="OPERLOG")
        devices = self.seen("biometric.device").search([])
        self.assertIn(self.device.id, devices.ids)
        self.assertIn(pending.id, devices.ids)
        self.assertNotIn(foreign.id, devices.ids)
        for model in ("biometric.device.user", "biometric.punch", "biometric.message"):
            with self.subTest(model=model):
                found = self.seen(model).search([("device_id", "=", foreign.id)])
                self.assertFalse(found)
                self.assertTrue(
                    self.env[model].sudo().search([("device_id", "=", foreign.id)])
                )
        self.assertFalse(self.seen("biometric.device.event").search([]))

    def test_a_punch_on_a_foreign_device_is_seen_with_its_person(self):
        foreign = self.make_device("FAR", company_id=self.other.id)
        self.map_user(foreign, "5", self.ann)
        self.push(row("5", "08:00", IN), row("6", "08:00", IN), device=foreign)
        punches = self.seen("biometric.punch").search([])
        self.assertEqual(punches.mapped("pin"), ["5"])
        self.assertEqual(punches.employee_id.ids, self.ann.ids)

    def test_an_employee_of_another_company_gets_attendances_of_his_own(self):
        carl = self.make_employee("Carl", {self.device: "7"}, company_id=self.other.id)
        self.push(row("7", "08:00", IN), row("7", "17:00", OUT))
        self.pair()
        attendance = self.attendance(carl.sudo())
        self.assertEqual(self.sessions(carl), ["07:00-16:00"])
        self.assertEqual(attendance.employee_id.company_id, self.other)
