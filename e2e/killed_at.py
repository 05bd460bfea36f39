"""Run a program in one file, and kill it as a loss of power does at its n-th step.

    killed_at.py N FILE ARGUMENTS...

A step is the moment before or after each statement of its database, and each exchange of its
sockets. The program itself is the one that people run; it knows nothing of this.
"""

import os
import runpy
import signal
import socket
import sqlite3
import sys
from functools import partial, wraps
from itertools import count

EXCHANGES = ("connect", "send", "sendall", "recv", "recv_into")


def watch(last: int) -> None:
    """Have every step counted, and the process killed at the last."""
    steps = count(1)

    def step() -> None:
        if next(steps) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(method):
        @wraps(method)
        def run(*args, **values):
            step()
            try:
                return method(*args, **values)
            finally:
                step()

        return run

    class Connection(sqlite3.Connection):
        execute = watched(sqlite3.Connection.execute)
        executemany = watched(sqlite3.Connection.executemany)

    sqlite3.connect = partial(sqlite3.connect, factory=Connection)
    for name in EXCHANGES:
        setattr(socket.socket, name, watched(getattr(socket.socket, name)))


if __name__ == "__main__":
    watch(int(sys.argv[1]))
    sys.argv = sys.argv[2:]
    runpy.run_path(sys.argv[0], run_name="__main__")
