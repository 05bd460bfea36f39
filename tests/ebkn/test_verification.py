"""What was read back is compared with what was asked."""

import pytest

from terminals.ebkn import is_doubtful, unlike
from terminals.people import DeviceUser, Template
from terminals.records import Refused, Upload

ADA = DeviceUser("7", "Ada Love", "admin", password="0815", card="55")
FINGER = Template("7", "finger", 3, 0, 128, None, None, True, False, 6, b"finger")
THERE = Upload(users=[DeviceUser("9"), ADA], templates=[FINGER])
EMPTY = Upload()


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("set_user", {"name": "Somebody else"}),
        ("rename_user", {"name": "Ada Lovelace"}),
        ("set_privilege", {"privilege": "admin"}),
        ("set_credential", {"kind": "card", "value": "0055"}),
        ("set_credential", {"kind": "password", "value": "0815"}),
        ("set_template", {"kind": "finger", "slot": 3}),
        ("grant_access", {}),
    ],
)
@pytest.mark.parametrize("pin", ["7", "00000007"])
def test_what_is_as_asked_is_believed(kind, payload, pin):
    assert unlike(kind, {"pin": pin, **payload}, THERE) is None
    assert unlike(kind, {"pin": pin, **payload}, EMPTY) == (
        "The terminal does not have the user."
    )


@pytest.mark.parametrize(
    ("kind", "payload", "why"),
    [
        ("rename_user", {"name": "Ivo"}, "another name: 'Ada Love'"),
        ("set_privilege", {"privilege": "manager"}, "privilege 'admin'"),
        ("set_credential", {"kind": "card", "value": "56"}, "another card"),
        ("set_credential", {"kind": "password", "value": "1"}, "another password"),
        ("set_template", {"kind": "finger", "slot": 4}, "not have the template"),
        ("set_template", {"kind": "face"}, "not have the template"),
    ],
)
def test_what_is_not_as_asked_is_said(kind, payload, why):
    assert why in unlike(kind, {"pin": "7", **payload}, THERE)


def test_a_name_that_was_not_taken_is_no_beginning_of_one():
    nameless = Upload(users=[DeviceUser("7", "")])
    assert unlike("rename_user", {"pin": "7", "name": "Ada"}, nameless)


def test_a_password_that_is_not_told_is_not_doubted():
    told = Upload(users=[DeviceUser("7")])
    asked = {"pin": "7", "kind": "password", "value": "1"}
    assert unlike("set_credential", asked, told) is None
    assert unlike("set_credential", {**asked, "kind": "card"}, told)


def test_a_deletion_is_shown_by_a_list_that_is_whole():
    assert "still has" in unlike("delete_user", {"pin": "07"}, THERE)
    assert unlike("delete_user", {"pin": "8"}, THERE) is None
    cut = Upload(users=[ADA], refused=[Refused("", "cut")])
    assert "cut" in unlike("delete_user", {"pin": "8"}, cut)


@pytest.mark.parametrize(
    ("kind", "code", "doubtful"),
    [
        ("set_user", 0, True),
        ("set_user", -1, False),
        ("set_user", None, False),
        ("delete_user", 0, True),
        ("delete_user", -1, True),
        ("delete_user", None, True),
        ("set_clock", 0, False),
        ("query_users", 0, False),
    ],
)
def test_whose_word_is_no_proof(kind, code, doubtful):
    assert is_doubtful(code, kind) is doubtful
