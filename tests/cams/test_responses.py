"""What the gateway answers to calls, and how the past is asked for."""

import json
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st

from terminals.cams.codes import LATER, PENDING, STATUS_SENTENCES, explain
from terminals.cams.encryption import encrypt_body
from terminals.cams.history import encode_page, pages
from terminals.cams.responses import decode_answer
from terminals.errors import ProtocolError, Unsupported
from tests.cams_vectors import CALLS, KEY, VECTORS, wall


def dialect_of(name):
    return "v2" if "_v2_" in name else "v3"


def body_of(name):
    return json.dumps(VECTORS[name]["response"]["body"]).encode()


def answer_of(name):
    return decode_answer(dialect_of(name), 200, body_of(name))


def answered(dialect="v3", **sent):
    return decode_answer(dialect, 200, json.dumps(sent).encode())


@pytest.mark.parametrize("name", CALLS)
def test_documented_answer_is_read(name):
    answer, sent = answer_of(name), VECTORS[name]["response"]["body"]
    expected = sent["StatusCode"]
    waits = dialect_of(name) == "v2" and expected == 0 and not sent["OperationData"]
    assert answer.code == (PENDING if waits else expected)
    assert answer.good is (expected == 0)
    assert answer.operation == sent.get("RequestedOperation", "")
    wanted = sent.get("OperationReferenceId") or sent.get("OperationID") or ""
    assert answer.reference == answer.result.id == wanted
    assert str(answer.reason).endswith(".")
    assert answer.result.code == answer.code


@pytest.mark.parametrize("name", [name for name in CALLS if "_status_" in name])
def test_refusal_says_whether_to_try_again(name):
    meaning = VECTORS[name]["meaning"]
    assert answer_of(name).later is ("retry" in meaning)


def test_every_documented_code_has_its_sentence():
    assert set(STATUS_SENTENCES) == {*range(1, 16), 19, 29, 33, 35, 37, 38, 999}
    for code, sentence in STATUS_SENTENCES.items():
        success, reason = explain(code, "set_user", "v2")
        assert (success, str(reason)) == (False, sentence)
    assert set(STATUS_SENTENCES) > LATER


def test_code_nobody_knows_is_named():
    assert explain(77, "set_user", "v3")[1] == ("gateway_refused", {"code": 77})
    assert not explain(None, "set_user", "v3")[0]
    assert not explain(PENDING, "set_user", "v2")[0]


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"Status": "done"}, 0),
        ({"Status": "API_RESPONSE_INVALID_AUTHTOKEN"}, 7),
        ({"Status": "error"}, None),
        ({"StatusCode": "37"}, 37),
        ({"StatusCode": 7, "Status": "done"}, 7),
        ({}, None),
    ],
)
def test_code_is_read_from_number_or_word(sent, code):
    assert answered(**sent).code == code


def test_page_of_v2_says_where_the_next_begins():
    answer = answer_of("A32_v2_rest_loadpunchlog_page1")
    assert (answer.offset, answer.total, answer.code) == ("50", 60, 0)
    (punch,) = answer.upload.punches
    assert (punch.pin, punch.time) == ("852", wall("2019-04-30 15:12:22"))


def test_page_of_v3_is_read():
    answer = answer_of("A60_v3_rest_load_punchlog")
    assert (answer.offset, answer.total) == ("", 2)
    assert answer.upload.punches[0].offset == 3 * 3600


def test_terminal_is_described():
    info = answer_of("A31_v2_rest_senddeviceinfo_response").upload.info
    assert info.model == "F22"
    assert info.options["TimeZone"] == "UTC+05:30"
    assert info.options["AttendanceAPI"] == "until 2020-01-01"
    assert info.options["LastConnectedTime"] == "2019-04-30 15:12:22"
    assert answer_of("A65_v3_rest_device_information").upload.info.model == "F38+"


def test_refusal_brings_no_rows():
    sent = {"PunchLog": {"Log": [{"UserID": "1", "LogTime": "2024-09-17 09:01:44"}]}}
    assert not answered(StatusCode=7, **sent).upload.punches
    assert answered(StatusCode=0, **sent).upload.punches


@pytest.mark.parametrize(
    "name", ["A32_v2_rest_loadpunchlog_page1", "A60_v3_rest_load_punchlog"]
)
def test_encrypted_answer_opens(name):
    encrypted = encrypt_body(body_of(name), KEY)
    answer = decode_answer(dialect_of(name), 200, encrypted, ["f" * 32, KEY])
    assert answer.upload.punches
    with pytest.raises(ProtocolError, match="answer_encrypted"):
        decode_answer(dialect_of(name), 200, encrypted, ["f" * 32])


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b"{}"), (302, b""), (200, b""), (200, b"<html>"), (200, b"[]"), (404, b"")],
)
def test_what_is_no_answer_is_refused_with_its_status(status, body):
    with pytest.raises(ProtocolError) as caught:
        decode_answer("v3", status, body)
    if status != 200:
        assert (caught.value.code, caught.value.values) == (
            "answer_status",
            {"status": status},
        )


moments = st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1))


@given(since=moments, days=st.integers(0, 900), seconds=st.integers(0, 86_399))
def test_spans_are_short_and_leave_no_moment_out(since, days, seconds):
    until = since + timedelta(days=days, seconds=seconds)
    spans = list(pages(since, until))
    assert (spans[0][0], spans[-1][1]) == (since, until)
    assert all(last - first <= timedelta(days=29) for first, last in spans)
    assert all(one[1] == two[0] for one, two in pairwise(spans))


def test_backward_span_is_none():
    assert list(pages(wall("2024-01-02"), wall("2024-01-01"))) == []


def test_offset_leads_to_the_next_page():
    span = (wall("2019-04-30 00:00:00"), wall("2019-04-30 23:59:59"))
    second = json.loads(encode_page(*span, "v2", offset="50"))
    assert second["OperationData"]["OffSet"] == "50"
    known = {"tz": "Asia/Kolkata"}
    third = json.loads(encode_page(*span, "v3", offset="50", known=known))
    assert third["Load"]["PunchLog"]["Filter"]["OffSet"] == "50"
    first = json.loads(encode_page(*span, "v3", known=known))
    assert "OffSet" not in first["Load"]["PunchLog"]["Filter"]
    with pytest.raises(Unsupported):
        encode_page(*span, "v1")
