"""Whatever happens at a server and to sessions, what is read is what the server has."""

import os
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from simulator.biotime import RELEASES, Oddities
from terminals.biotime.client import arrivals
from terminals.errors import TransportError
from tests.biotime_serving import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    SERIALS,
    Host,
    everything,
    filled,
    serving,
)

# A thousand take some minutes: BIOMETRIC_SCHEDULES=50.
BLOCKS, SCHEDULES = 20, int(os.environ.get("BIOMETRIC_SCHEDULES", "4"))
FAULTS = ("web_page", "busy", "failed", "garbage", "cut", "hang_up")
SECOND = timedelta(seconds=1)


class Schedule:
    """What happens to one server, as the seed has it.

    :ivar unordered: rows are not always stored in the order of their upload times.
    """

    def __init__(self, seed):
        self.rng = rng = Random(seed)
        self.database = filled(
            rng.randrange(20), every=rng.choice((HOUR, 9 * HOUR)), people=3
        )
        self.ever = everything(self.database)
        self.unordered = rng.random() < 0.4
        self.oddities = Oddities(
            sorts=rng.random() < 0.7,
            counts=rng.random() < 0.9,
            strict=rng.random() < 0.3,
            verify_as_text=rng.random() < 0.5,
            token_calls=rng.choice((None, None, 7)),
        )
        self.release = rng.choice(list(RELEASES))
        self.between = rng.choice((0.0, 0.1, 0.3))
        self.host = None

    def run(self):
        with serving(
            self.database, oddities=self.oddities, release=self.release
        ) as server:
            most_rows = self.rng.choice((3, 5, 5000, 5000))
            server.api.release = replace(server.api.release, most_rows=most_rows)
            server.on_request = self.on_request
            self.host = Host(
                server, since=None if self.rng.random() < 0.05 else NOW - 40 * DAY
            )
            for _ in range(self.rng.randint(2, 5)):
                self.host.now += self.rng.choice((MINUTE, MINUTE, HOUR, 8 * HOUR))
                self.happen()
                self.read(server)
            server.on_request = None
            server.faults.stop()
            self.settle(server)

    def happen(self):
        for _ in range(self.rng.randrange(6)):
            self.add()
        if self.database.transactions and self.rng.random() < 0.1:
            self.database.delete(self.rng.choice(list(self.database.transactions)))

    def add(self):
        rng, now = self.rng, self.host.now
        late = rng.choice((4 * SECOND, 4 * SECOND, HOUR, 3 * DAY)) * rng.random()
        came = now - (HOUR * rng.random() if self.unordered else 0 * HOUR)
        kind = rng.random()
        row = self.database.add(
            f"{rng.randrange(3):03d}",
            (now - late).replace(microsecond=0),
            None if kind < 0.05 else came.replace(microsecond=0),
            "" if kind < 0.1 else rng.choice(SERIALS),
            state=rng.choice((0, 1, 5, 255)),
        )
        self.ever.add((str(row.id), row.pin, row.punch_time, row.serial))

    def on_request(self, _method, _target):
        if self.rng.random() < self.between:
            self.add()

    def read(self, server):
        if self.rng.random() < 0.4:
            server.faults.arm(*[""] * self.rng.randrange(8), self.rng.choice(FAULTS))
        if self.rng.random() < 0.1:
            server.api.forget_tokens()
        steps = self.rng.choice((None, 1, 2, 5))
        with suppress(TransportError):  # the position of the last step is kept
            self.host.read(whole=self.rng.random() < 0.2, steps=steps)

    def settle(self, server):
        """Read what is left; a night passes where the server does not sort."""
        server.api.oddities.token_calls = None
        assert self.host.read()
        if not self.oddities.sorts or not self.is_found_at_once:
            assert self.host.read(whole=True)

    @property
    def is_found_at_once(self):
        """Whether nothing but the nightly look-back could find some rows."""
        return self.oddities.counts


@pytest.mark.parametrize("block", range(BLOCKS))
def test_everything_is_read_and_nothing_twice(block, monkeypatch):
    monkeypatch.setattr(arrivals, "FIRST_ROWS", 4)
    for seed in range(block * SCHEDULES, (block + 1) * SCHEDULES):
        schedule = Schedule(seed)
        schedule.run()
        stored = schedule.host.stored
        missing = everything(schedule.database) - stored
        assert not missing, f"seed {seed}"
        assert stored <= schedule.ever, f"seed {seed}"
        assert not schedule.host.refused
        numbers = [number for number, *_rest in stored]
        assert len(numbers) == len(set(numbers)), f"seed {seed}: an event twice"
