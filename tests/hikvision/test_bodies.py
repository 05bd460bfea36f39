"""The forms in which one event is pushed, and what is wrong with some of them."""

import json
from datetime import datetime

import pytest

from terminals.hikvision.pushed import TABLE, decode_push
from terminals.hikvision.request import read_call
from terminals.hikvision.uploads import decode_upload
from tests.hikvision_vectors import (
    JPEG,
    alert,
    event,
    json_part,
    multipart,
    picture_part,
)

WALL = datetime(2026, 3, 4, 8)


def only(body):
    """Return the one punch of a body in which nothing is refused."""
    upload = decode_push(body)
    assert upload.refused == []
    [punch] = upload.punches
    return punch


def to_json(value):
    return json.dumps(value).encode()


def xml(**codes):
    rows = "".join(f"<{name}>{value}</{name}>" for name, value in codes.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<EventNotificationAlert version="2.0" '
        'xmlns="http://www.isapi.org/ver20/XMLSchema">'
        "<macAddress>a4:d5:c2:00:00:02</macAddress>"
        "<dateTime>2026-03-04T08:00:00+03:00</dateTime>"
        "<eventType>AccessControllerEvent</eventType>"
        f"<AccessControllerEvent>{rows}<employeeNoString>00017</employeeNoString>"
        "<serialNo>140</serialNo><frontSerialNo>139</frontSerialNo>"
        "<attendanceStatus>checkIn</attendanceStatus></AccessControllerEvent>"
        "</EventNotificationAlert>"
    ).encode()


FORWARDED = {
    "employee_no": "00017",
    "event_serial": 140,
    "event_time": "2026-03-04T08:00:00+03:00",
    "major": 5,
    "minor": 75,
    "attendance_status": "checkIn",
}
CUSTOMISED = {
    "dateTime": "2026-03-04T08:00:00+03:00",
    "eventType": "attendanceResult",
    "AttendanceResult": event(),
}
QUOTED = json_part(alert(), name="anything at all", length=0)
FORMS = {
    "envelope": to_json(alert()),
    "byte order mark": b"\xef\xbb\xbf" + to_json(alert()),
    "blanks around": b"\r\n\r\n" + to_json(alert()) + b"\0\r\n",
    "array": to_json([alert()]),
    "gateway": to_json({"EventNotificationAlert": alert()}),
    "list of alerts": to_json(
        {"EventNotificationAlertList": [{"EventNotificationAlert": alert()}]}
    ),
    "lines of dashes in it": to_json(alert(label="x\n--MIME\ny")).replace(
        b"\\n", b"\n"
    ),
    "empty lines in a part without headers": multipart(
        ([], xml(major=5, minor=75).replace(b"<serialNo>", b"\r\n\r\n<serialNo>"))
    ),
    "gateway with a list": to_json({"EventNotificationAlert": [alert()]}),
    "events in a list": to_json({**alert(), "AccessControllerEvent": [event()]}),
    "text in text": to_json({**alert(), "AccessControllerEvent": json.dumps(event())}),
    "another name": to_json(CUSTOMISED),
    "forwarded": to_json(FORWARDED),
    "xml": xml(major=5, minor=75),
    "xml of pushes": xml(majorEventType=5, subEventType=75),
    "part": multipart(json_part(alert())),
    "part with a picture": multipart(json_part(alert()), picture_part()),
    "picture first": multipart(picture_part(), json_part(alert())),
    "xml part": multipart((["Content-Type: application/xml"], xml(major=5, minor=75))),
    "wrong lengths": multipart(json_part(alert(), length=3), picture_part()),
    "huge length": multipart(json_part(alert(), length=10**12)),
    "odd name": multipart(QUOTED),
    "no end": multipart(json_part(alert()), end=False),
    "no headers": multipart(([], to_json(alert()))),
    "bare line ends": multipart(json_part(alert()), picture_part(), line=b"\n"),
    "preamble": b"This is a message in parts.\r\n" + multipart(json_part(alert())),
    "other boundary": multipart(json_part(alert()), boundary="----7e13971310878"),
    "empty line first": b"\r\n" + multipart(json_part(alert())),
    "empty part first": multipart(([], b""), json_part(alert())),
}


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS.keys())
def test_each_form_is_the_same_punch(body):
    punch = only(body)
    assert (punch.pin, punch.time, punch.offset) == ("00017", WALL, 10_800)
    assert (punch.status, punch.verify, punch.number) == (0, 75, "140")
    assert read_call("/x", {}, "POST", headers={}, body=body).kind == "upload"


