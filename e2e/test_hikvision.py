"""Hikvision terminals of three firmwares, polled by Odoo and behind the bridge."""

import json
from datetime import datetime, timezone

from demo.attendances import compare
from demo.company import add_employees
from e2e.bridging import bridged, wait
from e2e.polled import ZONE, polled
from simulator import Workforce
from simulator.hikvision import company

ACCOUNT = {"brand": "hikvision", "username": "odoo", "connection_key": "odoo"}
SERIALS = ("HIK1", "HIK2", "HIK3")


def read(api, device):
    fields = ["online", "poll_error", "serial", "last_seen"]
    return api.call("biometric.device", "read", ids=[device], fields=fields)[0]


def test_punches_of_three_firmwares_become_attendances(
    server, api, committed, tmp_path
):
    workforce = Workforce(9, 11, ZONE, first_pin=6001)
    scene = company(
        SERIALS,
        workforce,
        firmwares=["new", "odd", "sparse"],
        port=0,
        until=datetime.now(timezone.utc),
        days=3,
    )
    scene.record()
    first, second, third = scene.endpoints
    with (
        first,
        second,
        third,
        bridged(api, server, tmp_path, "Factory") as (bridge, number),
    ):
        ports = {each.terminal.serial: each.port for each in scene.endpoints}
        with polled(api, ports, **ACCOUNT) as ids:
            employees = add_employees(api, workforce, ids)
            behind = {"bridge_id": number}
            api.call("biometric.device", "write", ids=ids[2:], vals=behind)
            api.call("biometric.device", "action_approve", ids=ids)
            bridge.start()
            for endpoint in scene.endpoints:
                terminal = endpoint.terminal
                wait(
                    lambda terminal=terminal: (
                        committed.count(terminal.serial) == len(terminal.punches)
                    ),
                    f"punches of {terminal.serial}",
                )
            committed.wait_paired()
            outcome = compare(json.loads(scene.ground_truth.as_json()), api, employees)
            assert outcome.is_equal
            wait(lambda: all(read(api, each)["online"] for each in ids), "online")
            assert not any(read(api, each)["poll_error"] for each in ids)
            bridge.stop()
    assert "Traceback" not in bridge.log
