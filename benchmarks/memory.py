"""How much memory the processes of a server take."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devkit.server import Server

EVERY = 0.2  # seconds


class Growth:
    """The growth of the worker and the cron worker since the watch began, in MB."""

    def __init__(self, server: Server):
        self._master = server.process.pid
        self._start = self._megabytes()
        self.peak = 0.0

    def look(self) -> None:
        self.peak = max(self.peak, self._megabytes() - self._start)

    def _megabytes(self) -> float:
        return sum(_kilobytes(pid) for pid in _children(self._master)) / 1024


@contextmanager
def watched(server: Server) -> Iterator[Growth]:
    """Watch a server that has answered its first requests, so that it is warm."""
    growth = Growth(server)
    over = threading.Event()

    def watch() -> None:
        while not over.wait(EVERY):
            growth.look()

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield growth
    finally:
        over.set()
        watcher.join()


def _children(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in children]


def _kilobytes(pid: int) -> int:
    """Return the resident kilobytes of a process, 0 when it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except FileNotFoundError:
        return 0
    return next(
        (int(line.split()[1]) for line in status.splitlines() if line[:6] == "VmRSS:"),
        0,
    )
