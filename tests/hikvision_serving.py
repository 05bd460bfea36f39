"""Hikvision terminals for tests: filled, on a socket, and read as a host does."""

import json
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from simulator.digest import DigestGuard
from simulator.hikvision import ISAPI_FIRMWARES, Isapi, IsapiFaults, IsapiServer
from simulator.memory import Terminal
from simulator.people import User
from terminals.hikvision import BRAND
from terminals.hikvision.client import isapi as isapi_client
from terminals.poll import Limits
from terminals.session import Connected, DeviceCommand, RowsRead, SessionPlan

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SERIAL = "DS-K1T341AMF20240101V030230ENAA0000001"
ZONE = "Asia/Riyadh"
PASSWORD = "s3cret-pw"
LIMITS = Limits(timeout=10, deadline=60)
isapi_client.BUSY_PAUSE_SECONDS = 0.0


def terminal(people=5, **values):
    """A terminal with users and no punches."""
    users = [User(f"{number:05d}", f"Ada {number}") for number in range(people)]
    values = {"zone": ZONE, **values}
    return Terminal(SERIAL, values.pop("zone"), users=users, **values)


def fill(made, count, *, every=7 * MINUTE, until=NOW, people=5):
    """Have people pass, the last one at a time."""
    for number in range(count):
        at = until - every * (count - 1 - number)
        made.punch(f"{number % people:05d}", at, number % 3, 15)


class World:
    """A terminal that is called, and the present."""

    def __init__(self, made, firmware="new", **changes):
        self.now = NOW
        self.guard = DigestGuard({"odoo": PASSWORD}, realm="DS-K1T341AM")
        self.firmware = replace(ISAPI_FIRMWARES[firmware], **changes)
        self.isapi = Isapi(made, self.firmware, self.guard, now=lambda: self.now)
        self.terminal = made


@contextmanager
def serving(world, **more):
    """The terminal of a world on a real socket."""
    with IsapiServer(world.isapi, faults=IsapiFaults(), **more) as server:
        yield server


def values(server, **changes):
    """What a person typed to have the terminal called."""
    return {
        "host": server.host,
        "port": server.port,
        "https": server.tls is not None,
        "username": "odoo",
        "connection_key": PASSWORD,
        "fingerprint": "",
        "ca_certificate": "",
        "serial": SERIAL,
        "dialect": "isapi",
        "tz": ZONE,
        "allow_loopback": True,
        **changes,
    }


class Host:
    """Stores what sessions hand over, as Odoo does: rows and position at once."""

    def __init__(self, server, *, limits=LIMITS, **changes):
        self.server, self.limits, self.changes = server, limits, changes
        self.position = False  # as a database keeps nothing
        self.handed, self.refused, self.events = [], [], []
        self.steps, self.done = [], []
        self.commands = []

    def poll(self, *, whole=False, steps=None, commands=()):
        """Run a session; cut it after so many steps, as a kill does.

        :return: whether it came to its end.
        """
        plan = SessionPlan(
            position=self.position,
            read_whole_log=whole,
            will_send_commands=bool(commands),
        )
        session = BRAND.poll.session(
            values(self.server, **self.changes), plan, self.limits
        )
        answer, number = None, 0
        while True:
            try:
                step = session.send(answer)
            except StopIteration:
                return True
            answer = self._take(step, list(commands))
            number += 1
            if number == steps:
                session.close()
                return False

    def _take(self, step, commands):
        self.steps.append(step)
        if isinstance(step, Connected):
            return commands
        if isinstance(step, RowsRead):
            self.position = {**step.position, "complete": step.complete}
            self.handed += step.upload.punches
            self.refused += step.upload.refused
            self.events += step.upload.events
        else:
            self.done.append(step)
        return None

    def command(self, command, /, **payload):
        """Carry out one command, and return how it ended."""
        if command in BRAND.commands.capabilities["isapi"]:
            payload = json.loads(BRAND.commands.encode(command, payload, "isapi"))
        self.poll(commands=[DeviceCommand("7", command, payload)])
        return self.done[-1]

    def diagnose(self):
        """Test the connection."""
        return BRAND.poll.diagnose(values(self.server, **self.changes), self.limits)

    @property
    def stored(self):
        """The punches, each once: number, PIN and time."""
        return {(p.number, p.pin, p.time) for p in self.handed}


def everything(world):
    """What a host has to have of a terminal."""
    world.isapi.log.update()
    return {
        (str(each.number) if world.firmware.numbered else None, each.pin, each.wall)
        for each in world.isapi.log.events
        if each.pin and each.minor in (1, 38, 75)
    }
