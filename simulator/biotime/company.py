"""A company whose terminals report to a BioTime server, and the server for it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from .. import uplink
from ..entries import StoredPunch
from ..faults import Faults
from ..fleet import play
from ..memory import Terminal
from ..scene import Scene, stage
from ..timeline import Timeline
from ..uplink import UPLOAD_SECONDS, Reporter
from ..workforce import PlannedPunch, Workforce
from .database import Database, Employee, Reader
from .faults import BioTimeFaults
from .server import BioTimeServer


def company(serials: Sequence[str], workforce: Workforce, **rest) -> Scene:
    """Stage terminals, see :func:`..scene.stage` for the rest.

    :raises ValueError: an unknown fault.
    """

    def speak(terminal: Terminal, faults: Faults) -> Reporter:
        return Reporter(terminal, faults)

    return stage(serials, workforce, speak, trouble=BioTimeFaults, **rest)


class Uplink(uplink.Uplink):
    """Brings what terminals recorded to the database of their server.

    :param scene: whose terminals and people the server knows.
    """

    def __init__(self, database: Database, scene: Scene):
        super().__init__(scene, self._add)
        self._database, self._zone = database, scene.workforce.zone
        for person in scene.workforce.employees:
            database.employees[person.pin] = Employee(person.pin, person.name)

    def upload(self, now: datetime) -> None:
        """Store what has come by now (aware), in the order it came."""
        zone = self._hours(now)
        for number, reporter in enumerate(self._scene.endpoints, 1):
            serial = reporter.terminal.serial
            reader = Reader(serial, f"Gate {number}", zone=zone)
            self._database.terminals.setdefault(serial, reader)
        super().upload(now)

    def _add(self, serial: str, punch: StoredPunch, came: datetime) -> None:
        self._database.add(
            punch.pin,
            punch.local.replace(microsecond=0),
            came,
            serial,
            state=punch.status,
            verify=punch.verify,
        )
        self._database.terminals[serial].last_activity = came

    def _hours(self, now: datetime) -> int:
        """Return the zone as the server keeps it: hours, or minutes where they are none."""
        offset = now.astimezone(self._zone).utcoffset() or timedelta()
        minutes = offset // timedelta(minutes=1)
        return minutes if minutes % 60 else minutes // 60


class BioTimeHouse:
    """The server and the terminals that report to it, until somebody ends it.

    :param server: answers for ``scene``, whose terminals upload to its database.
    :param on_listening: called with the server's address.
    """

    def __init__(
        self,
        server: BioTimeServer,
        scene: Scene,
        *,
        timeline: Timeline | None = None,
        on_listening: Callable[[str], None] | None = None,
    ):
        self.server, self.scene = server, scene
        self.endpoints = scene.endpoints
        self.timeline = timeline or Timeline()
        self.on_listening = on_listening
        self._uplink = Uplink(server.api.database, scene)

    async def run(self, *, until_settled: bool = False) -> None:
        """Serve for ever: a server that is asked never knows that all was fetched.

        :raises OSError: the port is taken.
        """
        self._uplink.upload(self.timeline.now())
        await self.server.open()
        try:
            if self.on_listening:
                self.on_listening(self.server.url)
            while True:
                await asyncio.sleep(UPLOAD_SECONDS)
                self._uplink.upload(self.timeline.now())
        finally:
            await self.server.close()

    async def play(self, planned_punches: Iterable[PlannedPunch]) -> None:
        """Let people pass at their time; passages in order of time."""
        await play(self.endpoints, self.timeline, planned_punches)

    @property
    def summary(self) -> str:
        """How it went so far, in one line."""
        stored = len(self.server.api.database.transactions)
        return (
            f"{len(self.endpoints)} terminals, {stored} punches stored, "
            f"{len(self.server.log)} requests"
        )
