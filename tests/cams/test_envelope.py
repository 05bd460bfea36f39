"""Whole calls, against the documented ones."""

import json
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from terminals.cams.commands import encode_command
from terminals.cams.encryption import decrypt_body
from terminals.cams.envelope import envelope
from terminals.errors import ProtocolError, Unsupported
from tests.cams_command_cases import FINGER, IN_NAIROBI, SPAN
from tests.cams_vectors import CALLS, KEY, VECTORS, body

KOLKATA, PARIS = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/Paris")
NAIROBI = timezone(timedelta(hours=3))

COMMANDS = {
    "A30_v2_rest_adduser": None,  # card and finger at once: two commands of ours
    "A30_v2_rest_deleteuser": ("delete_user", {"pin": "852"}),
    "A30_v2_rest_enablemessage": (
        "show_message",
        {"pin": "852", "text": "Please see HR"},
    ),
    "A30_v2_rest_enrollfingerprint": ("enroll", {"pin": "852", "kind": "finger"}),
    "A31_v2_rest_senddeviceinfo_response": ("information", {}),
    "A32_v2_rest_loadpunchlog_page1": (
        "query_punches",
        {"since": "2019-04-30 00:00:00", "until": "2019-04-30 23:59:59"},
    ),
}
COMMANDS |= {
    name: ("delete_user", {"pin": "852"}) for name in CALLS if name.startswith("A33")
}


@pytest.mark.parametrize("name", [name for name in COMMANDS if COMMANDS[name]])
def test_call_of_v2_is_the_documented_one_byte_by_byte(name):
    info = VECTORS[name]["request"]["form"]["request_data"]["ApiRequestInfo"]
    sent = envelope(
        encode_command(*COMMANDS[name], "v2"),
        "v2",
        serial="ST-KY19123123",
        token=info["AuthToken"],
        reference=info["OperationReferenceId"],
        time=datetime(2019, 4, 30, 15, 12, 22, tzinfo=KOLKATA),
    )
    assert sent == body(name)


def test_user_with_card_and_finger_is_the_documented_call_in_two():
    values = VECTORS["A30_v2_rest_adduser"]["request"]["form"]["request_data"]
    values = values["ApiRequestInfo"]["OperationData"]
    user = {"pin": "852", "name": "John Doe", "privilege": "user", "card": "1234567"}
    finger = {**FINGER, "pin": "852", "blob": "TWlTUzIxAAADgYQE"}
    first, second = (
        json.loads(encode_command(kind, payload, "v2"))["OperationData"]
        for kind, payload in (("set_user", user), ("set_template", finger))
    )
    assert {**second, **first}["Name"] == values["Name"]
    assert first["Signature"] + second["Signature"] == values["Signature"]
    del first["Signature"], values["Signature"]
    assert first == values


def test_device_information_names_no_user():
    """The frame repeats the user of its neighbours, which means nothing there."""
    values = VECTORS["A30_v2_rest_senddeviceinfo"]["request"]["form"]["request_data"]
    assert values["ApiRequestInfo"]["Operation"] == "SendDeviceInfo"
    assert json.loads(encode_command("information", {}, "v2"))["UserId"] == ""


CALLS_V3 = {
    "A60_v3_rest_load_punchlog": ("query_punches", SPAN),
    "A62_v3_rest_add_user": (
        "set_user",
        {"pin": "7", "name": "John Doe", "privilege": "user"},
    ),
    "A64_v3_rest_delete_user": ("delete_user", {"pin": "7"}),
    "A65_v3_rest_device_information": ("information", {}),
    **{n: ("information", {}) for n in CALLS if n.startswith("A69")},
}


def sent_v3(text, **more):
    return envelope(
        text,
        "v3",
        serial="ZHM11xxxxxxxx",
        token="COJJ7eiiPBGUfmIQPvh2PJWWDLX7OuKs",
        reference="j95xfejt3vr1",
        time=datetime(2024, 9, 17, 12, 1, 33, tzinfo=NAIROBI),
        **more,
    )


@pytest.mark.parametrize("name", CALLS_V3)
def test_call_of_v3_is_the_documented_one(name):
    text = encode_command(*CALLS_V3[name], "v3", known=IN_NAIROBI)
    assert json.loads(sent_v3(text)) == VECTORS[name]["request"]["json"]


def test_every_call_is_made_here():
    others = {"A30_v2_rest_senddeviceinfo", "A67_v3_rest_plain_when_key_set"}
    assert set(CALLS) == {*COMMANDS, *CALLS_V3, *others}


def test_encrypted_call_of_v3_is_ciphertext_alone():
    text = encode_command("information", {}, "v3")
    assert json.loads(decrypt_body(sent_v3(text, key=KEY), [KEY])) == json.loads(
        sent_v3(text)
    )


def test_encrypted_call_of_v2_shows_the_tag_alone():
    sent = envelope(
        encode_command("delete_user", {"pin": "1"}, "v2"),
        "v2",
        serial="ST-1",
        token="t0ken",
        reference="17",
        time=datetime(2019, 4, 30, tzinfo=KOLKATA),
        key=KEY,
    )
    assert b"ST-1" in sent
    assert b"DeleteUser" not in sent
    info = json.loads(decrypt_body(sent, [KEY]))["ApiRequestInfo"]
    assert (info["Operation"], info["AuthToken"]) == ("DeleteUser", "t0ken")


def test_moment_of_a_call_needs_its_zone():
    text = encode_command("information", {}, "v3")
    with pytest.raises(ProtocolError, match="offset"):
        envelope(
            text, "v3", serial="", token="", reference="", time=datetime(2024, 1, 1)
        )
    with pytest.raises(Unsupported):
        envelope(
            text,
            "v1",
            serial="",
            token="",
            reference="",
            time=datetime(2024, 1, 1, tzinfo=PARIS),
        )
