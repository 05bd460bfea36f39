"""Read punches from a file a terminal wrote to a USB stick, or from a CSV table.

    [blanks]PIN TAB time TAB terminal TAB state TAB verify TAB work code      1_attlog.dat

The terminal's number and all columns after it may be missing; so may the lines with its
serial number and a checksum. Source: the vendor's example programs for USB sticks, which
name the columns. Some exports have verify before state: recognised by codes that are no
state.
"""

import codecs
from collections.abc import Iterable

from ..errors import ProtocolError
from ..limits import refuse_oversized
from ..reasons import Reason
from ..records import Punch, Refused, Upload
from .tables import decode_table, is_table, wrong_pin
from .times import read_time, split

COLUMNS = 6
_STATES = {"", "0", "1", "2", "3", "4", "5", "255"}
_NONE = 255
_FRAMING = ("SN", "CHECKSUM")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: First bytes of spreadsheet workbooks (xlsx, xls).
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def decode_file(name: str, content: bytes, *, encoding: str = "utf-8") -> Upload:
    """Decode each line of a file to a punch, or refuse it with the reason.

    :param name: of the file, for error messages.
    :param encoding: used where the content is neither UTF-8 nor has a mark of UTF-16.
    :raises ProtocolError: the file is of no known kind, or day and month of its dates
        cannot be distinguished.
    """
    text = _text(name, content, encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        raise ProtocolError("file_empty", name=name)
    if is_table(lines[0]):
        return refuse_oversized(decode_table(lines))
    if not any(_is_row(line) for line in lines):
        raise ProtocolError("file_unknown", name=name)
    rows = [line for line in lines if not _is_framing(line)]
    return refuse_oversized(_decode_attlog(rows))


def _text(name: str, content: bytes, encoding: str) -> str:
    if content.startswith(_WORKBOOKS):
        raise ProtocolError("file_workbook", name=name)
    for mark, marked in _MARKS.items():
        if content.startswith(mark):
            return content.decode(marked, errors="replace")
    if b"\0" in content:
        raise ProtocolError("file_not_text", name=name)
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode(encoding, errors="replace")


def _columns(line: str) -> list[str]:
    return [column.strip() for column in line.split("\t")]


def _is_row(line: str) -> bool:
    columns = _columns(line)
    return len(columns) > 1 and read_time(*split(columns[1]), "day") is not None


def _is_framing(line: str) -> bool:
    return line.strip().upper().startswith(_FRAMING) and not _is_row(line)


def _decode_attlog(lines: list[str]) -> Upload:
    rows = [_columns(line) for line in lines]
    columns = _places(rows)
    upload = Upload(lines=len(lines))
    for line, row in zip(lines, rows, strict=True):
        found = _decode_line(row, columns, line)
        upload.add(found if isinstance(found, Punch) else Refused(line, found))
    return upload


def _places(rows: Iterable[list[str]]) -> dict[str, int]:
    """Return the column numbers of state and verify, decided by all rows of the file."""
    fourth, fifth = set(), set()
    for row in rows:
        fourth.update(row[3:4])
        fifth.update(row[4:5])
    swapped = not fourth <= _STATES and fifth and fifth <= _STATES
    return {"state": 4, "verify": 3} if swapped else {"state": 3, "verify": 4}


def _decode_line(row: list[str], places: dict[str, int], line: str) -> Punch | Reason:
    if len(row) < 2:
        return Reason("line_tab_missing")
    pin = row[0]
    wrong = wrong_pin(pin)
    if wrong:
        return wrong
    time = read_time(*split(row[1]), "day")
    if time is None:
        return Reason("row_time")
    if len(row) > COLUMNS and any(row[COLUMNS:]):
        return Reason("row_width", {"maximum": COLUMNS})
    codes = {
        name: row[place] if place < len(row) else "" for name, place in places.items()
    }
    if not all(_is_code(code) for code in codes.values()):
        return Reason("row_codes")
    state, verify = (int(code) if code else None for code in codes.values())
    work = row[5] if len(row) > 5 and row[5] != "0" else ""
    return Punch(pin, time, None if state == _NONE else state, verify, work, line)


def _is_code(text: str) -> bool:
    return not text or (text.isascii() and text.isdecimal() and len(text) < 6)
