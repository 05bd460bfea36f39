"""Tables of vendors' software as they lie on a server, and the punches in them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from terminals.poll import Limits
from terminals.session import SessionPlan
from terminals.vendor_databases.source import SOURCE

LIMITS = Limits(timeout=20, deadline=120)
OWN = {
    "table_name": "passages",
    "pin_column": "badge",
    "time_column": "at",
    "state_column": "way",
    "device_column": "gate",
    "id_column": "no",
}


@dataclass(frozen=True)
class Vendor:
    """A program's tables with some rows.

    :param late: a row that comes three days late.
    :param extra: further values of the connection.
    """

    schema: str
    tables: tuple[str, ...]
    rows: tuple[str, ...]
    punches: tuple[tuple[Any, ...], ...]
    late: str
    late_punch: tuple[Any, ...]
    main_table: str
    time_column: str
    extra: tuple[tuple[str, Any], ...] = ()


def connection_values(
    server: str, vendor: Vendor, port: int, database: str, **more: Any
) -> dict[str, Any]:
    """Return what a person types for a vendor's database on a server."""
    return {
        "schema": f"{vendor.schema.removesuffix('_sql')}_{server}",
        "host": "127.0.0.1",
        "port": port,
        "database": database,
        "username": "odoo_reader",
        "password": "only-reads-9",
        "plain": True,
        "allow_loopback": True,
        "tz": "Asia/Riyadh",
        "since": datetime(2026, 1, 1),
        "overlap_days": 35,
        **dict(vendor.extra),
        **more,
    }


def read(values, position=None, *, whole=True, steps=None):
    """Run a session; the steps it yields, or the first of them."""
    plan = SessionPlan(position=position, read_whole_log=whole)
    session = SOURCE.session(values, plan, LIMITS)
    found = []
    for step in session:
        found.append(step)
        if len(found) == steps:
            session.close()
    return found


def punches(steps):
    """(terminal, PIN, wall clock, state) of all punches, sorted."""
    return sorted(
        (
            (key, punch.pin, str(punch.time), punch.status)
            for step in steps
            for key, upload in step.uploads.items()
            for punch in upload.punches
        ),
        key=repr,
    )


def refused(steps):
    """Codes of all refused rows, sorted."""
    return sorted(
        each.reason.code
        for step in steps
        for upload in step.uploads.values()
        for each in upload.refused
    )


