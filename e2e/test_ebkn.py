"""EBKN terminals at real nginx before a real Odoo."""

import asyncio
import json
import struct
import subprocess
import time
from datetime import datetime, timedelta, timezone
from urllib.parse import urlsplit

import pytest

from demo.attendances import compare
from demo.company import add_devices, add_employees
from demo.listener import Listener
from devkit.processes import require
from e2e.listening import exchange, nginx_or_skip, request
from simulator import Fleet, Terminal, Timeline, User, Workforce
from simulator.ebkn import FIRMWARES, EbknEndpoint, company

ZONE = "Europe/Paris"
TIMEOUT_SECONDS = 240
KEYED = ["hs103", "hs102", "hs101", "m50"]
FAULTS = ["repeat", "reorder", "cut", "drop", "garbage", "double"]
CURL = ["curl", "-sS", "-i", "--http1.0", "-H", "request_code: realtime_glog"]
CURL += ["-H", "dev_id: CURL1", "-H", "trans_id: RTLogSendAction", "-H", "blk_no: 0"]
CURL += ["--data-binary"]
MORNING = datetime(2026, 3, 2, 8, tzinfo=timezone.utc)


@pytest.fixture(scope="module")
def listener(stack, server) -> Listener:
    """The listener of the shared server, for terminals that are in a hurry."""
    nginx_or_skip()
    rates = ("--device-rate=2000", "--address-rate=10000")
    return stack.enter_context(Listener(stack, server, rates))


@pytest.fixture(scope="module")
def target(listener) -> str:
    """The path of the URL that `--status` says to type into a terminal."""
    url = urlsplit(listener.status()["urls"]["ebkn"])
    assert (url.hostname, url.port) == ("127.0.0.1", listener.port)
    return url.path


def hang_up(api, committed, serials, **known) -> dict[str, int]:
    """Create approved terminals that are asked for nothing by themselves."""
    places = {serial: f"Door {serial}" for serial in serials}
    devices = add_devices(api, places, ZONE, "ebkn")
    quiet = {"correct_clock": False}
    since = {"import_since": "2019-01-01 00:00:00"}
    vals = {**quiet, **since, **known}
    api.call("biometric.device", "write", ids=devices, vals=vals)
    numbers = ", ".join(map(str, devices))  # no remote call writes it
    committed.sql(
        f"UPDATE biometric_device SET resend_all = FALSE WHERE id IN ({numbers})"
    )
    return dict(zip(serials, devices, strict=True))


def glog(pin: str, clock: str, key: int) -> bytes:
    """A frame as HS103 pushes a punch."""
    values = {"user_id": pin, "io_time": clock, "io_mode": key << 24}
    text = json.dumps(
        {"fk_bin_data_lib": "FKDataHS103", "verify_mode": 1 << 28, **values}
    )
    return struct.pack("<I", len(text) + 1) + text.encode() + b"\0"


def deliver(url: str, endpoints, deliveries=None) -> Fleet:
    """Let terminals push until all they have is acknowledged."""
    fleet = Fleet(url, endpoints, timeline=Timeline(speed=20), deliveries=deliveries)
    asyncio.run(asyncio.wait_for(fleet.run(until_settled=True), TIMEOUT_SECONDS))
    return fleet


def test_curl_with_underscores_becomes_an_attendance(
    listener, target, api, committed, tmp_path
):
    require("curl", "install curl")
    [device] = hang_up(api, committed, ["CURL1"]).values()
    [employee] = api.call("hr.employee", "create", vals_list=[{"name": "Carla Url"}])
    user = {"device_id": device, "pin": "77", "employee_id": employee}
    api.call("biometric.device.user", "create", vals_list=[user])
    for clock, key in (("20260302090000", 1), ("20260302170000", 2)):
        frame = tmp_path / "frame"
        frame.write_bytes(glog("77", clock, key))
        done = subprocess.run(
            [*CURL, f"@{frame}", listener.url + target],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        assert "response_code: OK" in done.stdout
        assert "trans_id: RTLogSendAction" in done.stdout
    domain = [["employee_id", "=", employee], ["check_out", "!=", False]]
    names = ["check_in", "check_out"]
    deadline = time.monotonic() + 60
    rows = []
    while not rows and time.monotonic() < deadline:
        time.sleep(0.5)
        rows = api.call("hr.attendance", "search_read", domain=domain, fields=names)
    [row] = rows
    times = (row["check_in"], row["check_out"])
    assert times == ("2026-03-02 08:00:00", "2026-03-02 16:00:00")


def test_who_calls_odoo_itself_is_nobody(server, api, committed):
    hang_up(api, committed, ["SPOOF1"])
    lies = (("X-Request-Code", "realtime_glog"), ("X-Dev-Id", "SPOOF1"))
    more = (("request_code", "realtime_glog"), ("dev_id", "SPOOF1"))
    body = glog("1", "20260302090000", 1)
    for headers in (lies, lies + more, (*lies, ("X-Biometric-Listener", "guess"))):
        answer = exchange(
            server.port, request("/biometric/ebkn", headers, body, version="1.1")
        )
        assert answer.status == 403
        assert answer.header("response_code") is None
    assert not committed.punches(["SPOOF1"])


def test_two_thousand_stored_logs_are_replayed_one_by_one(
    listener, target, api, committed
):
    """As a terminal does that meets its server for the first time."""
    hang_up(api, committed, ["REPLAY1"])
    terminal = Terminal("REPLAY1", ZONE, users=[User("5", "Ada")])
    for number in range(2000):
        terminal.punch("5", MORNING + timedelta(minutes=17 * number), number % 2)
    endpoint = EbknEndpoint(terminal, FIRMWARES["hs103"], path=target)
    fleet = deliver(listener.url, [endpoint])
    assert fleet.acknowledged == 2000
    assert fleet.tally.requests >= 2000
    assert committed.count("REPLAY1") == 2000
    journal = terminal.punches
    journal.acknowledged.clear()
    journal.pending.update(journal.entries)
    deliver(listener.url, [EbknEndpoint(terminal, FIRMWARES["hs103"], path=target)])
    assert committed.count("REPLAY1") == 2000


def test_every_fault_at_once_changes_nothing(listener, server, api, committed):
    serials = [f"EFAULT{number}" for number in range(len(KEYED))]
    workforce = Workforce(12, 7, ZONE, first_pin=4001)
    employees = add_employees(
        api, workforce, list(hang_up(api, committed, serials).values())
    )
    scene = company(
        serials,
        workforce,
        firmwares=KEYED,
        until=datetime.now(timezone.utc),
        days=3,
        faults=FAULTS,
        seed=7,
    )
    scene.record()
    log_begins = server.log.stat().st_size
    fleet = deliver(listener.url, scene.endpoints, scene.deliveries)
    committed.wait_paired()
    assert fleet.tally.failures
    expected = json.loads(scene.ground_truth.as_json())
    outcome = compare(expected, api, employees)
    assert not outcome.missing
    assert not outcome.wrong
    assert len(outcome.right) == len(expected["sessions"])
    committed.check_attendances(employees.values())
    assert committed.number(
        "SELECT count(*) FROM biometric_message m JOIN biometric_device d"
        " ON d.id = m.device_id WHERE d.serial LIKE 'EFAULT%'"
    )
    with server.log.open() as log:
        log.seek(log_begins)
        assert "Traceback" not in log.read()
