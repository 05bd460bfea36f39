"""Punches, and the photos taken at them.

    v1   stgid, userid, att_time, att_type (i, o)
    v2   UserId, OperationTime and AttendanceType, InputType [, Temperature, FaceMask]
         or AttendancePhoto alone
    v3   Type, InputType, UserId, LogTime [, Temperature, FaceMask]
    rows of an answer: the same with UserID, and AttendanceTime in v2

Temperature and mask are in the line only, where people can read them. Sources: the
vendor's Web API 2.0 document, the documented v3 sample, captures.
"""

from collections.abc import Callable
from datetime import datetime

from ..commands import MAX_VALUE_LENGTH
from ..people import Photo
from ..records import Punch
from ..text import decode_base64 as read_blob
from .bodies import Said, base64_of, text_of
from .codes import INPUTS, TYPES
from .redaction import is_mark
from .times import Moment, read_epoch, read_moment

_PHOTO = ("AttendancePhoto", "AttendancePhotoe")  # the vendor prints both
NO_PIN = f"It has no PIN of 1 to {MAX_VALUE_LENGTH} printable characters."
NO_TIME = "It has no moment that exists and is written as documented."


def pin_of(said: Said) -> str:
    """The PIN exactly as sent, ``""`` where there is none that can be one."""
    pin = said.of("UserId")
    if not isinstance(pin, str) or not pin.isprintable() or len(pin) > MAX_VALUE_LENGTH:
        return ""
    return pin if pin.strip() else ""


def read_row(row: Said, line: str) -> Punch | str:
    """A row of v1, of a v3 callback or of an answer, or why it is no punch."""
    for name, read in _TIMES.items():
        if row.of(name) is not None:
            return read_punch(row, read(row.text(name)), line)
    return NO_TIME


_TIMES: dict[str, Callable[[str], Moment | None]] = {
    "LogTime": read_moment,
    "AttendanceTime": read_epoch,
    "att_time": read_epoch,
}


def read_punch(row: Said, moment: Moment | None, line: str) -> Punch | str:
    """The punch, or why there is none. A direction nobody knows is no reason."""
    pin = pin_of(row)
    if not pin:
        return NO_PIN
    if moment is None:
        return NO_TIME
    wall, offset = moment
    state = row.text("Type", "AttendanceType", "att_type").lower()
    how = row.text("InputType").lower()
    return Punch(pin, wall, TYPES.get(state), INPUTS.get(how), "", line, offset)


def read_photo(row: Said, time: datetime | None) -> Photo | str | None:
    """The photo, why it is none, or ``None`` where none was sent."""
    text = text_of(row.of(*_PHOTO))
    if not text:
        return None
    image, plain = read_blob(base64_of(text))
    if plain or not image or is_mark(text):
        return "It holds no photo."
    return Photo(pin_of(row), time, "punch", image)


def is_only_photo(row: Said) -> bool:
    return bool(row.text(*_PHOTO)) and not row.text("AttendanceType", "Type")
