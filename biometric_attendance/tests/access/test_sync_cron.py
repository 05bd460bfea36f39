"""When terminals are brought to who belongs on them."""

from odoo.fields import Command
from odoo.tests import freeze_time

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ..people_common import PeopleCase


class TestSyncCron(PeopleCase, CronMixinCase):
    def setUp(self):
        super().setUp()
        self.cron = self.env.ref("biometric_attendance.cron_sync")

    def run_cron(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_the_cron_brings_people_to_their_terminals(self):
        self.group.employee_ids = self.ann
        self.run_cron()
        self.assertEqual(
            self.received_commands(self.north), ["UPDATE USERINFO PIN=1\tName=Ann"]
        )
        self.assertEqual(
            self.received_commands(self.south), ["UPDATE USERINFO PIN=1\tName=Ann"]
        )

    def test_it_is_woken_by_what_matters(self):
        for change in (
            lambda: self.group.write({"employee_ids": [Command.link(self.ann.id)]}),
            lambda: self.ann.write({"active": False}),
            lambda: self.bob.write({"contract_date_start": "2025-01-01"}),
            lambda: self.identity(self.bob, self.device).write({"employee_id": False}),
            self.north.action_refill,
        ):
            with self.capture_triggers(self.cron.id) as capture:
                change()
            self.assertTrue(capture.records)

    def test_it_wakes_at_the_midnight_of_each_zone_once(self):
        self.south.tz = "America/New_York"
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        triggers.unlink()
        with freeze_time("2025-03-03 12:00:00"):
            self.run_cron()
            self.run_cron()
        triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", self.cron.id)])
        self.assertEqual(
            sorted(map(str, triggers.mapped("call_at")))[-2:],
            ["2025-03-03 23:00:00", "2025-03-04 05:00:00"],
        )
        self.assertEqual(len(set(triggers.mapped("call_at"))), len(triggers))
