"""Punches: rows of ``/iclock/api/transactions/``.

``id`` counts all rows of the server and is the punch's number; ``punch_time`` is the wall
clock of the terminal, ``upload_time`` that of the server when the row came. A terminal
that was off the network brings old punches with new ids and upload times. A punch a person
typed in at the server names no terminal.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from ..reasons import Reason
from ..records import Punch, Refused, Upload
from ..text import redacted, wall_clock
from .answers import read_integer, read_text

PATH = "/iclock/api/transactions/"
MAX_PIN_LENGTH = 24
MAX_WORKCODE_LENGTH = 100
NO_PIN = Reason("row_pin", {"maximum": MAX_PIN_LENGTH})
NO_TIME = Reason("row_time")
#: The state key and way to verify of all brands are small numbers.
_MAX_CODE = 32_767
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?", re.ASCII
).fullmatch
_SECRET = re.compile(r"passw|pwd|token|photo|template", re.IGNORECASE).search

Row = Mapping[str, Any]


def decode_rows(rows: Iterable[Row]) -> dict[str, Upload]:
    """Return punches and refused rows by the serial number of the terminal."""
    uploads: dict[str, Upload] = {}
    for row in rows:
        upload = uploads.setdefault(read_terminal(row), Upload())
        upload.add(decode_row(row))
        upload.lines += 1
    return uploads


def decode_row(row: Row) -> Punch | Refused:
    """Decode a row. A state or way to verify nobody knows does not keep it from being one."""
    line = write_line(row)
    pin, moment = read_text(row.get("emp_code")), read_time(row.get("punch_time"))
    if not pin or len(pin) > MAX_PIN_LENGTH or not pin.isprintable():
        return Refused(line, NO_PIN)
    if moment is None:
        return Refused(line, NO_TIME)
    time, offset = moment
    number = read_integer(row.get("id"))
    return Punch(
        pin,
        time,
        _code(row.get("punch_state")),
        _code(row.get("verify_type")),
        redacted(read_text(row.get("work_code")))[:MAX_WORKCODE_LENGTH],
        line,
        offset,
        None if number is None else str(number),
    )


def read_terminal(row: Row) -> str:
    """Return the serial number of the row's terminal, ``""`` where it names none."""
    return redacted(read_text(row.get("terminal_sn")))[:64]


def read_time(value: object) -> tuple[datetime, int | None] | None:
    """Return a wall clock and its seconds east of UTC, which most servers do not send."""
    found = _TIME(value) if isinstance(value, str) else None
    wall = wall_clock(f"{found[1]} {found[2]}") if found else None
    if not found or wall is None:
        return None
    return wall, _offset(found[3])


def read_arrival(row: Row) -> str:
    """Return when the row came to the server: texts that sort as the times do, or ``""``."""
    moment = read_time(row.get("upload_time"))
    return moment[0].isoformat(" ") if moment else ""


def newest_first(rows: Sequence[Row]) -> bool | None:
    """Return whether a page is sorted by arrival, newest first.

    Servers ignore an ``ordering`` they do not know, and do not say so. Only within a page
    can it be seen, since rows move from page to page.

    :return: ``None`` where all came at one moment, which tells nothing.
    """
    times = [time for time in map(read_arrival, rows) if time]
    if any(earlier < later for earlier, later in pairwise(times)):
        return False
    return True if len(set(times)) > 1 else None


def write_line(row: Row) -> str:
    """Return the row as JSON text without secrets: to be kept."""
    kept = {name: value for name, value in row.items() if not _SECRET(str(name))}
    return redacted(json.dumps(kept, ensure_ascii=False, separators=(",", ":")))


def _offset(text: str | None) -> int | None:
    if not text:
        return None
    if text == "Z":
        return 0
    hours, minutes = int(text[1:3]), int(text[-2:])
    return (hours * 3600 + minutes * 60) * (-1 if text[0] == "-" else 1)


def _code(value: object) -> int | None:
    number = read_integer(value)
    return number if number is not None and 0 <= number <= _MAX_CODE else None
