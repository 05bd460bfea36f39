"""The cron: locks, batches, and nobody left behind."""

from unittest.mock import patch

import psycopg2

from odoo.sql_db import connection_info_for

from odoo.addons.base.tests.test_ir_cron import CronMixinCase

from ...models.locks import PAIRING
from ...models.pairing import biometric_pairing
from ..common import IN, OUT, BiometricCase, row


class TestPairingCron(BiometricCase, CronMixinCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(patch.object(biometric_pairing, "CRON_IDLE_SECONDS", 0))
        self.cron = self.env.ref("biometric_attendance.cron_pair")

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.cron.method_direct_trigger()
        self.env.invalidate_all()

    def test_the_cron_pairs_everybody_in_batches(self):
        people = [self.make_employee(f"P{n}", {self.device: f"P{n}"}) for n in range(5)]
        for n in range(5):
            self.push(row(f"P{n}", "08:00", IN), row(f"P{n}", "17:00", OUT))
        with patch.object(biometric_pairing, "EMPLOYEES_PER_TRANSACTION", 2):
            self.run_cron()
        for employee in people:
            self.assertEqual(self.sessions(employee), ["07:00-16:00"])
        self.assertFalse(self.env["biometric.pairing"].search([]))

    def test_the_cron_gives_its_locks_back(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.run_cron()
        self.env.cr.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = %s",
            [PAIRING],
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))

    def test_somebody_another_worker_pairs_is_left_to_it(self):
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        self.push(row("00017", "08:00", IN), row("00017", "17:00", OUT))
        wire = psycopg2.connect(**self.connection())
        try:
            with wire.cursor() as elsewhere:
                elsewhere.execute(
                    "SELECT pg_advisory_lock(%s, %s)",
                    [PAIRING, self.ann.id],
                )
                self.run_cron()
                self.assertFalse(self.sessions(self.ann))
                self.assertEqual(self.sessions(self.bob), ["07:00-16:00"])
                queued = self.env["biometric.pairing"].search([])
                self.assertEqual(queued.employee_id, self.ann)
        finally:
            wire.close()
        self.run_cron()
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])

    def connection(self):
        return connection_info_for(self.env.cr.dbname)[1]

    def test_stored_punches_trigger_the_cron(self):
        with self.capture_triggers("biometric_attendance.cron_pair") as captured:
            self.push(row("1", "08:00", IN))
        self.assertEqual(len(captured.records), 1)

    def test_punches_that_cannot_be_paired_do_not_trigger_the_cron(self):
        self.device.import_since = "2025-03-04 00:00:00"
        with self.capture_triggers("biometric_attendance.cron_pair") as captured:
            self.push(row("1", "08:00", IN))
        self.assertFalse(captured.records)

    def test_unknown_pins_trigger_the_cron_which_shows_them(self):
        with self.capture_triggers("biometric_attendance.cron_pair") as captured:
            self.push(row("99", "08:00", IN))
        self.assertEqual(len(captured.records), 1)

    def test_a_trigger_rolled_back_does_not_prevent_the_next(self):
        with self.capture_triggers("biometric_attendance.cron_pair") as captured:
            self.push(row("1", "08:00", IN))
            self.env.cr.postcommit.clear()  # the worker gives up and tries again
            self.push(row("1", "17:00", OUT))
        self.assertEqual(len(captured.records), 2)

    def test_after_a_commit_the_next_punches_do_not_trigger_the_cron_again_at_once(
        self,
    ):
        with self.capture_triggers("biometric_attendance.cron_pair") as captured:
            self.push(row("1", "08:00", IN))
            self.env.cr.postcommit.run()
            self.push(row("1", "17:00", OUT))
        self.assertEqual(len(captured.records), 1)

    def test_pairing_is_retried_after_a_conflict(self):
        """A conflict with another writer must cost a retry, not the punches."""
        self.push(row("1", "08:00", IN), row("1", "17:00", OUT))
        pairing = type(self.env["biometric.pairing"])
        original, tries = pairing._pair, []

        def _pair(records, queued):
            tries.append(len(queued))
            if len(tries) == 1:
                self.env.cr.execute("DO $$ BEGIN RAISE serialization_failure; END $$")
            return original(records, queued)

        self.patch(pairing, "_pair", _pair)
        with (
            self.enter_registry_test_mode(),
            patch.object(biometric_pairing.time, "sleep"),
            self.assertNoLogs("odoo.sql_db", "ERROR"),
        ):
            self.cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(len(tries), 2)
        self.assertEqual(self.sessions(self.ann), ["07:00-16:00"])
