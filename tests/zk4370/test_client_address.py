"""An address is checked before it is used, and used for one connection."""

import os
from dataclasses import replace

import pytest

from simulator.zk4370.codes import Command
from terminals.errors import Misaddressed, TransportError
from terminals.zk4370.client import connect
from tests.zk4370_serving import (
    address,
    poll_whole,
    serving,
    terminal,
)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1; touch {}",
        "$(touch {})",
        "`touch {}`",
        "127.0.0.1 && touch {}",
        "-c1",
        "10.0.0.256",
        "a b",
        "",
        "x" * 254,
        "host\nname",
    ],
)
def test_address_never_reaches_a_shell(host, tmp_path, monkeypatch):
    monkeypatch.setattr("subprocess.call", None)
    victim = tmp_path / "victim"
    with pytest.raises(Misaddressed) as refused:
        connect(replace(EXAMPLE, host=host.format(victim)))
    assert str(refused.value.reason).endswith(".")
    assert not victim.exists()


EXAMPLE = address(
    type("Server", (), {"port": 4370, "endpoint": type("F", (), {"key": 0})})
)


@pytest.mark.parametrize(
    "wrong",
    [
        {"port": 0},
        {"port": 70_000},
        {"key": -1},
        {"key": 2**32},
        {"timeout": 0},
        {"deadline": -1},
        {"encoding": "no such"},
    ],
    ids=str,
)
def test_values_no_terminal_has_are_refused(wrong):
    with pytest.raises(Misaddressed):
        connect(replace(EXAMPLE, **wrong))


def test_key_is_not_shown():
    assert "31337" not in repr(replace(EXAMPLE, key=31337))


def test_one_connection_and_no_ping(monkeypatch):
    monkeypatch.setattr("subprocess.call", None)
    with serving(terminal()) as server:
        poll_whole(server, "tcp")
        assert (server.connections.accepted, server.connections.most) == (1, 1)


@pytest.mark.parametrize("kind", ["close", "half_open", "error", "truncate"])
def test_failed_connections_leave_nothing_open(transport, kind):
    before, failures = os.listdir("/proc/self/fd"), []
    with serving(terminal(), key=99) as server:
        server.faults.arm(kind, Command.AUTHENTICATE, times=-1)
        to = address(server, transport, timeout=0.05)
        for _attempt in range(10):
            with pytest.raises(TransportError) as failed:
                connect(to)
            failures.append(failed)
    assert len(os.listdir("/proc/self/fd")) == len(before)
