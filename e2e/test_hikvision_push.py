"""Hikvision terminals that are polled and push, too, before a real Odoo and a real bridge."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta, timezone

import pytest

from e2e.bridged import Bridged, bridged, wait
from simulator import Fleet, Terminal, Timeline, User
from simulator.digest import DigestGuard
from simulator.hikvision import (
    ISAPI_FIRMWARES,
    PUSH_FIRMWARES,
    Isapi,
    IsapiServer,
)

ZONE = "Europe/Paris"
PASSWORD = "s3cret-pw"
PEOPLE = [User(str(pin), f"Person {pin}") for pin in range(7101, 7106)]
LIGHTS = ["push_asked_at", "push_kept", "push_received_at", "push_problem"]


def serve(serial: str, asked: str, push: str) -> IsapiServer:
    """Return a terminal that can be asked, and pushes once it is told where to."""
    guard = DigestGuard({"odoo": PASSWORD}, realm="DS-K1T341AM")
    terminal = Terminal(serial, ZONE, users=PEOPLE)
    firmware = PUSH_FIRMWARES[push]
    return IsapiServer(Isapi(terminal, ISAPI_FIRMWARES[asked], guard, push=firmware))


def punch(server: IsapiServer, count: int, begin: datetime) -> None:
    """Let people pass, a second each."""
    for number in range(count):
        pin = PEOPLE[number % len(PEOPLE)].pin
        at = begin + timedelta(seconds=number)
        server.terminal.punch(pin, at, number % 2, 15)


def connect(api, server: IsapiServer, **vals) -> int:
    """Create an approved device of a terminal."""
    values = {
        "name": server.terminal.serial,
        "serial": server.terminal.serial,
        "brand": "hikvision",
        "host": "127.0.0.1",
        "port": server.port,
        "username": "odoo",
        "connection_key": PASSWORD,
        "tz": ZONE,
        "import_since": "2019-01-01 00:00:00",
        "correct_clock": False,
        **vals,
    }
    [device] = api.call("biometric.device", "create", vals_list=[values])
    api.call("biometric.device", "action_approve", ids=[device])
    return device


def lights(api, device: int) -> dict:
    """Return what the form says of pushing."""
    [found] = api.call("biometric.device", "read", ids=[device], fields=LIGHTS)
    return found


@contextmanager
def deliver(url: str, servers: list[IsapiServer]) -> Iterator[None]:
    """Have terminals push to a server for the time of a block."""
    fleet = Fleet(
        url, [each.isapi.push for each in servers], timeline=Timeline(speed=20)
    )
    loop = asyncio.new_event_loop()
    task = loop.create_task(fleet.run())
    thread = threading.Thread(target=lambda: loop.run_until_complete(_end(task)))
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(task.cancel)
        thread.join()
        loop.close()


async def _end(task: "asyncio.Task") -> None:
    await asyncio.wait([task])


def remembered(servers: list[IsapiServer]) -> list[tuple]:
    """Serial number, PIN and time of every punch in the terminals' memories."""
    return sorted(
        (each.terminal.serial, entry.pin, str(entry.local))
        for each in servers
        for entry in each.terminal.punches.entries.values()
    )


def stored(committed, servers: list[IsapiServer]) -> list[tuple]:
    """The same of every punch Odoo has."""
    serials = [each.terminal.serial for each in servers]
    return sorted(key[:3] for key in committed.punches(serials))


def test_push_and_poll_together_bring_each_event_once(server, api, committed):
    """One usual terminal, one that never pushes, one that forgets its host."""
    # Terminals that are searched by time record nothing long after it happened.
    begin = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(minutes=9)
    kinds = {
        "HKUSUAL": ("new", "pictures"),
        "HKDEAF": ("old", "deaf"),
        "HKFORGETS": ("sparse", "forgetful"),
    }
    with ExitStack() as stack:
        servers = [
            stack.enter_context(serve(serial, *how)) for serial, how in kinds.items()
        ]
        for each in servers:
            punch(each, 10, begin)
        devices = [connect(api, each) for each in servers]
        for device in devices:
            api.call("biometric.device", "action_set_push", ids=[device])
        for device in devices:
            wait(lambda: lights(api, device)["push_asked_at"], "Not asked.")  # noqa: B023
        usual, deaf, forgets = (lights(api, device) for device in devices)
        assert (usual["push_kept"], forgets["push_kept"]) == (True, True)
        assert not deaf["push_kept"]
        assert "url" in deaf["push_problem"]
        with deliver(server.url, servers):
            wait(
                lambda: lights(api, devices[0])["push_received_at"],
                "Nothing is pushed.",
            )
            for turn in range(1, 4):
                for each in servers:
                    punch(each, 10, begin + turn * timedelta(minutes=1))
                servers[2].isapi.push.hosts.restart()
                api.call("biometric.device", "action_fetch_now", ids=devices)
            wanted = remembered(servers)
            assert len(wanted) == 3 * 40

            def is_all() -> bool:
                found = stored(committed, servers)
                assert len(found) == len(set(found))
                return found == wanted

            wait(is_all, "Punches are missing.", 120)
        assert servers[0].isapi.push.received >= 30
        assert servers[1].isapi.push.received == 0
        for each in servers:
            assert not each.isapi.guard.is_locked("odoo")
        api.call("biometric.device", "action_archive", ids=devices)


@pytest.fixture
def bridge(server, api, tmp_path) -> Iterator[Bridged]:
    """A bridge that runs."""
    with bridged(tmp_path, server, api, "Pushed to") as running:
        running.start()
        yield running


def test_pushes_to_a_bridge_that_is_killed_arrive_once(bridge, api, committed):
    begin = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(days=1)
    with serve("HKBRIDGED", "new", "usual") as terminal:
        device = connect(api, terminal, bridge_id=bridge.id)
        api.call("biometric.device", "action_set_push", ids=[device])
        bridge.put_behind([device])
        wait(lambda: lights(api, device)["push_kept"], "Not kept.", 150)
        hosts = terminal.isapi.push.hosts
        assert hosts.host.address == "127.0.0.1"
        assert hosts.host.port == str(bridge.relay_port)
        with deliver(f"http://127.0.0.1:{bridge.relay_port}", [terminal]):
            for turn in range(4):
                punch(terminal, 10, begin + turn * timedelta(hours=1))
                received = terminal.isapi.push.received
                wait(
                    lambda: terminal.isapi.push.received > received + 2,  # noqa: B023
                    "The bridge takes nothing.",
                )
                bridge.kill()
                bridge.start()
            wanted = remembered([terminal])
            wait(
                lambda: stored(committed, [terminal]) == wanted,
                "Punches are missing.",
                150,
            )
        assert not bridge.spool()["quarantined"]
        api.call("biometric.device", "action_archive", ids=[device])
