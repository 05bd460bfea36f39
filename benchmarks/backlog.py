"""backlog and memory: a hundred thousand punches over HTTP until all are paired.

The peers' path is measured on a sample before and after, per punch: at its pace all of
them would take half an hour.
"""

import time
from collections.abc import Iterator
from typing import Any

from devkit.errors import DevError

from .client import Client
from .figure import Budget, Figure
from .fixtures import Fixtures
from .measure import compare
from .memory import watched
from .punches import DAYS, pushes, staff_punches

BUDGET = Budget(gate=5, goal=12)
MEMORY = Budget(gate=200, goal=80, at_least=False)
SAMPLE = 2000
TIMEOUT_SECONDS = 1800
WAITING = "SELECT count(*) FROM biometric_punch WHERE outcome = 'waiting'"
PAIRED = "SELECT count(*) FROM biometric_punch WHERE attendance_id IS NOT NULL"


def run(fixtures: Fixtures) -> Iterator[Figure]:
    punches = list(staff_punches(days=fixtures.scaled(DAYS)))
    sample = fixtures.scaled(SAMPLE)
    with fixtures.database() as database:
        before = fixtures.inside(database, "peers", count=sample)
    with (
        fixtures.database() as database,
        fixtures.served(database, cron=1) as server,
        fixtures.connection(database) as connection,
    ):
        connection.autocommit = True
        client = Client(server.url)
        requests = pushes(client, punches)
        client.get("/iclock/getrequest?SN=BENCH1")
        with watched(server) as growth:
            start = time.perf_counter()
            client.rate(requests)
            _wait(connection, len(punches))
            ours = len(punches) / (time.perf_counter() - start)
    with fixtures.database() as database:
        after = fixtures.inside(database, "peers", count=sample)
    pairs = [(ours, before), (ours, after)]
    yield compare("backlog", pairs, BUDGET, "punches/s", len(punches))
    yield Figure("memory", growth.peak, None, None, MEMORY, "MB", len(punches))


def _wait(connection: Any, count: int) -> None:
    """Wait until every punch is an attendance.

    :raises DevError: some punches became no attendance.
    """
    deadline = time.monotonic() + TIMEOUT_SECONDS
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            cursor.execute(WAITING)
            if not cursor.fetchone()[0]:
                break
            time.sleep(0.25)
        cursor.execute(PAIRED)
        if (paired := cursor.fetchone()[0]) != count:
            raise DevError(f"Of {count} punches only {paired} became attendances.")
