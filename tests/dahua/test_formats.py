"""Each value of what is written to a Dahua terminal, and of what its numbers mean."""

from datetime import datetime

import pytest

from terminals.dahua import BRAND
from terminals.dahua.bodies import check_answer, check_done
from terminals.dahua.events import read_event, read_push
from terminals.dahua.users import (
    decode_users,
    encode_card,
    encode_row,
    encode_user,
    read_date,
)
from terminals.errors import DeviceRefused, OtherProtocol
from terminals.records import DeviceUser

USER = DeviceUser(
    "A12",
    name="Ann",
    privilege="admin",
    password="1234",
    card="12001",
    valid_from=datetime(2026, 1, 1, 2, 3, 4),
    valid_until=datetime(2026, 6, 30, 23, 59, 58),
)


def test_user_is_written_as_json_with_all_its_values():
    assert encode_user(USER) == {
        "UserID": "A12",
        "UserName": "Ann",
        "UserType": 0,
        "Authority": 1,
        "Doors": [0],
        "TimeSections": [255],
        "ValidFrom": "2026-01-01 02:03:04",
        "ValidTo": "2026-06-30 23:59:58",
        "Password": "1234",
    }
    plain = encode_user(DeviceUser("7"))
    assert (plain["UserName"], plain["Authority"]) == ("7", 2)
    assert (plain["ValidFrom"], plain["ValidTo"]) == (
        "2000-01-01 00:00:00",
        "2037-12-31 23:59:59",
    )
    assert "Password" not in plain


def test_card_is_written_as_json_with_all_its_values():
    assert encode_card(USER, "77") == {
        "UserID": "A12",
        "CardNo": "77",
        "CardType": 0,
        "CardStatus": 0,
    }


def test_row_is_written_with_its_number_and_password():
    row = encode_row(USER, 12)
    assert row[0] == ("recno", 12)
    assert row[-1] == ("Password", "1234")
    assert dict(row)["ValidDateStart"] == "20260101 020304"


def test_dates_are_read_with_and_without_signs():
    expected = datetime(2026, 6, 30, 23, 58, 59)
    assert read_date("20260630 235859") == expected
    assert read_date("2026-06-30 23:58:59") == expected
    assert read_date("20260631 000000") is None
    assert read_date("") is None


def test_cards_of_one_user_are_in_several_rows():
    rows = [
        {"recno": "1", "userid": "7", "cardname": "Ann", "cardno": ""},
        {"recno": "2", "userid": "7", "cardname": "Ann", "cardno": "55"},
        {"recno": "3", "userid": "7", "cardname": "Ann", "cardno": "66"},
        {"recno": "4", "userid": "", "cardno": "1"},
    ]
    [known] = decode_users(rows)
    assert known.user.card == "55"
    assert known.cards == ["55", "66"]
    assert [row["recno"] for row in known.rows] == ["1", "2", "3"]
    assert known.user.line == "userid=7 cardname=Ann cardno="


def test_states_mean_what_two_sdks_say():
    assert BRAND.directions == {
        1: "in",
        2: "break_out",
        3: "break_in",
        4: "out",
        5: "in",
        6: "out",
        11: "in",
        12: "out",
    }


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "dahua_bad_request"),
        (403, "dahua_no_right"),
        (404, "dahua_not_supported"),
        (405, "dahua_not_supported"),
        (501, "dahua_not_supported"),
        (503, "dahua_status"),
    ],
)
def test_status_is_a_refusal_with_its_number(status, code):
    with pytest.raises(DeviceRefused) as caught:
        check_answer(status, "text/plain", b"Error\r\nBusy now")
    assert (caught.value.code, caught.value.answer) == (code, status)
    assert str(caught.value.reason)
    if code == "dahua_status":
        assert caught.value.values == {"status": 503, "words": "Error\r\nBusy now"}


@pytest.mark.parametrize(
    ("kind", "body"),
    [("text/html", b"x"), ("text/plain", b" <!DOCTYPE html>"), ("", b"<html>")],
)
def test_web_page_with_200_is_no_answer(kind, body):
    with pytest.raises(OtherProtocol):
        check_answer(200, kind, body)


@pytest.mark.parametrize("body", [b"OK", b"ok\r\n", b"RecNo=7", b"", b"{}"])
def test_these_mean_that_it_was_done(body):
    check_done(body)


def test_other_words_mean_that_it_was_not_done():
    with pytest.raises(DeviceRefused, match="dahua_not_done"):
        check_done(b"Error: no space")


DATA = '{"UserID": "7", "RecNo": 5}'


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (f"Code=AccessControl;action=Pulse;index=0;data={DATA}", 1),
        (f"Code=AccessControl;action=Start;index=0;data={DATA}", 1),
        (f"Code=AccessControl;action=Stop;index=0;data={DATA}", 0),
        (f"Code=DoorStatus;action=Pulse;index=0;data={DATA}", 0),
        ("Code=AccessControl;action=Pulse;index=0;data={", 0),
        ("Code=AccessControl;action=Pulse;index=0;data={[", 0),
        ("Events[0].Code=AccessControl\r\nEvents[0].UserID=7", 1),
        (
            "Events[0].EventBaseInfo.Code=AccessControl\n"
            "Events[0].EventBaseInfo.Action=Stop\nEvents[0].UserID=7",
            0,
        ),
    ],
)
def test_of_events_only_punches_count(text, count):
    rows = list(read_event(text))
    assert len(rows) == count
    # A number of its own would make another event of it than that of the log.
    assert all(row["userid"] == "7" and "recno" not in row for row in rows)


@pytest.mark.parametrize(
    ("body", "count"),
    [
        (b'{"Code": "AccessControl", "Action": "Pulse", "Data": {"UserID": "7"}}', 1),
        (b'{"Code": "AccessControl", "Action": "Stop", "Data": {"UserID": "7"}}', 0),
        (b'{"Events": [{"Code": "AccessControl", "Data": {"UserID": "7"}}]}', 1),
        (b'{"Code": "BreakIn", "Data": {"UserID": "7"}}', 0),
        (b"[1]", 0),
        (b"{", 0),
    ],
)
def test_of_pushed_events_only_punches_count(body, count):
    assert len(list(read_push("application/json", body))) == count
