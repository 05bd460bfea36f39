"""What the inspection of a file found: a proposed layout, and what a person must decide."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypedDict

from ..reasons import Reason
from ..records import Punch
from .layout import Layout

#: Codes of questions. The answer to one is a value of ``fixed`` of the inspection:
#: see :func:`with_answer`.
QUESTIONS = (
    "pin",
    "time",
    "day",
    "date_order",
    "device",
    "event",
    "state",
    "state_codes",
    "pin_width",
    "with_breaks",
    "out_next_day",
)


class Fixed(TypedDict, total=False):
    """What a person has decided; the inspection keeps to it. All of it may be missing.

    ``header_row``: the number of the row with the names of the columns, 0: there is none.
    ``columns``: meaning to column number; ``None``: no column of the file has it.
    """

    encoding: str
    delimiter: str
    header_row: int
    date_order: str
    columns: Mapping[str, int | None]
    pin_width: int
    state_codes: str
    with_breaks: bool
    out_next_day: bool
    serial: str


class Option(NamedTuple):
    """One possible answer.

    :param value: what :func:`with_answer` takes.
    :param text: the answer's own data, not to be translated: the name of a column and values
        of it, a PIN as it would be; a code of ``DATE_ORDERS`` or ``STATE_CODES`` of a layout
        where that is the answer, ``""`` for yes (value 1), no (value 0) and no column
        (value ``""``).
    """

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """Something the file does not say, and that is dangerous to guess.

    :param code: of ``QUESTIONS``.
    :param options: what can be answered. The first is what the proposed layout assumes,
        except for ``pin``, ``time``, ``day`` and ``date_order``, which are never assumed.
    :param reason: why it is asked, as a sentence for a person.
    """

    code: str
    options: tuple[Option, ...]
    reason: Reason


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file.

    :param number: from 0.
    :param name: in the header, ``""`` without one.
    :param examples: the first few different values.
    :param values: different values of the whole file, at most ``MAX_VALUES``.
    """

    number: int
    name: str
    examples: tuple[str, ...]
    values: frozenset[str] = frozenset()


class SampleRow(NamedTuple):
    """One of the first rows, as it will be.

    :param number: line number in the file, or row number of a workbook.
    :param line: the original.
    :param values: its columns as they are in the file; empty in ``Inspection.refused``.
    :param device: the serial it names, ``""`` for none.
    """

    number: int
    line: str
    values: tuple[str, ...]
    device: str
    punches: tuple[Punch, ...]
    refused: Reason | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a whole file holds.

    :param layout: the proposal, complete but for what the questions ask.
    :param questions: to be answered before the file is read.
    :param sample: the first ten rows.
    :param columns: all columns, left to right.
    :param candidates: meaning to the columns that may have it, the likeliest first.
    :param signature: of the layout, to remember it by.
    :param row_count: rows that are punches, or were refused.
    :param punch_count: punches; two for a row of a day with beginning and end.
    :param refused_count: rows that cannot be read.
    :param refused: the first twenty of them.
    :param devices: serial, or what the device column says, to rows; without rows that name
        no device.
    :param pins: different PINs as they will be, at most ``MAX_VALUES``.
    :param first: the earliest punch, wall clock of the terminal, ``None`` without punches.
    :param last: the latest.
    :param unknown_words: states that are not known; their punches have no direction.
    """

    layout: Layout
    questions: tuple[Question, ...]
    sample: tuple[SampleRow, ...]
    columns: tuple[Column, ...]
    candidates: Mapping[str, tuple[Column, ...]]
    signature: str
    row_count: int = 0
    punch_count: int = 0
    refused_count: int = 0
    refused: tuple[SampleRow, ...] = ()
    devices: Mapping[str, int] = field(default_factory=dict)
    pins: frozenset[str] = frozenset()
    first: datetime | None = None
    last: datetime | None = None
    unknown_words: tuple[str, ...] = ()


#: Most different values kept of one column.
MAX_VALUES = 20_000
SAMPLE_ROWS = 10
MAX_REFUSED_SHOWN = 20

_BOOLEANS = ("with_breaks", "out_next_day")
_COLUMNS = ("pin", "time", "day", "state", "device", "event")


def with_answer(fixed: Fixed, code: str, value: str) -> Fixed:
    """Return the decisions with the answer to one question added.

    :param code: of the question.
    :param value: of the option chosen.
    """
    answered: Fixed = {**fixed}
    if code in _COLUMNS:
        column = int(value) if value else None
        answered["columns"] = {**answered.get("columns", {}), code: column}
    elif code in _BOOLEANS:
        answered[code] = value == "1"  # type: ignore[literal-required]
    elif code == "pin_width":
        answered["pin_width"] = int(value)
    elif code == "state_codes":
        answered["state_codes"] = value
    else:
        answered["date_order"] = value
    return answered


#: What holds for the next file of the layout, too.
_REMEMBERED = (
    "columns",
    "date_order",
    "pin_width",
    "state_codes",
    "with_breaks",
    "out_next_day",
)


def remembered_of(fixed: Fixed) -> Fixed:
    """Return the decisions that hold for the next file of the same layout, too."""
    kept = {name: value for name, value in fixed.items() if name in _REMEMBERED}
    return kept  # type: ignore[return-value]
