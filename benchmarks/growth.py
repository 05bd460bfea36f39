"""growth: what push-1 and pairing cost with years of history, beside none."""

from collections.abc import Iterator
from itertools import islice

from devkit.progress import say

from . import history
from .client import Client
from .figure import Budget, Figure
from .fixtures import Fixtures
from .measure import alternate, compare
from .punches import PINS
from .push_1 import single_pushes

BUDGET = Budget(gate=1.3, goal=1.1, at_least=False)
PUNCHES = 5_000_000
ATTENDANCES = 1_000_000
REQUESTS = 400
ROUNDS = 7
PEOPLE = 50
DAYS = 20


def run(fixtures: Fixtures) -> Iterator[Figure]:
    with fixtures.database() as full, fixtures.database() as empty:
        say(f"Loading {fixtures.scaled(PUNCHES):,} punches")
        with fixtures.connection(full) as connection:
            history.load(
                connection, fixtures.scaled(PUNCHES), fixtures.scaled(ATTENDANCES)
            )
        yield _push_1(fixtures, full, empty)
        yield _pairing(fixtures, full, empty)


def _push_1(fixtures: Fixtures, full: str, empty: str) -> Figure:
    count = REQUESTS
    with fixtures.served(full) as long_used, fixtures.served(empty) as new:
        sides = []
        for server in (long_used, new):
            client = Client(server.url)
            requests = iter(single_pushes(client, count * (ROUNDS + 1)))
            sides.append(
                lambda c=client, r=requests: count / c.rate(list(islice(r, count)))
            )
        for side in sides:
            side()
        pairs = alternate(*sides, ROUNDS)
    return compare("growth push-1", pairs, BUDGET, "s", ROUNDS * count)


def _pairing(fixtures: Fixtures, full: str, empty: str) -> Figure:
    """Pair what push-1 left first, so that both begin with an empty queue."""
    groups = [PINS[first : first + PEOPLE] for first in range(0, 4 * PEOPLE, PEOPLE)]
    pairs = []
    for group in groups:
        ours, floor = (
            fixtures.inside(database, "drain", pins=group, days=DAYS)
            for database in (full, empty)
        )
        pairs.append((ours, floor))
    punches = len(groups) * PEOPLE * DAYS * 4
    return compare("growth pairing", pairs[1:], BUDGET, "s", punches)