ATT2000 = Vendor(
    "att2000",
    (
        "CREATE TABLE USERINFO (USERID int, Badgenumber varchar(24), Name varchar(40))",
        "CREATE TABLE Machines (MachineNumber int, MachineAlias varchar(20), sn varchar(20))",
        "CREATE TABLE CHECKINOUT (USERID int, CHECKTIME datetime, CHECKTYPE varchar(1), "
        "VERIFYCODE int, SENSORID varchar(5), sn varchar(20), "
        "PRIMARY KEY (USERID, CHECKTIME))",
    ),
    (
        "INSERT INTO USERINFO VALUES (1, '00017', 'Ann'), (2, 'A12', 'Bob')",
        "INSERT INTO Machines VALUES (1, 'Gate', 'SYN01'), (2, 'Yard', '')",
        "INSERT INTO CHECKINOUT VALUES"
        " (1, '2026-03-23 08:00:00', 'I', 1, '1', 'SYN01'),"
        " (1, '2026-03-23 17:00:00', 'O', 1, '1', ''),"
        " (2, '2000-01-01 00:00:05', 'I', 1, '2', ''),"
        " (2, '2133-03-10 17:01:30', 'i', 1, '2', '')",
    ),
    (
        ("2", "A12", "2000-01-01 00:00:05", 0),
        ("2", "A12", "2133-03-10 17:01:30", 4),
        ("SYN01", "00017", "2026-03-23 08:00:00", 0),
        ("SYN01", "00017", "2026-03-23 17:00:00", 1),
    ),
    "INSERT INTO CHECKINOUT VALUES (2, NOW() - INTERVAL 3 DAY, 'I', 1, '1', '')",
    ("SYN01", "A12", 0),
    "CHECKINOUT",
    "CHECKTIME",
)
_MONTH = (
    "CREATE TABLE {name} (DeviceLogId int AUTO_INCREMENT, DownloadDate datetime, "
    "DeviceId int, UserId varchar(50), LogDate datetime, Direction varchar(255), "
    "WorkCode varchar(255), PRIMARY KEY (DeviceLogId, UserId, LogDate))"
)
ETIMETRACKLITE = Vendor(
    "etimetracklite",
    (
        "CREATE TABLE Devices (DeviceId int, DeviceFName varchar(99), "
        "SerialNumber varchar(99), DeviceLocation varchar(99))",
        "CREATE TABLE Employees (EmployeeId int, EmployeeName varchar(99), "
        "EmployeeCode varchar(50))",
        _MONTH.format(name="DeviceLogs_9_2026"),
        _MONTH.format(name="DeviceLogs_10_2026"),
        _MONTH.format(name="DeviceLogs_1_2024"),
    ),
    (
        "INSERT INTO Devices VALUES (3, 'Door', 'SN3', 'Hall')",
        "INSERT INTO Employees VALUES (1, 'Ann', '1001')",
        "INSERT INTO DeviceLogs_9_2026 VALUES (1, '2026-09-17 08:05:00', 3, '1001', "
        "'2026-09-17 08:01:44', 'in', NULL)",
        "INSERT INTO DeviceLogs_10_2026 VALUES (1, '2026-10-01 08:05:00', 3, '1001', "
        "'2026-10-01 08:01:44', 'Out', NULL), (2, '2026-10-01 08:05:00', 9, '1001', "
        "'2026-10-01 09:01:44', 'in/out', '')",
        "INSERT INTO DeviceLogs_1_2024 VALUES (1, '2024-01-01 08:05:00', 3, '1001', "
        "'2024-01-01 08:01:44', 'in', NULL)",
    ),
    (
        ("9", "1001", "2026-10-01 09:01:44", None),
        ("SN3", "1001", "2026-09-17 08:01:44", 0),
        ("SN3", "1001", "2026-10-01 08:01:44", 1),
    ),
    "INSERT INTO DeviceLogs_9_2026 (DownloadDate, DeviceId, UserId, LogDate, Direction)"
    " VALUES (NOW(), 3, '1001', '2026-09-28 07:00:00', 'in')",
    ("SN3", "1001", 0),
    "DeviceLogs_10_2026",
    "LogDate",
)
BIOTIME = Vendor(
    "biotime_sql",
    (
        "CREATE TABLE personnel_employee (id int, emp_code varchar(20), "
        "first_name varchar(25), last_name varchar(25), card_no varchar(20))",
        "CREATE TABLE iclock_terminal (id int, sn varchar(50), alias varchar(50))",
        "CREATE TABLE iclock_transaction (id int PRIMARY KEY, emp_code varchar(20), "
        "punch_time {moment}, punch_state varchar(5), verify_type int, "
        "work_code varchar(20), terminal_sn varchar(50), terminal_alias varchar(50), "
        "upload_time {moment})",
    ),
    (
        "INSERT INTO personnel_employee VALUES (1, '61', 'Ann', 'Lee', NULL)",
        "INSERT INTO iclock_terminal VALUES (1, 'CDC-DEV-01', 'Lobby')",
        "INSERT INTO iclock_transaction VALUES"
        " (7, '61', '2026-07-29 10:12:10', '0', 1, NULL, 'CDC-DEV-01', 'Lobby', "
        "'2026-07-30 07:02:00'),"
        " (8, '61', '2026-07-29 18:00:00', '255', 15, NULL, NULL, NULL, "
        "'2026-07-30 07:02:00')",
    ),
    (
        ("", "61", "2026-07-29 18:00:00", None),
        ("CDC-DEV-01", "61", "2026-07-29 10:12:10", 0),
    ),
    "INSERT INTO iclock_transaction VALUES (9, '61', '2026-07-26 08:00:00', '1', 1, "
    "NULL, 'CDC-DEV-01', 'Lobby', '2026-07-29 23:59:00')",
    ("CDC-DEV-01", "61", 1),
    "iclock_transaction",
    "punch_time",
)
BIOSTAR = Vendor(
    "biostar2",
    (
        "CREATE TABLE t_usr (USRUID int, USRID varchar(32), NM varchar(64))",
        "CREATE TABLE t_dev (DEVID bigint, NM varchar(64))",
        "CREATE TABLE t_lg202607 (EVTLGUID bigint PRIMARY KEY, SRVDT datetime, DEVDT int, "
        "DEVUID bigint, USRID varchar(32), EVT int, TNAKEY int)",
    ),
    (
        "INSERT INTO t_usr VALUES (1, '1001', 'Ann')",
        "INSERT INTO t_dev VALUES (541612052, 'Gate')",
        "INSERT INTO t_lg202607 VALUES"
        " (1, '2026-07-17 05:01:44', UNIX_TIMESTAMP('2026-07-17 05:01:44'), 541612052, "
        "'1001', 4867, 1),"
        " (2, '2026-07-17 05:02:44', UNIX_TIMESTAMP('2026-07-17 05:02:44'), 541612052, "
        "'', 20480, 0),"
        " (3, '2026-07-17 05:03:44', UNIX_TIMESTAMP('2026-07-17 05:03:44'), 541612052, "
        "'1001', 6401, 0)",
    ),
    (("541612052", "1001", "2026-07-17 08:01:44", 0),),
    "INSERT INTO t_lg202607 VALUES (4, NOW(), UNIX_TIMESTAMP('2026-07-14 05:01:44'), "
    "541612052, '1001', 4102, 0)",
    ("541612052", "1001", None),
    "t_lg202607",
    "DEVDT",
)
ZKBIOSECURITY = Vendor(
    "zkbiosecurity",
    (
        "CREATE TABLE pers_person (id varchar(40), pin varchar(30), name varchar(50), "
        "last_name varchar(50))",
        "CREATE TABLE acc_transaction (id varchar(40) PRIMARY KEY, pin varchar(30), "
        "name varchar(50), event_time timestamp, create_time timestamp, "
        "reader_name varchar(100), dev_sn varchar(50), reader_state int)",
    ),
    (
        "INSERT INTO pers_person VALUES ('a', '77', 'Ann', 'Lee')",
        "INSERT INTO acc_transaction VALUES"
        " ('x1', '77', 'Ann', '2026-07-29 08:00:00.4', '2026-07-29 08:00:02', 'Door-1-In',"
        " 'ABC1', 0),"
        " ('x2', '', '', '2026-07-29 08:00:00', '2026-07-29 08:00:02', '', 'ABC1', 0)",
    ),
    (("ABC1", "77", "2026-07-29 08:00:00", 0),),
    "INSERT INTO acc_transaction VALUES ('a0', '77', 'Ann', now() - interval '3 days', "
    "now(), 'Door-1-Out', 'ABC1', 1)",
    ("ABC1", "77", 1),
    "acc_transaction",
    "event_time",
)
OWN_TABLE = Vendor(
    "own",
    (
        "CREATE TABLE passages (no int PRIMARY KEY, badge varchar(20), at varchar(30), "
        "way varchar(10), gate varchar(10))",
    ),
    (
        "INSERT INTO passages VALUES (1, '5', '2026-07-29 08:00:00', 'IN', 'north'),"
        " (2, '5', '2026-02-31 08:00:00', 'OUT', 'north'),"
        " (3, '', '2026-07-29 09:00:00', 'OUT', 'north'),"
        " (4, '5', '2026-07-29T17:00:00', 'out', 'south')",
    ),
    (
        ("north", "5", "2026-07-29 08:00:00", 0),
        ("south", "5", "2026-07-29 17:00:00", 1),
    ),
    "INSERT INTO passages VALUES (5, '5', '2026-07-26 08:00:00', 'in', 'north')",
    ("north", "5", 0),
    "passages",
    "at",
    tuple(OWN.items()),
)


def with_moment(kind: str) -> Vendor:
    """Return BioTime's tables with a type of its moments."""
    tables = tuple(each.replace("{moment}", kind) for each in BIOTIME.tables)
    return replace(BIOTIME, tables=tables)
