"""latency: from the answer to the terminal to the attendance, twenty punches a second."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from statistics import quantiles
from typing import Any

from simulator.memory import StoredPunch

from .client import Client
from .figure import Budget, Figure
from .fixtures import Fixtures
from .punches import FINGER, PINS, ZONE, pushes

BUDGET = Budget(gate=5, goal=1, at_least=False)
A_SECOND = 20
SECONDS = 20  # at most one punch of each person
TIMEOUT_SECONDS = 60
PAIRED = "SELECT pin FROM biometric_punch WHERE attendance_id IS NOT NULL"


def run(fixtures: Fixtures) -> Iterator[Figure]:
    count = fixtures.scaled(A_SECOND * SECONDS)
    with (
        fixtures.database() as database,
        fixtures.served(database, cron=1) as server,
        fixtures.connection(database) as connection,
    ):
        connection.autocommit = True
        client = Client(server.url)
        sent: dict[str, float] = {}
        paired: dict[str, float] = {}
        begin = time.monotonic()
        while len(paired) < count and time.monotonic() - begin < TIMEOUT_SECONDS:
            due = (time.monotonic() - begin) * A_SECOND
            if len(sent) < min(due, count):
                pin = PINS[len(sent)]
                client.send(pushes(client, [_now(pin)], lines=1)[0])
                sent[pin] = time.monotonic()
            _note(connection, paired)
            time.sleep(0.01)
        assert len(paired) == count, f"{count - len(paired)} punches were not paired"
        waited = [paired[pin] - sent[pin] for pin in sent]
        p95 = quantiles(waited, n=20)[-1] if count > 1 else waited[0]
        yield Figure("latency", p95, None, None, BUDGET, "s (p95)", count)


def _now(pin: str) -> StoredPunch:
    utc = datetime.now(timezone.utc).replace(microsecond=0) - timedelta(seconds=2)
    return StoredPunch(
        pin, utc, utc.astimezone(ZONE).replace(tzinfo=None), 0, FINGER, ""
    )


def _note(connection: Any, paired: dict[str, float]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(PAIRED)
        now = time.monotonic()
        for (pin,) in cursor.fetchall():
            paired.setdefault(pin, now)
