"""How a body is wrapped, and what is kept of one that is not understood."""

import json
from datetime import timedelta
from urllib.parse import quote, quote_plus

import pytest

from biometric_attendance.protocols.cams import (
    MOST,
    STATUS,
    VERIFY,
    acknowledge,
    decode_results,
    decode_upload,
    read_call,
)
from biometric_attendance.protocols.cams.bodies import DEPTH, read_body
from biometric_attendance.protocols.errors import ProtocolError
from tests.cams_calls import TOKEN, item, punch_v3, v1, v2, v3, whole_v2
from tests.cams_vectors import wall

#: Base64 with every sign a form can spoil.
BLOB = "++//+A/b+w=="
USER = whole_v2(
    "ManuallyUserUpdated",
    {"Name": "Ada+Bo & Co = 100% é", "Signature": [item("Fingerprint", BLOB, "1")]},
)
TEXT = json.dumps(USER, ensure_ascii=False)


def call_of(body, query=None, method="POST", **headers):
    return read_call("/any", query or {}, method, headers=headers, body=body)


@pytest.mark.parametrize(
    "body",
    [
        b"request_data=" + quote_plus(TEXT).encode(),
        b"request_data=" + quote(TEXT, safe="").encode(),
        b"other=1&request_data=" + quote_plus(TEXT).encode() + b"&more=2",
        b"request_data=" + TEXT.encode(),
        b"\xef\xbb\xbf request_data=" + quote_plus(TEXT).encode() + b"\r\n",
        TEXT.encode(),
    ],
    ids=["form", "percent", "among others", "not encoded", "mark", "bare"],
)
def test_no_byte_is_lost_however_the_form_was_written(body):
    upload = decode_upload("", body)
    assert upload.users[0].name == "Ada+Bo & Co = 100% é"
    assert upload.templates[0].text == BLOB
    assert call_of(body).kind == "request"


@pytest.mark.parametrize("spoilt", [BLOB.replace("+", " "), quote(BLOB, safe="")])
def test_base64_is_mended(spoilt):
    """Plus signs sent as they are reach us as blanks, signs encoded twice as %2B."""
    contents = {"Signature": [item("Fingerprint", spoilt, "1")]}
    upload = decode_upload("", v2("ManuallyUserUpdated", contents))
    assert upload.templates[0].text == BLOB
    assert not upload.templates[0].plain


def test_form_whose_plus_signs_were_not_encoded_keeps_its_templates():
    text = quote(TEXT, safe="+ ").replace(" ", "+")
    upload = decode_upload("", b"request_data=" + text.encode())
    assert upload.templates[0].text == BLOB


def test_names_are_found_in_any_case():
    body = b'{"realtime":{"SERIALNUMBER":"Z1","punchlog":{"userid":"7",'
    body += b'"logtime":"2024-09-17 07:48:22","TYPE":"CheckOut"},"authtoken":"T"}}'
    call = call_of(body)
    assert (call.kind, call.serial, call.key) == ("realtime", "Z1", "T")


def test_numbers_stay_as_they_were_written():
    body = punch_v3().replace(b'"UserId": "7"', b'"UserId": 7, "Temperature": 36.80')
    (punch,) = decode_upload("", body).punches
    assert punch.pin == "7"
    assert "36.80" in punch.line


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \r\n",
        b"hello",
        b"[]",
        b"42",
        b"true",
        b"null",
        b"NaN",
        b'"text"',
        b"a=b&c=d",
        b"request_data=",
        b"request_data=%7Bnot+json",
        b"request_data={not json",
        b"\0\0\0\0",
        b"\xff\xfe",
        b'{"RealTime":',
        b"9" * 5000,
    ],
)
def test_what_is_no_body_of_ours_is_one_sentence(body):
    with pytest.raises(ProtocolError) as caught:
        call_of(body)
    assert caught.value.reason.endswith(".")
    assert decode_upload("", body).refused or not body.strip()


def nested(depth):
    return b'{"RealTime":' + b'{"a":' * depth + b"1" + b"}" * depth + b"}"


@pytest.mark.parametrize(
    "body",
    [
        nested(DEPTH),
        nested(100_000),
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"request_data=" + quote_plus(nested(50_000)).encode(),
    ],
)
def test_deep_nesting_is_refused(body):
    with pytest.raises(ProtocolError):
        call_of(body)
    (refused,) = decode_upload("", body).refused
    assert len(refused.line) <= 2000


def test_nesting_up_to_the_cap_is_read():
    assert call_of(nested(DEPTH - 2)).kind == "realtime"


def test_too_large_a_body_is_refused():
    body = punch_v3(Note="x" * MOST)
    with pytest.raises(ProtocolError, match="more than"):
        call_of(body)
    assert read_body(punch_v3(Note="x" * (MOST - 1000)))


def test_compressed_body_is_refused():
    with pytest.raises(ProtocolError, match="compressed"):
        call_of(b"\x1f\x8b", **{"Content-Encoding": "gzip"})


def test_only_posts_are_callbacks():
    call = call_of(b"", {"stgid": "Z1"}, method="GET")
    assert (call.kind, call.serial) == ("unknown", "Z1")


def test_serial_of_the_query_stands_in():
    body = b'{"RealTime":{"PunchLog":{},"AuthToken":"T"}}'
    for query in ({"stgid": "Z9"}, {"STGID": "Z9?stgid=Z9"}):
        assert call_of(body, query).serial == "Z9"
    assert call_of(body).serial == ""
    assert call_of(body, {"stgid": "x" * 65}).serial == ""


def test_unknown_object_still_says_its_token():
    call = call_of(b'{"Something":"new","AuthToken":"T"}')
    assert (call.kind, call.key, call.dialect) == ("unknown", "T", None)


def test_acknowledgement_is_exact():
    assert acknowledge() == b'{"status":"done"}'


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
    assert "moment" in refused.reason


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
        assert "moment" in upload.refused[0].reason


@pytest.mark.parametrize("pin", ["", " ", "x" * 65, "7\n8", "7\0", None, ["7"], {}])
def test_punch_without_pin_is_kept_as_a_message(pin):
    (refused,) = decode_upload("", punch_v3(UserId=pin)).refused
    assert "PIN" in refused.reason


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
    said = {"Load": {"UserInfo": [{"UserID": "1", "FirstName": "Ada"}, "x"]}}
    upload = decode_upload("", json.dumps(said).encode())
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
        assert call_of(body).reference == ""


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
