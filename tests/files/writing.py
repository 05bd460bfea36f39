"""Write records as files of any layout, delimiter, encoding and form of dates.

It shares no code with what reads them.
"""

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

MONTHS = [
    "Jan",
    "Feb",
    "Mar",
    "Apr",
    "May",
    "Jun",
    "Jul",
    "Aug",
    "Sep",
    "Oct",
    "Nov",
    "Dec",
]
MESES = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
]


class Record(NamedTuple):
    """One punch: state is 0 for in, 1 for out."""

    pin: str
    time: datetime
    state: int


def _half(time, am, pm):
    return f"{(time.hour - 1) % 12 + 1}:{time.minute:02}", pm if time.hour > 11 else am


#: Name to a function that writes a day, and which part is first where that matters.
DAYS = {
    "iso": (lambda t: f"{t:%Y-%m-%d}", "year"),
    "slashes": (lambda t: f"{t:%Y/%m/%d}", "year"),
    "single digits": (lambda t: f"{t.year}-{t.month}-{t.day}", "year"),
    "british": (lambda t: f"{t:%d/%m/%Y}", "day"),
    "american": (lambda t: f"{t.month}/{t.day}/{t.year}", "month"),
    "dashes": (lambda t: f"{t:%d-%m-%Y}", "day"),
    "points": (lambda t: f"{t:%d.%m.%Y}", "day"),
    "short british": (lambda t: f"{t:%d/%m/%y}", "day"),
    "short american": (lambda t: f"{t:%m-%d-%y}", "month"),
    "short japanese": (lambda t: f"{t:%y/%m/%d}", "year"),
    "short points": (lambda t: f"{t:%d.%m.%y}", "day"),
    "month": (lambda t: f"{t.day}-{MONTHS[t.month - 1]}-{t.year}", ""),
    "capital month": (lambda t: f"{t.day:02}-{MONTHS[t.month - 1].upper()}-{t:%y}", ""),
    "month first": (lambda t: f"{MONTHS[t.month - 1]} {t.day}, {t.year}", ""),
    "spanish": (lambda t: f"{t.day} de {MESES[t.month - 1]} de {t.year}", ""),
    "chinese": (lambda t: f"{t.year}\u5e74{t.month}\u6708{t.day}\u65e5", ""),
}
CLOCKS = {
    "seconds": lambda t: f"{t:%H:%M:%S}",
    "minutes": lambda t: f"{t.hour}:{t:%M}",
    "fraction": lambda t: f"{t:%H:%M:%S}.000",
    "am": lambda t: " ".join(_half(t, "AM", "PM")),
    "a.m.": lambda t: " ".join(_half(t, "a. m.", "p. m.")),
    "glued": lambda t: "".join(_half(t, "am", "pm")),
}
WORDS = {
    "numbers": ("0", "1"),
    "in": ("In", "Out"),
    "zktime": ("C/In", "C/Out"),
    "spanish": ("Entrada", "Salida"),
    "check": ("Check-in", "Check-out"),
    "duty": ("DutyOn", "DutyOff"),
}
DELIMITERS = (",", ";", "\t", "|")
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030")


@dataclass(frozen=True)
class Form:
    """How values are written.

    :param day: of ``DAYS``.
    :param clock: of ``CLOCKS``.
    :param words: of ``WORDS``.
    """

    day: str
    clock: str
    words: str
    delimiter: str
    encoding: str

    def days(self, time):
        """Return a day as text."""
        return DAYS[self.day][0](time)

    def clocks(self, time):
        """Return a time of day as text."""
        return CLOCKS[self.clock](time)

    def moment(self, time):
        """Return day and time of day as text."""
        return f"{self.days(time)} {self.clocks(time)}"

    def state(self, state):
        """Return a state as text."""
        return WORDS[self.words][state]


@dataclass(frozen=True)
class Table:
    """A layout.

    :param header: names of its columns, ``()`` without.
    :param row: from form, number of the row and record to values.
    :param pin: name of the column of the PIN.
    :param delimiters: that it may have.
    :param titles: lines above the header.
    :param states: whether it has a state.
    """

    header: tuple
    row: object
    pin: str = ""
    delimiters: tuple = DELIMITERS
    titles: tuple = ()
    states: bool = True


