"""The fleet's time: the real one, or the past played faster until it catches up."""

import asyncio
import time
from datetime import datetime, timedelta, timezone


class Timeline:
    """The present of simulated terminals, and how fast it passes.

    :param speed: waits are so many times shorter than a terminal says.
    :param start: begin at this past instant (aware) and run ``speed`` times as fast, never
        beyond the real present; ``None``: be in the present.
    """

    def __init__(self, speed: float = 1.0, start: datetime | None = None):
        self.speed = speed
        self.start = start
        self._began = time.monotonic()

    def now(self) -> datetime:
        present = datetime.now(timezone.utc)
        if self.start is None:
            return present
        elapsed = timedelta(seconds=(time.monotonic() - self._began) * self.speed)
        return min(present, self.start + elapsed)

    @property
    def skew(self) -> timedelta:
        """How far this time is from the server's; never positive."""
        return self.now() - datetime.now(timezone.utc)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds) / self.speed)

    async def until(self, at: datetime) -> None:
        """Return once ``at`` (aware) has come."""
        while (left := (at - self.now()).total_seconds()) > 0:
            await self.sleep(min(left, 60 * self.speed))
