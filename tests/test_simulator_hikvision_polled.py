"""Simulated Hikvision terminals that are asked: their command line, and foreign clients."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.bridge.certificates import Authority
from tests.hikvision_serving import (
    PASSWORD,
    Host,
    World,
    everything,
    fill,
    serving,
    terminal,
)

FOLDER = Path(__file__).parents[1] / "simulator"
DEVICE_INFO = "/ISAPI/System/deviceInfo"


@contextmanager
def running(*words, terminals=1):
    """The program by itself; yields the addresses of its terminals."""
    call = [sys.executable, "-I", "-S", str(FOLDER), "hikvision", "--port", "0"]
    call += ["--terminals", str(terminals), *words]
    program = subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        lines = [program.stderr.readline() for _terminal in range(terminals)]
        yield [line.split()[-1] for line in lines]
    finally:
        program.kill()
        program.wait()
        program.stdout.close()
        program.stderr.close()


def curl(url, *words, user="odoo", password=PASSWORD):
    """Return status and body of what curl gets by digest."""
    found = subprocess.run(
        [
            *("curl", "-sg", "-w", "\n%{http_code}", "--digest"),
            *("-u", f"{user}:{password}", *words, url),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    body, _, status = found.stdout.rpartition("\n")
    return int(status), body


def test_the_command_line_serves_each_terminal_at_a_port(tmp_path):
    words = ("--users", "4", "--days", "2", "--firmware", "mixed")
    with running(*words, terminals=2) as addresses:
        for address in addresses:
            status, body = curl(address + DEVICE_INFO, password="odoo")
            assert status == 200
            assert "<serialNumber>SIM" in body


def test_curl_reads_what_our_client_reads():
    made = terminal()
    fill(made, 3)
    world = World(made, noise=0)
    with serving(world) as server:
        body = {"AcsEventCond": {"searchID": "1", "searchResultPosition": 0}}
        body["AcsEventCond"] |= {"maxResults": 30, "major": 5, "minor": 0}
        status, text = curl(
            f"{server.url}/ISAPI/AccessControl/AcsEvent?format=json",
            *("-X", "POST", "-H", "Content-Type: application/json"),
            *("-d", json.dumps(body)),
        )
        assert status == 200
        rows = json.loads(text)["AcsEvent"]["InfoList"]
        host = Host(server)
        host.poll()
    assert [row["employeeNoString"] for row in rows] == [p.pin for p in host.handed]
    assert [row["serialNo"] for row in rows] == [int(p.number) for p in host.handed]


def test_curl_is_locked_out_after_five_wrong_passwords():
    world = World(terminal())
    with serving(world) as server:
        for _try in range(5):
            assert curl(server.url + DEVICE_INFO, password="wrong")[0] == 401
        assert world.guard.is_locked("odoo")
        status, body = curl(server.url + "/ISAPI/Security/userCheck")
    assert status == 401
    assert "<lockStatus>locked</lockStatus>" in body


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, "web_certificate"),
        ({"fingerprint": "0" * 64}, "web_other_certificate"),
    ],
)
def test_a_certificate_nobody_trusts_gets_no_password(tmp_path, changes, code):
    authority = Authority(tmp_path)
    world = World(terminal())
    with serving(world, tls=authority.server_context()) as server:
        found = Host(server, host="localhost", **changes).diagnose()
        assert found.problem.code == code
        assert len(found.problem.values["fingerprint"]) == 64
        assert server.count == 0
        # The one it shows is trusted once a person has compared and typed it.
        trusted = Host(
            server, host="localhost", fingerprint=found.problem.values["fingerprint"]
        )
        assert trusted.poll()


def test_a_terminal_with_a_certificate_of_an_own_authority_is_read(tmp_path):
    authority = Authority(tmp_path)
    made = terminal()
    fill(made, 20)
    world = World(made)
    with serving(world, tls=authority.server_context()) as server:
        host = Host(server, host="localhost", ca_certificate=authority.path.read_text())
        assert host.poll()
        assert host.stored == everything(world)
