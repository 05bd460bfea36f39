"""Databases for tests of sessions: tables of vendors' software, in SQLite behind TDS."""

import sqlite3
from contextlib import contextmanager
from datetime import datetime

from simulator.tds import SqlServer
from terminals.poll import Limits
from terminals.session import SessionPlan
from terminals.vendor_databases.source import SOURCE

NOW = datetime(2026, 3, 25, 12, 0)
LIMITS = Limits(timeout=10, deadline=60)
VALUES = {
    "host": "127.0.0.1",
    "database": "att2000",
    "username": "reader",
    "password": "secret",
    "plain": True,
    "allow_loopback": True,
    "tz": "Asia/Riyadh",
    "since": datetime(2026, 1, 1),
    "overlap_days": 3,
}
ATT2000 = """
CREATE TABLE USERINFO (USERID int, Badgenumber nvarchar(24), Name nvarchar(40));
CREATE TABLE Machines (MachineNumber int, MachineAlias nvarchar(20), sn nvarchar(20));
CREATE TABLE CHECKINOUT (USERID int, CHECKTIME datetime, CHECKTYPE nvarchar(1),
    VERIFYCODE int, SENSORID nvarchar(5), sn nvarchar(20));
INSERT INTO USERINFO VALUES (1, '00017', 'Ann'), (2, 'A12', 'Bob');
INSERT INTO Machines VALUES (1, 'Gate', 'SYN01'), (2, 'Yard', NULL);
INSERT INTO CHECKINOUT VALUES
    (1, '2026-03-23 08:00:00', 'I', 1, '1', 'SYN01'),
    (1, '2026-03-23 17:00:00', 'o', 15, '1', NULL),
    (2, '2026-03-24 08:00:00', '0', 1, '2', NULL),
    (9, '2026-03-24 08:05:00', 'I', 1, '2', NULL),
    (2, '2000-01-01 00:00:05', 'I', 1, '2', NULL),
    (2, '2133-03-10 17:01:30', 'I', 1, '2', NULL),
    (2, '2025-12-31 08:00:00', 'I', 1, '2', NULL);
"""


@contextmanager
def database(tmp_path, script, **options):
    """Yield a server with such tables, a function that changes them, and values to connect."""
    path = tmp_path / "vendor.sqlite"
    path.unlink(missing_ok=True)

    def change(sql):
        with sqlite3.connect(path) as connection:
            connection.executescript(sql)
        connection.close()

    change(script)
    server = SqlServer(path, now=NOW, **options)
    with server.listening() as port:
        yield server, change, {**VALUES, "port": port}


def read(values, position=None, *, whole=False, limits=LIMITS, steps=None):
    """Run a session; the steps it yields, or the first of them."""
    plan = SessionPlan(position=position, read_whole_log=whole)
    session = SOURCE.session(values, plan, limits)
    found = []
    for step in session:
        found.append(step)
        if steps is not None and len(found) == steps:
            session.close()
            break
    return found


def punches(steps):
    """(terminal, PIN, time, state, verify) of all punches, sorted."""
    return sorted(
        (key, punch.pin, str(punch.time), punch.status, punch.verify)
        for step in steps
        for key, upload in step.uploads.items()
        for punch in upload.punches
    )


def refused(steps):
    """(terminal, code) of all refused rows, sorted."""
    return sorted(
        (key, each.reason.code)
        for step in steps
        for key, upload in step.uploads.items()
        for each in upload.refused
    )
