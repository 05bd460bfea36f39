"""Punches from a file: what a terminal writes to a USB stick, or a table as CSV.

    [blanks]PIN TAB time TAB terminal TAB state TAB verify TAB work code      1_attlog.dat

The terminal's number, and all behind, may be missing; so may the lines with its serial
number and a checksum. Source: the vendor's example programs for USB sticks, which name
the columns; some exports have verify before state, told by codes no state has.
"""

import codecs
from collections.abc import Iterable

from ..errors import ProtocolError
from ..records import Punch, Refused, Upload
from .tables import LONGEST, decode_table, is_table, wrong_pin
from .times import read_moment, split

COLUMNS = 6
_STATES = {"", "0", "1", "2", "3", "4", "5", "255"}
_NONE = 255
_FRAMING = ("SN", "CHECKSUM")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
#: Beginnings of workbooks: zipped, and of old.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def decode_file(name: str, content: bytes, *, encoding: str = "utf-8") -> Upload:
    """Every line a punch, or refused with the reason.

    :param name: of the file, for the sentences.
    :param encoding: of what is neither UTF-8 nor marked as UTF-16.
    :raises ProtocolError: where the file is no such file, or its days can be read in
        two ways.
    """
    text = _text(name, content, encoding)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        raise ProtocolError(f"The file {name} is empty.")
    if is_table(lines[0]):
        return decode_table(lines)
    if not any(_is_row(line) for line in lines):
        raise ProtocolError(
            f"The file {name} is neither what a terminal writes to a USB stick nor a "
            "table whose first line names a column for the PIN and one for the time."
        )
    return _decode_attlog([line for line in lines if not _is_framing(line)])


def _text(name: str, content: bytes, encoding: str) -> str:
    if content.startswith(_WORKBOOKS):
        raise ProtocolError(f"The file {name} is a workbook: save it as CSV first.")
    for mark, marked in _MARKS.items():
        if content.startswith(mark):
            return content.decode(marked, errors="replace")
    if b"\0" in content:
        raise ProtocolError(
            f"The file {name} is not text. Terminals without a colour screen write such "
            "files, which do not name the PIN: fetch their punches over the network."
        )
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode(encoding, errors="replace")


def _columns(line: str) -> list[str]:
    return [column.strip() for column in line.split("\t")]


def _is_row(line: str) -> bool:
    columns = _columns(line)
    return len(columns) > 1 and read_moment(*split(columns[1]), "day") is not None


def _is_framing(line: str) -> bool:
    return line.strip().upper().startswith(_FRAMING) and not _is_row(line)


def _decode_attlog(lines: list[str]) -> Upload:
    rows = [_columns(line) for line in lines]
    place = _places(rows)
    upload = Upload(lines=len(lines))
    for line, row in zip(lines, rows, strict=True):
        found = _decode(row, place, line)
        upload.add(
            found if isinstance(found, Punch) else Refused(line[:LONGEST], found)
        )
    return upload


def _places(rows: Iterable[list[str]]) -> dict[str, int]:
    """Where state and verification stand, decided over the whole file."""
    fourth, fifth = set(), set()
    for row in rows:
        fourth.update(row[3:4])
        fifth.update(row[4:5])
    swapped = not fourth <= _STATES and fifth and fifth <= _STATES
    return {"state": 4, "verify": 3} if swapped else {"state": 3, "verify": 4}


def _decode(row: list[str], place: dict[str, int], line: str) -> Punch | str:
    """The punch, or the reason why there is none."""
    if len(row) < 2:
        return "The line has no TAB between PIN and time."
    pin = row[0]
    wrong = wrong_pin(pin)
    if wrong:
        return wrong
    time = read_moment(*split(row[1]), "day")
    if time is None:
        return "The time does not exist or is not written YYYY-MM-DD HH:MM:SS."
    if len(row) > COLUMNS and any(row[COLUMNS:]):
        return f"The line has more than {COLUMNS} columns: two lines may have merged."
    codes = {what: row[at] if at < len(row) else "" for what, at in place.items()}
    if not all(_is_code(code) for code in codes.values()):
        return "The state or the verification code is not a number."
    state, verify = (int(code) if code else None for code in codes.values())
    work = row[5] if len(row) > 5 and row[5] != "0" else ""
    return Punch(pin, time, None if state == _NONE else state, verify, work, line)


def _is_code(text: str) -> bool:
    return not text or (text.isascii() and text.isdecimal() and len(text) < 6)
