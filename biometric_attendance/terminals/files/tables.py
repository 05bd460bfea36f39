"""Read punches from CSV whose first line names the columns.

Columns may have various names (``_NAMES``) and any order; required are one for the PIN and
one for the time, or one for the day and one for the time of day.
"""

import csv
import re
from collections.abc import Mapping, Sequence

from ..errors import ProtocolError
from ..reasons import Reason
from ..records import Punch, Refused, Upload
from .times import read_time, split, which_first

DELIMITERS = ",;\t"
PIN_LENGTH = 24

#: Content of a column to its possible names, without blanks and punctuation. Where several
#: are there, the first in this list is used.
_NAMES = {
    "pin": (
        "pin userid userno usercode enrollnumber enrollno enrollid acno badgenumber "
        "badge personid personnelid employeeid employeeno employeecode empid empno "
        "empcode attendanceid deviceuserid user employee id no number"
    ),
    "time": (
        "datetime timestamp dateandtime checktime punchtime logtime logdatetime "
        "eventtime recordtime attendancetime punchdatetime"
    ),
    "day": "date day checkdate punchdate logdate attendancedate",
    "clock": "time clock hour",
    "state": (
        "state status inout inoutstate inoutmode punchstate checktype direction "
        "attendancestate punchtype"
    ),
    "verify": "verify verifymode verifytype verifycode verification",
    "workcode": "workcode work",
}
#: What people and programs write for a state key.
_STATES = {
    "": None,
    "255": None,
    "none": None,
    **dict.fromkeys(("0", "in", "i", "checkin", "cin", "clockin", "entry"), 0),
    **dict.fromkeys(("1", "out", "o", "checkout", "cout", "clockout", "exit"), 1),
    **dict.fromkeys(("2", "breakout", "startbreak"), 2),
    **dict.fromkeys(("3", "breakin", "endbreak"), 3),
    **dict.fromkeys(("4", "overtimein", "otin"), 4),
    **dict.fromkeys(("5", "overtimeout", "otout"), 5),
}
_MARKS = re.compile(r"[\W_]+")


def _bare(text: str) -> str:
    return _MARKS.sub("", text).lower()


def is_table(line: str) -> bool:
    """Return whether a line is a header with all columns required."""
    return _delimiter(line) is not None


def _delimiter(line: str) -> str | None:
    return next((mark for mark in DELIMITERS if _places(_row(line, mark))), None)


def _row(line: str, delimiter: str) -> list[str]:
    """Return the values of a line, ``[]`` where it is not valid CSV."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # a value of more than 128 KiB
        return []


def _places(header: Sequence[str]) -> dict[str, int]:
    """Return content to column number, ``{}`` where PIN or time are missing."""
    bare = [_bare(name) for name in header]
    places = {
        what: bare.index(name)
        for what, names in _NAMES.items()
        for name in [next((name for name in names.split() if name in bare), None)]
        if name is not None
    }
    if "time" not in places and "day" not in places and "clock" in places:
        places["time"] = places.pop("clock")
    timed = "time" in places or {"day", "clock"} <= places.keys()
    return places if timed and "pin" in places else {}


def decode_table(lines: Sequence[str]) -> Upload:
    """Decode each line after the header to a punch, or refuse it with the reason.

    :raises ProtocolError: the first line is no header, or day and month of the dates cannot
        be distinguished.
    """
    delimiter = _delimiter(lines[0])
    if delimiter is None:
        raise ProtocolError("file_header")
    places = _places(_row(lines[0], delimiter))
    rows = [_Row(line, _row(line, delimiter), places) for line in lines[1:]]
    first = which_first(row.when[0] for row in rows)
    upload = Upload(lines=len(rows))
    for row in rows:
        found = _decode(row, first)
        upload.add(found if isinstance(found, Punch) else Refused(row.line, found))
    return upload


class _Row:
    """A line with its values by name."""

    def __init__(self, line: str, values: Sequence[str], places: Mapping[str, int]):
        self.line = line
        self.values = {
            name: values[place].strip() if place < len(values) else ""
            for name, place in places.items()
        }

    @property
    def when(self) -> tuple[str, str]:
        """Day and time of day, as text."""
        if "time" in self.values:
            return split(self.values["time"])
        return self.values["day"], self.values["clock"]


def _decode(row: _Row, first: str) -> Punch | Reason:
    values = row.values
    wrong = wrong_pin(values["pin"])
    if wrong:
        return wrong
    time = read_time(*row.when, first)
    if time is None:
        return Reason("line_time")
    state = _bare(values.get("state", ""))
    if state not in _STATES:
        return Reason("line_state")
    verify = values.get("verify", "")
    known = verify.isascii() and verify.isdecimal() and len(verify) < 6
    work = values.get("workcode", "")
    return Punch(
        values["pin"],
        time,
        _STATES[state],
        int(verify) if known else None,
        "" if work == "0" else work,
        row.line,
    )


def wrong_pin(pin: str) -> Reason | None:
    """Return why this is no PIN, ``None`` if it is one."""
    if not pin or len(pin) > PIN_LENGTH or not pin.isprintable() or "\ufffd" in pin:
        return Reason("row_pin", {"maximum": PIN_LENGTH})
    return None
