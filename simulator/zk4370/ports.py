"""One number for TCP and UDP."""

import socket

from .firmware import ZkFirmware

ATTEMPTS = 20
BACKLOG = 50

Pair = tuple[socket.socket | None, socket.socket | None]


def sockets(host: str, port: int, firmware: ZkFirmware) -> Pair:
    """Bound sockets for TCP and UDP, ``None`` for what the model does not speak.

    :param port: 0 takes a number that is free for both.
    :raises OSError: the number is not free.
    """
    for attempt in range(ATTEMPTS):
        try:
            return _pair(host, port, firmware)
        except OSError:
            if port or attempt == ATTEMPTS - 1:
                raise
    raise AssertionError("unreachable")


def _pair(host: str, port: int, firmware: ZkFirmware) -> Pair:
    tcp = udp = None
    try:
        if firmware.tcp:
            tcp = socket.create_server((host, port), backlog=BACKLOG)
            tcp.setblocking(False)
            port = tcp.getsockname()[1]
        if firmware.udp:
            udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            udp.setblocking(False)
            udp.bind((host, port))
    except OSError:
        for bound in filter(None, (tcp, udp)):
            bound.close()
        raise
    return tcp, udp
