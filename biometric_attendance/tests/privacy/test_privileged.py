"""Who has rights in a terminal's menu gets no card and no finger of somebody else."""

import json

from odoo.tests import new_test_user

from ...terminals.records import DeviceUser, Upload
from ..template_common import TemplateCase, template


class TestPrivileged(TemplateCase):
    """Ann is an ordinary user of the gate, and may change the yard's settings."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = cls.ann.biometric_user_ids
        cls.at_yard = users.filtered(lambda user: user.device_id == cls.yard)
        cls.at_gate = users - cls.at_yard

    def setUp(self):
        super().setUp()
        for device in self.device | self.yard:
            self.join(self.ann, device)
        self.at_yard.privilege = "admin"
        self.at_yard.card = self.at_gate.card = False

    def written_cards(self):
        """Return the card in each queued command, by terminal."""
        self.sync_devices()
        commands = self.env["biometric.command"].search([("state", "=", "queued")])
        return {
            command.device_id: json.loads(command.payload).get("card")
            for command in commands
        }

    def test_a_card_an_officer_types_elsewhere_does_not_open_the_menu(self):
        officer = new_test_user(
            self.env,
            "biometric_card_officer",
            "hr.group_hr_user,hr_attendance.group_hr_attendance_user",
            company_id=self.company.id,
            company_ids=self.company.ids,
        )
        self.at_gate.with_user(officer).card = "4711"
        written = self.written_cards()
        self.assertEqual(written[self.device], "4711")
        self.assertFalse(written.get(self.yard))
        self.assertFalse(self.at_yard.card)

    def test_a_card_another_terminal_reports_does_not_open_the_menu(self):
        upload = Upload(users=[DeviceUser("1", "Ann", card="4711")], lines=1)
        self.gateway(self.device)._store_upload(upload, "OPERLOG")
        self.env.invalidate_all()
        self.assertFalse(self.written_cards().get(self.yard))
        self.assertFalse(self.at_yard.card)

    def test_a_card_an_administrator_types_is_written(self):
        self.at_yard.card = "4711"
        self.assertEqual(self.written_cards()[self.yard], "4711")

    def test_ordinary_users_share_one_card(self):
        self.at_yard.privilege = False
        self.at_gate.card = "4711"
        self.assertEqual(self.written_cards()[self.yard], "4711")

    def test_a_finger_enrolled_without_rights_is_not_written(self):
        self.send(template("1"))
        self.assertNotIn("set_template 501", self.queued(self.yard))
        self.assertIn("enrol them at this one", self.at_yard.problem)

    def test_a_finger_enrolled_with_rights_is_written(self):
        self.at_gate.privilege = "admin"
        self.send(template("1"))
        self.assertIn("set_template 501", self.queued(self.yard))