@pytest.mark.parametrize(
    ("time", "offset"),
    [
        ("2026-03-04T08:00:00Z", 0),
        ("2026-03-04T08:00:00", None),
        ("2026-03-04T08:00:00-03:30", -12_600),
        ("2026-03-04T08:00:00+05:45", 20_700),
        ("2026-03-04 08:00:00", None),
    ],
)
def test_wall_clock_is_as_written_with_the_offset_there_is(time, offset):
    punch = only(to_json(alert(time=time)))
    assert (punch.time, punch.offset) == (WALL, offset)


@pytest.mark.parametrize("current", [False, "false", True])
def test_replayed_event_is_a_punch_as_any_other(current):
    for body in (
        alert(envelope={"currentEvent": current}),
        alert(currentEvent=current),
    ):
        punch = only(to_json(body))
        assert punch.time == WALL
        assert json.loads(punch.line)["currentEvent"] == current


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \r\n",
        b"\0\0",
        b'{"eventType":"heartBeat"}',
        b'{"eventType":"HEARTBEAT","dateTime":"x"}',
        b'{"eventType":"videoloss","eventState":"inactive"}',
        b"<EventNotificationAlert><eventType>videoloss</eventType>"
        b"</EventNotificationAlert>",
        multipart(picture_part()),
        multipart(json_part({"eventType": "heartBeat"})),
    ],
)
def test_keep_alives_bring_nothing(body):
    call = read_call("/x", {}, "POST", headers={}, body=body)
    upload = decode_push(body)
    assert call.kind == "ping"
    assert (upload.lines, upload.refused, upload.photos) == (0, [], [])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"<html><body>Log in</body></html>", "hikvision_not_an_event"),
        (b"hello", "hikvision_push_unreadable"),
        (b'{"eventType":"AccessControllerEvent"', "hikvision_push_unreadable"),
        (b'{"eventType":"AccessControllerEvent"}', "hikvision_not_an_event"),
        (b"{}", "hikvision_not_an_event"),
        (b"[1]", "hikvision_not_an_event"),
        (b"17", "hikvision_push_unreadable"),
        (b'{"employee_no":"17","event_serial":1}', "hikvision_not_an_event"),
        (to_json(alert(time="yesterday")), "hikvision_time"),
        (to_json(alert(time="1970-01-01T01:16:27+04:00")), "hikvision_clock_lost"),
        (b"\xff\xfe{\0}\0", "hikvision_push_unreadable"),
    ],
)
def test_what_cannot_be_read_is_kept_as_a_message(body, code):
    upload = decode_push(body)
    [refused] = upload.refused
    assert refused.reason.code == code
    assert str(refused.reason).endswith(".")
    assert upload.punches == []


#: Names of programs that pass events on, with what they stand for.
FORWARDED_NAMES = {
    "employee_no": ("employeeNoString", "A12"),
    "employee_no_string": ("employeeNoString", "A12"),
    "event_serial": ("serialNo", 77),
    "serial_no": ("serialNo", 77),
    "front_serial_no": ("frontSerialNo", 70),
    "event_time": ("dateTime", "2026-03-04T09:00:00Z"),
    "date_time": ("dateTime", "2026-03-04T09:00:00Z"),
    "major_event_type": ("majorEventType", 2),
    "sub_event_type": ("subEventType", 38),
    "attendance_status": ("attendanceStatus", "checkOut"),
    "current_verify_mode": ("currentVerifyMode", "face"),
    "current_event": ("currentEvent", False),
    "card_no": ("cardNo", "4711"),
    "mac_address": ("macAddress", "a4:d5:c2:00:00:09"),
}


