"""Every command in the words of both generations that can be commanded."""

import json
from datetime import datetime, timedelta, timezone

import pytest

from terminals.cams import BRAND
from terminals.cams.commands import (
    ANSWER_BYTES,
    CAPABILITIES,
    COMMAND_BYTES,
    encode_command,
)
from terminals.commands import KINDS
from terminals.errors import Forbidden, ProtocolError, Unsupported
from tests.cams_command_cases import CASES, FINGER, IN_NAIROBI, SPAN

NAIROBI = timezone(timedelta(hours=3))


@pytest.mark.parametrize(("kind", "payload", "second", "third"), CASES)
def test_command_is_said_in_the_words_of_the_generation(kind, payload, second, third):
    for dialect, expected in (("v1", None), ("v2", second), ("v3", third)):
        if expected is None:
            assert kind not in CAPABILITIES[dialect]
            with pytest.raises(Unsupported):
                encode_command(kind, payload, dialect, known=IN_NAIROBI)
        else:
            assert kind in CAPABILITIES[dialect]
            text = encode_command(kind, payload, dialect, known=IN_NAIROBI)
            assert json.loads(text) == expected
            assert len(text) < COMMAND_BYTES


def test_every_kind_of_the_brand_is_shown_here():
    shown = {kind for kind, *_ in CASES}
    assert CAPABILITIES["v2"] | CAPABILITIES["v3"] == shown
    assert shown <= set(KINDS)
    assert CAPABILITIES["v1"] == frozenset(), "no token, no encryption"
    for kind, payload, *_ in CASES:
        assert BRAND.commands.steps(kind, payload, "v2") == [(kind, payload)]
    assert ANSWER_BYTES == 0, "one call holds one command"


@pytest.mark.parametrize("dialect", ["v2", "v3"])
@pytest.mark.parametrize(
    ("kind", "payload", "code"),
    [
        ("set_user", {"pin": "1", "privilege": "manager"}, "privilege_unsupported"),
        ("set_user", {"pin": "1", "card": ""}, "credential_removal"),
        ("set_user", {"pin": "1", "password": ""}, "credential_removal"),
        ("set_user", {"pin": "1", "valid_until": "2026-01-31"}, "limits_unsupported"),
        ("set_user", {"pin": "1", "group": "100"}, "limits_unsupported"),
        ("set_template", {**FINGER, "kind": "iris"}, "template_kind_unsupported"),
        ("restart", {}, "gateway_command_unsupported"),
        ("unlock", {}, "gateway_command_unsupported"),
    ],
)
def test_value_the_gateway_cannot_be_sent_is_refused(dialect, kind, payload, code):
    with pytest.raises(Unsupported, match=code):
        encode_command(kind, payload, dialect, known=IN_NAIROBI)


def test_lifted_limits_are_nothing_to_say():
    payload = {"pin": "1", "name": "A", "valid_from": "", "valid_until": ""}
    assert "valid" not in encode_command("set_user", payload, "v2")


def test_only_a_finger_can_be_enrolled_from_here():
    with pytest.raises(Unsupported, match="finger"):
        encode_command("enroll", {"pin": "1", "kind": "face"}, "v2")


@pytest.mark.parametrize(
    "payload",
    [
        {"text": "Hi"},
        {"text": "Hi", "pin": "1", "minutes": 5},
        {"text": "Hi", "pin": "1", "time": "2026-03-02 08:00:00"},
    ],
)
def test_message_is_for_one_person_until_it_is_stopped(payload):
    with pytest.raises(ProtocolError):
        encode_command("show_message", payload, "v2")


def test_name_alone_changes_nothing_else():
    text = encode_command("set_user", {"pin": "1", "name": "Ada"}, "v2")
    sent = json.loads(text)["OperationData"]
    assert sent == {"Name": "Ada", "FirstName": "Ada", "LastName": "", "Signature": []}


@pytest.mark.parametrize("name", ["A\nB", "A\0", "x" * 65, "\ud800"])
def test_control_characters_are_refused(name):
    with pytest.raises(Forbidden):
        encode_command("set_user", {"pin": "1", "name": name}, "v3")


def test_moments_of_v3_have_the_offset_of_their_own_day():
    """Summer and winter of one span; the hour that comes twice is taken whole."""
    payload = {"since": "2024-10-01 00:00:00", "until": "2024-10-27 02:30:00"}
    text = encode_command("query_punches", payload, "v3", known={"tz": "Europe/Paris"})
    wanted = json.loads(text)["Load"]["PunchLog"]["Filter"]
    assert wanted["StartTime"].endswith("GMT +0200")
    assert wanted["EndTime"] == "2024-10-27 02:30:00 GMT +0100"


def test_moment_with_an_offset_keeps_it():
    payload = {
        "since": datetime(2024, 1, 1, tzinfo=NAIROBI),
        "until": "2024-01-02T00:00:00-03:30",
    }
    text = encode_command("query_punches", payload, "v3")
    assert "2024-01-01 00:00:00 GMT +0300" in text
    assert "2024-01-02 00:00:00 GMT -0330" in text


def test_v3_without_a_zone_is_refused():
    with pytest.raises(ProtocolError, match="time_without_offset"):
        encode_command("query_punches", SPAN, "v3", known={})


def test_v3_with_a_zone_that_does_not_exist_is_refused_with_its_name():
    with pytest.raises(ProtocolError) as caught:
        encode_command("query_punches", SPAN, "v3", known={"tz": "Not/There"})
    assert (caught.value.code, caught.value.values) == (
        "zone_unknown",
        {"zone": "Not/There"},
    )


@pytest.mark.parametrize(
    ("dialect", "privilege", "sent"),
    [
        ("v2", "user", '"Priority":"0"'),
        ("v2", "admin", '"Priority":"16"'),
        ("v3", "user", '"UserType":"User"'),
        ("v3", "admin", '"UserType":"Admin"'),
    ],
)
def test_privilege_is_sent_as_the_dialect_writes_it(dialect, privilege, sent):
    payload = {"pin": "1", "name": "A", "privilege": privilege}
    assert sent in encode_command("set_user", payload, dialect).replace(" ", "")


@pytest.mark.parametrize("kind", ["face", "palm"])
def test_template_of_v2_has_its_index_as_number(kind):
    payload = {"pin": "1", "kind": kind, "slot": 1, "index": 3, "blob": "AAEC"}
    sent = json.loads(encode_command("set_template", payload, "v2"))
    (signature,) = sent["OperationData"]["Signature"]
    assert signature["AdditionalData1"] == "3"


@pytest.mark.parametrize("since", ["yesterday", "2024-02-30", 5, True])
@pytest.mark.parametrize("dialect", ["v2", "v3"])
def test_days_that_do_not_exist_are_refused(since, dialect):
    with pytest.raises(ProtocolError):
        encode_command(
            "query_punches", {**SPAN, "since": since}, dialect, known=IN_NAIROBI
        )
