"""PostgreSQL for real: the server you name, else one of our own.

Our own comes from a binary wheel. One server is shared by all runs of `./dev`; a keeper
process starts it and stops it when its last user is gone (see postgres_keeper.py).
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, unquote, urlsplit

from .errors import DevError
from .paths import REPOSITORY
from .postgres_home import binaries, home
from .progress import locked, say

ROLE = "odoo"  # Odoo refuses to work as the role "postgres"
START_SECONDS = 60
NAMING_A_SERVER = ("PGHOST", "PGPORT", "PGSERVICE")


def given_server() -> dict[str, str] | None:
    """Return the PG* variables of `$DATABASE_URL` or of the environment, if any."""
    if url := os.environ.get("DATABASE_URL"):
        return variables_of(url)
    if any(os.environ.get(name) for name in NAMING_A_SERVER):
        names = (*NAMING_A_SERVER, "PGUSER", "PGPASSWORD", "PGSSLMODE")
        return {name: os.environ[name] for name in names if os.environ.get(name)}
    return None


def variables_of(url: str) -> dict[str, str]:
    """Turn `postgresql://user:password@host:port/name?sslmode=..` into PG* variables.

    :raises DevError: it is no such address.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise DevError("DATABASE_URL must begin with postgresql://.")
    options = dict(parse_qsl(parts.query))
    named = {
        "PGHOST": parts.hostname or options.get("host"),
        "PGPORT": parts.port or options.get("port"),
        "PGUSER": parts.username or options.get("user"),
        "PGPASSWORD": parts.password or options.get("password"),
        "PGSSLMODE": options.get("sslmode"),
    }
    return {name: unquote(str(text)) for name, text in named.items() if text}


@contextmanager
def postgres(durable: bool = False) -> Iterator[dict[str, str]]:
    """Yield the PG* variables of a running server; it may stop afterwards.

    :param durable: each commit reaches the disk, as benchmarks must have it. Tests do
        without. A server that was given is used as it is.
    """
    if given := given_server():
        yield given
        return
    cluster = Cluster("durable" if durable else "quick")
    with cluster.in_use():
        yield cluster.variables()


class Cluster:
    """One data folder of our own PostgreSQL and the files that go with it."""

    def __init__(self, kind: str):
        """Name the files; `kind` is a key of `postgres_keeper.SETTINGS`."""
        self.kind = kind
        self.folder = home() / kind
        self.log = home() / f"{kind}.log"
        self.port_file = home() / f"{kind}.port"
        self.password_file = home() / f"{kind}.password"
        self.start_lock = home() / f"{kind}.start.lock"
        self.users_lock = home() / f"{kind}.users.lock"
        self.keeper_lock = home() / f"{kind}.keeper.lock"

    def variables(self) -> dict[str, str]:
        """Return what a client needs; a random password keeps other people out."""
        return {
            "PGHOST": "127.0.0.1",
            "PGPORT": self.port_file.read_text(),
            "PGUSER": ROLE,
            "PGPASSWORD": self.password_file.read_text(),
        }

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """Keep the server running for the time of the block."""
        binaries()
        with self.users_lock.open("w") as users:
            # A program that this process becomes is a user too.
            os.set_inheritable(users.fileno(), True)
            with locked(self.start_lock):
                if not self._is_kept():
                    self._start_keeper()
                fcntl.flock(users, fcntl.LOCK_SH)
            yield

    def _is_kept(self) -> bool:
        """Tell whether a keeper serves."""
        with self.keeper_lock.open("w") as keeper:
            if self.port_file.exists() and not try_lock(keeper):
                return True
        self.port_file.unlink(missing_ok=True)  # of a keeper that was killed
        return False

    def _start_keeper(self) -> None:
        say(f"PostgreSQL ({self.kind}) starts")
        with self.log.open("w") as log:
            keeper = subprocess.Popen(
                [sys.executable, "-m", "devkit.postgres_keeper", self.kind],
                cwd=REPOSITORY,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.port_file.exists():
            if keeper.poll() is not None or time.monotonic() > deadline:
                raise DevError(
                    f"{self.log.read_text()[-2000:]}\n"
                    f"PostgreSQL did not start: see {self.log}, or set DATABASE_URL."
                )
            time.sleep(0.05)


def try_lock(handle) -> bool:
    """Take the exclusive lock of an open file unless somebody has one."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
