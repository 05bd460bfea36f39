"""The demo's company by brand: some terminals, their people, and what these did.

Each branch has people of its own, with PINs of their own, so that there can be any number
of them.
"""

import json
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from devkit.errors import DevError
from devkit.ports import free_ports, is_free, listens
from simulator import Workforce

from . import company
from .api import Api
from .bridge import bridged
from .simulated import simulator

# Terminals on port 4370, by firmware of the simulator: the second has rows of eight bytes.
POLLED = {"f19": "Old gate", "zem560": "Boiler house"}
POLLED_PEOPLE = 8
POLLED_FIRST_PIN = 1001 + company.PEOPLE
POLL_MINUTES = 1
# Called by HTTP with digest, by firmware of their simulators.
HTTP_ACCOUNT = {"username": "odoo", "connection_key": "demo"}
# Behind a CAMS gateway, which encrypts what it sends.
GATEWAY = {"CAMS0001": "Branch office", "CAMS0002": "Showroom"}
GATEWAY_PEOPLE = 6
GATEWAY_FIRST_PIN = POLLED_FIRST_PIN + POLLED_PEOPLE
# Behind the listener, without which terminals of the EBKN family are not understood.
LISTENER = {"EBKN0001": "Loading dock"}
LISTENER_PEOPLE = 5
LISTENER_FIRST_PIN = GATEWAY_FIRST_PIN + GATEWAY_PEOPLE
# Behind a BioTime server, which is asked for them.
BIOTIME_TERMINALS = 2
BIOTIME_PEOPLE = 6
BIOTIME_FIRST_PIN = LISTENER_FIRST_PIN + LISTENER_PEOPLE
SOURCE_PASSWORD = "demo"
# Behind a program with a SQL Server, whose database is read.
DATABASE_TERMINALS = 2
DATABASE_PEOPLE = 5
DATABASE_FIRST_PIN = BIOTIME_FIRST_PIN + BIOTIME_PEOPLE
HTTP_FIRST_PIN = DATABASE_FIRST_PIN + DATABASE_PEOPLE
TOKEN = "demo-token-of-a-gateway-nobody-has"
SECURITY_KEY = "a-key-of-32-letters-for-the-demo"
START_SECONDS = 30


@dataclass(frozen=True)
class Called:
    """Terminals of one brand that Odoo calls by HTTP.

    :param places: the name of each, by firmware of the simulator.
    """

    brand: str
    serial_prefix: str
    places: dict[str, str]
    people: int
    first_pin: int


HIKVISION = Called(
    *("hikvision", "HIK", {"new": "Head office", "old": "Car park"}),
    *(5, HTTP_FIRST_PIN),
)
DAHUA = Called(
    *("dahua", "DAHUA", {"asi_new": "Workshop"}),
    *(4, HTTP_FIRST_PIN + HIKVISION.people),
)


@dataclass(frozen=True)
class Branch:
    """Terminals of one brand at work.

    :param employees: the employee's id of each PIN.
    :param ground_truth: the file in which the simulator writes who was where.
    """

    employees: dict[str, int]
    ground_truth: Path
    log: Path
    process: subprocess.Popen

    def sessions(self) -> list[dict]:
        """Return who was where, as `demo.attendances.compare` wants it.

        :raises DevError: the terminals have failed.
        """
        self.check(self.process.poll() in (None, 0))
        return json.loads(self.ground_truth.read_text())["sessions"]

    def check(self, good: bool) -> None:
        """Raise an error unless ``good``.

        :raises DevError: it is not, with the end of the log.
        """
        if not good:
            tail = self.log.read_text(errors="replace")[-1000:]
            raise DevError(f"{tail}\nThe terminals failed: see {self.log}.")

    def wait(self, is_ready: Callable[[], bool]) -> None:
        """Wait until the terminals are ready.

        :raises DevError: the terminals failed, or it took too long.
        """
        deadline = time.monotonic() + START_SECONDS
        while not is_ready():
            self.check(self.process.poll() is None and time.monotonic() < deadline)
            time.sleep(0.05)


