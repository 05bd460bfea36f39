"""Events to punches: rows of a search, and what terminals push.

    a row    {"major": 5, "minor": 75, "time": "2026-03-04T08:00:00-03:00",
              "employeeNoString": "00017", "serialNo": 4101, "attendanceStatus": "checkIn"}
    pushed   {"majorEventType": 5, "subEventType": 75, "serialNo": 4101, ...} in an envelope
             with the time as dateTime

Both give the same records with the same number, so an event told twice is one punch. Any
value but the codes and the time may be missing. Sources: recorded rows and pushes.
"""

import json
from collections.abc import Mapping
from typing import Any

from ..reasons import Reason
from ..records import DeviceEvent, Punch, Refused
from ..text import redacted
from .codes import DENIALS, MAX_MINOR, STATES, judge
from .times import FIRST_YEAR, read_time

#: As the terminal's capabilities say; longer ones are refused, never cut.
MAX_PIN_LENGTH = 32
#: What is kept of an event for people and to be read again. No picture's address.
EVENT_FIELDS = (
    "major",
    "minor",
    "majorEventType",
    "subEventType",
    "time",
    "dateTime",
    "employeeNoString",
    "employeeNo",
    "name",
    "cardNo",
    "serialNo",
    "frontSerialNo",
    "attendanceStatus",
    "statusValue",
    "label",
    "currentVerifyMode",
    "currentEvent",
    "userType",
    "cardReaderNo",
    "doorNo",
    "mask",
)
_MAX_VALUE_LENGTH = 200
_MAX_NUMBER_DIGITS = 10
Record = Punch | DeviceEvent | Refused


def decode_event(event: Mapping[str, Any]) -> Record | None:
    """Return the punch, or the attempt that was denied; ``None`` for nobody's.

    :param event: a row, or a pushed event with its envelope's ``dateTime``.
    """
    major, minor = read_codes(event)
    state, mode = (
        read_text(event, "attendanceStatus"),
        read_text(event, "currentVerifyMode"),
    )
    verdict = judge(major, minor, mode=mode, state=state)
    pin = read_pin(event)
    if verdict == "noise" or minor is None or not pin:
        return None
    line = write_line(event)
    time = read_time(event.get("time") or event.get("dateTime"))
    if time is None:
        return Refused(line, Reason("hikvision_time"))
    if time.wall.year < FIRST_YEAR:
        return Refused(line, Reason("hikvision_clock_lost"))
    if len(pin) > MAX_PIN_LENGTH or not pin.isprintable() or minor > MAX_MINOR:
        return Refused(line, Reason("row_pin", {"maximum": MAX_PIN_LENGTH}))
    if verdict == "deny":
        return _denied(event, minor, pin, line)
    status = STATES.get(state.lower())
    number = read_number(event)
    return Punch(
        pin,
        time.wall,
        status,
        minor,
        "",
        line,
        offset=time.offset,
        number=None if number is None else str(number),
    )


def _denied(event: Mapping[str, Any], minor: int, pin: str, line: str) -> DeviceEvent:
    """Return an attempt of somebody who is known and was not let in."""
    time = read_time(event.get("time") or event.get("dateTime"))
    number = read_number(event)
    return DeviceEvent(
        code=f"5/{minor}",
        label=DENIALS[minor],
        time=time.wall if time else None,
        operator=pin,
        details=() if number is None else (f"serialNo={number}",),
        tampering=False,
        line=line,
    )


def read_codes(event: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """Return major and minor code, by either pair of names."""
    major = _integer(event.get("major", event.get("majorEventType")))
    return major, _integer(event.get("minor", event.get("subEventType")))


def read_number(event: Mapping[str, Any]) -> int | None:
    """Return the terminal's own number of an event, ``None`` where it has none."""
    number = _integer(event.get("serialNo"))
    return number if number and number > 0 else None


def read_pin(event: Mapping[str, Any]) -> str:
    """Return the PIN, ``""`` for a stranger; zeros in front belong to it."""
    pin = read_text(event, "employeeNoString") or read_text(event, "employeeNo")
    return "" if pin == "0" else pin


def read_text(event: Mapping[str, Any], name: str) -> str:
    """Return a value as text without blanks around, ``""`` for none."""
    value = event.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def write_line(event: Mapping[str, Any]) -> str:
    """Return an event as JSON text, to be kept and read again."""
    kept = {
        name: value[:_MAX_VALUE_LENGTH] if isinstance(value, str) else value
        for name in EVENT_FIELDS
        if isinstance(value := event.get(name), str | int) and value != ""
    }
    return redacted(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))


def _integer(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if abs(value) < 10**_MAX_NUMBER_DIGITS else None
    if isinstance(value, str):
        text = value.strip()
        if text.isascii() and text.isdecimal() and len(text) <= _MAX_NUMBER_DIGITS:
            return int(text)
    return None
