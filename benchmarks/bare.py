"""The floor of storing punches: a bare table and psycopg2's fastest INSERT."""

import time
from collections.abc import Sequence
from typing import Any

from psycopg2.extras import execute_values

from simulator.memory import StoredPunch

COLUMNS = (
    "device_id, employee_id, pin, device_time, instant, received_at, direction, status,"
    " verify, workcode, line, route, outcome, reason"
)
TABLE = """
CREATE TABLE bench_floor (LIKE biometric_punch INCLUDING DEFAULTS,
                          UNIQUE (device_id, pin, device_time, status))
"""
INSERT = f"INSERT INTO bench_floor ({COLUMNS}) VALUES %s ON CONFLICT DO NOTHING"
BATCH = 1000
DIRECTIONS = {0: "in", 1: "out"}


def make_table(connection: Any) -> None:
    """Make a table of the columns of punches, with its unique constraint only."""
    with connection, connection.cursor() as cursor:
        cursor.execute(TABLE)


def rows(punches: Sequence[StoredPunch]) -> list[tuple]:
    """Return the rows the addon would store; parsing is not the floor's to pay."""
    received = max(punch.utc for punch in punches).replace(tzinfo=None)
    return [
        (
            1 + place % 5,
            1,
            punch.pin,
            str(punch.local),
            punch.utc.replace(tzinfo=None),
            received,
            DIRECTIONS[punch.status],
            punch.status,
            punch.verify,
            punch.workcode,
            f"{punch.pin}\t{punch.local}\t{punch.status}\t1\t\t0\t0\t0\t0\t0",
            "push",
            "waiting",
            "queued",
        )
        for place, punch in enumerate(punches)
    ]


def rate(connection: Any, punches: Sequence[tuple]) -> float:
    """Store rows, a thousand to a commit; return rows a second."""
    start = time.perf_counter()
    for first in range(0, len(punches), BATCH):
        with connection, connection.cursor() as cursor:
            batch = punches[first : first + BATCH]
            execute_values(cursor, INSERT, batch, page_size=BATCH)
    return len(punches) / (time.perf_counter() - start)
