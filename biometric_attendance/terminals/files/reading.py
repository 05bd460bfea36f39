"""Read the punches of a file whose layout is known."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import NamedTuple

from ..reasons import Reason
from ..records import Punch
from .framing import is_framing, serial_in
from .layout import Layout
from .rows import RowReader
from .source import RowsSource, Source, TextSource


class Decoded(NamedTuple):
    """One row of a file.

    :param number: of the row; rising, so that reading can be resumed behind it.
    :param line: the original.
    :param device: the serial the row is of, or what its device column says, ``""`` where
        the file names none.
    :param punches: none, one or, of a row with beginnings and ends, several.
    :param refused: why the row cannot be read, ``None`` where it can.
    """

    number: int
    line: str
    device: str
    punches: tuple[Punch, ...]
    refused: Reason | None


def read(source: Source, layout: Layout, start: int = 0) -> Iterator[Decoded]:
    """Yield what each row holds: its punches, or the reason why it is refused.

    Rows that are neither, such as ``SN=`` lines and repeated headers, are left out.

    :param start: the number of the last row that was read before; it and all above it are
        skipped.
    :raises ProtocolError: the layout names no column for PIN or time.
    """
    rows = RowReader(layout)
    decode = rows.decode
    by_row = rows.device_of if "device" in layout.columns else None
    device = layout.serial
    above = max(start, layout.rows_above)
    # A header that begins with SN names no terminal.
    first = layout.rows_above + (not layout.header)
    for row in source.rows_of(layout.encoding, layout.delimiter):
        number, values, line = row
        if number <= above:
            if number < first or is_framing(line):
                device = serial_in(line) or device
            continue
        found = decode(values, line)
        if not isinstance(found, Reason):
            own = (by_row(values) or device) if by_row else device
            yield Decoded(number, line, own, found, None)
        elif rows.is_refused(row):
            own = (by_row(values) or device) if by_row else device
            yield Decoded(number, line, own, (), found)
        elif is_framing(line):
            device = serial_in(line) or device


def read_line(line: str, layout: Layout) -> Decoded | None:
    """Return what one line of a file holds, ``None`` where it is no row: to replay it.

    :param line: as kept in ``Decoded.line``.
    """
    source: Source = TextSource("", lambda: BytesIO(line.encode()))
    if not layout.delimiter:
        source = RowsSource("", lambda: [line.split("\t")])
    alone = replace(layout, rows_above=0, encoding="utf-8")
    return next(read(source, alone), None)
