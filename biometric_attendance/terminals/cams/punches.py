"""Punches: callbacks and rows.

    v1   stgid, userid, att_time, att_type (i, o)
    v2   UserId, OperationTime and AttendanceType, InputType [, Temperature, FaceMask]
         or AttendancePhoto alone
    v3   Type, InputType, UserId, LogTime [, Temperature, FaceMask]
    rows of an answer: the same with UserID, and AttendanceTime in v2

Temperature and mask are in the line only, where people can read them. Sources: the
vendor's Web API 2.0 document, the documented v3 sample, captures.
"""

from collections.abc import Callable

from ..commands import MAX_VALUE_LENGTH
from ..reasons import Reason
from ..records import Punch
from .bodies import Fields
from .codes import INPUTS, TYPES
from .times import WallTime, read_epoch, read_time

NO_PIN = Reason("punch_pin", {"maximum": MAX_VALUE_LENGTH})


def read_pin(fields: Fields) -> str:
    """Return the PIN exactly as sent, ``""`` where there is none that can be one."""
    pin = fields.value("UserId")
    if not isinstance(pin, str) or not pin.isprintable() or len(pin) > MAX_VALUE_LENGTH:
        return ""
    return pin if pin.strip() else ""


def decode_row(row: Fields, line: str) -> Punch | Reason:
    """Decode a row of v1, of a v3 callback or of an answer."""
    for name, read in _TIMES.items():
        if row.value(name) is not None:
            return decode_punch(row, read(row.text(name)), line)
    return Reason("gateway_punch_time")


_TIMES: dict[str, Callable[[str], WallTime | None]] = {
    "LogTime": read_time,
    "AttendanceTime": read_epoch,
    "att_time": read_epoch,
}


def decode_punch(row: Fields, time: WallTime | None, line: str) -> Punch | Reason:
    """Decode a punch. A direction nobody knows does not keep it from being one."""
    pin = read_pin(row)
    if not pin:
        return NO_PIN
    if time is None:
        return Reason("gateway_punch_time")
    wall, offset = time
    state = row.text("Type", "AttendanceType", "att_type").lower()
    how = row.text("InputType").lower()
    return Punch(pin, wall, TYPES.get(state), INPUTS.get(how), "", line, offset)
