"""The bridge as a process of its own, between simulated terminals and a real Odoo."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from bridge.spool import Spool
from demo.api import Api
from devkit import bridge
from e2e.relay import Relay, relay

STOP_SECONDS = 30


class Bridge:
    """The file of `./dev bridge`, run by a bare Python, paired with an Odoo.

    :ivar line: the network to Odoo, which can be cut.
    """

    def __init__(self, folder: Path, line: Relay, state: Path | None = None):
        self.folder, self.line = folder, line
        self.state = state or folder / "state"
        self.file = folder / "biometric-bridge.pyz"
        self.file.write_bytes(bridge.make())
        self.process: subprocess.Popen | None = None

    def command(self, *arguments: str, through: Sequence[str] = ()) -> list[str]:
        """Return the command line: no packages but what the file has.

        :param through: a program that runs the file, with its own arguments.
        """
        program = [sys.executable, "-I", "-S", *through, str(self.file), "--state"]
        return [*program, str(self.state), *arguments]

    def call(self, *arguments: str) -> subprocess.CompletedProcess:
        """Run a command to its end."""
        return subprocess.run(
            self.command(*arguments), capture_output=True, text=True, timeout=120
        )

    def pair(self, code: str) -> None:
        """Pair it over the line.

        :raises AssertionError: it did not work.
        """
        url = f"http://127.0.0.1:{self.line.port}"
        done = self.call("pair", url, code.lower(), "--insecure-lan")
        assert done.returncode == 0, done.stderr

    def start(self, *through: str) -> None:
        """Start it, as the system does.

        :param through: a program that runs the file, with its own arguments.
        """
        with (self.folder / "stderr.log").open("ab") as log:
            self.process = subprocess.Popen(
                self.command("run", "--allow-loopback", through=through),
                stderr=log,
                env={"PATH": os.environ["PATH"]},
            )

    def restart(self, *through: str) -> None:
        """Kill it, and start it again: it calls Odoo at once, and else once a minute."""
        self.kill()
        self.start(*through)

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None

    def stop(self) -> None:
        """End it as the system does."""
        if self.process:
            self.process.terminate()
            code = self.process.wait(STOP_SECONDS)
            self.process = None
            assert code == 0

    def waiting(self) -> int:
        """Return how many items wait in its spool."""
        with closing(Spool(self.state / "spool.db")) as spool:
            return spool.counts().waiting

    def rows_read(self, device: int) -> int:
        """Return how many rows of a terminal's log it has read and stored."""
        with closing(Spool(self.state / "spool.db")) as spool:
            return (spool.position(device) or {}).get("count", 0)

    def quarantined(self) -> list:
        """Return what Odoo refused."""
        with closing(Spool(self.state / "spool.db")) as spool:
            return spool.quarantined()

    def status(self) -> dict:
        """Return what `status --json` prints."""
        return json.loads(self.call("status", "--json").stdout)

    @property
    def log(self) -> str:
        """All it wrote."""
        return (self.folder / "stderr.log").read_text()


def new_code(api: Api, number: int) -> str:
    """Return a new code for pairing a bridge, as its form shows it."""
    action = api.call("biometric.bridge", "action_new_code", ids=[number])
    return action["context"]["default_code"]


@contextmanager
def bridged(
    api: Api, server, folder: Path, name: str, state: Path | None = None
) -> Iterator[tuple[Bridge, int]]:
    """Yield a bridge that is paired, and its id in Odoo; it is killed in the end.

    :param state: the folder of its files, where it is not in `folder`.
    """
    [number] = api.call("biometric.bridge", "create", vals_list=[{"name": name}])
    with relay("127.0.0.1", server.port) as line:
        made = Bridge(folder, line, state)
        made.pair(new_code(api, number))
        try:
            yield made, number
        finally:
            made.kill()


def wait(ready, wanted: str, seconds: float = 60):
    """Return the answer as soon as it is true."""
    deadline = time.monotonic() + seconds
    while not (found := ready()):
        assert time.monotonic() < deadline, f"Not within {seconds} s: {wanted}"
        time.sleep(0.1)
    return found
