"""Addresses no gateway has, where a call would reach something else.

Whoever may type a gateway's address must not get this server to talk to services that
trust it for its place alone. A certificate keeps most of them out; plain HTTP does not.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from ...errors import Misaddressed

#: Where clouds serve a machine's own secrets, beside link-local addresses.
_METADATA = {"100.100.100.200", "fd00:ec2::254"}

_Address = IPv4Address | IPv6Address


def check_host(host: str, plain: bool) -> None:
    """Refuse an IP address that no gateway has; names are not looked up.

    :param plain: plain HTTP is allowed, so a gateway of one's own on this machine, too.
    :raises Misaddressed: for such an address.
    """
    try:
        found = [ip_address(host.partition("%")[0])]
    except ValueError:
        return
    _check(found, plain)


def check_resolved(host: str, plain: bool) -> None:
    """The same for all addresses of a name now, however an address is spelt.

    A name nobody knows here may still be known to a proxy: that is for the call to find.
    """
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    _check(
        [ip_address(str(answer[4][0]).partition("%")[0]) for answer in answers], plain
    )


def _check(found: list[_Address], plain: bool) -> None:
    for each in found:
        address = getattr(each, "ipv4_mapped", None) or each
        never = address.is_link_local or address.is_multicast or address.is_unspecified
        if never or str(address) in _METADATA:
            raise Misaddressed("gateway_address_forbidden")
        if address.is_loopback and not plain:
            raise Misaddressed("gateway_is_this_server")
