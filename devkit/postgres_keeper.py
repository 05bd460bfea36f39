"""The process that owns a PostgreSQL server: `python -m devkit.postgres_keeper KIND`.

It starts the server and stops it as soon as nobody uses it any more. "Uses" means
holding a shared lock on a file, which the kernel takes back from the dead: so the
server goes away after a crash or a SIGKILL of `./dev` too.
"""

import fcntl
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from .ports import free_ports
from .postgres import ROLE, Cluster, try_lock
from .postgres_home import binaries, home, servant
from .processes import die_with_parent
from .progress import locked

LOOK_SECONDS = 0.3
UNSAFE = ("fsync", "full_page_writes", "synchronous_commit")
SETTINGS = {"durable": {}, "quick": dict.fromkeys(UNSAFE, "off")}


def keep(cluster: Cluster) -> None:
    """Run the server of `cluster` until its last user is gone."""
    with cluster.keeper_lock.open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        if not (cluster.folder / "PG_VERSION").exists():
            _create(cluster)
        port = str(free_ports(1)[0])
        options = {
            **SETTINGS[cluster.kind],
            "max_connections": "200",
            "listen_addresses": "127.0.0.1",
            "port": port,
            "unix_socket_directories": "",
        }
        settings = [f"--{name}={value}" for name, value in options.items()]
        server = _as_servant("postgres", "-D", cluster.folder, *settings)
        try:
            _wait_ready(server, port)
            draft = cluster.port_file.with_suffix(".draft")
            draft.write_text(port)
            draft.rename(cluster.port_file)  # in one step everybody knows
            while server.poll() is None and not _abandoned(cluster):
                time.sleep(LOOK_SECONDS)
        finally:
            cluster.port_file.unlink(missing_ok=True)
            server.send_signal(signal.SIGINT)  # "fast shutdown"
            server.wait()


def _abandoned(cluster: Cluster) -> bool:
    # New users come in only under the start lock, so none can slip in between.
    with locked(cluster.start_lock), cluster.users_lock.open("w") as users:
        if alone := try_lock(users):
            cluster.port_file.unlink(missing_ok=True)
        return alone


def _create(cluster: Cluster) -> None:
    draft = home() / f"{cluster.kind}.draft"
    password_file = home() / f"{cluster.kind}.initdb"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    for file in (cluster.password_file, password_file):
        file.touch(mode=0o600)
    password_file.write_text(secrets.token_urlsafe(24))
    cluster.password_file.write_text(password_file.read_text())
    if user := servant():
        for path in (draft, password_file):
            os.chown(path, user.pw_uid, user.pw_gid)
    arguments = ["-U", ROLE, "-E", "UTF8", "--locale=C.UTF-8", "-A", "scram-sha-256"]
    arguments += [f"--pwfile={password_file}", "-N"]
    if _as_servant("initdb", "-D", draft, *arguments).wait():
        sys.exit("initdb failed: its reason is above.")
    password_file.unlink()
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
    command = [binaries() / "pg_isready", "-q", "-h", "127.0.0.1", "-p", port]
    while subprocess.run(command, check=False).returncode:
        if server.poll() is not None:
            sys.exit("postgres ended at once: its reason is above.")
        time.sleep(0.05)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    keep(Cluster(sys.argv[1]))
