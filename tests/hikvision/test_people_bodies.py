"""What is sent to write and delete users, cards, fingers and faces."""

import json
from base64 import b64encode

import pytest

from terminals.errors import Forbidden, ProtocolError
from terminals.hikvision import BRAND
from terminals.hikvision.fingers import (
    decode_fingers,
    delete_fingers,
    write_face,
    write_finger,
)
from terminals.hikvision.users import (
    cut_name,
    decode_user,
    delete_cards,
    delete_users,
    differs,
    search_users,
    write_card,
    write_user,
)
from tests.hikvision_vectors import load

FINGER = b64encode(b"finger of a terminal" * 20).decode()
JPEG = b"\xff\xd8\xff\xe0" + bytes(1000) + b"\xff\xd9"


@pytest.mark.parametrize("pins", [[], [""], [" "]])
def test_a_deletion_that_names_nobody_is_refused(pins):
    with pytest.raises(Forbidden):
        delete_users(pins)
    with pytest.raises(Forbidden):
        delete_cards(pins)


def test_the_bodies_are_those_of_the_documented_requests():
    written = write_user(
        {
            "pin": "A12",
            "name": "محمد علي",
            "valid_from": "2026-01-01",
            "valid_until": "2026-06-30",
        }
    )
    expected = json.loads(load("45")["request"]["body_text"])
    assert written["UserInfo"].pop("localUIRight") is False
    assert written == expected
    card = json.loads(load("13")["request"]["body_text"])
    assert write_card("100054", card["CardInfo"]["cardNo"]) == card
    finger = json.loads(load("18")["request"]["body_text"])
    text = finger["FingerPrintCfg"]["fingerData"]
    assert write_finger("1001", 0, text, duress=False) == finger


def test_a_face_has_the_two_parts_of_the_documented_request():
    body, kind = write_face("A12", JPEG)
    boundary = kind.partition("boundary=")[2].encode()
    parts = body.split(b"--" + boundary)
    wanted = load("52")["request"]["body_text"].encode().split(b"--MIME_boundary")
    assert len(parts) == len(wanted)
    assert json.loads(parts[1].partition(b"\r\n\r\n")[2]) == json.loads(
        wanted[1].partition(b"\r\n\r\n")[2]
    )
    assert b'name="FaceImage"' in parts[2]


@pytest.mark.parametrize(
    ("text", "cut"),
    [("Ada", "Ada"), ("ع" * 80, "ع" * 64), ("x" * 127 + "ع", "x" * 127), ("  A ", "A")],
)
def test_a_name_is_cut_between_letters(text, cut):
    assert cut_name(text) == cut


def test_days_beyond_what_terminals_know_are_no_limit():
    valid = write_user({"pin": "1", "valid_until": "2051-01-01"})["UserInfo"]["Valid"]
    assert valid["endTime"] == "2037-12-31T23:59:59"
    row = {"employeeNo": "1", "name": "", "Valid": valid}
    assert decode_user(row, {}).valid_until == ""
    with pytest.raises(ProtocolError):
        BRAND.commands.encode(
            "set_user", {"pin": "1", "valid_from": "2040-01-01"}, "isapi"
        )


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("set_user", {"pin": "x" * 33}),
        ("set_user", {"pin": "0"}),
        ("set_user", {"pin": "1", "privilege": "manager"}),
        ("set_user", {"pin": "1", "card": "9" * 21}),
        ("set_template", {"pin": "1", "kind": "palm", "slot": 1, "blob": FINGER}),
        ("set_template", {"pin": "1", "kind": "finger", "slot": 10, "blob": FINGER}),
        (
            "set_template",
            {"pin": "1", "kind": "visible_face", "slot": 0, "blob": FINGER},
        ),
        ("unlock", {"door": 0}),
        ("clear_punches", {}),
        ("enroll", {"pin": "1", "kind": "face"}),
    ],
)
def test_what_no_terminal_takes_is_refused_before_it_is_queued(kind, payload):
    with pytest.raises(ProtocolError):
        BRAND.commands.encode(kind, payload, "isapi")


def test_what_a_terminal_does_not_keep_is_named():
    sent = write_user({"pin": "1", "name": "Ada", "valid_until": "2026-06-30"})
    row = sent["UserInfo"]
    assert differs(sent, row) == ""
    assert differs(sent, None) == "employeeNo"
    assert differs(sent, {**row, "name": "Bob"}) == "name"
    assert differs(sent, {**row, "Valid": {"enable": False}}) == "Valid"
    assert differs(sent, {**row, "localUIRight": True}) == "localUIRight"


def test_a_search_names_one_user_or_nobody():
    everybody = search_users("a", 30)["UserInfoSearchCond"]
    assert everybody == {
        "searchID": "a",
        "searchResultPosition": 30,
        "maxResults": 30,
    }
    one = search_users("a", 0, "17")["UserInfoSearchCond"]
    assert one["EmployeeNoList"] == [{"employeeNo": "17"}]


def test_a_deletion_names_those_to_delete():
    condition = delete_users(["17", "18"])["UserInfoDelCond"]
    assert condition == {"EmployeeNoList": [{"employeeNo": "17"}, {"employeeNo": "18"}]}


def test_fingers_count_from_one_there_and_from_zero_here():
    finger = write_finger("1", 3, FINGER, duress=True)["FingerPrintCfg"]
    assert (finger["fingerPrintID"], finger["fingerType"]) == (4, "hijackFP")
    answer = {
        "FingerPrintInfo": {
            "FingerPrintList": [
                {"fingerPrintID": 4, "fingerType": "hijackFP", "fingerData": FINGER},
                {"fingerPrintID": 11, "fingerData": FINGER},
                {"fingerPrintID": 1, "fingerData": "no base64!"},
                {"fingerPrintID": 10, "fingerType": "normalFP", "fingerData": FINGER},
            ]
        }
    }
    found = decode_fingers(answer, "1")
    assert [(each.slot, each.duress) for each in found] == [(3, True), (9, False)]
    assert all(each.text == FINGER for each in found)
    assert {(each.pin, each.kind) for each in found} == {("1", "finger")}
    deletion = delete_fingers("1", [3, 9])["FingerPrintDelete"]
    assert deletion["mode"] == "byEmployeeNo"
    assert deletion["EmployeeNoDetail"] == {
        "employeeNo": "1",
        "enableCardReader": [1],
        "fingerPrintID": [4, 10],
    }
