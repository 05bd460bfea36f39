"""The bridge as a process before a real Odoo, with a network between that can be cut."""

import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from devkit.bridge import make
from e2e.relay import Relay

#: A Python that has nothing installed.
BARE = (sys.executable, "-I", "-S")


def free_port() -> int:
    """Return a port nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Bridged:
    """A bridge that is paired, and runs when it is told to.

    :ivar network: between it and Odoo.
    :ivar relay_port: where terminals call it.
    """

    def __init__(self, folder: Path, server: Any, api: Any, name: str, **vals: Any):
        self.network = Relay(("127.0.0.1", server.port))
        self.url = f"http://127.0.0.1:{self.network.port}"
        self.relay_port = free_port()
        self.folder, self.api = folder, api
        self.program = folder / "biometric-bridge.pyz"
        self.program.write_bytes(make())
        values = {
            "name": name,
            "relay_port": self.relay_port,
            "update_automatic": False,
            **vals,
        }
        [self.id] = api.call("biometric.bridge", "create", vals_list=[values])
        self._process: subprocess.Popen[bytes] | None = None
        self._log = (folder / "log").open("ab")
        action = api.call("biometric.bridge", "action_new_code", ids=[self.id])
        code = action["context"]["default_code"]
        done = self.command("pair", self.url, code, "--insecure-lan")
        assert not done.returncode, done.stderr

    @property
    def log(self) -> str:
        """What it wrote."""
        return (self.folder / "log").read_text()

    @property
    def sha256(self) -> str:
        """The hash of its program."""
        return hashlib.sha256(self.program.read_bytes()).hexdigest()

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run a command of the program to its end."""
        return subprocess.run(
            [*BARE, str(self.program), "--state", str(self.folder / "s"), *arguments],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def start(self) -> None:
        """Run it, and wait until terminals can call it."""
        self._process = subprocess.Popen(
            [
                *BARE,
                str(self.program),
                *("--state", str(self.folder / "s"), "run", "--allow-loopback"),
            ],
            stderr=self._log,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        wait(self.is_listening, "The relay does not listen.")

    def kill(self) -> None:
        """Kill it, as a loss of power does."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def close(self) -> None:
        """End it for good."""
        self.kill()
        self.network.cut()
        self._log.close()

    def is_listening(self) -> bool:
        """Whether terminals can call it."""
        try:
            socket.create_connection(("127.0.0.1", self.relay_port), 2).close()
        except OSError:
            return False
        return True

    def spool(self) -> dict[str, Any]:
        """Return the counts of its spool."""
        return json.loads(self.command("status", "--json").stdout)["spool"]

    def waiting(self) -> int:
        """Return how many items are in its spool."""
        return self.spool()["waiting"]

    def put_behind(self, devices: list[int]) -> None:
        """Have terminals be reached through this bridge, and wait until it knows."""
        vals = {"bridge_id": self.id}
        self.api.call("biometric.device", "write", ids=devices, vals=vals)
        self.kill()  # it asks when it starts, and else once a minute
        self.start()
        config = self.folder / "s" / "config.json"

        def is_known() -> bool:
            known = json.loads(config.read_text()) if config.exists() else {}
            relay = known.get("config", {}).get("relay", {})
            return set(devices) <= {each["id"] for each in relay.get("devices", ())}

        wait(is_known, "The bridge does not learn of its terminals.", 150)
        time.sleep(1.5)  # the relay follows within a second


@contextmanager
def bridged(
    folder: Path, server: Any, api: Any, name: str, **vals: Any
) -> Iterator[Bridged]:
    """Pair a bridge for the time of a block."""
    bridge = Bridged(folder, server, api, name, **vals)
    try:
        yield bridge
        assert "Traceback" not in bridge.log, bridge.log
    finally:
        bridge.close()


def wait(ready: Callable[[], Any], sentence: str, seconds: float = 60) -> Any:
    """Return what `ready` gives as soon as it is true.

    :raises AssertionError: it is not in time.
    """
    deadline = time.monotonic() + seconds
    while not (found := ready()):
        assert time.monotonic() < deadline, sentence
        time.sleep(0.1)
    return found
