"""bridge-idle: memory and processor of the bridge with twenty terminals without news."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from bridge.state import Pairing, State
from devkit import bridge

from .figure import Budget, Figure
from .fixtures import Fixtures
from .polled import places, terminal
from .punches import ZONE, staff_punches

MEMORY = Budget(gate=60, goal=40, at_least=False)
LOAD = Budget(gate=1, goal=0.5, at_least=False)
TERMINALS, PUNCHES = 20, 3000
WATCHED_SECONDS, READING_SECONDS = 90, 240


def run(fixtures: Fixtures) -> Iterator[Figure]:
    punches = list(islice(staff_punches(), fixtures.scaled(PUNCHES)))
    with (
        tempfile.TemporaryDirectory() as folder,
        ExitStack() as running,
        fixtures.database() as database,
    ):
        served = [
            running.enter_context(terminal(f"LAN{n}", punches))
            for n in range(TERMINALS)
        ]
        found = places(served)
        token = fixtures.inside(database, "bridge", places=found, zone=ZONE.key)
        server = running.enter_context(fixtures.served(database))
        state = State(Path(folder) / "state")
        state.pairing = Pairing(server.url, token, insecure_lan=True)
        program = Path(folder) / "biometric-bridge.pyz"
        program.write_bytes(bridge.make())
        command = [sys.executable, "-I", "-S", program, "--state", state.folder]
        process = subprocess.Popen(
            [*command, "run", "--allow-loopback"], stderr=subprocess.DEVNULL
        )
        running.callback(process.wait)
        running.callback(process.terminate)
        connection = running.enter_context(fixtures.connection(database))
        connection.autocommit = True
        _wait_stored(connection, TERMINALS * len(punches))
        time.sleep(40)  # what follows the reading, such as the users
        load, began = _cpu_seconds(process.pid), time.monotonic()
        time.sleep(WATCHED_SECONDS)
        load = _cpu_seconds(process.pid) - load
        percent = 100 * load / (time.monotonic() - began)
        memory = _megabytes(process.pid)
    yield Figure("bridge-idle memory", memory, None, None, MEMORY, "MB", TERMINALS)
    yield Figure("bridge-idle load", percent, None, None, LOAD, "% core", TERMINALS)


def _wait_stored(connection, count: int) -> None:
    deadline = time.monotonic() + READING_SECONDS
    with connection.cursor() as cursor:
        while True:
            cursor.execute("SELECT count(*) FROM biometric_punch")
            if cursor.fetchone() == (count,):
                return
            assert time.monotonic() < deadline, "The terminals are not read."
            time.sleep(1)


def _cpu_seconds(pid: int) -> float:
    cells = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(cells[11]) + int(cells[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(x.split()[1]) for x in lines if x.startswith("VmRSS:")) / 1024
