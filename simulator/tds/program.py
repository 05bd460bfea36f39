"""ZKTime's database att2000 in SQLite: what the program writes of its terminals' punches.

USERID is the program's own number of a person, never the PIN. Of every second row ``sn`` is
empty, as many installations leave it: SENSORID leads to the terminal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path

from ..entries import StoredPunch
from ..workforce import Employee

TABLES = """
CREATE TABLE USERINFO (USERID int, Badgenumber nvarchar(24), Name nvarchar(40));
CREATE TABLE Machines (MachineNumber int, MachineAlias nvarchar(20), sn nvarchar(20));
CREATE TABLE CHECKINOUT (USERID int, CHECKTIME datetime, CHECKTYPE nvarchar(1),
    VERIFYCODE int, SENSORID nvarchar(5), sn nvarchar(20), WorkCode int,
    PRIMARY KEY (USERID, CHECKTIME));
"""
FIRST_USERID = 5001
#: By the key that was pressed.
_TYPES = "IOOIio"


class Program:
    """A new database of the program.

    :param path: of the SQLite file, which must not be there.
    :param serials: of its terminals, in the order of their numbers.
    """

    def __init__(self, path: Path, serials: Sequence[str], people: Sequence[Employee]):
        self._path = path
        self._machines = {serial: number for number, serial in enumerate(serials, 1)}
        self._users = {
            person.pin: number for number, person in enumerate(people, FIRST_USERID)
        }
        self.stored = 0
        with closing(sqlite3.connect(path)) as database, database:
            database.executescript(TABLES)
            database.executemany(
                "INSERT INTO USERINFO VALUES (?, ?, ?)",
                [(self._users[each.pin], each.pin, each.name) for each in people],
            )
            database.executemany(
                "INSERT INTO Machines VALUES (?, ?, ?)",
                [(n, f"Gate {n}", serial) for serial, n in self._machines.items()],
            )

    def add(self, serial: str, punch: StoredPunch, _came: datetime) -> None:
        """Write a punch; a second one of the same moment replaces it, as in the program."""
        self.stored += 1
        row = (
            self._users[punch.pin],
            str(punch.local.replace(microsecond=0)),
            _TYPES[punch.status],
            punch.verify,
            str(self._machines[serial]),
            serial if self.stored % 2 else None,
        )
        with closing(sqlite3.connect(self._path)) as database, database:
            database.execute(
                "INSERT OR REPLACE INTO CHECKINOUT VALUES (?, ?, ?, ?, ?, ?, 0)", row
            )
