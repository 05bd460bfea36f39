"""Punches as JSON objects: every value, and what is refused."""

import json
from datetime import datetime

import pytest

from terminals.json_reader.punches import TABLE, decode_upload
from terminals.records import Punch

ROW = {
    "user": "42",
    "at": "2025-03-03 08:00:00",
    "direction": "break_in",
    "verify": "card",
    "event": "1007",
    "workcode": "3",
}


def decode(**changed):
    values = {name: each for name, each in {**ROW, **changed}.items() if each != "-"}
    return decode_upload(TABLE, json.dumps(values).encode())


def test_every_value_is_read():
    upload = decode()
    wall = datetime(2025, 3, 3, 8)
    line = json.dumps(ROW)
    assert upload.punches == [Punch("42", wall, 3, 3, "3", line, None, "1007")]
    assert (upload.lines, upload.refused) == (1, [])


@pytest.mark.parametrize(
    ("changed", "name", "value"),
    [
        *(
            ({"direction": word}, "status", state)
            for word, state in [("in", 0), ("out", 1), ("break_out", 2), ("-", None)]
        ),
        ({"direction": "-", "state": 7}, "status", 7),
        *(
            ({"verify": word}, "verify", code)
            for word, code in [
                ("finger", 1),
                ("face", 2),
                ("password", 4),
                ("palm", 5),
                (9, 9),
                ("-", None),
            ]
        ),
        ({"workcode": 12}, "workcode", "12"),
        ({"workcode": "-"}, "workcode", ""),
        ({"workcode": [1]}, "workcode", ""),
        ({"event": 1008}, "number", "1008"),
        ({"event": "-"}, "number", None),
        ({"user": 17}, "pin", "17"),
        ({"user": " 017 "}, "pin", "017"),
        ({"at": "2025-03-03T08:00"}, "time", datetime(2025, 3, 3, 8)),
        ({"at": "2025-03-03T08:00:09.5"}, "time", datetime(2025, 3, 3, 8, 0, 9)),
        ({"at": "2025-03-03T08:00:00Z"}, "offset", 0),
        ({"at": "2025-03-03T08:00:00+05:30"}, "offset", 19_800),
        ({"at": "2025-03-03T08:00:00-03"}, "offset", -10_800),
        ({"at": "2025-03-03T08:00:00+0100"}, "offset", 3_600),
    ],
)
def test_values(changed, name, value):
    [punch] = decode(**changed).punches
    assert getattr(punch, name) == value


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"user": "-"}, "json_user"),
        ({"user": ""}, "json_user"),
        ({"user": True}, "json_user"),
        ({"user": "x" * 65}, "json_user"),
        ({"user": 10**64}, "json_user"),
        ({"user": "a\x01"}, "json_user"),
        ({"at": "-"}, "json_time"),
        ({"at": "2025-02-30 08:00:00"}, "json_time"),
        ({"at": "2025-03-03 08:00:00+14:01"}, "json_time"),
        ({"at": 1740988800}, "json_time"),
        ({"event": ""}, "json_event"),
        ({"direction": "sideways"}, "json_state"),
        ({"direction": "-", "state": -1}, "json_state"),
        ({"direction": "-", "state": 32_768}, "json_state"),
        ({"direction": "-", "state": True}, "json_state"),
        ({"verify": "voice"}, "json_verify"),
        ({"verify": 32_768}, "json_verify"),
    ],
)
def test_what_is_refused(changed, code):
    upload = decode(**changed)
    [refused] = upload.refused
    assert refused.reason == (code, {"row": refused.line[:200]})
    assert not upload.punches


@pytest.mark.parametrize("line", ["no json", "[1]", "7", "[" * 300])
def test_what_is_no_row(line):
    upload = decode_upload(TABLE, line.encode())
    [refused] = upload.refused
    assert refused.reason == ("json_row", {"row": refused.line[:200]})


def test_limits_are_allowed_to_be_reached():
    [punch] = decode(user="x" * 64, verify=32_767, at="2025-03-03 08:00+14:00").punches
    assert (len(punch.pin), punch.verify, punch.offset) == (64, 32_767, 50_400)
