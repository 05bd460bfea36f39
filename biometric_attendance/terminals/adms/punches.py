"""Punches: rows of the attendance log, and of the security dialect's event log.

    PIN TAB time TAB status TAB verify [TAB workcode TAB reserved TAB reserved
        [TAB mask TAB temperature TAB converted [TAB offset TAB extension]]] [TAB]

    time=2017-01-10 11:49:32 TAB pin=0 TAB cardno=0 TAB sitecode=0 TAB linkid=0
        TAB eventaddr=1 TAB event=27 TAB inoutstatus=1 TAB verifytype=0 TAB index=21
    transaction cardno=0 TAB pin=1 TAB verified=1 TAB doorid=1 TAB eventtype=0
        TAB inoutstate=0 TAB time_second=548003688 TAB index=92

Old firmware sends four columns of ATTLOG, newer up to twelve and often one more TAB.
Columns 6 to 10 mean something else on every model (a running counter, an identity card,
zeros) and are kept in the line only. A row of the event log is a punch where it names a
person and its event lets a person through; all others are events of the terminal.
Sources: the vendor's attendance push document, captures of seven models; the vendor's
security push document 3.1.
"""

import re
from datetime import datetime

from ..errors import ProtocolError
from ..reasons import Reason
from ..records import DeviceEvent, Punch, Refused, Upload
from ..text import (
    first_value,
    kept,
    number,
    pairs,
    redacted,
    shown,
    split_lines,
    wall_clock,
)
from ..zk_times import decode_zk_time
from .codes import DURESS_EVENTS, PASS_EVENTS, access_event_label, is_tampering

#: Most characters of a PIN.
PIN_LENGTH = 24
#: Most columns of an ATTLOG row.
COLUMNS = 12

# Status and verification are one byte in the terminals known.
_BYTES: dict[str, int | None] = {"": None, **{str(code): code for code in range(256)}}
# With its sign: a lone 0 in this column is a filler on other models, not Greenwich.
_OFFSET = re.compile(r"[+-]\d{1,5}", re.ASCII).fullmatch
_MAX_OFFSET_SECONDS = 14 * 3600


def decode_attlog(body: bytes, *, encoding: str = "utf-8") -> Upload:
    """Decode each line to a punch, or refuse it with the reason; never raises.

    A body may have been cut. Some firmware sends the last line without LF, so such a line
    is accepted when its first four columns are there and valid; one cut before the fourth
    column is refused for the missing columns. A cut *inside* the fourth column (``1`` of
    ``15``) or later cannot be detected here: the HTTP server has to compare the body with
    ``Content-Length``.
    """
    lines = split_lines(body, encoding)
    upload = Upload(lines=len(lines))
    keep = upload.punches.append
    for line in lines:
        punch = _decode_line(line)
        if isinstance(punch, Punch):
            keep(punch)
        else:
            upload.refused.append(Refused(redacted(line), punch))
    return upload


def _decode_line(line: str) -> Punch | Reason:
    columns = line.split("\t")
    if len(columns) < 4 or (len(columns) == 4 and not columns[3]):
        return Reason("punch_columns")
    if "\0" in line:
        return Reason("row_nul")
    pin, text, status, verify, *more = columns
    if not pin.strip() or len(pin) > PIN_LENGTH or not pin.isprintable():
        return Reason("row_pin", {"maximum": PIN_LENGTH})
    time = wall_clock(text)
    if time is None:
        return Reason("row_time")
    if len(more) > COLUMNS - 4 and any(more[COLUMNS - 4 :]):
        return Reason("row_width", {"maximum": COLUMNS})
    try:
        state, how = _code(status), _code(verify)
    except ValueError:
        return Reason("row_codes")
    if not more:
        return Punch(pin, time, state, how, "", line)
    offset = _offset(more[6]) if len(more) > 6 else None
    return Punch(pin, time, state, how, more[0], line, offset)


def _code(text: str) -> int | None:
    """Return a code as a number, ``None`` for an empty one.

    :raises ValueError: for what is neither empty nor a number.
    """
    if text in _BYTES:
        return _BYTES[text]
    code = number(text)
    if code is None:
        raise ValueError(text)
    return code


def _offset(text: str) -> int | None:
    if not _OFFSET(text) or abs(int(text)) > _MAX_OFFSET_SECONDS:
        return None
    return int(text)


#: 2 means "neither", and must not be taken for the attendance dialect's break.
_ACCESS_STATUS = {"0": 0, "1": 1}


def decode_access_row(line: str, rest: str) -> list[object] | Reason:
    """Decode a row to a punch, an event, or both for an entry under duress.

    :param line: the whole row, as kept in the record.
    :param rest: its ``name=value`` columns, separated by TAB.
    :return: the records, or the reason why the row is refused.
    """
    fields = pairs(rest)
    event = number(first_value(fields, "EVENT", "EVENTTYPE"))
    time = _access_time(fields)
    pin = fields.get("PIN", "").strip()
    if event is None:
        return Reason("access_event_missing")
    if time is None:
        return Reason("access_time")
    if len(pin) > PIN_LENGTH or not pin.isprintable():
        return Reason("access_pin", {"maximum": PIN_LENGTH})
    records: list[object] = []
    if pin.strip("0") and event in PASS_EVENTS:
        status = _ACCESS_STATUS.get(
            first_value(fields, "INOUTSTATUS", "INOUTSTATE").strip()
        )
        verify = number(first_value(fields, "VERIFYTYPE", "VERIFIED"))
        records.append(Punch(pin, time, status, verify, "", line))
    if not records or event in DURESS_EVENTS:
        records.append(_access_event(event, time, line, rest))
    return records


#: Values that have fields of their own in an event.
_EVENT_FIELDS = {"TIME", "TIME_SECOND", "EVENT", "EVENTTYPE"}


def _access_event(event: int, time: datetime, line: str, rest: str) -> DeviceEvent:
    columns = (column.partition("=") for column in rest.split("\t"))
    return DeviceEvent(
        code=str(event),
        label=access_event_label(event),
        time=time,
        operator="",
        details=tuple(
            f"{shown(name)}={kept(name, value)}" if equals else shown(name)
            for name, equals, value in columns
            if (value.strip("0 ") if equals else name.strip())
            and name.strip().upper() not in _EVENT_FIELDS
        ),
        tampering=is_tampering(event),
        line=redacted(line),
    )


def _access_time(fields: dict[str, str]) -> datetime | None:
    if "TIME" in fields:
        return wall_clock(fields["TIME"].strip())
    packed = number(fields.get("TIME_SECOND", "").strip())
    if packed is None:
        return None
    try:
        return decode_zk_time(packed)
    except ProtocolError:
        return None
