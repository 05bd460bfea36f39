"""Rows of events: the terminal's audit trail, and its errors.

    OPLOG <operation> TAB <operator> TAB <time> TAB <object> x 4
    ERRORLOG ErrCode=D01E0001 TAB ErrMsg= TAB DataOrigin=cmd TAB CmdId=123

Sources: the vendor's attendance push document, captures.
"""

from ..reasons import Reason
from ..records import DeviceEvent
from ..text import kept, number, pairs, redacted, shown, wall_clock
from .codes import (
    ALARM,
    ALARM_UNKNOWN,
    ALARMS,
    ERROR,
    ERRORS,
    OPERATIONS,
    UNKNOWN_OPERATION,
)


def decode_operation(line: str, rest: str) -> DeviceEvent | Reason:
    """Decode a row of the audit trail."""
    columns = rest.split("\t")
    if len(columns) < 3:
        return Reason("operation_columns")
    code, operator, text, *objects = columns
    operation, time = number(code), wall_clock(text)
    if operation is None:
        return Reason("operation_code")
    if time is None:
        return Reason("row_time")
    while objects and not objects[-1]:
        objects.pop()
    label, tampering = OPERATIONS.get(operation, (UNKNOWN_OPERATION, False))
    if operation == ALARM and objects:
        label = ALARMS.get(number(objects[0]) or 0, ALARM_UNKNOWN)
    return DeviceEvent(
        code=str(operation),
        label=label,
        time=time,
        operator=shown(operator),
        details=tuple(map(shown, objects)),
        tampering=tampering,
        line=redacted(line),
    )


def decode_error(line: str, rest: str) -> DeviceEvent:
    """Decode a row of the error log."""
    code = pairs(rest).get("ERRCODE", "")
    columns = (column.partition("=") for column in rest.split("\t"))
    return DeviceEvent(
        code=code,
        label=ERRORS.get(code.upper(), ERROR),
        time=None,
        operator="",
        details=tuple(
            f"{shown(name)}={kept(name, value)}" if equals else shown(name)
            for name, equals, value in columns
            if (value or (not equals and name.strip()))
            and name.strip().upper() != "ERRCODE"
        ),
        tampering=False,
        line=redacted(line),
    )
