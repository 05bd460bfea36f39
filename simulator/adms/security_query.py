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
    from .security import SecurityFace

Said = dict[str, str]


class NoTable(Refused):
    """The terminal does not have this table."""


def query(face: SecurityFace, argument: str) -> Outcome:
    """``tablename=user,fielddesc=*,filter=*``; the filter is values between TABs."""
    found = re.fullmatch(r"tablename=(\w+),fielddesc=([^,]+),filter=(.*)", argument)
    if not found:
        raise BadValue("This is no query.")
    table, _, condition = found.groups()
    if table not in TABLES:
        raise NoTable(f"There is no table {table}.")
    said = {} if condition == "*" else fields(condition)
    if condition != "*" and not said:
        raise BadValue("The filter has no values.")
    lines = tuple(TABLES[table](face, said))
    return Outcome(len(lines), table=table, rows=lines)


def count(face: SecurityFace, argument: str) -> Outcome:
    """``user``: as many rows as the return code says."""
    table = argument.removeprefix("tablename=").partition(",")[0].strip()
    if table not in TABLES:
        raise NoTable(f"There is no table {table}.")
    return Outcome(len(tuple(TABLES[table](face, {}))))


def _users(face: SecurityFace, said: Said) -> Iterator[str]:
    for user in list(face.terminal.users.values()):
        if said.get("PIN", user.pin) == user.pin:
            yield rows.row(user, face.terminal, face.firmware)[1]


def _rights(face: SecurityFace, said: Said) -> Iterator[str]:
    for pin, doors in face.terminal.rights.items():
        if said.get("PIN", pin) == pin:
            own = rows.values(pin=pin, authorizetimezoneid=1, authorizedoorid=doors)
            yield f"userauthorize {own}"


def _templates(table: str) -> Callable[[SecurityFace, Said], Iterator[str]]:
    def of(face: SecurityFace, said: Said) -> Iterator[str]:
        terminal = face.terminal
        for place, template in list(terminal.templates.items()):
            if _meant(place, said) and rows.table_of(terminal, place) == table:
                yield rows.row(template, terminal, face.firmware)[1]

    return of


def _meant(place: Place, said: Said) -> bool:
    return said.get("PIN", place.pin) == place.pin


def _transactions(face: SecurityFace, said: Said) -> Iterator[str]:
    start, end = _moment(said, "STARTTIME"), _moment(said, "ENDTIME")
    for number, punch in face.terminal.punches.entries.items():
        after = start is None or start <= punch.local
        if after and (end is None or punch.local <= end):
            yield rows.transaction_row(number, punch)


def _moment(said: Said, key: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said[key]) if key in said else None
    except ValueError as error:
        raise BadValue(f"{key} is no moment.") from error


TABLES: dict[str, Callable[[SecurityFace, Said], Iterator[str]]] = {
    "user": _users,
    "userauthorize": _rights,
    "transaction": _transactions,
    **{t: _templates(t) for t in ("templatev10", "biodata", "userpic", "biophoto")},
}
