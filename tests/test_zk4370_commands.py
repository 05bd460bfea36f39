"""What Odoo asks of the codec of port 4370."""

import json
from datetime import date, datetime, timezone

import pytest

from rules.directions import WORDS
from terminals import english_sentence
from terminals.commands import KINDS
from terminals.errors import Forbidden, ProtocolError, Unsupported
from terminals.zk4370 import BRAND, codes, commands, results
from terminals.zk4370.uploads import decode_upload
from terminals.zk_codes import STATUS

GOOD = {
    "set_user": {"pin": "0017", "name": "Ada", "card": "99", "group": "2"},
    "delete_user": {"pin": "17"},
    "set_template": {"pin": "17", "kind": "finger", "slot": 6, "blob": "AAAA"},
    "delete_template": {"pin": "17", "kind": "finger", "slot": 6},
    "query_users": {},
    "query_punches": {"since": date(2024, 1, 1), "until": "2024-01-31"},
    "enroll": {"pin": "17", "kind": "finger", "slot": 6},
    "clear_punches": {},
    "set_clock": {"time": datetime(2024, 7, 28, 8, 30, 15)},
    "restart": {},
    "unlock": {"door": 1, "seconds": 5},
    "information": {},
    "show_message": {"text": "Good morning"},
}


def test_kinds_are_of_the_list():
    assert {"attendance": frozenset(GOOD)} == commands.CAPABILITIES
    assert set(GOOD) <= set(KINDS)


@pytest.mark.parametrize("kind", GOOD)
def test_command_is_the_json_of_its_payload(kind):
    sent = json.loads(commands.encode_command(kind, GOOD[kind], "attendance"))
    assert sent == {
        name: value
        if isinstance(value, str | int)
        else value.isoformat(*[" "] * isinstance(value, datetime))
        for name, value in GOOD[kind].items()
    }


@pytest.mark.parametrize("kind", GOOD)
def test_command_is_one_command(kind):
    assert BRAND.commands.steps(kind, GOOD[kind], "attendance") == [(kind, GOOD[kind])]


def test_what_is_not_said_is_not_sent():
    payload = {"pin": "17", "name": None, "card": "", "group": None}
    text = commands.encode_command("set_user", payload, "attendance")
    assert json.loads(text) == {"pin": "17", "card": ""}


@pytest.mark.parametrize(
    "kind", ["grant_access", "deny_access", "introduce", "address_message"]
)
def test_kind_of_other_terminals_is_unsupported(kind):
    payload = {"pin": "17", "text": "x"}
    payload = {name: payload[name] for name in KINDS[kind].needs}
    with pytest.raises(Unsupported):
        commands.encode_command(kind, payload, "attendance")


def test_other_dialect_is_unsupported():
    with pytest.raises(Unsupported):
        commands.encode_command("restart", {}, "security")


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("set_template", {**GOOD["set_template"], "kind": "face"}),
        ("enroll", {"pin": "17", "kind": "card"}),
        ("delete_template", {"pin": "17", "kind": "palm"}),
        ("unlock", {"door": 2}),
        ("show_message", {"text": "x", "pin": "17"}),
    ],
)
def test_what_the_protocol_has_no_bytes_for_is_unsupported(kind, payload):
    with pytest.raises(Unsupported):
        commands.encode_command(kind, payload, "attendance")


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("set_user", {"pin": "1" * 25}),
        ("set_user", {"pin": " 17"}),
        ("set_user", {"pin": "1\n7"}),
        ("show_message", {"text": "x" * 65}),
    ],
)
def test_value_no_terminal_takes_is_forbidden(kind, payload):
    with pytest.raises(Forbidden):
        commands.encode_command(kind, payload, "attendance")


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("set_user", {}),
        ("format", {}),
        ("restart", {"why": "x"}),
        ("set_template", {**GOOD["set_template"], "slot": 10}),
        ("set_template", {**GOOD["set_template"], "blob": "?"}),
        ("enroll", {**GOOD["enroll"], "slot": -1}),
        ("unlock", {"seconds": 0}),
        ("unlock", {"seconds": "long"}),
        ("set_clock", {"time": "2024-02-31 08:00:00"}),
        ("set_clock", {"time": datetime(2024, 1, 1, tzinfo=timezone.utc)}),
        ("query_punches", {"since": "2024-01-01", "until": "soon"}),
    ],
)
def test_payload_that_is_not_its_kinds_is_refused(kind, payload):
    with pytest.raises(ProtocolError):
        commands.encode_command(kind, payload, "attendance")


@pytest.mark.parametrize(
    ("code", "kind", "good", "reason"),
    [
        (2000, "set_user", True, "done"),
        (2001, "set_user", False, "refused"),
        (2005, "set_user", False, "unauthorized"),
        (0xFFFF, "unlock", False, "unknown_to_terminal"),
        (0xFFFD, "unlock", False, "unknown_to_terminal"),
        (0xFFFC, "unlock", False, "not_ready"),
        (0xFFFB, "unlock", False, "values_invalid"),
        (4989, "query_punches", False, "refused_with_code"),
        (None, "restart", False, "no_result"),
        (results.NOBODY, "delete_user", True, "not_there"),
        (results.NOBODY, "delete_template", True, "not_there"),
        (results.NOBODY, "enroll", False, "no_such_user"),
        (0, "enroll", True, "enrolled"),
        (5, "enroll", False, "enrolled_already"),
        (6, "enroll", False, "enrolment_late"),
        (0, "set_user", False, "refused_with_code"),
    ],
)
def test_answer_gives_success_and_reason(code, kind, good, reason):
    success, found = results.explain(code, kind, "attendance")
    assert success is good
    assert found.code == reason
    assert english_sentence(reason) % found.values


def test_no_answer_means_wait():
    assert results.PENDING not in {*map(int, codes.Reply), results.NOBODY, None}


def test_states_are_directions_and_codes_have_words():
    assert set(STATUS.values()) == set(WORDS)
    assert codes.VERIFY[1] == "fingerprint"
    assert codes.VERIFY[15] == "face"
    assert (codes.VERIFY[0], codes.VERIFY[2]) == ("password", "card")


def test_table_not_known_is_refused_line_by_line():
    upload = decode_upload("ATTLOG", b"a\nb\n\n")
    assert [item.line for item in upload.refused] == ["a", "b"]
