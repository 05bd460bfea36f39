"""Commands: what is sent, in which steps, and what their results mean."""

import base64
from datetime import datetime

import pytest

from terminals.commands import KINDS
from terminals.ebkn.commands import (
    CAPABILITIES,
    encode_command,
    encode_command_response,
)
from terminals.ebkn.frames import decode_frame
from terminals.ebkn.request import EbknCall
from terminals.errors import Forbidden, ProtocolError, Unsupported
from tests.ebkn_vectors import VECTORS, answer

DIALECT = "attendance"
POLL = EbknCall("command_request", "A1", "receive_cmd", message="ReceiveCommandAction")
BLOB = base64.b64encode(b"template" * 100).decode()
SPAN = {"since": "2026-07-20", "until": "2026-07-29"}
RECORDED = {
    "ebkn_13_cmd_enter_enroll": ("enroll", {"pin": "2", "kind": "finger"}),
    "ebkn_27_cmd_delete_user": ("delete_user", {"pin": "99999"}),
    "ebkn_28_cmd_get_log_data_range": ("query_punches", SPAN),
}


def received(kind, payload, known=None, number="21"):
    """Headers, document and blocks as the terminal gets them."""
    text = encode_command(kind, payload, DIALECT, known=known)
    headers, raw = encode_command_response(number, text, POLL)
    return headers["cmd_code"], *decode_frame(raw)


@pytest.mark.parametrize("name", RECORDED)
def test_recorded_command_is_given_byte_for_byte(name):
    sent = VECTORS[name]["response"]["headers"]
    text = encode_command(*RECORDED[name], DIALECT)
    headers, raw = encode_command_response(sent["trans_id"], text, POLL)
    assert raw == answer(name)
    assert headers.items() >= sent.items()


def test_every_recorded_command_is_tested():
    assert {n for n in VECTORS if answer(n)} == set(RECORDED)


CASES = [
    ("set_clock", {"time": datetime(2026, 8, 5, 18, 28)}, "SET_TIME",
     {"time": "20260805182800"}),
    ("query_users", {}, "GET_USER_ID_LIST", {}),
    ("query_users", {"pin": "7"}, "GET_USER_INFO", {"user_id": "7"}),
    ("rename_user", {"pin": "7", "name": "Ада"}, "SET_USER_NAME",
     {"user_id": "7", "user_name": "Ада"}),
    ("set_privilege", {"pin": "7", "privilege": "admin"}, "SET_USER_PRIVILEGE",
     {"user_id": "7", "user_privilege": "MANAGER"}),
    ("grant_access", {"pin": "7"}, "ENABLE_USER", {"user_id": "7", "enable_flag": "ON"}),
    ("deny_access", {"pin": "7"}, "ENABLE_USER", {"user_id": "7", "enable_flag": "OFF"}),
    ("information", {}, "GET_DEVICE_STATUS", {}),
    ("restart", {}, "RESET_FK", {}),
    ("enroll", {"pin": "7", "kind": "visible_face"}, "SET_COMMAND",
     {"cmd": "enter_enroll", "param": {"user_id": "7", "backup_number": 12}}),
    ("enroll", {"pin": "7", "kind": "card"}, "SET_COMMAND",
     {"cmd": "enter_enroll", "param": {"user_id": "7", "backup_number": 11}}),
    ("set_user", {"pin": "7"}, "SET_USER_INFO",
     {"user_id": "7", "user_name": "", "user_privilege": "USER",
      "enroll_data_array": []}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "payload", "code", "document"), CASES)
def test_command(kind, payload, code, document):
    assert received(kind, payload) == (code, document, [])


def test_a_new_user_comes_with_password_and_card():
    user = {"pin": "7", "name": "Ada", "privilege": "manager"}
    code, document, blocks = received(
        "set_user", {**user, "password": "12", "card": "99"}
    )
    assert (code, blocks) == ("SET_USER_INFO", [b"12", b"99"])
    assert document["user_privilege"] == "OPERATOR"
    assert document["enroll_data_array"] == [
        {"backup_number": 10, "enroll_data": "BIN_1"},
        {"backup_number": 11, "enroll_data": "BIN_2"},
    ]


