"""Commands in the words of the security dialect."""

from base64 import b64encode
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest

from simulator import (
    ALGORITHMS,
    SECURITY,
    Algorithm,
    Place,
    SecurityEndpoint,
    Terminal,
    User,
    drive,
)
from tests.fake_security_server import FakeSecurityServer

NOW = datetime(2024, 7, 1, 12, tzinfo=timezone.utc)
ADA = User("7", "Ada", "4711", 14, "secret", "2")
BLOB = b64encode(b"a finger").decode()


def endpoint_of(*users, firmware=SECURITY, **rest):
    known = Terminal("T1", users=users or [ADA], needs_rights=True, **rest)
    return SecurityEndpoint(known, firmware)


def obey(endpoint, *texts, polls=1, server=None):
    server = server or FakeSecurityServer(time="")
    server.queue_commands(*texts)
    drive(endpoint, server.send, now=NOW, polls=polls)
    return server


CODES = {
    "DATA UPDATE user Pin=8\tName=Grace": 0,
    "DATA UPDATE user Name=Grace": -11,
    "DATA UPDATE user Pin=8\tEndTime=soon": -11,
    "DATA UPDATE user Pin=8\tEndTime=20240231": -11,
    "DATA UPDATE userauthorize Pin=7\tAuthorizeTimezoneId=1\tAuthorizeDoorId=1": 0,
    "DATA UPDATE userauthorize Pin=99\tAuthorizeDoorId=1": -27,
    f"DATA UPDATE templatev10 Size=12\tPin=7\tFingerID=6\tValid=1\tTemplate={BLOB}": 0,
    f"DATA UPDATE templatev10 Pin=99\tFingerID=6\tTemplate={BLOB}": -27,
    "DATA UPDATE templatev10 Pin=7\tFingerID=6\tTemplate=no!": -631,
    f"DATA UPDATE biodata Pin=7\tType=9\tMajorVer=58\tTmp={BLOB}": 0,
    f"DATA UPDATE biodata Pin=7\tType=9\tMajorVer=39\tTmp={BLOB}": -30,
    f"DATA UPDATE biodata Pin=7\tType=4\tMajorVer=1\tTmp={BLOB}": -708,
    f"DATA UPDATE userpic PIN=7\tSize=12\tContent={BLOB}": 0,
    f"DATA UPDATE biophoto PIN=7\tType=9\tSize=12\tContent={BLOB}": 0,
    "DATA UPDATE USERINFO PIN=8": -629,
    "DATA DELETE user Pin=7": 0,
    "DATA DELETE user Pin=99": 0,
    "DATA DELETE user": -11,
    "DATA DELETE userauthorize Pin=7": 0,
    "DATA DELETE templatev10 Pin=7": 0,
    "DATA DELETE biodata Type=9\tPin=7": 0,
    "DATA DELETE transaction *": 0,
    "DATA DELETE transaction Pin=7": -11,
    "DATA QUERY tablename=user,fielddesc=*,filter=*": 1,
    "DATA QUERY tablename=user,fielddesc=*,filter=Pin=99": 0,
    "DATA QUERY tablename=holiday,fielddesc=*,filter=*": -629,
    "DATA QUERY USERINFO": -11,
    "DATA COUNT user": 1,
    "DATA COUNT tablename=user": 1,
    "DATA COUNT holiday": -629,
    "GET OPTIONS ~SerialNumber,FirmVer": 0,
    "SET OPTIONS DateTime=583080894": 0,
    "SET OPTIONS DateTime=now": -11,
    "SET OPTIONS ~SerialNumber=X": -11,
    "CONTROL DEVICE 01010105": 0,
    "CONTROL DEVICE 03000000": 0,
    "CONTROL DEVICE 99000000": -708,
    "ENROLL_BIO TYPE=1\tNO=6\tPIN=7\tRETRY=3\tOVERWRITE=0\tMODE=1": 0,
    "ENROLL_BIO TYPE=4\tPIN=7": -708,
    "ENROLL_BIO TYPE=1\tPIN=99": -27,
    "ENROLL_INFO TYPE=0\tPIN=7\tRETRY=3\tMODE=1": 0,
    "CLEAR LOG": -708,
    "SHELL reboot": -708,
}


@pytest.mark.parametrize("text", CODES)
def test_every_command_has_its_return_code(text):
    assert obey(endpoint_of(), text).returned == [("1", CODES[text])]


