"""A company whose Anviz terminals are called, and all of them on sockets."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from itertools import count, repeat

from ..fleet import play
from ..memory import Terminal
from ..scene import Scene, stage
from ..timeline import Timeline
from ..workforce import PlannedPunch, Workforce
from .faults import AnvizFaults
from .server import AnvizServer

PORT = 5010


def company(
    serials: Sequence[str],
    workforce: Workforce,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    **rest,
) -> Scene:
    """Stage terminals, see :func:`..scene.stage` for the rest; its endpoints are servers.

    :param port: of the first terminal, the others have those behind; 0: any free ones.
    :raises ValueError: an unknown fault, or more terminals than ports.
    """
    ports = count(port) if port else repeat(0)
    if port + len(serials) > 65_536:
        raise ValueError(f"There are no {len(serials)} ports from {port} on.")

    def speak(terminal: Terminal, faults: AnvizFaults) -> AnvizServer:
        return AnvizServer(terminal, host=host, port=next(ports), faults=faults)

    return stage(serials, workforce, speak, trouble=AnvizFaults, **rest)


class AnvizFleet:
    """Terminals that wait to be called.

    :param endpoints: their servers.
    :param on_listening: called with the address of each terminal, in words.
    """

    def __init__(
        self,
        endpoints: Sequence[AnvizServer],
        *,
        timeline: Timeline | None = None,
        on_listening: Callable[[str], None] | None = None,
    ):
        self.endpoints = endpoints
        self.timeline = timeline or Timeline()
        self.on_listening = on_listening

    async def run(self, *, until_settled: bool = False) -> None:
        """Serve for ever: a terminal that is called never knows that all was fetched.

        :raises OSError: an address is not free.
        """
        opened: list[AnvizServer] = []
        try:
            for server in self.endpoints:
                await server.open()
                opened.append(server)
                if self.on_listening:
                    self.on_listening(server.place)
            await asyncio.Event().wait()
        finally:
            for server in opened:
                await server.close()

    async def play(self, planned_punches: Iterable[PlannedPunch]) -> None:
        """Let people pass at their time; passages in order of time."""
        await play(self.endpoints, self.timeline, planned_punches)

    @property
    def summary(self) -> str:
        """How it went so far, in one line."""
        stored = sum(len(server.terminal.punches) for server in self.endpoints)
        requests = sum(len(server.log) for server in self.endpoints)
        return (
            f"{len(self.endpoints)} terminals, {stored} punches stored, "
            f"{requests} requests"
        )
