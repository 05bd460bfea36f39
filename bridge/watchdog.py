"""Messages to systemd: that the program runs, and goes on running."""

import contextlib
import os
import socket


def notify(text: str) -> None:
    """Send a message such as ``READY=1``; nothing where systemd did not start this."""
    path = os.environ.get("NOTIFY_SOCKET")
    if not path or not hasattr(socket, "AF_UNIX"):
        return
    if path.startswith("@"):
        path = "\0" + path[1:]
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as to,
    ):
        to.sendto(text.encode(), path)
