"""Find the delimiter and the header of a file in its first rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice

from .calendar_words import fold
from .days import day_readings
from .framing import is_framing
from .names import (
    CLOCK_IN_NAMES,
    CLOCK_NAMES,
    CLOCK_OUT_NAMES,
    DAY_NAMES,
    INTERNAL_NAMES,
    PIN_NAMES,
    TIME_NAMES,
    WEAK_PIN_NAMES,
)
from .proposal import Fixed
from .source import Row, RowsSource, Source, TextSource
from .times import day_of, read_clock, split_moment

#: Lines that are looked at, and those a header may be in.
HEAD_LINES = 200
_HEADER_LINES = 60
#: The likeliest first.
DELIMITERS = ("\t", ";", ",", "|", " ")
_PERSONS = PIN_NAMES.keys() | WEAK_PIN_NAMES.keys() | INTERNAL_NAMES
_TIMES = (
    TIME_NAMES.keys()
    | DAY_NAMES.keys()
    | CLOCK_NAMES.keys()
    | CLOCK_IN_NAMES.keys()
    | CLOCK_OUT_NAMES.keys()
)


@dataclass(frozen=True, slots=True)
class Head:
    """How a file begins.

    :param delimiter: as of ``Layout.delimiter``.
    :param header_row: number of the row of the header, 0 without one.
    :param header: its names, without empty ones at the end.
    """

    delimiter: str
    header_row: int = 0
    header: tuple[str, ...] = ()


def find_head(source: Source, encoding: str, fixed: Fixed) -> Head:
    """Find delimiter and header, as far as a person has not fixed them."""
    if isinstance(source, RowsSource):
        return _with_header(
            "", list(islice(source.rows_of(), HEAD_LINES)), source, fixed
        )
    assert isinstance(source, TextSource)
    lines = list(islice(source.lines(encoding), HEAD_LINES))
    text = "\n".join(lines).encode(errors="replace")
    start = TextSource(source.name, lambda: BytesIO(text))
    delimiter = fixed.get("delimiter") or _separator(lines)
    tried = [delimiter] if delimiter else DELIMITERS
    rows = {mark: list(start.rows_of("utf-8", mark)) for mark in tried}
    best = max(tried, key=lambda mark: _score(rows[mark]))
    return _with_header(best, rows[best], source, fixed, encoding)


def _separator(lines: Sequence[str]) -> str:
    """Return the delimiter that the first line names for a spreadsheet program."""
    first = lines[0].strip().strip('"') if lines else ""
    return first[4] if len(first) == 5 and first[:4].lower() == "sep=" else ""


def _score(rows: Sequence[Row]) -> tuple[bool, int]:
    complete = any(_is_header(row.values) for row in rows[:_HEADER_LINES])
    return complete, sum(is_timed(row.values) for row in rows)


def _is_header(values: Iterable[str]) -> bool:
    """Return whether a row names a column for a person and one for a time."""
    names = {fold(value[:64]) for value in values}
    return bool(names & _PERSONS) and bool(names & _TIMES)


def is_moment(text: str) -> bool:
    """Return whether a text is a day with a time of day, in any order of its parts."""
    return split_moment(text) is not None and bool(day_readings(day_of(text)))


def is_day(text: str) -> bool:
    """Return whether a text is a day that is not of digits alone."""
    return not text.isdecimal() and bool(day_readings(text))


def is_clock(text: str) -> bool:
    """Return whether a text is a time of day that is not of digits alone."""
    return not text.isdecimal() and read_clock(text) is not None


def is_timed(values: Sequence[str]) -> bool:
    """Return whether a row of more than one value has day and time of day."""
    texts = [text for text in (value.strip() for value in values[:64]) if text]
    if len(texts) < 2:
        return False
    if any(map(is_moment, texts)):
        return True
    return any(map(is_day, texts)) and any(map(is_clock, texts))


def _with_header(
    delimiter: str,
    rows: Sequence[Row],
    source: Source,
    fixed: Fixed,
    encoding: str = "",
) -> Head:
    if "header_row" in fixed:
        number = fixed["header_row"]
        rows = (
            [row for row in source.rows_of(encoding, delimiter) if row.number == number]
            if number
            else []
        )
        return _head(delimiter, rows[0]) if rows else Head(delimiter)
    for row in rows[:_HEADER_LINES]:
        if _is_header(row.values):
            return _head(delimiter, row)
    timed = next((n for n, row in enumerate(rows) if is_timed(row.values)), 0)
    if timed and _may_be_header(rows[timed - 1], rows[timed], delimiter):
        return _head(delimiter, rows[timed - 1])
    return Head(delimiter)


def _may_be_header(above: Row, first: Row, delimiter: str) -> bool:
    """Return whether the row above the first punch has names that are not known."""
    names = [value.strip() for value in above.values]
    filled = [name for name in names if name]
    if is_framing(above.line) or len(set(filled)) != len(filled):
        return False
    if any(name.isdecimal() or is_clock(name) or is_day(name) for name in filled):
        return False
    if delimiter == " ":
        return len(names) == len(first.values)
    return len(filled) >= max(2, len(first.values) - 1)


def _head(delimiter: str, row: Row) -> Head:
    names = [value.strip() for value in row.values]
    while names and not names[-1]:
        names.pop()
    return Head(delimiter, row.number, tuple(names))
