"""Recorded answers: refusals, capabilities, clocks, and what is no answer at all."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from terminals.errors import (
    DeviceRefused,
    Garbled,
    Impossible,
    OtherProtocol,
    TransportError,
)
from terminals.hikvision.answers import EXISTS, read_json_answer
from terminals.hikvision.device_info import (
    read_capacity,
    read_clock,
    read_login,
    read_storage,
)
from terminals.hikvision.pages import Abilities, condition, read_page
from terminals.hikvision.position import Position
from terminals.hikvision.users import write_user
from tests.hikvision_vectors import load


def answer_of(number):
    response = load(number)["response"]
    kind = response["headers"].get("Content-Type", "")
    return read_json_answer(response["status"], kind, response["body_text"].encode())


def test_a_busy_terminal_is_to_be_asked_again():
    with pytest.raises(TransportError) as caught:
        answer_of("49")
    assert caught.value.code == "hikvision_busy"
    assert not isinstance(caught.value, DeviceRefused)


def test_a_user_who_exists_is_told_from_other_refusals():
    with pytest.raises(DeviceRefused) as caught:
        answer_of("16")
    assert caught.value.answer == EXISTS


def test_what_a_refusal_names_is_shown():
    with pytest.raises(DeviceRefused) as caught:
        answer_of("28")
    assert "AcsEventTotalNumCond" in caught.value.values["word"]
    with pytest.raises(DeviceRefused) as caught:
        answer_of("27")
    assert caught.value.values["word"] == "badJsonFormat"


@pytest.mark.parametrize("number", ["13", "15", "45", "52", "18"])
def test_an_answer_that_all_is_well_is_no_refusal(number):
    assert answer_of(number)


def test_capabilities_say_how_events_can_be_searched():
    abilities = Abilities.read(answer_of("25"))
    assert abilities == Abilities(30, by_serial=True, reverse=True)
    assert Abilities.read({}) == Abilities()


def test_capabilities_say_how_many_users_fit():
    assert read_capacity(answer_of("44")) == 1500


@pytest.mark.parametrize(
    ("number", "rows", "more"), [("30", 4, True), ("31", 2, False), ("10", 4, True)]
)
def test_a_page_has_as_many_rows_as_it_says(number, rows, more):
    page = read_page(answer_of(number))
    assert (len(page.rows), page.has_more) == (rows, more)


def test_the_newest_row_comes_first_where_that_was_asked():
    body = condition("1", 0, 1, timeReverseOrder=True)["AcsEventCond"]
    asked = {**body, "minor": 38}
    assert asked == json.loads(load("11")["request"]["body_text"])["AcsEventCond"]
    [row] = read_page(answer_of("11")).rows
    assert row["time"] == "2024-01-09T16:51:51-00:00"


def test_a_clock_has_the_sign_of_its_zone():
    clock = read_clock(answer_of("47"))
    assert clock.wall.isoformat() == "2026-03-04T09:15:30"
    assert (clock.offset, clock.mode) == (-10800, "NTP")
    bare = {"localTime": "2026-03-04T09:15:30", "timeZone": "CST+3:00:00"}
    assert read_clock(bare).offset == -10800


def test_an_account_says_how_it_stands():
    locked = {"lockStatus": "locked", "unlockTime": "1500", "retryLoginTime": "0"}
    assert read_login(locked)[:2] == (0, 25)
    assert read_login({"lockStatus": "unlock", "retryLoginTime": "4"})[:2] == (4, 0)
    assert not read_login({"isActivated": "false"}).is_activated


@pytest.mark.parametrize("spelling", ["NO MATCH", "NO_MATCHES", "no match"])
def test_nothing_found_is_an_empty_page(spelling):
    page = read_page({"AcsEvent": {"responseStatusStrg": spelling, "numOfMatches": 0}})
    assert (page.rows, page.has_more) == ([], False)


def test_more_and_an_empty_list_is_no_page():
    values = {"AcsEvent": {"responseStatusStrg": "MORE", "InfoList": []}}
    with pytest.raises(Garbled) as caught:
        read_page(values)
    assert caught.value.code == "hikvision_more_empty"


@pytest.mark.parametrize(
    ("status", "kind", "body", "error"),
    [
        (200, "text/html", b"<html>Log in</html>", OtherProtocol),
        (200, "", b"<!DOCTYPE html><html>", OtherProtocol),
        (200, "application/json", b"{", Garbled),
        (200, "application/xml", b"<a><b></a>", Garbled),
        (200, "", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", Garbled),
        (503, "text/html", b"<html>", TransportError),
        (500, "", b"", Garbled),
        (404, "application/json", b"{}", Garbled),
        (
            403,
            "application/xml",
            b"<ResponseStatus><statusCode>4</statusCode><subStatusCode>notSupport"
            b"</subStatusCode></ResponseStatus>",
            Impossible,
        ),
    ],
)
def test_what_is_no_answer_is_an_error(status, kind, body, error):
    with pytest.raises(error):
        read_json_answer(status, kind, body)


@given(st.integers(100, 599), st.sampled_from(["", "text/html", "x"]), st.binary())
def test_any_bytes_are_an_answer_or_an_error(status, kind, body):
    with suppress(TransportError):
        read_page(read_json_answer(status, kind, body))


@given(
    st.dictionaries(
        st.sampled_from(["version", *Position().as_dict()]),
        st.none() | st.integers() | st.text() | st.lists(st.integers()),
    )
)
def test_any_stored_position_is_read_or_begun_anew(stored):
    assert isinstance(Position.from_dict({"version": 1, **stored}), Position)


def test_a_position_is_read_as_it_was_written():
    position = Position(
        Abilities(10, by_serial=True), 7, None, ["ab"], "cd", first=False
    )
    assert Position.from_dict(position.as_dict()) == position


def test_storage_is_read_wherever_it_stands():
    assert read_storage({"EventStorageCfg": {"mode": "cycle"}}) == "cycle"
    assert read_storage({"mode": "time"}) == "time"
    assert read_storage({}) == ""


def test_a_user_of_the_documented_request_is_written_alike():
    wanted = json.loads(load("15")["request"]["body_text"])["UserInfo"]
    sent = write_user(
        {
            "pin": "1001",
            "name": "Test User",
            "valid_from": "2024-01-01",
            "valid_until": "2030-12-31",
        }
    )["UserInfo"]
    assert {name: sent[name] for name in wanted} == wanted
