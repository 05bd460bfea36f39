"""Punches that come of a replay say so, name the message, and nobody can write one."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ..common import IN, BiometricCase, row
from ..push.test_access import ROLES


class TestReplay(BiometricCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = new_test_user(
            cls.env,
            "replay_boss",
            ROLES["manager"],
            company_id=cls.company.id,
            company_ids=cls.company.ids,
        )

    def keep(self, line, table="ATTLOG"):
        """A message as it was kept by a version that could not read it."""
        return self.env["biometric.message"].create(
            {"device_id": self.device.id, "table": table, "line": line}
        )

    def as_boss(self, records):
        return records.with_env(self.env(user=self.boss, su=False, context={}))

    def test_nothing_of_a_message_is_written_by_people(self):
        message = self.as_boss(self.keep("garbage"))
        for name, value in (
            ("line", row("1", "08:00", IN)),
            ("table", "ATTLOG"),
            ("device_id", self.device.id),
            ("state", "replayed"),
            ("reason_code", "many_lines"),
            ("received_at", "2025-01-01 00:00:00"),
            ("ciphertext", "x"),
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                message.write({name: value})

    def test_a_punch_of_a_replay_names_its_message(self):
        message = self.as_boss(self.keep(row("1", "08:00", IN)))
        message.with_context(biometric_replayed_message=1).action_replay()
        punch = self.punches(self.ann)
        self.assertEqual((punch.route, punch.message_id.id), ("replay", message.id))
        self.assertEqual(message.state, "replayed")
        note = self.device.message_ids[:1]
        self.assertIn(f"1 punches came of {message.id}", note.body)
        self.assertEqual(note.author_id, self.boss.partner_id)

    def test_a_punch_of_the_terminal_names_none_whatever_the_context(self):
        device = self.device.with_context(biometric_replayed_message=1)
        device._receive("ATTLOG", f"{row('1', '09:00', IN)}\n".encode())
        punch = self.punches(self.ann)
        self.assertEqual((punch.route, punch.message_id.id), ("push", False))

    def test_a_message_that_fails_again_is_replayed_by_an_administrator(self):
        message = self.as_boss(self.keep("garbage"))
        message.action_replay()
        self.assertEqual(message.state, "new")
        self.assertTrue(message.reason_code)
        message.action_discard()
        self.assertEqual(message.state, "discarded")

    def test_the_origin_of_a_punch_is_always_shown(self):
        for view_type in ("list", "form"):
            view = self.env["biometric.punch"].get_view(view_type=view_type)
            with self.subTest(view=view_type):
                self.assertIn('name="route"', view["arch"])
                self.assertNotIn('name="route" optional', view["arch"])
