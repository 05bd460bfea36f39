"""Several at once: servers, pairings, people, and kill -9. Never a double, never a loss.

`BIOMETRIC_SOAK` is the number of rounds, if the 50 of the suite are not enough.
"""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest

from demo.api import Api, new_key
from devkit.server import Server
from devkit.stack import Stack
from e2e.committed import Committed
from e2e.pairers import Pairer
from e2e.race import Race

ROUNDS = int(os.environ.get("BIOMETRIC_SOAK", "50"))
KILL_EVERY = 10  # rounds; another process takes seconds to start


@pytest.fixture(scope="module")
def servers(stack: Stack, server: Server, database: str) -> list[Server]:
    """Two servers on one database, each with workers and a cron of its own."""
    return [server, stack.server(database, workers=2, cron=1)]


@pytest.fixture(scope="module")
def pairers(
    stack: Stack, database: str, servers: list[Server]
) -> Iterator[list[Pairer]]:
    """Two pairings beside the cron, that nothing keeps from running at once."""
    started = [Pairer(stack, database, f"pairer{n}") for n in range(2)]
    for each in started:
        each.wait()
    yield started
    for each in started:
        each.stop()


@pytest.fixture(scope="module")
def apis(stack: Stack, database: str, servers: list[Server]) -> list[Api]:
    """The administrator at either server."""
    key = new_key(stack, database)
    return [Api(each.url, database, key) for each in servers]


def test_the_same_punches_to_two_servers_at_once_count_once(
    servers: list[Server], pairers: list[Pairer], apis: list[Api], committed: Committed
):
    race = Race("A", 4, apis[0], committed)
    rng = Random(1)
    for _ in range(ROUNDS):
        bodies = race.bodies(race.day())
        rng.shuffle(bodies)
        race.push_everywhere(servers, bodies)
    race.check_whole()
    assert all(pairer.is_alive() for pairer in pairers), pairers[0].output()


def test_people_and_the_pairing_take_turns(
    servers: list[Server], pairers: list[Pairer], apis: list[Api], committed: Committed
):
    race = Race("B", 4, apis[0], committed)
    rng = Random(2)
    taken = []
    with ThreadPoolExecutor() as people:
        for _ in range(ROUNDS):
            day = race.day()
            meddling = [
                people.submit(race.meddle, api, Random(rng.random()), person, day)
                for api, person in zip(
                    apis, rng.choices(race.people[:2], k=2), strict=True
                )
            ]
            race.push_everywhere(servers, race.bodies(day))
            taken += [each.result() for each in meddling]
    race.check_settled()
    assert any(taken) and not all(taken), "they must have met"
    assert all(pairer.is_alive() for pairer in pairers), pairers[0].output()


def test_a_pairing_killed_anywhere_leaves_nothing_half_done(
    servers: list[Server], pairers: list[Pairer], apis: list[Api], committed: Committed
):
    race = Race("C", 12, apis[0], committed)
    rng = Random(3)
    for turn in range(ROUNDS):
        race.push_everywhere(servers[:1], race.bodies(race.day()))
        if turn % KILL_EVERY == 0:
            killed = rng.choice(pairers)
            killed.wait()
            committed.wait_pairing()
            killed.kill()
    race.check_whole()
