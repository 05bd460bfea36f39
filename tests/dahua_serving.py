"""Dahua terminals for tests: filled, on a socket, and read to the end."""

from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

from simulator.dahua import FIRMWARES, DahuaFaults, DahuaServer
from simulator.digest import DigestGuard
from simulator.memory import Terminal
from simulator.people import User
from terminals.dahua.client import poll_terminal
from terminals.poll import Limits
from terminals.session import CommandDone, Connected, LiveEvents, RowsRead, SessionPlan

NOW = datetime(2026, 3, 10, 12, tzinfo=timezone.utc)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONE = "Asia/Riyadh"
SERIAL = "SYN7G0000000001"
PASSWORD = "s3cret-pw"
LIMITS = Limits(timeout=10, deadline=60)


def filled(count=0, *, zone=ZONE, every=7 * MINUTE, until=NOW, people=10):
    """A terminal with punches up to an instant."""
    users = [User(f"{number:03d}", f"Ada Lo{number}") for number in range(people)]
    terminal = Terminal(SERIAL, zone, users=users)
    for number in range(count):
        at = until - every * (count - number)
        terminal.punch(f"{number % people:03d}", at, status=(0, 1, 255)[number % 3])
    return terminal


class Time:
    """The true instant of a test, which it moves itself."""

    def __init__(self, now=NOW):
        self.now = now

    def __call__(self):
        return self.now

    @property
    def seconds(self):
        return int(self.now.timestamp())


@contextmanager
def serving(terminal, firmware="asi", *, time=None, **more):
    """A terminal on a real socket."""
    guard = more.pop("guard", None) or DigestGuard({"admin": PASSWORD})
    found = FIRMWARES[firmware] if isinstance(firmware, str) else firmware
    with DahuaServer(
        terminal,
        found,
        guard=guard,
        faults=DahuaFaults(more.pop("faults", ())),
        now=time or Time(),
        **more,
    ) as server:
        yield server


def values_of(server, **values):
    return {
        "host": server.host,
        "port": server.port,
        "username": "admin",
        "connection_key": PASSWORD,
        "allow_loopback": True,
        "tz": server.terminal.zone,
        "dialect": "times_unknown",
        **values,
    }


class Host:
    """Stores what sessions hand over, as Odoo does: rows and position at once."""

    def __init__(self, server, time, **values):
        self.server, self.time, self.values = server, time, values
        self.position = None
        self.handed, self.events, self.refused, self.users = [], [], [], []
        self.live, self.done, self.connected = [], [], None
        self.limits = LIMITS

    def read(self, *, whole=False, steps=None, commands=(), listen=0):
        """Run a session; cut it after so many steps, as a kill does.

        :param listen: punches to wait for live.
        :return: whether it came to its end.
        """
        plan = SessionPlan(self.position, whole, bool(commands), bool(listen))
        session = poll_terminal(
            values_of(self.server, **self.values),
            plan,
            self.limits,
            now=self.time.seconds,
            idle=0.05,
        )
        answer, complete, number = None, False, 0
        while True:
            try:
                step = session.send(answer)
            except StopIteration:
                return complete
            number += 1
            answer = None
            if isinstance(step, Connected):
                self.connected = step
                if step.info.dialect:
                    self.values["dialect"] = step.info.dialect
                answer = list(commands)
            elif isinstance(step, CommandDone):
                self.done.append(step)
            elif isinstance(step, RowsRead):
                self._store(step)
                complete = step.complete
            elif isinstance(step, LiveEvents):
                self.live += step.upload.punches
                answer = len(self.live) >= listen
                assert number < 2000, "nothing was told live"
            if number == steps:
                session.close()
                return complete

    def _store(self, step):
        self.position = {**step.position, "complete": step.complete}
        self.handed += step.upload.punches
        self.events += step.upload.events
        self.refused += step.upload.refused

    @property
    def stored(self):
        """The punches, each once, as the database's key has it."""
        return {(p.pin, p.time, p.status) for p in self.handed}


def everything(terminal):
    """What a host has to have of a terminal."""
    states = {0: 1, 1: 4}
    return {
        (punch.pin, punch.local, states.get(punch.status, 11))
        for punch in list(terminal.punches.entries.values())
    }
