"""Whatever happens at a Dahua terminal and to sessions, what is read is what it recorded."""

import os
from contextlib import suppress
from dataclasses import replace
from random import Random

import pytest

from simulator.dahua import FIRMWARES
from terminals.dahua.times import LOCAL, UTC
from terminals.errors import TransportError
from tests.dahua_serving import (
    DAY,
    HOUR,
    MINUTE,
    NOW,
    Host,
    Time,
    everything,
    filled,
    serving,
)

# A thousand take some minutes: BIOMETRIC_SCHEDULES=50.
BLOCKS, SCHEDULES = 20, int(os.environ.get("BIOMETRIC_SCHEDULES", "4"))
FAULTS = ("web_page", "busy", "cut", "hang_up")
ZONES = ("Asia/Riyadh", "America/Bogota", "Asia/Kathmandu", "UTC")


class Schedule:
    """What happens to one terminal, as the seed has it."""

    def __init__(self, seed):
        self.rng = rng = Random(seed)
        zone = rng.choice(ZONES)
        self.terminal = filled(
            rng.randrange(rng.choice((20, 150, 600))),
            zone=zone,
            every=rng.choice((MINUTE, HOUR, 9 * HOUR)),
            until=NOW - rng.choice((0, 1, 40)) * HOUR,
        )
        names = [name for name, each in FIRMWARES.items() if each.has_spans]
        self.firmware = replace(
            FIRMWARES[rng.choice(names)],
            cap=rng.choice((91, 120, 1000)),
            newest_first=rng.random() < 0.4,
            descending=rng.random() < 0.4,
            wall_spans=rng.random() < 0.4,
            sends_total=rng.random() < 0.3,
        )
        self.ever = everything(self.terminal)
        self.time = Time()
        self.between = rng.choice((0.0, 0.0, 0.1))
        self.host = None

    def run(self):
        with serving(self.terminal, self.firmware, time=self.time) as server:
            self.host = Host(server, self.time)
            if self.rng.random() < 0.5:  # a person has chosen it
                base = LOCAL if self.firmware.wall_times else UTC
                self.host.values["dialect"] = base
            server.on_request = self.on_request
            for _ in range(self.rng.randint(2, 6)):
                self.time.now += self.rng.choice((5 * MINUTE, 5 * MINUTE, HOUR, DAY))
                for _ in range(self.rng.randrange(6)):
                    self.pass_by(self.rng.randrange(5))
                self.read(server)
            server.on_request = None
            server.faults.stop()
            self.settle()

    def pass_by(self, minutes=0):
        pin = f"{self.rng.randrange(10):03d}"
        at = self.time.now - minutes * MINUTE
        punch = self.terminal.punch(pin, at, self.rng.choice((0, 1, 255)))
        states = {0: 1, 1: 4}
        self.ever.add((pin, punch.local, states.get(punch.status, 11)))

    def on_request(self, _method, target):
        if "recordFinder" in target and self.rng.random() < self.between:
            self.pass_by()

    def read(self, server):
        rng = self.rng
        if rng.random() < 0.4:
            server.faults.arm(*[""] * rng.randrange(8), *[rng.choice(FAULTS)] * 2)
        if rng.random() < 0.1:
            server.guard.forget_nonces()
        if rng.random() < 0.05:
            self.terminal.punches.clear()
            self.terminal.punches._last = rng.choice((0, self.terminal.punches._last))
        with suppress(TransportError):  # the position of the last step is kept
            self.host.read(
                whole=rng.random() < 0.2, steps=rng.choice((None, 1, 2, 3, 5))
            )

    def settle(self):
        """Read what is left; a punch between two readings tells the base of times."""
        for _session in range(6):
            self.time.now += 5 * MINUTE
            self.pass_by(1)
            with suppress(TransportError):
                if self.host.read():
                    return
        raise AssertionError("It was not read to its end")


@pytest.mark.parametrize("block", range(BLOCKS))
def test_everything_is_read_and_nothing_else(block):
    for seed in range(block * SCHEDULES, (block + 1) * SCHEDULES):
        schedule = Schedule(seed)
        schedule.run()
        stored = schedule.host.stored
        missing = everything(schedule.terminal) - stored
        assert not missing, f"seed {seed}"
        assert stored <= schedule.ever, f"seed {seed}"
        assert not schedule.host.refused, f"seed {seed}"
