"""Terminals that only push, behind a bridge, before a real Odoo."""

import asyncio
import os
import threading
from datetime import datetime, timedelta, timezone
from random import Random

import pytest

from demo.company import add_devices
from e2e.bridged import Bridged, bridged, wait
from simulator import Fleet, Terminal, Timeline, User
from simulator.adms import AdmsEndpoint
from simulator.ebkn import EbknEndpoint, Firmware
from simulator.exchange import Delivery, Request, drive
from simulator.wire import Site, deliver

ZONE = "Europe/Paris"
PEOPLE = [User(str(pin), f"Person {pin}") for pin in range(7001, 7006)]
ROUNDS = int(os.environ.get("BIOMETRIC_KILL_ROUNDS", "12"))
DAYS = 3


@pytest.fixture(scope="module")
def bridge(server, api, tmp_path_factory):
    """A bridge that runs."""
    folder = tmp_path_factory.mktemp("bridge")
    with bridged(folder, server, api, "Relay") as running:
        running.start()
        yield running


def add(api, bridge: Bridged, brand: str, serial: str) -> int:
    """Create an approved terminal behind the bridge that is asked for nothing."""
    [device] = add_devices(
        api, {serial: serial}, ZONE, brand, import_since="2019-01-01 00:00:00"
    )
    vals = {"correct_clock": False}
    api.call("biometric.device", "write", ids=[device], vals=vals)
    bridge.put_behind([device])
    return device


def terminal(serial: str) -> Terminal:
    """A terminal that knows everybody."""
    return Terminal(serial, ZONE, users=PEOPLE)


def punch(into: Terminal, count: int, begin: datetime) -> None:
    """Let people pass, a minute each."""
    for number in range(count):
        pin = PEOPLE[number % len(PEOPLE)].pin
        into.punch(pin, begin + timedelta(minutes=number), number % 2)


def keys(into: Terminal) -> list[tuple[str, str, str]]:
    """PIN and time of every punch in a terminal's memory, sorted."""
    entries = into.punches.entries.values()
    return sorted((into.serial, each.pin, str(each.local)) for each in entries)


def stored(committed, *serials: str) -> list[tuple[str, str, str]]:
    """PIN and time of every punch Odoo has of these terminals, sorted."""
    return sorted(key[:3] for key in committed.punches(serials))


def settle(bridge: Bridged, endpoints) -> None:
    """Let terminals push until the bridge has acknowledged everything."""
    url = f"http://127.0.0.1:{bridge.relay_port}"
    fleet = Fleet(url, endpoints, timeline=Timeline(speed=20))
    asyncio.run(asyncio.wait_for(fleet.run(until_settled=True), 240))


def talk(bridge: Bridged, endpoint, errors: int = 2) -> None:
    """Let a terminal talk until it is idle or gives up."""

    def send(method, path, headers, body):
        site = Site("127.0.0.1", bridge.relay_port, False, "")
        version = "1.0" if "dev_id" in headers else "1.1"
        request = Request(method, path, dict(headers), body, version)
        reply = asyncio.run(deliver(site, Delivery(request), 30))
        if reply is None:
            raise ConnectionError
        return reply

    now = datetime.now(timezone.utc)
    drive(endpoint, send, now=now, max_errors=errors)


def test_punches_reach_odoo_and_commands_come_back(bridge, api, committed):
    """Both brands, one bridge; neither terminal can call Odoo itself."""
    begin = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(days=2)
    pair = {
        "adms": AdmsEndpoint(terminal("BRADMS1")),
        "ebkn": EbknEndpoint(terminal("BREBKN1"), Firmware(block=60)),
    }
    for brand, endpoint in pair.items():
        device = add(api, bridge, brand, endpoint.terminal.serial)
        punch(endpoint.terminal, 30, begin)
        settle(bridge, [endpoint])
        wanted = keys(endpoint.terminal)
        wait(
            lambda: stored(committed, endpoint.terminal.serial) == wanted,  # noqa: B023
            "The punches do not arrive.",
        )
        wizard = [{"device_ids": [[6, 0, [device]]], "kind": "query_users"}]
        made = api.call("biometric.command.wizard", "create", vals_list=wizard)
        api.call("biometric.command.wizard", "action_queue", ids=made)
        of_device = [["device_id", "=", device], ["kind", "=", "query_users"]]

        def is_done():
            talk(bridge, endpoint)  # noqa: B023
            states = api.call(
                "biometric.command",
                "search_read",
                domain=of_device,  # noqa: B023
                fields=["state"],
            )
            return states and all(each["state"] == "done" for each in states)

        wait(is_done, "The command does not come back.", 120)


