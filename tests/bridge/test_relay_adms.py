"""Terminals that push (ADMS) behind the bridge, by the simulator."""

import base64
import gzip
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import pytest

from bridge.spool import Spool, SpoolFull
from simulator.adms import AdmsEndpoint
from simulator.exchange import drive
from simulator.memory import Terminal
from simulator.people import User
from terminals.calls import Response
from tests.bridge.relay_tools import FakeOdoo, Sender, running
from tests.fake_server import FakeServer

NOON = datetime(2026, 6, 1, 12, tzinfo=timezone.utc)
PEOPLE = [User(str(pin), f"Person {pin}") for pin in range(1, 6)]
SERIAL = "T1"


def punch(terminal, count, start=NOON):
    """Let people pass, a minute each."""
    for number in range(count):
        pin = str(number % len(PEOPLE) + 1)
        assert terminal.attempt(pin, start + timedelta(minutes=number), number % 2)


@pytest.fixture
def odoo():
    return FakeOdoo(FakeServer(now=NOON))


@pytest.fixture
def endpoint():
    return AdmsEndpoint(Terminal(SERIAL, users=PEOPLE))


def settle(endpoint, relay, now):
    """Let a terminal talk until it is idle."""
    drive(endpoint, relay.send, now=now, max_errors=3)


def test_punches_of_three_days_without_odoo_come_once_each(tmp_path, odoo, endpoint):
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        settle(endpoint, relay, NOON)
        odoo.away = True
        for day in range(3):
            now = NOON + timedelta(days=day)
            punch(endpoint.terminal, 40, now)
            settle(endpoint, relay, now + timedelta(hours=2))
        assert endpoint.settled
        assert not odoo.server.rows
        odoo.away = False
        relay.settle()
    assert len(odoo.server.rows) == 120
    assert set(odoo.server.rows.values()) == {1}


def test_what_is_acknowledged_is_on_the_disk(tmp_path, odoo, endpoint):
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        settle(endpoint, relay, NOON)
        odoo.away = True
        punch(endpoint.terminal, 3)
        settle(endpoint, relay, NOON + timedelta(hours=1))
        other = Spool(tmp_path / "spool.db")  # as after kill -9: only the file counts
        bodies = [item.data for item in other.take(100)]
        other.close()
    assert endpoint.settled
    assert any("table=ATTLOG" in data["query"] for data in bodies)


def test_odoo_gets_a_call_as_the_terminal_sent_it(tmp_path, odoo):
    body = b"1\t2026-06-01 12:00:00\t0\t1\t\xff\xfe\n"
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        status, _headers, text = relay.send(
            "POST", "/iclock/cdata?SN=T1&table=ATTLOG&Stamp=9999&x=a%20b", {}, body
        )
        assert (status, text) == (200, b"OK: 1")
        relay.settle()
    [(method, target, headers, sent)] = odoo.calls
    assert method == "POST"
    assert target == "/iclock/cdata?SN=T1&table=ATTLOG&Stamp=9999&x=a%20b"
    assert sent == body
    assert headers["Biometric-Caller"] == "127.0.0.1"
    assert headers["Biometric-Bridge"] == "bmt_secret"


def test_a_compressed_body_is_counted_and_passed_on_as_it_came(tmp_path, odoo):
    body = gzip.compress(b"1\t2026-06-01 12:00:00\n2\t2026-06-01 12:00:00\n")
    upload = ("POST", "/iclock/cdata?SN=T1&table=ATTLOG")
    with running(tmp_path, odoo, sends=False, adms=SERIAL) as relay:
        packed = {"Content-Encoding": "gzip"}
        assert relay.send(*upload, packed, body)[2] == b"OK: 2"
        assert relay.send(*upload, packed, body[:-9])[0] == 400
        [item] = relay.spool.take(9)
        assert base64.b64decode(item.data["body"]) == body
        assert item.data["headers"] == packed


def test_a_caller_cannot_send_the_bridges_headers(tmp_path, odoo):
    forged = {"Biometric-Caller": "10.0.0.1", "X-Dev-Id": "other", "Cookie": "a=b"}
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        relay.send("GET", "/iclock/getrequest?SN=T1", forged, b"")
    [(_method, _target, headers, _body)] = odoo.calls
    assert headers["Biometric-Caller"] == "127.0.0.1"
    assert not {"Cookie", "X-Dev-Id"} & headers.keys()


def test_commands_come_and_results_go_back(tmp_path, odoo, endpoint):
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        settle(endpoint, relay, NOON)
        odoo.server.queue_commands("DATA UPDATE USERINFO PIN=9\tName=Nina", "CHECK")
        settle(endpoint, relay, NOON + timedelta(minutes=1))
        relay.settle()
    assert odoo.server.returned == [("1", 0), ("2", 0)]
    assert endpoint.terminal.users["9"].name == "Nina"


def test_no_command_is_handed_over_while_a_result_waits_here(tmp_path, odoo):
    with running(tmp_path, odoo, adms=SERIAL, sends=False) as relay:
        relay.relay._calls._flush_seconds = 0.1
        status, _headers, _text = relay.send(
            "POST", "/iclock/devicecmd?SN=T1", {}, b"ID=1&Return=0&CMD=CHECK\n"
        )
        assert status == 200
        odoo.server.queue_commands("CHECK")
        _status, _headers, text = relay.send("GET", "/iclock/getrequest?SN=T1", {}, b"")
        assert text == b"OK"
        assert odoo.server.commands
        sender = Sender(relay.spool)
        sender.link = relay.relay.link
        sender.drain()
        _status, _headers, text = relay.send("GET", "/iclock/getrequest?SN=T1", {}, b"")
        assert text == b"C:1:CHECK"


