"""A running Odoo server."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path

from .environments import odoo_command
from .errors import DevError
from .ports import free_ports, listens, require_free
from .processes import start, stop

START_SECONDS = 180


class Server:
    """Odoo over HTTP; prefork when it has workers.

    `url` has no slash at the end, `process` is the master process, `log` its log file,
    `gevent_port` where its websocket worker listens.
    """

    def __init__(
        self,
        database: str,
        environment: Mapping[str, str],
        log: Path,
        *,
        workers: int = 2,
        cron: int = 1,
        host: str = "127.0.0.1",
        port: int | None = None,
        options: Sequence[str] = (),
    ):
        """Start it and wait until it answers.

        :param environment: variables in which any Odoo command works.
        :param cron: number of cron workers.
        :param port: a free one when None.
        :param options: more options of Odoo's command line.
        :raises DevError: the port is taken, or Odoo does not come up.
        """
        self.gevent_port, free = free_ports(2)
        self.port = port or free
        require_free(host, self.port)
        self.database = database
        self.log = log
        loopback = "127.0.0.1" if host in ("0.0.0.0", "::") else host
        self.url = f"http://{loopback}:{self.port}"
        command = odoo_command(
            "server",
            # And no --db-filter: with one, Odoo asks PostgreSQL at every request which
            # databases there are, on a connection of its own.
            f"--database={database}",
            "--no-database-list",
            f"--workers={workers}",
            f"--max-cron-threads={cron}",
            f"--http-interface={host}",
            f"--http-port={self.port}",
            f"--gevent-port={self.gevent_port}",
            # For what comes through a listener; without its headers nothing changes.
            "--proxy-mode",
            *options,
        )
        with log.open("ab") as output:
            self.process = start(
                command, env=environment, output=output, stdin=subprocess.DEVNULL
            )
        try:
            self._wait_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """End the server and all its workers; harmless when it has ended."""
        stop(self.process, seconds=20)

    def is_ready(self) -> bool:
        """Tell whether it, and no other server at its port, answers requests."""
        if not listens(self.process.pid, self.port):
            return False
        try:
            with urllib.request.urlopen(f"{self.url}/web/health", timeout=5) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False

    def _wait_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                tail = self.log.read_text(errors="replace")[-3000:]
                raise DevError(f"{tail}\nOdoo does not answer: see {self.log}.")
            time.sleep(0.1)