@pytest.mark.parametrize(
    ("kind", "slot", "backup"),
    [
        ("finger", 6, 6),
        ("face", 0, 12),
        ("visible_face", 0, 12),
        ("palm", 1, 14),
        ("vein", 0, 20),
    ],
)
def test_a_template_goes_to_its_place(kind, slot, backup):
    payload = {"pin": "7", "kind": kind, "slot": slot, "blob": BLOB}
    assert received("set_template", payload) == (
        "SET_ENROLL_DATA",
        {"user_id": "7", "backup_number": backup, "enroll_data": "BIN_1"},
        [b"template" * 100],
    )


def test_one_credential_is_written_beside_the_others():
    for kind, backup in (("password", 10), ("card", 11)):
        payload = {"pin": "7", "kind": kind, "value": "4711"}
        code, document, blocks = received("set_credential", payload)
        assert (code, document["backup_number"]) == ("SET_ENROLL_DATA", backup)
        assert blocks == [b"4711"]


def test_a_template_of_another_version_is_not_sent():
    payload = {"pin": "7", "kind": "finger", "slot": 0, "blob": BLOB, "major": 128}
    received("set_template", payload, {"fp_data_ver": "128"})
    received("set_template", payload, {"face_data_ver": "1"})
    with pytest.raises(Unsupported, match="128"):
        received("set_template", payload, {"fp_data_ver": "112"})


def test_what_can_be_told_is_all_that_is_shown_here():
    kinds = {kind for kind, *_ in CASES} | {kind for kind, _ in RECORDED.values()}
    assert kinds | {"set_template", "set_credential"} == CAPABILITIES[DIALECT]
    assert CAPABILITIES[DIALECT] < set(KINDS)
    assert not CAPABILITIES["form"]
    codes = {received(kind, payload)[0] for kind, payload, *_ in CASES}
    for word in ("CLEAR", "WEB_SERVER", "FIRMWARE"):
        assert not [code for code in codes if word in code]


@pytest.mark.parametrize("kind", ["clear_punches", "unlock", "delete_template"])
def test_what_is_not_on_the_list_does_not_exist(kind):
    with pytest.raises(Unsupported):
        encode_command(kind, {"pin": "7", "kind": "finger"} if "delete" in kind else {},
                       DIALECT)  # fmt: skip
    with pytest.raises(Unsupported):
        encode_command("query_users", {}, "form")


@pytest.mark.parametrize(
    ("kind", "payload", "known"),
    [
        ("delete_user", {"pin": "0"}, {}),
        ("delete_user", {"pin": " 7"}, {}),
        ("delete_user", {"pin": "7\n"}, {}),
        ("delete_user", {"pin": "x" * 33}, {}),
        ("delete_user", {"pin": "A1"}, {"fk_bin_data_lib": "FKDATAHS101"}),
        ("delete_user", {"pin": "5000000000"}, {"fk_bin_data_lib": "FKDataHS100"}),
        ("set_user", {"pin": "7"}, {"present": "yes"}),
        ("set_credential", {"pin": "7", "kind": "card", "value": "ü"}, {}),
    ],
)
def test_what_must_not_reach_a_terminal(kind, payload, known):
    with pytest.raises(Forbidden):
        encode_command(kind, payload, DIALECT, known=known)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("nonsense", {}),
        ("delete_user", {}),
        ("set_privilege", {"pin": "7", "privilege": "custom"}),
        ("set_credential", {"pin": "7", "kind": "finger", "value": "1"}),
        ("set_template", {"pin": "7", "kind": "finger", "slot": 10, "blob": BLOB}),
        ("set_template", {"pin": "7", "kind": "iris", "slot": 0, "blob": BLOB}),
        ("set_template", {"pin": "7", "kind": "finger", "slot": 0, "blob": "%"}),
        ("query_punches", {"since": "yesterday", "until": "2026-01-01"}),
        ("set_clock", {"time": "2026-02-31 00:00:00"}),
    ],
)
def test_a_payload_that_is_none(kind, payload):
    with pytest.raises(ProtocolError):
        encode_command(kind, payload, DIALECT)
