"""What stands in a body: every type and moment, and what is kept of the rest."""

import json
from datetime import timedelta
from urllib.parse import quote_plus

import pytest

from terminals.cams.codes import STATUS, VERIFY
from terminals.cams.request import read_call
from terminals.cams.results import decode_results
from terminals.cams.uploads import decode_upload
from tests.cams_calls import TOKEN, punch_v3, v1, v2, v3
from tests.cams_vectors import wall


@pytest.mark.parametrize(
    ("word", "direction"),
    [
        ("CheckIn", "in"),
        ("CheckOut", "out"),
        ("BreakOut", "break_out"),
        ("BreakIn", "break_in"),
        ("OverTimeIn", "in"),
        ("OverTimeOut", "out"),
        ("MealStart", "break_out"),
        ("MealOut", "break_out"),
        ("MealEnd", "break_in"),
        ("MealIn", "break_in"),
        ("None", None),
        ("Sideways", None),
        ("", None),
    ],
)
def test_every_attendance_type_has_its_direction(word, direction):
    contents = {"AttendanceType": word, "InputType": "Card"}
    for body in (v2("RealTimePunchLog", contents), punch_v3(Type=word)):
        (punch,) = decode_upload("", body).punches
        assert STATUS.get(punch.status) == direction


@pytest.mark.parametrize("word", ["Password", "Card", "Fingerprint", "Face", "Palm"])
def test_every_input_type_has_its_word(word):
    (punch,) = decode_upload("", punch_v3(InputType=word)).punches
    assert VERIFY[punch.verify] == word.lower()


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("2024-09-17 07:48:22 GMT +0300", 3 * 3600),
        ("2024-09-17 07:48:22 GMT -0330", -12_600),
        ("2024-09-17 07:48:22 GMT +05:45", 20_700),
        ("2024-09-17 07:48:22 GMT+0000", 0),
        ("2024-09-17 07:48:22 +1400", 50_400),
        ("2024-09-17 07:48:22", None),
    ],
)
def test_offset_is_read_east_of_greenwich(text, offset):
    (punch,) = decode_upload("", punch_v3(LogTime=text)).punches
    assert (punch.time, punch.offset) == (wall("2024-09-17 07:48:22"), offset)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30 07:48:22 GMT +0300",
        "2024-09-17 25:00:00 GMT +0300",
        "2024-09-17 07:48:22 GMT",
        "2024-09-17 07:48:22 GMT +1500",
        "2024-09-17 07:48:22 GMT +0360",
        "17.09.2024 07:48",
        "yesterday",
        "",
        None,
    ],
)
def test_moment_that_does_not_exist_is_kept_as_a_message(text):
    (refused,) = decode_upload("", punch_v3(LogTime=text)).refused
    assert refused.reason.code == "gateway_punch_time"


@pytest.mark.parametrize(
    "text", ["", "yesterday", "-1", "9" * 12, "9" * 30, "1.5", "٣"]
)
def test_seconds_that_are_none_are_kept_as_a_message(text):
    bodies = [
        v1(att_time=text),
        v2("RealTimePunchLog", {"AttendanceType": "CheckIn"}, OperationTime=text),
    ]
    for body in bodies:
        upload = decode_upload("", body)
        assert not upload.punches
        assert upload.refused[0].reason.code == "gateway_punch_time"


@pytest.mark.parametrize("pin", ["", " ", "x" * 65, "7\n8", "7\0", None, ["7"], {}])
def test_punch_without_pin_is_kept_as_a_message(pin):
    (refused,) = decode_upload("", punch_v3(UserId=pin)).refused
    assert refused.reason.code == "punch_pin"


