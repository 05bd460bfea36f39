"""Find the columns of the time: one, day and time of day apart, or beginnings and ends."""

from collections.abc import Collection, Mapping

from ..errors import ProtocolError
from ..reasons import Reason
from .calendar_words import HALVES, fold
from .choice import Choice
from .kinds import ATTLOG
from .layout import PAIRS
from .names import (
    BREAK_IN_NAMES,
    BREAK_OUT_NAMES,
    CLOCK_IN_NAMES,
    CLOCK_NAMES,
    CLOCK_OUT_NAMES,
    DAY_NAMES,
    OTHER_TIME_NAMES,
    TIME_NAMES,
)
from .times import split_moment

#: Fewer rows may all be of midnight.
_MAX_MIDNIGHT_ROWS = 4
_PARTS = ("day", "clock", *(name for pair in PAIRS for name in pair))


def choose_time(choice: Choice, name: str) -> None:
    """Find the columns of the time.

    :param name: of the file, for errors.
    :raises ProtocolError: the file has no times, or days without times of day.
    """
    if _take_fixed(choice) or _take_by_place(choice):
        return
    moments = _moments(choice)
    choice.candidates["time"] = moments
    named = [each for each in moments if choice.name(each) in TIME_NAMES]
    of_kind = [each for each in choice.of_kind("time") or [] if each in moments]
    if of_kind or named:
        sided = [each for each in _sided(choice) if each in moments]
        _take_time(choice, of_kind[:1] or [*named, *sided])
    elif _take_pairs(choice):
        return
    elif moments:
        dated = [
            each
            for each in moments
            if choice.name(each) in DAY_NAMES or choice.name(each) in CLOCK_NAMES
        ]
        _take_time(choice, dated or moments)
    elif not _take_apart(choice):
        _take_what_is_named(choice, name)


def choose_half(choice: Choice) -> None:
    """Find a column of AM and PM alone, where the time of day goes to 12 and says neither."""
    if choice.is_fixed("half"):
        return
    number = choice.columns.get("time", choice.columns.get("clock"))
    if number is None or not all(map(_is_of_half, choice.column(number).values)):
        return
    for column in choice.free():
        words = {fold(value) for value in column.values}
        if words <= HALVES.keys() and min(map(len, words), default=0) > 1:
            choice.columns["half"] = column.number
            return


def _is_of_half(text: str) -> bool:
    """Return whether a time of day may be of either half; a text without one may be."""
    parts = split_moment(text)
    if parts is None:
        return True
    hour = int(parts.clock.replace(".", ":").partition(":")[0])
    return 1 <= hour <= 12 and not any(map(str.isalpha, parts.around[1]))


def _take_fixed(choice: Choice) -> bool:
    """Take the columns a person has chosen; a time of day for the time is the clock."""
    for meaning in _PARTS:
        choice.is_fixed(meaning)
    fixed = choice.fixed.get("time")
    if fixed is not None:
        is_clock = (
            fixed < len(choice.facts.columns) and choice.column(fixed).kind == "clock"
        )
        if not is_clock:
            choice.columns["time"] = fixed
            return True
        choice.columns["clock"] = fixed
    if {"day", "clock"} <= choice.columns.keys():
        return True
    return any(pair[0] in choice.columns or pair[1] in choice.columns for pair in PAIRS)


def _take_by_place(choice: Choice) -> bool:
    """Take the columns behind the PIN in a file of a USB stick."""
    if choice.kind is not ATTLOG:
        return False
    if choice.column(1).has_moments:
        choice.columns["time"] = 1
    else:
        choice.columns |= {"day": 1, "clock": 2}
    return True


def _moments(choice: Choice) -> list[int]:
    """Return the columns that hold day and time of day, the likeliest first."""
    numbers = [
        each.number
        for each in choice.filled()
        if each.kind == "moment" and choice.name(each.number) not in OTHER_TIME_NAMES
    ]
    digits = [
        each
        for each in choice.named(TIME_NAMES)
        if choice.column(each).kind == "digits" and _are_compact(choice, each)
    ]
    ranked = [
        each
        for each in choice.named(TIME_NAMES, DAY_NAMES, CLOCK_NAMES)
        if each in numbers
    ]
    return list(dict.fromkeys([*ranked, *digits, *numbers]))


def _are_compact(choice: Choice, number: int) -> bool:
    return all(len(value) in (12, 14) for value in choice.column(number).values)


def _take_time(choice: Choice, numbers: list[int]) -> None:
    if len(numbers) == 1 or not _differ(choice, numbers):
        choice.columns["time"] = numbers[0]
        return
    columns = ", ".join(map(choice.title, numbers))
    choice.ask_column("time", Reason("ask_time", {"columns": columns}), numbers)


def _differ(choice: Choice, numbers: list[int]) -> bool:
    first = choice.column(numbers[0])
    return any(choice.column(each).values != first.values for each in numbers[1:])


