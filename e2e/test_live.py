"""The program that listens, as it is called: killed, started again, told to end."""

import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone

import pytest

from devkit.environments import odoo_command
from devkit.ports import free_ports
from devkit.processes import start, stop
from simulator import Terminal, User
from simulator.zk4370 import FIRMWARES, ZkServer
from simulator.zk4370.codes import Command

ZONE = "Europe/Paris"
TIMEOUT_SECONDS = 60  # , until the program has loaded Odoo
REACTION_SECONDS = 5  # on a busy machine
STOP_SECONDS = 15


# Whoever has the lock of a terminal talks to it; see models/biometric_device_poll.py.
CUT = f"""
SELECT count(pg_terminate_backend(pid)) FROM pg_locks
 WHERE locktype = 'advisory' AND classid = {0x62696F + 1} AND objsubid = 2
   AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


def wait(ready, wanted: str, seconds: float = TIMEOUT_SECONDS):
    """Return the answer as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (found := ready()):
        assert time.monotonic() < deadline, f"Not within {seconds} s: {wanted}"
        time.sleep(0.05)
    return found


def place(api, ports: dict[str, int]) -> list[int]:
    """Approve terminals on this machine that are to be listened to."""
    devices = [
        {
            "name": serial,
            "serial": serial,
            "brand": "zk4370",
            "host": "127.0.0.1",
            "port": port,
            "tz": ZONE,
            "live": True,
        }
        for serial, port in ports.items()
    ]
    ids = api.call("biometric.device", "create", vals_list=devices)
    api.call("biometric.device", "action_approve", ids=ids)
    return ids


class Passing:
    """A terminal, and somebody who passes now and then."""

    def __init__(self, serial: str):
        self.server = ZkServer(
            Terminal(serial, ZONE, users=[User("9001")]), FIRMWARES["f19"]
        )
        self._at = datetime.now(timezone.utc).replace(microsecond=0)
        self._at -= timedelta(days=1)

    def __enter__(self) -> "Passing":
        self.server.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.stop()

    def go(self, times: int = 1) -> None:
        for _one in range(times):
            self._at += timedelta(seconds=61)
            self.server.terminal.punch("9001", self._at)

    @property
    def listened_to(self) -> bool:
        """Whether somebody listens."""
        return any(connection.wanted for connection in self.server.endpoint.connections)


@pytest.fixture
def listening(stack, server, database):
    """Start the program; whatever still runs in the end is ended."""
    log = stack.folder / "live.log"

    @contextmanager
    def running(*options: str) -> Iterator[subprocess.Popen]:
        command = odoo_command("biometric_live", "-d", database, *options)
        with log.open("ab") as output:
            process = start(command, env=stack.environment(), output=output)
        try:
            yield process
        finally:
            stop(process)

    running.log = log
    return running


def test_killed_and_started_again_it_loses_and_doubles_nothing(
    api, committed, listening
):
    with Passing("LISTENED") as door:
        door.go(3)
        ids = place(api, {"LISTENED": door.server.port})

        def stored() -> int:
            return committed.count("LISTENED")

        with listening() as process:
            wait(lambda: door.listened_to, "it listens")
            assert stored() == 3
            door.go(2)
            wait(lambda: stored() == 5, "what happened", REACTION_SECONDS)
            routes = committed.sql(
                "SELECT DISTINCT route FROM biometric_punch p JOIN biometric_device d"
                " ON d.id = p.device_id WHERE d.serial = 'LISTENED' ORDER BY 1"
            )
            assert routes.split() == ["live", "poll"]
            door.go(20)
            process.kill()
            process.wait()
        door.go(4)
        with listening() as process:
            wait(lambda: door.listened_to, "it listens again")
            wait(lambda: stored() == 29, "what nobody listened_to", REACTION_SECONDS)
            door.go()
            wait(lambda: stored() == 30, "what happened since", REACTION_SECONDS)
            process.send_signal(signal.SIGTERM)
            assert process.wait(STOP_SECONDS) == 0
        assert door.server.log[-1] == Command.EXIT
        assert door.server.connections.most == 1
        assert door.server.failures == []
        keys = committed.punches(["LISTENED"])
        assert len(keys) == len(set(keys)) == 30
        (device,) = api.call(
            "biometric.device",
            "read",
            ids=ids,
            fields=["poll_error", "listened_to", "contact"],
        )
        assert (device["poll_error"], device["listened_to"]) == (False, False)
        assert device["contact"] == "online"
        api.call("biometric.device", "action_archive", ids=ids)
    assert "Traceback" not in listening.log.read_text()


def test_without_its_database_it_ends_with_a_sentence(api, committed, listening):
    with Passing("ORPHANED") as door:
        ids = place(api, {"ORPHANED": door.server.port})
        before = listening.log.stat().st_size if listening.log.exists() else 0
        with listening() as process:
            wait(lambda: door.listened_to, "it listens")
            assert committed.number(CUT) == 1
            assert process.wait(STOP_SECONDS) == 1
        output = listening.log.read_text()[before:]
        assert "The database cannot be reached any more" in output
        assert "Traceback" not in output
        wait(
            lambda: not door.server.connections.open, "it has hung up", REACTION_SECONDS
        )
        api.call("biometric.device", "action_archive", ids=ids)


def test_once_says_what_came_of_it(api, committed, listening):
    (nobody,) = free_ports(1)
    with Passing("ANSWERS") as door:
        door.go(2)
        ids = place(api, {"ANSWERS": door.server.port, "ABSENT": nobody})

        def asked() -> bool:
            """The job has been there, and is gone."""
            found = api.call("biometric.device", "read", ids=ids, fields=["poll_next"])
            return all(each["poll_next"] for each in found)

        wait(asked, "the job has asked them")
        door.go(1)
        before = listening.log.stat().st_size if listening.log.exists() else 0
        with listening("--once") as process:
            assert process.wait(TIMEOUT_SECONDS) == 1
        output = listening.log.read_text()[before:]
        assert "ANSWERS: it answers." in output
        assert "ABSENT: The terminal refused the connection" in output
        assert committed.count("ANSWERS") == 3
        api.call("biometric.device", "action_archive", ids=ids)
