"""A connection to a database server of any kind: questions only, and few of them."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from ..layout import Column, Kind, Table

Row = tuple[Any, ...]
FETCH_ROWS = 5_000

#: Types of columns by how their values compare; any other is text.
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("moment", re.compile(r"(small)?datetime|timestamp|date\b")),
    ("number", re.compile(r"(tiny|small|medium|big)?int|serial|numeric|decimal")),
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a database is, and how it is to be called.

    :param port: 0 for the usual one.
    :param ca_certificate: PEM of an authority of the customer's own, ``""`` for those the
        operating system trusts.
    :param fingerprint: SHA-256 of the one certificate that is trusted, as hex; ``""``: none.
    :param plain: whether a server that cannot encrypt may be talked to.
    :param timeout: seconds to wait for one answer.
    """

    host: str
    database: str
    username: str
    password: str = field(repr=False)
    port: int = 0
    ca_certificate: str = field(default="", repr=False)
    fingerprint: str = ""
    plain: bool = False
    allow_loopback: bool = False
    timeout: float = 20.0


class Connection(ABC):
    """An open connection that can read and nothing else.

    Names come from :meth:`tables` alone; values are parameters, as ``%s``.
    """

    #: Lists (place, table, column, type) of all tables the account may read.
    catalogue: ClassVar[str]
    #: Gives the server's own wall clock.
    clock: ClassVar[str]
    #: Marks around a name; the second is doubled within.
    quotes: ClassVar[str] = '""'

    def __init__(self, driver: Any, translate: Callable[[Exception], Exception]):
        self._driver = driver
        self._translate = translate

    @abstractmethod
    def select(self, what: str, rest: str, most: int | None = None) -> str:
        """Return a SELECT.

        :param rest: from FROM on.
        :param most: rows, ``None`` for all.
        """

    def query(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows of a SELECT.

        :raises TransportError: the server refused it or broke off.
        """
        try:
            with closing(self._driver.cursor()) as cursor:
                cursor.execute(sql, tuple(values))
                rows: list[Row] = []
                while piece := cursor.fetchmany(FETCH_ROWS):
                    rows += piece
                return rows
        except Exception as error:
            raise self._translate(error) from error

    def run(self, sql: str) -> None:
        """Carry out a statement that gives no rows.

        :raises TransportError: the server refused it or broke off.
        """
        try:
            with closing(self._driver.cursor()) as cursor:
                cursor.execute(sql)
        except Exception as error:
            raise self._translate(error) from error

    def tables(self) -> list[Table]:
        """Return the tables the account may read."""
        found: dict[tuple[str, str], dict[str, Column]] = {}
        for place, table, column, kind in self.query(self.catalogue):
            columns = found.setdefault((str(place or ""), str(table)), {})
            columns[str(column).lower()] = Column(str(column), kind_of(str(kind)))
        return [Table(place, name, columns) for (place, name), columns in found.items()]

    def now(self) -> datetime:
        """Return the wall clock of the server, without a zone."""
        [(value,)] = self.query(self.clock)
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value.replace(tzinfo=None, microsecond=0)

    def name(self, name: str) -> str:
        """Return a name of the catalogue as SQL has it."""
        first, last = self.quotes[0], self.quotes[1]
        # A percent sign would be taken for a parameter.
        return first + name.replace(last, last * 2).replace("%", "%%") + last

    def place(self, table: Table) -> str:
        """Return a table as SQL names it."""
        parts = filter(None, (table.place, table.name))
        return ".".join(map(self.name, parts))

    def names(self, names: Iterable[str]) -> str:
        """Return names as a list of SQL."""
        return ", ".join(map(self.name, names))

    def close(self) -> None:
        """End the connection; never raises."""
        with suppress(Exception):  # it is broken already, and that was said
            self._driver.close()


def kind_of(name: str) -> Kind:
    """Return what the values of a column of this type are compared as."""
    return next((kind for kind, type_ in _KINDS if type_.match(name.lower())), "text")