def _take_pairs(choice: Choice) -> bool:
    """Take the columns of beginnings and ends, where they hold the day or one is beside.

    :raises ProtocolError: there are more than a row may hold.
    """
    sides = [_ends(choice, table) for table in (CLOCK_IN_NAMES, CLOCK_OUT_NAMES)]
    is_numbered = all(any(number for number in side) for side in sides)
    found: dict[str, int] = {}
    for place, side in enumerate(sides):
        for number, columns in side.items():
            if is_numbered and not number:
                continue
            if len(columns) > 1 and _differ(choice, columns):
                return False
            found[PAIRS[max(number, 1) - 1][place]] = columns[0]
    dated = all(choice.column(each).kind == "moment" for each in found.values())
    days = _days(choice)
    if not found or not (dated or days):
        return False
    others = _unsided(choice, found.values())
    if others and not all(sides):
        columns = [*others, *found.values()]
        named = ", ".join(map(choice.title, columns))
        choice.ask_column("time", Reason("ask_time", {"columns": named}), columns)
        if days:
            _take_day(choice, days)
        return True
    choice.columns.update(found)
    if not dated:
        _take_day(choice, days)
    if "clock_in_2" not in found:
        _take_breaks(choice)
    return True


def _sided(choice: Choice) -> list[int]:
    """Return the columns whose names say that they begin or end."""
    tables = (CLOCK_IN_NAMES, CLOCK_OUT_NAMES)
    return [
        number
        for table in tables
        for columns in _ends(choice, table).values()
        for number in columns
    ]


def _unsided(choice: Choice, taken: Collection[int]) -> list[int]:
    """Return the columns of times whose names do not say whether they begin or end."""
    return [
        each
        for each in choice.named(TIME_NAMES, CLOCK_NAMES)
        if each not in taken and choice.column(each).kind in ("clock", "moment")
    ]


def _take_breaks(choice: Choice) -> None:
    """Take the columns of the break between beginning and end."""
    tables = (("break_out", BREAK_OUT_NAMES), ("break_in", BREAK_IN_NAMES))
    for meaning, table in tables:
        for number in choice.named(table):
            if choice.column(number).kind in ("clock", "moment", "digits"):
                choice.columns[meaning] = number
                break


def _take_day(choice: Choice, days: list[int]) -> None:
    """Take the column of the day; several without a known name are asked about."""
    if "day" in choice.columns:
        return
    first = days[0]
    if choice.name(first) in DAY_NAMES or not _differ(choice, days):
        choice.columns["day"] = first
        return
    columns = ", ".join(map(choice.title, days))
    choice.ask_column("day", Reason("ask_time", {"columns": columns}), days)


def _ends(choice: Choice, table: Mapping[str, int]) -> dict[int, list[int]]:
    """Return number in the name, 0 without one, to the columns with a name of a table."""
    found: dict[int, list[int]] = {}
    ranked: list[tuple[int, int, int]] = []
    for column in choice.filled():
        name = choice.name(column.number)
        bare = name.rstrip("0123456789")
        known = name if name in table else bare
        if known in table and column.kind in ("clock", "moment", "digits"):
            number = int(name[len(bare) :][:3] or 0)
            ranked.append((table[known], number, column.number))
    for _rank, number, place in sorted(ranked):
        if number > len(PAIRS):
            raise ProtocolError("file_many_moments", maximum=len(PAIRS))
        found.setdefault(number, []).append(place)
    return found


def _days(choice: Choice) -> list[int]:
    """Return the columns that hold days, the likeliest first."""
    named = [
        each for each in choice.named(DAY_NAMES) if choice.column(each).holds_days()
    ]
    days = [
        each.number
        for each in choice.filled()
        if each.kind == "day" and choice.name(each.number) not in OTHER_TIME_NAMES
    ]
    return list(dict.fromkeys([*named, *days]))


def _clocks(choice: Choice) -> list[int]:
    named = [
        each
        for each in choice.named(CLOCK_NAMES, TIME_NAMES)
        if choice.column(each).holds_clocks() or choice.column(each).kind == "moment"
    ]
    clocks = [
        each.number
        for each in choice.filled()
        if each.kind == "clock" and choice.name(each.number) not in OTHER_TIME_NAMES
    ]
    return named[:1] or clocks


def _take_apart(choice: Choice) -> bool:
    """Take a column of the day and one of the time of day."""
    days, clocks = _days(choice), _clocks(choice)
    choice.candidates["day"], choice.candidates["clock"] = days, clocks
    if not days or not clocks:
        return False
    _take_day(choice, days)
    if len(clocks) == 1:
        choice.columns["clock"] = clocks[0]
    else:
        columns = ", ".join(map(choice.title, clocks))
        choice.ask_column("time", Reason("ask_time", {"columns": columns}), clocks)
    return True


def _take_what_is_named(choice: Choice, name: str) -> None:
    """Take columns by their names alone: days at midnight, or nothing that can be read."""
    midnight = [each for each in _days(choice) if choice.column(each).has_moments]
    apart = set(choice.named(CLOCK_NAMES)) - set(midnight)
    if midnight and not apart and choice.facts.row_count <= _MAX_MIDNIGHT_ROWS:
        choice.columns["time"] = midnight[0]
        return
    others = [each.number for each in choice.filled() if each.kind == "moment"]
    if others:
        columns = ", ".join(map(choice.title, others))
        choice.ask_column(
            "time", Reason("ask_time_other", {"columns": columns}), others
        )
        return
    if _days(choice):
        raise ProtocolError("file_no_clock", name=name)
    named = choice.named(TIME_NAMES, CLOCK_NAMES, DAY_NAMES)
    if not named:
        raise ProtocolError("file_unknown", name=name)
    choice.columns["time"] = named[0]
