"""Rows of punches, people and terminals: what is read, refused, and never kept."""

from datetime import datetime

import pytest
from hypothesis import given, strategies as st

from terminals.biotime import BRAND, device_info, punches, users
from terminals.records import Punch, Refused

ROW = {
    "id": 7,
    "emp_code": "0061",
    "punch_time": "2026-07-29 10:12:10",
    "punch_state": "1",
    "verify_type": "15",
    "terminal_sn": "CDC-DEV-01",
    "upload_time": "2026-07-30 07:02:00",
}
NONSENSE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def test_pin_keeps_its_zeros():
    assert punches.decode_row(ROW)[:4] == (
        "0061",
        datetime(2026, 7, 29, 10, 12, 10),
        1,
        15,
    )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"emp_code": ""}, "row_pin"),
        ({"emp_code": None}, "row_pin"),
        ({"emp_code": "1" * 25}, "row_pin"),
        ({"emp_code": "1\t2"}, "row_pin"),
        ({"emp_code": True}, "row_pin"),
        ({"punch_time": None}, "row_time"),
        ({"punch_time": "2026-02-30 08:00:00"}, "row_time"),
        ({"punch_time": "08:00"}, "row_time"),
        ({"punch_time": 1772611200}, "row_time"),
    ],
)
def test_what_is_no_punch_is_refused_with_its_row(changed, code):
    refused = punches.decode_row({**ROW, **changed})
    assert isinstance(refused, Refused)
    assert refused.reason.code == code
    assert '"id":7' in refused.line


@pytest.mark.parametrize(
    ("text", "wall", "offset"),
    [
        ("2026-03-04 08:00:00", datetime(2026, 3, 4, 8), None),
        ("2026-03-04T08:00:00", datetime(2026, 3, 4, 8), None),
        ("2026-03-04T08:00:00.123456+05:30", datetime(2026, 3, 4, 8), 19_800),
        ("2026-03-04 08:00:00-0300", datetime(2026, 3, 4, 8), -10_800),
        ("2026-03-04T08:00:00Z", datetime(2026, 3, 4, 8), 0),
        ("2133-03-04 08:00:00", datetime(2133, 3, 4, 8), None),
    ],
)
def test_time_in_its_spellings(text, wall, offset):
    punch = punches.decode_row({**ROW, "punch_time": text})
    assert (punch.time, punch.offset) == (wall, offset)


@pytest.mark.parametrize("code", [None, "", "x", -1, 99_999, 1.5, True, [1]])
def test_strange_state_does_not_lose_the_punch(code):
    punch = punches.decode_row({**ROW, "punch_state": code, "verify_type": code})
    assert (punch.status, punch.verify) == (None, None)


def test_hand_typed_punch_names_no_terminal():
    rows = [ROW, {**ROW, "terminal_sn": None}, {**ROW, "terminal_sn": ""}]
    uploads = punches.decode_rows(rows)
    assert [(key, len(each.punches)) for key, each in uploads.items()] == [
        ("CDC-DEV-01", 1),
        ("", 2),
    ]


@given(st.dictionaries(st.sampled_from([*ROW, "", "x"]), NONSENSE))
def test_whatever_a_row_says_it_is_one_record(row):
    assert isinstance(punches.decode_row(row), Punch | Refused)
    device_info.decode_terminals([row], "UTC")
    users.decode_users([row])


def test_kept_row_is_read_again():
    line = punches.decode_row(ROW).line
    upload = BRAND.decode("transactions", f"{line}\nno json\n[1]\n".encode())
    assert [punch.number for punch in upload.punches] == ["7"]
    assert [each.reason.code for each in upload.refused] == [
        "biotime_row_unreadable"
    ] * 2
    assert (
        BRAND.decode("others", line.encode()).refused[0].reason.code == "table_unknown"
    )


def test_secrets_are_taken_out_of_rows():
    secrets = {
        "self_password": "hash",
        "device_password": "1234",
        "photo": "x",
        "PWD": "p",
    }
    line = punches.decode_row({**ROW, **secrets}).line
    assert not any(secret in line for secret in ("hash", "1234", "photo", "PWD"))
    person = {
        "emp_code": "7",
        "first_name": "Ada",
        "last_name": "Lo",
        "card_no": "[15CD5B07]",
    }
    found = users.decode_users([{**person, **secrets}])
    assert "hash" not in repr(found)
    assert found[0].password is None
    assert (found[0].name, found[0].card) == ("Ada Lo", "123456789")


@pytest.mark.parametrize(
    ("value", "zone", "expected"),
    [
        (3, "UTC", "+03:00"),
        ("3", "UTC", "+03:00"),
        (-5, "UTC", "-05:00"),
        (330, "UTC", "+05:30"),
        (-210, "UTC", "-03:30"),
        ("+05:45", "UTC", "+05:45"),
        ("UTC-03:30", "UTC", "-03:30"),
        (3, "Asia/Riyadh", ""),
        (1, "Europe/Berlin", ""),
        (2, "Europe/Berlin", ""),
        ("Asia/Tokyo", "UTC", "Asia/Tokyo"),
        ("Mars/Crater", "UTC", ""),
        ("../../etc/passwd", "UTC", ""),
        (9999, "UTC", ""),
        (None, "UTC", ""),
    ],
)
def test_zone_of_a_terminal(value, zone, expected):
    assert device_info.read_zone(value, zone) == expected


def test_further_values_of_a_row_are_read_and_cut():
    punch = punches.decode_row({**ROW, "work_code": 12})
    assert punch.workcode == "12"
    assert punches.read_terminal({"terminal_sn": "T" * 70}) == "T" * 64
    assert punches.read_time("2026-07-29 10:12:10+10:00")[1] == 36_000


@pytest.mark.parametrize(
    ("area", "name"),
    [
        ({"area_name": "Hall", "area_code": "2"}, "Hall"),
        ({"area_name": "", "area_code": "2"}, "2"),
        ("Yard", "Yard"),
        (None, ""),
    ],
)
def test_area_of_a_terminal(area, name):
    [terminal] = device_info.decode_terminals([{"sn": "T", "area": area}], "UTC")
    assert terminal.area == name
