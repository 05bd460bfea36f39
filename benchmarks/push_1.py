"""push-1: a terminal tells one punch, as it does when somebody passes."""

from collections.abc import Iterator
from itertools import islice

from .client import Client
from .figure import Budget, Figure
from .fixtures import Fixtures
from .heartbeat import FLOOR
from .measure import alternate, compare
from .punches import pushes, staff_punches

BUDGET = Budget(gate=0.45, goal=0.70)
REQUESTS = 500
ROUNDS = 9


def run(fixtures: Fixtures) -> Iterator[Figure]:
    with fixtures.database() as database, fixtures.served(database) as server:
        client = Client(server.url)
        count = fixtures.scaled(REQUESTS)
        requests = iter(single_pushes(client, count * (ROUNDS + 1)))
        floor = [client.request("GET", FLOOR)] * count

        def ours() -> float:
            return client.rate(list(islice(requests, count)))

        ours()
        client.rate(floor)
        pairs = alternate(ours, lambda: client.rate(floor), ROUNDS)
        yield compare("push-1", pairs, BUDGET, "req/s", ROUNDS * count)


def single_pushes(client: Client, count: int) -> list[bytes]:
    """Return requests of one punch each, all different."""
    return pushes(client, list(islice(staff_punches(), count)), lines=1)
