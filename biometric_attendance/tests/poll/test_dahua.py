"""A simulated Dahua terminal, read and written by the cron."""

from datetime import datetime, timedelta, timezone

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from simulator.dahua import FIRMWARES, DahuaServer
from simulator.digest import DigestGuard
from simulator.memory import Terminal
from simulator.people import User

from ..poll_common import PollCase

PASSWORD = "s3cret-pw"
MINUTE = timedelta(minutes=1)


class TestDahua(PollCase):
    def setUp(self):
        super().setUp()
        users = [User("1", "Ann"), User("00017", "Bob")]
        self.memory = Terminal("SYN7G0000000001", "Europe/Paris", users=users)
        self.guard = DigestGuard({"odoo": PASSWORD})
        self.server = DahuaServer(self.memory, FIRMWARES["asi_wall"], guard=self.guard)
        self.server.start()
        self.addCleanup(self.server.stop)
        self.gate = self.make_device(
            "",
            name="Gate",
            brand="dahua",
            host="127.0.0.1",
            port=self.server.port,
            username="odoo",
            connection_key=PASSWORD,
        )
        self.map_user(self.gate, "1", self.ann)

    def pass_gate(self, minutes=5, pin="1"):
        at = datetime.now(timezone.utc) - minutes * MINUTE
        return self.memory.punch(pin, at.replace(microsecond=0))

    def test_its_punches_are_stored_once_and_its_times_are_known(self):
        punch = self.pass_gate()
        for _time in range(2):
            self.poll(self.gate)
        self.assertFalse(self.gate.poll_error)
        [stored] = self.punches(device=self.gate)
        self.assertEqual(stored.instant, punch.utc.replace(tzinfo=None))
        self.assertEqual(stored.employee_id, self.ann)
        self.assertEqual(self.gate.serial, self.memory.serial)
        self.assertEqual(self.gate.dialect, "times_local")

    def test_nothing_is_stored_before_its_times_are_known(self):
        self.pass_gate(minutes=10 * 60)
        self.poll(self.gate)
        self.assertFalse(self.punches(device=self.gate))
        self.assertIn("Let somebody punch now", self.gate.poll_error)
        self.gate.dialect = "times_local"
        self.poll(self.gate)
        self.assertEqual(len(self.punches(device=self.gate)), 1)

    def test_wrong_password_is_tried_once_until_it_is_typed_anew(self):
        self.gate.connection_key = "wrong"
        for _time in range(4):
            self.gate._schedule_poll_now()
            self.poll(self.gate)
        self.assertEqual(self.guard.total_wrong, 1)
        self.assertIn("refused the user name", self.gate.poll_error)
        with self.assertRaises(UserError):
            self.gate.action_fetch_now()
        self.gate.connection_key = PASSWORD
        self.poll(self.gate)
        self.assertFalse(self.gate.poll_error)

    def test_pass_is_written_with_its_days(self):
        self.pass_gate()
        self.assertEqual(self.gate.enforcement, "dates")
        payload = {"pin": "9", "name": "Visitor", "valid_until": "2031-06-30"}
        command = self.env["biometric.command"]._queue(self.gate, "set_user", payload)
        self.poll(self.gate)
        self.assertEqual(command.state, "done")
        self.assertEqual(
            self.memory.users["9"].valid_until, datetime(2031, 6, 30, 23, 59, 59)
        )

    def test_new_device_has_the_port_and_the_user_of_the_brand(self):
        form = Form(self.env["biometric.device"])
        form.brand = "dahua"
        self.assertEqual((form.port, form.username), (80, "admin"))
        form.brand = "zk4370"
        self.assertEqual(form.port, 4370)

    def test_address_with_a_path_is_refused(self):
        with self.assertRaisesRegex(ValidationError, "without http"):
            self.gate.host = "http://10.0.0.9/"
