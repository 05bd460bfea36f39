"""A push that meets another one of the same rows is taken at once, without a sleep."""

from unittest.mock import patch

from psycopg2.errors import DivisionByZero, SerializationFailure

from odoo.service import model
from odoo.tests import tagged

from ...models.punch import biometric_punch
from ...models.push.unknown_devices import record_unknown_device
from ...models.retry import retry_on_serialization_failure
from ..common import IN, row
from ..http_common import AdmsCase

#: What PostgreSQL does when another transaction was first.
CONFLICT = "DO $$ BEGIN RAISE serialization_failure; END $$"


class Overtaken(SerializationFailure):
    pgcode = "40001"  # PostgreSQL's own, by which Odoo knows it


@tagged("post_install", "-at_install")
class TestAtOnce(AdmsCase):
    def overtaken(self, times):
        """Let storing fail so often, as it does when another transaction was first."""
        store, left = biometric_punch.store_punches, [times]

        def store_punches(*args):
            stored = store(*args)
            if left[0]:
                left[0] -= 1
                raise Overtaken("could not serialize access")
            return stored

        self.patch(biometric_punch, "store_punches", store_punches)

    def test_a_conflict_that_is_retried_is_no_error_in_the_log(self):
        store, tries = biometric_punch.store_punches, []

        def store_punches(*args):
            tries.append(args)
            if len(tries) == 1:
                self.env.cr.execute(CONFLICT)
            return store(*args)

        self.patch(biometric_punch, "store_punches", store_punches)
        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            self.assertAnswer(self.post_rows(row("1", "08:00", IN)), "OK: 1")
        self.assertEqual(len(tries), 2)

    def test_a_query_that_fails_otherwise_is_an_error_in_the_log(self):
        wrong = "DO $$ BEGIN RAISE division_by_zero; END $$"

        def fail():
            with self.env.cr.savepoint():
                self.env.cr.execute(wrong)

        with (
            self.assertLogs("odoo.sql_db", "ERROR"),
            self.assertRaises(DivisionByZero),
        ):
            retry_on_serialization_failure(self.env, fail)

    def test_two_workers_that_note_one_device_are_no_error_in_the_log(self):
        execute = type(self.env.cr).execute

        def conflict(cursor, query, *args, **more):
            code = getattr(query, "code", query)
            hit = "biometric_device" in code and not code.startswith("SELECT")
            return execute(cursor, CONFLICT if hit else query, *args, **more)

        self.patch(type(self.env.cr), "execute", conflict)
        with self.assertNoLogs("odoo.sql_db", "ERROR"):
            self.device._record_contact("192.0.2.1")
            record_unknown_device(self.env, "adms", "STRANGE1", "192.0.2.1")

    def test_the_request_tries_again_itself(self):
        self.overtaken(2)
        with patch.object(model.time, "sleep", side_effect=AssertionError("it slept")):
            answer = self.post_rows(row("1", "08:00", IN))
        self.assertAnswer(answer, "OK: 1")
        self.assertEqual(len(self.punches()), 1)

    def test_in_the_end_odoo_takes_over(self):
        self.overtaken(4)
        with patch.object(model.time, "sleep") as sleep:
            answer = self.post_rows(row("1", "08:00", IN))
        self.assertTrue(sleep.called)
        self.assertAnswer(answer, "OK: 1")
        self.assertEqual(len(self.punches()), 1)
