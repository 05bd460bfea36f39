"""Punches of att2000.mdb, the database of ZKTime 5 and *Attendance Management*.

======================  =============================================================
CHECKINOUT              one punch a row: USERID, CHECKTIME (wall clock), CHECKTYPE,
                        VERIFYCODE, SENSORID, and in some installations sn
USERINFO                people: USERID is a number inside the program, Badgenumber is
                        the PIN at the terminal
Machines                terminals: MachineNumber is what SENSORID refers to, sn may be
                        empty
======================  =============================================================

Columns are read by name: installations of different years have more and fewer of them.
CHECKEXACT, which holds corrections typed by hand, is left alone: they are no punches.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from .access_file import ReadTable, Row, read_table

#: Named so that nobody takes it for the PIN: it is kept to look up whose a punch was.
INSIDE = "number inside ZKTime"
#: The header of what :func:`read_rows` yields.
HEADER = ("Badgenumber", "CHECKTIME", "CHECKTYPE", "VERIFYCODE", "sn", INSIDE)


def read_rows(path: Path, read: ReadTable = read_table) -> Iterator[list[str]]:
    """Yield :data:`HEADER`, then each punch of the file as such a row.

    ``Badgenumber`` is empty where the USERID is nobody's. ``sn`` names the terminal: by its
    serial number; where that is not known by its name, or by its number.

    :param read: reads a table of the file.
    :raises ProtocolError: the file cannot be read, or is another program's.
    """
    people = read(path, "USERINFO")
    pins = {row["userid"]: row.get("badgenumber", "") for row in people}
    terminals = _name_terminals(read(path, "Machines"))
    yield list(HEADER)
    for row in read(path, "CHECKINOUT"):
        person, sensor = row["userid"], row.get("sensorid", "")
        yield [
            pins.get(person, ""),
            row["checktime"],
            row.get("checktype", ""),
            row.get("verifycode", ""),
            row.get("sn") or terminals.get(sensor) or sensor,
            person,
        ]


def _name_terminals(rows: Iterable[Row]) -> dict[str, str]:
    """Return number to serial of each terminal, or else to its name."""
    return {
        row["machinenumber"]: row.get("sn") or row.get("machinealias", "")
        for row in rows
    }
