"""Records of passages and events of the live stream to punches.

    RecNo=550478 UserID=00017 CreateTime=1772600400 Method=15 Status=1 ErrorCode=0
    AttendanceState=0 Type=Entry

Both name the same values, so that one event is one punch whichever way it came. Any of them
may be missing. ``ErrorCode`` counts more than ``Status``: a recorded row is refused by its
code and granted by its status. Sources: the vendor's documents, a recorded answer, five
public pollers.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from ..limits import refuse_oversized
from ..reasons import Reason
from ..records import DeviceEvent, Punch, Refused, Upload
from ..text import redacted
from .bodies import Row, read_number
from .codes import DENIALS, DENIED, NOBODY_METHODS, READERS
from .times import Moment, is_unset, read_moment

MAX_PIN_LENGTH = 32
#: What is kept of a record for people and to be read again. No picture's address.
KEPT_FIELDS = (
    "RecNo",
    "UserID",
    "CardName",
    "CardNo",
    "CreateTime",
    "CreateTimeRealUTC",
    "UTC",
    "RealUTC",
    "AttendanceState",
    "Type",
    "Method",
    "Status",
    "ErrorCode",
    "Door",
    "ReaderID",
    "BlockId",
)
#: What is added: the wall clock it was read as, and its seconds east of UTC.
WALL, OFFSET = "Wall", "Offset"
_NAMES = {name.lower(): name for name in (*KEPT_FIELDS, WALL, OFFSET)}
_MAX_VALUE_LENGTH = 200
_MAX_CODE = 32_767
#: AttendanceState: said nothing.
_NO_STATE = 0
Record = Punch | DeviceEvent | Refused


def decode_records(rows: Iterable[Row], base: str, zone: ZoneInfo) -> Upload:
    """Return the punches and denied attempts among records; nobody's are left out.

    :param base: in which their times are, see :mod:`.times`.
    """
    upload = Upload()
    for row in rows:
        upload.lines += 1
        record = decode_record(row, base, zone)
        if record is not None:
            upload.add(record)
    return refuse_oversized(upload)


def decode_record(row: Row, base: str, zone: ZoneInfo) -> Record | None:
    """Return what a record or event says; ``None`` where nobody passed a reader."""
    pin, method = row.get("userid", "").strip(), read_number(row, "method")
    card = row.get("cardno", "").strip()
    if method in NOBODY_METHODS or not (pin or card):
        return None
    moment = _kept_moment(row) or read_moment(row, base, zone)
    line = write_line(row, moment)
    if moment is None:
        code = "dahua_clock_lost" if is_unset(row) else "dahua_no_time"
        return Refused(line, Reason(code))
    if not is_granted(row):
        return _denied(row, pin, moment.wall, line)
    if len(pin) > MAX_PIN_LENGTH or not pin or not pin.isprintable():
        return Refused(line, Reason("row_pin", {"maximum": MAX_PIN_LENGTH}))
    number = read_number(row, "recno")
    return Punch(
        pin,
        moment.wall,
        read_status(row),
        method if method is not None and 0 <= method <= _MAX_CODE else None,
        "",
        line,
        offset=moment.offset,
        number=str(number) if number is not None and number > 0 else None,
    )


def is_granted(row: Row) -> bool:
    """Whether somebody was let in.

    Some events say ``Status`` 0 and ``ErrorCode`` 0 of a passage: the code decides.
    """
    error, status = read_number(row, "errorcode"), read_number(row, "status")
    if error is not None:
        return error == 0
    return status is None or status != 0


def read_status(row: Row) -> int | None:
    """Return the state key: what the person pressed, else which reader it was."""
    state = read_number(row, "attendancestate")
    if state is not None and state != _NO_STATE:
        return state if 0 < state <= _MAX_CODE else None
    return READERS.get(row.get("type", "").strip().lower())


def write_line(row: Row, moment: Moment | None) -> str:
    """Return a record as JSON text, to be kept and read again."""
    kept: dict[str, Any] = {
        _NAMES[name]: value[:_MAX_VALUE_LENGTH]
        for name, value in row.items()
        if name in _NAMES and value != ""
    }
    if moment:
        kept[WALL] = moment.wall.isoformat(" ")
        if moment.offset is not None:
            kept[OFFSET] = str(moment.offset)
    return redacted(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))


def as_row(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the values of JSON as those of a record: texts under small names."""
    return {
        str(name).lower(): str(int(value) if isinstance(value, bool) else value)
        for name, value in values.items()
        if isinstance(value, str | int | float)
    }


def _kept_moment(row: Row) -> Moment | None:
    """Return the time a kept line was read as once."""
    text = row.get(WALL.lower(), "")
    try:
        wall = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    if wall is None or wall.tzinfo:
        return None
    return Moment(wall, read_number(row, OFFSET.lower()))


def _denied(row: Row, pin: str, wall: datetime, line: str) -> DeviceEvent:
    error, number = read_number(row, "errorcode"), read_number(row, "recno")
    return DeviceEvent(
        code=f"denied/{error or 0}",
        label=DENIALS.get(error or 0, DENIED),
        time=wall,
        operator=pin,
        details=() if number is None else (f"RecNo={number}",),
        tampering=False,
        line=line,
    )
