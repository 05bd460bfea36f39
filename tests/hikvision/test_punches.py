"""Events to punches: what counts, who it was, when, and which way."""

import json
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from terminals.hikvision import BRAND
from terminals.hikvision.codes import DENIALS, NOISE, PASSES, VERIFY
from terminals.hikvision.punches import decode_event, write_line
from terminals.hikvision.times import read_time, read_zone, write_time, write_zone
from terminals.hikvision.uploads import TABLE, decode_events
from terminals.records import DeviceEvent, Punch, Refused

FOLDER = Path(__file__).parents[1] / "vectors" / "hikvision"
VECTORS = {path.stem: json.loads(path.read_text()) for path in FOLDER.glob("*.json")}


def rows(name):
    return json.loads(VECTORS[name]["response"]["body_text"])["AcsEvent"]["InfoList"]


def shown(punch):
    """A punch as the vectors describe it."""
    return {
        "user": punch.pin,
        "wall": punch.time.isoformat(),
        "offset_s": punch.offset,
        "direction": BRAND.directions.get(punch.status),
        "verify": ", ".join(BRAND.verify_labels[punch.verify]),
        "key": int(punch.number),
    }


def event(**values):
    return {
        "major": 5,
        "minor": 75,
        "time": "2026-03-04T08:00:00+03:00",
        "employeeNoString": "17",
        "serialNo": 9,
        **values,
    }


@pytest.mark.parametrize(
    "name",
    ["hik_30_acsevent_same_second_page1", "hik_31_acsevent_same_second_page2"],
)
def test_the_rows_of_a_page_are_the_punches_of_the_recording(name):
    expected = [
        {key: value for key, value in punch.items() if key != "time_utc"}
        for punch in VECTORS[name]["expected"]["punches"]
    ]
    assert [shown(punch) for punch in decode_events(rows(name)).punches] == expected


@pytest.mark.parametrize(
    "name", ["hik_08_acsevent_poll_ok", "hik_10_acsevent_mixed_noise"]
)
def test_doors_and_rows_without_a_person_are_no_punches(name):
    upload = decode_events(rows(name))
    assert len(upload.punches) == VECTORS[name]["expected"]["punches"]
    assert not upload.refused


def test_a_push_and_a_row_of_one_event_have_the_same_number_and_time():
    row = event(serialNo=139)
    pushed = {
        "majorEventType": 5,
        "subEventType": 75,
        "dateTime": row["time"],
        "employeeNoString": "17",
        "serialNo": 139,
        "attendanceStatus": "checkIn",
    }
    polled, pushed_punch = decode_event(row), decode_event(pushed)
    assert (polled.number, polled.time, polled.offset, polled.pin) == (
        pushed_punch.number,
        pushed_punch.time,
        pushed_punch.offset,
        pushed_punch.pin,
    )
    assert (polled.status, pushed_punch.status) == (None, 0)


def test_an_exception_with_the_minor_code_of_a_finger_is_no_punch():
    assert decode_event(event(major=2, minor=38)) is None


def test_a_denied_attempt_makes_an_event_and_no_punch():
    record = decode_event(event(minor=8, employeeNoString="A12", serialNo=820))
    assert isinstance(record, DeviceEvent)
    assert (record.code, record.operator) == ("5/8", "A12")


@pytest.mark.parametrize("pin", ["", "0", " ", None])
def test_an_event_without_a_person_makes_no_record(pin):
    assert decode_event(event(employeeNoString=pin)) is None
    assert decode_event(event(minor=76, employeeNoString=pin)) is None


def test_zeros_in_front_of_a_number_are_kept_and_blanks_are_not():
    assert decode_event(event(employeeNoString=" 00017 ")).pin == "00017"
    assert decode_event(event(employeeNoString=None, employeeNo=17)).pin == "17"


