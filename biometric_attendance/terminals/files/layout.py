"""How a file of punches is written: what must be known to read its rows without guessing."""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: What a column may hold. ``time`` is day and time of day in one column; ``clock`` the time
#: of day alone; ``clock_in`` and ``clock_out`` the two moments of a row of a day.
MEANINGS = (
    "pin",
    "time",
    "day",
    "clock",
    "clock_in",
    "clock_out",
    "state",
    "verify",
    "workcode",
    "device",
)


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of one file are written.

    :param kind: the layout's name where it is a known one, ``""`` for any other table.
    :param encoding: the codec of its text, ``""`` for a workbook.
    :param delimiter: between columns; a blank stands for any number of blanks, ``""`` for a
        workbook.
    :param rows_above: rows above the first punch: titles, comments and the header.
    :param header: names of the columns as the file writes them, ``()`` without a header.
    :param date_order: which part of a date comes first: ``year``, ``day`` or ``month``.
    :param columns: meaning to column number, from 0; meanings are those of ``MEANINGS``.
    :param pin_width: PINs of digits are filled with zeros to this length, 0: as written.
    :param with_breaks: whether the words of going out and coming back mean a break.
    """

    kind: str = ""
    encoding: str = "utf-8"
    delimiter: str = "\t"
    rows_above: int = 0
    header: tuple[str, ...] = ()
    date_order: str = "year"
    columns: Mapping[str, int] = field(default_factory=dict)
    pin_width: int = 0
    with_breaks: bool = False
