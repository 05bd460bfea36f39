"""Every command in the words of both dialects."""

import pytest

from terminals.adms.commands import CAPABILITIES, encode_command, steps
from terminals.commands import KINDS
from terminals.errors import Forbidden, ProtocolError, Unsupported
from tests.adms_command_cases import CASES, FINGER, MEMBER

ATT, SEC = "attendance", "security"


@pytest.mark.parametrize(("kind", "payload", "attendance", "security"), CASES)
def test_command_is_said_in_the_words_of_the_dialect(
    kind, payload, attendance, security
):
    for dialect, expected in ((ATT, attendance), (SEC, security)):
        if expected is None:
            assert kind not in CAPABILITIES[dialect]
            with pytest.raises(Unsupported):
                encode_command(kind, payload, dialect)
        else:
            assert kind in CAPABILITIES[dialect]
            sent = encode_command(kind, payload, dialect)
            assert sent == expected.replace("|", "\t")


def test_every_kind_is_shown_here():
    spoken = CAPABILITIES[ATT] | CAPABILITIES[SEC]
    assert {kind for kind, *_ in CASES} == spoken <= set(KINDS)


def test_terminal_that_wants_seconds_is_told_seconds():
    sent = encode_command("set_user", MEMBER, SEC, known={"DateFmtFunOn": "1"})
    assert sent.endswith("StartTime=835660800\tEndTime=838339199")


def test_repeating_a_user_resets_nothing():
    """A name alone leaves card, password, privilege and limits as they are."""
    for dialect in (ATT, SEC):
        sent = encode_command(
            "set_user", {"pin": "1", "name": "A", "card": None}, dialect
        )
        assert sent.endswith(" PIN=1\tName=A") or sent.endswith(" Pin=1\tName=A")


def test_access_terminal_needs_several_commands_for_a_user():
    user = {"pin": "1", "name": "A"}
    assert steps("set_user", user, SEC) == [
        ("set_user", user),
        ("grant_access", {"pin": "1"}),
    ]
    assert steps("set_user", user, ATT) == [("set_user", user)]
    gone = steps("delete_user", {"pin": "1"}, SEC)
    assert [kind for kind, _ in gone] == [
        "deny_access",
        "delete_template",
        "delete_template",
        "delete_user",
    ]
    held = {"MultiBioDataSupport": "0:1:0:0:0:0:0:0:0:1:1"}
    more = steps("delete_user", {"pin": "1"}, SEC, known=held)
    assert [p["kind"] for k, p in more if k == "delete_template"] == [
        "finger",
        "visible_face",
        "visible_palm",
    ]
    for kind, payload in (*gone, *more, *steps("set_user", user, SEC)):
        assert encode_command(kind, payload, SEC)


def test_personal_message_is_addressed_after_it():
    message = {"text": "Hi", "pin": "1"}
    first, second = steps("show_message", message, ATT)
    assert first == ("show_message", message)
    uid = encode_command(*first, ATT).split("UID=")[1].split("\t")[0]
    assert encode_command(*second, ATT).endswith(f"PIN=1\tUID={uid}")
    assert steps("show_message", {"text": "Hi"}, ATT) == [
        ("show_message", {"text": "Hi"})
    ]


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("shell", {"command": "id"}),
        ("set_user", {}),
        ("set_user", {"pin": "1", "shell": "x"}),
        ("set_user", {"pin": "1", "privilege": "king"}),
        ("set_user", {"pin": "1", "valid_from": "soon"}),
        ("set_user", {"pin": "1", "valid_from": "2026-02-30"}),
        ("set_user", {"pin": "9" * 25}),
        ("set_user", {"pin": " 1"}),
        ("set_template", FINGER | {"kind": "tail"}),
        ("set_template", FINGER | {"slot": "x"}),
        ("set_template", FINGER | {"slot": -1}),
        ("enroll", {"pin": "1", "kind": "finger", "slot": 10}),
        ("query_punches", {"since": "2026-01-01", "until": "never"}),
        ("set_clock", {"time": "1999-13-01 00:00:00"}),
        ("unlock", {"seconds": 255, "door": 17}),
        ("show_message", {"text": "é" * 161}),
    ],
)
@pytest.mark.parametrize("dialect", [ATT, SEC])
def test_payload_that_makes_no_sense_is_refused(kind, payload, dialect):
    with pytest.raises(ProtocolError) as refused:
        encode_command(kind, payload, dialect)
    assert str(refused.value.reason).endswith(".")


def test_pin_that_would_change_a_query_is_refused():
    with pytest.raises(Forbidden):
        encode_command("query_users", {"pin": "1,filter=*"}, SEC)


def test_dialect_nobody_knows_can_be_told_nothing():
    with pytest.raises(Unsupported):
        encode_command("restart", {}, "dutch")
