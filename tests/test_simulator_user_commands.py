"""Commands about users, templates and messages in the attendance dialect."""

from base64 import b64encode
from dataclasses import replace
from datetime import datetime, timezone

import pytest
from hypothesis import given, strategies as st

from simulator import (
    ALGORITHMS,
    FIRMWARES,
    AdmsEndpoint,
    Algorithm,
    Terminal,
    User,
    drive,
)
from tests.fake_server import WITH_PEOPLE, FakeServer

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
ADA = User("7", "Ada", "4711", 14, "secret", "2")
BLOB = b64encode(b"a finger").decode()
FACE = f"Type=9\tMajorVer=58\tMinorVer=12\tTmp={BLOB}"
SMALL = {
    "finger": Algorithm(10, 0, 1, 9),
    "face": Algorithm(7, 0, 1, 9),
    "visible_face": Algorithm(58, 12, 1, 9),
}


def endpoint_of(*users, firmware="new", algorithms=ALGORITHMS, **limits):
    known = Terminal("T1", users=users or [ADA], algorithms=algorithms, **limits)
    return AdmsEndpoint(known, FIRMWARES[firmware])


def obey(endpoint, *texts):
    """Let the face carry the commands out; return the server they came from."""
    server = FakeServer(WITH_PEOPLE)
    server.queue_commands(*texts)
    drive(endpoint, server.send, now=NOW)
    return server


CODES = {
    "DATA UPDATE USERINFO PIN=8\tName=Grace": 0,
    "DATA UPDATE USERINFO Name=Grace": -1,
    "DATA UPDATE USERINFO PIN=8\tPri=high": -1,
    "DATA UPDATE USERINFO PIN=8\tCard=ace": -1,
    "DATA UPDATE USERINFO PIN=8\tEndDatetime=soon": -1,
    "DATA DELETE USERINFO PIN=7": 0,
    "DATA DELETE USERINFO PIN=99": -10,
    "DATA QUERY USERINFO": 1,
    "DATA QUERY USERINFO PIN=7": 1,
    "DATA QUERY USERINFO PIN=99": -10,
    f"DATA UPDATE FINGERTMP PIN=7\tFID=6\tSize=12\tValid=1\tTMP={BLOB}": 0,
    f"DATA UPDATE FINGERTMP PIN=99\tFID=6\tTMP={BLOB}": -10,
    "DATA UPDATE FINGERTMP PIN=7\tFID=6\tTMP=no base64!": -11,
    "DATA UPDATE FINGERTMP PIN=7\tFID=6": -1,
    f"DATA UPDATE FACE PIN=7\tFID=0\tTMP={BLOB}": 0,
    f"DATA UPDATE FVEIN Pin=7\tFID=0\tTmp={BLOB}": -1002,
    f"DATA UPDATE BIODATA Pin=7\tNo=0\t{FACE}": 0,
    f"DATA UPDATE BIODATA Pin=99\tNo=0\t{FACE}": -10,
    f"DATA UPDATE BIODATA Pin=7\tType=9\tMajorVer=39\tTmp={BLOB}": -30,
    f"DATA UPDATE BIODATA Pin=7\tType=1\tMajorVer=12\tTmp={BLOB}": -30,
    f"DATA UPDATE BIODATA Pin=7\tType=4\tMajorVer=1\tTmp={BLOB}": -1002,
    f"DATA UPDATE BIODATA Pin=7\tType=77\tTmp={BLOB}": -1,
    f"DATA UPDATE USERPIC PIN=7\tSize=12\tContent={BLOB}": 0,
    f"DATA UPDATE BIOPHOTO PIN=7\tType=9\tSize=12\tContent={BLOB}": 0,
    "DATA DELETE FINGERTMP PIN=7\tFID=6": 0,
    "DATA DELETE FINGERTMP PIN=99": -10,
    "DATA DELETE BIODATA Pin=7\tType=9": 0,
    "DATA DELETE FACE": -1,
    "DATA QUERY FINGERTMP PIN=7": 0,
    "DATA QUERY BIODATA Type=9": 0,
    "DATA UPDATE user Pin=8\tName=Grace": -1004,
    "DATA QUERY tablename=user,fielddesc=*,filter=*": -1004,
    "DATA DEL USERINFO": -1004,
    "USER ADD PIN=8": -1002,
    "ENROLL_FP PIN=7\tFID=6\tRETRY=3\tOVERWRITE=0": 0,
    "ENROLL_FP PIN=99\tFID=6\tRETRY=3\tOVERWRITE=0": -10,
    "ENROLL_MF PIN=7\tRETRY=3": 0,
    "ENROLL_BIO TYPE=9\tPIN=7\tRETRY=3\tOVERWRITE=0": 0,
    "ENROLL_BIO TYPE=4\tPIN=7\tRETRY=3\tOVERWRITE=0": -1002,
    "ENROLL_BIO PIN=7": -1,
    "CLEAR LOG": 0,
    "AC_UNLOCK": 0,
    "DATA UPDATE SMS MSG=Hello\tTAG=253\tUID=5\tMIN=0": 0,
    "DATA UPDATE SMS MSG=Hello\tTAG=7\tUID=5": -1,
    "DATA UPDATE USER_SMS PIN=7\tUID=5": -1,
    "DATA DELETE SMS UID=5": 0,
}


