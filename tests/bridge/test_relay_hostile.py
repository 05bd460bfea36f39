"""Callers who send slowly, too much, too little, or nonsense."""

import io
import socket
import threading
import time

import pytest
from hypothesis import given, strategies as st

from bridge.relay_http import (
    MAX_HEAD_BYTES,
    BadRequest,
    Reader,
    read_body,
    read_head,
    write_answer,
)
from bridge.relay_server import Limits
from tests.bridge.relay_tools import FakeOdoo, running
from tests.fake_server import FakeServer

UPLOAD = b"POST /iclock/cdata?SN=T1&table=ATTLOG HTTP/1.1\r\n"
ROW = b"1\t2026-06-01 12:00:00\t0\t1"
QUICK = Limits(connections=6, per_address=4, head=0.5, body=0.5, idle=0.5, write=2)


@pytest.fixture
def relay(tmp_path):
    odoo = FakeOdoo(FakeServer())
    with running(tmp_path, odoo, limits=QUICK, sends=False, adms="T1") as it:
        yield it


def call(relay, *pieces, pause=0.0):
    """Send pieces of a request, and return all that comes until the connection ends."""
    with socket.create_connection(("127.0.0.1", relay.relay.port), 10) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
                time.sleep(pause)
        except OSError:
            pass
        return drain(connection)


def drain(connection):
    """Return all that comes until the connection ends."""
    got = b""
    try:
        while data := connection.recv(65536):
            got += data
    except ConnectionError:
        pass
    return got


def waiting(relay):
    """Return how many calls are in the spool."""
    return relay.spool.counts().waiting


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /iclock/ping?SN=T1 HTTP/2.0\r\n\r\n", 400),
        (b"GET http://other/iclock/ping HTTP/1.1\r\n\r\n", 400),
        (b"get /iclock/ping HTTP/1.1\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET /iclock/ping?SN=T1 HTTP/1.1\r\nA : b\r\n\r\n", 400),
        (b"GET /iclock/ping?SN=T1 HTTP/1.1\r\nA: b\r\n c\r\n\r\n", 400),
        (b"GET /iclock/ping?SN=T1 HTTP/1.1\r\nno colon\r\n\r\n", 400),
        (b"GET /" + b"a" * MAX_HEAD_BYTES + b" HTTP/1.1\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nA: " + b"b" * MAX_HEAD_BYTES + b"\r\n\r\n", 431),
        (UPLOAD + b"Content-Length: 99999999999\r\n\r\n", 413),
        (UPLOAD + b"Content-Length: 2097152\r\n\r\n" + bytes(2**21), 413),
        (UPLOAD + b"Content-Length: -1\r\n\r\n", 400),
        (UPLOAD + b"Content-Length: 1_0\r\n\r\n", 400),
        (UPLOAD + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n12", 400),
        (UPLOAD + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n1", 400),
        (UPLOAD + b"Transfer-Encoding: gzip, chunked\r\n\r\n", 400),
        (UPLOAD + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400),
        (UPLOAD + b"Transfer-Encoding: chunked\r\n\r\nfffffff\r\n", 413),
        (UPLOAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400),
        (UPLOAD + b"\r\n", 400),  # rows of unknown length
        (b"POST /iclock/cdata?table=ATTLOG HTTP/1.1\r\nContent-Length: 0\r\n\r\n", 400),
        (b"DELETE /iclock/cdata?SN=T1 HTTP/1.1\r\nConnection: close\r\n\r\n", 404),
    ],
)
def test_it_is_refused_in_one_answer_and_nothing_is_kept(relay, request_bytes, status):
    got = call(relay, request_bytes)
    assert got.startswith(b"HTTP/1.1 %d " % status), got
    assert got.count(b"HTTP/1.1 ") == 1
    assert waiting(relay) == 0


def test_a_refused_request_is_the_last_of_its_connection(relay):
    """What follows might be the rest of it, made to look like a request."""
    hidden = UPLOAD + b"Content-Length: 24\r\n\r\n" + ROW
    bad = UPLOAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    got = call(relay, bad + hidden)
    assert got.count(b"HTTP/1.1 ") == 1
    assert waiting(relay) == 0


def test_a_cut_body_is_not_taken(relay):
    with socket.create_connection(("127.0.0.1", relay.relay.port), 10) as connection:
        connection.sendall(UPLOAD + b"Content-Length: 50\r\n\r\n" + ROW)
        connection.shutdown(socket.SHUT_WR)
        assert drain(connection) == b""
    assert waiting(relay) == 0


