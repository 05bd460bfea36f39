"""Terminals on real sockets, and the command line, against a server by the book."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

import pytest

from biometric_attendance.simulator import (
    FIRMWARES,
    Faults,
    Fleet,
    Timeline,
    Workforce,
    build,
)
from biometric_attendance.simulator.exchange import Delivery, Request
from biometric_attendance.simulator.wire import BadReply, Site, head, read_reply
from tests.fake_server import FakeServer

FOLDER = Path(__file__).parents[1] / "biometric_attendance" / "simulator"
UNTIL = datetime(2024, 7, 5, 18, tzinfo=timezone.utc)


@contextmanager
def serving(server: FakeServer) -> Iterator[str]:
    """Yield the address of ``server`` on a real socket; cut bodies are not taken."""
    lock = Lock()

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            if len(body) < length:
                server.cut += 1
                return
            with lock:
                status, headers, text = server.send(
                    self.command, self.path, dict(self.headers), body
                )
            self.send_response(status)
            for name, value in {**headers, "Content-Length": len(text)}.items():
                self.send_header(name, str(value))
            self.end_headers()
            self.wfile.write(text)

        do_GET = do_POST = answer

        def log_message(self, *words):
            """Stay silent."""

    class Listener(ThreadingHTTPServer):
        request_queue_size = 256

        def handle_error(self, request, client_address):
            """Terminals that hang up early are what is being tested."""

    server.cut = 0
    with Listener(("127.0.0.1", 0), Handler) as listener:
        thread = Thread(target=listener.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.server_port}"
        finally:
            listener.shutdown()
            thread.join()


def company(terminals=3, faults=()):
    serials = [f"T{number}" for number in range(terminals)]
    return build(serials, Workforce(6), until=UNTIL, firmwares=FIRMWARES, faults=faults)


def sent_by(scene):
    return {(punch.pin, str(punch.local)) for _, punch in scene.truth.punches()}


@pytest.mark.parametrize("faults", [(), Faults.KINDS], ids=["fair", "faults"])
def test_a_fleet_delivers_all_it_knows(faults):
    scene, server = company(6, faults), FakeServer()
    scene.record()
    with serving(server) as url:
        fleet = Fleet(
            url, scene.faces, timeline=Timeline(50), deliveries=scene.deliveries
        )
        tally = asyncio.run(fleet.run(until_settled=True))
    assert fleet.settled
    assert fleet.acknowledged == len(scene.passages)
    assert sent_by(scene) <= server.seen
    assert bool(tally.failures) is bool(faults)
    assert bool(server.cut) is bool(faults)


def test_the_past_is_lived_quickly_and_never_overtakes_the_present():
    scene, server = company(2), FakeServer()
    start = scene.passages[0].utc
    timeline = Timeline(speed=1e7, start=start)

    async def live(fleet):
        life = asyncio.ensure_future(fleet.run())
        await fleet.play(scene.passages)
        while not fleet.settled or fleet.acknowledged < len(scene.passages):
            await asyncio.sleep(0.01)
        life.cancel()

    with serving(server) as url:
        fleet = Fleet(url, scene.faces, timeline=timeline)
        asyncio.run(asyncio.wait_for(live(fleet), 20))
    assert sent_by(scene) <= server.seen
    assert timeline.now() <= datetime.now(timezone.utc)
    assert timeline.skew <= timedelta()


def test_the_head_is_spelt_as_a_terminal_does():
    request = Request("POST", "/iclock/cdata?SN=1", {"User-Agent": "x"}, b"abc", "1.0")
    assert head(Site.parse("http://h:81/p/"), request) == (
        b"POST /p/iclock/cdata?SN=1 HTTP/1.0\r\nHost: h:81\r\nUser-Agent: x\r\n"
        b"Content-Length: 3\r\n\r\n"
    )
    assert Delivery(request).cut is None


def read(raw):
    async def feed():
        reader = asyncio.StreamReader()
        reader.feed_data(raw)
        reader.feed_eof()
        return await read_reply(reader)

    return asyncio.run(feed())


def test_an_answer_is_read_by_its_length_or_to_its_end():
    assert read(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOKrest")[2] == b"OK"
    assert read(b"HTTP/1.0 200 OK\r\n\r\nOK")[2] == b"OK"


@pytest.mark.parametrize(
    "raw",
    [
        b"HTTP/2 200\r\n\r\nOK",
        b"HTTP/1.1\r\n\r\nOK",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nOK\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nOK",
    ],
)
def test_what_an_old_terminal_cannot_read_is_no_answer(raw):
    with pytest.raises(BadReply):
        read(raw)


def test_an_answer_cut_short_is_no_answer():
    with pytest.raises(EOFError):
        read(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\nOK")


def command(*words):
    """Run the folder by itself, as on a machine with nothing but Python."""
    call = [sys.executable, "-I", "-S", str(FOLDER), *words]
    return subprocess.run(call, capture_output=True, text=True, timeout=60)


def test_the_command_line_runs_without_anything_else(tmp_path):
    server, truth = FakeServer(), tmp_path / "truth.json"
    words = ["--once", "--terminals", "2", "--users", "4", "--truth", str(truth)]
    with serving(server) as url:
        done = command("adms", "--url", url, *words, "--firmware", "mixed")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(truth.read_text())
    assert told["serials"] == ["SIM0001", "SIM0002"]
    count = len(told["punches"])
    assert f"2 terminals, {count} of {count} punches acknowledged" in done.stdout
    times = {(p["pin"], p["local"].replace("T", " ")) for p in told["punches"]}
    assert times == server.seen


def test_a_server_that_is_not_there_is_one_clear_sentence():
    done = command("adms", "--url", "http://127.0.0.1:1", "--once", "--timeout", "1")
    assert done.returncode == 1
    assert "The server answered nothing." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["--url", "ftp://nowhere"],
        ["--url", "http://x:port"],
        ["--url", "http://x", "--faults", "flood"],
        ["--url", "http://x", "--terminals", "0"],
        ["--url", "http://x", "--zone", "Mars/Base"],
        ["--url", "http://x", "--until", "soon"],
        ["--url", "http://x", "--truth", "/nonexistent/truth.json"],
    ],
)
def test_a_wrong_call_is_told_so(words):
    done = command("adms", "--once", *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr
