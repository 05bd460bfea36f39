"""How far a database was read, as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from zlib import crc32


@dataclass(slots=True)
class TablePosition:
    """How far one table was read.

    :param cursor: the greatest number, or the last arrival as text; ``None``: nothing yet.
    :param recent: of the last rows up to ``cursor`` the numbers, or digests where there are
        none: a row may be numbered before another and appear after it.
    :param days: day to digest of the rows it had.
    """

    cursor: int | str | None = None
    recent: list[int] = field(default_factory=list)
    days: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """As JSON can hold it; later changes do not touch it."""
        return {
            "cursor": self.cursor,
            "recent": list(self.recent),
            "days": dict(self.days),
        }


@dataclass(slots=True)
class Position:
    """How far a database was read.

    :param source: a number that differs between databases, tables and columns.
    :param directory: digest of the people and terminals that were handed over.
    """

    source: int
    tables: dict[str, TablePosition] = field(default_factory=dict)
    directory: int | None = None

    @classmethod
    def of(
        cls, stored: Mapping[str, Any] | None, values: Mapping[str, Any]
    ) -> "Position":
        """Return a stored position; a new one where it is that of another database."""
        source = _source(values)
        if not stored or stored.get("source") != source:
            return cls(source)
        tables = {
            name: TablePosition(
                table.get("cursor"),
                list(table.get("recent", ())),
                dict(table.get("days", {})),
            )
            for name, table in stored.get("tables", {}).items()
        }
        return cls(source, tables, stored.get("directory"))

    def table(self, name: str) -> TablePosition:
        """Return the position in a table."""
        return self.tables.setdefault(name, TablePosition())

    def as_json(self) -> dict[str, Any]:
        """As JSON can hold it; later changes do not touch it."""
        return {
            "source": self.source,
            "directory": self.directory,
            "tables": {name: table.as_json() for name, table in self.tables.items()},
        }


_NAMES = (
    "schema",
    "host",
    "port",
    "database",
    "path",
    "table_name",
    "pin_column",
    "time_column",
    "state_column",
    "device_column",
    "id_column",
    "arrival_column",
)


def _source(values: Mapping[str, Any]) -> int:
    return crc32(repr([values.get(name) or "" for name in _NAMES]).encode())
