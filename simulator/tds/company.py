"""A company whose terminals report to a program with a SQL Server, and the server for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from ..faults import Faults, LateFaults
from ..fleet import play
from ..memory import Terminal
from ..scene import Scene, stage
from ..timeline import Timeline
from ..uplink import UPLOAD_SECONDS, Reporter, Uplink
from ..workforce import PlannedPunch, Workforce
from .program import Program
from .server import SqlServer


def company(serials: Sequence[str], workforce: Workforce, **rest) -> Scene:
    """Stage terminals, see :func:`..scene.stage` for the rest.

    :raises ValueError: an unknown fault.
    """

    def speak(terminal: Terminal, faults: Faults) -> Reporter:
        return Reporter(terminal, faults)

    return stage(serials, workforce, speak, trouble=LateFaults, **rest)


class SqlServerHouse:
    """The server and the terminals that report to its program, until somebody ends it.

    :param port: 0 takes a free one.
    :param options: of :class:`.server.SqlServer`.
    :param on_listening: called with the port.
    """

    def __init__(
        self,
        scene: Scene,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        timeline: Timeline | None = None,
        on_listening: Callable[[int], None] | None = None,
        **options,
    ):
        self.scene, self.endpoints = scene, scene.endpoints
        self.timeline = timeline or Timeline()
        self._place, self._options = (host, port), options
        self._on_listening = on_listening
        self._program: Program | None = None

    async def run(self, *, until_settled: bool = False) -> None:
        """Serve for ever: a server that is asked never knows that all was fetched.

        :raises OSError: the port is taken.
        """
        serials = [reporter.terminal.serial for reporter in self.endpoints]
        with TemporaryDirectory(prefix="simulator-") as folder:
            path = Path(folder) / "att2000.sqlite"
            self._program = Program(path, serials, self.scene.workforce.employees)
            uplink = Uplink(self.scene, self._program.add)
            uplink.upload(self.timeline.now())
            with SqlServer(path, **self._options).listening(*self._place) as port:
                if self._on_listening:
                    self._on_listening(port)
                while True:
                    await asyncio.sleep(UPLOAD_SECONDS)
                    uplink.upload(self.timeline.now())

    async def play(self, planned_punches: Iterable[PlannedPunch]) -> None:
        """Let people pass at their time, in order of time."""
        await play(self.endpoints, self.timeline, planned_punches)

    @property
    def summary(self) -> str:
        """How it went so far, in one line."""
        stored = self._program.stored if self._program else 0
        return f"{len(self.endpoints)} terminals, {stored} punches stored"
