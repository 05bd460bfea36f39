"""Inspect a file of punches: propose how to read it, and ask what it does not say."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import combinations, islice

from ..errors import ProtocolError
from ..reasons import Reason
from .calendar_words import fold
from .choice import Choice
from .choice_pin import choose_pin, choose_width
from .choice_state import ask_breaks, choose_codes, choose_others, unknown_words
from .choice_time import choose_half, choose_time
from .encodings import detect_encoding
from .facts import FileFacts
from .framing import serial_in, serial_of_name
from .head import Head, find_head
from .kinds import ATTLOG, Kind, kind_of
from .layout import Layout, signature
from .names import INTERNAL_NAMES, PIN_NAMES
from .proposal import (
    SAMPLE_ROWS,
    Fixed,
    Inspection,
    Option,
    Question,
    SampleRow,
    remembered_of,
)
from .reading import Decoded
from .source import Source, TextSource
from .summary import Summary, is_timed, summarize

_COLUMN_QUESTIONS = ("pin", "time", "day", "state", "device", "event")


def inspect(
    source: Source,
    *,
    encoding: str = "utf-8",
    remembered: Mapping[str, Fixed] | None = None,
    fixed: Fixed | None = None,
    known_pins: Collection[str] = (),
) -> Inspection:
    """Read the whole file, and propose a layout for it.

    :param encoding: used where the text is neither UTF-8 nor UTF-16.
    :param remembered: signature to what a person decided before about such a file. What
        nobody was asked about one file is not decided for the next.
    :param fixed: what a person has decided; nothing of it is asked again.
    :param known_pins: of the device, to tell PINs that lost their zeros.
    :raises ProtocolError: the file is empty, no text, or has no times in it; or its days
        contradict each other.
    """
    decided: Fixed = {**fixed} if fixed else {}
    codec = _codec(source, encoding, decided)
    head = find_head(source, codec, decided)
    facts, kind = _gather(source, codec, head)
    layout = Layout(
        kind=kind.key,
        encoding=codec,
        delimiter=head.delimiter,
        rows_above=head.header_row,
        header=head.header,
        width=len(head.header) or facts.width,
        serial=decided.get("serial") or serial_of_name(source.name),
    )
    old = (remembered or {}).get(signature(layout))
    if old:
        decided = _with_remembered(decided, old)
    choice = Choice(
        facts,
        kind,
        head.delimiter,
        [fold(name) for name in head.header],
        head.header,
        _columns_in(decided, facts),
    )
    choose_time(choice, source.name)
    choose_pin(choice)
    choose_half(choice)
    choose_others(choice)
    before = old.get("date_order", "") if old else ""
    layout = _complete(layout, choice, decided, known_pins, before)
    summary = summarize(source, layout, facts.row_count)
    return _inspection(source, layout, choice, summary, decided)


def _codec(source: Source, encoding: str, fixed: Fixed) -> str:
    if not isinstance(source, TextSource):
        return ""
    with source.open() as stream:
        found = detect_encoding(source.name, stream, fixed.get("encoding") or encoding)
    # What is UTF-8 or UTF-16 shows it; everything else is as a person says.
    return found


def _gather(source: Source, codec: str, head: Head) -> tuple[FileFacts, Kind]:
    """Look at all rows, and tell which layout it is.

    :raises ProtocolError: there are no rows.
    """
    names = [fold(name) for name in head.header]
    kind = kind_of(names)
    persons = {*PIN_NAMES, *INTERNAL_NAMES, *kind.internal}
    numbers = [number for number, name in enumerate(names) if name in persons]
    facts = FileFacts(combinations(numbers, 2))
    rows = source.rows_of(codec, head.delimiter)
    facts.gather(rows, head.header_row, head.header)
    if not facts.columns:
        raise ProtocolError("file_empty", name=source.name)
    if not head.header and head.delimiter in ("\t", " ") and _begins_with_pin(facts):
        return facts, ATTLOG
    return facts, kind


def _begins_with_pin(facts: FileFacts) -> bool:
    """Return whether the first column is followed by the time, as on a USB stick."""
    if len(facts.columns) < 2:
        return False
    first, second, *more = facts.columns
    if first.kind in ("moment", "day", "clock") or not first.filled:
        return False
    if second.kind == "moment" or second.has_moments:
        return True
    return second.kind == "day" and bool(more) and more[0].kind == "clock"


def _with_remembered(fixed: Fixed, old: Fixed) -> Fixed:
    """Return what was decided before, below what is decided now."""
    columns = {**old.get("columns", {}), **fixed.get("columns", {})}
    decided: Fixed = {**remembered_of(old), **fixed, "columns": columns}
    if "date_order" not in fixed:
        decided.pop("date_order", None)  # it holds where it fits
    return decided


def _columns_in(fixed: Fixed, facts: FileFacts) -> dict[str, int | None]:
    """Return the columns a person has chosen that the file has."""
    count = len(facts.columns)
    return {
        meaning: number
        for meaning, number in fixed.get("columns", {}).items()
        if number is None or 0 <= number < count
    }


def _complete(
    layout: Layout,
    choice: Choice,
    fixed: Fixed,
    known_pins: Collection[str],
    before: str,
) -> Layout:
    """Decide order of dates, zeros and words, and ask where that cannot be.

    :param before: the order of dates that was chosen for such a file before.
    """
    order = fixed.get("date_order") or _date_order(choice, before)
    if "pin_width" in fixed:
        width = fixed["pin_width"]
    else:
        width = choose_width(choice, known_pins)
    codes = fixed["state_codes"] if "state_codes" in fixed else choose_codes(choice)
    if "with_breaks" not in fixed:
        ask_breaks(choice)
    return replace(
        layout,
        date_order=order,
        columns=dict(choice.columns),
        pin_width=width,
        state_codes=codes,
        with_breaks=fixed.get("with_breaks", False),
        out_next_day=fixed.get("out_next_day", False),
    )


def _date_order(choice: Choice, before: str) -> str:
    """Return the order all days of the file fit, ``""`` where more than one does.

    :param before: an order to take where it fits.
    :raises ProtocolError: no order fits all days.
    """
    meanings = ("time", "day", "clock_in", "clock_out")
    numbers = {choice.columns[each] for each in meanings if each in choice.columns}
    orders = [
        choice.column(each).orders
        for each in numbers
        if each < len(choice.facts.columns) and choice.column(each).orders.is_needed
    ]
    if not orders:
        return "year"
    fitting = set.intersection(*(each.fitting for each in orders))
    if not fitting:
        raise ProtocolError("file_days_mixed")
    if before in fitting:
        return before
    ambiguous = next((each for each in orders if each.ambiguous), None)
    if len(fitting) == 1 or ambiguous is None:
        return next(each for each in ("day", "month", "year") if each in fitting)
    readings = " / ".join(ambiguous.readings)
    reason = Reason(
        "ask_date_order", {"day": ambiguous.ambiguous, "readings": readings}
    )
    options = [
        Option(each, each) for each in ("day", "month", "year") if each in fitting
    ]
    choice.ask("date_order", reason, options)
    return ""


def _inspection(
    source: Source, layout: Layout, choice: Choice, summary: Summary, fixed: Fixed
) -> Inspection:
    if summary.end_first and "out_next_day" not in fixed:
        reason = Reason("ask_out_next_day", {"count": summary.end_first})
        choice.ask("out_next_day", reason, [Option("0", ""), Option("1", "")])
    return Inspection(
        layout=layout,
        questions=tuple(
            each for each in choice.questions if not _is_answered(each, fixed)
        ),
        sample=_sample(source, layout, summary),
        columns=tuple(map(choice.shown, range(len(choice.facts.columns)))),
        candidates={
            meaning: tuple(map(choice.shown, numbers))
            for meaning, numbers in choice.candidates.items()
        },
        signature=signature(layout),
        row_count=summary.row_count,
        punch_count=summary.punch_count,
        refused_count=summary.refused_count,
        refused=tuple(_row(row, ()) for row in summary.refused),
        devices=dict(summary.devices),
        pins=frozenset(summary.pins),
        first=summary.first,
        last=summary.last,
        unknown_words=unknown_words(choice),
    )


def _is_answered(question: Question, fixed: Fixed) -> bool:
    if question.code in _COLUMN_QUESTIONS:
        return question.code in fixed.get("columns", {})
    return question.code in fixed and question.code != "date_order"


def _row(row: Decoded, values: tuple[str, ...]) -> SampleRow:
    return SampleRow(row.number, row.line, values, row.device, row.punches, row.refused)


def _sample(source: Source, layout: Layout, summary: Summary) -> tuple[SampleRow, ...]:
    """Return the first rows with their values, also where they cannot be read yet."""
    rows = source.rows_of(layout.encoding, layout.delimiter)
    below = (row for row in rows if row.number > layout.rows_above)
    if not summary.sample:
        why = Reason("file_pin_unknown" if is_timed(layout) else "file_time_unknown")
        return tuple(
            SampleRow(row.number, row.line, tuple(row.values), "", (), why)
            for row in islice(below, SAMPLE_ROWS)
            if not serial_in(row.line)
        )
    wanted = {row.number: row for row in summary.sample}
    last = summary.sample[-1].number
    values: dict[int, tuple[str, ...]] = {}
    for row in below:
        if row.number in wanted:
            values[row.number] = tuple(row.values)
        if row.number >= last:
            break
    return tuple(_row(row, values.get(number, ())) for number, row in wanted.items())
