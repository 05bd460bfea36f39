"""heartbeat: a terminal asks whether there is work, and there is none."""

from collections.abc import Iterator

from .client import Client
from .figure import Budget, Figure
from .fixtures import Fixtures
from .measure import alternate, compare
from .punches import SERIALS

BUDGET = Budget(gate=0.70, goal=0.90)
FLOOR = "/biometric_bench/floor"
REQUESTS = 600
ROUNDS = 9


def run(fixtures: Fixtures) -> Iterator[Figure]:
    with fixtures.database() as database, fixtures.served(database) as server:
        client = Client(server.url)
        polls = [
            client.request("GET", f"/iclock/getrequest?SN={serial}")
            for serial in SERIALS
        ]
        requests = polls * (fixtures.scaled(REQUESTS) // len(polls))
        floor = [client.request("GET", FLOOR)] * len(requests)
        for once in (requests, floor):
            client.rate(once[:50])
        pairs = alternate(
            lambda: client.rate(requests), lambda: client.rate(floor), ROUNDS
        )
        yield compare("heartbeat", pairs, BUDGET, "req/s", ROUNDS * len(requests))
