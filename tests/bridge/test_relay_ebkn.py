"""EBKN terminals behind the bridge, by the simulator."""

from datetime import datetime, timedelta, timezone

import pytest

from simulator.ebkn import EbknEndpoint, Firmware
from simulator.exchange import drive
from simulator.memory import Terminal
from simulator.people import User
from terminals.calls import Response
from tests.bridge.relay_tools import FakeOdoo, Sender, running
from tests.fake_ebkn_server import FakeEbknServer

NOON = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
PEOPLE = [User(str(pin), f"Person {pin}") for pin in range(1, 6)]
SERIAL = "C2610000000000AB"


def punch(terminal, count, start=NOON):
    """Let people pass, a minute each."""
    for number in range(count):
        pin = str(number % len(PEOPLE) + 1)
        assert terminal.attempt(pin, start + timedelta(minutes=number), number % 2)


def make(**values):
    """Return a terminal, by default one that sends in small blocks."""
    return EbknEndpoint(Terminal(SERIAL, users=PEOPLE), Firmware(**values))


@pytest.fixture
def odoo():
    return FakeOdoo(FakeEbknServer())


def settle(endpoint, relay, now):
    """Let a terminal talk until it is idle."""
    drive(endpoint, relay.send, now=now, max_errors=3)


@pytest.mark.parametrize("block", [8192, 50])
def test_punches_of_three_days_without_odoo_come_once_each(tmp_path, odoo, block):
    endpoint = make(block=block)
    with running(tmp_path, odoo, ebkn=SERIAL) as relay:
        odoo.away = True
        for day in range(3):
            now = NOON + timedelta(days=day)
            punch(endpoint.terminal, 10, now)
            settle(endpoint, relay, now + timedelta(hours=2))
        assert endpoint.settled
        odoo.away = False
        relay.settle()
    assert len(odoo.server.punch_counts) == 30
    assert set(odoo.server.punch_counts.values()) == {1}
    assert not odoo.server.unreadable
    assert {call[1] for call in odoo.calls} == {"/biometric/ebkn"}


def test_the_path_a_terminal_calls_means_nothing(tmp_path, odoo):
    with running(tmp_path, odoo, ebkn=SERIAL) as relay:
        for path in ("/", "//", "/hdata.aspx", "/fkwebserver/x", "/ebkn", "/what"):
            headers = {"request_code": "receive_cmd", "dev_id": SERIAL, "blk_no": "0"}
            _status, answer, _body = relay.send("POST", path, headers, b"")
            assert answer["response_code"] == "ERROR_NO_CMD", path


def test_commands_come_at_once_though_results_go_through_the_spool(tmp_path, odoo):
    endpoint = make(block=50)
    with running(tmp_path, odoo, ebkn=SERIAL) as relay:
        odoo.server.queue_commands(
            ("SET_USER_NAME", {"user_id": "1", "user_name": "Ada"}),
            ("GET_USER_ID_LIST", None),
        )
        settle(endpoint, relay, NOON)
        relay.settle()
    results = odoo.server.results
    assert [(ident, code) for ident, code, _d, _b in results] == [
        ("1", "OK"),
        ("2", "OK"),
    ]
    assert results[1][2]["user_id_count"] in (5, "5")
    # Both in one round: the second was not held back until the next poll.
    assert not odoo.server.commands


def test_a_message_whose_first_parts_are_lost_starts_again(tmp_path, odoo):
    """The bridge is restarted between two blocks of one message."""
    endpoint = make(block=50)
    punch(endpoint.terminal, 1)
    with running(tmp_path, odoo, ebkn=SERIAL) as relay:
        seen = []

        def send(method, path, headers, body):
            if headers["blk_no"] == "0" and headers["request_code"] != "receive_cmd":
                if not seen:
                    relay.relay._calls._parts._messages.clear()
                seen.append(body)
            return relay.send(method, path, headers, body)

        drive(endpoint, send, now=NOON + timedelta(hours=1), max_errors=3)
        relay.settle()
    assert endpoint.settled
    assert len(seen) == 2
    assert list(odoo.server.punch_counts.values()) == [1]
    assert not odoo.server.unreadable


def test_bytes_of_no_frame_are_kept_when_they_come_the_same_again(tmp_path, odoo):
    headers = {"request_code": "realtime_glog", "dev_id": SERIAL, "blk_no": "0"}
    with running(tmp_path, odoo, ebkn=SERIAL) as relay:
        codes = [
            relay.send("POST", "/", headers, b"rubbish")[1]["response_code"]
            for _time in range(2)
        ]
        relay.settle()
    assert codes == ["ERROR_ADD_BLOCK_DATA", "OK"]
    assert odoo.server.unreadable == 1


