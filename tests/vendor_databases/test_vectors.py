"""The vectors of rows of databases, and every other pure piece of reading them."""

import json
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from terminals.vendor_databases.directory import Directory, as_text
from terminals.vendor_databases.layout import Table, find_months
from terminals.vendor_databases.lines import decode_upload
from terminals.vendor_databases.moments import read_moment
from terminals.vendor_databases.rows import RowDecoder
from terminals.vendor_databases.schemas import SCHEMAS

FOLDER = Path("tests/vectors/databases")
UTC = ZoneInfo("UTC")
STATES = {"in": 0, "out": 1, "overtime_in": 4, "overtime_out": 5}


def vector(name):
    [path] = FOLDER.glob(f"{name}*.json")
    content = json.loads(path.read_text(encoding="utf-8"))
    return content["request"], content["response"]


def decode(key, row, directory=None):
    schema = SCHEMAS[key]
    parts = {
        part: name
        for part, names in schema.columns.items()
        for name in names[:1]
        if name in row
    }
    decoder = RowDecoder(schema, list(row), parts, directory or Directory(), UTC)
    return decoder.decode([list(row.values())])


@pytest.mark.parametrize(
    "name", ["checktype_0", "checktype_1", "checktype_O", "checktype_lower_o"]
)
def test_states_of_att2000(name):
    asked, expected = vector(f"B02_att2000_{name}")
    row = {"USERID": 1, "CHECKTIME": datetime(2026, 3, 2, 8), **asked}
    [upload] = decode("att2000", row, Directory(pins={"1": "17"})).values()
    assert upload.punches[0].status == STATES[expected["direction"]]


def test_a_late_upload_of_biotime():
    asked, _expected = vector("B05")
    [(key, upload)] = decode("biotime_sql", asked["row"]).items()
    [punch] = upload.punches
    assert (key, punch.pin, punch.verify) == ("CDC-DEV-01", "61", 1)
    assert punch.time == datetime(2026, 7, 29, 10, 12, 10)


def test_a_row_of_etimetracklite():
    asked, expected = vector("B07")
    [(key, upload)] = decode("etimetracklite", asked["row"]).items()
    [punch] = upload.punches
    wanted = expected["punch"]
    assert (key, punch.pin, str(punch.time)) == (
        "3",
        wanted["user"],
        wanted["wall_clock"],
    )
    assert punch.status == STATES[wanted["direction"]]
    tables = [Table("", asked["table"], {}), Table("", "DeviceLogs_09_2024", {})]
    [(month, table)] = find_months(tables, SCHEMAS["etimetracklite"])
    assert (month, table.name) == ((2024, 9), asked["table"])


def test_a_row_of_biostar():
    asked, expected = vector("B08")
    [(key, upload)] = decode("biostar2", asked["row"]).items()
    [punch] = upload.punches
    assert (key, punch.pin) == ("541612052", expected["punch"]["user"])
    assert (str(punch.time), punch.offset) == (asked["row"]["SRVDT"], 0)


def test_a_line_that_was_kept_is_read_again():
    row = {"emp_code": "61", "punch_time": datetime(2026, 7, 29, 8), "terminal_sn": "T"}
    [upload] = decode("biotime_sql", row).values()
    again = decode_upload("poll", upload.punches[0].line.encode())
    assert again.punches == upload.punches


@pytest.mark.parametrize(
    "line", ["", "abc", "schema=none\ta=1", "schema=biotime_sql\tid=1"]
)
def test_a_line_of_something_else_is_refused(line):
    upload = decode_upload("poll", line.encode())
    assert len(upload.refused) == bool(line)
    assert not upload.punches


@pytest.mark.parametrize("pin", ["", None, " ", "x" * 25, "a\x01b"])
def test_a_row_without_a_usable_pin_is_refused(pin):
    row = {"emp_code": pin, "punch_time": datetime(2026, 7, 29, 8)}
    [upload] = decode("biotime_sql", row).values()
    assert [each.reason.code for each in upload.refused] == ["row_pin"]


def test_a_value_with_a_tab_or_line_end_stays_one_line():
    row = {
        "emp_code": "1",
        "work_code": "a\tb\nc",
        "punch_time": datetime(2026, 7, 2, 8),
    }
    [upload] = decode("biotime_sql", row).values()
    assert upload.punches[0].line.split("\t")[2] == "work_code=a b c"


RIYADH = timezone(timedelta(hours=3))


@pytest.mark.parametrize(
    ("value", "wall", "offset"),
    [
        (datetime(2026, 1, 2, 8), "2026-01-02 08:00:00", None),
        (datetime(2026, 1, 2, 7, 59, 59, 997_000), "2026-01-02 08:00:00", None),
        (datetime(2026, 1, 2, 8, tzinfo=RIYADH), "2026-01-02 05:00:00", 0),
        (1726549304, "2024-09-17 05:01:44", 0),
        ("2026-01-02T08:00:00", "2026-01-02 08:00:00", None),
        ("2026-01-02 08:00:00.6", "2026-01-02 08:00:01", None),
        ("2026-01-02T08:00:00Z", "2026-01-02 08:00:00", 0),
    ],
)
def test_moments(value, wall, offset):
    moment = read_moment(value, UTC)
    assert (str(moment.wall), moment.offset) == (wall, offset)


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -5,
        10**12,
        "",
        "2026-02-31 08:00:00",
        "0000-00-00 00:00:00",
        "(Invalid Date)",
        date(2026, 1, 2),
        datetime(1, 1, 1),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-3))),
        b"x",
    ],
)
def test_what_is_no_moment(value):
    assert read_moment(value, UTC) is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (17, "17"),
        (17.0, "17"),
        (1.5, "1.5"),
        (None, ""),
        (" a ", "a"),
        (b"00017", "00017"),
    ],
)
def test_values_as_text(value, text):
    assert as_text(value) == text
