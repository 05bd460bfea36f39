"""A terminal in a LAN, the bridge beside it, and Odoo: nothing lost, nothing doubled."""

import json
import os
import time
from datetime import datetime, timedelta, timezone
from random import Random

from demo.attendances import compare
from demo.company import add_employees
from e2e.bridging import bridged, new_code, wait
from e2e.polled import KEY, ZONE, crowd, polled, remembered
from simulator import Workforce
from simulator.zk4370 import company
from simulator.zk4370.codes import Command

ROUNDS = int(os.environ.get("BIOMETRIC_KILL_ROUNDS", "10"))
COMMAND_SECONDS = 10  # a command is at the terminal by then
DAYS_AWAY = 3


def approve(api, ids, bridge):
    """Let a bridge poll devices."""
    api.call("biometric.device", "write", ids=ids, vals={"bridge_id": bridge})
    api.call("biometric.device", "action_approve", ids=ids)


def read(api, device):
    fields = ["online", "poll_error", "poll_position", "last_seen", "clock_drift"]
    return api.call("biometric.device", "read", ids=[device], fields=fields)[0]


def unlock(api, device):
    """Unlock the door from the screen."""
    vals = {"kind": "unlock", "seconds": 3, "device_ids": [[6, 0, [device]]]}
    vals["confirmation"] = api.call(
        "biometric.device", "read", ids=[device], fields=["name"]
    )[0]["name"]
    wizard = api.call("biometric.command.wizard", "create", vals_list=[vals])
    api.call("biometric.command.wizard", "action_queue", ids=wizard)


def pass_by(terminal, count=1):
    """So many punches more by one person after the other, a second apart, the last just now."""
    now = datetime.now(timezone.utc).replace(microsecond=0)
    for place in range(count):
        pin = str(8001 + terminal.punches.last % 50)
        terminal.punch(pin, now - timedelta(seconds=count - place), place % 2)


def test_punches_of_a_day_become_attendances(server, api, committed, tmp_path):
    workforce = Workforce(12, 5, ZONE, first_pin=5001)
    scene = company(
        ["LAN1", "LAN2"],
        workforce,
        firmwares=["f19"],
        key=KEY,
        port=0,
        until=datetime.now(timezone.utc),
        days=4,
    )
    scene.record()
    first, second = scene.endpoints
    with first, second, bridged(api, server, tmp_path, "Office") as (bridge, number):
        ports = {each.terminal.serial: each.port for each in scene.endpoints}
        with polled(api, ports) as ids:
            employees = add_employees(api, workforce, ids)
            approve(api, ids, number)
            bridge.start()
            for endpoint in scene.endpoints:
                expected = remembered(endpoint.terminal)
                serial = endpoint.terminal.serial
                wait(
                    lambda serial=serial, expected=expected: (
                        sorted(committed.punches([serial])) == expected
                    ),
                    f"punches of {serial}",
                )
            committed.wait_paired()
            outcome = compare(json.loads(scene.ground_truth.as_json()), api, employees)
            assert outcome.is_equal
            assert outcome.right
            wait(lambda: all(read(api, each)["online"] for each in ids), "online")
            assert not any(read(api, each)["poll_error"] for each in ids)
            assert wait(lambda: bridge.status().get("odoo", {}).get("last"), "contact")
            bridge.stop()
    assert "Traceback" not in bridge.log


def test_commands_reach_the_terminal_within_ten_seconds(
    server, api, committed, tmp_path
):
    with (
        crowd("LAN3", 20) as endpoint,
        bridged(api, server, tmp_path, "Gym") as (bridge, number),
        polled(api, {"LAN3": endpoint.port}) as [device],
    ):
        approve(api, [device], number)
        bridge.start()
        wait(lambda: committed.count("LAN3") == 20, "its punches")
        wait(lambda: not bridge.waiting(), "all is sent")
        for turn in (1, 2):
            began = time.monotonic()
            unlock(api, device)
            wait(
                lambda turn=turn: endpoint.log.count(Command.UNLOCK) == turn, "unlocked"
            )
            assert time.monotonic() - began < COMMAND_SECONDS
        open_commands = [
            ["device_id", "=", device],
            ["state", "in", ["queued", "sent"]],
        ]
        wait(
            lambda: (
                not api.call("biometric.command", "search_count", domain=open_commands)
            ),
            "results",
        )


def test_odoo_away_for_days_a_killed_bridge_and_lost_answers(
    server, api, committed, tmp_path
):
    chance = Random(19)
    with (
        crowd("LAN4", 3000) as endpoint,
        bridged(api, server, tmp_path, "Branch") as (bridge, number),
        polled(api, {"LAN4": endpoint.port}, poll_minutes=1) as [device],
    ):
        terminal = endpoint.terminal
        approve(api, [device], number)
        bridge.start()
        wait(lambda: committed.count("LAN4") > 0, "the first punches")
        for turn in range(ROUNDS):
            # The line is cut in the middle of requests: answers are lost after commits.
            time.sleep(chance.uniform(0, 1.5))
            if turn % 2:
                bridge.line.cut()
                pass_by(terminal, chance.randrange(1, 5))
                time.sleep(chance.uniform(0, 0.5))
                bridge.line.mend()
            if turn % 3:
                bridge.kill()
                bridge.start()
        bridge.line.cut()
        for _day in range(DAYS_AWAY):
            pass_by(terminal, 40)
            bridge.kill()
            bridge.start()
            count = len(remembered(terminal))
            wait(
                lambda count=count: bridge.rows_read(device) == count, "the day's rows"
            )
        assert bridge.waiting()
        # Somebody may have passed twice within a second: that is one punch.
        expected = sorted(set(remembered(terminal)))
        assert sorted(committed.punches(["LAN4"])) != expected
        bridge.line.mend()
        wait(lambda: sorted(committed.punches(["LAN4"])) == expected, "all", 120)
        wait(lambda: not bridge.waiting(), "nothing waits")
        assert bridge.quarantined() == []
        keys = committed.punches(["LAN4"])
        assert len(keys) == len(set(keys))
        bridge.stop()
    assert "Traceback" not in bridge.log


def test_revoked_bridge_stops_and_says_why(server, api, committed, tmp_path):
    with (
        crowd("LAN5", 5) as endpoint,
        bridged(api, server, tmp_path, "Old") as (bridge, number),
        polled(api, {"LAN5": endpoint.port}) as [device],
    ):
        approve(api, [device], number)
        bridge.start()
        wait(lambda: committed.count("LAN5") == 5, "its punches")
        api.call("biometric.bridge", "action_revoke", ids=[number])
        wait(lambda: "401" in bridge.log, "the refusal in its log")
        bridge.kill()
        bridge.pair(new_code(api, number))
        pass_by(endpoint.terminal)
        bridge.start()
        wait(lambda: committed.count("LAN5") == 6, "the punch after pairing again")
