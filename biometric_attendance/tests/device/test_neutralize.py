"""A copy of the database for trying things out leaves real terminals alone."""

from odoo.tools import file_open

from ...terminals.reasons import Reason
from ...terminals.records import Refused
from ..template_common import TemplateCase, template


class TestNeutralize(TemplateCase):
    def neutralize(self):
        self.env.flush_all()
        with file_open("biometric_attendance/data/neutralize.sql") as script:
            self.env.cr.execute(script.read())
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def test_a_copy_believes_and_tells_no_terminal(self):
        self.device.action_new_secret_path()
        self.device.communication_key = "s3cret"
        gateway = self.make_device("ST-1", brand="cams", communication_key="old")
        gateway.communication_key = gateway.connection_key = "new"
        gateway.encryption_key = gateway.previous_encryption_key = "k" * 32
        self.send(template("1"))
        self.assertTrue(self.queued(self.yard))
        self.neutralize()
        self.assertFalse(gateway.has_encryption_key)
        for name in (
            "previous_key_digest",
            "connection_secret",
            "push_secret",
            "previous_encryption_secret",
        ):
            self.assertFalse(gateway.sudo()[name], name)
        self.assertEqual((self.device | self.yard).mapped("active"), [False, False])
        for known in self.env["biometric.device.cache"]._entries().values():
            self.assertFalse(known.approved)
        self.assertFalse(self.device.has_secret_path)
        self.assertFalse(self.device.has_communication_key)
        self.assertFalse(self.env["biometric.command"]._has_pending(self.yard))
        self.assertFalse(self.env["biometric.command"]._lease(self.yard))

    def test_a_copy_has_nobodys_finger(self):
        self.send(template("1"))
        self.neutralize()
        self.assertFalse(self.templates.search([]))

    def test_a_copy_has_no_ciphertext(self):
        messages = self.env["biometric.message"]
        messages._keep_encrypted(
            self.device, Refused("c2VhbGVk" * 8, Reason("no_key_opens_it"))
        )
        self.neutralize()
        message = messages.search([("device_id", "=", self.device.id)])
        self.assertEqual(message.state, "discarded")
        self.assertFalse(message.sudo().ciphertext)

    def test_a_copy_has_no_wall_display(self):
        wall = self.env["biometric.wall"].create({"name": "Hall"})
        wall.action_new_address()
        self.neutralize()
        self.assertFalse(wall.has_address)

    def test_only_the_pairing_runs_on(self):
        self.neutralize()
        ours = self.env["ir.model.data"].search(
            [("module", "=", "biometric_attendance"), ("model", "=", "ir.cron")]
        )
        crons = self.env["ir.cron"].with_context(active_test=False)
        running = [known.name for known in ours if crons.browse(known.res_id).active]
        self.assertGreater(len(ours), 1)
        self.assertEqual(running, ["cron_pair"])

    def test_a_second_time_changes_nothing(self):
        self.neutralize()
        self.neutralize()