def test_an_event_of_1970_is_refused_with_its_reason():
    record = decode_event(event(time="1970-01-01T01:16:27+04:00"))
    assert isinstance(record, Refused)
    assert record.reason.code == "hikvision_clock_lost"


def test_a_code_nobody_documented_is_a_punch_only_with_mode_and_key():
    assert decode_event(event(minor=151)) is None
    known = event(minor=151, currentVerifyMode="face", attendanceStatus="checkIn")
    assert decode_event(known).verify == 151
    assert "unsure" in VERIFY[151][0]
    undefined = event(minor=151, currentVerifyMode="face", attendanceStatus="undefined")
    assert decode_event(undefined) is None


def test_passes_denials_and_noise_have_no_code_in_common():
    assert not set(PASSES) & set(DENIALS)
    assert not NOISE & (set(PASSES) | set(DENIALS))


@pytest.mark.parametrize(
    ("word", "direction"),
    [
        ("checkIn", "in"),
        ("checkOut", "out"),
        ("breakOut", "break_out"),
        ("breakIn", "break_in"),
        ("overtimeIn", "in"),
        ("overTimeOut", "out"),
        ("undefined", None),
        ("", None),
    ],
)
def test_the_key_pressed_gives_the_direction(word, direction):
    punch = decode_event(event(attendanceStatus=word))
    assert BRAND.directions.get(punch.status) == direction


@pytest.mark.parametrize(
    ("text", "wall", "offset"),
    [
        ("2026-03-04T08:00:00+03:00", "2026-03-04 08:00:00", 10800),
        ("2026-03-04T08:00:00-03:30", "2026-03-04 08:00:00", -12600),
        ("2026-03-04T08:00:00+12:45", "2026-03-04 08:00:00", 45900),
        ("2026-03-04T08:00:00Z", "2026-03-04 08:00:00", 0),
        ("2024-01-09T16:51:51-00:00", "2024-01-09 16:51:51", 0),
        ("2026-03-04T08:00:05", "2026-03-04 08:00:05", None),
    ],
)
def test_a_time_is_the_wall_clock_as_written_and_its_offset(text, wall, offset):
    assert read_time(text) == (datetime.fromisoformat(wall), offset)


@pytest.mark.parametrize("text", ["", "2026-02-30T08:00:00Z", "08:00", None, 5])
def test_what_is_no_time_is_none(text):
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("CST-3:00:00", 10800),
        ("CST+3:00:00", -10800),
        ("CST-5:30:00", 19800),
        ("CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00", 3600),
        ("UTC", None),
    ],
)
def test_a_zone_has_the_sign_of_posix(zone, offset):
    assert read_zone(zone) == offset


@given(st.integers(-14 * 4, 14 * 4))
def test_zones_and_times_written_are_read_the_same(quarters):
    offset = quarters * 900
    assert read_zone(write_zone(offset)) == offset
    wall = datetime(2026, 3, 4, 8)
    assert read_time(write_time(wall, offset)) == (wall, offset)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(
    st.dictionaries(
        st.sampled_from(
            ["major", "minor", "time", "employeeNoString", "serialNo", "name"]
        ),
        JSON,
    ),
    st.booleans(),
)
def test_no_value_makes_an_event_raise(values, known):
    decode_event(event(**values) if known else values)


def test_a_line_that_is_kept_is_read_again_as_the_same_punch():
    row = event(attendanceStatus="checkOut", pictureURL="http://192.0.2.1/p.jpg")
    line = write_line(row)
    assert "pictureURL" not in line
    upload = BRAND.decode(TABLE, line.encode())
    assert upload.punches == [decode_event(row)]
    assert isinstance(upload.punches[0], Punch)


def test_lines_that_are_no_events_are_refused_one_by_one():
    good = write_line(event())
    upload = BRAND.decode(TABLE, f"nonsense\n{good}\n[1]".encode())
    assert len(upload.punches) == 1
    assert [each.reason.code for each in upload.refused] == [
        "hikvision_event_unreadable"
    ] * 2
