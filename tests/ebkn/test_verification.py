"""What was read back is compared with what was asked."""

import pytest

from terminals.ebkn.results import is_unverified
from terminals.ebkn.verification import difference
from terminals.reasons import Reason
from terminals.records import DeviceUser, Refused, Template, Upload

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
def test_command_whose_values_are_there_is_verified(kind, payload, pin):
    assert difference(kind, {"pin": pin, **payload}, THERE) is None
    assert difference(kind, {"pin": pin, **payload}, EMPTY).code == "user_absent"


@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("rename_user", {"name": "Ivo"}, "name_differs"),
        ("set_privilege", {"privilege": "manager"}, "privilege_differs"),
        ("set_credential", {"kind": "card", "value": "56"}, "credential_differs"),
        ("set_credential", {"kind": "password", "value": "1"}, "credential_differs"),
        ("set_template", {"kind": "finger", "slot": 4}, "template_absent"),
        ("set_template", {"kind": "face"}, "template_absent"),
    ],
)
def test_value_that_differs_is_named(kind, payload, code):
    assert difference(kind, {"pin": "7", **payload}, THERE).code == code


def test_a_name_that_was_not_taken_is_no_beginning_of_one():
    nameless = Upload(users=[DeviceUser("7", "")])
    assert difference("rename_user", {"pin": "7", "name": "Ada"}, nameless)


def test_password_that_is_not_sent_counts_as_written():
    received = Upload(users=[DeviceUser("7")])
    asked = {"pin": "7", "kind": "password", "value": "1"}
    assert difference("set_credential", asked, received) is None
    assert difference("set_credential", {**asked, "kind": "card"}, received)


def test_a_deletion_is_shown_by_a_list_that_is_whole():
    assert difference("delete_user", {"pin": "07"}, THERE).code == "user_still_present"
    assert difference("delete_user", {"pin": "8"}, THERE) is None
    cut = Upload(users=[ADA], refused=[Refused("", Reason("result_cut"))])
    assert difference("delete_user", {"pin": "8"}, cut).code == "user_list_cut"


@pytest.mark.parametrize(
    ("kind", "code", "unverified"),
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
def test_result_that_has_to_be_read_back(kind, code, unverified):
    assert is_unverified(code, kind) is unverified
