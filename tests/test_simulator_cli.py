"""The command line, run by itself, against servers by the book."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fake_security_server import FakeSecurityServer
from tests.fake_server import WITH_PEOPLE, FakeServer
from tests.serving import serving

FOLDER = Path(__file__).parents[1] / "simulator"


def command(*words):
    """Run the folder by itself, as on a machine with nothing but Python."""
    call = [sys.executable, "-I", "-S", str(FOLDER), *words]
    return subprocess.run(call, capture_output=True, text=True, timeout=60)


def test_the_command_line_runs_without_anything_else(tmp_path):
    server, ground_truth = FakeServer(), tmp_path / "truth.json"
    words = ["--once", "--terminals", "2", "--users", "4", "--truth", str(ground_truth)]
    with serving(server) as url:
        done = command("adms", "--url", url, *words, "--firmware", "mixed")
    assert (done.returncode, done.stderr) == (0, "")
    received = json.loads(ground_truth.read_text())
    assert received["serials"] == ["SIM0001", "SIM0002"]
    count = len(received["punches"])
    assert f"2 terminals, {count} of {count} punches acknowledged" in done.stdout
    times = {(p["pin"], p["local"].replace("T", " ")) for p in received["punches"]}
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


def test_the_security_dialect_is_spoken_on_request(tmp_path):
    server, ground_truth = FakeSecurityServer(), tmp_path / "truth.json"
    words = [
        "--once",
        "--users",
        "4",
        "--truth",
        str(ground_truth),
        "--users-on-terminal",
    ]
    with serving(server) as url:
        done = command("adms", "--url", url, *words, "--dialect", "security")
    assert (done.returncode, done.stderr) == (0, "")
    times = {
        p["local"].replace("T", " ")
        for p in json.loads(ground_truth.read_text())["punches"]
    }
    received = {
        line.split("\t")[0] for line in server.events if "\tpin=0\t" not in line
    }
    assert received == {f"time={at}" for at in times}
    assert len(server.people) == 4


@pytest.mark.parametrize("words", [[], ["--users-on-terminal"]])
def test_users_are_told_on_request(words):
    server = FakeServer(WITH_PEOPLE, stamps="0")
    with serving(server) as url:
        command("adms", "--url", url, "--once", "--users", "4", *words)
    assert len(server.people) == 4 * bool(words)


def test_somebody_enrols_while_others_pass():
    server = FakeServer(WITH_PEOPLE)
    words = ["--live", "--enrol", "--every", "0.01", "--users", "30", "--days", "1"]
    with serving(server) as url:
        call = [sys.executable, "-I", "-S", str(FOLDER), "adms", "--url", url, *words]
        life = subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        waited = time.monotonic() + 20
        while not server.people and time.monotonic() < waited:
            time.sleep(0.05)
        life.send_signal(signal.SIGTERM)
        _, errors = life.communicate(timeout=10)
    assert server.people and server.people[0][1].startswith("FP PIN=")
    assert b"Traceback" not in errors
