"""The simulated BioTime server by itself: what the sheet says of real ones, and its program."""

import json
import re
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

from simulator.biotime import Api, BioTimeFaults, Database, Oddities

FOLDER = Path(__file__).parents[1] / "simulator"
NOW = datetime(2026, 3, 4, 8)
PUNCHES = "/iclock/api/transactions/"


def api(count=25, release="9.5", **oddities):
    database = Database()
    for number in range(count):
        time = NOW + timedelta(minutes=number)
        database.add("0017", time, time, "SYN1", state=255)
    return Api(
        database,
        accounts={"odoo": "pw"},
        release=release,
        oddities=Oddities(**oddities),
    )


def log_in(server, path="/jwt-api-token-auth/", password="pw"):
    body = json.dumps({"username": "odoo", "password": password}).encode()
    reply = server.answer("POST", path, {}, body)
    granted = reply.status == 200 and reply.content_type == "application/json"
    return reply, json.loads(reply.body)["token"] if granted else ""


def ask(server, path=PUNCHES, **query):
    _reply, token = log_in(server)
    target = f"{path}?{urlencode(query)}"
    reply = server.answer("GET", target, {"authorization": f"JWT {token}"}, b"")
    if reply.content_type.startswith("text/html"):
        return reply.status, reply.body.decode()
    return reply.status, json.loads(reply.body)


def test_wrong_password_is_400():
    reply, _token = log_in(api(), password="x")
    assert reply.status == 400
    assert list(json.loads(reply.body)) == ["non_field_errors"]


def test_unknown_path_is_a_web_page_with_200():
    status, text = ask(api(), "/iclock/api/transaction/")
    assert (status, "Page not found" in text) == (200, True)


def test_token_is_wanted():
    reply = api().answer("GET", PUNCHES, {}, b"")
    assert reply.status == 401


def test_page_has_ten_rows_and_next_leads_inside():
    status, answer = ask(api())
    assert (status, answer["code"], answer["count"], len(answer["data"])) == (
        200,
        0,
        25,
        10,
    )
    assert answer["next"].startswith("http://127.0.0.1:8081/")
    row = answer["data"][0]
    assert (row["id"], row["emp_code"], row["punch_state"]) == (1, "0017", "255")


@pytest.mark.parametrize(("release", "name"), [("9.5", "page_size"), ("8.5", "limit")])
def test_number_of_rows_has_two_names(release, name):
    other = {"page_size": "limit", "limit": "page_size"}[name]
    assert len(ask(api(release=release), **{name: 20})[1]["data"]) == 20
    assert len(ask(api(release=release), **{other: 20})[1]["data"]) == 10


def test_page_behind_the_last_one_is_404():
    assert ask(api(), page=4, page_size=10) == (404, {"detail": "Invalid page."})


@pytest.mark.parametrize(
    ("order", "oddities", "first"),
    [
        ("-upload_time", {}, 25),
        ("upload_time", {}, 1),
        ("-punch_time", {}, 25),
        ("-id", {}, 1),
        ("-upload_time", {"sorts": False}, 1),
    ],
)
def test_order_is_ignored_in_silence(order, oddities, first):
    _status, answer = ask(api(**oddities), ordering=order)
    assert answer["data"][0]["id"] == first


def test_window_is_of_punch_times():
    answer = ask(
        api(), start_time="2026-03-04 08:05:00", end_time="2026-03-04 08:07:00"
    )
    assert [row["id"] for row in answer[1]["data"]] == [6, 7, 8]


def test_licence_without_the_api_is_403():
    assert log_in(api(has_licence=False))[0].status == 403


def test_token_is_good_for_some_calls():
    server = api(token_calls=1)
    _reply, token = log_in(server)
    headers = {"authorization": f"JWT {token}"}
    assert [server.answer("GET", PUNCHES, headers, b"").status for _ in "12"] == [
        200,
        401,
    ]


def test_easytime_has_another_way_in():
    server = api(release="easytime")
    assert log_in(server)[0].content_type.startswith("text/html")
    assert log_in(server, "/api/jwt-api-token-auth/")[1]


def test_backup_uses_numbers_again():
    database = api(3).database
    backup = database.backup()
    database.add("1", NOW, NOW)
    database.restore(backup)
    assert database.add("2", NOW, NOW).id == 4


def test_documentation_tells_the_release_to_browsers_only():
    server = api()
    assert server.answer("GET", "/api/docs/", {"accept": "*/*"}, b"").status == 406
    page = server.answer("GET", "/api/docs/", {"accept": "text/html"}, b"")
    assert b"BioTime 9.5" in page.body


PEOPLE = "/personnel/api/employees/"
PERSON = {"emp_code": "07", "department": 1, "area": [2], "first_name": "Ada"}


def write(server, method, path, values):
    _reply, token = log_in(server)
    headers = {"authorization": f"JWT {token}"}
    reply = server.answer(method, path, headers, json.dumps(values).encode())
    return reply.status, json.loads(reply.body)


def test_person_is_added_once_and_changed_but_for_the_pin_that_is_ignored():
    server = api(0)
    status, row = write(server, "POST", PEOPLE, PERSON)
    assert (status, row["id"], row["area"][0]["area_name"]) == (201, 1, "HQ")
    status, refused = write(server, "POST", PEOPLE, PERSON)
    assert (status, list(refused)) == (400, ["emp_code"])
    status, row = write(server, "PATCH", f"{PEOPLE}1/", {"emp_code": "9", "area": [1]})
    assert (status, row["emp_code"], row["area"][0]["id"]) == (200, "07", 1)
    assert write(server, "PATCH", f"{PEOPLE}2/", {})[0] == 404


@pytest.mark.parametrize("name", ["emp_code", "department", "area"])
def test_person_needs_pin_department_and_area(name):
    values = {each: value for each, value in PERSON.items() if each != name}
    status, refused = write(api(0), "POST", PEOPLE, values)
    assert (status, list(refused)) == (400, [name])


def test_area_nobody_knows_is_refused():
    status, refused = write(api(0), "POST", PEOPLE, {**PERSON, "area": [9]})
    assert (status, list(refused)) == (400, ["area"])


def test_nobody_may_change_people_without_the_right():
    assert write(api(0, may_change=False), "POST", PEOPLE, PERSON)[0] == 403


def test_unknown_fault_is_refused():
    with pytest.raises(ValueError):
        BioTimeFaults(["flood"])


def test_program_serves_a_company():
    call = [sys.executable, "-I", "-S", str(FOLDER), "biotime", "--port", "0"]
    call += ["--terminals", "2", "--users", "3", "--until", "2026-03-04T18:00:00"]
    program = subprocess.Popen(call, stderr=subprocess.PIPE, text=True)
    try:
        url = re.search(r"http://\S+", program.stderr.readline())[0]
        opener = build_opener(ProxyHandler({}))
        body = json.dumps({"username": "odoo", "password": "odoo"}).encode()
        login = Request(f"{url}/jwt-api-token-auth/", body)
        token = json.load(opener.open(login, timeout=10))["token"]
        asked = Request(f"{url}{PUNCHES}", headers={"Authorization": f"JWT {token}"})
        answer = json.load(opener.open(asked, timeout=10))
    finally:
        program.kill()
        program.wait()
        program.stderr.close()
    assert answer["count"] >= 30
    assert {row["terminal_sn"] for row in answer["data"]} <= {"SIM0001", "SIM0002"}
