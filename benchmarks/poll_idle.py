"""poll-idle: what a terminal without news is asked, beside hello and goodbye."""

from collections.abc import Iterator
from itertools import islice

from simulator.zk4370.codes import Command

from .figure import Budget, Figure
from .fixtures import Fixtures
from .polled import places, terminal
from .punches import staff_punches

# The gate is that the log is not read: preparing it is a second request.
BUDGET = Budget(gate=1, goal=1, at_least=False)
PUNCHES = 5000
POLLS = 5
QUIET = {Command.CONNECT, Command.AUTHENTICATE, Command.EXIT}


def run(fixtures: Fixtures) -> Iterator[Figure]:
    punches = list(islice(staff_punches(), fixtures.scaled(PUNCHES)))
    with fixtures.database() as database, terminal("IDLE1", punches) as server:
        fixtures.inside(database, "poll", places=places([server]))
        server.log.clear()
        fixtures.inside(database, "poll", places=places([server]), times=POLLS)
        asked = [number for number in server.log if number not in QUIET]
        assert server.log.count(Command.CONNECT) == POLLS
    requests = len(asked) / POLLS
    yield Figure("poll-idle", requests, None, None, BUDGET, "requests", POLLS)
