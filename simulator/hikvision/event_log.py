"""A terminal's events: punches of its memory, with those of the door between."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ..memory import Terminal
from .alerts import STATES, write_offset
from .firmware import IsapiFirmware

#: Lock opened, lock closed: the door's own events.
_DOOR = (21, 22)
_MINORS = {1: 38, 4: 1, 15: 75}


class Event(NamedTuple):
    """One event.

    :param wall: what the clock showed.
    :param place: of the punch in the memory, 0 for the door.
    """

    number: int
    minor: int
    wall: datetime
    pin: str = ""
    status: int = 255
    place: int = 0


class EventLog:
    """Numbers the events of one terminal.

    :ivar events: in the order they happened.
    """

    def __init__(self, terminal: Terminal, firmware: IsapiFirmware):
        self.terminal, self.firmware = terminal, firmware
        self.events: list[Event] = []
        self._last = self._place = 0

    def update(self) -> None:
        """Take the punches that were made since the last time."""
        punches = self.terminal.punches
        for place in range(self._place + 1, punches.last + 1):
            punch = punches.entries.get(place)
            if punch is None:
                continue
            minor = _MINORS.get(punch.verify, 1)
            self._add(minor, punch.local, punch.pin, punch.status, place)
            for number in range(self.firmware.noise):
                wall = punch.local + timedelta(seconds=number % 3)
                self._add(_DOOR[number % 2], wall)
            self._place = place
        self._place = max(self._place, punches.last)
        if punches.overwrites:
            self.events = [
                each
                for each in self.events
                if not each.place or each.place in punches.entries
            ]

    def _add(
        self,
        minor: int,
        wall: datetime,
        pin: str = "",
        status: int = 255,
        place: int = 0,
    ) -> None:
        self._last += 1
        self.events.append(Event(self._last, minor, wall, pin, status, place))

    def deny(self, minor: int, wall: datetime, pin: str) -> None:
        """Note that somebody was not let in."""
        self.update()
        self._add(minor, wall, pin)

    def number_of(self, place: int) -> int:
        """Return the number of the event of a punch."""
        self.update()
        found = (event.number for event in self.events if event.place == place)
        return next(found, 0)

    def count_anew(self, *, clears: bool = True) -> None:
        """Begin with 1 again, as after a reset to the factory's settings."""
        self.update()
        self._last = 0
        if clears:
            self.events.clear()

    def search(
        self,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        begin: int = 0,
        end: int = 1 << 40,
    ) -> list[Event]:
        """Return events of a time (aware, both ends in it) and of a range of numbers."""
        self.update()
        found = [
            event
            for event in self.events
            if begin <= event.number <= end
            and (since is None or self.instant(event) >= since)
            and (until is None or self.instant(event) <= until)
        ]
        if self.firmware.is_sorted:
            return sorted(found, key=lambda event: (event.wall, event.number))
        # As some do: within an hour in another order.
        return sorted(
            found,
            key=lambda event: (event.wall.replace(minute=0, second=0), -event.number),
        )

    def instant(self, event: Event) -> datetime:
        """Return what the terminal takes for the instant of an event."""
        return event.wall.replace(tzinfo=ZoneInfo(self.terminal.zone))

    def rows(self, events: list[Event]) -> Iterator[dict]:
        """Yield events as a search shows them."""
        for event in events:
            yield self._row(event)

    def _row(self, event: Event) -> dict:
        firmware = self.firmware
        time = event.wall.isoformat(timespec="seconds")
        if firmware.offset:
            time += write_offset(self.instant(event).utcoffset() or timedelta())
        row: dict = {"major": 5, "minor": event.minor, "time": time, "netUser": ""}
        if event.pin:
            user = self.terminal.users.get(event.pin)
            row |= {
                "cardNo": "",
                "name": user.name if user else "",
                "employeeNoString": event.pin,
                "currentVerifyMode": "cardOrFaceOrFp",
                "userType": "normal",
            }
            if firmware.states:
                pressed = event.status < len(STATES)
                row["attendanceStatus"] = (
                    STATES[event.status] if pressed else "undefined"
                )
        else:
            row["currentVerifyMode"] = "invalid"
        if firmware.numbered:
            row["serialNo"] = event.number
        return row
