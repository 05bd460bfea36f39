"""What the gateway says of punches and people, against the documented frames."""

import json
from datetime import datetime, timezone
from urllib.parse import parse_qs

import pytest

from simulator import Template, Terminal, User
from simulator.cams import CamsEndpoint, Registration
from simulator.cams.callbacks import Lazy
from simulator.cams.codes import ATTENDANCE, INPUT
from simulator.cams.times import from_epoch, from_stamp
from simulator.people import Place
from tests.cams_gateway import vector, vectors

DOCUMENTED = datetime(2019, 4, 30, 15, 12, 22, tzinfo=timezone.utc)
SECOND_TOKEN = "k3wgUszWcH4EjXM7sUWI38yJPkXhmvao"
SECOND_SERIAL = "ST-KY19123123"


def second(**own):
    terminal = Terminal(SECOND_SERIAL, users=[User("852", "John Doe")])
    return CamsEndpoint(terminal, Registration("v2", token=SECOND_TOKEN, **own))


def third(zone, **own):
    token = "COJJ7eiiPBGUfmIQPvh2PJWWDLX7OuKs"
    return CamsEndpoint(
        Terminal("ZHM11xxxxxxxx", zone), Registration(token=token, **own)
    )


def bodies(endpoint, contents):
    return [endpoint.spelling.body(content) for content in contents]


def number(words, word):
    return next(n for n, known in words.items() if known == word)


def test_a_punch_of_the_first_generation():
    documented = vector("A01")["request"]["form"]
    terminal = Terminal(documented["stgid"])
    endpoint = CamsEndpoint(
        terminal, Registration("v1", token=documented["auth_token"])
    )
    (body,) = bodies(
        endpoint, endpoint.spelling.punch(terminal.punch("852", DOCUMENTED), None)
    )
    assert {k: v[0] for k, v in parse_qs(body.decode()).items()} == documented


@pytest.mark.parametrize("name", [*vectors("A10"), *vectors("A11")])
def test_punches_of_the_second_generation_are_the_documented_bytes(name):
    request = vector(name)["request"]
    info = request["form"]["request_data"]["ApiRequestInfo"]
    values, endpoint = info["OperationData"], second()
    at = from_epoch(info["OperationTime"]).replace(tzinfo=timezone.utc)
    punch = endpoint.terminal.punch(
        info["UserId"],
        at,
        number(ATTENDANCE["v2"], values["AttendanceType"]),
        number(INPUT, values["InputType"]),
    )
    (body,) = bodies(endpoint, endpoint.spelling.punch(punch, at))
    assert body == request["raw"].encode()


@pytest.mark.parametrize("name", [*vectors("A40"), *vectors("A41")])
def test_punches_of_the_third_generation_say_what_is_documented(name):
    documented = vector(name)["request"]["json"]["RealTime"]
    values, endpoint = documented["PunchLog"], third("Africa/Nairobi")
    at = from_stamp(values["LogTime"]).replace(tzinfo=timezone.utc)
    punch = endpoint.terminal.punch(
        values["UserId"],
        at,
        number(ATTENDANCE["v3"], values["Type"]),
        number(INPUT, values["InputType"]),
    )
    now = from_stamp(documented["Time"]).replace(tzinfo=timezone.utc)
    (body,) = bodies(endpoint, endpoint.spelling.punch(punch, now))
    received = json.loads(body)["RealTime"]
    assert list(received) == list(documented)
    assert len(received.pop("OperationID")) == 12
    documented.pop("OperationID")
    # Only sometimes there, and of no interest for a finger.
    for optional in ("Temperature", "FaceMask"):
        values.pop(optional, None)
    assert received == documented


def test_the_zone_of_the_device_is_in_the_third_generation_s_times():
    for zone, local in {
        "America/St_Johns": "2024-07-01 05:30:00 GMT -0230",
        "Asia/Kolkata": "2024-07-01 13:30:00 GMT +0530",
    }.items():
        endpoint = third(zone)
        at = datetime(2024, 7, 1, 8, tzinfo=timezone.utc)
        values = endpoint.spelling.words(endpoint.terminal.punch("1", at), "UserId")
        assert values["LogTime"] == local
        assert from_stamp(local) == at.replace(tzinfo=None)


