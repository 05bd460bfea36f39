"""Which columns of a table that is there hold what: a schema, compared with a catalogue."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ..errors import DeviceRefused
from .schemas import Lookup, Schema

Kind = Literal["moment", "number", "text"]


class Column(NamedTuple):
    """A column as the server's catalogue lists it.

    :param kind: what its values are compared as.
    """

    name: str
    kind: Kind


class Table(NamedTuple):
    """A table as the server's catalogue lists it.

    :param place: its schema or owner on the server, ``""`` for none.
    :param columns: name in small letters to column.
    """

    place: str
    name: str
    columns: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class Layout:
    """A table of punches, and which of its columns holds what.

    :param parts: part of the schema to column.
    """

    schema: Schema
    table: Table
    parts: Mapping[str, Column]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to be read, each once."""
        return tuple(dict.fromkeys(column.name for column in self.parts.values()))

    @property
    def cursor(self) -> str:
        """The part by which new rows are found: ``id``, ``arrival`` or ``time``."""
        if "id" in self.parts and self.parts["id"].kind == "number":
            return "id"
        if "arrival" in self.parts and self.parts["arrival"].kind == "moment":
            return "arrival"
        return "time"

    @property
    def has_days(self) -> bool:
        """Whether the server can tell the day of a punch."""
        kind = self.parts["time"].kind
        return kind == "moment" or (kind == "number" and self.schema.epoch)


def layout_of(schema: Schema, table: Table) -> Layout:
    """Return which columns of a table hold what.

    :raises DeviceRefused: a column that is needed is not there, or is of another type.
    """
    parts = match(schema.columns, table)
    for group in schema.required:
        if not any(part in parts for part in group):
            names = [name for part in group for name in schema.columns.get(part, ())]
            raise DeviceRefused(
                "database_no_column",
                None,
                table=table.name,
                column=", ".join(names) or group[0],
                columns=", ".join(column.name for column in table.columns.values()),
            )
    layout = Layout(schema, table, parts)
    time = parts["time"]
    wrong = time.kind == "number" and not schema.epoch
    if wrong or (layout.cursor == "time" and not layout.has_days):
        raise DeviceRefused(
            "database_column_type", None, table=table.name, column=time.name
        )
    return layout


def match(columns: Mapping[str, tuple[str, ...]], table: Table) -> dict[str, Column]:
    """Return part to column, of those parts whose column is there."""
    return {
        part: table.columns[name.lower()]
        for part, names in columns.items()
        for name in [next((n for n in names if n.lower() in table.columns), None)]
        if name is not None
    }


def find_table(tables: Iterable[Table], name: str) -> Table:
    """Return the table of this name, however it is spelt: ``CHECKINOUT`` or ``dbo.CHECKINOUT``.

    :raises DeviceRefused: there is none.
    """
    wanted = name.lower()
    found = [
        table
        for table in tables
        if wanted in (table.name.lower(), f"{table.place}.{table.name}".lower())
    ]
    if not found:
        raise DeviceRefused("database_table_missing", None, table=name)
    # An exact spelling is meant, where several differ in nothing else.
    return next((table for table in found if table.name == name), found[0])


def find_lookup(
    tables: Iterable[Table], lookup: Lookup | None
) -> tuple[Table, dict[str, Column]] | None:
    """Return the table of a lookup and its columns, ``None`` where it cannot be used."""
    if lookup is None:
        return None
    try:
        table = find_table(tables, lookup.table)
    except DeviceRefused:
        return None
    parts = match(lookup.columns, table)
    return (table, parts) if "key" in parts else None


def is_monthly(schema: Schema) -> bool:
    """Return whether there is one table for each month."""
    return "{month" in schema.table


def find_months(
    tables: Iterable[Table], schema: Schema
) -> list[tuple[tuple[int, int], Table]]:
    """Return (year, month) and table of each month there is, the oldest first."""
    two = "{month:02}" in schema.table
    pattern = re.escape(schema.table.replace("{month:02}", "{month}"))
    pattern = pattern.replace(
        re.escape("{month}"),
        r"(?P<month>0[1-9]|1[0-2])" if two else r"(?P<month>[1-9]|1[0-2])",
    ).replace(re.escape("{year}"), r"(?P<year>\d{4})")
    found = []
    for table in tables:
        match_ = re.fullmatch(pattern, table.name, re.ASCII | re.IGNORECASE)
        if match_:
            found.append(((int(match_["year"]), int(match_["month"])), table))
    return sorted(found, key=lambda pair: pair[0])
