"""A real MariaDB, from Debian's packages, run by whoever runs the tests or the demo."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .debian import fetch, machine_suite
from .errors import DevError
from .paths import cache_folder
from .ports import free_ports
from .processes import quiet
from .progress import once

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
    :param certificate: PEM file of a certificate and its key: connections may be encrypted.
    """

    def __init__(self, folder: Path, certificate: Path | None = None):
        self.folder, self._certificate = folder, certificate
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
                *self._encryption(),
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
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise DevError((self.folder / "log").read_text())
            time.sleep(0.1)

    def _encryption(self) -> list[str]:
        if not self._certificate:
            return []
        return [f"--ssl-cert={self._certificate}", f"--ssl-key={self._certificate}"]

    def stop(self, *, kill: bool = False) -> None:
        """Stop it: in order, or at once."""
        if self._process:
            self._process.kill() if kill else self._process.terminate()
            self._process.wait()
            self._process = None

    def run(self, *statements: str, database: str = "") -> list[tuple[str, ...]]:
        """Carry out statements as the administrator; the rows of all, as text.

        :raises DevError: the server refuses one.
        """
        done = self._client(";\n".join(statements), database)
        if done.returncode:
            raise DevError(done.stderr.strip())
        return [tuple(line.split("\t")) for line in done.stdout.splitlines()]

    def _answers(self) -> bool:
        return not self._client("SELECT 1", "").returncode

    def _client(self, sql: str, database: str) -> subprocess.CompletedProcess[str]:
        program = self._place / "usr" / "bin" / "mariadb"
        where = ["-h127.0.0.1", f"-P{self.port}", "-uroot", "--protocol=tcp"]
        return subprocess.run(
            [
                program,
                "--no-defaults",
                "-BN",
                *where,
                *([database] if database else []),
            ],
            input=sql,
            capture_output=True,
            text=True,
            env=self._environment,
            check=False,
        )


@contextmanager
def mariadb(folder: Path, certificate: Path | None = None) -> Iterator[MariaDb]:
    """Give a running server."""
    server = MariaDb(folder, certificate)
    server.prepare()
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _unpack(folder: Path) -> None:
    fetch(folder, PACKAGES, machine_suite())
