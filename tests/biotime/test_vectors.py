"""Recorded requests and answers of BioTime servers, one test for what each one shows."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from terminals.biotime import BRAND, device_info, login, punches
from terminals.biotime.answers import Response, read_page, read_token
from terminals.biotime.employees import find_differences
from terminals.errors import DeviceRefused, OtherProtocol, TransportError

FOLDER = Path(__file__).parents[1] / "vectors" / "biotime"
VECTORS = {path.stem: json.loads(path.read_text()) for path in FOLDER.glob("*.json")}
DIRECTIONS = {"overtime_out": "out", None: None}


def response(name):
    sent = VECTORS[name]["response"]
    if "status" not in sent:
        pytest.fail(f"{name} has no response")
    body = sent["body_text"] if "body_text" in sent else json.dumps(sent["body"])
    kind = sent.get("headers", {}).get("Content-Type", "application/json")
    return Response(sent["status"], kind, body.encode())


def test_every_vector_has_a_test():
    assert sorted(VECTORS) == sorted(
        [
            "B03_biotime_login_jwt",
            "B05_biotime_late_upload",
            "bt_01_login_wrong_400",
            "bt_03_unknown_path_html_200",
            "bt_04_invalid_page",
            "bt_06_state255_verify_text",
            "bt_08_ordering_ignored",
            "bt_10_empcode_ignored",
            "bt_11_terminals",
        ]
    )


def test_wrong_login_is_400():
    with pytest.raises(DeviceRefused) as caught:
        read_token(response("bt_01_login_wrong_400"))
    assert caught.value.code == "biotime_wrong_login"


def test_login_gets_a_token():
    vector = VECTORS["B03_biotime_login_jwt"]
    form = login.FORMS["jwt"]
    assert form.path == vector["request"]["path"]
    assert json.loads(login.encode_login("admin", "***")) == vector["request"]["json"]
    assert read_token(response("B03_biotime_login_jwt")) == "eyJ..."
    assert form.scheme == "JWT"


def test_web_page_with_200_is_no_answer():
    with pytest.raises(OtherProtocol) as caught:
        read_page(response("bt_03_unknown_path_html_200"))
    assert caught.value.code == "biotime_web_page"
    assert read_token(response("bt_03_unknown_path_html_200")) is None


def test_page_behind_the_last_one_is_the_end():
    page = read_page(response("bt_04_invalid_page"))
    assert (page.rows, page.is_behind) == ([], True)


def test_state_255_is_none_and_verify_may_be_text():
    name = "bt_06_state255_verify_text"
    uploads = punches.decode_rows(read_page(response(name)).rows)
    wanted = VECTORS[name]["expected"]["punches"]
    assert set(uploads) == {each["device"] for each in wanted}
    found = [
        {
            "user": punch.pin,
            "wall": punch.time,
            "direction": BRAND.directions.get(punch.status),
            "verify": BRAND.verify_labels[punch.verify],
            "key": punch.number,
        }
        for punch in uploads["SYN0000000001"].punches
    ]
    assert found == [
        {
            "user": each["user"],
            "wall": datetime.fromisoformat(each["wall"]),
            "direction": DIRECTIONS[each["direction"]],
            "verify": (each["verify"],),
            "key": str(each["key"]),
        }
        for each in wanted
    ]


def test_ordering_that_is_ignored_is_seen_on_the_page():
    page = read_page(response("bt_08_ordering_ignored"))
    assert punches.newest_first(page.rows) is False
    assert punches.newest_first(page.rows[::-1]) is True
    assert page.total == 90_000


def test_change_that_was_ignored_is_seen_in_the_echo():
    vector = VECTORS["bt_10_empcode_ignored"]
    sent = json.loads(vector["request"]["body_text"])
    answer = json.loads(vector["response"]["body_text"])
    assert bool(find_differences(answer, sent)) is not vector["expected"]["changed"]
    assert find_differences({**answer, **sent}, sent) == []


def test_terminal_is_online_by_text_or_number():
    name = "bt_11_terminals"
    found = device_info.decode_terminals(read_page(response(name)).rows, "Asia/Kolkata")
    assert [(each.key, each.online) for each in found] == [
        (each["sn"], each["online"]) for each in VECTORS[name]["expected"]["devices"]
    ]
    assert [(each.name, each.area, each.tz) for each in found] == [
        ("Gate", "HQ", "+03:00"),
        ("Back", "HQ", "+03:00"),
    ]


def test_late_upload_is_new_by_its_arrival():
    row = VECTORS["B05_biotime_late_upload"]["request"]["row"]
    punch = punches.decode_row(row)
    assert punches.read_arrival(row) == "2026-07-30 07:02:00"
    assert punch.time == datetime(2026, 7, 29, 10, 12, 10)
    assert (punch.pin, punch.status, punch.verify, punch.number) == ("61", 0, 1, "7")


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (403, b'{"detail": "IsNotOpenAPI"}', "biotime_no_api"),
        (403, b'{"detail": "You do not have permission"}', "biotime_no_right"),
        (401, b'{"detail": "Signature has expired."}', "biotime_token_refused"),
        (404, b'{"detail": "Not found."}', "biotime_web_page"),
        (302, b"{}", "biotime_redirected"),
        (500, b"{}", "biotime_status"),
        (200, b'{"code": -1, "msg": "No.", "data": []}', "biotime_refused"),
        (200, b'{"code": "7", "msg": null}', "biotime_refused"),
        (200, b'{"code": 0, "data": null}', "biotime_no_list"),
        (200, b"[]", "biotime_unreadable"),
        (200, b"\xff" * 9, "biotime_unreadable"),
        (200, b"[" * 100_000, "biotime_unreadable"),
    ],
)
def test_what_is_no_list_is_one_sentence(status, body, code):
    with pytest.raises(TransportError) as caught:
        read_page(Response(status, "application/json", body))
    assert caught.value.code == code
    assert BRAND.messages[code] % caught.value.values


@pytest.mark.parametrize(
    ("status", "body", "values"),
    [
        (200, b'{"code": -1, "msg": "No."}', {"code": -1, "words": "No."}),
        (500, b"{}", {"status": 500}),
    ],
)
def test_refusal_says_what_the_server_said(status, body, values):
    with pytest.raises(TransportError) as caught:
        read_page(Response(status, "application/json", body))
    assert caught.value.values == values


def test_row_that_is_no_object_is_kept():
    body = b'{"code": 0, "count": 2, "data": [7, {"id": 1}]}'
    page = read_page(Response(200, "application/json", body))
    assert page.rows == [{"": 7}, {"id": 1}]
