"""Thousands of terminals on real sockets, in one process."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from .exchange import Answer, Delivery, Endpoint, Request, Tally, Wait, intact
from .timeline import Timeline
from .wire import Site, deliver
from .workforce import PlannedPunch

Deliveries = Callable[[Request], list[Delivery]]


class Fleet:
    """Terminals that live against one server.

    :param url: ``http(s)://host[:port][/prefix]``.
    :param endpoints: the terminals' protocol sides.
    :param deliveries: by serial, ``Faults(...).deliveries`` of the disturbed ones.
    :param connections: how many exchanges may be under way at once.
    :param timeout: seconds until a terminal gives an exchange up.
    :raises ValueError: ``url`` is no such address.
    """

    def __init__(
        self,
        url: str,
        endpoints: Sequence[Endpoint],
        *,
        timeline: Timeline | None = None,
        deliveries: dict[str, Deliveries] | None = None,
        connections: int = 200,
        timeout: float = 30,
    ):
        self.site = Site.parse(url)
        self.endpoints = endpoints
        self.timeline = timeline or Timeline()
        self.tally = Tally()
        self.timeout = timeout
        self._deliveries = deliveries or {}
        self._connections = connections
        self._punched: dict[str, asyncio.Event] = {}

    @property
    def acknowledged(self) -> int:
        """How many punches the server has taken, each counted once."""
        return sum(
            len(endpoint.terminal.punches.acknowledged) for endpoint in self.endpoints
        )

    @property
    def summary(self) -> str:
        """How it went so far, in one line."""
        stored = sum(len(endpoint.terminal.punches) for endpoint in self.endpoints)
        return (
            f"{len(self.endpoints)} terminals, {self.acknowledged} of {stored} punches "
            f"acknowledged, {self.tally.requests} requests, "
            f"{self.tally.failures} failed"
        )

    @property
    def settled(self) -> bool:
        return all(endpoint.settled for endpoint in self.endpoints)

    async def run(self, *, until_settled: bool = False) -> Tally:
        """Live for ever, or until the server has acknowledged everything."""
        self._gate = asyncio.Semaphore(self._connections)
        self._punched = {
            endpoint.terminal.serial: asyncio.Event() for endpoint in self.endpoints
        }
        spread = min(10.0, len(self.endpoints) / 100)
        runs = [
            self._live(endpoint, spread * place / len(self.endpoints), until_settled)
            for place, endpoint in enumerate(self.endpoints)
        ]
        await asyncio.gather(*runs)
        return self.tally

    async def play(self, planned_punches: Iterable[PlannedPunch]) -> None:
        """Let people pass at their time; passages in order of time."""
        await play(self.endpoints, self.timeline, planned_punches)

    async def _live(
        self, endpoint: Endpoint, delay: float, until_settled: bool
    ) -> None:
        await self.timeline.sleep(delay)
        punched = self._punched[endpoint.terminal.serial]
        endpoint.terminal.on_punch = punched.set
        steps = endpoint.run()
        step = next(steps)
        while True:
            if isinstance(step, Request):
                answer = await self._carry(endpoint.terminal.serial, step)
            elif until_settled and step.why == "idle" and endpoint.settled:
                return
            else:
                await self._wait(step, punched)
                answer = self._answer()
            step = steps.send(answer)

    async def _wait(self, wait: Wait, punched: asyncio.Event) -> None:
        if wait.why != "idle":
            await self.timeline.sleep(wait.seconds)
            return
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(punched.wait(), wait.seconds / self.timeline.speed)
        punched.clear()

    async def _carry(self, serial: str, request: Request) -> Answer:
        for delivery in self._deliveries.get(serial, intact)(request):
            async with self._gate:
                began = time.monotonic()
                reply = await deliver(self.site, delivery, self.timeout)
                took = time.monotonic() - began
            answer = self._answer(*(reply or (None,)), took=took)
            self.tally.count(answer)
        return answer

    def _answer(self, status=None, headers=None, body=b"", took=0.0) -> Answer:
        line = self.timeline
        return Answer(line.now(), status, headers or {}, body, took, line.skew)


async def play(
    endpoints: Iterable[Endpoint],
    timeline: Timeline,
    planned_punches: Iterable[PlannedPunch],
) -> None:
    """Let people pass at their time; passages in order of time."""
    terminals = {endpoint.terminal.serial: endpoint.terminal for endpoint in endpoints}
    for planned_punch in planned_punches:
        await timeline.until(planned_punch.utc)
        terminals[planned_punch.serial].punch(
            planned_punch.pin, planned_punch.utc, planned_punch.status
        )
