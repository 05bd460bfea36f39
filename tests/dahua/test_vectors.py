"""Recorded answers of Dahua terminals, one test for what each one shows."""

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from terminals.dahua import BRAND, requests
from terminals.dahua.bodies import read_records, read_values
from terminals.dahua.events import EventStream, read_push
from terminals.dahua.punches import decode_record, decode_records
from terminals.dahua.times import LOCAL, UTC
from terminals.dahua.users import encode_row
from terminals.records import DeviceEvent, DeviceUser, Punch

FOLDER = Path(__file__).parents[1] / "vectors" / "dahua"
VECTORS = {path.stem: json.loads(path.read_text()) for path in FOLDER.glob("*.json")}
ZONE = ZoneInfo("Asia/Riyadh")


def answer(name):
    return VECTORS[name]["response"]["body_text"].encode()


def instant(punch):
    at = punch.time.replace(tzinfo=timezone.utc) - timedelta(seconds=punch.offset)
    return int(at.timestamp())


def check(punch, expected):
    assert punch.pin == expected["user"]
    assert instant(punch) == expected["unix"]
    assert BRAND.directions[punch.status] == expected["direction"]
    assert BRAND.verify_labels[punch.verify] == (expected["verify"],)
    if "key" in expected:
        assert punch.number == str(expected["key"])


def test_every_vector_has_a_test():
    assert sorted(VECTORS) == sorted(
        [
            "dahua_01_recordfinder",
            "dahua_02_two_rows_sparse",
            "dahua_04_create_time_real_utc",
            "dahua_05_push_json",
            "dahua_08_push_multipart_jpeg",
            "dahua_10_attach_stream",
            "dahua_12_user_insert",
        ]
    )


def test_search_is_asked_as_recorded_with_a_count():
    path = VECTORS["dahua_01_recordfinder"]["request"]["path"]
    assert requests.find_times(1790640000, 1790726399) == f"{path}&count=1024"


def test_record_is_a_punch_with_its_number():
    found = read_records(answer("dahua_01_recordfinder"))
    assert found.found == 1
    [punch] = decode_records(found.rows, UTC, ZONE).punches
    assert (punch.pin, punch.number) == ("1001", "1201")
    assert punch.verify == 15


@pytest.mark.parametrize(
    "name", ["dahua_02_two_rows_sparse", "dahua_04_create_time_real_utc"]
)
def test_records_are_punches_as_expected(name):
    expected = VECTORS[name]["expected"]
    found = read_records(answer(name))
    base = UTC if name.startswith("dahua_02") else LOCAL
    upload = decode_records(found.rows, base, ZONE)
    assert len(found.rows) == expected.get("rows", 1)
    for punch, each in zip(upload.punches, expected["punches"], strict=True):
        check(punch, each)
    for event, each in zip(upload.events, expected.get("denied", []), strict=True):
        assert event.operator == each["user"]
        assert event.code == "denied/16"
        assert event.details == (f"RecNo={each['key']}",)
    assert not upload.refused


@pytest.mark.parametrize("name", ["dahua_05_push_json", "dahua_08_push_multipart_jpeg"])
def test_pushed_event_is_a_punch(name):
    sent = VECTORS[name]["request"]
    rows = list(read_push(sent["headers"]["Content-Type"], sent["body_text"].encode()))
    upload = decode_records(rows, "", ZONE)
    [expected] = VECTORS[name]["expected"]["punches"]
    [punch] = upload.punches
    check(punch, expected)
    assert not upload.photos
    if expected.get("unsure"):  # the code decides, and the line shows the status
        assert '"Status":"0"' in punch.line


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_stream_gives_the_same_in_pieces_of_any_size(size):
    vector = VECTORS["dahua_10_attach_stream"]
    stream = EventStream(vector["response"]["headers"]["Content-Type"])
    sent = answer("dahua_10_attach_stream") + b"--myboundary\r\n"
    rows = []
    for place in range(0, len(sent), size):
        rows += stream.feed(sent[place : place + size])
    [punch] = decode_records(rows, "", ZONE).punches
    check(punch, vector["expected"]["punches"][0])
    assert stream.heartbeats == vector["expected"]["heartbeats"]


