"""Every cron with one poisoned record: it is noted there, and the others are served."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ...models.pairing import biometric_pairing
from ...models.poll import history
from ...models.privacy import biometric_encrypted
from ...rules.vault import new_key_line
from ..common import DAY, IN, OUT, row
from ..files import test_file_folder
from ..rights_common import OURS
from ..source import test_source
from ..template_common import TemplateCase, template
from . import (
    test_cron_isolation_alerts,
    test_cron_isolation_webhook,
    test_file_import_cron,
)
from .clock_change_isolation import ClockChangeIsolation
from .poison import failing

SPAN = {"since": "2025-03-01", "until": "2025-03-02"}
LOGGERS = (
    "odoo.addons.biometric_attendance.models.isolation",
    "odoo.addons.biometric_attendance.models.poll.sessions",
    biometric_pairing.__name__,
    biometric_encrypted.__name__,
)


@tagged("post_install", "-at_install")
class TestCronIsolation(ClockChangeIsolation, TemplateCase, CronMixinCase):
    allow_loopback = True

    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(biometric_pairing, "CRON_IDLE_SECONDS", 0))

    def run_cron(self, name):
        cron = self.env.ref(f"{OURS}.{name}")
        self.env.flush_all()
        with self.enter_registry_test_mode(), mute_logger(*LOGGERS):
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def poison(self, model, method, records):
        """Make a method of a model fail for these records, until the test ends."""
        cls = type(self.env[model])
        patcher = patch.object(cls, method, failing(getattr(cls, method), records))
        self.startPatcher(patcher)
        return patcher

    def set_column(self, record, column, value):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id = %s",
                SQL.identifier(record._table),
                SQL.identifier(column),
                value,
                record.id,
            )
        )
        self.env.invalidate_all()

    def test_every_cron_of_the_addon_is_tested_here(self):
        crons = self.env["ir.model.data"].search(
            [("module", "=", OURS), ("model", "=", "ir.cron")]
        )
        self.assertGreaterEqual(len(crons), 9)
        for name in crons.mapped("name"):
            tests = (
                self,
                test_cron_isolation_alerts.TestCronIsolationAlerts,
                test_cron_isolation_webhook.TestCronIsolationWebhook,
                test_file_import_cron.TestFileImportCron,
                test_source.TestSource,
                test_file_folder.TestFileFolder,
            )
            self.assertTrue(any(hasattr(each, f"test_{name}") for each in tests), name)

    def test_cron_pair(self):
        cls = type(self.env["biometric.pairing"])
        plans = cls._plans

        def poisoned(records, queued, policies=None):
            if self.ann in queued:
                raise KeyError("poison")
            return plans(records, queued, policies)

        for pin in ("1", "00017"):
            self.push(row(pin, "08:00", IN), row(pin, "17:00", OUT))
        with patch.object(cls, "_plans", poisoned):
            self.run_cron("cron_pair")
        self.assertEqual(self.sessions(self.bob), ["07:00-16:00"])
        self.assertEqual(self.sessions(self.ann), [])
        held = self.punches(self.ann)
        self.assertEqual(set(held.mapped("reason")), {"refused"})
        self.assertIn("log", held[0].detail)
        self.assertFalse(self.env["biometric.pairing"].search([]))
        self.push(row("1", "18:00", OUT))
        self.run_cron("cron_pair")
        self.assertEqual(self.sessions(self.ann), ["07:00-17:00"])

    def test_cron_overdue(self):
        for pin in ("1", "00017"):
            self.push(row(pin, "08:00", IN))
        self.pair(f"{DAY} 12:00:00")
        self.poison("hr.attendance", "_queue_overdue", self.attendance(self.ann))
        self.run_cron("cron_overdue")
        self.pair()
        self.assertEqual(self.sessions(self.ann), ["07:00-"])
        self.assertEqual(self.sessions(self.bob), [])

    def polled(self, number, **vals):
        """A polled device that nobody answers at."""
        return self.make_device(
            f"POLL{number}", brand="zk4370", host="127.0.0.1", port=1, **vals
        )

    def test_cron_poll(self):
        bad, good, worse = (self.polled(number) for number in range(3))
        self.poison("biometric.device", "_get_session_plan", bad)
        self.poison("biometric.device", "_record_session_end", worse)
        self.run_cron("cron_poll")
        self.assertEqual(bad.poll_reason["code"], "server_error")
        self.assertEqual(worse.poll_reason["code"], "server_error")
        self.assertIn("log", bad.poll_error)
        self.assertTrue(good.poll_reason)
        self.assertNotEqual(good.poll_reason["code"], "server_error")

    def called(self, number):
        """A device behind a gateway that nobody answers at."""
        return self.make_device(
            f"CALL{number}",
            brand="cams",
            connection_key="t0ken",
            gateway_url="http://127.0.0.1:1",
            gateway_plain=True,
            gap_check=True,
        )

    def queue_span(self, *devices):
        for device in devices:
            self.env["biometric.command"]._queue(device, "query_punches", SPAN)

    def test_cron_call(self):
        bad, good = self.called(0), self.called(1)
        self.queue_span(bad, good)
        self.poison("biometric.device", "_get_session_plan", bad)
        self.run_cron("cron_call")
        self.assertEqual(bad.poll_reason["code"], "server_error")
        self.assertEqual(good.poll_failures, 1)  # it was called

    def test_cron_gap_check(self):
        bad, good = self.called(0), self.called(1)
        can_query = history._can_query

        def poisoned(device):
            if device == bad:
                raise KeyError("poison")
            return can_query(device)

        with patch.object(history, "_can_query", poisoned):
            self.run_cron("cron_gap_check")
        self.assertEqual(len(good.command_ids), 1)
        self.assertEqual(bad.failures, ["gap_check_failed"])
        self.assertIn("log", bad.failure)
        self.run_cron("cron_gap_check")
        self.assertEqual((len(bad.command_ids), bad.failure), (1, False))

    def group_of(self, device, *people):
        return self.env["biometric.device.group"].create(
            {
                "name": device.name,
                "company_id": self.company.id,
                "device_ids": [Command.link(device.id)],
                "employee_ids": [Command.set([person.id for person in people])],
            }
        )

    def test_cron_sync(self):
        for device in (self.device, self.yard):
            self.group_of(device, self.ann, self.bob)
        self.sync_devices()
        self.env["biometric.command"].search([])._finish("done")
        [user] = self.device.user_ids.filtered(
            lambda each: each.employee_id == self.ann
        )
        self.set_column(user, "synced_values", "5")
        self.bob.name = "Robert"
        self.run_cron("cron_sync")
        self.assertEqual(self.queued(self.device), [])
        self.assertEqual(len(self.queued(self.yard)), 1)
        self.assertEqual(self.device.failures, ["sync_failed"])
        self.assertIn("log", self.device.failure)
        self.assertFalse(self.yard.failure)
        user.synced_values = False
        self.run_cron("cron_sync")
        self.assertTrue(self.queued(self.device))
        self.assertFalse(self.device.failure)

    def test_a_pin_that_cannot_change_hands_stops_no_other(self):
        [bad] = self.device.user_ids.filtered(lambda each: each.employee_id == self.ann)
        [good] = self.device.user_ids.filtered(
            lambda each: each.employee_id == self.bob
        )
        soon = fields.Datetime.now() + timedelta(hours=1)
        self.assign(bad, self.bob, "time", since=soon)
        self.assign(good, self.ann, "time", since=soon)
        for user in (bad, good):
            self.set_column(user, "assigned_until", "2025-03-03 12:00:00")
            for planned in user.assignment_ids[:1]:
                self.set_column(planned, "since", "2025-03-03 12:00:00")
        self.poison("biometric.device.user", "_apply_assignments", bad)
        self.run_cron("cron_sync")
        self.assertEqual((good.employee_id, bad.employee_id), (self.ann, self.ann))

    def test_a_group_that_cannot_be_read_removes_nobody(self):
        bad = self.group_of(self.device, self.ann)
        self.group_of(self.yard, self.ann)
        self.sync_devices()
        self.env["biometric.command"].search([])._finish("done")
        self.poison("biometric.device.group", "_employees", bad)
        self.ann.name = "Anna"
        self.run_cron("cron_sync")
        self.assertEqual(self.queued(self.device), [])
        self.assertTrue(self.queued(self.yard))
        self.assertEqual(self.device.failures, ["sync_failed"])

    def test_a_zone_this_server_lost_stops_one_terminal(self):
        self.group_of(self.device, self.bob)
        self.group_of(self.yard, self.bob)
        self.set_column(self.device, "tz", "Nowhere/Atall")
        self.run_cron("cron_sync")
        self.assertEqual(self.device.failures, ["sync_failed"])
        self.assertTrue(self.queued(self.yard))

    def test_cron_sweep_commands(self):
        commands = self.env["biometric.command"]
        late = fields.Datetime.now() - timedelta(hours=1)
        bad, good = (
            commands._queue(device, "query_users")
            for device in (self.device, self.yard)
        )
        (bad | good).write({"state": "sent", "lease_until": late, "attempts": 1})
        self.set_column(bad, "kind", "gone")
        self.run_cron("cron_sweep_commands")
        self.assertEqual(good.state, "queued")
        self.assertEqual(bad.state, "failed")
        self.assertIn("log", bad.result)

    def test_cron_erase(self):
        kept = [
            self.env["biometric.message"].create(
                {
                    "device_id": device.id,
                    "line": "?",
                    "state": "discarded",
                    "received_at": "2020-01-01 00:00:00",
                }
            )
            for device in (self.device, self.yard)
        ]
        self.poison("biometric.message", "unlink", kept[0])
        cls = type(self.env["biometric.erasure"])
        subject = cls._subject

        def poisoned(records, users, person):
            if person == self.ann:
                raise KeyError("poison")
            return subject(records, users, person)

        (self.ann | self.bob).active = False
        with patch.object(cls, "_subject", poisoned):
            self.run_cron("cron_erase")
        erased = self.env["biometric.erasure"].search([]).employee_id
        self.assertEqual(erased, self.bob)
        self.assertIn("could not be erased", self.ann.message_ids[:1].body)
        self.assertEqual([message.exists() for message in kept], [kept[0], kept[1][:0]])
        self.assertEqual(self.device.failures, ["cleaning_failed"])
        self.assertFalse(self.yard.failure)

    def test_cron_rotate(self):
        old = self.keyring.read_text()
        self.send(template("1", slot=1), template("1", slot=2))
        broken, _good = self.stored().sorted("slot")
        self.set_column(broken, "blob", b"abc")
        new = new_key_line()
        self.write_keys(new, old)
        self.run_cron("cron_rotate")
        vault = self.env["biometric.vault"]
        self.assertEqual(vault._counts(), {old[:8]: 1, new[:8]: 1})
        self.assertIn("1 wait", vault._status().sentence)

    def test_cron_remind(self):
        today = fields.Date.today()
        group = self.group_of(self.device)
        bad, good = (
            self.env["biometric.access.pass"].create(
                {
                    "employee_id": person.id,
                    "group_ids": [Command.link(group.id)],
                    "company_id": self.company.id,
                    "last_day": today + timedelta(days=1),
                    "reason": "Lift",
                }
            )
            for person in (self.ann, self.bob)
        )
        self.poison("biometric.access.pass", "activity_schedule", bad)
        self.run_cron("cron_remind")
        self.assertEqual(good.reminded_of, good.last_day)
        self.assertFalse(bad.reminded_of)
        self.assertIn("Nobody could be reminded", bad.message_ids[:1].body)
