"""Addresses of this machine."""

import errno
import socket

from .configuration import ListenerError

NOWHERE = ("192.0.2.1", 9)  # RFC 5737: never routed
WHY = {
    errno.EADDRINUSE: "Port {port} is taken by another program: choose another with "
    "--port.",
    errno.EADDRNOTAVAIL: "This machine has no address {interface}: choose one it has "
    "with --interface.",
    errno.EACCES: "Only root may listen at port {port}: choose one above 1023 with --port.",
}


def own_address() -> str:
    """Return the IPv4 address other machines reach this one at, as far as it can tell."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(NOWHERE)  # chooses the way out, sends nothing
        except OSError:
            return "127.0.0.1"
        return probe.getsockname()[0]


def require_free(interface: str, port: int) -> None:
    """Refuse an address nobody could listen at now.

    :raises ListenerError: it is taken, not ours, or not for us.
    """
    family = socket.AF_INET6 if ":" in interface else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((interface, port))
        except OSError as error:
            why = WHY.get(
                error.errno, "Nobody can listen at {interface}:{port}: {error}."
            )
            raise ListenerError(
                why.format(interface=interface, port=port, error=error.strerror)
            ) from error
