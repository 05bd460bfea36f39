"""Read the punches of a file whose layout is known."""

from collections.abc import Iterator
from typing import NamedTuple

from ..reasons import Reason
from ..records import Punch
from .layout import Layout
from .punches import decode_file
from .source import Source, TextSource


class Decoded(NamedTuple):
    """One row of a file.

    :param number: of the row; rising, so that reading can be resumed behind it.
    :param line: the original.
    :param device: the serial the row is of, ``""`` where the file names none.
    :param punches: none, one or, of a row with beginning and end, two.
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
    assert isinstance(source, TextSource)
    with source.open() as stream:
        upload = decode_file(source.name, stream.read(), encoding=layout.encoding)
    rows = [(punch.line, (punch,), None) for punch in upload.punches]
    refused = [(item.line, (), item.reason) for item in upload.refused]
    for number, (line, punches, reason) in enumerate([*rows, *refused], 1):
        if number > start:
            yield Decoded(number, line, layout.serial, punches, reason)


def read_line(line: str, layout: Layout) -> Decoded | None:
    """Return what one line of a file holds, ``None`` where it is no row: to replay it.

    :param line: as kept in ``Decoded.line``.
    """
    upload = decode_file("", line.encode())
    reason = upload.refused[0].reason if upload.refused else None
    return Decoded(1, line, layout.serial, tuple(upload.punches), reason)
