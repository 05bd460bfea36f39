"""A few people, one terminal, and what must hold whoever was quicker."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random

from demo.api import Api
from demo.company import add_devices
from devkit.errors import DevError
from devkit.server import Server
from e2e.committed import Committed
from e2e.pushing import is_success, push

FIRST = date(2020, 1, 6)  # a Monday
KEYS = {"08:00:00": 0, "17:00:00": 1}
# What Odoo may answer to a person whose row changed under his hands.
OVERTAKEN = (
    "ValidationError",
    "MissingError",
    "SerializationFailure",
    "LockNotAvailable",
)

ROWS = """
SELECT employee_id, check_in, check_out, in_mode, out_mode FROM hr_attendance
 WHERE employee_id IN ({people}) ORDER BY 1, 2, 3
"""
OUTCOMES = """
SELECT p.employee_id, p.instant, p.outcome, a.check_in, a.check_out FROM biometric_punch p
  LEFT JOIN hr_attendance a ON a.id = p.attendance_id
 WHERE p.employee_id IN ({people}) ORDER BY 1, 2
"""
PAIR_AGAIN = """
INSERT INTO biometric_pairing (employee_id, since)
SELECT id, '2020-01-01' FROM hr_employee WHERE id IN ({people})
"""
# A punch that began or ended an attendance must be at that end of it.
ASTRAY = """
SELECT count(*) FROM biometric_punch p LEFT JOIN hr_attendance a ON a.id = p.attendance_id
 WHERE p.employee_id IN ({people})
   AND (p.outcome = 'waiting'
        OR p.outcome = 'checked_in' AND a.check_in IS DISTINCT FROM p.instant
        OR p.outcome = 'checked_out' AND a.check_out IS DISTINCT FROM p.instant)
"""


class Race:
    """People who work from 08:00 to 17:00 UTC, one day a round."""

    def __init__(self, name: str, people: int, api: Api, committed: Committed):
        """Hang the terminal and employ the people."""
        self.serial, self.api, self.committed = f"RACE{name}", api, committed
        devices = add_devices(api, {self.serial: f"Race {name}"}, "UTC")
        long_ago = {"import_since": "2015-01-01 00:00:00"}
        api.call("biometric.device", "write", ids=devices, vals=long_ago)
        names = [{"name": f"Racer {name}{n}", "tz": "UTC"} for n in range(people)]
        self.people = api.call("hr.employee", "create", vals_list=names)
        self.pins = [f"{name}{n}" for n in range(people)]
        users = [
            {"device_id": devices[0], "pin": pin, "employee_id": person}
            for pin, person in zip(self.pins, self.people, strict=True)
        ]
        api.call("biometric.device.user", "create", vals_list=users)
        self.days = 0

    def day(self) -> date:
        """Begin a round and return its day."""
        self.days += 1
        return FIRST + timedelta(days=self.days - 1)

    def bodies(self, day: date) -> list[bytes]:
        """Return the check-ins and the check-outs of everybody that day."""
        return [
            "".join(
                f"{pin}\t{day} {at}\t{key}\t1\t0\t0\t0\n" for pin in self.pins
            ).encode()
            for at, key in KEYS.items()
        ]

    def push_everywhere(
        self, servers: Iterable[Server], bodies: Iterable[bytes]
    ) -> None:
        """Push every body to every server at once, until each was taken."""
        with ThreadPoolExecutor() as pool:
            taken = [
                pool.submit(self._push, server, body)
                for body in bodies
                for server in servers
            ]
        for each in taken:
            each.result()

    def _push(self, server: Server, body: bytes) -> None:
        lines = body.count(b"\n")
        for _ in range(5):
            if is_success(push(server, self.serial, body), lines):
                return
        raise AssertionError(f"{server.url} did not take a push in five tries.")

    def meddle(self, api: Api, rng: Random, person: int, day: date) -> bool:
        """Do what a person may do to somebody's day; tell whether Odoo took it."""
        today = [
            ["employee_id", "=", person],
            ["check_in", ">=", f"{day} 00:00:00"],
            ["check_in", "<=", f"{day} 23:59:59"],
        ]
        try:
            rows = api.call("hr.attendance", "search", domain=today)
            change = rng.choice(("create", "write", "unlink")) if rows else "create"
            if change == "create":
                start = rng.randrange(6, 18)
                vals = {
                    "employee_id": person,
                    "check_in": f"{day} {start:02d}:30:00",
                    "check_out": f"{day} {start + 1:02d}:30:00",
                }
                api.call("hr.attendance", "create", vals_list=[vals])
            elif change == "write":
                end = {"check_out": f"{day} {rng.randrange(18, 22)}:00:00"}
                api.call("hr.attendance", "write", ids=rows[:1], vals=end)
            else:
                api.call("hr.attendance", "unlink", ids=rows[:1])
            return True
        except DevError as error:
            assert any(word in str(error) for word in OVERTAKEN), error
            return False

    def _of_people(self, query: str) -> str:
        return query.format(people=", ".join(map(str, self.people)))

    def check(self) -> None:
        """Check the attendances of the race.

        :raises AssertionError: a row is doubled, overlapped, lost or left over.
        """
        self.committed.wait_paired()
        stored = self.committed.punches([self.serial])
        assert len(stored) == len(set(stored)) == 2 * self.days * len(self.people)
        self.committed.check_attendances(self.people)
        assert self.committed.number(self._of_people(ASTRAY)) == 0

    def check_whole(self) -> None:
        """Check that everybody has every day whole.

        :raises AssertionError: not everybody has every day, from end to end.
        """
        self.check()
        rows = self.committed.sql(self._of_people(ROWS)).splitlines()
        days = [FIRST + timedelta(days=n) for n in range(self.days)]
        assert rows == [
            f"{person}|{day} 08:00:00|{day} 17:00:00|biometric|biometric"
            for person in self.people
            for day in days
        ]

    def check_settled(self) -> None:
        """Check that pairing again changes nothing.

        :raises AssertionError: pairing everything again would change something.
        """
        self.check()
        before = self._state()
        self.committed.sql(self._of_people(PAIR_AGAIN))
        self.check()
        assert self._state() == before

    def _state(self) -> str:
        return self.committed.sql(
            self._of_people(ROWS) + ";" + self._of_people(OUTCOMES)
        )
