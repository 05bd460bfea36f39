"""BioTime servers for tests: filled, on a socket, and read to the end."""

from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count as count_from

from simulator.biotime import (
    Api,
    BioTimeFaults,
    BioTimeServer,
    Database,
    Employee,
    Oddities,
    Reader,
)
from terminals.biotime.address import Address
from terminals.biotime.client import read_source
from terminals.poll import Limits
from terminals.session import Connected, SessionPlan
from terminals.source import SourceRead

NOW = datetime(2026, 3, 10, 12)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ACCOUNT = {"odoo": "s3cret-pw"}
SERIALS = ("SYN0000000001", "SYN0000000002")
LIMITS = Limits(timeout=10, deadline=60)


def filled(count=0, *, every=timedelta(minutes=7), until=NOW, people=10):
    """A database with punches of two terminals, which came at once."""
    database = Database()
    for serial in SERIALS:
        database.terminals[serial] = Reader(serial, f"Gate {serial[-1]}", zone=3)
    for number in range(people):
        database.employees[f"{number:03d}"] = Employee(
            f"{number:03d}", f"Ada Lo{number}", "[15CD5B07]"
        )
    for number in range(count):
        time = until - every * (count - number)
        database.add(
            f"{number % people:03d}",
            time,
            time + timedelta(seconds=4),
            SERIALS[number % 2],
        )
    return database


@contextmanager
def serving(database, *, oddities=None, faults=(), release="9.5", **more):
    """The server of a database on a real socket."""
    api = Api(
        database, accounts=ACCOUNT, release=release, oddities=oddities or Oddities()
    )
    with BioTimeServer(api, faults=BioTimeFaults(faults), **more) as server:
        yield server


def address(server, **values):
    given = {
        "url": server.url,
        "username": "odoo",
        "password": ACCOUNT["odoo"],
        "plain": True,
        "allow_loopback": True,
        "tz": "Asia/Riyadh",
        **values,
    }
    return Address.of(given)


class Host:
    """Stores what sessions hand over, as Odoo does: rows and position at once."""

    def __init__(self, server, *, now=NOW, limits=LIMITS, **values):
        self.server, self.now, self.limits, self.values = server, now, limits, values
        self.position = None
        self.handed = []
        self.refused = []
        self.terminals, self.users = {}, {}
        self.steps = []
        self.done = []

    def read(self, *, whole=False, steps=None, commands=()):
        """Run a session; cut it after so many steps, as a kill does.

        :param commands: for its terminals; what came of them is in ``done``.
        :return: whether it came to its end.
        """
        plan = SessionPlan(
            position=self.position,
            read_whole_log=whole,
            will_send_commands=bool(commands),
        )
        session = read_source(
            address(self.server, **self.values), plan, self.limits, now=lambda: self.now
        )
        complete, answer = False, None
        for number in count_from(1):
            try:
                step = session.send(answer)
            except StopIteration:
                return complete
            answer = list(commands) if isinstance(step, Connected) else None
            if isinstance(step, SourceRead):
                self._store(step)
                complete = step.complete
            elif not isinstance(step, Connected):
                self.done.append(step)
            if number == steps:
                session.close()
                return complete
        return complete

    def _store(self, step):
        self.steps.append(step)
        self.position = step.position
        for key, upload in step.uploads.items():
            self.handed += [(key, punch) for punch in upload.punches]
            self.refused += [(key, refused) for refused in upload.refused]
        self.terminals.update({each.key: each for each in step.terminals})
        self.users.update({each.pin: each for each in step.users})

    @property
    def stored(self):
        """The punches, each once: number, PIN, time and terminal."""
        return {(p.number, p.pin, p.time, key) for key, p in self.handed}


def everything(database):
    """What a host has to have of a database."""
    return {
        (str(row.id), row.pin, row.punch_time, row.serial) for row in database.rows()
    }
