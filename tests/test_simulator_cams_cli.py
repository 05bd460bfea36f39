"""The gateway's command line, run by itself, against a server by the book."""

import json
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from simulator.cams import GENERATIONS
from tests.cams_gateway import KEY, TOKEN, V3_PATH
from tests.fake_cams_server import FakeCamsServer, query_of
from tests.serving import serving

FOLDER = Path(__file__).parents[1] / "simulator"


def command(*words):
    """Run the folder by itself, as on a machine with nothing but Python."""
    call = [sys.executable, "-I", "-S", str(FOLDER), "cams", *words]
    return subprocess.run(call, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("generation", GENERATIONS)
def test_the_command_line_runs_without_anything_else(tmp_path, generation):
    server, ground_truth = FakeCamsServer(TOKEN, [KEY]), tmp_path / "truth.json"
    words = ["--once", "--terminals", "2", "--users", "3", "--days", "1"]
    words += [
        "--auth-token",
        TOKEN,
        "--generation",
        generation,
        "--truth",
        str(ground_truth),
    ]
    words += ["--path", "/cams/{serial}"]
    words += ["--security-key", KEY] if generation != "v1" else []
    with serving(server) as url:
        done = command("--url", url, *words)
    assert (done.returncode, done.stderr) == (0, "")
    received = json.loads(ground_truth.read_text())
    count = len(received["punches"])
    assert f"2 terminals, {count} of {count} punches acknowledged" in done.stdout
    assert len(set(server.seen)) == count
    paths = {path.partition("?")[0] for path, _, _ in server.requests}
    assert paths == {"/cams/SIM0001", "/cams/SIM0002"}
    queries = {query_of(path) for path, _, _ in server.requests}
    third = {"stgid=SIM0001", "stgid=SIM0002"}
    assert queries == (third if generation == "v3" else {""})


def test_paths_and_tokens_are_dealt_out_in_turn():
    server = FakeCamsServer("second")
    words = ["--terminals", "2", "--once", "--timeout", "2", "--days", "1"]
    words += ["--auth-token", "first", "--auth-token", "second"]
    words += ["--path", "/one", "--path", "/two", "--users", "4"]
    with serving(server) as url:
        done = command("--url", url, *words)
    assert done.returncode == 1
    assert "status 401" in done.stderr
    values = {values["SerialNumber"] for _, _, values in server.taken}
    assert values == {"SIM0002"}


@pytest.mark.parametrize(
    "words",
    [
        ["--security-key", "short"],
        ["--path", "hook"],
        ["--generation", "v4"],
        ["--faults", "flood"],
        ["--rest-port", "99999"],
        ["--rest-host", "no.such.host.invalid", "--rest-port", "0"],
    ],
)
def test_a_wrong_call_is_told_so(words):
    done = command("--url", "http://127.0.0.1:1", "--once", "--timeout", "1", *words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_a_live_gateway_takes_calls_and_goes_on_punching():
    server = FakeCamsServer(TOKEN)
    words = ["--live", "--every", "0.02", "--users", "30", "--days", "1", "--enrol"]
    words += ["--auth-token", TOKEN, "--rest-port", "0", "--generation", "v3"]
    with serving(server) as url:
        call = [sys.executable, "-I", "-S", str(FOLDER), "cams", "--url", url, *words]
        life = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        first = life.stderr.readline().decode()
        port = int(first.rsplit(":", 1)[1].partition("/")[0])
        user = {"UserID": "9", "FirstName": "Ada", "LastName": "", "UserType": "User"}
        url = f"http://127.0.0.1:{port}{V3_PATH}SIM0001"
        body = json.dumps({"Add": {"User": user}, "AuthToken": TOKEN}).encode()
        with urllib.request.urlopen(url, body, timeout=10) as reply:
            assert json.loads(reply.read())["StatusCode"] == 0
        waited = time.monotonic() + 20
        while not server.values("UserUpdated") and time.monotonic() < waited:
            time.sleep(0.05)
        life.send_signal(signal.SIGTERM)
        _, errors = life.communicate(timeout=10)
    assert server.values("UserUpdated")
    assert b"Traceback" not in errors
