"""Commands of terminals behind a source: taken along, carried out, and recorded each."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ... import models
from ...terminals import BRANDS
from ..common import BiometricCase
from ..toy_source import COMMANDS, DeviceUser, SourceTerminal, make_brand

ROW = "1;T1;1;2025-03-03 08:00:00;0"


@tagged("post_install", "-at_install")
class TestSourceCommands(BiometricCase, CronMixinCase):
    allow_loopback = True

    def setUp(self):
        super().setUp()
        brand = make_brand(COMMANDS)
        self.toys = brand.source
        self.startPatcher(patch.dict(BRANDS, {"toys": brand}))
        self.commands = self.env["biometric.command"]
        self.source = self.env["biometric.source"].create(
            {
                "name": "Toys",
                "brand": "toys",
                "host": "192.168.1.9",
                "tz": "Europe/Paris",
                "since": "2025-01-01",
                "company_id": self.company.id,
            }
        )
        self.toys.terminals = [
            SourceTerminal("T1", "Gate"),
            SourceTerminal("T2", "Yard"),
        ]
        self.read_source()
        self.gate, self.yard = self.source.device_ids.sorted("source_key")
        (self.gate | self.yard)._approve()
        self.gate.import_since = "2020-01-01 00:00:00"
        self.read_source()
        self.toys.rows = [ROW]

    def read_source(self):
        """Run the job; the source is due."""
        self.source.poll_next = False
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("biometric_attendance.cron_source").method_direct_trigger()
        self.env.invalidate_all()

    def queue(self, pin, device=None, kind="set_user"):
        return self.commands._queue(device or self.gate, kind, {"pin": pin})

    def assertStates(self, **expected):
        """Compare the states of commands by the PIN they are about, behind a ``p``."""
        found = {
            f"p{c.pin}": c.state for c in self.commands.search([("pin", "!=", False)])
        }
        self.assertEqual(found, expected)

    def test_commands_are_carried_out_in_order_before_the_punches_are_read(self):
        self.source.poll_next = fields.Datetime.now() + timedelta(hours=1)
        with self.capture_triggers("biometric_attendance.cron_source"):
            self.queue("5", self.yard)
        self.assertTrue(self.source._is_due())
        self.queue("6", self.gate)
        self.queue("7", self.yard, "delete_user")
        self.read_source()
        self.assertEqual(
            self.toys.given,
            [
                ("T2", "set_user", "5"),
                ("T1", "set_user", "6"),
                ("T2", "delete_user", "7"),
            ],
        )
        self.assertStates(p5="done", p6="done", p7="done")
        self.assertEqual(len(self.punches(device=self.gate)), 1)
        self.read_source()
        self.assertEqual(len(self.toys.given), 3)

    def test_sessions_without_commands_are_not_told_of_any(self):
        self.read_source()
        self.queue("5")
        self.read_source()
        sent = [plan.will_send_commands for plan in self.toys.plans]
        self.assertEqual(sent[-2:], [False, True])

    def test_one_that_fails_stops_neither_the_others_nor_the_reading(self):
        self.toys.outcomes = {"5": "failed"}
        failed = self.queue("5")
        self.queue("6")
        self.read_source()
        self.assertStates(p5="failed", p6="done")
        self.assertEqual(failed.result, "No row of the toys.")
        self.assertEqual(len(self.punches(device=self.gate)), 1)

    def test_one_whose_result_cannot_be_stored_fails_by_itself(self):
        self.queue("5")
        self.queue("6")
        process = type(self.commands)._process_results

        def poisoned(commands, device, results):
            if commands.pin == "5":
                raise KeyError("poison")
            return process(commands, device, results)

        with (
            patch.object(type(self.commands), "_process_results", poisoned),
            mute_logger(models.isolation.__name__),
        ):
            self.read_source()
        self.assertStates(p5="failed", p6="done")
        self.assertEqual(len(self.punches(device=self.gate)), 1)

    def test_one_nobody_knows_about_is_sent_again_until_it_is_given_up(self):
        self.toys.outcomes = {"5": "unanswered"}
        lost = self.queue("5")
        self.queue("6")
        self.read_source()
        self.assertStates(p5="queued", p6="done")
        self.assertGreater(self.source.poll_next, fields.Datetime.now())
        self.read_source()
        self.assertStates(p5="failed", p6="done")
        self.assertEqual(lost.result, "The toys are away.")

    def test_those_not_begun_are_queued_again_and_come_at_once(self):
        self.toys.outcomes = {"6": "left"}
        self.queue("5")
        left = self.queue("6")
        self.read_source()
        self.assertStates(p5="done", p6="queued")
        self.assertEqual(left.attempts, 0)
        self.assertLessEqual(self.source.poll_next, fields.Datetime.now())
        self.toys.outcomes = {}
        self.read_source()
        self.assertStates(p5="done", p6="done")

    def test_a_session_that_breaks_off_leaves_the_others_in_the_queue(self):
        self.toys.outcomes = {"6": "broken"}
        broken, behind = self.queue("5") and self.queue("6"), self.queue("7")
        self.read_source()
        self.assertStates(p5="done", p6="sent", p7="queued")
        self.assertEqual((broken.attempts, behind.attempts), (1, 0))
        self.assertEqual(self.source.failure, "The toys are away.")
        self.toys.outcomes = {}
        self.read_source()
        self.assertEqual(len(self.punches(device=self.gate)), 1)
        broken.lease_until = fields.Datetime.now() - timedelta(seconds=1)
        self.read_source()
        self.assertStates(p5="done", p6="done", p7="done")

    def test_people_that_are_read_are_users_of_the_terminal(self):
        self.toys.users = [DeviceUser("5", "Ann of Toys", card="77")]
        self.commands._queue(self.gate, "query_users")
        self.read_source()
        users = self.gate.user_ids.filtered("name")
        self.assertEqual(
            [(user.pin, user.name, user.card) for user in users],
            [("5", "Ann of Toys", "77")],
        )
        self.assertFalse(self.yard.user_ids)

    def test_who_is_written_is_on_the_terminal(self):
        user = self.map_user(self.gate, "5", self.ann)
        self.queue("5")
        self.read_source()
        self.assertEqual(user.sync_state, "present")
        self.queue("5", kind="delete_user")
        self.read_source()
        self.assertEqual(user.sync_state, "absent")

    def test_a_source_that_rests_is_not_called_for_a_command(self):
        later = fields.Datetime.now() + timedelta(minutes=30)
        self.source.write({"failures": 3, "poll_next": later})
        self.queue("5")
        self.assertEqual(self.source.poll_next, later)

    def test_what_no_session_carries_out_is_refused_in_a_sentence(self):
        self.assertTrue(self.source.takes_commands)
        bridge = self.env["biometric.bridge"].create(
            {"name": "Hall", "company_id": self.company.id}
        )
        self.source.bridge_id = bridge
        self.assertFalse(self.source.takes_commands)
        self.assertFalse(self.gate._capabilities())
        with self.assertRaisesRegex(ValidationError, "reached through a bridge"):
            self.queue("5")
        self.source.bridge_id = False
        self.source.active = False
        with self.assertRaisesRegex(ValidationError, "archived"):
            self.queue("5")
        self.source.active = True
        self.toys.rows.append("4;;1;2025-03-03 12:00:00;1")
        self.read_source()
        by_hand = self.source.device_ids.filtered(lambda d: not d.source_key)
        by_hand._approve()
        with self.assertRaisesRegex(ValidationError, "cannot do that"):
            self.queue("5", by_hand)

    def test_terminals_of_a_source_without_commands_are_refused_as_ever(self):
        with patch.dict(BRANDS, {"toys": make_brand()}):
            self.env.invalidate_all()
            self.assertFalse(self.source.takes_commands)
            with self.assertRaisesRegex(ValidationError, "cannot do that"):
                self.queue("5")

    def test_a_deletion_proves_no_erasure_where_the_program_keeps_the_person(self):
        user = self.map_user(self.gate, "1", self.ann)
        erasure = self.env["biometric.erasure"]._begin(self.ann, "departure")
        line = erasure.line_ids.filtered(lambda each: each.device_id == self.gate)
        self.read_source()
        self.assertEqual(user.sync_state, "absent")
        self.assertEqual(line.state, "failed")
        self.assertIn("keeps the person", line.result)