def test_the_last_handshake_is_given_again_while_odoo_is_away(tmp_path, odoo):
    hello = ("GET", "/iclock/cdata?SN=T1&options=all&pushver=2.4.1", {}, b"")
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        status, headers, before = relay.send(*hello)
        assert status == 200
        assert parsedate_to_datetime(headers["Date"]) == NOON
        odoo.away = True
        _status, headers, text = relay.send(*hello)
        assert text == before
        # The time is Odoo's, gone on since, whatever this computer's clock says.
        shown = parsedate_to_datetime(headers["Date"])
        assert NOON <= shown < NOON + timedelta(minutes=5)
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        assert relay.send(*hello)[2] == before  # also after a restart


def test_a_terminal_is_greeted_though_odoo_never_was_there(tmp_path, odoo):
    odoo.away = True
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        for path in ("cdata?SN=T1&options=all", "getrequest?SN=T1", "ping?SN=T1"):
            assert relay.send("GET", f"/iclock/{path}", {}, b"")[::2] == (200, b"OK")


def test_rows_of_a_terminal_odoo_has_not_named_are_not_kept(tmp_path, odoo):
    upload = ("POST", "/iclock/cdata?SN=XX&table=ATTLOG", {}, b"1\t2026-06-01 12:00:00")
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        assert relay.send(*upload)[2] == b"OK: 1"  # Odoo's own word
        assert relay.counts == {"passed_on": 1}
        odoo.away = True
        assert relay.send(*upload)[0] == 503
        assert relay.spool.counts().waiting == 0


def test_a_terminal_keeps_its_rows_while_the_disk_is_full(tmp_path, odoo, endpoint):
    free = [10**9]
    spool = Spool(tmp_path / "spool.db", free_bytes=lambda path: free[0])
    with running(tmp_path, odoo, adms=SERIAL, spool=spool) as relay:
        settle(endpoint, relay, NOON)
        free[0] = 1
        punch(endpoint.terminal, 5)
        settle(endpoint, relay, NOON + timedelta(hours=1))
        assert not endpoint.settled
        assert relay.counts["full"]
        free[0] = 10**9
        settle(endpoint, relay, NOON + timedelta(hours=2))
        relay.settle()
    assert endpoint.settled
    assert len(odoo.server.rows) == 5


def test_a_disk_that_fills_up_while_writing_refuses(tmp_path, odoo, monkeypatch):
    def full(*arguments):
        raise SpoolFull

    with running(tmp_path, odoo, adms=SERIAL) as relay:
        monkeypatch.setattr(relay.spool, "add", full)
        upload = ("POST", "/iclock/cdata?SN=T1&table=ATTLOG", {}, b"1\t2026-06-01")
        status, _headers, text = relay.send(*upload)
    assert status == 503
    assert b"OK" not in text


def test_answers_lost_after_the_commit_are_sent_again(tmp_path, odoo, endpoint):
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        settle(endpoint, relay, NOON)
        punch(endpoint.terminal, 10)
        odoo.lost = 3
        settle(endpoint, relay, NOON + timedelta(hours=1))
        relay.settle()
    assert len(odoo.server.rows) == 10


def test_a_refused_call_is_put_aside_and_others_go_on(tmp_path, odoo):
    with running(tmp_path, odoo, adms=SERIAL, sends=False) as relay:
        for day in (1, 2):
            body = b"1\t2026-06-0%d 12:00:00\t0\t1" % day
            relay.send("POST", "/iclock/cdata?SN=T1&table=ATTLOG", {}, body)
        sender = Sender(relay.spool)
        sender.link = relay.relay.link
        plain = {"Content-Type": "text/plain"}
        odoo.server.refusals = [400]
        sender.drain()
        [aside] = relay.spool.quarantined()
        assert aside.code == "http_400"
        assert relay.spool.counts().waiting == 0
        assert len(odoo.server.rows) == 1
        relay.send("POST", "/iclock/cdata?SN=T1&table=ATTLOG", {}, body)
        odoo.page = Response(404, {"Content-Type": "text/html"}, b"<html>No database")
        sender.drain()
        odoo.page = Response(503, plain, b"Try again later\n")
        sender.drain()
        assert relay.spool.counts().waiting == 1


@pytest.mark.parametrize("status", [502, 503, 404, 303])
def test_no_page_of_a_server_between_reaches_a_terminal(tmp_path, odoo, status):
    odoo.page = Response(status, {"Content-Type": "text/html"}, b"<html>OK</html>")
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        got = relay.send("GET", "/iclock/getrequest?SN=T1", {}, b"")
    assert got[::2] == (200, b"OK")


def test_a_path_of_no_brand_is_not_passed_on(tmp_path, odoo):
    with running(tmp_path, odoo, adms=SERIAL) as relay:
        assert relay.send("GET", "/web/login", {}, b"")[0] == 404
        assert relay.send("POST", "/biometric/v1/punches", {}, b"{}")[0] == 404
    assert not odoo.calls
