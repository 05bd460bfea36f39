"""screens: what the server takes to answer each screen, with 100,000 punches stored.

Beside them everything else there is, in proportion: commands, messages, alerts, passes.
Each list is asked for as it opens, and with each of its filters and groups on.
"""

from collections.abc import Iterator

from devkit.progress import say

from .figure import Budget, Figure
from .fixtures import Fixtures

PUNCHES = 100_000
BUDGET = Budget(gate=2, goal=0.3, at_least=False)
SHOWN = 10  # the slowest, of which each is a figure


def run(fixtures: Fixtures) -> Iterator[Figure]:
    punches = fixtures.scaled(PUNCHES)
    with fixtures.database() as database:
        found = fixtures.inside(database, "screens", punches=punches)
    slowest_first = sorted(found.items(), key=lambda each: -each[1][0])
    for name, (seconds, queries) in slowest_first:
        say(f"{seconds:7.3f} s {queries:5.0f} queries  {name}")
    for name, (seconds, _queries) in slowest_first[:SHOWN]:
        yield Figure(f"screens {name}", seconds, None, None, BUDGET, "s", punches)
