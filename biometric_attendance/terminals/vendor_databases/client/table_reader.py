"""Rows of one table of punches: those that are new, and how many each day has."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zlib import crc32

from ..layout import Layout
from ..rows import RESET_CLOCKS_BEFORE
from .connection import Connection, Row

#: Rows of one question to the server.
PAGE_ROWS = 20_000
_DAY = timedelta(days=1)
_DAY_SECONDS = 86_400
_EPOCH = datetime(1970, 1, 1)
#: Before it are the zeros that MySQL has for no day; SQL Server counts days from here.
_FIRST_DAY = datetime(1753, 1, 1)


class TableReader:
    """Asks for the rows of a table.

    :param since: midnight; nothing older is wanted, but of clocks that were reset. The day
        before it is read too: the database may count days in another zone.
    """

    def __init__(self, connection: Connection, layout: Layout, since: datetime):
        self._connection, self.layout = connection, layout
        self._since = max(since, _EPOCH + _DAY) - _DAY
        names = layout.columns
        self._columns = connection.names(names)
        self._from = f"FROM {connection.place(layout.table)}"
        self._where, self._values = self._fixed()
        self._index = {
            part: names.index(col.name) for part, col in layout.parts.items()
        }

    def value(self, part: str, row: Row) -> Any:
        """Return the value of a part of a row."""
        return row[self._index[part]]

    def _name(self, part: str) -> str:
        return self._connection.name(self.layout.parts[part].name)

    def _fixed(self) -> tuple[list[str], list[Any]]:
        """Return the conditions that rows of punches fulfil, and their values."""
        schema, parts = self.layout.schema, self.layout.parts
        conditions: list[str] = []
        values: list[Any] = []
        if schema.events and "event" in parts:
            one = f"{self._name('event')} BETWEEN %s AND %s"
            conditions.append(f"({' OR '.join([one] * len(schema.events))})")
            values += [number for span in schema.events for number in span]
        if schema.people_only and parts["pin"].kind == "text":
            conditions.append(f"{self._name('pin')} <> %s")
            values.append("")
        return conditions, values

    def _wanted(self, since: datetime) -> tuple[list[str], list[Any]]:
        """Return the conditions of rows not older than that; those without a time are."""
        conditions, values = list(self._where), list(self._values)
        if self.layout.has_days:
            time = self._name("time")
            conditions.append(f"({time} >= %s OR {time} < %s OR {time} IS NULL)")
            values += [self._time(since), self._time(RESET_CLOCKS_BEFORE)]
        return conditions, values

    def _time(self, value: datetime) -> Any:
        """Return a moment as values of the column of times are compared."""
        if self.layout.parts["time"].kind == "number":
            return int((value - _EPOCH).total_seconds())
        return value

    def _ask(
        self,
        conditions: Sequence[str],
        values: Sequence[Any],
        order: str = "",
        most: int | None = None,
    ) -> list[Row]:
        rest = self._from + _where(conditions)
        if order:
            rest += f" ORDER BY {order}"
        return self._connection.query(
            self._connection.select(self._columns, rest, most), values
        )

    def greatest(self) -> Any:
        """Return the greatest number of a row, ``None`` for an empty table."""
        sql = self._connection.select(f"MAX({self._name('id')})", self._from)
        [(value,)] = self._connection.query(sql)
        return value

    def pages(self, part: str, after: Any) -> Iterator[list[Row]]:
        """Yield the rows whose number or arrival is greater than that, in its order.

        :param after: ``None`` for all.
        """
        name, full = self._name(part), True
        while full:
            conditions, values = self._wanted(self._since)
            if after is not None:
                conditions.append(f"{name} > %s")
                values.append(after)
            rows = self._ask(conditions, values, name, PAGE_ROWS)
            full = len(rows) == PAGE_ROWS
            if full and part != "id":
                rows = self._whole_ties(part, rows)
            if rows:
                after = self.value(part, rows[-1])
                yield rows

    def _whole_ties(self, part: str, rows: list[Row]) -> list[Row]:
        """Return rows without the last arrival, of which more may follow; or all of it."""
        last = self.value(part, rows[-1])
        before = [row for row in rows if self.value(part, row) != last]
        if before:
            return before
        conditions, values = self._wanted(self._since)
        return self._ask([*conditions, f"{self._name(part)} = %s"], [*values, last])

    def count_days(self, since: datetime) -> dict[str, tuple[int, str]]:
        """Return day to how many rows it has, and a digest of them by terminal."""
        time = self.layout.parts["time"]
        name = self._name("time")
        day = f"CAST({name} AS date)"
        if time.kind == "number":
            day = f"{name} - {name} %% {_DAY_SECONDS}"
        terminals = [
            self._name(p) for p in ("serial", "device") if p in self.layout.parts
        ]
        groups = [day, *dict.fromkeys(terminals)]
        conditions, values = self._wanted(max(since, self._since))
        sql = self._connection.select(
            ", ".join([*groups, "COUNT(*)"]),
            f"{self._from}{_where(conditions)} GROUP BY {', '.join(groups)}",
        )
        counts: dict[str, list[str]] = {}
        totals: dict[str, int] = {}
        for first, *keys, count in self._connection.query(sql, values):
            key = _day_text(first)
            counts.setdefault(key, []).append(f"{keys}={count}")
            totals[key] = totals.get(key, 0) + int(count)
        return {
            key: (totals[key], f"{totals[key]}:{crc32(repr(sorted(each)).encode()):x}")
            for key, each in counts.items()
        }

    def rows_of(self, days: Sequence[str]) -> list[Row]:
        """Return the rows of days on end; ``""`` is that of rows without a day."""
        conditions, values = list(self._where), list(self._values)
        name = self._name("time")
        if days == [""]:
            conditions.append(f"({name} IS NULL OR {name} < %s)")
            return self._ask(conditions, [*values, self._time(_FIRST_DAY)])
        first, last = map(_day_of, (days[0], days[-1]))
        conditions.append(f"{name} >= %s")
        values.append(self._time(first))
        if last <= datetime.max - _DAY:
            conditions.append(f"{name} < %s")
            values.append(self._time(last + _DAY))
        return self._ask(conditions, values)


def spans(
    days: Iterable[str], counts: dict[str, tuple[int, str]]
) -> Iterator[list[str]]:
    """Yield days in groups that one question can ask for.

    The days of a group may have others between them that nobody asked for, which hold few
    rows: a question for a group asks for them as well.
    """
    group: list[str] = []
    size = 0
    for day in sorted(days):
        count = counts[day][0]
        if group and (
            size + count > PAGE_ROWS or not group[-1] or _apart(group[-1], day)
        ):
            yield group
            group, size = [], 0
        group.append(day)
        size += count
    if group:
        yield group


def _apart(before: str, day: str) -> bool:
    """Return whether there are days between."""
    return _day_of(day) - _day_of(before) > _DAY


def _where(conditions: Sequence[str]) -> str:
    return f" WHERE {' AND '.join(conditions)}" if conditions else ""


def _day_text(value: Any) -> str:
    """Return a day as the server groups by it; ``""`` for none."""
    if value is None:
        return ""
    if not isinstance(value, (date, str)):
        value = _EPOCH + timedelta(seconds=int(value))
    text = value[:10] if isinstance(value, str) else value.isoformat()[:10]
    return text if text >= _FIRST_DAY.isoformat()[:10] else ""


def _day_of(text: str) -> datetime:
    return datetime.fromisoformat(text)
