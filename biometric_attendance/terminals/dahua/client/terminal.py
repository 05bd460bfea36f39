"""A terminal that was connected to, and what it is asked one request at a time."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from ...client.budget import Budget
from ...client.web import WebAnswer, WebClient, WebStream
from ...errors import DeviceRefused, TransportError, WrongKey
from ...poll import Limits
from ...records import DeviceInfo
from ...session import ClockReading
from ...web import WebAddress
from .. import requests
from ..bodies import (
    NotSupported,
    Records,
    check_answer,
    check_done,
    read_records,
    read_values,
)
from ..device_info import read_info, read_serial
from ..times import read_clock

_LOCKED = (b"locked", b"lock out", b"user has been locked")
_JSON = {"Content-Type": "application/json"}


class Terminal:
    """One terminal in one session.

    :param zone: of the terminal.
    """

    def __init__(self, web: WebClient, zone: ZoneInfo, deadline: float):
        self.web, self.zone, self.deadline = web, zone, deadline

    def restart_budget(self) -> None:
        """Give what follows the time of a whole session."""
        self.web.budget = Budget(self.deadline)

    def get(self, target: str) -> bytes:
        """Return the answer to a question.

        :raises TransportError: there is none, or it is a refusal.
        """
        return _checked(self.web.call("GET", target))

    def values(self, target: str) -> dict[str, str]:
        """Return the values of an answer."""
        return read_values(self.get(target))

    def records(self, target: str) -> Records:
        """Return the records of an answer."""
        return read_records(self.get(target))

    def change(self, target: str) -> None:
        """Ask for something that is done once.

        :raises DeviceRefused: it was not done.
        """
        check_done(_checked(self.web.call("GET", target, repeatable=False)))

    def post(self, target: str, values: Mapping[str, Any]) -> None:
        """Write users or cards.

        :raises DeviceRefused: it was not done.
        """
        body = json.dumps(values, ensure_ascii=False).encode()
        answer = self.web.call(
            "POST", target, body=body, headers=_JSON, repeatable=False
        )
        check_done(_checked(answer))

    def read_serial(self) -> str:
        """Return its serial number, ``""`` where it does not tell."""
        return read_serial(self.values(requests.SERIAL))

    def read_clock(self) -> ClockReading:
        """Return what its clock shows."""
        asked = datetime.now(timezone.utc)
        wall = read_clock(self.values(requests.CLOCK))
        answered = datetime.now(timezone.utc)
        return ClockReading(wall, asked + (answered - asked) / 2)

    def read_info(self) -> DeviceInfo:
        """Return its model and firmware; one that is not told is left out."""
        return read_info(*map(self._or_nothing, (requests.SYSTEM, requests.VERSION)))

    def attach(self) -> WebStream:
        """Begin the stream of live events.

        :raises DeviceRefused: this firmware has none.
        """
        found = self.web.stream(requests.ATTACH)
        if isinstance(found, WebAnswer) and found.status in (400, 404, 405, 501):
            found = self.web.stream(requests.ATTACH_FILES)
        if isinstance(found, WebStream):
            return found
        _checked(found)
        raise NotSupported("dahua_not_supported", found.status)

    def _or_nothing(self, target: str) -> dict[str, str]:
        try:
            return self.values(target)
        except DeviceRefused:
            return {}


@contextmanager
def connect(values: Mapping[str, Any], limits: Limits) -> Iterator[Terminal]:
    """Give a terminal of connection values; it is called at the first question.

    :raises Misaddressed: the address may not be called.
    """
    address = WebAddress.of(values)
    address.check()
    address.check_login()
    budget = Budget(limits.deadline)
    zone = ZoneInfo(values.get("tz") or "UTC")
    with WebClient(address, budget, limits.timeout, explain=_read_lock) as web:
        yield Terminal(web, zone, limits.deadline)


def _checked(answer: WebAnswer) -> bytes:
    check_answer(answer.status, answer.content_type, answer.body)
    return answer.body


def _read_lock(body: bytes) -> TransportError | None:
    """Return the error of a refusal that names a locked account."""
    is_locked = any(word in body[:2000].lower() for word in _LOCKED)
    return WrongKey("dahua_locked") if is_locked else None
