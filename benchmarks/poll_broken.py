"""poll-broken: what terminals that do not answer as they should cost the cron.

Dead, silent from the start, silent in the middle of the log, hanging up there, babbling,
and so slow that every frame is in time but the log never ends. The time of a run is held
against the time after which Odoo ends a cron worker; its processor time against the time
of the run, because who waits must sleep.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice

from simulator.zk4370 import ARRIVAL, ZkFaults
from simulator.zk4370.codes import Command

from .figure import Budget, Figure
from .fixtures import Fixtures
from .polled import places, terminal
from .punches import staff_punches

TIME = Budget(gate=0.75, goal=0.60, at_least=False)
LOAD = Budget(gate=0.20, goal=0.10, at_least=False)
LIMIT = 120  # seconds: limit_time_real, unless somebody changed it
PUNCHES = 5000
OF_EACH = 3
# Name of a serial number: fault, request, and how.
BROKEN = {
    "SILENT": ("half_open", ARRIVAL, {}),
    "MUTE": ("half_open", Command.READ_BUFFER, {"amount": 500}),
    "CLOSES": ("close", Command.READ_BUFFER, {"amount": 500}),
    "BABBLES": ("garbage", Command.CONNECT, {"amount": 5000}),
    "DRIPS": ("latency", None, {"amount": 8}),
}


def run(fixtures: Fixtures) -> Iterator[Figure]:
    punches = list(islice(staff_punches(), PUNCHES))
    with fixtures.database() as database, ExitStack() as running:
        servers = []
        for number in range(OF_EACH):
            for name, (fault, stage, how) in BROKEN.items():
                faults = ZkFaults()
                faults.arm(fault, stage, times=-1, **how)
                made = terminal(f"{name}{number}", punches, faults)
                servers.append(running.enter_context(made))
        dead = terminal("DEAD1")
        with dead:
            servers.append(dead)
            where = places(servers)
        asked = fixtures.inside(database, "poll", places=where)
    assert not asked["punches"], "a log was read after all"
    silent = sorted(set(where) - set(asked["errors"]))
    assert not silent, f"nobody is told what is wrong with {silent}"
    pairs = asked["seconds"], float(LIMIT), asked["seconds"] / LIMIT
    yield Figure("poll-broken", *pairs, TIME, "s", len(servers))
    load = asked["cpu"], asked["seconds"], asked["cpu"] / asked["seconds"]
    yield Figure("poll-broken cpu", *load, LOAD, "s", len(servers))