@pytest.mark.parametrize(
    "body",
    [
        v2("WaterThePlants", {"AttendanceType": "CheckIn"}),
        v2("RealTimePunchLog", None),
        v3("WaterThePlants", {"UserId": "7"}),
        v3("PunchLog", "CheckIn"),
        b'{"RealTime":{"AuthToken":"t0ken-of-the-gateway"}}',
        b'{"RealTime":[],"AuthToken":"t0ken-of-the-gateway"}',
        b'{"Something":"new","AuthToken":"t0ken-of-the-gateway"}',
        b'{"ApiRequestInfo":"not sealed!","AuthToken":"t0ken-of-the-gateway"}',
    ],
)
def test_unknown_operation_is_kept_without_its_token_and_replays_alike(body):
    upload = decode_upload("", body)
    (refused,) = upload.refused
    assert not upload.punches
    assert TOKEN not in refused.line
    assert decode_upload("", refused.line.encode()).refused == [refused]


@pytest.mark.parametrize(
    "cut", [b'{"RealTime":{"AuthToken":"%s"', b"auth_token=%s&x=1", b'"AuthToken": "%s']
)
def test_token_of_a_body_that_cannot_be_read_is_not_kept(cut):
    for token in (TOKEN, "COJJ7eiiPBGUfmIQPvh2PJWWDLX7OuKs"):
        for body in (cut % token.encode(), quote_plus(cut % token.encode()).encode()):
            (refused,) = decode_upload("", body).refused
            assert token not in refused.line


def test_every_punch_of_an_answer_stands_alone():
    rows = [
        {"Type": "CheckIn", "UserID": "1", "LogTime": "2024-09-17 09:01:44 GMT +0300"},
        {"Type": "CheckIn", "UserID": "2", "LogTime": "never"},
        "no row",
        {"Type": "CheckOut", "UserID": "3", "LogTime": "2024-09-17 17:01:44"},
    ]
    for body in ({"PunchLog": {"Log": rows}}, {"Load": {"PunchLog": rows}}):
        upload = decode_upload("", json.dumps(body).encode())
        assert [punch.pin for punch in upload.punches] == ["1", "3"]
        assert len(upload.refused) == 2


def test_users_sent_as_load_are_read():
    sent = {"Load": {"UserInfo": [{"UserID": "1", "FirstName": "Ada"}, "x"]}}
    upload = decode_upload("", json.dumps(sent).encode())
    assert [user.name for user in upload.users] == ["Ada"]
    assert len(upload.refused) == 1


@pytest.mark.parametrize(
    "body",
    [
        v1(),
        v2("RealTimePunchLog", {"AttendanceType": "MealEnd", "Temperature": "36.8"}),
        punch_v3(),
        b'{"PunchLog":{"Log":[{"UserID":"1","LogTime":"2024-09-17 09:01:44"}]}}',
    ],
)
def test_line_of_a_punch_reads_as_that_punch(body):
    (punch,) = decode_upload("", body).punches
    assert decode_upload("", punch.line.encode()).punches == [punch]
    assert TOKEN not in punch.line


def test_reference_that_is_null_is_none():
    for reference in ("", "NULL", "null", None):
        body = v2("AddUser", "", OperationReferenceId=reference)
        assert decode_results(body) == []
        assert read_call("", {}, "POST", headers={}, body=body).reference == ""


def test_refusal_of_a_late_answer_is_taken_where_one_is_named():
    body = v2("AddUser", {"StatusCode": 15}, OperationReferenceId="17")
    (result,) = decode_results(body)
    assert (result.id, result.code) == ("17", 15)


def test_user_that_was_asked_for_is_a_user_and_a_result():
    body = v2("ManuallyUserUpdated", {"Name": "A"}, OperationReferenceId="17")
    assert decode_upload("", body).users[0].name == "A"
    assert decode_results(body)[0].id == "17"


def test_v1_wall_clock_is_what_the_display_showed():
    (punch,) = decode_upload("", v1(att_type="o")).punches
    assert punch.time == wall("1970-01-01 00:00:00") + timedelta(seconds=1556637142)
    assert STATUS[punch.status] == "out"
