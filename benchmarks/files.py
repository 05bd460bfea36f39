"""files: long logs of USB sticks, read and stored by the job; the floor only stores.

The memory is that of the job, and of the request that inspects the file before it.
"""

import tempfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from simulator.memory import StoredPunch

from . import bare
from .figure import Budget, Figure
from .fixtures import Fixtures
from .measure import compare
from .punches import SERIALS, staff_punches

STORED = Budget(gate=0.40, goal=0.60)
INSPECTED = Budget(gate=30, goal=15, at_least=False)
GROWTH = Budget(gate=150, goal=50, at_least=False)
ROWS = 300_000  # a round
ROUNDS = 3
DAYS = 500


def run(fixtures: Fixtures) -> Iterator[Figure]:
    count = fixtures.scaled(ROWS)
    punches = staff_punches(days=DAYS)
    pairs, growth, inspected = [], 0.0, 0.0
    with (
        tempfile.TemporaryDirectory() as folder,
        fixtures.database() as database,
        fixtures.connection(database) as connection,
    ):
        bare.make_table(connection)
        for _round in range(ROUNDS):
            batch = list(islice(punches, count))
            path = Path(folder) / "1_attlog.dat"
            write_log(path, batch)
            found = fixtures.inside(
                database, "files", path=str(path), name=path.name, serial=SERIALS[0]
            )
            assert found["punches"] == len(batch), found
            growth = max(growth, found["growth"])
            inspected += found["inspected"]
            floor = bare.rate(connection, bare.rows(batch))
            pairs.append((len(batch) / found["stored"], floor))
    total = ROUNDS * count
    yield compare("files", pairs, STORED, "rows/s", total)
    million = inspected / total * 1e6
    yield Figure("files inspected", million, None, None, INSPECTED, "s/million", total)
    yield Figure("files memory", growth, None, None, GROWTH, "MB", total)


def write_log(path: Path, punches: Iterable[StoredPunch]) -> None:
    """Write punches as terminals do to a USB stick."""
    with path.open("w", newline="") as file:
        for each in punches:
            file.write(
                f"{each.pin:>9}\t{each.local}\t1\t{each.status}\t{each.verify}\t0\r\n"
            )