def test_card_and_password_come_with_the_name():
    endpoint = second()
    user = User("852", "John Doe", card="1234567", password="4321")
    (body,) = bodies(endpoint, endpoint.spelling.user(user, DOCUMENTED))
    assert body == vector("A15")["request"]["raw"].encode()


def test_a_finger_comes_without_a_name():
    endpoint = second()
    blob = b"MiSS!\x00\x00\x03\x81\x84\x04"
    template = Template(Place("852", "finger", 6), blob)
    documented = vector("A16")["request"]["form"]["request_data"]["ApiRequestInfo"]
    (content,) = endpoint.spelling.template(template, DOCUMENTED)
    (signature,) = content["OperationData"]["Signature"]
    documented["OperationData"]["Signature"][0]["Template"] = signature["Template"]
    assert {"AuthToken": SECOND_TOKEN, **content} == documented


def test_a_face_comes_in_parts_of_which_nothing_is_lost():
    endpoint = second()
    endpoint.terminal.enrol("852", DOCUMENTED, "face")
    (template,) = endpoint.terminal.templates.values()
    values = [
        c["OperationData"] for c in endpoint.spelling.template(template, DOCUMENTED)
    ]
    assert {(s["Name"], s["Priority"]) for s in values} == {("", "")}
    pieces = [s["Signature"][0] for s in values]
    assert [p["AdditionalData1"] for p in pieces] == ["1", "2", "3", "4", "5"]
    assert {p["Type"] for p in pieces} == {"Face"}


def test_a_user_deleted_at_the_menu():
    endpoint = second()
    wall = DOCUMENTED.replace(tzinfo=None)
    (body,) = bodies(endpoint, endpoint.spelling.removed("852", wall, DOCUMENTED))
    assert body == vector("A18")["request"]["raw"].encode()


def test_a_lazy_response():
    endpoint = second()
    lazy = Lazy("AddUser", "852", "cmd-000017")
    (body,) = bodies(endpoint, endpoint.spelling.lazy(lazy, DOCUMENTED))
    assert body == vector("A20")["request"]["raw"].encode()


def test_a_user_of_the_third_generation_has_the_seen_keys():
    endpoint = third("Africa/Nairobi")
    documented = vector("A54")["request"]["json"]["RealTime"]
    user = User("7", "John Doe", card="99")
    (content,) = endpoint.spelling.user(user, DOCUMENTED)
    received, known = content["UserUpdated"], documented["UserUpdated"]
    assert received.keys() == known.keys()
    assert received["Template"][0].keys() == known["Template"][0].keys()
    assert (received["FirstName"], received["LastName"], received["UserType"]) == (
        known["FirstName"],
        known["LastName"],
        known["UserType"],
    )


def test_a_photo_follows_the_punch_when_they_are_taken():
    endpoint = second(photographs=True)
    punch = endpoint.terminal.punch("852", DOCUMENTED)
    first, photo = endpoint.spelling.punch(punch, DOCUMENTED)
    assert first["OperationData"]["AttendanceType"] == "CheckIn"
    assert photo["Operation"] == "RealTimePunchLog"
    assert photo["OperationData"]["AttendancePhoto"].startswith("/9j/")


def test_only_faces_are_measured():
    endpoint = third("UTC", measures=True)
    face_punch = endpoint.terminal.punch("1", DOCUMENTED, verify=15)
    finger_punch = endpoint.terminal.punch("1", DOCUMENTED, verify=1)
    assert endpoint.spelling.words(face_punch, "UserId")["Temperature"] == "36.8"
    assert "Temperature" not in endpoint.spelling.words(finger_punch, "UserId")


def test_the_tag_is_in_the_query_and_twice_on_request():
    asked = vector("A51")["request"]["path"].partition("?")[2]
    endpoint = CamsEndpoint(
        Terminal("AYTH00000001"), Registration(path="/hook", doubles_tag=True)
    )
    assert endpoint.spelling.request(b"").path == f"/hook?{asked}"
    endpoint.registration.doubles_tag = False
    endpoint.registration.path = "/hook?db=prod"
    path = endpoint.spelling.request(b"").path
    assert path == "/hook?db=prod&stgid=AYTH00000001"
