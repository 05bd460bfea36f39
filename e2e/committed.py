"""What the database holds, read past Odoo; and what must hold whatever happened."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

Key = tuple[str, str, str, int]  # serial, PIN, the terminal's wall clock, state key

STORED = """
SELECT d.serial, p.pin, p.device_time, p.status
  FROM biometric_punch p JOIN biometric_device d ON d.id = p.device_id
 WHERE d.serial IN ({serials})
"""
OVERLAPS = """
SELECT count(*) FROM hr_attendance a JOIN hr_attendance b
    ON a.employee_id = b.employee_id AND a.id < b.id
   AND a.check_in < coalesce(b.check_out, 'infinity')
   AND b.check_in < coalesce(a.check_out, 'infinity')
 WHERE a.employee_id IN ({employees})
"""
TWICE_OPEN = """
SELECT count(*) FROM (SELECT employee_id FROM hr_attendance
                       WHERE check_out IS NULL AND employee_id IN ({employees})
                       GROUP BY employee_id HAVING count(*) > 1) AS twice
"""

# Only the pairing takes advisory locks with two keys.
LOCKED = """
SELECT count(*) FROM pg_locks
 WHERE locktype = 'advisory' AND objsubid = 2
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
# Odoo holds the row of a job while it runs.
JOB_FREE = """
SELECT count(*) FROM (SELECT c.id FROM ir_cron c JOIN ir_model_data d ON d.res_id = c.id
                       WHERE d.module = 'biometric_attendance' AND d.name = 'cron_pair'
                         AND d.model = 'ir.cron' FOR UPDATE OF c SKIP LOCKED) AS free
"""


@dataclass(frozen=True)
class Committed:
    """What the database holds, read by SQL.

    :param sql: runs a statement, returns rows as lines with `|` between columns.
    """

    sql: Callable[[str], str]

    def number(self, statement: str) -> int:
        """Return the single number a statement selects."""
        return int(self.sql(statement))

    def punches(self, serials: Iterable[str]) -> list[Key]:
        """Return the key of every stored punch of these terminals."""
        names = ", ".join(f"'{serial}'" for serial in serials)
        lines = self.sql(STORED.format(serials=names)).splitlines()
        cells = (line.split("|") for line in lines)
        return [(serial, pin, at, int(status)) for serial, pin, at, status in cells]

    def count(self, serial: str) -> int:
        """Return how many punches of a terminal are committed."""
        return len(self.punches([serial]))

    def queued(self) -> int:
        """Return how many rows wait for the pairing."""
        return self.number("SELECT count(*) FROM biometric_pairing")

    def wait_pairing(self, seconds: float = 30) -> None:
        """Wait until the pairing is at work, or has done all there was.

        :raises AssertionError: it does not begin within so many seconds.
        """
        deadline = time.monotonic() + seconds
        while not self.number(LOCKED) and self.queued():
            assert time.monotonic() < deadline, "The pairing does not begin."

    def wait_paired(self, seconds: float = 90) -> None:
        """Wait until the pairing has nothing left to do.

        :raises AssertionError: it still has after so many seconds.
        """
        deadline = time.monotonic() + seconds
        while left := self.queued():
            assert time.monotonic() < deadline, f"{left} still wait after {seconds} s"
            time.sleep(0.2)

    def wait_idle(self, seconds: float = 90) -> None:
        """Wait until the pairing's job has ended, after its work is done.

        :raises AssertionError: it runs on after so many seconds.
        """
        self.wait_paired(seconds)
        deadline = time.monotonic() + seconds
        while not self.number(JOB_FREE):
            assert time.monotonic() < deadline, "The pairing's job does not end."
            time.sleep(0.2)

    def check_attendances(self, employees: Iterable[int]) -> None:
        """Check that no attendances of a person overlap.

        :raises AssertionError: attendances overlap, or somebody is in twice.
        """
        ids = ", ".join(map(str, employees))
        assert self.number(OVERLAPS.format(employees=ids)) == 0
        assert self.number(TWICE_OPEN.format(employees=ids)) == 0
