"""Hikvision terminals asked by the cron: punches, a refused account, a pass that ends."""

from datetime import datetime, timedelta, timezone

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.fields import Command

from simulator.digest import DigestGuard
from simulator.hikvision import ISAPI_FIRMWARES, Isapi, IsapiServer
from simulator.memory import Terminal
from simulator.people import User

from ..poll_common import MONDAY, PollCase

SERIAL = "DS-K1T341AMF20240101V030230ENAA0000001"
PASSWORD = "s3cret-pw"


class TestHikvision(PollCase):
    def setUp(self):
        super().setUp()
        self.made = Terminal(SERIAL, "Europe/Paris", users=[User("1", "Ann")])
        self.guard = DigestGuard({"odoo": PASSWORD})
        self.now = MONDAY + timedelta(hours=9)
        self.isapi = Isapi(
            self.made, ISAPI_FIRMWARES["new"], self.guard, now=lambda: self.now
        )
        self.server = IsapiServer(self.isapi)
        self.server.start()
        self.addCleanup(self.server.stop)

    def hikvision(self, **vals):
        """The device of the terminal, of which its serial number is not known yet."""
        values = {"host": "127.0.0.1", "port": self.server.port, "username": "odoo"}
        values |= {"connection_key": PASSWORD, "correct_clock": False}
        return self.make_device("", name="Gate", brand="hikvision", **(values | vals))

    def test_punches_are_read_once_and_the_serial_number_becomes_known(self):
        device = self.hikvision()
        self.map_user(device, "1", self.ann)
        self.pass_by(self.server, 40)
        self.poll(device)
        self.assertFalse(device.poll_error)
        self.assertEqual(device.serial, SERIAL)
        punches = self.punches(device=device)
        self.assertEqual(len(punches), 40)
        self.assertTrue(all(punches.mapped("number")))
        self.assertEqual(device.model, "DS-K1T341AM")
        self.pass_by(self.server, 2, start=50)
        self.poll(device)
        self.assertEqual(len(self.punches(device=device)), 42)

    def test_a_refused_password_is_not_sent_again_before_it_is_typed_anew(self):
        device = self.hikvision(connection_key="wrong")
        for _poll in range(8):
            self.poll(device)
        self.assertEqual(self.guard.total_wrong, 1)
        self.assertIn("4 tries are left", device.poll_error)
        with self.assertRaises(UserError):
            device.action_fetch_now()
        device.connection_key = PASSWORD
        self.poll(device)
        self.assertFalse(device.poll_error)
        self.assertFalse(device.login_refused)

    def test_a_pass_that_ends_is_enforced_by_the_terminal_itself(self):
        device = self.hikvision()
        self.assertEqual(device.enforcement, "dates")
        self.poll(device)
        group = self.env["biometric.device.group"].create(
            {
                "name": "Gym",
                "company_id": self.company.id,
                "device_ids": [Command.set(device.ids)],
            }
        )
        member = self.env["res.partner"].create({"name": "Mia Member"})
        granted = self.env["biometric.access.pass"].create(
            {
                "partner_id": member.id,
                "group_ids": [Command.set(group.ids)],
                "first_day": "2025-03-03",
                "last_day": "2025-03-20",
                "reason": "Membership",
                "company_id": self.company.id,
            }
        )
        user = self.sync_at(device, "2025-03-03 10:00:00")
        last = datetime(2025, 3, 20, 22, 30, tzinfo=timezone.utc)  # 23:30 in Paris
        self.assertEqual(user.valid_until, datetime(2025, 3, 20, 23, 59, 59))
        self.assertTrue(self.made.may_pass(user.pin, last))
        self.assertFalse(self.made.may_pass(user.pin, last + timedelta(hours=1)))
        granted.last_day = "2025-03-05"
        user = self.sync_at(device, "2025-03-04 10:00:00")
        self.assertEqual(user.valid_until, datetime(2025, 3, 5, 23, 59, 59))

    def sync_at(self, device, moment):
        """Let the passes be written at a moment; return the member on the terminal."""
        with freeze_time(moment):
            self.sync_devices()
            self.poll(device)
        self.assertFalse(device.poll_error)
        [user] = [each for each in self.made.users.values() if each.pin != "1"]
        return user