def test_event_is_given_before_the_next_boundary_comes():
    sent = answer("dahua_10_attach_stream")
    stream = EventStream("multipart/x-mixed-replace; boundary=myboundary")
    end = sent.index(b"}") + 1
    assert len(list(stream.feed(sent[:end]))) == 1
    assert list(stream.feed(sent[end:])) == []


def test_stream_is_asked_for_as_recorded():
    assert VECTORS["dahua_10_attach_stream"]["request"]["path"] == requests.ATTACH


def test_user_is_inserted_as_recorded():
    vector = VECTORS["dahua_12_user_insert"]
    user = DeviceUser(
        "A12",
        name="Person",
        card="12001",
        valid_from=datetime(2026, 1, 1),
        valid_until=datetime(2026, 6, 30, 23, 59, 59),
    )
    wanted = vector["request"]["path"].replace("[", "%5B").replace("]", "%5D")
    asked = requests.update_card("insert", *encode_row(user, None))
    assert asked.replace("[", "%5B").replace("]", "%5D") == wanted
    assert read_values(answer("dahua_12_user_insert")) == {"recno": "12"}


# What the vectors do not show

ROW = {
    "recno": "7",
    "userid": "17",
    "createtime": "1772600400",
    "status": "1",
    "errorcode": "0",
    "method": "15",
    "type": "Entry",
}


def decoded(**changes):
    row = {**ROW, **changes}
    row = {name: value for name, value in row.items() if value is not None}
    return decode_record(row, UTC, ZONE)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"attendancestate": "0"}, 11),
        ({"attendancestate": "0", "type": "Exit"}, 12),
        ({"attendancestate": "1"}, 1),
        ({"attendancestate": "4", "type": "Entry"}, 4),
        ({"type": None}, None),
        ({"attendancestate": "99999"}, None),
    ],
)
def test_pressed_key_counts_more_than_the_reader(changes, status):
    assert decoded(**changes).status == status


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, Punch),
        ({"status": "0", "errorcode": None}, DeviceEvent),
        ({"status": "0", "errorcode": "0"}, Punch),
        ({"status": "1", "errorcode": "16"}, DeviceEvent),
        ({"status": None, "errorcode": None}, Punch),
        ({"method": "4"}, type(None)),
        ({"method": "5"}, type(None)),
        ({"userid": ""}, type(None)),
    ],
)
def test_code_counts_more_than_the_status_and_nobody_is_nobody(changes, kind):
    assert isinstance(decoded(**changes), kind)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"createtime": "86400"}, "dahua_clock_lost"),
        ({"createtime": None}, "dahua_no_time"),
        ({"createtime": "soon"}, "dahua_no_time"),
        ({"userid": "x" * 33}, "row_pin"),
        ({"userid": "a\x07b"}, "row_pin"),
        ({"userid": "", "cardno": "C0FFEE"}, "row_pin"),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_reason(changes, code):
    refused = decoded(**changes)
    assert refused.reason.code == code


def test_kept_line_is_read_again_as_the_same_punch():
    for base in (UTC, LOCAL):
        punch = decode_record(ROW, base, ZONE)
        again = BRAND.decode("AccessControlCardRec", punch.line.encode())
        assert again.punches == [punch]


def test_line_that_is_no_record_is_refused():
    upload = BRAND.decode("AccessControlCardRec", b"[1]\n{x\n")
    assert [each.reason.code for each in upload.refused] == ["dahua_row_unreadable"] * 2
    [refused] = BRAND.decode("other", b"{}").refused
    assert refused.reason.code == "table_unknown"
