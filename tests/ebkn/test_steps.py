"""What a person asks for, as the commands it takes, and how it is proved."""

import pytest

from terminals.ebkn.commands import encode_command_response, steps
from terminals.errors import ProtocolError
from tests.ebkn.test_commands import DIALECT, POLL, SPAN, received


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"cmd":"x"}', '{"cmd_code":"X","blocks":["%"]}']
)
def test_a_text_that_was_spoilt_is_not_sent(text):
    with pytest.raises(ProtocolError):
        encode_command_response("1", text, POLL)


def test_steps_are_read_back():
    pin = {"pin": "7"}
    user = {**pin, "name": "Ada", "privilege": "user", "group": "1", "card": "99"}
    assert steps("set_user", user, DIALECT, known={"present": "no"}) == [
        ("set_user", user),
        ("query_users", pin),
    ]
    changes = [
        ("rename_user", {**pin, "name": "Ada"}),
        ("set_credential", {**pin, "kind": "card", "value": "99"}),
        ("set_privilege", {**pin, "privilege": "user"}),
        ("query_users", pin),
    ]
    for known in ({"present": "yes"}, {}, None):
        assert steps("set_user", user, DIALECT, known=known) == changes
    assert steps("delete_user", pin, DIALECT) == [
        ("delete_user", pin),
        ("query_users", {}),
    ]
    for kind in ("set_template", "grant_access", "rename_user"):
        assert steps(kind, pin, DIALECT) == [(kind, pin), ("query_users", pin)]
    assert steps("query_punches", SPAN, DIALECT) == [("query_punches", SPAN)]


def test_every_step_can_be_told():
    user = {"pin": "7", "name": "A", "privilege": "user", "password": "1", "card": "2"}
    for known in ({"present": "no"}, {}):
        for kind, payload in steps("set_user", user, DIALECT, known=known):
            assert received(kind, payload, known)[0]