def test_who_sends_slowly_is_cut_off(relay):
    began = time.monotonic()
    assert call(relay, *[b"G"] * 30, pause=0.1) == b""
    assert call(relay, UPLOAD, *[b"A: b\r\n"] * 30, pause=0.1) == b""
    head = UPLOAD + b"Content-Length: 1000\r\n\r\n"
    assert call(relay, head, *[b"1"] * 30, pause=0.1) == b""
    assert time.monotonic() - began < 60
    assert waiting(relay) == 0


def test_many_that_wait_do_not_keep_others_out(tmp_path):
    """One address fills its share; a connection that idles gives way to a new one."""
    odoo = FakeOdoo(FakeServer())
    limits = QUICK._replace(connections=4, per_address=4, idle=60)
    with running(tmp_path, odoo, limits=limits, sends=False, adms="T1") as relay:
        address = ("127.0.0.1", relay.relay.port)
        idle = [socket.create_connection(address, 10) for _number in range(4)]
        time.sleep(0.3)
        assert call(relay, b"") == b""  # more than its share
        relay.relay._server._limits = limits._replace(per_address=9)
        got = call(relay, b"GET /iclock/getrequest?SN=T1 HTTP/1.0\r\n\r\n")
        assert got.startswith(b"HTTP/1.1 200 ")
        for connection in idle:
            connection.close()


def test_a_connection_that_stays_open_is_answered_again(relay):
    with socket.create_connection(("127.0.0.1", relay.relay.port), 10) as connection:
        file = connection.makefile("rb")
        for number in range(3):
            body = b"%d\t2026-06-01 12:00:00\t0\t1" % number
            length = b"Content-Length: %d\r\n\r\n" % len(body)
            connection.sendall(UPLOAD + length + body)
            lines = iter(file.readline, b"\r\n")
            head = dict(line.strip().split(b": ", 1) for line in lines if b": " in line)
            assert head[b"Connection"] == b"keep-alive"
            assert file.read(int(head[b"Content-Length"])) == b"OK: 1"
    assert waiting(relay) == 3


def test_chunks_and_a_wait_for_a_word_are_understood(relay):
    got = call(
        relay,
        UPLOAD + b"Expect: 100-continue\r\nTransfer-Encoding: chunked\r\n"
        b"Connection: close\r\n\r\n",
        b"5;x=y\r\n1\t202\r\n13\r\n6-06-01 12:00:00\t0\t\r\n0\r\n\r\n",
        pause=0.1,
    )
    assert got.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ")
    [item] = relay.spool.take(9)
    import base64

    assert base64.b64decode(item.data["body"]) == b"1\t2026-06-01 12:00:00\t0\t"


def test_spaces_in_a_query_are_a_terminals_way(relay):
    got = call(
        relay, b"GET /iclock/getrequest?SN=T1&INFO=Ver 8.0 \xe9 x HTTP/1.0\r\n\r\n"
    )
    assert got.startswith(b"HTTP/1.1 200 ")
    assert relay.odoo.calls[0][1] == "/iclock/getrequest?SN=T1&INFO=Ver%208.0%20%E9%20x"


def test_callers_at_the_same_time_do_not_mix(tmp_path):
    odoo = FakeOdoo(FakeServer())
    with running(tmp_path, odoo, adms="T1") as relay:

        def upload(number):
            for day in range(1, 6):
                row = b"%d\t2026-06-%02d 12:00:00\t0\t1" % (number, day)
                length = b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(row)
                got = call(relay, UPLOAD + length + row)
                assert got.endswith(b"OK: 1")

        threads = [threading.Thread(target=upload, args=(n,)) for n in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        relay.settle()
    assert len(odoo.server.rows) == 40
    assert set(odoo.server.rows.values()) == {1}


@given(st.binary(max_size=400), st.integers(1, 7))
def test_any_bytes_are_a_request_or_refused(data, size):
    reader = Reader(io.BytesIO(data).read1 if size > 6 else io.BytesIO(data).read)
    try:
        request = read_head(reader)
        if request:
            read_body(reader, request, 1000, lambda: None)
    except (BadRequest, EOFError):
        pass


def test_an_answer_has_no_line_of_somebody_elses():
    with pytest.raises(ValueError, match="more than one line"):
        write_answer(200, [("trans_id", "1\r\nX: y")], b"", keep_alive=False)
