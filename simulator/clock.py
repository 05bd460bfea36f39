"""A terminal's wall clock: mostly right, sometimes not."""

from bisect import bisect_right, insort
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo


@dataclass(order=True, frozen=True, slots=True)
class Setting:
    """From ``since`` (UTC) on the clock shows UTC + ``ahead``."""

    since: datetime
    ahead: timedelta = field(compare=False)


class Clock:
    """Turns true instants into what the terminal's display says.

    Until somebody sets it, it shows the time of ``zone`` as a person set it there, with
    daylight saving. Once set it keeps that distance to UTC, like a real terminal, which
    knows no zone rules.

    :param zone: IANA name of the place where the terminal hangs.
    :param error: seconds the display is ahead of the right time (negative: behind).
    :param drift: seconds gained a day since the clock was last set.
    """

    def __init__(self, zone: str = "UTC", error: float = 0, drift: float = 0):
        self.zone = ZoneInfo(zone)
        self.error = timedelta(seconds=error)
        self.drift = drift
        self._settings: list[Setting] = []
        self._first_seen: datetime | None = None

    def wall(self, at: datetime) -> datetime:
        """Return the display at the true instant ``at`` (aware): naive, whole seconds."""
        at = at.astimezone(timezone.utc)
        self._first_seen = self._first_seen or at
        place = bisect_right(self._settings, Setting(at, timedelta()))
        if place:
            setting = self._settings[place - 1]
            since, shown = setting.since, at.replace(tzinfo=None) + setting.ahead
        else:
            local = at.astimezone(self.zone).replace(tzinfo=None)
            since, shown = self._first_seen, local + self.error
        gained = self.drift * ((at - since) / timedelta(days=1))
        return (shown + timedelta(seconds=gained)).replace(microsecond=0)

    def set(self, at: datetime, wall: datetime) -> None:
        """From the instant ``at`` (aware) on show ``wall`` (naive) and count from it."""
        at = at.astimezone(timezone.utc)
        insort(self._settings, Setting(at, wall - at.replace(tzinfo=None)))
