"""ingest and replay: bodies of a thousand punches, new ones and then known ones."""

from collections.abc import Iterator
from itertools import islice

from . import bare
from .client import Client
from .figure import Budget, Figure
from .fixtures import Fixtures
from .measure import alternate, compare
from .punches import pushes, staff_punches

NEW = Budget(gate=0.50, goal=0.80)
KNOWN = Budget(gate=0.40, goal=0.70)
NOTHING = Budget(gate=0, goal=0, at_least=False)
PUNCHES = 20_000  # a round
ROUNDS = 5
LINES = 1000


def run(fixtures: Fixtures) -> Iterator[Figure]:
    punches = staff_punches()
    count = fixtures.scaled(PUNCHES)
    batches = [list(islice(punches, count)) for _ in range(ROUNDS)]
    total = sum(map(len, batches))
    with (
        fixtures.database() as database,
        fixtures.served(database) as server,
        fixtures.connection(database) as connection,
    ):
        client = Client(server.url)
        bare.make_table(connection)
        requests = [pushes(client, batch, LINES) for batch in batches]
        rows = [bare.rows(batch) for batch in batches]

        def measured() -> list[tuple[float, float]]:
            ours, floor = iter(requests), iter(rows)
            return alternate(
                lambda: client.rate(sent := next(ours)) * count / len(sent),
                lambda: bare.rate(connection, next(floor)),
                ROUNDS,
            )

        yield compare("ingest", measured(), NEW, "punches/s", total)
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM biometric_punch")
            assert cursor.fetchone() == (total,), "punches are missing"
            cursor.execute("DELETE FROM biometric_pairing")
        yield compare("replay", measured(), KNOWN, "punches/s", total)
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM biometric_pairing")
            queued = cursor.fetchone()[0]
        yield Figure("replay-writes", queued, None, None, NOTHING, "people", total)