@contextmanager
def pushing(
    api: Api, url: str, folder: Path, options: Sequence[str]
) -> Iterator[Branch]:
    """Terminals that push, for the time of the block.

    :param options: what all terminals get on their command line.
    """
    names = dict(zip(company.SERIALS, company.PLACES, strict=True))
    devices = company.add_devices(api, names, company.ZONE)
    command = ["adms", "--url", url, f"--terminals={len(names)}", *options]
    with _at_work(api, devices, folder, command, company.PEOPLE, 1001) as branch:
        yield branch


@contextmanager
def polled(
    api: Api, url: str, folder: Path, options: Sequence[str]
) -> Iterator[Branch]:
    """Terminals that wait to be polled, the last by a bridge; see `pushing`."""
    ports = _free_row(len(POLLED))
    common = {"brand": "zk4370", "host": "127.0.0.1", "tz": company.ZONE}
    common["poll_minutes"] = POLL_MINUTES
    rows = zip(POLLED.values(), ports, strict=True)
    devices = company.create_devices(
        api, [{"name": name, "port": port, **common} for name, port in rows]
    )
    command = ["zk4370", "--serial-prefix=OLD", f"--port={ports[0]}"]
    command += [f"--firmware={name}" for name in POLLED]
    command += [f"--terminals={len(POLLED)}", *options]
    people = POLLED_PEOPLE, POLLED_FIRST_PIN
    with (
        bridged(api, url, folder) as bridge,
        _at_work(api, devices, folder, command, *people) as branch,
    ):
        pid = branch.process.pid
        branch.wait(lambda: all(listens(pid, port) for port in ports))
        behind = {"bridge_id": bridge}
        api.call("biometric.device", "write", ids=devices[-1:], vals=behind)
        company.approve(api, devices)  # from now on they are polled
        yield branch


@contextmanager
def called(
    which: Called, api: Api, _url: str, folder: Path, options: Sequence[str]
) -> Iterator[Branch]:
    """Terminals that are called by HTTP, for the time of the block; see `pushing`."""
    ports = _free_row(len(which.places))
    common = {"brand": which.brand, "host": "127.0.0.1", "tz": company.ZONE}
    common |= {"poll_minutes": POLL_MINUTES, **HTTP_ACCOUNT}
    rows = zip(which.places.values(), ports, strict=True)
    devices = company.create_devices(
        api, [{"name": name, "port": port, **common} for name, port in rows]
    )
    command = [which.brand, f"--serial-prefix={which.serial_prefix}"]
    command += [f"--firmware={name}" for name in which.places]
    command += [f"--user={HTTP_ACCOUNT['username']}", f"--port={ports[0]}"]
    command += [f"--password={HTTP_ACCOUNT['connection_key']}"]
    command += [f"--terminals={len(ports)}", *options]
    people = which.people, which.first_pin
    with _at_work(api, devices, folder, command, *people) as branch:
        pid = branch.process.pid
        branch.wait(lambda: all(listens(pid, port) for port in ports))
        company.approve(api, devices)
        yield branch


@contextmanager
def gateway(
    api: Api, url: str, folder: Path, options: Sequence[str]
) -> Iterator[Branch]:
    """Terminals behind a CAMS gateway, for the time of the block; see `pushing`."""
    [port] = free_ports(1)
    values = {
        "communication_key": TOKEN,
        "connection_key": TOKEN,
        "encryption_key": SECURITY_KEY,
        "gateway_plain": True,
        "gateway_url": f"http://127.0.0.1:{port}/external/api3.0/biometric",
    }
    devices = company.add_devices(api, GATEWAY, company.ZONE, "cams", **values)
    command = ["cams", "--url", url, "--serial-prefix=CAMS", f"--rest-port={port}"]
    command += [f"--auth-token={TOKEN}", f"--security-key={SECURITY_KEY}"]
    command += [f"--terminals={len(GATEWAY)}", *options]
    people = GATEWAY_PEOPLE, GATEWAY_FIRST_PIN
    with _at_work(api, devices, folder, command, *people) as branch:
        yield branch


