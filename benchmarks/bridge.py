"""bridge: punches spooled while Odoo was away are sent; the floor is direct pushing."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice
from pathlib import Path

from . import bridged
from .client import Client
from .figure import Budget, Figure
from .fixtures import Fixtures
from .measure import alternate, compare, seconds
from .polled import places, terminal
from .punches import ZONE, pushes, staff_punches

DRAINED = Budget(gate=0.50, goal=0.80)
PUNCHES = 50_000  # a round
ROUNDS = 2
TERMINALS = 5  # a round


def run(fixtures: Fixtures) -> Iterator[Figure]:
    count = fixtures.scaled(PUNCHES)
    punches = staff_punches(days=2 * PUNCHES * ROUNDS // 2000)
    ours = [list(islice(punches, count)) for _ in range(ROUNDS)]
    others = [list(islice(punches, count)) for _ in range(ROUNDS)]
    with (
        tempfile.TemporaryDirectory() as folder,
        ExitStack() as running,
        fixtures.database() as database,
    ):
        turns = [
            [
                running.enter_context(
                    terminal(f"LAN{turn}{place}", batch[place::TERMINALS])
                )
                for place in range(TERMINALS)
            ]
            for turn, batch in enumerate(ours)
        ]
        found = places([each for turn in turns for each in turn])
        token = fixtures.inside(database, "bridge", places=found, zone=ZONE.key)
        server = running.enter_context(fixtures.served(database))
        made = running.enter_context(bridged.program(Path(folder), server, token))
        client = Client(server.url)
        requests = iter([pushes(client, batch) for batch in others])
        waiting = iter(turns)

        def send() -> float:
            bridged.read(made, {each.terminal.serial for each in next(waiting)})
            return count / seconds(lambda: bridged.drain(made))

        def push() -> float:
            sent = next(requests)
            return client.rate(sent) * count / len(sent)

        pairs = alternate(send, push, ROUNDS)
        with (
            fixtures.connection(database) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT count(*) FROM biometric_punch")
            assert cursor.fetchone() == (2 * ROUNDS * count,), "punches are missing"
    yield compare("bridge", pairs, DRAINED, "punches/s", ROUNDS * count)
