"""Connections to addresses that may be called: looked up once, checked, then used.

The address connected to is the one that was checked. So a name that leads elsewhere the
second time it is looked up leads nowhere.
"""

import socket
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from ..destinations import check_address, check_host


def resolve(
    host: str, port: int, kind: socket.SocketKind, *, allow_loopback: bool
) -> list[tuple[Any, ...]]:
    """Return what ``socket.getaddrinfo`` does, if every address may be called.

    :raises Misaddressed: one of them may not.
    :raises OSError: nothing is known of the name.
    """
    check_host(host, allow_loopback=allow_loopback)
    try:
        found = socket.getaddrinfo(host, port, type=kind)
    except UnicodeError as error:
        raise socket.gaierror(socket.EAI_NONAME, "not a name") from error
    for *_kinds, place in found:
        address = ip_address(str(place[0]).partition("%")[0])
        check_address(address, allow_loopback=allow_loopback)
    return found


def connect_tcp(
    host: str, port: int, timeout: float | None, *, allow_loopback: bool
) -> socket.socket:
    """Return a connection to the first address of a host that answers.

    :raises Misaddressed: one of its addresses may not be called.
    :raises OSError: of the last address tried.
    """
    failure: OSError = OSError("no address")
    found = resolve(host, port, socket.SOCK_STREAM, allow_loopback=allow_loopback)
    for family, kind, protocol, _name, place in found:
        connection = socket.socket(family, kind, protocol)
        try:
            connection.settimeout(timeout)
            connection.connect(place)
        except OSError as error:
            failure = error
            connection.close()
        else:
            return connection
    raise failure


def connect_udp(host: str, port: int, *, allow_loopback: bool) -> socket.socket:
    """Return a socket that sends to the first address of a host, and receives from it.

    :raises Misaddressed: one of its addresses may not be called.
    :raises OSError: there is no way to it.
    """
    found = resolve(host, port, socket.SOCK_DGRAM, allow_loopback=allow_loopback)
    family, kind, protocol, _name, place = found[0]
    connection = socket.socket(family, kind, protocol)
    try:
        connection.connect(place)
    except OSError:
        connection.close()
        raise
    return connection


def check_where_known(host: str, *, allow_loopback: bool) -> None:
    """Refuse a host that may not be called; a name nobody knows here may pass.

    It is for calls that a proxy makes, which looks the name up itself.

    :raises Misaddressed: one of its addresses may not be called.
    """
    with suppress(OSError):
        resolve(host, 0, socket.SOCK_STREAM, allow_loopback=allow_loopback)