@pytest.mark.parametrize(
    ("headers", "body", "answer"),
    [
        (
            {},
            b"page_id=realtime_glog&device_id=C2610000000000AB"
            b"&glog_data={enroll_id:1,verify_mode:1,io_mode:0,io_time:20260601101500}",
            b"{result:OK}",
        ),
        (
            {"request_code": "realtime_glog", "dev_id": SERIAL, "blk_no": "0"},
            b'{"user_id": "1", "io_time": "20260601101500"}',
            b"",
        ),
    ],
)
def test_messages_without_a_frame_are_taken_at_once(
    tmp_path, odoo, headers, body, answer
):
    with running(tmp_path, odoo, sends=False, ebkn=SERIAL) as relay:
        got = relay.send("POST", "/", headers, body)
        assert got[2] == answer
        assert got[1].get("response_code") in (None, "OK")
        assert relay.spool.counts().waiting == 1


def test_what_is_too_long_gets_a_response_code(tmp_path, odoo):
    headers = {"request_code": "realtime_glog", "dev_id": SERIAL, "blk_no": "0"}
    with running(tmp_path, odoo, sends=False, ebkn=SERIAL) as relay:
        status, answer, _body = relay.send("POST", "/", headers, b"x" * 2**24)
    assert (status, answer["response_code"]) == (413, "ERROR_DB_ACCESS")


def test_a_terminal_keeps_its_rows_while_the_disk_is_full(tmp_path, odoo, monkeypatch):
    import sqlite3

    def full(*arguments):
        raise sqlite3.OperationalError("database or disk is full")

    endpoint = make()
    punch(endpoint.terminal, 2)
    with running(tmp_path, odoo, ebkn=SERIAL) as relay:
        with monkeypatch.context() as patch:
            patch.setattr(relay.spool, "add", full)
            settle(endpoint, relay, NOON)
            assert not endpoint.settled
            headers = {"request_code": "realtime_glog", "dev_id": SERIAL}
            answer = relay.send("POST", "/", headers, b"")
            assert answer[1]["response_code"] == "ERROR_DB_ACCESS"
        settle(endpoint, relay, NOON + timedelta(hours=1))
        relay.settle()
    assert endpoint.settled
    assert len(odoo.server.punch_counts) == 2


@pytest.mark.parametrize(
    "page",
    [
        Response(502, {"Content-Type": "text/html"}, b"<html>Bad gateway"),
        Response(200, {"Content-Type": "text/html"}, b"<html>Log in"),
        Response(403, {"Content-Type": "text/plain"}, b"Forbidden\n"),
    ],
)
def test_each_answer_has_a_response_code(tmp_path, odoo, page):
    """Without one a terminal sends the same again, several times a second."""
    odoo.page = page
    with running(tmp_path, odoo, ebkn=SERIAL, sends=False) as relay:
        for code, expected in (
            ("receive_cmd", "ERROR_NO_CMD"),
            ("realtime_glog", "OK"),
            ("nonsense", "ERROR_INVLAID_REQUEST_CODE"),
        ):
            headers = {"request_code": code, "dev_id": SERIAL, "blk_no": "0"}
            _status, answer, _body = relay.send("POST", "/", headers, b"")
            assert answer["response_code"] == expected, code
        _status, answer, _body = relay.send(
            "POST", "/", {"request_code": "realtime_glog"}, b""
        )
        assert answer["response_code"].startswith("ERROR")


def test_what_odoo_does_not_take_yet_waits(tmp_path, odoo):
    headers = {"request_code": "realtime_glog", "dev_id": SERIAL, "blk_no": "0"}
    with running(tmp_path, odoo, ebkn=SERIAL, sends=False) as relay:
        relay.send("POST", "/", headers, b"")
        sender = Sender(relay.spool)
        sender.link = relay.relay.link
        for code in ("ERROR_DB_ACCESS", "ERROR_DEV_UNREGISTERED"):
            odoo.server.refusals = [code]
            sender.drain()
            assert relay.spool.counts().waiting == 1
        odoo.server.refusals = ["ERROR_INVLAID_REQUEST_CODE"]
        sender.drain()
        assert relay.spool.counts()[:2] == (0, 1)
