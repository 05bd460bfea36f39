"""Terminals on port 4370 for these tests, and their devices."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

from e2e.committed import Key
from simulator import Terminal, User
from simulator.zk4370 import FIRMWARES, ZkFaults, ZkServer

ZONE = "Europe/Paris"
KEY = 4711


@contextmanager
def polled(api, ports: dict[str, int], **vals) -> Iterator[list[int]]:
    """Create terminals on this machine by serial number; archive them in the end."""
    devices = [
        {
            "name": serial,
            "serial": serial,
            "brand": "zk4370",
            "host": "127.0.0.1",
            "port": port,
            "tz": ZONE,
            "connection_key": str(KEY),
            **vals,
        }
        for serial, port in ports.items()
    ]
    ids = api.call("biometric.device", "create", vals_list=devices)
    try:
        yield ids
    finally:
        api.call("biometric.device", "action_archive", ids=ids)


def remembered(terminal: Terminal) -> list[Key]:
    """The keys of all punches in a terminal's memory."""
    return sorted(
        (terminal.serial, punch.pin, str(punch.local), punch.status)
        for punch in terminal.punches.entries.values()
    )


def crowd(serial: str, punches: int, **arms) -> ZkServer:
    """A terminal with so many punches, and what goes wrong with it."""
    users = [User(str(8001 + place)) for place in range(50)]
    terminal = Terminal(serial, ZONE, users=users)
    start = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(days=60)
    for number in range(punches):
        pin = users[number % len(users)].pin
        terminal.punch(pin, start + timedelta(minutes=number), number % 2)
    faults = ZkFaults()
    if arms:
        faults.arm(times=-1, **arms)
    return ZkServer(terminal, FIRMWARES["f19"], key=KEY, faults=faults)
