"""PostgreSQL, databases and Odoo servers for the time of a `with` block.

    with Stack("e2e") as stack:
        database = stack.database("faults", demo=True)
        server = stack.server(database, workers=2)
        ... server.url, server.process, server.log, server.stop() ...

Whatever was started is stopped, and scratch databases are dropped, when the block is
left in any way.
"""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from . import databases
from .environments import odoo_command, odoo_environment
from .errors import DevError
from .paths import ADDON, cache_folder
from .postgres import given_server, postgres
from .progress import say
from .server import Server

KEEP_LOGS_SECONDS = 24 * 3600


class Stack(ExitStack):
    """What one run of the tests, a benchmark or the demo needs around it."""

    def __init__(self, name: str, durable: bool = False):
        """Name the run.

        :param durable: commits reach the disk, as for benchmarks.
        """
        super().__init__()
        self.name = name
        self._durable = durable

    @cached_property
    def folder(self) -> Path:
        """The folder of this run's log files; old ones are removed after a day."""
        runs = cache_folder() / "runs"
        runs.mkdir(exist_ok=True)
        for old in runs.iterdir():
            if time.time() - old.stat().st_mtime > KEEP_LOGS_SECONDS:
                shutil.rmtree(old, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix=f"{self.name}-", dir=runs))

    @cache  # noqa: B019 - a stack lives as long as the program
    def postgres(self) -> dict[str, str]:
        """Return the PG* variables of the database server, started when needed."""
        server = self.enter_context(postgres(self._durable))
        if not given_server():
            databases.drop_left_over(server)
        return server

    def environment(self) -> dict[str, str]:
        """Return the variables in which any Odoo command finds this database server.

        Terminals are simulated on this machine, which Odoo calls for no other reason.
        """
        return odoo_environment(**self.postgres(), BIOMETRIC_ALLOW_LOOPBACK="1")

    def database(
        self,
        name: str,
        demo: bool = False,
        modules: Sequence[str] = (ADDON.name,),
        keep: bool = False,
    ) -> str:
        """Make a fresh database with Attendances and `modules`; return its full name.

        :param keep: use `name` as it is, keep the database, and take it when it is
            there already.
        """
        server = self.postgres()
        full = name if keep else f"scratch_{os.getpid()}_{self.name}_{name}"
        if keep and databases.exists(server, full):
            return full
        if not keep:
            self.callback(databases.drop, server, full)
        databases.create(server, full, demo)
        if modules:
            say(f"Installing {', '.join(modules)} into {full}")
            log = self.folder / f"{name}-install.log"
            databases.install(server, full, modules, demo, log)
        return full

    def server(self, database: str, **options: Any) -> Server:
        """Start Odoo on a database and return it as soon as it answers.

        :param options: keyword arguments of `Server`.
        """
        log = self.folder / f"{database}.log"
        server = Server(database, self.environment(), log, **options)
        self.callback(server.stop)
        return server

    def odoo_shell(self, database: str, script: str) -> str:
        """Run Python with `env` in Odoo's shell and return what it printed.

        The script commits by itself.

        :raises DevError: it raised.
        """
        log = self.folder / "shell.log"
        command = odoo_command("shell", "-d", database, "--no-http", f"--logfile={log}")
        ended = subprocess.run(
            list(map(str, command)),
            input=script,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if ended.returncode:
            raise DevError(f"{ended.stderr[-3000:]}\nThe script failed: see {log}.")
        return ended.stdout
