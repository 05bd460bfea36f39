"""pairing: stored punches to attendances, beside a bulk create of the same rows."""

from collections.abc import Iterator

from .figure import Budget, Figure
from .fixtures import Fixtures
from .measure import compare
from .punches import DAYS, PINS

BUDGET = Budget(gate=0.90, goal=1.5)
GROUP = 100


def run(fixtures: Fixtures) -> Iterator[Figure]:
    groups = [PINS[first : first + GROUP] for first in range(0, len(PINS), GROUP)]
    with fixtures.database() as database:
        days = fixtures.scaled(DAYS)
        answer = fixtures.inside(database, "pairing", groups=groups, days=days)
    yield compare("pairing", answer["pairs"], BUDGET, "rows/s", answer["punches"])
