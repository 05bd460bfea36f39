"""Rows of a file, read as a stream: text with delimiters, or rows of a worksheet."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from typing import BinaryIO, NamedTuple, Protocol


class Row(NamedTuple):
    """One row.

    :param number: of its first line in the file, from 1; of the row in a worksheet.
    :param values: its columns, without blanks around.
    :param line: the original text; of a worksheet's row its values with TABs between.
    """

    number: int
    values: Sequence[str]
    line: str


class Source(Protocol):
    """A file that can be read any number of times."""

    name: str

    def rows_of(self, encoding: str, delimiter: str) -> Iterator[Row]:
        """Yield all rows that are not empty."""


@dataclass(frozen=True, slots=True)
class TextSource:
    """A file of text.

    :param name: of the file; it may hold the serial of a device.
    :param open: returns a new binary stream of it, at its beginning.
    """

    name: str
    open: Callable[[], BinaryIO]

    def rows_of(self, encoding: str, delimiter: str) -> Iterator[Row]:
        """Yield all rows that are not empty, a few of them in memory at a time."""
        with self.open() as stream:
            text = TextIOWrapper(stream, encoding, errors="replace", newline=None)
            for number, line in enumerate(text, 1):
                line = line.rstrip("\n").replace("\0", "\ufffd")
                if line.strip():
                    values = next(csv.reader([line], delimiter=delimiter))
                    yield Row(number, [value.strip() for value in values], line)


@dataclass(frozen=True, slots=True)
class RowsSource:
    """Rows of a worksheet whose cells were turned into text.

    Days and times are expected as YYYY-MM-DD HH:MM:SS, a time of day alone as HH:MM:SS, a
    number without a fraction as ``17`` where the cell is a number and as it is where the
    cell is text.

    :param name: of the file.
    :param rows: returns a new iterator of all rows, also of those that are empty.
    """

    name: str
    rows: Callable[[], Iterable[Sequence[str]]]

    def rows_of(self, encoding: str = "", delimiter: str = "") -> Iterator[Row]:
        """Yield all rows that are not empty."""
        for number, values in enumerate(self.rows(), 1):
            stripped = [value.strip() for value in values]
            if any(stripped):
                yield Row(number, stripped, "\t".join(stripped).rstrip("\t"))
