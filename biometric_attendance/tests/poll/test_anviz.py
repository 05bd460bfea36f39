"""A simulated Anviz terminal, read and written by the cron."""

from datetime import timedelta

from simulator.anviz import AnvizServer
from simulator.memory import Terminal
from simulator.people import User

from ..poll_common import MONDAY, PollCase


class TestAnviz(PollCase):
    def setUp(self):
        super().setUp()
        users = [User("1", "Ann"), User("17", "Bob")]
        self.memory = Terminal("SYN0000000000001", "Europe/Paris", users=users)
        self.server = AnvizServer(self.memory)
        self.server.start()
        self.addCleanup(self.server.stop)
        self.gate = self.make_device(
            "", name="Gate", brand="anviz", host="127.0.0.1", port=self.server.port
        )
        self.map_user(self.gate, "1", self.ann)

    def test_its_punches_are_stored_once(self):
        for number in range(60):
            self.memory.punch("1", MONDAY + timedelta(minutes=number), number % 2)
        for _time in range(2):
            self.poll(self.gate)
        self.assertFalse(self.gate.poll_error)
        punches = self.punches(device=self.gate)
        self.assertEqual(len(punches), 60)
        self.assertEqual(punches.employee_id, self.ann)
        self.assertEqual(self.gate.serial, self.memory.serial)
        self.assertEqual(self.gate.poll_position["count"], 60)

    def test_users_are_written_and_days_are_not_its_matter(self):
        self.assertEqual(self.gate.enforcement, "removal")
        payload = {"pin": "9", "name": "Visitor"}
        command = self.env["biometric.command"]._queue(self.gate, "set_user", payload)
        self.poll(self.gate)
        self.assertEqual(command.state, "done")
        self.assertEqual(self.memory.users["9"].name, "Visitor")
