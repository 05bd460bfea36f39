"""Find the worker processes of a prefork server, and end them without warning."""

import os
import re
import signal
import time
from pathlib import Path

from devkit.server import Server

ALIVE = re.compile(r"Worker (?P<kind>WorkerHTTP|WorkerCron) \((?P<pid>\d+)\) alive")
TIMEOUT_SECONDS = 30


def kill(pid: int) -> None:
    """End a process at once, as the kernel does when memory runs out."""
    os.kill(pid, signal.SIGKILL)


def serving(server: Server, port: int) -> int:
    """Return the worker that holds the connection from a client's `port`.

    :raises AssertionError: none took it.
    """
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        if inode := _accepted(server.port, port):
            for pid in _children(server.process.pid):
                if inode in _sockets(pid):
                    return pid
        time.sleep(0.002)
    raise AssertionError(f"No worker took the connection within {TIMEOUT_SECONDS} s.")


def cron_worker(server: Server) -> int:
    """Return the newest cron worker, as soon as it is there.

    Another server on the same database may write into the same log.
    """
    deadline = time.monotonic() + TIMEOUT_SECONDS
    while time.monotonic() < deadline:
        found = ALIVE.findall(server.log.read_text(errors="replace"))
        own = {pid for pid in _children(server.process.pid) if _is_alive(pid)}
        for kind, pid in reversed(found):
            if kind == "WorkerCron" and int(pid) in own:
                return int(pid)
        time.sleep(0.05)
    raise AssertionError(f"No cron worker within {TIMEOUT_SECONDS} s.")


def _children(pid: int) -> list[int]:
    listing = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listing.split()]


def _is_alive(pid: int) -> bool:
    """Whether a process has not ended, which its parent may not have noticed yet."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def _sockets(pid: int) -> set[str]:
    found = set()
    try:
        for entry in Path(f"/proc/{pid}/fd").iterdir():
            found.add(os.readlink(entry))
    except FileNotFoundError:  # the process, or the file, is gone meanwhile
        return found
    return found


def _accepted(server_port: int, client_port: int) -> str | None:
    """Return the server's end of a connection as `/proc/<pid>/fd` names it."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        cells = line.split()
        local, remote, inode = cells[1], cells[2], cells[9]
        ports = [int(address.rpartition(":")[2], 16) for address in (local, remote)]
        if ports == [server_port, client_port] and inode != "0":
            return f"socket:[{inode}]"
    return None
