"""The network address of a terminal, and how long to wait for it."""

import re
from dataclasses import dataclass, field
from ipaddress import ip_address

from ...destinations import check_host
from ...errors import Misaddressed

PORTS = range(1, 65_536)
KEYS = range(2**32)
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """One terminal on the network.

    :param host: IP address or host name; it only ever reaches the resolver.
    :param key: communication key, 0 for none.
    :param udp: speak UDP, for terminals that know nothing else.
    :param encoding: code page of the names on the terminal.
    :param timeout: seconds to wait for one whole frame.
    :param deadline: seconds one session may take altogether.
    :param allow_loopback: whether the terminal may be on this very machine.
    """

    host: str
    port: int = 4370
    key: int = field(default=0, repr=False)
    udp: bool = False
    encoding: str = "utf-8"
    timeout: float = 10.0
    deadline: float = 60.0
    allow_loopback: bool = False

    def check(self) -> None:
        """Check all values.

        :raises Misaddressed: for values no terminal can have.
        """
        if not _is_host(self.host):
            raise Misaddressed("host_invalid")
        check_host(self.host, allow_loopback=self.allow_loopback)
        if self.port not in PORTS:
            raise Misaddressed("port_invalid")
        if self.key not in KEYS:
            raise Misaddressed("key_invalid")
        if not (self.timeout > 0 and self.deadline > 0):
            raise Misaddressed("timeout_invalid")
        try:
            "".encode(self.encoding)
        except LookupError:
            raise Misaddressed("encoding_unknown") from None

    def __str__(self) -> str:
        return f"{self.host}:{self.port}{' (UDP)' if self.udp else ''}"


def _is_host(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        labels = host.removesuffix(".").split(".")
        # "10.0.0.256" is a mistyped address and not a name worth resolving.
        named = not labels[-1].isdecimal() and len(host) <= 253
        return named and all(_LABEL.fullmatch(label) for label in labels)
    return True
