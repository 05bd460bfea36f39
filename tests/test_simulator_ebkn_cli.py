"""The command line for EBKN terminals, run by itself."""

import json

import pytest

from tests.fake_ebkn_server import FakeEbknServer
from tests.serving import serving
from tests.test_simulator_cli import command

WORDS = ["--once", "--terminals", "3", "--users", "4", "--days", "1"]


@pytest.mark.parametrize("path", ["", "/biometric/secret/ebkn"])
def test_terminals_of_every_family(tmp_path, path):
    server, ground_truth = FakeEbknServer(), tmp_path / "truth.json"
    words = [
        *WORDS,
        "--truth",
        str(ground_truth),
        "--firmware",
        "mixed",
        "--path",
        path,
    ]
    with serving(server) as url:
        done = command("ebkn", "--url", url, *words, "--speed", "100")
    assert (done.returncode, done.stderr) == (0, "")
    received = json.loads(ground_truth.read_text())
    count = len(received["punches"])
    assert f"3 terminals, {count} of {count} punches acknowledged" in done.stdout
    times = {
        (p["pin"], "".join(c for c in p["local"] if c.isdigit()))
        for p in received["punches"]
    }
    assert times == server.seen
    paths = {request[1] for request in server.requests}
    # The library's server makes one slash of the two some begin with.
    assert paths == ({path} if path else {"/", "/hdata.aspx"})


def test_a_server_of_something_else_is_one_clear_sentence():
    server = FakeEbknServer(refusals=[""] * 1000)
    with serving(server) as url:
        done = command("ebkn", "--url", url, *WORDS, "--timeout", "1")
    assert done.returncode == 1
    assert "without a response_code" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_call_is_told_so():
    for words in (["--firmware", "hs999"], ["--faults", "flood"]):
        done = command("ebkn", "--url", "http://x", "--once", *words)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
