"""Passages: whose, when, which way and how, by every library."""

import base64
import json
from datetime import datetime

import pytest

from terminals.ebkn.codes import FACTORS, STATUS
from terminals.ebkn.request import EbknCall
from terminals.ebkn.uploads import decode_upload
from terminals.records import Photo
from tests.ebkn_vectors import VECTORS, body, framed, glog

GLOG = "realtime_glog"
PUNCHES = [n for n in VECTORS if "_glog_" in n]
BITS = {name: bit for bit, names in FACTORS.values() for name in names}


def read(raw):
    upload = decode_upload(GLOG, raw)
    assert not upload.refused
    return upload


def punch(**values):
    (found,) = read(glog(**values)).punches
    return found


def verify(*names):
    return sum(BITS[name] for name in names)


@pytest.mark.parametrize("name", PUNCHES)
def test_recorded_punch_means_what_it_says(name):
    expected, upload = VECTORS[name]["expected"], read(body(name))
    (found,), line = upload.punches, upload.punches[0].line
    assert (found.pin, str(found.time)) == (expected["user_id"], expected["io_time"])
    assert found.verify == verify(*expected["verify"])
    assert found.status == expected.get("io_key", expected.get("io_mode", 2))
    if "direction" in expected:
        assert STATUS[found.status] == expected["direction"]
    assert json.loads(line)["user_id"] == expected["user_id"]
    assert "log_image" not in line
    assert (upload.lines, found.offset) == (1, None)


@pytest.mark.parametrize("pin", ["00000017", "17", "A-9", "李", "7" * 32])
def test_an_id_is_kept_as_it_is(pin):
    assert punch(user_id=pin).pin == pin
    assert punch(user_id=17).pin == "17"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("20240229235959", datetime(2024, 2, 29, 23, 59, 59)),
        ("2026-08-28 09:32:14", datetime(2026, 8, 28, 9, 32, 14)),
        (20190902155752, datetime(2019, 9, 2, 15, 57, 52)),
    ],
)
def test_times_in_both_ways(text, at):
    assert punch(io_time=text).time == at


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"user_id": ""}, "user_id"),
        ({"user_id": ...}, "user_id"),
        ({"user_id": None}, "user_id"),
        ({"user_id": "x" * 33}, "user_id"),
        ({"user_id": "a\nb"}, "user_id"),
        ({"user_id": ["7"]}, "user_id"),
        ({"io_time": ...}, "punch_time"),
        ({"io_time": "20260231000000"}, "punch_time"),
        ({"io_time": "2026-02-01"}, "punch_time"),
        ({"io_time": "00000000000000"}, "punch_time"),
        ({"io_mode": {"a": 1}}, "punch_codes"),
        ({"io_mode": 10**12}, "punch_codes"),
        ({"verify_mode": "?"}, "punch_codes"),
        ({"io_mode": True}, "punch_codes"),
    ],
)
def test_punch_with_a_wrong_value_is_refused_with_its_code(values, reason):
    upload = decode_upload(GLOG, glog(**values))
    (refused,) = upload.refused
    assert refused.reason.code == reason
    assert not upload.punches
    again = decode_upload(GLOG, refused.line.encode())
    assert again.refused[0].reason == refused.reason, "it can be replayed"


@pytest.mark.parametrize("name", PUNCHES)
def test_the_line_alone_gives_the_same_punch(name):
    (found,) = read(body(name)).punches
    assert read(found.line.encode()).punches == [found]


@pytest.mark.parametrize("pin", ["0", "00000000"])
def test_user_0_is_the_door(pin):
    upload = read(glog(user_id=pin, io_mode=5, fk_bin_data_lib="FKDataHS103"))
    (event,) = upload.events
    assert not upload.punches
    assert (event.code, event.label, event.tampering) == ("5", "door forced open", True)
    assert (event.operator, event.time) == ("", datetime(2026, 9, 10, 13, 57, 41))
    assert read(glog(user_id=pin)).events[0].label == "door or system event"


def test_duress_is_a_punch_and_an_alarm():
    upload = read(glog(io_mode=0x0100000A, fk_bin_data_lib="FKDataHS103"))
    assert [p.status for p in upload.punches] == [1]
    assert [(e.label, e.operator) for e in upload.events] == [
        ("opened under duress", "7")
    ]
    assert not read(glog(io_mode=0x01000009)).events, "opening a door is no alarm"


JPEG = b"\xff\xd8\xff" + b"\0picture" * 9


def test_a_photo_comes_with_the_punch():
    sent = glog(log_image="BIN_1")
    at = datetime(2026, 9, 10, 13, 57, 41)
    for raw in (framed(sent, JPEG), glog(log_image=base64.b64encode(JPEG).decode())):
        upload = read(raw)
        assert upload.photos == [Photo("7", at, "punch", JPEG)]
        assert len(upload.punches) == 1
        assert "log_image" not in upload.punches[0].line


def test_a_photo_that_is_cut_costs_no_punch():
    upload = decode_upload(GLOG, framed(glog(log_image="BIN_1"), JPEG)[:-5])
    assert [p.pin for p in upload.punches] == ["7"]
    assert upload.refused[0].reason.code == "punch_photo_cut"


def test_an_endless_document_keeps_a_short_line():
    found = punch(work_code="3", more="x" * 50_000)
    assert len(found.line) <= 1000
    assert (found.workcode, read(found.line.encode()).punches) == ("3", [found])


def test_letters_a_database_cannot_store():
    found = punch(work_code="a\0b\ud800")
    found.line.encode()
    assert "\0" not in found.workcode + found.line
    assert read(found.line.encode()).punches == [found]


def test_the_first_generation_speaks_in_forms():
    raw = (
        b"page_id=realtime_glog&device_id=00000001&device_name=fk001"
        b"&glog_data={enroll_id:1,verify_mode:3,io_mode:1,io_time:20150325101500}"
    )
    (found,) = read(raw).punches
    assert (found.pin, found.status, found.verify) == ("1", 1, verify("CARD"))
    assert found.time == datetime(2015, 3, 25, 10, 15)
    sample = VECTORS["ebkn_32_v1_form_dialect_glog"]["request"]["body_text"].encode()
    (refused,) = decode_upload(GLOG, sample).refused
    assert refused.reason.code == "punch_codes", "its documentation leaves numbers out"
    assert EbknCall("upload", "1").key is None