@pytest.mark.parametrize("text", CODES)
def test_every_command_has_its_return_code(text):
    assert obey(endpoint_of(), text).returned == [("1", CODES[text])]


@pytest.mark.parametrize(
    ("text", "code"),
    [("DATA UPDATE USERINFO PIN=8", 0), ("DATA QUERY FINGERTMP PIN=7", 0)]
    + [(t, -22) for t in ("ENROLL_BIO TYPE=9\tPIN=7", "DATA QUERY BIODATA Type=9")],
)
def test_old_firmware_knows_less(text, code):
    assert obey(endpoint_of(firmware="old"), text).returned == [("1", code)]


def test_what_does_not_fit_is_refused():
    endpoint = endpoint_of(user_capacity=1, algorithms=SMALL)
    texts = [
        "DATA UPDATE USERINFO PIN=8",
        *(f"DATA UPDATE FINGERTMP PIN=7\tFID={n}\tTMP={BLOB}" for n in (1, 2)),
        "DATA DELETE FINGERTMP PIN=7",
        f"DATA UPDATE FINGERTMP PIN=7\tFID=2\tTMP={BLOB}",
    ]
    server = obey(endpoint, *texts)
    assert [code for _, code in server.returned] == [-1001, 0, -1001, 0, 0]


def test_newer_fingers_have_no_table_of_their_own():
    endpoint = endpoint_of(algorithms={"finger": Algorithm(12, 0, 9, 9)})
    texts = [
        f"DATA UPDATE FINGERTMP PIN=7\tFID=1\tTMP={BLOB}",
        f"DATA UPDATE BIODATA Pin=7\tNo=1\tType=1\tMajorVer=12\tTmp={BLOB}",
    ]
    assert obey(endpoint, *texts).returned == [("1", -30), ("2", 0)]
    endpoint.terminal.enrol("7", NOW, "finger", 2)
    server = obey(endpoint)
    assert [table for table, _ in server.people] == ["BIODATA"]


@given(st.sets(st.sampled_from(["Name", "Pri", "Passwd", "Card", "Grp"])))
def test_a_user_sent_again_keeps_what_is_left_out(fields):
    new = {"Name": "Grace", "Pri": "0", "Passwd": "9", "Card": "[15CD5B07]", "Grp": "3"}
    stored = {
        "Name": ("name", "Grace"),
        "Pri": ("privilege", 0),
        "Passwd": ("password", "9"),
        "Card": ("card", "123456789"),
        "Grp": ("group", "3"),
    }
    endpoint = endpoint_of()
    values = "".join(f"\t{key}={new[key]}" for key in sorted(fields))
    obey(endpoint, f"DATA UPDATE USERINFO PIN=7{values}")
    changed = replace(ADA, **dict(stored[key] for key in fields))
    assert endpoint.terminal.users == {"7": changed}


def test_limits_are_set_and_lifted():
    endpoint = endpoint_of()
    spans = "StartDatetime=2024-01-01T00:00:00\tEndDatetime=2024-01-31 23:59:59"
    obey(endpoint, f"DATA UPDATE USERINFO PIN=7\t{spans}\tExpires=1")
    user = endpoint.terminal.users["7"]
    assert (user.valid_from, user.valid_until) == (
        datetime(2024, 1, 1),
        datetime(2024, 1, 31, 23, 59, 59),
    )
    assert not endpoint.terminal.may_pass("7", NOW)
    for lifted in ("StartDatetime=0\tEndDatetime=0", "Expires=0"):
        obey(endpoint, f"DATA UPDATE USERINFO PIN=7\t{spans}")
        obey(endpoint, f"DATA UPDATE USERINFO PIN=7\t{lifted}")
        assert endpoint.terminal.users["7"] == ADA


def test_messages_and_their_persons():
    endpoint = endpoint_of()
    obey(
        endpoint,
        "DATA UPDATE SMS MSG=Hello\tTAG=254\tUID=5\tMIN=0",
        "DATA UPDATE USER_SMS PIN=7\tUID=5",
    )
    assert endpoint.terminal.messages == {"5": "Hello"}
    assert endpoint.terminal.addressed == {("5", "7")}
    obey(endpoint, "DATA DELETE SMS UID=5")
    assert not endpoint.terminal.messages and not endpoint.terminal.addressed


def test_a_cleared_log_has_no_punches():
    endpoint = endpoint_of()
    endpoint.terminal.punch("7", NOW)
    obey(endpoint, "CLEAR LOG")
    assert not endpoint.terminal.punches.entries
