"""Questions about the tables of a terminal of the security dialect."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from ..people import Place, Refused
from . import security_rows as rows
from .fields import BadValue, fields
from .outcome import Outcome

if TYPE_CHECKING:
    from .security import SecurityEndpoint

Values = dict[str, str]


class NoTable(Refused):
    """The terminal does not have this table."""


def query(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    """``tablename=user,fielddesc=*,filter=*``; the filter is values between TABs."""
    found = re.fullmatch(r"tablename=(\w+),fielddesc=([^,]+),filter=(.*)", argument)
    if not found:
        raise BadValue("This is no query.")
    table, _, condition = found.groups()
    if table not in TABLES:
        raise NoTable(f"There is no table {table}.")
    values = {} if condition == "*" else fields(condition)
    if condition != "*" and not values:
        raise BadValue("The filter has no values.")
    lines = tuple(TABLES[table](endpoint, values))
    return Outcome(len(lines), table=table, rows=lines)


def count(endpoint: SecurityEndpoint, argument: str) -> Outcome:
    """``user``: as many rows as the return code says."""
    table = argument.removeprefix("tablename=").partition(",")[0].strip()
    if table not in TABLES:
        raise NoTable(f"There is no table {table}.")
    return Outcome(len(tuple(TABLES[table](endpoint, {}))))


def _users(endpoint: SecurityEndpoint, values: Values) -> Iterator[str]:
    for user in list(endpoint.terminal.users.values()):
        if values.get("PIN", user.pin) == user.pin:
            yield rows.row(user, endpoint.terminal, endpoint.firmware)[1]


def _rights(endpoint: SecurityEndpoint, values: Values) -> Iterator[str]:
    for pin, doors in endpoint.terminal.rights.items():
        if values.get("PIN", pin) == pin:
            own = rows.values(pin=pin, authorizetimezoneid=1, authorizedoorid=doors)
            yield f"userauthorize {own}"


def _templates(table: str) -> Callable[[SecurityEndpoint, Values], Iterator[str]]:
    def of(endpoint: SecurityEndpoint, values: Values) -> Iterator[str]:
        terminal = endpoint.terminal
        for place, template in list(terminal.templates.items()):
            if _meant(place, values) and rows.table_of(terminal, place) == table:
                yield rows.row(template, terminal, endpoint.firmware)[1]

    return of


def _meant(place: Place, values: Values) -> bool:
    return values.get("PIN", place.pin) == place.pin


def _transactions(endpoint: SecurityEndpoint, values: Values) -> Iterator[str]:
    start, end = _moment(values, "STARTTIME"), _moment(values, "ENDTIME")
    for number, punch in endpoint.terminal.punches.entries.items():
        after = start is None or start <= punch.local
        if after and (end is None or punch.local <= end):
            yield rows.transaction_row(number, punch)


def _moment(values: Values, key: str) -> datetime | None:
    try:
        return datetime.fromisoformat(values[key]) if key in values else None
    except ValueError as error:
        raise BadValue(f"{key} is no moment.") from error


TABLES: dict[str, Callable[[SecurityEndpoint, Values], Iterator[str]]] = {
    "user": _users,
    "userauthorize": _rights,
    "transaction": _transactions,
    **{t: _templates(t) for t in ("templatev10", "biodata", "userpic", "biophoto")},
}