@pytest.mark.parametrize("name", FORWARDED_NAMES)
def test_name_of_a_program_that_passes_events_on_means_the_terminals(name):
    own, value = FORWARDED_NAMES[name]
    flat = {**event(), "dateTime": "2026-03-04T08:00:00Z"}
    flat.pop(own, None)
    events = [decode_push(to_json({**flat, key: value})) for key in (name, own)]
    assert events[0] == events[1]
    calls = [
        read_call("/", {}, "POST", headers={}, body=to_json({**flat, key: value}))
        for key in (name, own)
    ]
    assert calls[0] == calls[1]
    if own == "macAddress":
        assert calls[0].info.mac == value


def test_network_card_with_a_long_name_is_cut():
    body = to_json(alert(envelope={"macAddress": "A" * 100}))
    call = read_call("/", {}, "POST", headers={}, body=body)
    assert call.info.mac == "a" * 32


def test_part_of_which_nothing_can_be_told_is_a_message():
    body = multipart(json_part(alert())) + b"x"
    body = body.replace(b"--MIME_boundary--", b"--MIME_boundary\r\nX: 1\r\nrubbish")
    upload = decode_push(body)
    assert [punch.number for punch in upload.punches] == ["140"]
    [refused] = upload.refused
    assert "rubbish" in refused.line


ENTITIES = "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40))
BOMBS = [
    f'<!DOCTYPE a [<!ENTITY a0 "x">{ENTITIES}]><a>&a39;</a>'.encode(),
    b'<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>',
    b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
    b"<EventNotificationAlert><eventType>&f;</eventType></EventNotificationAlert>",
    b"<a>" * 20_000 + b"</a>" * 20_000,
    "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode("utf-16"),
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_xml_that_declares_anything_is_refused(bomb):
    for body in (bomb, multipart(([], bomb), json_part(alert()))):
        upload = decode_push(body)
        assert [each.reason.code for each in upload.refused] == [
            "hikvision_push_unreadable"
        ]
        assert "root:" not in upload.refused[0].line
        assert len(upload.punches) == (body is not bomb)


def test_a_poisoned_event_stops_no_other():
    poison = [alert(1, time=None), alert(2, employeeNoString="x" * 40), {"no": 1}]
    body = to_json([alert(3), *poison, alert(4, employeeNoString="A12")])
    upload = decode_push(body)
    assert [punch.pin for punch in upload.punches] == ["00017", "A12"]
    assert [each.reason.code for each in upload.refused] == [
        "hikvision_time",
        "row_pin",
        "hikvision_not_an_event",
    ]


def test_lines_of_json_are_read_one_by_one():
    body = b"\n".join([to_json(alert(3)), b"{broken", to_json(alert(4))])
    upload = decode_push(body)
    assert [punch.number for punch in upload.punches] == ["3", "4"]
    assert len(upload.refused) == 1


def test_picture_belongs_to_the_one_punch_it_came_with():
    [photo] = decode_push(multipart(json_part(alert()), picture_part())).photos
    assert (photo.pin, photo.time, photo.kind) == ("00017", WALL, "punch")
    assert photo.image == JPEG


@pytest.mark.parametrize(
    "parts",
    [
        [json_part(alert(1)), json_part(alert(2))],
        [json_part(alert(subEventType=76, employeeNoString="0"))],
        [json_part(alert(subEventType=8))],
        [json_part(alert(time="1970-01-01T00:00:00Z"))],
    ],
)
def test_picture_of_nobody_or_of_several_is_dropped(parts):
    upload = decode_push(multipart(*parts, picture_part()))
    assert upload.photos == []
    assert not any("\ufffd" in refused.line for refused in upload.refused)


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS.keys())
def test_line_of_a_punch_is_read_as_the_same_punch(body):
    punch = only(body)
    assert decode_push(punch.line.encode()).punches == [punch]
    assert decode_upload(TABLE, punch.line.encode()).punches == [punch]


def test_sequence_tells_of_every_numbered_event():
    noise = alert(11, subEventType=21, employeeNoString="")
    first = alert(10, frontSerialNo=None)
    upload = decode_push(to_json([first, noise, alert(14)]))
    assert upload.sequence == [(10, 11), (13, 14)]
