"""A whole gateway run, encrypted, with repeats and disorder, beside an orderly one."""

from datetime import datetime, timedelta, timezone

from odoo.tests import tagged

from simulator import Workforce, drive
from simulator.cams import CamsFaults, company

from ..cams_common import KEY, OTHER_KEY, TOKEN, CamsCase

UNTIL = datetime(2025, 3, 7, 20, tzinfo=timezone.utc)
DAYS = 3
MAX_TURNS = 100  # of pushing until all is acknowledged
# A wrong clock makes other attendances; a slow body costs real time.
TROUBLE = [kind for kind in CamsFaults.KINDS if kind not in ("clock", "slow")]


@tagged("post_install", "-at_install")
class TestCamsGateway(CamsCase):
    def test_the_same_attendances_in_trouble_as_in_order(self):
        for generation in ("v1", "v2", "v3"):
            with self.subTest(generation=generation):
                key = KEY if generation != "v1" else ""
                orderly = self.expected(f"{generation}-A", generation)
                troubled = self.expected(f"{generation}-B", generation, TROUBLE, key)
                self.assertEqual(troubled, orderly)
                self.assertGreater(sum(map(len, orderly.values())), 10)

    def expected(self, name, generation, faults=(), key=""):
        """The attendances of simulated people by what a gateway tells of two terminals.

        The key of the first is typed wrong, and put right when all was told.
        """
        serials = [f"{name}-1", f"{name}-2"]
        workforce = Workforce(4, zone="Europe/Paris", seed=3)
        scene = company(
            serials,
            workforce,
            until=UNTIL,
            days=DAYS,
            faults=faults,
            tokens=[TOKEN],
            registered={"generation": generation, "key": key},
        )
        scene.record()
        devices, people = self.device_of(serials, workforce)
        if key:
            devices[0].encryption_key, devices[1].encryption_key = OTHER_KEY, key
        for endpoint in scene.endpoints:
            for _turn in range(MAX_TURNS):
                if endpoint.settled:
                    break
                drive(
                    endpoint,
                    self._send,
                    deliveries=scene.deliveries[endpoint.terminal.serial],
                    now=UNTIL + timedelta(hours=1),
                    max_errors=50,
                )
            self.assertTrue(endpoint.settled)
        if key:
            self.env.invalidate_all()
            self.assertGreater(devices[0].encrypted_waiting_count, 10)
            devices[0].encryption_key = key
            self.assertFalse(devices[0].encrypted_waiting_count)
        self.pair()
        stored = {pin: self.sessions(person) for pin, person in people.items()}
        self.assertEqual(stored, _true(scene.ground_truth, people))
        return stored

    def device_of(self, serials, workforce):
        """The devices, and the employee of each PIN."""
        people = {
            each.pin: self.make_employee(each.name) for each in workforce.employees
        }
        devices = [
            self.make_device(
                serial,
                brand="cams",
                communication_key=TOKEN,
                connection_key=TOKEN,
                # What no key opens is kept of a device that is known by more than its
                # serial number.
                allowed_networks="127.0.0.0/8",
            )
            for serial in serials
        ]
        for device in devices:
            for pin, person in people.items():
                self.map_user(device, pin, person)
        return devices, people

    def _send(self, method, path, headers, body):
        answer = self.url_open(path, method=method, data=body, headers=headers)
        return answer.status_code, answer.headers, answer.content


def _true(expected_punches, pins):
    """What the people lived, as ``sessions`` of the tests writes it."""
    expected = {pin: [] for pin in pins}
    for session in sorted(expected_punches.sessions, key=lambda each: each.start):
        ends = (session.start, session.end)
        texts = (f"{at.astimezone(timezone.utc):%H:%M}" if at else "" for at in ends)
        expected[session.pin].append("-".join(texts))
    return expected
