"""The listener for terminals before a running Odoo, as `odoo biometric_listener` makes it."""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from devkit.debian import nginx
from devkit.environments import odoo_command
from devkit.errors import DevError
from devkit.ports import free_ports, listens
from devkit.processes import Command, start, stop
from devkit.server import Server
from devkit.stack import Stack

START_SECONDS = 60


class Listener:
    """nginx at a port of its own, for the time of a `with` block.

    `url` has no slash at the end, `urls` what the command says to type into a terminal of
    each brand, `folder` its configuration and logs.
    """

    def __init__(self, stack: Stack, server: Server, options: Sequence[str] = ()):
        """Start it and wait until it listens.

        :param options: more options of the command.
        :raises DevError: there is no nginx, or it does not come up.
        """
        self._environment = stack.environment()
        # Below /tmp, because root's nginx works as the user nobody.
        self.folder = Path(tempfile.mkdtemp(prefix="biometric-listener-"))
        self.folder.chmod(0o755)
        [self.port] = free_ports(1)
        self.url = f"http://127.0.0.1:{self.port}"
        log = stack.folder / "listener.log"
        with log.open("ab") as output:
            self.process = start(
                self.command(
                    "--foreground",
                    "--interface=127.0.0.1",
                    f"--port={self.port}",
                    f"--upstream=127.0.0.1:{server.port}",
                    *options,
                ),
                env=self._environment,
                output=output,
                stdin=subprocess.DEVNULL,
            )
        try:
            self._wait_ready(log)
            self.urls: dict[str, str] = self.status()["urls"]
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> "Listener":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def command(self, *options: str) -> Command:
        """Return the command line for this listener's folder."""
        places = (f"--config-dir={self.folder}", f"--nginx={nginx()}")
        return odoo_command("biometric_listener", *places, *options)

    def status(self) -> dict:
        """Return what `odoo biometric_listener --status` tells."""
        return json.loads(self._run("--status", check=True))

    def stop(self) -> None:
        """End it, and let Odoo believe it no longer; harmless when it has ended."""
        self._run("--remove", check=False)
        stop(self.process)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, option: str, check: bool) -> str:
        command = list(map(str, self.command(option)))
        ended = subprocess.run(
            command, env=self._environment, capture_output=True, text=True, check=check
        )
        return ended.stdout

    def _wait_ready(self, log: Path) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not listens(self.process.pid, self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                tail = log.read_text(errors="replace")[-1000:]
                raise DevError(f"{tail}\nThe listener does not come up: see {log}.")
            time.sleep(0.05)