def _names(record):
    return f"Ann, {record.pin[-1:]}"


TABLES = {
    "attlog": Table(
        (),
        lambda f, n, r: [f"{r.pin:>9}", f.moment(r.time), "1", str(r.state), "15", "0"],
        delimiters=("\t",),
    ),
    "glg": Table(
        ("No", "TMNo", "EnNo", "Name", "INOUT", "Mode", "DateTime"),
        lambda f, n, r: [n, 1, r.pin, "", r.state, 1, f.moment(r.time)],
        "EnNo",
        states=False,
    ),
    "pyzk": Table(
        ("uid", "user_id", "timestamp", "status", "punch"),
        lambda f, n, r: [
            n + 7 * (n % 2),
            r.pin,
            f.moment(r.time),
            1 - r.state,
            r.state,
        ],
        "user_id",
    ),
    "zktime": Table(
        ("Department", "AC-No.", "No.", "Name", "Time", "State", "New State"),
        lambda f, n, r: [
            "W",
            r.pin,
            n,
            _names(r),
            f.moment(r.time),
            f.state(r.state),
            "",
        ],
        "AC-No.",
        titles=("Attendance log",),
    ),
    "biotime": Table(
        ("Employee ID", "First Name", "Date", "Time", "Punch State", "Device SN"),
        lambda f, n, r: [
            r.pin,
            _names(r),
            f.days(r.time),
            f.clocks(r.time),
            f.state(r.state),
            "ABC1234567",
        ],
        "Employee ID",
    ),
    "etimetracklite": Table(
        ("DeviceLogId", "UserId", "LogDate", "Direction"),
        lambda f, n, r: [n, r.pin, f.moment(r.time), f.state(r.state)],
        "UserId",
    ),
    "att2000": Table(
        ("USERID", "Badgenumber", "CHECKTIME", "CHECKTYPE"),
        lambda f, n, r: [900 - int(r.pin[-1:]), r.pin, f.moment(r.time), "IO"[r.state]],
        "Badgenumber",
    ),
    "ivms": Table(
        ("Person ID", "Name", "Time", "Attendance Status", "Attendance Check Point"),
        lambda f, n, r: [
            f"'{r.pin}",
            _names(r),
            f.moment(r.time),
            f.state(r.state),
            "D",
        ],
        "Person ID",
        titles=("Original Records Report", ""),
    ),
    "numbered": Table(
        ("No.", "Date/Time", "Name", "PIN", "In/Out"),
        lambda f, n, r: [n, f.moment(r.time), _names(r), r.pin, f.state(r.state)],
        "PIN",
    ),
    "nameless": Table(
        ("Alpha", "Beta", "Gamma"),
        lambda f, n, r: [n, f.moment(r.time), r.pin],
        "Gamma",
        states=False,
    ),
    "excel": Table(
        ("PIN", "Date", "Time"),
        lambda f, n, r: [f'="{r.pin}"', f"{f.days(r.time)} 00:00:00", f.clocks(r.time)],
        "PIN",
        states=False,
    ),
    "bare": Table(
        (),
        lambda f, n, r: [r.pin, f.moment(r.time), WORDS["in"][r.state]],
        delimiters=(",", ";", "|"),
    ),
}


def written(table, form, records):
    """Return the bytes of a file."""
    text = io.StringIO()
    for title in table.titles:
        text.write(f"{title}\r\n")
    writer = csv.writer(text, delimiter=form.delimiter)
    if table.header:
        writer.writerow(table.header)
    for number, record in enumerate(records, 1):
        writer.writerow(table.row(form, number, record))
    return text.getvalue().encode(form.encoding)


def expected(table, form, records):
    """Return what has to be read: without seconds, where they are not written."""
    whole = form.clock in ("seconds", "fraction")
    return [
        (
            record.pin,
            record.time if whole else record.time.replace(second=0),
            record.state if table.states else None,
        )
        for record in records
    ]
