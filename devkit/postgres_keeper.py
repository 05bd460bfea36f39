"""The process that owns a PostgreSQL server: `python -m devkit.postgres_keeper KIND`.

It starts the server and stops it as soon as nobody uses it any more. "Uses" means
holding a shared lock on a file, which the kernel takes back from the dead: so the
server goes away after a crash or a SIGKILL of `./dev` too.
"""

import fcntl
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path

from .ports import free_ports
from .postgres import ROLE, Cluster
from .postgres_home import binaries, servant
from .processes import die_with_parent
from .progress import locked

LOOK_SECONDS = 0.3
SETTINGS = {
    "durable": {"max_connections": "200"},
    "quick": {
        "max_connections": "200",
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
    },
}


def keep(cluster: Cluster) -> None:
    """Run the server of `cluster` until its last user is gone."""
    with cluster.keeper_lock.open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        if not (cluster.folder / "PG_VERSION").exists():
            _create(cluster)
        port = str(free_ports(1)[0])
        options = {
            **SETTINGS[cluster.kind],
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
        }
        settings = [f"--{name}={value}" for name, value in options.items()]
        server = _as_servant("postgres", "-D", cluster.folder, *settings)
        try:
            _wait_ready(server, port)
            cluster.announce(port)
            while server.poll() is None and not _abandoned(cluster):
                time.sleep(LOOK_SECONDS)
        finally:
            cluster.port_file.unlink(missing_ok=True)
            server.send_signal(signal.SIGINT)  # "fast shutdown"
            server.wait()


def _abandoned(cluster: Cluster) -> bool:
    # New users come in only under the start lock, so none can slip in between.
    with locked(cluster.start_lock), cluster.users_lock.open("w") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        cluster.port_file.unlink(missing_ok=True)
        return True


def _create(cluster: Cluster) -> None:
    user = servant()
    password = secrets.token_urlsafe(24)
    draft = cluster.folder.with_name(f"{cluster.kind}.draft")
    passing = cluster.home / f"{cluster.kind}.passing"
    passing.write_text(password)
    passing.chmod(0o600)
    subprocess.run(["rm", "-rf", draft], check=True)
    draft.mkdir(mode=0o700)
    if user:
        os.chown(draft, user.pw_uid, user.pw_gid)
        os.chown(passing, user.pw_uid, user.pw_gid)
    arguments = ["-U", ROLE, "-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256"]
    initdb = _as_servant("initdb", "-D", draft, *arguments, f"--pwfile={passing}", "-N")
    if initdb.wait():
        sys.exit("initdb failed: its reason is above.")
    passing.unlink()
    cluster.password_file.touch(mode=0o600)
    cluster.password_file.write_text(password)
    draft.rename(cluster.folder)


def _as_servant(program: str, *arguments: str | Path) -> subprocess.Popen:
    switch = {}
    if user := servant():
        switch = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return subprocess.Popen(
        [str(binaries() / program), *map(str, arguments)],
        cwd="/",
        env={"LC_ALL": "C.UTF-8", "PATH": os.environ.get("PATH", os.defpath)},
        preexec_fn=die_with_parent,
        **switch,
    )


def _wait_ready(server: subprocess.Popen, port: str) -> None:
    ask = [binaries() / "pg_isready", "-q", "-h", "127.0.0.1", "-p", port]
    while subprocess.run(ask, check=False).returncode:
        if server.poll() is not None:
            sys.exit("postgres ended at once: its reason is above.")
        time.sleep(0.05)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    keep(Cluster(sys.argv[1]))