def test_what_does_not_fit_is_refused():
    few = {**ALGORITHMS, "finger": Algorithm(10, 0, 1, 9)}
    server = obey(
        endpoint_of(user_capacity=1, algorithms=few),
        "DATA UPDATE user Pin=8",
        *(
            f"DATA UPDATE templatev10 Pin=7\tFingerID={n}\tTemplate={BLOB}"
            for n in (1, 2)
        ),
    )
    assert [code for _, code in server.returned] == [-18, 0, -18]


def test_a_user_sent_again_keeps_what_is_left_out():
    endpoint = endpoint_of()
    obey(endpoint, "DATA UPDATE user Pin=7\tName=Grace\tEndTime=20240131")
    end = datetime(2024, 1, 31, 23, 59, 59)
    assert endpoint.terminal.users["7"] == replace(ADA, name="Grace", valid_until=end)
    obey(endpoint, "DATA UPDATE user Pin=7\tEndTime=0")
    assert endpoint.terminal.users["7"] == replace(ADA, name="Grace")


def test_limits_in_seconds():
    endpoint = endpoint_of(firmware=replace(SECURITY, limits_in_seconds=True))
    obey(endpoint, "DATA UPDATE user Pin=7\tStartTime=583050990")
    assert endpoint.terminal.users["7"].valid_from == datetime(2018, 2, 22, 6, 36, 30)


def test_a_user_passes_only_with_a_right():
    endpoint = endpoint_of()
    assert not endpoint.terminal.may_pass("7", NOW)
    obey(
        endpoint,
        "DATA UPDATE userauthorize Pin=7\tAuthorizeTimezoneId=1\tAuthorizeDoorId=1",
    )
    assert endpoint.terminal.may_pass("7", NOW)
    obey(endpoint, "DATA DELETE userauthorize Pin=7")
    assert not endpoint.terminal.may_pass("7", NOW)


def test_a_deleted_user_leaves_templates_behind():
    """They are rows of another table, and fit whoever gets the PIN next."""
    endpoint = endpoint_of()
    obey(
        endpoint,
        f"DATA UPDATE templatev10 Pin=7\tFingerID=6\tTemplate={BLOB}",
        "DATA DELETE user Pin=7",
    )
    assert list(endpoint.terminal.templates) == [Place("7", "finger", 6)]
    query = "DATA QUERY tablename=templatev10,fielddesc=*,filter=Pin=7"
    assert obey(endpoint, query).returned == [("1", 1)]
    obey(endpoint, "DATA DELETE templatev10 Pin=7")
    assert not endpoint.terminal.templates


def test_everybody_can_be_deleted_at_once():
    endpoint = endpoint_of(ADA, User("8"))
    obey(endpoint, "DATA DELETE user Pin=*")
    assert not endpoint.terminal.users


def test_the_clock_is_set_and_the_log_erased():
    endpoint = endpoint_of()
    endpoint.terminal.punch("7", NOW)
    obey(endpoint, "SET OPTIONS DateTime=583080894", "DATA DELETE transaction *")
    assert endpoint.terminal.clock.wall(NOW) == datetime(2018, 2, 22, 14, 54, 54)
    assert not endpoint.terminal.punches.entries


def test_an_opened_door_shows_in_its_state():
    server = obey(endpoint_of(), "CONTROL DEVICE 01010105", polls=2)
    assert [line.split("\t")[2] for line in server.states] == ["relay=00", "relay=01"]


def test_a_restart_begins_anew():
    server = obey(endpoint_of(), "CONTROL DEVICE 03000000", polls=2)
    scripts = [path.rsplit("/", 1)[1] for _, path, *_ in server.requests]
    assert scripts.count("registry") == 2
    assert sum("\tevent=206\t" in line for line in server.events) == 2
    assert len(server.states) == 2


def test_time_told_is_of_the_simulated_present():
    """Twenty seconds of a restart cost no real time, so the server knows not of them."""
    server = FakeSecurityServer(time="DateTime=583050990,ServerTZ=+0000")
    endpoint = endpoint_of()
    obey(endpoint, "CONTROL DEVICE 03000000", polls=1, server=server)
    received = datetime(2018, 2, 22, 6, 36, 30)
    booted = NOW + timedelta(seconds=20)
    assert endpoint.terminal.clock.wall(booted) == received + timedelta(seconds=20)


def test_enrolment_happens_a_while_after_its_result():
    endpoint = endpoint_of()
    server = obey(
        endpoint,
        "ENROLL_BIO TYPE=9\tNO=0\tPIN=7\tRETRY=3\tOVERWRITE=0\tMODE=1",
        polls=3,
    )
    assert server.returned == [("1", 0)]
    assert [table for table, _ in server.people] == ["biodata"]
