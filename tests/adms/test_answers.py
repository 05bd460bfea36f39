"""Commands on the wire: one line each, whatever a name tries."""

import unicodedata

import pytest
from hypothesis import example, given, settings, strategies as st

from terminals.adms.commands import ANSWER_BYTES, encode_command, encode_commands
from terminals.adms.uploads import decode_upload
from terminals.errors import Forbidden, ProtocolError

BREAKERS = [*map(chr, range(32)), *map(chr, range(0x7F, 0xA0)), "\u2028", "\u2029"]
NASTY = [
    "\t",
    "\r\n",
    "\nC:9:CLEAR DATA",
    "\tPri=14",
    "&CMD=",
    "=",
    "'\";--",
    "$(reboot)",
    "`id`",
    "../",
    "%0a",
    "\u202eadmin",
    "\u200c",
    "👩‍👩‍👧",
    "ﷺ",
    "İ",
    "加班",
]
nasty = st.lists(st.sampled_from(NASTY) | st.text(max_size=4), max_size=8).map("".join)
hostile = st.text(max_size=70) | nasty | st.sampled_from(BREAKERS).map("a{}b".format)
#: The rows in which a terminal would tell the user back.
ROWS = {
    "attendance": ("DATA UPDATE USERINFO ", "USER ", "OPERLOG", ""),
    "security": ("DATA UPDATE user ", "user ", "tabledata", "user"),
}


def breaks(text: str) -> bool:
    """Whether a value must not reach a terminal, told apart by other means."""
    return any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in text)


@settings(max_examples=10_000)
@example(name="Ada\nC:9:CLEAR DATA", card="1", dialect="attendance")
@example(name="Ada\tPrivilege=14", card="1", dialect="security")
@example(name="Ada PIN=8", card="1", dialect="attendance")
@given(
    name=hostile,
    card=st.just("12345") | hostile,
    dialect=st.sampled_from(sorted(ROWS)),
)
def test_name_is_refused_or_arrives_as_it_is(name, card, dialect):
    payload = {"pin": "7", "name": name, "card": card}
    try:
        text = encode_command("set_user", payload, dialect)
    except Forbidden as refused:
        too_long = len(name) > 64 or len(card) > 64
        assert breaks(name + card) or too_long or "pin=" in (name + card).lower()
        assert refused.reason
        return
    assert not breaks(name + card)
    answer = encode_commands([(1, text)])
    assert answer.count(b"\n") == 1, "one line, with its LF at the end"
    assert answer.endswith(b"\n")
    command, word, table, called = ROWS[dialect]
    line = answer.decode().removeprefix(f"C:1:{command}")
    upload = decode_upload(table, f"{word}{line}".encode(), name=called)
    (user,) = upload.users
    assert (user.pin, user.name) == ("7", name)
    assert user.privilege is user.password is user.group is None, "nothing added"
    assert encode_command("set_user", payload | {"card": user.card}, dialect) == text


@pytest.mark.parametrize("breaker", BREAKERS, ids=ascii)
@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("set_user", {"pin": "1{}"}),
        ("set_user", {"pin": "1", "password": "1{}"}),
        ("set_user", {"pin": "1", "group": "1{}"}),
        ("set_user", {"pin": "1", "privilege": "0{}"}),
        ("set_template", {"pin": "1", "kind": "finger", "slot": 0, "blob": "AA{}"}),
        ("delete_user", {"pin": "1{}"}),
        ("query_users", {"pin": "1{}"}),
        ("enroll", {"pin": "1", "kind": "face", "card": "1{}"}),
        ("show_message", {"text": "Hi{}"}),
    ],
)
def test_what_ends_a_line_is_refused_in_every_value(kind, payload, breaker):
    evil = {
        name: value.format(breaker) if isinstance(value, str) else value
        for name, value in payload.items()
    }
    with pytest.raises(Forbidden):
        encode_command(kind, evil, "attendance")


def test_answer_to_a_poll_has_one_line_a_command():
    assert encode_commands([]) == b"OK"
    answer = encode_commands(
        [(17, "CHECK"), ("a9", "DATA UPDATE USERINFO PIN=1\tName=é")]
    )
    assert answer.decode() == "C:17:CHECK\nC:a9:DATA UPDATE USERINFO PIN=1\tName=é\n"


@pytest.mark.parametrize("text", ["", "CHECK\n", "A\rB", "A\0", "A\u2028", "A\x85B"])
def test_text_that_is_no_line_is_refused(text):
    with pytest.raises(Forbidden):
        encode_commands([(1, text)])


@pytest.mark.parametrize("number", ["", "1:2", "1\n", "x" * 17, "-1", "²", "1 "])
def test_id_that_could_be_misread_is_refused(number):
    with pytest.raises(Forbidden):
        encode_commands([(number, "CHECK")])


def test_answer_stays_within_what_every_firmware_takes():
    small, photo = "x" * 1000, "x" * 100_000
    fit = ANSWER_BYTES // len(b"C:10:%s\n" % small.encode())
    many = [(number, small) for number in range(10, 100)]
    assert len(encode_commands(many[:fit])) <= ANSWER_BYTES
    with pytest.raises(ProtocolError):
        encode_commands(many[: fit + 1])
    assert encode_commands([(1, photo)]), "a photo goes alone"
    with pytest.raises(ProtocolError):
        encode_commands([(1, "x" * 900_000)])
