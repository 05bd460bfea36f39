"""The three tiers of tests, each counted by its own runner."""

import os
import re
import sys
from collections import Counter
from typing import IO

from .debian import chromium
from .environments import odoo_command, python
from .paths import ADDON, REPOSITORY
from .ports import free_ports
from .processes import run
from .progress import say
from .stack import Stack

PYTEST_COUNT = re.compile(r"(\d+) (passed|failed|error)")
ROW = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<rest>.*)")
STARTING = re.compile(r"(?P<file>test_\w+): Starting \w+\.\w+")
RESULT = re.compile(
    r"odoo\.tests\.result: (\d+) failed, (\d+) error\(s\) of (\d+) tests"
)


def pure(expression: str) -> Counter:
    """Run the tests that need neither Odoo nor a database, on all cores."""
    return _pytest("tests", expression, "-q", "--numprocesses=auto")


def e2e(expression: str) -> Counter:
    """Test everything together: prefork server, terminals, browser."""
    return _pytest("e2e", expression, "-v")


def odoo(expression: str) -> Counter:
    """Install the addon into a fresh database with its tests, which Odoo runs.

    :param expression: a class, `Class.test_name` or `test_name`, or several with commas
        between them; all tests when empty.
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
            f"--test-tags={odoo_tags(expression)}",
            "--stop-after-init",
            f"--http-port={free_ports(1)[0]}",
            "--http-interface=127.0.0.1",
            f"--screenshots={stack.folder / 'screenshots'}",
        )
        with log.open("w") as copy:
            reader = OdooLog(copy)
            code = run(command, env=stack.environment(), watch=reader.read)
    if code or reader.count["failed"]:
        say(f"The whole log is {log}")
    return _complete(reader.count, code, expression)


TIERS = {"pure": pure, "odoo": odoo, "e2e": e2e}


def odoo_tags(expression: str) -> str:
    """Turn what -k was given into Odoo's form `/module:Class.method`, joined by commas."""
    return ",".join(map(_odoo_tag, expression.split(",")))


def _odoo_tag(expression: str) -> str:
    """Turn one class, `Class.test_name` or `test_name` into Odoo's form."""
    if expression.startswith("/"):  # it is in that form
        return expression
    if not expression:
        return f"/{ADDON.name}"
    cls, _, method = expression.rpartition(".")
    if not cls and not method.startswith("test_"):
        cls, method = method, ""
    ending = (f":{cls}" if cls else "") + (f".{method}" if method else "")
    return f"/{ADDON.name}{ending}"


def pytest_count(line: str) -> Counter:
    """Return the numbers of pytest's last line; an error counts as a failure."""
    count: Counter = Counter()
    for number, word in PYTEST_COUNT.findall(line):
        count["passed" if word == "passed" else "failed"] += int(number)
    return count


class OdooLog:
    """Reads Odoo's log as it grows: shows what matters and counts the tests."""

    def __init__(self, copy: IO[str]):
        """Take the file for the whole log."""
        self.count: Counter = Counter()
        self._copy = copy
        self._file = ""
        self._showing = False

    def read(self, line: str) -> None:
        """Process one line."""
        print(line, file=self._copy)
        if row := ROW.match(line):
            self._showing = row["level"] in ("WARNING", "ERROR", "CRITICAL")
            self._note(row["rest"])
        if self._showing:
            print(line, file=sys.stderr, flush=True)

    def _note(self, rest: str) -> None:
        if (begun := STARTING.search(rest)) and begun["file"] != self._file:
            self._file = begun["file"]
            say(f"  {self._file}")
        if result := RESULT.search(rest):
            failures, errors, total = map(int, result.groups())
            self.count["failed"] += failures + errors
            self.count["passed"] += total - failures - errors


def _pytest(folder: str, expression: str, *options: str) -> Counter:
    last = ""

    def show(line: str) -> None:
        nonlocal last
        last = line
        print(line, flush=True)

    command = [python(), "-m", "pytest", folder, *options]
    command += ["-k", expression] if expression else []
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    code = run(command, cwd=REPOSITORY, env=environment, watch=show)
    nothing = code == 5 and expression
    return _complete(pytest_count(last), 0 if nothing else code, expression)


def _complete(count: Counter, code: int, expression: str) -> Counter:
    """Add a failure when a run broke, or had no test although none was picked out."""
    broken = code and not count["failed"]
    if broken or not (count.total() or expression):
        count["failed"] += 1
    return count
