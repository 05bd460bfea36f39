"""What is wrong with a connection is said in words."""

import errno
import socket

import pytest

from simulator.zk4370 import ARRIVAL
from simulator.zk4370.codes import Command
from terminals import english_sentence
from terminals.zk4370.client import connect
from terminals.zk4370.client.address import Address
from terminals.zk4370.client.diagnosis import diagnose
from tests.zk4370_serving import (
    SERIAL,
    TRANSPORTS,
    address,
    firmware,
    serving,
    terminal,
)


def here(port: int, **other) -> Address:
    how = {"timeout": 0.3, "deadline": 3, "allow_loopback": True}
    return Address("127.0.0.1", port, **{**how, **other})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_all_is_well(transport):
    with serving(terminal(1), key=12) as server:
        found = diagnose(address(server, transport))
        assert found.problem is None
        assert found.serial == SERIAL


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_wrong_key(transport):
    with serving(terminal(1), key=12) as server:
        for key in (0, 13, 524287):
            found = diagnose(address(server, transport, key=key))
            assert found.problem.code == "wrong_key"
        assert server.endpoint.connections == []


@pytest.mark.parametrize("udp", [False, True])
def test_nothing_listens(udp):
    found = diagnose(here(free_port(), udp=udp))
    assert found.problem.code == "connection_refused"


@pytest.mark.parametrize(
    ("failure", "code"),
    [
        (TimeoutError(), "no_answer_at_address"),
        (OSError(errno.EHOSTUNREACH, ""), "no_route"),
        (OSError(errno.ENETUNREACH, ""), "no_route"),
    ],
    ids=["silence", "no host", "no network"],
)
def test_nobody_there(failure, code, monkeypatch):
    def fail(*_args):
        raise failure

    monkeypatch.setattr(socket.socket, "connect", fail)
    assert diagnose(here(free_port())).problem.code == code


@pytest.mark.parametrize("udp", [False, True])
def test_unknown_name(udp):
    found = diagnose(Address("no-such-host.invalid", udp=udp, timeout=0.2))
    assert found.problem.code == "host_unknown"


@pytest.mark.parametrize("key", [0, 12])
def test_udp_only(key):
    with serving(terminal(1), firmware(tcp=False), key=key) as server:
        for known in (key, 99):
            found = diagnose(address(server, key=known, timeout=0.3))
            assert found.problem.code == "udp_only"
            assert found.corrections == {"udp": True}


def test_silent_over_tcp_is_not_udp_only_without_udp():
    with serving(terminal(1), firmware(udp=False)) as server:
        server.faults.arm("half_open", ARRIVAL)
        found = diagnose(address(server, timeout=0.2))
        assert found.problem.code == "no_answer_in_time"


@pytest.mark.parametrize("single", ["refuse", "hang"])
def test_another_program_has_the_only_connection(single):
    with serving(terminal(1), firmware(single=single)) as server:
        with connect(address(server)) as session:
            found = diagnose(address(server, timeout=0.2))
            assert found.problem.code in {
                "connection_closed",
                "connection_reset",
                "no_answer_in_time",
            }
            assert session.facts.sizes().punches == 1
        assert diagnose(address(server)).problem is None


def test_misaddressed():
    found = diagnose(Address("10.0.0.256"))
    assert found.problem.code == "host_invalid"


@pytest.mark.parametrize("transport", TRANSPORTS)
@pytest.mark.parametrize(
    ("kind", "stage"),
    [
        ("mute", Command.CONNECT),
        ("close", Command.CONNECT),
        ("close", Command.READ_OPTION),
        ("reset", ARRIVAL),
        ("garbage", Command.READ_OPTION),
        ("error", Command.CONNECT),
        ("error", Command.READ_OPTION),
    ],
)
def test_whatever_happens_has_a_sentence(transport, kind, stage):
    with serving(terminal(1)) as server:
        server.faults.arm(kind, stage)
        problem = diagnose(address(server, transport, timeout=0.2)).problem
        assert problem is None or english_sentence(problem.code) % problem.values
