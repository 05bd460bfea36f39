"""A session with a database: what is new, what came late, whom and what it names.

New rows are found by their number, or by when they arrived; never by the time of the
punch. What came late all the same is found by counting the rows of each day and terminal,
and reading the days whose count has changed. Without number and arrival, that is how
everything is found.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import datetime, time, timedelta
from typing import Any
from zlib import crc32
from zoneinfo import ZoneInfo

from ...client.budget import Budget
from ...errors import DeviceRefused
from ...poll import Limits
from ...reasons import Reason
from ...session import SessionPlan
from ...source import SourceRead, SourceReading
from ..directory import Directory
from ..layout import (
    Layout,
    Table,
    find_lookup,
    find_months,
    find_table,
    is_monthly,
    layout_of,
)
from ..position import Position, TablePosition
from ..rows import RowDecoder
from ..schemas import Lookup, Schema
from .ahead import read_ahead
from .connection import Connection, Row
from .table_reader import TableReader, spans

STEP_ROWS = 5_000
#: A number may be given to a row before another, and appear after it.
OVERLAP_ROWS = 200
OVERLAP_ARRIVAL = timedelta(minutes=10)
#: Rows of that time that are known again; others are handed over twice, which does no harm.
MAX_MARKS = 2_000
LOOK_THROUGH = timedelta(days=35)
#: Cursor of a table that is compared by days, once all of it was read.
WHOLE = "whole"
_FIRST_DAY = datetime(1970, 1, 1)


def run_session(
    connect: Callable[[], Connection],
    schema: Schema,
    values: Mapping[str, Any],
    plan: SessionPlan,
    limits: Limits,
) -> SourceReading:
    """Return a session, which connects at its first step.

    :raises TransportError: the server cannot be reached, or something needed is not there.
    """
    budget = Budget(limits.deadline)
    with closing(connect()) as connection:
        reading = _Reading(connection, schema, values, plan)
        for step in reading.steps():
            with budget.paused():
                yield step
            if budget.spent:
                return


class _Reading:
    def __init__(
        self,
        connection: Connection,
        schema: Schema,
        values: Mapping[str, Any],
        plan: SessionPlan,
    ):
        self._connection, self._schema = connection, schema
        self._look_through = plan.read_whole_log
        self._position = Position.of(plan.position, values)
        self._zone = ZoneInfo(values.get("tz") or "UTC")
        since = values.get("since") or _FIRST_DAY
        self._since = datetime(since.year, since.month, since.day)
        self._overlap = timedelta(days=int(values.get("overlap_days") or 0))
        self._directory = Directory()
        self._notice: Reason | None = None

    def steps(self) -> Iterator[SourceRead]:
        tables = self._connection.tables()
        # Before anything is read, so that what is wrong is said and nothing is half done.
        layouts = self._find_layouts(tables)
        self._read_directory(tables)
        yield from self._give_directory()
        for layout in layouts:
            yield from self._read_table(layout)
        yield self._step(None, (), complete=True)

    def _find_layouts(self, tables: list[Table]) -> list[Layout]:
        schema = self._schema
        if not is_monthly(schema):
            return [layout_of(schema, find_table(tables, schema.table))]
        months = find_months(tables, schema)
        if not months:
            raise DeviceRefused("database_table_missing", None, table=schema.table)
        first = (self._since.year, self._since.month)
        if not self._look_through and self._position.tables:
            # A row goes into the month of its punch: that before is read on.
            today = self._today()
            day = min(today.replace(day=1) - timedelta(days=1), today - self._overlap)
            first = max(first, (day.year, day.month))
        return [layout_of(schema, table) for month, table in months if month >= first]

    def _read_directory(self, tables: list[Table]) -> None:
        for lookup, add in (
            (self._schema.people, self._directory.add_people),
            (self._schema.terminals, self._directory.add_terminals),
        ):
            add(self._look_up(tables, lookup))

    def _look_up(
        self, tables: list[Table], lookup: Lookup | None
    ) -> Iterator[dict[str, Any]]:
        found = find_lookup(tables, lookup)
        if not found:
            return
        table, parts = found
        names = [column.name for column in parts.values()]
        rows = self._connection.query(
            self._connection.select(
                self._connection.names(names), f"FROM {self._connection.place(table)}"
            )
        )
        for row in rows:
            yield dict(zip(parts, row, strict=True))

    def _give_directory(self) -> Iterator[SourceRead]:
        """Yield whom and what the database names, where that has changed."""
        digest = self._directory.digest
        if digest == self._position.directory and not self._look_through:
            return
        self._position.directory = digest
        yield SourceRead(
            {},
            self._position.as_json(),
            complete=False,
            terminals=self._directory.terminals,
            users=self._directory.users,
        )

    def _read_table(self, layout: Layout) -> Iterator[SourceRead]:
        position = self._position.table(layout.table.name)
        reader = TableReader(self._connection, layout, self._since)
        decoder = RowDecoder(
            self._schema,
            layout.columns,
            {part: column.name for part, column in layout.parts.items()},
            self._directory,
            self._zone,
            self._since,
        )

        def hand_over(
            rows: list[Row], done: Callable[[], None]
        ) -> Iterator[SourceRead]:
            yield from self._hand_over(decoder, rows, done)

        if layout.cursor == "time":
            yield from self._compare(reader, position, hand_over)
            return
        if position.cursor is None and layout.has_days and not position.days:
            # All these rows are read now: what is counted differently later came late.
            counts = reader.count_days(self._window())
            position.days = {day: digest for day, (_n, digest) in counts.items()}
        if layout.cursor == "id":
            yield from self._read_numbers(reader, position, decoder)
        else:
            yield from self._read_arrivals(reader, position, decoder)
        if self._look_through and layout.has_days:
            yield from self._compare(reader, position, hand_over)

    def _window(self) -> datetime:
        """Return the midnight from which on late rows are looked for."""
        days = LOOK_THROUGH if self._look_through else self._overlap
        return max(self._today() - days, self._since)

    def _today(self) -> datetime:
        """Return the server's midnight."""
        return datetime.combine(self._connection.now(), time.min)

    def _read_numbers(
        self, reader: TableReader, position: TablePosition, decoder: RowDecoder
    ) -> Iterator[SourceRead]:
        last = position.cursor if isinstance(position.cursor, int) else None
        if last is not None:
            greatest = reader.greatest()
            if greatest is None or int(greatest) < last:
                # The table was made anew, and its numbers begin again.
                values = {"table": reader.layout.table.name, "before": last}
                self._notice = Reason("database_set_back", values)
                last, position.cursor, position.recent = None, None, []
        seen = set(position.recent)
        after = None if last is None else last - OVERLAP_ROWS
        for rows in read_ahead(reader.pages("id", after)):
            new = [row for row in rows if int(reader.value("id", row)) not in seen]
            for start in range(0, len(new), STEP_ROWS):
                piece = new[start : start + STEP_ROWS]
                numbers = [int(reader.value("id", row)) for row in piece]
                cursor = numbers[-1] if last is None else max(numbers[-1], last)
                last = position.cursor = cursor
                position.recent = sorted(
                    number
                    for number in {*position.recent, *numbers[-OVERLAP_ROWS:]}
                    if number > cursor - OVERLAP_ROWS
                )
                yield self._step(decoder, piece)

    def _read_arrivals(
        self, reader: TableReader, position: TablePosition, decoder: RowDecoder
    ) -> Iterator[SourceRead]:
        after = None
        if isinstance(position.cursor, str):
            after = datetime.fromisoformat(position.cursor) - OVERLAP_ARRIVAL
        seen, window = set(position.recent), list[tuple[Any, int]]()
        for rows in read_ahead(reader.pages("arrival", after)):
            last = reader.value("arrival", rows[-1])
            marked = [(row, crc32(repr(row).encode())) for row in rows]
            window += [(reader.value("arrival", row), mark) for row, mark in marked]
            window = [pair for pair in window if pair[0] > last - OVERLAP_ARRIVAL]

            def done(last: Any = last, window: Any = tuple(window)) -> None:
                position.cursor = last.isoformat()
                position.recent = [mark for _at, mark in window[-MAX_MARKS:]]

            new = [row for row, mark in marked if mark not in seen]
            yield from self._hand_over(decoder, new, done)

    def _compare(
        self,
        reader: TableReader,
        position: TablePosition,
        hand_over: Callable[[list[Row], Callable[[], None]], Iterator[SourceRead]],
    ) -> Iterator[SourceRead]:
        """Read the days whose rows are not those they were."""
        by_time = reader.layout.cursor == "time"
        is_first = by_time and position.cursor is None
        window = self._since if is_first else self._window()
        counts = reader.count_days(window)
        changed = [
            day
            for day, (_n, digest) in counts.items()
            if position.days.get(day) != digest
        ]
        for days in spans(changed, counts):

            def done(days: list[str] = days) -> None:
                position.days |= {day: counts[day][1] for day in days}

            yield from hand_over(reader.rows_of(days), done)
        if by_time:
            position.cursor = WHOLE
        first, oldest = window, max(self._today() - LOOK_THROUGH, self._since)
        position.days = {
            day: digest
            for day, digest in position.days.items()
            if day in counts or oldest.isoformat() <= day < first.isoformat()
        }

    def _hand_over(
        self, decoder: RowDecoder, rows: list[Row], done: Callable[[], None]
    ) -> Iterator[SourceRead]:
        """Yield rows in steps; the position moves with the last of them."""
        for start in range(0, len(rows), STEP_ROWS):
            if start + STEP_ROWS >= len(rows):
                done()
            yield self._step(decoder, rows[start : start + STEP_ROWS])
        if not rows:
            done()

    def _step(
        self,
        decoder: RowDecoder | None,
        rows: Sequence[Row],
        *,
        complete: bool = False,
    ) -> SourceRead:
        uploads = decoder.decode(rows) if decoder else {}
        notice, self._notice = self._notice, None
        return SourceRead(uploads, self._position.as_json(), complete, notice=notice)
