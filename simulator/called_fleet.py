"""Many terminals that are called, each at an address of its own, until somebody ends it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from .fleet import play
from .timeline import Timeline
from .workforce import PlannedPunch


class CalledFleet:
    """Terminals that wait to be called.

    :param endpoints: their servers, with ``open``, ``close``, ``place`` and ``terminal``.
    :param on_listening: called with the address of each terminal, in words.
    """

    def __init__(
        self,
        endpoints: Sequence[Any],
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
        opened: list[Any] = []
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
        return (
            f"{len(self.endpoints)} terminals, {stored} punches stored, "
            f"{self.count_requests()} requests"
        )

    def count_requests(self) -> int:
        """Return how many requests were answered."""
        return sum(len(server.log) for server in self.endpoints)
