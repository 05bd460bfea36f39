"""Whatever happens at a terminal and to sessions, what is read is what people did."""

import os
from contextlib import suppress
from random import Random

import pytest

from simulator.hikvision import ISAPI_FIRMWARES
from terminals.errors import TransportError
from terminals.hikvision.client import reading
from tests.hikvision_serving import HOUR, MINUTE, SECOND, Host, World, serving, terminal

# More of them take minutes: BIOMETRIC_SCHEDULES=50.
BLOCKS, SCHEDULES = 10, int(os.environ.get("BIOMETRIC_SCHEDULES", "2"))
FAULTS = ("web_page", "busy", "unavailable", "garbage", "more_empty", "cut", "hang_up")


class Schedule:
    """What happens to one terminal, as the seed has it."""

    def __init__(self, seed):
        self.rng = rng = Random(seed)
        self.terminal = terminal()
        self.world = World(
            self.terminal,
            rng.choice(list(ISAPI_FIRMWARES)),
            page=rng.choice((5, 30)),
            noise=rng.choice((0, 2)),
        )
        self.between = rng.choice((0.0, 0.02, 0.2))
        self.nonce_uses = rng.choice((0, 1, 3))
        self.past = set()
        for _punch in range(rng.choice((0, 5, 40))):
            self.pass_by(rng.choice((SECOND, MINUTE, HOUR)))

    def pass_by(self, later):
        self.world.now += later * self.rng.choice((0, 1, 1))
        pin = f"{self.rng.randrange(5):05d}"
        self.terminal.punch(pin, self.world.now, self.rng.randrange(3), 15)

    def on_request(self, _method, target):
        if "AcsEvent?" in target and self.rng.random() < self.between:
            self.pass_by(SECOND)

    def run(self):
        self.world.guard.nonce_uses = self.nonce_uses
        self.world.guard.says_stale = self.rng.random() < 0.5
        with serving(self.world, on_request=self.on_request) as server:
            host = Host(server)
            for _session in range(self.rng.randint(2, 6)):
                self.happen()
                self.poll(server, host)
            server.on_request = None
            server.faults.stop()
            while not host.poll(whole=not host.position):
                pass
            host.poll()
        return host

    def happen(self):
        self.world.now += self.rng.choice((MINUTE, 10 * MINUTE, 30 * HOUR))
        for _punch in range(self.rng.choice((0, 1, 4, 35))):
            self.pass_by(SECOND)
        if self.rng.random() < 0.1 and self.world.firmware.reverse:
            self.past |= everything_of(self.world)
            self.world.isapi.log.count_anew(clears=self.rng.random() < 0.5)
            self.pass_by(MINUTE)

    def poll(self, server, host):
        if self.rng.random() < 0.5:
            wrong = self.rng.choice(FAULTS)
            before = [""] * self.rng.randrange(12)
            server.faults.arm(*before, *[wrong] * self.rng.choice((1, 3)))
        steps = self.rng.choice((None, None, 1, 2, 3))
        with suppress(TransportError):  # the position of the last step is kept
            host.poll(whole=self.rng.random() < 0.3, steps=steps)


def everything_of(world):
    """Punches by PIN and second: two of one person in a second are one."""
    world.isapi.log.update()
    return {(each.pin, each.wall) for each in world.isapi.log.events if each.pin}


@pytest.mark.parametrize("block", range(BLOCKS))
def test_everything_is_read_and_each_event_once(block, monkeypatch):
    monkeypatch.setattr(reading, "STEP_ROWS", 20)
    for seed in range(block * SCHEDULES, (block + 1) * SCHEDULES):
        schedule = Schedule(seed)
        host = schedule.run()
        read = {(punch.pin, punch.time) for punch in host.handed}
        assert everything_of(schedule.world) <= read, f"seed {seed}: lost"
        ever = everything_of(schedule.world) | schedule.past
        assert read <= ever, f"seed {seed}: invented"
        events = {(p.number, p.pin, p.time, p.status) for p in host.handed}
        keys = {(p.number, p.pin, p.time) for p in host.handed}
        assert len(events) == len(keys) or not schedule.world.firmware.numbered
        assert schedule.world.guard.total_wrong == 0, f"seed {seed}: a wrong login"
        assert not host.refused