@contextmanager
def behind_listener(
    api: Api, url: str, folder: Path, options: Sequence[str]
) -> Iterator[Branch]:
    """Terminals that call the listener at `url`, for the time of the block."""
    devices = company.add_devices(api, LISTENER, company.ZONE, "ebkn")
    command = ["ebkn", "--url", url, "--serial-prefix=EBKN"]
    command += [f"--terminals={len(LISTENER)}", *options]
    people = LISTENER_PEOPLE, LISTENER_FIRST_PIN
    with _at_work(api, devices, folder, command, *people) as branch:
        yield branch


@contextmanager
def behind_biotime(
    api: Api, _url: str, folder: Path, options: Sequence[str]
) -> Iterator[Branch]:
    """Terminals that report to a BioTime server, for the time of the block."""
    [port] = free_ports(1)
    command = ["biotime", f"--port={port}", f"--password={SOURCE_PASSWORD}"]
    command += ["--serial-prefix=BIOT", f"--terminals={BIOTIME_TERMINALS}", *options]
    people = BIOTIME_PEOPLE, BIOTIME_FIRST_PIN
    with _at_work(api, [], folder, command, *people) as branch:
        branch.wait(lambda: listens(branch.process.pid, port))
        url = f"http://127.0.0.1:{port}"
        account = {"username": "odoo", "password": SOURCE_PASSWORD}
        source = company.add_source(api, "BioTime", "biotime", url=url, **account)
        _approve_behind(api, branch, source, BIOTIME_TERMINALS)
        yield branch


@contextmanager
def behind_database(
    api: Api, _url: str, folder: Path, options: Sequence[str]
) -> Iterator[Branch]:
    """Terminals that report to ZKTime with a SQL Server, for the time of the block."""
    [port] = free_ports(1)
    command = ["tds", f"--port={port}", f"--password={SOURCE_PASSWORD}"]
    command += ["--serial-prefix=ZKT", f"--terminals={DATABASE_TERMINALS}", *options]
    people = DATABASE_PEOPLE, DATABASE_FIRST_PIN
    with _at_work(api, [], folder, command, *people) as branch:
        branch.wait(lambda: listens(branch.process.pid, port))
        values = {"schema": "att2000_sqlserver", "host": "127.0.0.1", "port": port}
        values |= {"database": "att2000", "username": "odoo_reader"}
        source = company.add_source(
            api, "ZKTime", "vendor_databases", password=SOURCE_PASSWORD, **values
        )
        _approve_behind(api, branch, source, DATABASE_TERMINALS)
        yield branch


def _approve_behind(api: Api, branch: Branch, source: int, count: int) -> None:
    """Wait for the terminals behind a source, link their people, and approve them."""
    devices: list[int] = []

    def are_there() -> bool:
        devices[:] = company.devices_of(api, source)
        return len(devices) == count

    branch.wait(are_there)
    company.link_people(api, branch.employees, devices)
    company.approve(api, devices)


BRANCHES = (
    pushing,
    polled,
    gateway,
    behind_biotime,
    behind_database,
    partial(called, HIKVISION),
    partial(called, DAHUA),
)


def _free_row(count: int) -> range:
    """Return so many ports in a row that nobody listens on just now."""
    while True:
        [first] = free_ports(1)
        row = range(first, first + count)
        if row[-1] < 65536 and all(is_free("127.0.0.1", port) for port in row):
            return row


@contextmanager
def _at_work(
    api: Api,
    devices: list[int],
    folder: Path,
    command: Sequence[str],
    people: int,
    first_pin: int,
) -> Iterator[Branch]:
    workforce = Workforce(people, zone=company.ZONE, first_pin=first_pin)
    employees = company.add_employees(api, workforce, devices)
    ground_truth, log = folder / f"{command[0]}.json", folder / f"{command[0]}.log"
    options = [
        f"--users={people}",
        f"--first-pin={first_pin}",
        f"--zone={company.ZONE}",
    ]
    with simulator([*command, *options, "--truth", ground_truth], log) as process:
        branch = Branch(employees, ground_truth, log, process)
        branch.wait(ground_truth.exists)
        yield branch
