"""Thousands of terminals on real sockets, in one process."""

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from .exchange import Answer, Delivery, Face, Request, Tally, Wait, intact
from .timeline import Timeline
from .wire import Site, deliver
from .workforce import Passage

Deliveries = Callable[[Request], list[Delivery]]


class Fleet:
    """Terminals that live against one server.

    :param url: ``http(s)://host[:port][/prefix]``.
    :param faces: the terminals' protocol sides.
    :param deliveries: by serial, ``Faults(...).deliveries`` of the disturbed ones.
    :param connections: how many exchanges may be under way at once.
    :param timeout: seconds until a terminal gives an exchange up.
    :raises ValueError: ``url`` is no such address.
    """

    def __init__(
        self,
        url: str,
        faces: Sequence[Face],
        *,
        timeline: Timeline | None = None,
        deliveries: dict[str, Deliveries] | None = None,
        connections: int = 200,
        timeout: float = 30,
    ):
        self.site = Site.parse(url)
        self.faces = faces
        self.timeline = timeline or Timeline()
        self.tally = Tally()
        self.timeout = timeout
        self._deliveries = deliveries or {}
        self._connections = connections
        self._punched: dict[str, asyncio.Event] = {}

    @property
    def acknowledged(self) -> int:
        """How many punches the server has taken, each counted once."""
        return sum(len(face.terminal.punches.acknowledged) for face in self.faces)

    @property
    def summary(self) -> str:
        """How it went so far, in one line."""
        stored = sum(len(face.terminal.punches) for face in self.faces)
        return (
            f"{len(self.faces)} terminals, {self.acknowledged} of {stored} punches "
            f"acknowledged, {self.tally.requests} requests, "
            f"{self.tally.failures} failed"
        )

    @property
    def settled(self) -> bool:
        return all(face.settled for face in self.faces)

    async def run(self, *, until_settled: bool = False) -> Tally:
        """Live for ever, or until the server has acknowledged everything."""
        self._gate = asyncio.Semaphore(self._connections)
        self._punched = {face.terminal.serial: asyncio.Event() for face in self.faces}
        spread = min(10.0, len(self.faces) / 100)
        lives = [
            self._live(face, spread * place / len(self.faces), until_settled)
            for place, face in enumerate(self.faces)
        ]
        await asyncio.gather(*lives)
        return self.tally

    async def play(self, passages: Iterable[Passage]) -> None:
        """Let people pass at their time; passages in order of time."""
        await play(self.faces, self.timeline, passages)

    async def _live(self, face: Face, delay: float, until_settled: bool) -> None:
        await self.timeline.sleep(delay)
        punched = self._punched[face.terminal.serial]
        face.terminal.on_punch = punched.set
        steps = face.run()
        step = next(steps)
        while True:
            if isinstance(step, Request):
                answer = await self._carry(face.terminal.serial, step)
            elif until_settled and step.why == "idle" and face.settled:
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
    faces: Iterable[Face], timeline: Timeline, passages: Iterable[Passage]
) -> None:
    """Let people pass at their time; passages in order of time."""
    terminals = {face.terminal.serial: face.terminal for face in faces}
    for passage in passages:
        await timeline.until(passage.utc)
        terminals[passage.serial].punch(passage.pin, passage.utc, passage.status)
