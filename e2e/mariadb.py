"""A real MariaDB, from Debian's packages, run by whoever runs the tests."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pymysql

from devkit.debian import fetch, machine_suite
from devkit.paths import cache_folder
from devkit.ports import free_ports
from devkit.processes import quiet
from devkit.progress import once

PACKAGES = ["mariadb-server-core", "mariadb-client-core", "libaio1", "liburing2"]
START_SECONDS = 60
SETTINGS = (
    "--no-defaults",
    "--skip-networking=0",
    "--bind-address=127.0.0.1",
    "--innodb-flush-log-at-trx-commit=2",  # a killed server loses nothing
    "--innodb-buffer-pool-size=256M",
    "--skip-log-bin",
    "--skip-name-resolve",
)


class MariaDb:
    """One server with a data folder of its own.

    :param folder: for its data; it must be on a disk with room.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        [self.port] = free_ports(1)
        self._place = once(cache_folder() / "mariadb", "MariaDB", _unpack)
        self._process: subprocess.Popen | None = None
        library = next(self._place.rglob("libaio.so.1")).parent
        self._environment = {**os.environ, "LD_LIBRARY_PATH": str(library)}
        # As root it wants to be told that it is meant.
        self._user = ["--user=root"] if os.geteuid() == 0 else []

    def prepare(self) -> None:
        """Make the data folder, with an administrator ``root`` without a password."""
        quiet(
            [
                self._place / "usr" / "bin" / "mariadb-install-db",
                "--no-defaults",
                f"--basedir={self._place / 'usr'}",
                f"--datadir={self.folder / 'data'}",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                *self._user,
            ],
            env=self._environment,
        )

    def start(self) -> None:
        """Start, and wait until it answers."""
        self._process = subprocess.Popen(
            [
                self._place / "usr" / "sbin" / "mariadbd",
                *SETTINGS,
                *self._user,
                f"--basedir={self._place / 'usr'}",
                f"--datadir={self.folder / 'data'}",
                f"--socket={self.folder / 'socket'}",
                f"--pid-file={self.folder / 'pid'}",
                f"--port={self.port}",
            ],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "log").open("ab"),
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                self.run("SELECT 1")
                return
            except pymysql.err.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError((self.folder / "log").read_text()) from None
                time.sleep(0.1)

    def stop(self, *, kill: bool = False) -> None:
        """Stop it: in order, or at once."""
        if self._process:
            self._process.kill() if kill else self._process.terminate()
            self._process.wait()
            self._process = None

    def run(self, *statements: str, database: str | None = None) -> list[tuple]:
        """Carry out statements as the administrator; the rows of the last."""
        connection = pymysql.connect(
            host="127.0.0.1",
            port=self.port,
            user="root",
            database=database,
            autocommit=True,
            ssl_disabled=True,
        )
        try:
            with connection.cursor() as cursor:
                for statement in statements:
                    cursor.execute(statement)
                return list(cursor.fetchall())
        finally:
            connection.close()


@contextmanager
def mariadb(folder: Path) -> Iterator[MariaDb]:
    """Give a running server."""
    server = MariaDb(folder)
    server.prepare()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _unpack(folder: Path) -> None:
    fetch(folder, PACKAGES, machine_suite())
