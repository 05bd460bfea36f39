"""Rows as each program writes them, with every column that is read: what becomes of each."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from terminals.records import DeviceUser
from terminals.source import SourceTerminal
from terminals.vendor_databases.directory import Directory
from terminals.vendor_databases.layout import Column, Table, find_lookup, layout_of
from terminals.vendor_databases.rows import RowDecoder
from terminals.vendor_databases.schemas import SCHEMAS

AT = datetime(2026, 9, 2, 8, 30, 5)
LATER = datetime(2026, 9, 3, 9, 0)
TEXT = "varchar"

#: Schema to its tables, each a row with all columns; and what they mean.
ROWS = {
    "att2000": {
        "CHECKINOUT": {
            "USERID": 12,
            "CHECKTIME": AT,
            "CHECKTYPE": "i",
            "VERIFYCODE": 15,
            "SENSORID": "2",
            "sn": "",
            "Logid": 77,
        },
        "USERINFO": {
            "USERID": 12,
            "Badgenumber": "00017",
            "Name": "Ann",
            "CardNo": "4711",
        },
        "Machines": {"MachineNumber": 2, "sn": "SYN02", "MachineAlias": "Yard"},
    },
    "etimetracklite": {
        "DeviceLogs_9_2026": {
            "UserId": "1001",
            "LogDate": AT,
            "Direction": "Out",
            "DeviceId": 3,
            "WorkCode": "5",
            "DeviceLogId": 77,
            "DownloadDate": LATER,
        },
        "Employees": {"EmployeeCode": "1001", "EmployeeName": "Ann"},
        "Devices": {
            "DeviceId": 3,
            "SerialNumber": "SN3",
            "DeviceFName": "Door",
            "DeviceLocation": "Hall",
        },
    },
    "biotime_sql": {
        "iclock_transaction": {
            "emp_code": "0061",
            "punch_time": AT,
            "punch_state": "5",
            "verify_type": 4,
            "work_code": "7",
            "terminal_sn": "T1",
            "id": 77,
            "upload_time": LATER,
        },
        "personnel_employee": {
            "emp_code": "0061",
            "first_name": "Ann",
            "last_name": "Lee",
            "card_no": "4711",
        },
        "iclock_terminal": {"sn": "T1", "alias": "Lobby"},
    },
    "zkbiosecurity": {
        "acc_transaction": {
            "pin": "61",
            "event_time": AT,
            "create_time": LATER,
            "reader_state": "1",
            "dev_sn": "T1",
            "reader_name": "Door 1 in",
            "id": 77,
        },
        "pers_person": {"pin": "61", "name": "Ann", "last_name": "Lee"},
    },
    "biostar2": {
        "t_lg202609": {
            "USRID": "61",
            "DEVDT": 1788337805,
            "TNAKEY": 2,
            "DEVUID": 541612052,
            "EVT": 0x1101,
            "EVTLGUID": 77,
            "SRVDT": LATER,
        },
        "t_usr": {"USRID": "61", "NM": "Ann"},
        "t_dev": {"DEVID": 541612052, "NM": "Gate"},
    },
}
#: Terminal, PIN, state, verify and work code of the row above.
PUNCHES = {
    "att2000": ("SYN02", "00017", 4, 15, ""),
    "etimetracklite": ("SN3", "1001", 1, None, "5"),
    "biotime_sql": ("T1", "0061", 5, 4, "7"),
    "zkbiosecurity": ("T1", "61", 1, None, ""),
    "biostar2": ("541612052", "61", 1, None, ""),
}
USERS = {
    "att2000": DeviceUser("00017", "Ann", card="4711"),
    "etimetracklite": DeviceUser("1001", "Ann", card=""),
    "biotime_sql": DeviceUser("0061", "Ann Lee", card="4711"),
    "zkbiosecurity": DeviceUser("61", "Ann Lee", card=""),
    "biostar2": DeviceUser("61", "Ann", card=""),
}
TERMINALS = {
    "att2000": [SourceTerminal("SYN02", "Yard")],
    "etimetracklite": [SourceTerminal("SN3", "Door", "Hall")],
    "biotime_sql": [SourceTerminal("T1", "Lobby")],
    "zkbiosecurity": [],
    "biostar2": [SourceTerminal("541612052", "Gate")],
}
CURSORS = dict.fromkeys(ROWS, "id")


def kind(value):
    if isinstance(value, datetime):
        return "moment"
    return "number" if isinstance(value, int) else "text"


def catalogue(key, without=()):
    return [
        Table(
            "",
            name,
            {
                column.lower(): Column(column, kind(value))
                for column, value in row.items()
                if column not in without
            },
        )
        for name, row in ROWS[key].items()
    ]


def directory_of(key, tables):
    schema, directory = SCHEMAS[key], Directory()
    for lookup, add in (
        (schema.people, directory.add_people),
        (schema.terminals, directory.add_terminals),
    ):
        found = find_lookup(tables, lookup)
        if found:
            table, parts = found
            row = ROWS[key][table.name]
            add([{part: row[column.name] for part, column in parts.items()}])
    return directory


def decode(key, tables, **changed):
    layout = layout_of(SCHEMAS[key], tables[0])
    row = {**ROWS[key][tables[0].name], **changed}
    decoder = RowDecoder(
        SCHEMAS[key],
        layout.columns,
        {part: column.name for part, column in layout.parts.items()},
        directory_of(key, tables),
        ZoneInfo("UTC"),
    )
    [(terminal, upload)] = decoder.decode(
        [[row[name] for name in layout.columns]]
    ).items()
    return layout, terminal, upload


@pytest.mark.parametrize("key", ROWS)
def test_every_column_of_a_row_is_read(key):
    layout, terminal, upload = decode(key, catalogue(key))
    [punch] = upload.punches
    found = (terminal, punch.pin, punch.status, punch.verify, punch.workcode)
    assert found == PUNCHES[key]
    assert (punch.time, upload.lines, upload.refused) == (AT, 1, [])
    assert layout.cursor == CURSORS[key]
    assert layout.parts["id"].name in ROWS[key][layout.table.name]


def test_a_serial_number_of_the_row_itself_comes_first():
    assert decode("att2000", catalogue("att2000"), sn="SYN09")[1] == "SYN09"


def test_the_kind_of_event_is_a_column_of_its_own():
    layout = decode("biostar2", catalogue("biostar2"))[0]
    assert layout.parts["event"].name == "EVT"


@pytest.mark.parametrize("key", ROWS)
def test_a_schema_has_a_name_for_people(key):
    assert SCHEMAS[key].label


@pytest.mark.parametrize("key", ROWS)
def test_people_and_terminals_are_read(key):
    directory = directory_of(key, catalogue(key))
    assert directory.users == [USERS[key]]
    assert directory.terminals == TERMINALS[key]


@pytest.mark.parametrize("key", [k for k in ROWS if k != "att2000"])
def test_without_a_number_new_rows_are_found_by_arrival(key):
    number = layout_of(SCHEMAS[key], catalogue(key)[0]).parts["id"].name
    [table, *_rest] = catalogue(key, without=[number])
    layout = layout_of(SCHEMAS[key], table)
    assert layout.cursor == "arrival"
    assert ROWS[key][table.name][layout.parts["arrival"].name] == LATER


@pytest.mark.parametrize(
    ("key", "column", "codes"),
    [
        (
            "att2000",
            "CHECKTYPE",
            {"I": 0, "O": 1, "i": 4, "o": 5, "0": 0, "1": 1, "2": 2, "3": 3, "x": None},
        ),
        (
            "etimetracklite",
            "Direction",
            {"in": 0, "OUT": 1, "I": 0, "o": 1, "in/out": None, "": None, None: None},
        ),
        (
            "etimetracklite",
            "Direction",
            {"Check In": 0, "check out": 1, "checkin": 0, "CheckOut": 1, "4": 4},
        ),
        ("biotime_sql", "punch_state", {"0": 0, "4": 4, "255": None, 1: 1}),
        ("biostar2", "TNAKEY", {0: None, 1: 0, 2: 1, 3: None}),
    ],
)
def test_states(key, column, codes):
    tables = catalogue(key)
    for code, state in codes.items():
        [punch] = decode(key, tables, **{column: code})[2].punches
        assert punch.status == state, code


@pytest.mark.parametrize(
    ("code", "expected"),
    [(1, 1), ("4", 4), ("finger", None), (None, None), ("123456", None), ("²", None)],
)
def test_ways_to_be_recognised(code, expected):
    [punch] = decode("biotime_sql", catalogue("biotime_sql"), verify_type=code)[
        2
    ].punches
    assert punch.verify == expected


def test_events_that_are_punches_are_those_of_somebody_who_was_recognised():
    assert SCHEMAS["biostar2"].events == ((4096, 4351), (4608, 5119), (5376, 5887))
    assert SCHEMAS["biostar2"].people_only
    assert SCHEMAS["zkbiosecurity"].people_only


def test_second_choices_of_columns_are_taken_where_the_first_is_missing():
    tables = catalogue("zkbiosecurity", without=["event_time", "dev_sn"])
    layout, terminal, upload = decode("zkbiosecurity", tables)
    assert terminal == "Door 1 in"
    assert upload.punches[0].time == LATER
    assert layout.parts["time"].name == layout.parts["arrival"].name == "create_time"


def test_rows_from_before_the_beginning_are_left_but_for_reset_clocks():
    tables = catalogue("biotime_sql")
    layout = layout_of(SCHEMAS["biotime_sql"], tables[0])
    decoder = RowDecoder(
        SCHEMAS["biotime_sql"],
        layout.columns,
        {part: column.name for part, column in layout.parts.items()},
        Directory(),
        ZoneInfo("UTC"),
        since=datetime(2026, 9, 2),
    )
    times = [datetime(2026, 9, 1, 23), AT, datetime(2000, 1, 1), datetime(2001, 1, 1)]
    rows = [
        [
            {**ROWS["biotime_sql"]["iclock_transaction"], "punch_time": at}[name]
            for name in layout.columns
        ]
        for at in times
    ]
    [upload] = decoder.decode(rows).values()
    assert [punch.time for punch in upload.punches] == [AT, datetime(2000, 1, 1)]
    assert upload.lines == 2


def test_a_row_that_is_too_long_is_refused():
    long = decode("biotime_sql", catalogue("biotime_sql"), work_code="7" * 25)[2]
    assert [each.reason.code for each in long.refused] == ["record_too_long"]
    line = decode("biotime_sql", catalogue("biotime_sql"), punch_state="x" * 4_000)[2]
    assert [each.reason.code for each in line.refused] == ["record_too_long"]
    assert not long.punches + line.punches


def test_a_work_code_of_zero_is_none():
    [punch] = decode("biotime_sql", catalogue("biotime_sql"), work_code="0")[2].punches
    assert punch.workcode == ""


def test_a_person_nobody_knows_is_refused_where_people_are_known():
    upload = decode("att2000", catalogue("att2000"), USERID=99)[2]
    assert [each.reason.code for each in upload.refused] == ["database_person_unknown"]


@pytest.mark.parametrize("number", ["DEVID", "DEVUID"])
def test_each_name_of_biostars_terminals_is_known(number):
    columns = [Column(number, "number"), Column("NM", "text")]
    table = Table("", "t_dev", {each.name.lower(): each for each in columns})
    found = find_lookup([table], SCHEMAS["biostar2"].terminals)
    assert found
    names = {part: column.name for part, column in found[1].items()}
    assert names == {"key": number, "name": "NM"}
