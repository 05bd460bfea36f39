"""`simulator zk4370`: terminals that wait at ports of their own."""

import json
import re
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from simulator.zk4370.codes import Command
from tests.zk4370_terminals import Caller, serving

FOLDER = Path(__file__).parents[1] / "simulator"
PLACE = re.compile(r"(\w+), ([\w-]+), at ([\d.]+):(\d+) \((.*)\)")


@contextmanager
def running(*words, terminals=1):
    """The program by itself; yields where its terminals are, and the process."""
    call = [sys.executable, "-I", "-S", str(FOLDER), "zk4370", "--port", "0"]
    call += ["--terminals", str(terminals), *words]
    program = subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        places = []
        for _terminal in range(terminals):
            serial, model, host, port, ways = PLACE.match(
                program.stderr.readline()
            ).groups()
            places.append(
                SimpleNamespace(
                    serial=serial, model=model, host=host, port=int(port), ways=ways
                )
            )
        yield places, program
    finally:
        program.kill()
        program.wait()
        program.stdout.close()
        program.stderr.close()


def stored(caller):
    return int.from_bytes(caller.ask(Command.SIZES).data[32:36], "little")


def test_every_terminal_has_a_place_and_a_history(tmp_path):
    ground_truth = tmp_path / "truth.json"
    words = (
        "--users",
        "6",
        "--days",
        "2",
        "--truth",
        str(ground_truth),
        "--firmware",
        "mixed",
    )
    with running(*words, terminals=4) as (places, program):
        counts = {}
        for place in places:
            with Caller(place) as caller:
                counts[place.serial] = stored(caller.connect())
        program.send_signal(signal.SIGTERM)
        values, _errors = program.communicate(timeout=10)
    received = json.loads(ground_truth.read_text())
    assert [place.serial for place in places] == received["serials"]
    assert len({place.model for place in places}) == 4
    assert counts == {
        serial: sum(punch["serial"] == serial for punch in received["punches"])
        for serial in received["serials"]
    }
    assert sum(counts.values()) > 20
    assert program.returncode == 0
    assert f"4 terminals, {sum(counts.values())} punches stored" in values


def test_models_and_pins_are_chosen(tmp_path):
    ground_truth = tmp_path / "truth.json"
    words = ["--firmware", "f19", "--firmware", "zem560", "--truth", str(ground_truth)]
    words += ["--users", "3", "--first-pin", "1021"]
    with running(*words, terminals=2) as (places, _program):
        assert [place.model for place in places] == ["F19", "iClock360"]
        people = {
            session["pin"]
            for session in json.loads(ground_truth.read_text())["sessions"]
        }
    assert people == {"1021", "1022", "1023"}


def test_people_go_on_punching():
    life = running("--live", "--every", "0.02", "--days", "1")
    with life as ((place,), _program), Caller(place) as caller:
        before = stored(caller.connect())
        deadline = time.monotonic() + 10
        while stored(caller) == before and time.monotonic() < deadline:
            time.sleep(0.05)
        assert stored(caller) > before


def test_a_wrong_key_is_refused():
    with running("--key", "123456") as ((place,), _program), Caller(place) as caller:
        assert caller.ask(Command.CONNECT).command == 2005


def test_a_model_of_udp_alone_listens_there():
    with running("--firmware", "u160") as ((place,), _program):
        assert place.ways == "UDP"
        with Caller(place, udp=True) as caller:
            assert caller.connect().session


@pytest.mark.parametrize(
    "words",
    [
        ["--port", "70000"],
        ["--port", "65535", "--terminals", "2"],
        ["--key", "1234567"],
        ["--key", "secret"],
        ["--firmware", "x9"],
        ["--faults", "flood"],
        ["--host", "192.0.2.1"],
        ["--truth", "/nonexistent/truth.json"],
    ],
)
def test_a_wrong_call_is_told_so(words):
    call = [sys.executable, "-I", "-S", str(FOLDER), "zk4370", *words]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told_so():
    with serving() as at:
        call = [sys.executable, "-I", "-S", str(FOLDER), "zk4370"]
        call += ["--port", str(at.port)]
        done = subprocess.run(call, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert "in use" in done.stderr
    assert "Traceback" not in done.stderr
