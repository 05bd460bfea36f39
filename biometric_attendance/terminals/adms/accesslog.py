"""Rows of the security dialect's event log, as they happen and as they are asked for.

    time=2017-01-10 11:49:32 TAB pin=0 TAB cardno=0 TAB sitecode=0 TAB linkid=0
        TAB eventaddr=1 TAB event=27 TAB inoutstatus=1 TAB verifytype=0 TAB index=21
    transaction cardno=0 TAB pin=1 TAB verified=1 TAB doorid=1 TAB eventtype=0
        TAB inoutstate=0 TAB time_second=548003688 TAB index=92

A row is a punch where it names a person and its event lets a person through; all others
are events of the terminal. Source: the vendor's security push document 3.1.
"""

from datetime import datetime

from ..errors import ProtocolError
from ..records import DeviceEvent, Punch
from ..text import kept, number, pairs, shown, wall_clock
from ..zk_times import decode_zk_time
from .events import DURESS, PASSAGES, label_of, tampers
from .punches import PIN_LENGTH

#: 2 means "neither", and must not be taken for the attendance dialect's break.
_STATUS = {"0": 0, "1": 1}


def read_passage(line: str, rest: str) -> list[object] | str:
    """The punch, the event, both for an entry under duress, or the reason for none."""
    said = pairs(rest)
    event = number(_first(said, "EVENT", "EVENTTYPE"))
    time = _time(said)
    pin = said.get("PIN", "").strip()
    if event is None:
        return "The row does not say what happened."
    if time is None:
        return "The time is missing or does not exist."
    if len(pin) > PIN_LENGTH or not pin.isprintable():
        return f"The PIN is not up to {PIN_LENGTH} printable characters."
    records: list[object] = []
    if pin.strip("0") and event in PASSAGES:
        status = _STATUS.get(_first(said, "INOUTSTATUS", "INOUTSTATE").strip())
        verify = number(_first(said, "VERIFYTYPE", "VERIFIED"))
        records.append(Punch(pin, time, status, verify, "", line))
    if not records or event in DURESS:
        records.append(_event(event, time, line, rest))
    return records


def _event(event: int, time: datetime, line: str, rest: str) -> DeviceEvent:
    columns = (column.partition("=") for column in rest.split("\t"))
    return DeviceEvent(
        code=str(event),
        label=label_of(event),
        time=time,
        operator="",
        details=tuple(
            f"{shown(name)}={kept(name, value)}"
            for name, _, value in columns
            if value.strip("0 ") and name.strip().upper() not in _TOLD
        ),
        tampering=tampers(event),
        line=shown(line),
    )


#: Values an event has places of its own for.
_TOLD = {"TIME", "TIME_SECOND", "EVENT", "EVENTTYPE"}


def _time(said: dict[str, str]) -> datetime | None:
    if "TIME" in said:
        return wall_clock(said["TIME"].strip())
    packed = number(said.get("TIME_SECOND", "").strip())
    if packed is None:
        return None
    try:
        return decode_zk_time(packed)
    except ProtocolError:
        return None


def _first(said: dict[str, str], *keys: str) -> str:
    return next((said[key] for key in keys if key in said), "")
