"""People who come and go at any hour, so that a live demonstration has something to show."""

from contextlib import suppress
from datetime import timedelta
from random import Random

from .fleet import Fleet
from .ground_truth import GroundTruth, Session
from .people import Full
from .workforce import Workforce
from .zk4370 import ZkFleet

SHORTEST_STAY = timedelta(minutes=3)
#: How often somebody who passes enrols a finger first.
ENROLS = 0.2


async def live_traffic(
    fleet: Fleet | ZkFleet,
    workforce: Workforce,
    ground_truth: GroundTruth,
    every: float,
    seed: int = 1,
    *,
    enrols: bool = False,
) -> None:
    """For ever: about every so many seconds somebody enters or leaves.

    Nobody passes twice within a few minutes, which would rightly count as a repeat. Whom
    the server has removed or shut out stands before a closed door.

    :param enrols: whether now and then somebody enrols a finger on the way.
    """
    rng = Random(seed)
    terminals = [endpoint.terminal for endpoint in fleet.endpoints]
    passed = {
        s.pin: max(filter(None, (s.start, s.end)))
        for s in sorted(ground_truth.sessions, key=lambda s: s.start)
    }
    while True:
        await fleet.timeline.sleep(rng.expovariate(1 / every))
        now = fleet.timeline.now()
        rested = [
            employee.pin
            for employee in workforce.employees
            if employee.pin not in passed or now - passed[employee.pin] > SHORTEST_STAY
        ]
        if not rested:
            continue
        pin = rng.choice(rested)
        passed[pin] = now
        session, terminal = ground_truth.inside.get(pin), rng.choice(terminals)
        if enrols and pin in terminal.users and rng.random() < ENROLS:
            with suppress(Full):
                terminal.enrol(pin, now, slot=rng.randrange(10))
        if not terminal.attempt(pin, now, 1 if session else 0):
            continue
        if session:
            session.end = now
        else:
            ground_truth.sessions.append(Session(pin, now))
