"""Twenty terminals asked by the real cron, some of them broken; and the cron killed."""

import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta, timezone
from threading import Event, Thread

import pytest

from demo.attendances import compare
from demo.company import add_devices, add_employees
from devkit.ports import free_ports
from e2e.polled import KEY, ZONE, crowd, polled, remembered
from e2e.pushing import body, is_success, push
from e2e.workers import cron_worker, kill
from simulator import Workforce
from simulator.zk4370 import FIRMWARES, company
from simulator.zk4370.codes import Command

GOOD = 17
TIMEOUT_SECONDS = 90  # seconds; each broken terminal is given up after ten
ANSWER_SECONDS = 5  # for one push, on a busy machine
CRON_STARTS = 1.2  # see test_kill.py
LONG = 20_000
FIELDS = ["serial", "poll_error", "poll_failures", "poll_next", "poll_position"]
POLL_FREE = """
SELECT count(*) FROM (SELECT c.id FROM ir_cron c JOIN ir_model_data d ON d.res_id = c.id
                       WHERE d.module = 'biometric_attendance' AND d.name = 'cron_poll'
                         AND d.model = 'ir.cron' FOR UPDATE OF c SKIP LOCKED) AS free
"""


def wait(ready, wanted: str, seconds: float = TIMEOUT_SECONDS):
    """Return the answer as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (found := ready()):
        assert time.monotonic() < deadline, f"Not within {seconds} s: {wanted}"
        time.sleep(0.2)
    return found


def read(api, ids: list[int]) -> dict[str, dict]:
    """The devices as they are now, by serial number."""
    found = api.call("biometric.device", "read", ids=ids, fields=FIELDS)
    return {each["serial"]: each for each in found}


@pytest.fixture
def pushes(server, api) -> Iterator[list[tuple[bool, float]]]:
    """A terminal that pushes on and on; what became of each push, and its seconds."""
    add_devices(api, {"MEANWHILE": "Meanwhile"}, "UTC")
    over, pushed = Event(), []

    def go_on() -> None:
        while not over.wait(0.1):
            rows = body("MEANWHILE", 20, skip=20 * len(pushed))
            began = time.monotonic()
            taken = is_success(push(server, "MEANWHILE", rows), 20)
            pushed.append((taken, time.monotonic() - began))

    thread = Thread(target=go_on)
    thread.start()
    yield pushed
    over.set()
    thread.join()


def test_three_broken_terminals_of_twenty_hold_up_nobody(
    server, api, committed, pushes
):
    serials = [f"ASKED{number:02d}" for number in range(1, GOOD + 1)]
    workforce = Workforce(30, 5, ZONE, first_pin=3001)
    scene = company(
        serials,
        workforce,
        firmwares=[name for name, model in FIRMWARES.items() if model.tcp],
        key=KEY,
        port=0,
        until=datetime.now(timezone.utc),
        days=5,
    )
    scene.record()
    broken = {
        "SILENT": {"kind": "half_open", "stage": Command.READ_BUFFER, "amount": 500},
        "BABBLES": {"kind": "garbage", "stage": Command.CONNECT},
    }
    with ExitStack() as running:
        ports = dict(zip(["DEAD"], free_ports(1), strict=True))
        for made in (
            *(crowd(s, 200, **arms) for s, arms in broken.items()),
            *scene.endpoints,
        ):
            running.enter_context(made)
            ports[made.terminal.serial] = made.port
        ids = running.enter_context(polled(api, ports))
        employees = add_employees(api, workforce, ids)
        worker = cron_worker(server)
        log_begins = server.log.stat().st_size

        api.call("biometric.device", "action_approve", ids=ids)

        def all_asked() -> bool:
            found = read(api, ids).values()
            return all(each["poll_error"] or each["poll_position"] for each in found)

        wait(all_asked, "all terminals were asked")
        wait(lambda: committed.number(POLL_FREE), "the cron has come back")
        devices = read(api, ids)
        assert cron_worker(server) == worker
        assert [
            endpoint.failures for endpoint in scene.endpoints if endpoint.failures
        ] == []

    assert {s for s, each in devices.items() if each["poll_error"]} == {"DEAD", *broken}
    words = {"DEAD": "listens", "SILENT": "in time", "BABBLES": "protocol"}
    now = datetime.now(timezone.utc)
    for serial, word in words.items():
        assert word in devices[serial]["poll_error"]
        assert devices[serial]["poll_failures"] == 1
        assert devices[serial]["poll_next"] > f"{now:%Y-%m-%d %H:%M:%S}"
    for endpoint in scene.endpoints:
        assert devices[endpoint.terminal.serial]["poll_position"]["complete"]
        stored = sorted(committed.punches([endpoint.terminal.serial]))
        assert stored == remembered(endpoint.terminal)

    committed.wait_paired()
    outcome = compare(json.loads(scene.ground_truth.as_json()), api, employees)
    assert outcome.is_equal
    assert outcome.right
    committed.check_attendances(employees.values())
    assert len(pushes) > 10
    assert all(taken for taken, _seconds in pushes)
    assert max(seconds for _taken, seconds in pushes) < ANSWER_SECONDS
    with server.log.open() as log:
        log.seek(log_begins)
        assert "Traceback" not in log.read()


def test_a_cron_killed_in_a_download_goes_on_where_it_was(server, api, committed):
    slow = {"kind": "latency", "stage": Command.READ_BUFFER, "amount": 0.5}
    with (
        crowd("LONGLOG", LONG, **slow) as terminal,
        polled(api, {"LONGLOG": terminal.port}) as ids,
    ):
        api.call("biometric.device", "action_approve", ids=ids)

        def position() -> dict:
            return read(api, ids)["LONGLOG"]["poll_position"] or {"count": 0}

        # Odoo puts a job off once it was killed three times in a row.
        for stored in (0, LONG // 3):
            wait(lambda: terminal.connections.open, "the terminal is called")
            wait(
                lambda least=stored: committed.count("LONGLOG") >= least, "rows stored"
            )
            time.sleep(0.4)
            kill(cron_worker(server))
            wait(lambda: not terminal.connections.open, "the connection has ended")
            left = committed.count("LONGLOG")
            assert stored <= left < LONG
            assert position()["count"] == left
            cron_worker(server)
            time.sleep(CRON_STARTS)
            api.call("biometric.device", "action_fetch_now", ids=ids)

        wait(lambda: position().get("complete"), "the whole log")
        assert terminal.connections.accepted == 3
        assert terminal.connections.most == 1
        assert sorted(committed.punches(["LONGLOG"])) == remembered(terminal.terminal)

        terminal.faults.stop()
        for second in range(5):
            at = datetime.now(timezone.utc) - timedelta(seconds=60 - second)
            terminal.terminal.punch("8001", at)
        api.call("biometric.device", "action_fetch_now", ids=ids)
        wait(lambda: position()["count"] == LONG + 5, "what came meanwhile")
        assert sorted(committed.punches(["LONGLOG"])) == remembered(terminal.terminal)
