"""Fingers over port 4370: read, saved, deleted and enrolled by pyzk 0.9."""

import pytest

from simulator.people import Place
from simulator.zk4370.codes import Command
from tests.zk4370_terminals import Caller, pyzk, serving

WAYS = pytest.mark.parametrize("udp", [False, True], ids=["tcp", "udp"])
SIZES = pytest.mark.parametrize("rows", ["40", "8a"], ids=["72", "28"])


def fingers(at):
    return {p: t.blob for p, t in at.terminal.templates.items() if p.kind == "finger"}


@WAYS
@pytest.mark.parametrize("split", [False, True], ids=["single", "split"])
def test_fingers_are_read_alone_and_all_together(split, udp):
    with serving(split=split) as at:
        first = at.terminal.enrol("1001", at.endpoint.now(), slot=2)
        second = at.terminal.enrol("1004", at.endpoint.now(), slot=7)
        with pyzk(at, udp=udp) as client:
            read = client.get_templates()
            alone = client.get_user_template(uid=4, temp_id=7)
    assert [(f.uid, f.fid, f.valid, f.template) for f in read] == [
        (1, 2, 1, first.blob),
        (4, 7, 1, second.blob),
    ]
    assert alone.template == second.blob


@WAYS
@SIZES
def test_fingers_are_saved_with_their_user(rows, udp):
    with serving(rows=rows) as source, serving(rows=rows) as target:
        finger = source.terminal.enrol("1003", source.endpoint.now(), slot=1)
        other = source.terminal.enrol("1003", source.endpoint.now(), slot=6)
        with pyzk(source, udp=udp) as client:
            user = next(u for u in client.get_users() if u.user_id == "1003")
            found = client.get_templates()
        with pyzk(target, udp=udp) as client:
            client.get_users()
            client.save_user_template(user, found)
    assert fingers(target) == {
        Place("1003", "finger", 1): finger.blob,
        Place("1003", "finger", 6): other.blob,
    }


@WAYS
def test_a_finger_is_deleted(udp):
    with serving() as at:
        at.terminal.enrol("1001", at.endpoint.now(), slot=2)
        at.terminal.enrol("1001", at.endpoint.now(), slot=3)
        with pyzk(at, udp=udp) as client:
            assert client.delete_user_template(uid=1, temp_id=2) is True
            assert client.delete_user_template(uid=1, temp_id=2) is False
    assert list(fingers(at)) == [Place("1001", "finger", 3)]


def test_a_finger_is_deleted_by_pin():
    with serving() as at, Caller(at) as caller:
        at.terminal.enrol("1001", at.endpoint.now(), slot=2)
        named = b"1001".ljust(24, b"\0") + b"\x02"
        caller.connect()
        assert caller.ask(Command.DELETE_TEMPLATE, named).command == 2000
        assert caller.ask(Command.DELETE_TEMPLATE, named).command == 2001


@WAYS
@pytest.mark.parametrize("result", [0, 4, 5, 6])
def test_a_finger_is_enrolled_from_afar(result, udp):
    with serving() as at, pyzk(at, udp=udp) as client:
        at.endpoint.enrolment = result
        assert client.enroll_user(uid=3, temp_id=4, user_id="1003") is (result == 0)
        assert list(fingers(at)) == [Place("1003", "finger", 4)] * (result == 0)
        assert client.get_serialnumber() == "AB12345678"
    assert at.failures == []


def test_nobody_unknown_is_enrolled():
    refused = pytest.raises(Exception, match="Cant Enroll user")
    with serving() as at, pyzk(at) as client, refused:
        client.enroll_user(temp_id=4, user_id="9")
