"""How a file of punches is written: what must be known to read its rows without guessing."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from hashlib import sha256
from typing import Any

#: Columns of a row that holds beginnings and ends, in order.
PAIRS = (
    ("clock_in", "clock_out"),
    *((f"clock_in_{number}", f"clock_out_{number}") for number in range(2, 7)),
)

#: What a column may hold. ``time`` is day and time of day in one column; ``clock`` the time
#: of day alone; ``half`` says AM or PM of it; ``clock_in`` and ``clock_out`` the moments of a row of a day, with the day
#: or without; ``break_out`` and ``break_in`` are between the first two; ``event`` says whether the person was let in.
MEANINGS = (
    "pin",
    "time",
    "day",
    "clock",
    "half",
    *(name for pair in PAIRS for name in pair),
    "break_out",
    "break_in",
    "state",
    "verify",
    "workcode",
    "device",
    "event",
)

#: Values of ``Layout.date_order``, and ``""`` where it cannot be told.
DATE_ORDERS = ("year", "day", "month")

#: What numbers of a state mean: 0 in, 1 out, 2 to 5 breaks and overtime; 1 in, 0 out; or
#: nothing that is known. Words mean the same in all of them.
STATE_CODES = ("zk", "one_in", "none")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of one file are written.

    :param kind: the layout's name where it is a known one, ``""`` for any other table.
    :param encoding: the codec of its text, ``""`` for a workbook.
    :param delimiter: between columns; a blank stands for any number of blanks, ``""`` for a
        workbook.
    :param rows_above: the number of the last row above the first punch: titles, comments
        and the header; 0 where the first row is a punch.
    :param header: names of the columns as the file writes them, ``()`` without a header.
    :param width: how many columns most rows have.
    :param date_order: which part of a date of numbers comes first where it is not a year of
        four digits: ``day``, ``month``, ``year``; ``""``: not known, such rows are refused.
    :param columns: meaning to column number, from 0; meanings are those of ``MEANINGS``.
    :param pin_width: 0: PINs are as written. Else the zeros before a PIN of digits are
        removed, and it is filled with zeros to this length: 1 removes all of them.
    :param state_codes: of ``STATE_CODES``.
    :param with_breaks: whether the words of going out and coming back mean a break.
    :param out_next_day: whether the end of a row of a day that is before its beginning is of
        the next day; such rows are refused else.
    :param serial: of the device all rows are of that no row and no ``SN=`` line names.
    """

    kind: str = ""
    encoding: str = "utf-8"
    delimiter: str = "\t"
    rows_above: int = 0
    header: tuple[str, ...] = ()
    width: int = 0
    date_order: str = "year"
    columns: Mapping[str, int] = field(default_factory=dict)
    pin_width: int = 0
    state_codes: str = "zk"
    with_breaks: bool = False
    out_next_day: bool = False
    serial: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            **asdict(self),
            "header": list(self.header),
            "columns": dict(self.columns),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Layout":
        """Return the layout that :meth:`as_dict` described; unknown values are ignored."""
        known = {each.name: each for each in fields(cls)}
        found = {name: value for name, value in values.items() if name in known}
        if "header" in found:
            found["header"] = tuple(found["header"])
        return cls(**found)


def signature(layout: Layout) -> str:
    """Return what files of one layout have in common, to remember choices by.

    Of the names of the columns, the delimiter and the number of columns; neither of the
    choices that were made nor of the encoding. Without blanks, at most 64 characters.
    """
    names = [name.strip().casefold() for name in layout.header]
    common = json.dumps([names, layout.delimiter, layout.width])
    return f"{layout.kind or 'table'}-{sha256(common.encode()).hexdigest()[:32]}"
