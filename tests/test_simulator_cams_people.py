"""Calls that change a device, and what comes back through the callback URL."""

from base64 import b64encode
from datetime import timedelta

import pytest

from simulator import drive
from simulator.cams import CamsFaults
from simulator.people import Place
from tests.cams_gateway import KEY, START, device, second, vector, vectors
from tests.fake_cams_server import FakeCamsServer


def lazies(server):
    """Operation and reference of every lazy response, in the order they came."""
    return [
        (name, values["OperationReferenceId"])
        for _, name, values in server.taken
        if values.get("OperationReferenceId")
    ]


def carried_out(endpoint, at=START):
    server = FakeCamsServer(keys=[KEY])
    drive(endpoint, server.send, now=at)
    return server


@pytest.mark.parametrize("key", ["", KEY])
@pytest.mark.parametrize("name", vectors("A30"))
def test_documented_calls_are_answered_as_documented(name, key):
    documented = vector(name)
    info = documented["request"]["form"]["request_data"]["ApiRequestInfo"]
    answer = second(
        device("v2", key=key),
        info["Operation"],
        info["UserId"],
        info["OperationData"],
        info["OperationReferenceId"],
    )
    # What a device tells of itself is in the answer; that document has none.
    if info["Operation"] == "SendDeviceInfo":
        answer["OperationData"] = ""
    assert answer == documented["response"]["body"]


def test_a_user_is_added_a_while_later_and_then_confirmed():
    endpoint = device("v2", latency=40)
    values = vector("A30_v2_rest_adduser")["request"]["form"]["request_data"]
    values = values["ApiRequestInfo"]["OperationData"]
    assert second(endpoint, "AddUser", "852", values, "ref1")["StatusCode"] == 0
    assert "852" not in endpoint.terminal.users
    server = carried_out(endpoint)
    assert lazies(server) == [("AddUser", "ref1")]
    user = endpoint.terminal.users["852"]
    assert (user.name, user.card, user.privilege) == ("John Doe", "1234567", 0)
    assert Place("852", "finger", 6) in endpoint.terminal.templates


def test_what_is_empty_stays_as_it_is():
    endpoint = device("v2")
    endpoint.terminal.set_user("7", card="99", privilege=14)
    second(endpoint, "AddUser", "7", {"Name": "", "Priority": "", "Signature": []})
    carried_out(endpoint)
    user = endpoint.terminal.users["7"]
    assert (user.name, user.card, user.privilege) == ("Ada Adler", "99", 14)


def test_what_the_device_cannot_do_is_never_confirmed():
    endpoint = device("v2")
    assert second(endpoint, "DeleteUser", "nobody")["StatusCode"] == 0
    server = carried_out(endpoint)
    assert lazies(server) == []
    assert endpoint.abandoned == ["Nobody has the PIN nobody."]
    assert endpoint.settled


def test_an_offline_device_does_it_when_it_is_back():
    endpoint = device("v2")
    endpoint.connect(False)
    second(endpoint, "DeleteUser")
    assert carried_out(endpoint).requests == []
    endpoint.connect(True)
    assert lazies(carried_out(endpoint)) == [("DeleteUser", "r1")]
    assert endpoint.terminal.users == {}


def test_an_enrolled_finger_comes_by_itself():
    endpoint = device("v2")
    second(endpoint, "EnrollFingerprint")
    server = carried_out(endpoint)
    assert lazies(server) == [("EnrollFingerprint", "r1")]
    (values,) = server.values("ManuallyUserUpdated")
    (signature,) = values["OperationData"]["Signature"]
    assert (signature["Type"], signature["AdditionalData1"]) == ("Fingerprint", "0")
    assert values["OperationData"]["Name"] == ""
    (template,) = endpoint.terminal.templates.values()
    assert signature["Template"] == b64encode(template.blob).decode()


def test_all_users_are_told_one_by_one():
    endpoint = device("v2")
    endpoint.terminal.set_user("7", password="4321")
    endpoint.terminal.enrol("7", START, "finger", 3)
    endpoint.terminal.enrol("7", START, "visible_face")
    carried_out(endpoint)
    second(endpoint, "TriggerUserDetail", "")
    server = carried_out(endpoint)
    values = [s["OperationData"] for s in server.values("ManuallyUserUpdated")]
    assert [s["Name"] for s in values] == ["Ada Adler", *[""] * 6]
    types = [signature["Type"] for s in values for signature in s["Signature"]]
    assert types == ["Password", "Fingerprint", *["Face"] * 5]


def test_the_pieces_of_a_user_make_the_user_on_another_device():
    ours, other = device("v2"), device("v2", serial="D2")
    ours.terminal.register("8", START, name="Bram Bakker", card="77", privilege=14)
    ours.terminal.enrol("8", START, "palm")
    pieces = [
        s["OperationData"] for s in carried_out(ours).values("ManuallyUserUpdated")
    ]
    whole = {**pieces[0], "Signature": [s for p in pieces for s in p["Signature"]]}
    assert second(other, "AddUser", "8", whole)["StatusCode"] == 0
    carried_out(other)
    assert other.terminal.users["8"] == ours.terminal.users["8"]
    (palm,) = ours.terminal.templates.values()
    parts = [template.blob for template in other.terminal.templates.values()]
    assert b"".join(parts) == palm.blob


def test_the_log_is_cleared_and_photos_are_sent():
    endpoint = device("v2", 2)
    second(endpoint, "SendAttendancePhoto")
    server = carried_out(endpoint)
    photo = server.values("RealTimePunchLog")[-1]["OperationData"]
    assert list(photo) == ["AttendancePhoto"]
    second(endpoint, "ClearLog", "")
    carried_out(endpoint)
    assert len(endpoint.terminal.punches) == 0


def test_a_message_is_shown_and_taken_away():
    endpoint = device("v2")
    second(endpoint, "EnableMessage", values={"Message": "Please see HR"})
    carried_out(endpoint)
    assert endpoint.terminal.messages == {"7": "Please see HR"}
    second(endpoint, "DisableMessage")
    carried_out(endpoint)
    assert endpoint.terminal.messages == {}


def test_lazy_responses_may_be_lost_late_or_of_nobody():
    def received(kind):
        faults = CamsFaults([kind], rate=1.0)
        endpoint = device("v2", faults=faults)
        second(endpoint, "DeleteUser")
        server = FakeCamsServer()
        drive(endpoint, server.send, now=START)
        faults.stop()
        before = lazies(server)
        drive(endpoint, server.send, now=START + timedelta(minutes=5))
        return before, lazies(server)

    sound = [("DeleteUser", "r1")]
    assert received("mute") == ([], [])
    assert received("late") == ([], sound)
    before, _ = received("unknown_id")
    assert before[:1] == sound
    assert before[1][1].startswith("nobody")
