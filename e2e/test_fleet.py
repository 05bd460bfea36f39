"""A fleet behind a bad network: nothing is lost, doubled or misread."""

import asyncio
import json
from datetime import datetime, timezone

import pytest

from demo.attendances import compare
from demo.company import add_devices, add_employees
from e2e.committed import Key
from simulator import FIRMWARES, Fleet, Scene, Timeline, Workforce, build

ZONE = "Europe/Paris"
FAULTS = ["repeat", "reorder", "cut", "drop", "garbage", "double"]
TIMEOUT_SECONDS = 120  # until every terminal must have been heard


def deliver(url: str, scene: Scene) -> Fleet:
    """Let the terminals push until the server has acknowledged all they have."""
    fleet = Fleet(
        url, scene.endpoints, timeline=Timeline(speed=20), deliveries=scene.deliveries
    )
    asyncio.run(asyncio.wait_for(fleet.run(until_settled=True), TIMEOUT_SECONDS))
    return fleet


def sent(scene: Scene, acknowledged: bool = False) -> list[Key]:
    """Return the keys of the punches in the memories, or of those acknowledged."""
    keys = []
    for endpoint in scene.endpoints:
        journal = endpoint.terminal.punches
        always = endpoint.firmware.status_always
        numbers = journal.acknowledged if acknowledged else journal.entries
        for number in numbers:
            punch = journal.entries[number]
            status = punch.status if always is None else always
            keys.append((endpoint.terminal.serial, punch.pin, str(punch.local), status))
    return keys


@pytest.mark.parametrize("seed", [1, 2])
def test_every_fault_at_once_changes_nothing(seed, server, api, committed):
    places = {f"FLEET{seed}{n}": f"Door {n}" for n in range(len(FIRMWARES))}
    workforce = Workforce(24, seed, ZONE)
    employees = add_employees(api, workforce, add_devices(api, places, ZONE))
    scene = build(
        list(places),
        workforce,
        until=datetime.now(timezone.utc),
        days=3,
        firmwares=FIRMWARES,
        faults=FAULTS,
        seed=seed,
    )
    scene.record()
    log_begins = server.log.stat().st_size

    fleet = deliver(server.url, scene)
    committed.wait_paired()

    stored = committed.punches(places)
    assert len(stored) == len(set(stored))
    assert set(sent(scene, acknowledged=True)) <= set(stored)
    assert set(stored) == set(sent(scene))
    expected = json.loads(scene.ground_truth.as_json())
    outcome = compare(expected, api, employees)
    assert not outcome.missing
    assert not outcome.wrong
    assert len(outcome.right) == len(expected["sessions"])
    committed.check_attendances(employees.values())
    # The network was bad indeed, garbage was kept, and none of it upset the server.
    assert fleet.tally.failures
    assert committed.number(
        "SELECT count(*) FROM biometric_message m JOIN biometric_device d"
        f" ON d.id = m.device_id WHERE d.serial LIKE 'FLEET{seed}%'"
    )
    with server.log.open() as log:
        log.seek(log_begins)
        assert "Traceback" not in log.read()
