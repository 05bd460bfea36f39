"""Read one row of a file whose layout is known."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import pairwise

from ..errors import ProtocolError
from ..limits import MAX_LINE_LENGTH, MAX_WORKCODE_LENGTH, TOO_LONG
from ..reasons import Reason
from ..records import Punch
from .calendar_words import fold
from .framing import is_framing
from .kinds import ATTLOG, kind_named
from .layout import PAIRS, Layout
from .moments import Cache, Moments
from .pins import read_pin
from .source import Row
from .states import has_passed, read_state
from .times import Moment, day_of, read_moment, why_no_day, why_no_moment

_IN, _OUT, _BREAK_OUT, _BREAK_IN = range(4)
_ONE_DAY = timedelta(days=1)
_MIDNIGHT = time()
#: A column number no row has.
_NOWHERE = 1_000_000


class RowReader:
    """Reads rows of one layout.

    :raises ProtocolError: the layout names no column for PIN or time.
    """

    def __init__(self, layout: Layout):
        columns = layout.columns
        if "pin" not in columns:
            raise ProtocolError("file_pin_unknown")
        kind = kind_named(layout)
        self._layout = layout
        self._pin = columns["pin"]
        self._time = columns.get("time", _NOWHERE)
        self._day = columns.get("day", _NOWHERE)
        self._clock = columns.get("clock", _NOWHERE)
        self._pairs = [
            [(columns.get(begin, _NOWHERE), _IN), (columns.get(end, _NOWHERE), _OUT)]
            for begin, end in PAIRS
            if begin in columns or end in columns
        ]
        if self._pairs:
            self._pairs[0][1:1] = [
                (columns[name], state)
                for name, state in (("break_out", _BREAK_OUT), ("break_in", _BREAK_IN))
                if name in columns
            ]
        is_timed = "time" in columns or {"day", "clock"} <= columns.keys()
        if not is_timed and not self._pairs:
            raise ProtocolError("file_time_unknown")
        self._half = columns.get("half", _NOWHERE)
        self._state = columns.get("state", _NOWHERE)
        self._verify = columns.get("verify", _NOWHERE)
        self._work = columns.get("workcode", _NOWHERE)
        self._event = columns.get("event", _NOWHERE)
        self._device = columns.get("device", _NOWHERE)
        self._header = tuple(map(fold, layout.header))
        is_attlog = kind is ATTLOG
        self._most = len(layout.header) or (_NOWHERE if is_attlog else layout.width)
        self._exact = layout.width
        self._is_attlog = is_attlog
        self._moments = Moments(layout.date_order)
        self._pins: Cache[str | Reason] = Cache(
            lambda text: read_pin(text, layout.pin_width, kind.pin_with_name)
        )
        small = kind.small_letters
        self._states: Cache[int | None] = Cache(
            lambda text: state_of(text, layout, small)
        )
        self._verifies: Cache[int | None] = Cache(_code)
        self._events: Cache[bool | None] = Cache(has_passed)

    def decode(self, values: Sequence[str], line: str) -> tuple[Punch, ...] | Reason:
        """Return the punches of a row, or the reason why it cannot be read."""
        count = len(values)
        if count != self._exact and self._has_wrong_width(values, count):
            return self._why_wrong_width()
        if self._pin >= count:
            return Reason("line_columns")
        pin = self._pins[values[self._pin]]
        if isinstance(pin, Reason):
            return pin
        if len(line) > MAX_LINE_LENGTH:
            return TOO_LONG
        if self._event < count and not self._events[values[self._event]]:
            return self._why_no_event(values[self._event])
        if self._pairs:
            return self._decode_pairs(pin, values, line)
        text, moment = self._moment(values, count)
        if moment is None:
            return self._why_no_moment(values, count)
        if (
            self._is_attlog
            and line.count(":") > text.count(":")
            and self._is_merged(values)
        ):
            return Reason("line_merged")
        work = values[self._work].strip() if self._work < count else ""
        if len(work) > MAX_WORKCODE_LENGTH:
            return TOO_LONG
        return (self._punch(pin, moment, values, count, work, line),)

    def _punch(
        self,
        pin: str,
        moment: Moment,
        values: Sequence[str],
        count: int,
        work: str,
        line: str,
    ) -> Punch:
        return Punch(
            pin,
            moment[0],
            self._states[values[self._state]] if self._state < count else None,
            self._verifies[values[self._verify]] if self._verify < count else None,
            "" if work == "0" else work,
            line,
            moment[1],
        )

    def _why_no_event(self, text: str) -> Reason:
        return Reason("line_event" if self._events[text] is None else "line_denied")

    def _has_wrong_width(self, values: Sequence[str], count: int) -> bool:
        if self._layout.delimiter == " ":
            return True
        return count > self._most and any(map(str.strip, values[self._most :]))

    def _why_wrong_width(self) -> Reason:
        if self._layout.delimiter == " ":
            return Reason("line_blanks", {"columns": self._exact})
        return Reason("row_width", {"maximum": self._most})

    def _is_merged(self, values: Sequence[str]) -> bool:
        """Return whether a row without a header holds a second moment: two that merged."""
        apart = sum(
            self._moments.read_apart(day.strip(), clock.strip()) is not None
            for day, clock in pairwise(values)
        )
        together = sum(read_moment(value, "day") is not None for value in values)
        return max(apart, together) > 1

    def _moment(self, values: Sequence[str], count: int) -> tuple[str, Moment | None]:
        """Return the text that holds the time of day, and the moment."""
        if self._time < count:
            text = values[self._time]
            return text, self._moments.read(self._with_half(text.strip(), values))
        if self._day >= count or self._clock >= count:
            return "", None
        day, clock = values[self._day].strip(), values[self._clock].strip()
        return clock, self._moments.read_apart(day, self._with_half(clock, values))

    def _with_half(self, clock: str, values: Sequence[str]) -> str:
        """Return a time of day with the AM or PM of its column."""
        if self._half >= len(values):
            return clock
        return f"{clock} {values[self._half].strip()}"

    def _why_no_moment(self, values: Sequence[str], count: int) -> Reason:
        order = self._layout.date_order
        if self._time < count:
            return why_no_moment(values[self._time], order)
        if self._day < count and self._clock < count:
            day = day_of(values[self._day])
            if self._moments.days[day] is None:
                return why_no_day(day, order)
            return Reason("line_time")
        return Reason("line_columns")

    def _decode_pairs(
        self, pin: str, values: Sequence[str], line: str
    ) -> tuple[Punch, ...] | Reason:
        punches: list[Punch] = []
        before: datetime | None = None
        passed = timedelta()
        for pair in self._pairs:
            moments = [self._one_of_pair(values, column) for column, _state in pair]
            if self._day == _NOWHERE:
                before = None
            elif _is_filler(moments):
                continue
            for moment, (_column, state) in zip(moments, pair, strict=True):
                if isinstance(moment, Reason):
                    return moment
                if moment is None:
                    continue
                wall = moment.time + passed
                if before and wall < before:
                    # Once midnight is passed, the rest of the row is of the next day.
                    is_first = not passed and self._day != _NOWHERE
                    if not (self._layout.out_next_day and is_first):
                        return Reason("line_end_first")
                    passed = _ONE_DAY
                    wall += passed
                punches.append(Punch(pin, wall, state, None, "", line, moment.offset))
                before = wall
        return tuple(punches)

    def _one_of_pair(
        self, values: Sequence[str], column: int
    ) -> Moment | Reason | None:
        """Return the moment of a column; ``None`` where the column has no digit."""
        text = values[column].strip() if column < len(values) else ""
        if not any(map(str.isdecimal, text)):
            return None
        order = self._layout.date_order
        if self._day == _NOWHERE:
            return self._moments.read(text) or why_no_moment(text, order)
        day = values[self._day].strip() if self._day < len(values) else ""
        found = self._moments.read_apart(day, text)
        if found:
            return found
        bare = day_of(day)
        return (
            why_no_day(bare, order)
            if not self._moments.days[bare]
            else Reason("line_time")
        )

    def device_of(self, values: Sequence[str]) -> str:
        """Return what the column of the device says, ``""`` for nothing."""
        return values[self._device].strip() if self._device < len(values) else ""

    def is_refused(self, row: Row) -> bool:
        """Return whether a row that is no punch is refused, not part of the frame."""
        if is_framing(row.line) or not any(map(str.strip, row.values)):
            return False
        return not self._header or tuple(map(fold, row.values)) != self._header


def _is_filler(moments: Sequence[Moment | Reason | None]) -> bool:
    """Return whether beginning and end, and all between, are midnight: nobody came."""
    filled = [moment for moment in moments if moment is not None]
    return len(filled) > 1 and all(
        isinstance(moment, Moment) and moment.time.time() == _MIDNIGHT
        for moment in filled
    )


def state_of(text: str, layout: Layout, small_letters: bool) -> int | None:
    """Return the state a value names, ``None`` for none and for one that is not known.

    :param small_letters: whether a small letter is another state than its capital.
    """
    text = text.strip()
    if small_letters and text in ("i", "o"):
        return None
    return read_state(text, layout.with_breaks, layout.state_codes)[0]


def _code(text: str) -> int | None:
    text = text.strip()
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    return int(text) if is_number else None
