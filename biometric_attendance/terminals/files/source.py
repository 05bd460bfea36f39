"""Rows of a file, read as a stream: text with delimiters, or rows of a worksheet."""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO, NamedTuple, Protocol

from ..text import storable
from .calendar_words import HALVES, fold
from .encodings import read_lines

#: A value in quotes that goes on over more lines was not meant to be in quotes.
MAX_LINES_QUOTED = 20
#: A time of day, of which each row has its own.
_CLOCK = re.compile(r"\d:\d\d", re.ASCII).search


class Row(NamedTuple):
    """One row.

    :param number: of its first line in the file, from 1; of the row in a worksheet.
    :param values: its columns as they are, with blanks around.
    :param line: the original text; of a worksheet's row its values with TABs between.
    """

    number: int
    values: Sequence[str]
    line: str


class Source(Protocol):
    """A file that can be read any number of times."""

    @property
    def name(self) -> str:
        """Name of the file."""

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

    def lines(self, encoding: str) -> Iterator[str]:
        """Yield all lines, those that are empty too."""
        with self.open() as stream:
            yield from read_lines(stream, encoding)

    def rows_of(self, encoding: str, delimiter: str) -> Iterator[Row]:
        """Yield all rows that are not empty, a few of them in memory at a time."""
        lines = self.lines(encoding)
        if delimiter == " ":
            yield from _rows_of_blanks(lines)
            return
        if not delimiter:
            for number, line in enumerate(lines, 1):
                if line and not line.isspace():
                    yield Row(number, [line], line)
            return
        yield from _QuotedRows(lines, delimiter).rows()


def _rows_of_blanks(lines: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        values = line.split()
        if values:
            yield Row(
                number, values if values[0][0] == "#" else _with_halves(values), line
            )


def _with_halves(values: list[str]) -> list[str]:
    """Join AM and PM to the time of day before or after them."""
    if not any(":" in value for value in values):
        return values
    joined: list[str] = []
    for value in values:
        if joined and _belong_together(joined[-1], value):
            joined[-1] += f" {value}"
        else:
            joined.append(value)
    return joined


def _belong_together(one: str, two: str) -> bool:
    if ":" in one and ":" not in two:
        words = one.partition(" ")[2] + two
        return two[:1].isalpha() and (
            fold(words) in HALVES or fold(words) in _FIRST_LETTERS
        )
    return ":" in two and ":" not in one and not one.isascii() and fold(one) in HALVES


#: What "a. m." begins with.
_FIRST_LETTERS = frozenset("ap")


class _QuotedRows:
    """Rows with a delimiter, where a value in quotes may hold it, and ends of lines."""

    def __init__(self, lines: Iterator[str], delimiter: str):
        self._lines = lines
        self._delimiter = delimiter
        self._reader = partial(csv.reader, delimiter=delimiter, skipinitialspace=True)
        self._put_back: deque[str] = deque()

    def _next(self) -> str | None:
        return self._put_back.popleft() if self._put_back else next(self._lines, None)

    def rows(self) -> Iterator[Row]:
        """Yield all rows that are not empty."""
        delimiter, lines, put_back = self._delimiter, self._lines, self._put_back
        number = 0
        while True:
            line = put_back.popleft() if put_back else next(lines, None)
            if line is None:
                return
            number += 1
            if '"' in line:
                values, whole = self._quoted(line)
                yield Row(number, values, whole)
                number += whole.count("\n")
            elif line and not line.isspace():
                yield Row(number, line.split(delimiter), line)

    def _quoted(self, line: str) -> tuple[list[str], str]:
        """Return the values of a row with quotes, and all lines it goes on over."""
        if line.count('"') % 2 == 0:
            try:
                return next(self._reader((line,), strict=True)), line
            except csv.Error:  # it goes on, or its quotes are none
                pass
        taken = [line]
        values, complete = self._parse(taken)
        # A quote that is never closed would end at that of a later row.
        if complete and sum(map(bool, map(_CLOCK, taken))) < 2:
            return values, "\n".join(taken)
        self._put_back.extendleft(reversed(taken[1:]))
        return line.split(self._delimiter), line

    def _parse(self, taken: list[str]) -> tuple[list[str], bool]:
        """Return the values of a row, and whether its quotes are closed.

        :param taken: its first line, to which those it goes on in are added.
        """
        complete = True

        def feed() -> Iterator[str]:
            nonlocal complete
            yield f"{taken[0]}\n"
            while len(taken) < MAX_LINES_QUOTED and (line := self._next()) is not None:
                taken.append(line)
                yield f"{line}\n"
            complete = False

        try:
            values = next(self._reader(feed()))
        except csv.Error:  # a value of more than 128 KiB
            return [], False
        return values, complete


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
        for number, cells in enumerate(self.rows(), 1):
            values = [_cell(value) for value in cells]
            line = "\t".join(values).rstrip()
            if line:
                yield Row(number, values, line)


def _cell(value: str) -> str:
    """Return a value without the marks that end columns and lines."""
    return storable(value).translate(_ENDS)


_ENDS = str.maketrans("\t\r\n", "   ")
