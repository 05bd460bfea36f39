"""Terminals on port 4370 that wait to be asked, and Odoo asking them."""

from collections.abc import Iterable, Sequence

from simulator import Terminal, User
from simulator.memory import StoredPunch
from simulator.zk4370 import FIRMWARES, ZkFaults, ZkServer

from .punches import PINS, ZONE

CAPACITY = 200_000


def terminal(
    serial: str, punches: Iterable[StoredPunch] = (), faults: ZkFaults | None = None
) -> ZkServer:
    """Return a terminal with these punches, to be started; rows have 40 bytes."""
    users = [User(pin, f"Person {pin}") for pin in PINS]
    made = Terminal(serial, ZONE.key, users=users, capacity=CAPACITY)
    for punch in punches:
        made.punch(punch.pin, punch.utc, punch.status)
    server = ZkServer(made, FIRMWARES["f19"], faults=faults, pace=0)
    server.endpoint.log.rows()  # written beforehand: a real terminal has them at hand
    return server


def places(servers: Sequence[ZkServer]) -> dict[str, int]:
    """Return the port of each serial number."""
    return {server.terminal.serial: server.port for server in servers}
