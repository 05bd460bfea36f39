"""Buttons work for administrators although they write what people may not."""

from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..rights_common import OURS, RightsCase

# Asked in the middle of a dialog; the others are pressed on any record.
OPENS_CONNECTIONS = {"action_test_connection", "action_send_test"}


class TestActions(RightsCase):
    def actions(self, model):
        """Names of the methods of this addon that buttons of a model call."""
        return sorted(
            name
            for name in dir(type(self.env[model]))
            if name.startswith("action_")
            and f".{OURS}." in getattr(type(self.env[model]), name).__module__
        )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_no_button_writes_as_the_person_who_presses_it(self):
        pressed = 0
        for model in self.protected_models():
            for name in self.actions(model):
                if name in OPENS_CONNECTIONS:
                    continue
                record = self.as_role(self.own[model], "manager")
                pressed += 1
                with (
                    self.subTest(model=model, action=name),
                    # A button that makes no sense here says so.
                    suppress(UserError),
                    self.env.cr.savepoint(),
                ):
                    try:
                        getattr(record, name)()
                        record.env.flush_all()
                    except AccessError as error:
                        self.fail(str(error))
        self.assertGreater(pressed, 50)

    def test_approval_by_an_administrator(self):
        device = self.new_as("biometric.device", "manager").create(
            self.vals("biometric.device")
        )
        device.site_id = self.own["biometric.site"].id
        device.action_approve()
        self.assertEqual((device.state, device.resend_all), ("approved", True))
        self.assertEqual(device.company_id, self.company)

    def test_a_device_user_is_linked_anew_and_its_sync_forgotten(self):
        user = self.own["biometric.device.user"]
        user.write({"wanted": True, "synced_values": {"name": "Eve"}})
        self.as_role(user, "user").employee_id = self.ann.id
        self.assertEqual((user.wanted, user.synced_values), (False, False))

    def test_a_policy_changes_after_its_preview(self):
        policy = self.own["biometric.policy"]
        action = self.as_role(policy, "manager").action_change()
        wizard = self.new_as("biometric.recompute", "manager").browse(action["res_id"])
        self.assertEqual(wizard.policy_id, policy)
        wizard.debounce = 90
        wizard.action_preview()
        wizard.action_apply()
        self.assertEqual(policy.debounce, 90)
        again = self.as_role(policy, "user").action_change()
        officer = self.new_as("biometric.recompute", "user").browse(again["res_id"])
        officer.action_preview()
        with self.assertRaises(AccessError):
            officer.action_apply()

    def test_a_manager_maps_users_by_the_dialog(self):
        user = self.map_user(
            self.own["biometric.device"], "55", self.env["hr.employee"]
        )
        action = self.as_role(
            self.own["biometric.device"], "manager"
        ).action_import_users()
        wizard = self.new_as("biometric.user.import", "manager").browse(
            action["res_id"]
        )
        line = wizard.line_ids.filtered(lambda each: each.user_id == user)
        line.write({"employee_id": self.ann.id, "chosen": True})
        wizard.action_apply()
        self.assertEqual(user.employee_id, self.ann)
