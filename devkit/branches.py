"""The demo's company by protocol: some terminals, their people, and what these lived.

Each branch has people of its own, with PINs of their own, so that there can be any number
of them.
"""

import json
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import company
from .api import Api
from .errors import DevError
from .ports import free_row, listens
from .terminals import simulator

# Terminals on port 4370, by firmware of the simulator: the second has rows of eight bytes.
POLLED = {"f19": "Old gate", "zem560": "Boiler house"}
POLLED_PEOPLE = 8
POLLED_FIRST_PIN = 1001 + company.PEOPLE
EVERY = 1  # minutes between two polls
# Behind a CAMS gateway, which encrypts what it says.
GATEWAY = {"CAMS0001": "Branch office", "CAMS0002": "Showroom"}
GATEWAY_PEOPLE = 6
GATEWAY_FIRST_PIN = POLLED_FIRST_PIN + POLLED_PEOPLE
# Behind the listener, without which terminals of the EBKN family are not understood.
LISTENED = {"EBKN0001": "Loading dock"}
LISTENED_PEOPLE = 5
LISTENED_FIRST_PIN = GATEWAY_FIRST_PIN + GATEWAY_PEOPLE
TOKEN = "demo-token-of-a-gateway-nobody-has"
SECURITY_KEY = "a-key-of-32-letters-for-the-demo"
START_SECONDS = 30


@dataclass(frozen=True)
class Branch:
    """Terminals of one protocol at work.

    :param employees: the employee's id of each PIN.
    :param truth: the file in which they put down who was where.
    """

    employees: dict[str, int]
    truth: Path
    log: Path
    process: subprocess.Popen

    def sessions(self) -> list[dict]:
        """Return who was where, as `devkit.lived.compare` wants it.

        :raises DevError: the terminals have failed.
        """
        self.check(self.process.poll() in (None, 0))
        return json.loads(self.truth.read_text())["sessions"]

    def check(self, good: bool) -> None:
        """:raises DevError: it is not good; with the end of the log."""
        if not good:
            tail = self.log.read_text(errors="replace")[-1000:]
            raise DevError(f"{tail}\nThe terminals failed: see {self.log}.")


@contextmanager
def pushing(
    api: Api, url: str, folder: Path, more: Sequence[str | Path]
) -> Iterator[Branch]:
    """Terminals that push, for the time of the block.

    :param more: what all terminals are told on their command line.
    """
    employees = company.found(api)
    words = ["adms", "--url", url]
    words += [f"--terminals={len(company.SERIALS)}", f"--users={company.PEOPLE}"]
    with _at_work(employees, folder, "pushing", words, more) as branch:
        yield branch


@contextmanager
def polled(
    api: Api, _url: str, folder: Path, more: Sequence[str | Path]
) -> Iterator[Branch]:
    """Terminals that wait to be asked, for the time of the block; see `pushing`."""
    first = free_row(len(POLLED))
    places = dict(zip(POLLED.values(), range(first, first + len(POLLED)), strict=True))
    devices = company.place(api, places, company.ZONE, EVERY)
    words = ["zk4370", "--serial-prefix=OLD", f"--port={first}"]
    words += [f"--terminals={len(POLLED)}", f"--users={POLLED_PEOPLE}"]
    words += [f"--first-pin={POLLED_FIRST_PIN}"]
    words += [f"--firmware={name}" for name in POLLED]
    people = company.Workforce(
        POLLED_PEOPLE, zone=company.ZONE, first_pin=POLLED_FIRST_PIN
    )
    employees = company.staff(api, people, devices)
    with _at_work(employees, folder, "polled", words, more) as branch:
        pid = branch.process.pid
        _wait(branch, lambda: all(listens(pid, port) for port in places.values()))
        # From now on they are asked.
        api.call("biometric.device", "action_approve", ids=devices)
        yield branch


@contextmanager
def gateway(
    api: Api, url: str, folder: Path, more: Sequence[str | Path]
) -> Iterator[Branch]:
    """Terminals behind a CAMS gateway, for the time of the block; see `pushing`."""
    rest = free_row(1)
    devices = company.entrust(api, GATEWAY, company.ZONE, TOKEN, SECURITY_KEY, rest)
    people = company.Workforce(
        GATEWAY_PEOPLE, zone=company.ZONE, first_pin=GATEWAY_FIRST_PIN
    )
    employees = company.staff(api, people, devices)
    words = ["cams", "--url", url, "--serial-prefix=CAMS", f"--rest-port={rest}"]
    words += [f"--terminals={len(GATEWAY)}", f"--users={GATEWAY_PEOPLE}"]
    words += [f"--first-pin={GATEWAY_FIRST_PIN}", f"--auth-token={TOKEN}"]
    words += [f"--security-key={SECURITY_KEY}"]
    with _at_work(employees, folder, "gateway", words, more) as branch:
        yield branch


@contextmanager
def listened(
    api: Api, url: str, folder: Path, more: Sequence[str | Path]
) -> Iterator[Branch]:
    """Terminals that call the listener at `url`, for the time of the block."""
    devices = company.hang(api, LISTENED, company.ZONE, "ebkn")
    people = company.Workforce(
        LISTENED_PEOPLE, zone=company.ZONE, first_pin=LISTENED_FIRST_PIN
    )
    employees = company.staff(api, people, devices)
    words = ["ebkn", "--url", url, "--serial-prefix=EBKN"]
    words += [f"--terminals={len(LISTENED)}", f"--users={LISTENED_PEOPLE}"]
    words += [f"--first-pin={LISTENED_FIRST_PIN}"]
    with _at_work(employees, folder, "listened", words, more) as branch:
        yield branch


BRANCHES = (pushing, polled, gateway)


@contextmanager
def _at_work(
    employees: dict[str, int],
    folder: Path,
    name: str,
    words: Sequence[str | Path],
    more: Sequence[str | Path],
) -> Iterator[Branch]:
    truth, log = folder / f"{name}.json", folder / f"{name}.log"
    told = [*words, f"--zone={company.ZONE}", "--truth", truth, *more]
    with simulator(told, log) as process:
        branch = Branch(employees, truth, log, process)
        _wait(branch, truth.exists)
        yield branch


def _wait(branch: Branch, ready: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        branch.check(branch.process.poll() is None and time.monotonic() < deadline)
        time.sleep(0.05)
