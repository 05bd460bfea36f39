"""What a terminal says of itself: who it is, its clock, its counts, how it keeps events."""

from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from ...errors import DeviceRefused, Garbled, Impossible
from ...records import DeviceInfo
from ...session import ClockReading
from ..answers import read_integer
from ..device_info import (
    COUNTS,
    DEVICE_PATH,
    STORAGE_PATH,
    TIME_PATH,
    USER_LIMITS_PATH,
    read_capacity,
    read_clock,
    read_info,
    read_serial,
    read_storage,
)
from ..times import write_time, write_zone
from .isapi import Isapi
from .searches import Searches

#: What a firmware may not have: asked for, and left out.
LACKING = (Impossible, DeviceRefused, Garbled)


class Present(NamedTuple):
    """A reading of its clock.

    :param now: the instant it takes for the present (aware); ours where it shows no day.
    """

    reading: ClockReading
    now: datetime


class Terminal:
    """What one terminal says of itself, asked once a session."""

    def __init__(self, isapi: Isapi):
        self.isapi = isapi
        self._device: dict[str, Any] | None = None

    @property
    def serial(self) -> str:
        """Its serial number."""
        return read_serial(self._values())

    def _values(self) -> dict[str, Any]:
        if self._device is None:
            self._device = self.isapi.get(DEVICE_PATH)
        return self._device

    def info(self) -> DeviceInfo:
        """Return who it is and how many users it has."""
        return read_info(self._values(), users=self._count_users())

    def information(self, days: int | None) -> DeviceInfo:
        """Return all it says of itself.

        :param days: how many days back its events reach, ``None``: not known.
        """
        options = {"EventStorage": self.storage()}
        if days is not None:
            options["EventDays"] = str(days)
        info = read_info(
            self._values(),
            users=self._count_users(),
            user_capacity=self._capacity(),
        )
        found = {name: value for name, value in options.items() if value}
        return DeviceInfo(
            **{
                name: getattr(info, name)
                for name in DeviceInfo.__slots__
                if name not in ("options", "algorithms")
            },
            options=found,
        )

    def _count_users(self) -> int | None:
        path, section, name, _field = COUNTS[0]
        try:
            found = self.isapi.get(f"/ISAPI/AccessControl/{path}/Count?format=json")
        except LACKING:
            return None
        counts = found.get(section)
        return read_integer(counts.get(name)) if isinstance(counts, dict) else None

    def _capacity(self) -> int | None:
        try:
            return read_capacity(self.isapi.get(USER_LIMITS_PATH))
        except LACKING:
            return None

    def storage(self) -> str:
        """Return how it keeps events, ``""`` where it does not say."""
        try:
            return read_storage(self.isapi.get(STORAGE_PATH))
        except LACKING:
            return ""

    def read_clock(self, searches: Searches) -> Present:
        """Return what its clock shows; questions are asked in its zone from now on."""
        before = datetime.now(timezone.utc)
        clock = read_clock(self.isapi.get(TIME_PATH))
        middle = before + (datetime.now(timezone.utc) - before) / 2
        searches.offset = clock.offset or 0
        reading = ClockReading(clock.wall, middle)
        if clock.wall is None:
            return Present(reading, middle)
        naive = clock.wall - timedelta(seconds=searches.offset)
        return Present(reading, naive.replace(tzinfo=timezone.utc))

    def set_clock(self, wall: datetime) -> None:
        """Set its clock by hand. Its zone stays, so that summer time does.

        :param wall: naive, in the terminal's zone.
        """
        values = self.isapi.get(TIME_PATH)
        clock = read_clock(values)
        zone = values.get("timeZone")
        offset = clock.offset or 0
        if not isinstance(zone, str) or not zone:
            zone = write_zone(offset)
        sent = {
            "timeMode": "manual",
            "localTime": write_time(wall, clock.offset),
            "timeZone": zone,
        }
        self.isapi.send_xml("PUT", TIME_PATH, "Time", sent)
