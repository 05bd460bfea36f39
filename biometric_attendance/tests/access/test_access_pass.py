"""An access pass itself: whose, from when to when, and how it ends."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time
from odoo.tools import mute_logger

from ..pass_common import LAST, PassCase, row


class TestAccessPass(PassCase):
    @mute_logger("odoo.sql_db")
    def test_a_pass_is_for_one_person_and_in_order(self):
        for wrong in (
            {"employee_id": self.ann.id},
            {"partner_id": False},
            {"last_day": "2025-03-01"},
        ):
            with (
                self.subTest(wrong=wrong),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.grant(self.gym, **{"last": LAST, **_renamed(wrong)})

    def test_a_pass_tells_its_state_and_is_found_by_it(self):
        access = self.grant(self.gym)
        for day, state in (
            ("2025-03-09", "upcoming"),
            ("2025-03-10", "valid"),
            ("2025-03-20", "valid"),
            ("2025-03-21", "expired"),
        ):
            with freeze_time(f"{day} 12:00:00"):
                access.invalidate_recordset()
                self.assertEqual(access.state, state)
                found = access.search([("state", "=", state)])
                self.assertIn(access, found)
                others = access.search([("state", "!=", state)])
                self.assertNotIn(access, others)

    def test_ending_a_pass_ends_access_today(self):
        access = self.grant(self.gym)
        self.sync_at("2025-03-15 12:00:00")
        with freeze_time("2025-03-15 13:00:00"):
            access.action_end()
            self.assertEqual(access.state, "expired")
        received = self.sync_at("2025-03-15 13:01:00")
        self.assertEqual(received, [f"DELETE USERINFO PIN={self.gym.biometric_pin}"])

    def test_a_pass_ended_on_its_first_day_holds_no_day(self):
        access = self.grant(self.gym)
        self.sync_at("2025-03-10 12:00:00")
        with freeze_time("2025-03-10 13:00:00"):
            access.action_end()
        self.assertEqual(len(self.sync_at("2025-03-10 13:01:00")), 1)
        self.push(row(self.gym.biometric_pin, "2025-03-09 12:00"), device=self.north)
        punch = self.punches(device=self.north)
        self.assertEqual(punch.outcome, "denied")

    def test_a_pass_that_begun_is_kept_and_one_that_holds_not_archived(self):
        access = self.grant(self.gym)
        with freeze_time("2025-03-15 12:00:00"):
            with self.assertRaisesRegex(UserError, "end it instead"):
                access.unlink()
            with self.assertRaisesRegex(ValidationError, "End the pass first"):
                access.active = False
        access.invalidate_recordset()
        with freeze_time("2025-03-09 12:00:00"):
            access.unlink()

    def test_the_pass_warns_where_fingers_are_lost(self):
        access = self.grant(self.gym)
        self.assertIn("NORTH01, SOUTH01", access.warning)
        (self.north | self.south).enforcement = "dates"
        access.invalidate_recordset()
        self.assertFalse(access.warning)


def _renamed(vals):
    """``last_day`` is :meth:`PassCase.grant`'s ``last``."""
    return {"last" if name == "last_day" else name: vals[name] for name in vals}