def test_three_days_without_odoo(bridge, api, committed):
    adms = [AdmsEndpoint(terminal(f"BRAWAY{n}")) for n in range(2)]
    ebkn = EbknEndpoint(terminal("BRAWAY9"), Firmware(block=60))
    for endpoint in (*adms, ebkn):
        brand = "ebkn" if endpoint is ebkn else "adms"
        add(api, bridge, brand, endpoint.terminal.serial)
        settle(bridge, [endpoint])
    bridge.network.cut()
    begin = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(days=DAYS)
    for day in range(DAYS):
        for endpoint in (*adms, ebkn):
            count = 60 if endpoint is ebkn else 400
            punch(endpoint.terminal, count, begin + timedelta(days=day))
        settle(bridge, [*adms, ebkn])
    serials = [endpoint.terminal.serial for endpoint in (*adms, ebkn)]
    assert not stored(committed, *serials)
    assert bridge.waiting()
    bridge.network.mend()
    wanted = sorted(key for each in (*adms, ebkn) for key in keys(each.terminal))
    wait(lambda: not bridge.waiting(), "The spool does not drain.", 240)
    assert stored(committed, *serials) == wanted
    assert len(set(wanted)) == len(wanted) == DAYS * (2 * 400 + 60)


def test_a_bridge_that_is_killed_again_and_again(bridge, api, committed):
    """Odoo comes and goes meanwhile."""
    adms = AdmsEndpoint(terminal("BRKILL1"))
    ebkn = EbknEndpoint(terminal("BRKILL2"), Firmware(block=60))
    add(api, bridge, "adms", "BRKILL1")
    add(api, bridge, "ebkn", "BRKILL2")
    settle(bridge, [adms, ebkn])
    chance = Random(11)
    begin = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(days=2)
    for turn in range(ROUNDS):
        for endpoint in (adms, ebkn):
            punch(endpoint.terminal, 15, begin + turn * timedelta(minutes=15))
        killer = threading.Timer(chance.uniform(0.05, 1.0), bridge.kill)
        killer.start()
        for endpoint in (adms, ebkn):
            talk(bridge, endpoint)
        killer.join()
        if turn % 3 == 1:
            bridge.network.cut()
        elif turn % 3 == 2:
            bridge.network.mend()
        bridge.start()
    settle(bridge, [adms, ebkn])
    wait(lambda: not bridge.waiting(), "The spool does not drain.", 240)
    wanted = sorted(keys(adms.terminal) + keys(ebkn.terminal))
    assert stored(committed, "BRKILL1", "BRKILL2") == wanted
    assert len(wanted) == 2 * 15 * ROUNDS
    assert not bridge.spool()["quarantined"]


def test_a_terminal_nobody_approved_keeps_its_rows(bridge, api, committed):
    """It appears as a pending device of the bridge."""
    unknown = AdmsEndpoint(terminal("BRSTRANGER"))
    punch(unknown.terminal, 3, datetime.now(timezone.utc) - timedelta(hours=3))
    talk(bridge, unknown)
    assert not unknown.settled
    domain = [["serial", "=", "BRSTRANGER"]]
    fields = ["state", "bridge_id", "address"]
    rows = wait(
        lambda: api.call(
            "biometric.device", "search_read", domain=domain, fields=fields
        ),
        "It does not appear.",
    )
    assert (rows[0]["state"], rows[0]["bridge_id"][0]) == ("pending", bridge.id)
    assert rows[0]["address"] == "127.0.0.1"
    assert not bridge.waiting()
    device = [rows[0]["id"]]
    vals = {"tz": ZONE, "correct_clock": False, "import_since": "2019-01-01 00:00:00"}
    api.call("biometric.device", "write", ids=device, vals=vals)
    api.call("biometric.device", "action_approve", ids=device)
    bridge.put_behind(device)
    settle(bridge, [unknown])
    wanted = keys(unknown.terminal)
    wait(lambda: stored(committed, "BRSTRANGER") == wanted, "They do not arrive.")
