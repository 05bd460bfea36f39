"""Which Odoo server a listener passes requests to.

Several servers may share a data folder, and with it the file of ``listener.proof``.
"""

import socket
from dataclasses import dataclass

from .address import own_address

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


@dataclass(frozen=True, slots=True)
class Target:
    """Where a listener passes requests.

    :param upstreams: ``host:port`` of each server as nginx calls it; none if not known.
    :param database: name of the database, ``""`` where the servers choose it.
    :param is_local: nginx runs on this machine, so its ``localhost`` is this machine.
    """

    upstreams: tuple[str, ...] = ()
    database: str = ""
    is_local: bool = False

    def is_server(self, server: "OdooServer") -> bool | None:
        """Return whether the requests reach this server; ``None`` where that is unknown."""
        if self.database and self.database != server.database:
            return False
        own = server.hosts() | (LOOPBACK if self.is_local else frozenset())
        parts = [upstream.rpartition(":") for upstream in self.upstreams]
        ports = {port for host, _colon, port in parts if host in own}
        if str(server.port) in ports:
            return True
        return False if parts and all(host in own for host, _, _ in parts) else None

    def describe(self) -> str:
        """Return its servers and its database, as a person knows them."""
        return ", ".join(filter(None, [*self.upstreams, self.database]))


@dataclass(frozen=True, slots=True)
class OdooServer:
    """The running Odoo server.

    :param database: of the request.
    :param port: of HTTP.
    :param interface: the address it listens at, ``""`` for all.
    """

    database: str
    port: int
    interface: str = ""

    def hosts(self) -> frozenset[str]:
        """Return the names by which others call this machine, as far as it can tell."""
        known = {own_address(), socket.gethostname(), self.interface}
        return frozenset(known - {"", "0.0.0.0", "::", "127.0.0.1"})
