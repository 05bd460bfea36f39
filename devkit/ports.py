"""Free TCP ports on the loopback interface."""

import errno
import os
import socket
from argparse import ArgumentTypeError
from contextlib import ExitStack, suppress
from pathlib import Path

from .errors import DevError


def port_number(text: str) -> int:
    """Read a port for argparse."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise ArgumentTypeError("must be a number from 1 to 65535")
    return int(text)


def free_ports(count: int) -> list[int]:
    """Return `count` different ports that nobody listens on just now."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen on this port now."""
    try:
        family, kind, *_, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        raise DevError(f"Cannot listen on {host}, port {port}: {error}.") from error
    return True


def require_free(host: str, port: int) -> None:
    """Raise DevError unless a server can listen there."""
    if not is_free(host, port):
        raise DevError(f"Port {port} is taken: choose another with --port.")


def listens(pid: int, port: int) -> bool:
    """Tell whether this very process listens on this TCP port, whatever the address.

    An answer from a port proves little: another server may have been quicker.
    """
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    with suppress(FileNotFoundError):  # the process has ended
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(FileNotFoundError):
                if os.readlink(descriptor) in sockets:
                    return True
    return False


def _listening(port: int) -> set[str]:
    """Return the socket inodes that listen on a port, from Linux' own table."""
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        for line in table.read_text().splitlines()[1:] if table.exists() else []:
            fields = line.split()
            address, state, inode = fields[1], fields[3], fields[9]
            if state == "0A" and int(address.rpartition(":")[2], 16) == port:
                found.add(inode)
    return found
