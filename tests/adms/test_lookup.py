"""A terminal asks for one user."""

import pytest

from terminals.adms.push import PUSH
from terminals.adms.request import read_call
from terminals.calls import Found

ADA = {"pin": "123", "name": "Ada L", "card": "42", "privilege": "user"}
ROW = "PIN=123\tName=Ada L\tPri=0\tCard=42\n"


def asked(**query):
    return read_call("/iclock/cdata", {"SN": "A1", **query}, "GET")


def answer(call, user, encoding="utf-8"):
    response = PUSH.answer(call, Found(user, encoding))
    assert response.status == 200
    return response.body.decode(encoding)


def test_request_names_the_user():
    assert (asked(PIN="123").kind, asked(PIN="123").pin) == ("lookup", "123")
    remote = asked(table="RemoteAtt", PIN=" 9 ")
    assert (remote.kind, remote.pin) == ("lookup", "9")


@pytest.mark.parametrize(
    ("query", "user", "body"),
    [
        ({}, ADA, f"USER {ROW}"),
        ({}, None, "NONE"),
        ({"table": "RemoteAtt"}, ADA, f"DATA UPDATE USERINFO {ROW}"),
        ({"table": "RemoteAtt"}, None, "OK"),
    ],
)
def test_answer_is_the_user_or_that_there_is_none(query, user, body):
    assert answer(asked(PIN="123", **query), user) == body


def test_name_is_in_the_set_of_the_terminal():
    user = {**ADA, "name": "Жанна"}
    assert answer(asked(PIN="123"), user, "cp1251").startswith("USER PIN=123\tName=Жан")
