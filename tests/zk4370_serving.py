"""Terminals at port 4370 for the tests of the client: small, quick, impatient."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta, timezone

from simulator.memory import Terminal
from simulator.people import User
from simulator.zk4370 import FIRMWARES, ZkFirmware, ZkServer
from terminals.records import Punch, Refused
from terminals.session import (
    CommandDone,
    DeviceCommand,
    RowsRead,
    Session,
    SessionPlan,
    Step,
)
from terminals.zk4370.client import commands
from terminals.zk4370.client.address import Address
from terminals.zk4370.client.log import MAX_ROWS_PER_STEP
from terminals.zk4370.client.poll import IDLE_SECONDS, poll_terminal
from terminals.zk4370.client.position import Position

SERIAL = "CJ9H190000001"
#: Seconds our side waits for a frame: of a terminal that answers, and of one that does not.
TIMEOUT, SHORT_TIMEOUT = 5.0, 0.1
TRANSPORTS = ("tcp", "udp")

#: Rows to a model that writes them so.
BY_ROWS = {
    "8a": "zem560",
    "8b": "ma300",
    "16": "ta8035",
    "40": "f19",
    "49": "speedface",
    "49p": "mb560",
}

Seen = tuple[str, datetime, int | None, int | None]


def firmware(rows: str = "40", **ways) -> ZkFirmware:
    """A model with these rows that suffers any number of clients, unless told otherwise."""
    return replace(FIRMWARES[BY_ROWS[rows]], **{"single": "", **ways})


def terminal(punches: int = 300, people: int = 20, **memory) -> Terminal:
    """A terminal whose log ends an hour ago, one punch every 30 seconds."""
    users = [User(str(1001 + n), f"Person {n}") for n in range(people)]
    made = Terminal(SERIAL, users=users, **memory)
    start = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(hours=1)
    for n in range(punches):
        at = start - timedelta(seconds=30 * (punches - n))
        made.punch(str(1001 + n % people), at, status=n % 4, verify=n % 3)
    return made


def pass_by(made: Terminal, count: int = 1) -> None:
    """So many punches more, each a second after the last one there is."""
    stored = made.punches.entries
    last = stored[made.punches.last].utc if stored else datetime.now(timezone.utc)
    for n in range(count):
        made.punch("1001", last.replace(microsecond=0) + timedelta(seconds=n + 1))


@contextmanager
def serving(
    made: Terminal, ways: ZkFirmware | None = None, **how
) -> Iterator[ZkServer]:
    """Serve it without pauses between frames; it must not fail itself."""
    with ZkServer(made, ways or firmware(), **{"pace": 0, **how}) as server:
        yield server
    assert server.failures == []


def address(server: ZkServer, transport: str = "tcp", **other) -> Address:
    received = {
        "key": server.endpoint.key,
        "timeout": TIMEOUT,
        "deadline": 20.0,
        "allow_loopback": True,
        **other,
    }
    return Address("127.0.0.1", server.port, udp=transport == "udp", **received)


def logged_rows(made: Terminal) -> list[Seen]:
    """What is in the log, in its order."""
    return [(p.pin, p.local, p.status, p.verify) for p in made.punches.entries.values()]


def poll_steps(
    to: Address,
    position: Position | None = None,
    *,
    window: int = MAX_ROWS_PER_STEP,
    idle: float = IDLE_SECONDS,
    **plan,
) -> Session:
    """The steps of a session.

    :param plan: values of :class:`SessionPlan`.
    """
    stored = position.as_dict() if position else None
    return poll_terminal(to, SessionPlan(stored, **plan), window=window, idle=idle)


def poll_whole(server: ZkServer, transport: str, **other) -> "Collector":
    collector = Collector()
    collector.poll(address(server, transport, **other))
    return collector


def execute(session, kind: str, payload: dict, *, stored=None) -> CommandDone:
    return commands.execute(session, DeviceCommand("", kind, payload), stored)


class Collector:
    """Does as Odoo does: stores the rows and the position of each step together.

    :ivar position: of the last step stored.
    :ivar rows: the log's rows, each once, whatever was read twice.
    """

    def __init__(self):
        self.position: Position | None = None
        self.rows: dict[str, Punch] = {}
        self.refused: dict[str, Refused] = {}
        self.steps = 0
        self.read = 0

    def poll(self, to: Address, **how) -> list[Step]:
        """One session; returns its steps, and raises what it raises."""
        steps = []
        for step in poll_steps(to, self.position, **how):
            steps.append(step)
            if isinstance(step, RowsRead):
                self.store(step)
        return steps

    def store(self, step: RowsRead) -> None:
        self.steps += 1
        self.read += step.upload.lines
        self.rows |= {punch.line: punch for punch in step.upload.punches}
        self.refused |= {line.line: line for line in step.upload.refused}
        self.position = Position.from_dict(step.position)

    @property
    def seen(self) -> list[Seen]:
        return [(p.pin, p.time, p.status, p.verify) for p in self.rows.values()]
