"""Free TCP ports on the loopback interface."""

import errno
import os
import socket
from argparse import ArgumentTypeError
from collections.abc import Iterator
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


def free_row(count: int) -> int:
    """Return the first of `count` ports in a row that nobody listens on just now."""
    while True:
        [first] = free_ports(1)
        row = range(first, first + count)
        if row[-1] < 65536 and all(is_free("127.0.0.1", port) for port in row):
            return first


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen on this port now."""
    family, kind, *_, address = _address(host, port)
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise DevError(f"Cannot listen on {host}, port {port}: {error}.") from error
    return True


def _address(host: str, port: int) -> tuple:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise DevError(f"{host}, port {port} is no address: {error}.") from error


def listens(pid: int, port: int) -> bool:
    """Tell whether this very process listens on this TCP port, whatever the address.

    An answer from a port proves little: another server may have been quicker.
    """
    ours = {f"socket:[{inode}]" for inode in _listening(port)}
    return any(link in ours for link in _open_files(pid))


def _open_files(pid: int) -> Iterator[str]:
    """Yield what the descriptors of a process are; one may close meanwhile."""
    folder = Path(f"/proc/{pid}/fd")
    for entry in list(folder.iterdir()) if folder.exists() else []:
        with suppress(FileNotFoundError):
            yield os.readlink(entry)


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
