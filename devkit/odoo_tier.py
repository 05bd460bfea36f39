"""The Odoo tier: the tests inside the addon, run by Odoo itself."""

import re
import sys
from collections.abc import Callable
from typing import IO

from .chromium import chromium
from .odoo_command import odoo_command
from .paths import ADDON
from .ports import free_ports
from .processes import run
from .progress import say
from .stack import Stack
from .tally import Tally

ROW = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<rest>.*)")
STARTING = re.compile(r"(?P<file>test_\w+): Starting (?P<test>\w+\.\w+)")
RESULT = re.compile(
    r"odoo\.tests\.result: (\d+) failed, (\d+) error\(s\) of (\d+) tests"
)


def run_odoo(expression: str) -> Tally:
    """Install the addon into a fresh database with its tests and count them.

    :param expression: a class, `Class.test_name` or `test_name`; all tests when empty.
    """
    chromium()  # Odoo's browser tests look for it on PATH
    with Stack("odoo") as stack:
        database = stack.database("tests", modules=[])
        log = stack.folder / "tests.log"
        command = odoo_command(
            "server",
            f"--database={database}",
            f"--init={ADDON.name}",
            "--test-enable",
            f"--test-tags={test_tags(expression)}",
            "--stop-after-init",
            f"--http-port={free_ports(1)[0]}",
            "--http-interface=127.0.0.1",
            f"--screenshots={stack.folder / 'screenshots'}",
        )
        with log.open("w") as copy:
            reader = Reader(copy, say)
            code = run(command, env=stack.environment(), watch=reader.read)
    tally = reader.tally
    broken = code and not tally.failed
    nothing = not (tally.passed or tally.failed or expression)
    if broken or nothing:
        tally += Tally(failed=1)
    if tally.failed:
        reason = "No test ran" if nothing else "The tests failed"
        say(f"{reason}: the whole log is {log}")
    return tally


def test_tags(expression: str) -> str:
    """Turn what -k was given into Odoo's form `/module:Class.method`."""
    if not expression:
        return f"/{ADDON.name}"
    cls, _, method = expression.rpartition(".")
    if not cls and not method.startswith("test_"):
        cls, method = method, ""
    ending = (f":{cls}" if cls else "") + (f".{method}" if method else "")
    return f"/{ADDON.name}{ending}"


class Reader:
    """Reads Odoo's log as it grows: shows what matters and counts the tests."""

    def __init__(self, copy: IO[str], tell: Callable[[str], None]):
        """Take the file for the whole log and the function for progress lines."""
        self.tally = Tally()
        self._copy = copy
        self._tell = tell
        self._file = ""
        self._showing = False

    def read(self, line: str) -> None:
        """Take in one line."""
        print(line, file=self._copy)
        if row := ROW.match(line):
            self._showing = row["level"] in ("WARNING", "ERROR", "CRITICAL")
            self._note(row["rest"])
        if self._showing:
            print(line, file=sys.stderr, flush=True)

    def _note(self, rest: str) -> None:
        if (begun := STARTING.search(rest)) and begun["file"] != self._file:
            self._file = begun["file"]
            self._tell(f"  {self._file}")
        if result := RESULT.search(rest):
            failures, errors, count = map(int, result.groups())
            bad = failures + errors
            self.tally += Tally(count - bad, bad)
