"""The pairing at work in a process of its own, as on one more server."""

import os
import signal
import time

from devkit.environments import odoo_command
from devkit.processes import start, stop
from devkit.stack import Stack

TIMEOUT_SECONDS = 60  # until it is at work

# Odoo lets a job run once at a time, whatever the number of servers. What must hold
# does so without that, too.
WORK = """
from psycopg2.errors import SerializationFailure
from odoo.addons.biometric_attendance.models.pairing import biometric_pairing
biometric_pairing.CRON_IDLE_SECONDS = 0.3  # looks for work ten times as often
print("at work", flush=True)
while True:
    try:
        env["biometric.pairing"]._cron_pair()
    except SerializationFailure:
        env.cr.rollback()
        env.invalidate_all(flush=False)
"""


class Pairer:
    """A process that pairs whoever waits, over and over."""

    def __init__(self, stack: Stack, database: str, name: str):
        """Start it; see `wait`."""
        self._log = stack.folder / f"{name}.log"
        self._environment = stack.environment()
        self._command = odoo_command("shell", "-d", database, "--no-http")
        self._script = stack.folder / f"{name}.py"
        self._script.write_text(WORK)
        self._start()

    def _start(self) -> None:
        with self._script.open() as script, self._log.open("wb") as output:
            self._process = start(
                self._command, env=self._environment, output=output, stdin=script
            )

    def wait(self) -> None:
        """Wait until it is at work.

        :raises AssertionError: it ended, or takes too long.
        """
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while b"at work" not in self._log.read_bytes():
            assert self.is_alive() and time.monotonic() < deadline, self.output()
            time.sleep(0.05)

    def is_alive(self) -> bool:
        """Tell whether it runs."""
        return self._process.poll() is None

    def output(self) -> str:
        """Return the end of its log."""
        return self._log.read_text(errors="replace")[-3000:]

    def kill(self) -> None:
        """End it at once, wherever it is, and start another."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._start()

    def stop(self) -> None:
        """End it for good."""
        stop(self._process)
