"""poll: a log of a hundred thousand punches, decoded beside pyzk; and read and stored.

Decoded in windows, as a poll does. pyzk does not get slower by being given the whole log:
that is the only way it has.
"""

from collections.abc import Iterator
from itertools import islice

from simulator.zk4370.rows import encode_row
from terminals.zk4370.client.log import MAX_ROWS_PER_STEP
from terminals.zk4370.punch_layouts import LAYOUTS
from terminals.zk4370.punches import decode_rows

from . import bare
from .figure import Budget, Figure
from .fixtures import Fixtures
from .measure import alternate, compare, seconds
from .polled import places, terminal
from .punches import staff_punches
from .pyzk_parse import parse

DECODED = Budget(gate=20, goal=50)
STORED = Budget(gate=0.40, goal=0.60)
PUNCHES = 100_000
LAYOUT = LAYOUTS["40"]
ROUNDS = 3


def run(fixtures: Fixtures) -> Iterator[Figure]:
    yield _decoded()
    yield _stored(fixtures, fixtures.scaled(PUNCHES // ROUNDS))


def _decoded() -> Figure:
    """Always of the whole log: pyzk's time grows with its square."""
    rows = b"".join(
        encode_row(
            LAYOUT.name, int(each.pin) - 1000, each.pin, each.local, each.status, 1
        )
        for each in islice(staff_punches(), PUNCHES)
    )
    read: dict[str, list] = {}

    def ours() -> None:
        read["ours"] = _decode(rows)

    def peers() -> None:
        read["peers"] = parse(rows, PUNCHES)

    pairs = alternate(
        lambda: PUNCHES / seconds(ours), lambda: PUNCHES / seconds(peers), ROUNDS
    )
    found = [(each.pin, each.time, each.status) for each in read["ours"]]
    wanted = [(each.user_id, each.timestamp, each.punch) for each in read["peers"]]
    assert found == wanted, "the two do not read the same punches"
    return compare("poll", pairs, DECODED, "rows/s", ROUNDS * PUNCHES)


def _decode(rows: bytes) -> list:
    size = MAX_ROWS_PER_STEP * LAYOUT.width
    found = []
    for start in range(0, len(rows), size):
        found += decode_rows(LAYOUT, rows[start : start + size]).punches
    return found


def _stored(fixtures: Fixtures, count: int) -> Figure:
    """Read over a socket and commit; the floor only stores."""
    punches = staff_punches()
    batches = [list(islice(punches, count)) for _ in range(ROUNDS)]
    with fixtures.database() as database, fixtures.connection(database) as connection:
        bare.make_table(connection)
        pairs = []
        for number, batch in enumerate(batches):
            with terminal(f"POLLED{number}", batch) as server:
                asked = fixtures.inside(database, "poll", places=places([server]))
            assert asked["punches"] == (number + 1) * count, "punches are missing"
            ours = count / asked["seconds"]
            pairs.append((ours, bare.rate(connection, bare.rows(batch))))
    return compare("poll stored", pairs, STORED, "rows/s", ROUNDS * count)
