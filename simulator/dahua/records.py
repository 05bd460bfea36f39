"""What a terminal recorded, as its HTTP API tells it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timezone

from ..entries import StoredPunch
from ..memory import Terminal
from .firmware import DahuaFirmware

#: How a person was recognised, as the rest of the simulator counts, to ``Method``.
METHODS = {1: 6, 4: 1, 15: 15, 0: 0}
#: State key to ``AttendanceState``; others say nothing, and the reader counts.
STATES = {0: 1, 1: 4, 2: 2, 3: 3, 4: 5, 5: 6}
_EPOCH = datetime(1970, 1, 1)


class Records:
    """The records of one terminal in the words of its firmware.

    :param terminal: its journal has the passages.
    :ivar denied: numbers of passages that are told as attempts that were denied.
    """

    def __init__(self, terminal: Terminal, firmware: DahuaFirmware):
        self.terminal, self.firmware = terminal, firmware
        self.denied: set[int] = set()

    def all(self) -> list[tuple[int, StoredPunch]]:
        """Return number and passage of each, in the order in which they were made."""
        return sorted(self.terminal.punches.entries.items())

    def create_time(self, punch: StoredPunch) -> int:
        """Return the time as this firmware writes it."""
        return _wall(punch) if self.firmware.wall_times else self._utc(punch)

    def find(self, begin: int | None, end: int | None, count: int) -> str:
        """Return the answer to a search."""
        firmware = self.firmware
        found = [
            (number, punch)
            for number, punch in self.all()
            if begin is None or begin <= self._span_time(punch) <= (end or begin)
        ]
        found.sort(key=lambda each: (self._span_time(each[1]), each[0]))
        limit = min(count or firmware.cap, firmware.cap)
        sent = found[-limit:] if firmware.newest_first else found[:limit]
        if firmware.descending:
            sent.reverse()
        lines = [f"totalCount={len(found)}"] * firmware.sends_total
        lines.append(f"found={len(sent)}")
        for place, (number, punch) in enumerate(sent):
            lines += [
                f"{firmware.prefix}[{place}].{key}={value}"
                for key, value in self._values(number, punch).items()
            ]
        return firmware.newline.join([*lines, ""])

    def event(self, number: int, punch: StoredPunch) -> bytes:
        """Return the part of the stream that tells a passage."""
        values = self._values(number, punch)
        values["UTC"] = values.pop("CreateTime")
        values["RealUTC"] = self._utc(punch)
        values.pop("CreateTimeRealUTC", None)
        del values["RecNo"]
        if self.firmware.stream == "pictures":
            fields = [
                "Events[0].EventBaseInfo.Code=AccessControl",
                "Events[0].EventBaseInfo.Action=Pulse",
                *(f"Events[0].{key}={value}" for key, value in values.items()),
            ]
            return "\r\n".join(fields).encode()
        text = json.dumps(values, indent=3)
        return f"Code=AccessControl;action=Pulse;index=0;data={text}\n\0".encode()

    def _span_time(self, punch: StoredPunch) -> int:
        if self.firmware.wall_spans:
            return _wall(punch)
        return self.create_time(punch)

    def _values(self, number: int, punch: StoredPunch) -> dict[str, object]:
        user = self.terminal.users.get(punch.pin)
        values: dict[str, object] = {
            "AttendanceState": STATES.get(punch.status, 0),
            "CardName": user.name if user else "",
            "CardNo": user.card if user else "",
            "CreateTime": self.create_time(punch),
            "Door": 0,
            "ErrorCode": 16 if number in self.denied else 0,
            "Method": METHODS.get(punch.verify, 15),
            "ReaderID": 1,
            "RecNo": number,
            "Status": 1,
            "Type": "Entry",
            "UserID": punch.pin,
        }
        if self.firmware.real_utc:
            values["CreateTimeRealUTC"] = self._utc(punch)
        return values

    def _utc(self, punch: StoredPunch) -> int:
        """Return what the terminal takes for UTC: its clock may be wrong."""
        right = punch.utc.astimezone(self.terminal.clock.zone).replace(tzinfo=None)
        wrong = punch.local - right.replace(microsecond=0)
        at = punch.utc.astimezone(timezone.utc).replace(tzinfo=None) + wrong
        return int((at.replace(microsecond=0) - _EPOCH).total_seconds())


def _wall(punch: StoredPunch) -> int:
    return int((punch.local - _EPOCH).total_seconds())


def new_since(records: Records, number: int) -> Iterator[tuple[int, StoredPunch]]:
    """Yield the passages recorded behind a number."""
    return ((each, punch) for each, punch in records.all() if each > number)
