"""A push that meets another one of the same rows is taken at once, without a sleep."""

from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.service import model
from odoo.tests import tagged

from ...models.punch import biometric_punch
from ..common import IN, row
from ..http_common import AdmsCase


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
