"""Places no gateway is at, and a call would reach something else.

Whoever may type a gateway's address must not get this server to talk to services that
trust it for its place alone. A certificate keeps most of them out; plain HTTP does not.
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from ...errors import Misaddressed

#: Where clouds tell a machine its own secrets, beside those that are link-local.
_OWN_SECRETS = {"100.100.100.200", "fd00:ec2::254"}

_Address = IPv4Address | IPv6Address


def check_place(host: str, plain: bool) -> None:
    """Refuse an address that is none of a gateway; names are not looked up.

    :param plain: plain HTTP is allowed, so a gateway of one's own on this machine, too.
    :raises Misaddressed: for such a place.
    """
    try:
        found = [ip_address(host.partition("%")[0])]
    except ValueError:
        return
    _check(found, plain)


def check_route(host: str, plain: bool) -> None:
    """The same for all a name leads to now, however an address is spelt.

    A name nobody knows here may still be known to a proxy: that is for the call to find.
    """
    try:
        answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return
    _check([ip_address(answer[4][0].partition("%")[0]) for answer in answers], plain)


def _check(found: list[_Address], plain: bool) -> None:
    for each in found:
        place = getattr(each, "ipv4_mapped", None) or each
        never = place.is_link_local or place.is_multicast or place.is_unspecified
        if never or str(place) in _OWN_SECRETS:
            raise Misaddressed("No gateway can be at this address.")
        if place.is_loopback and not plain:
            raise Misaddressed(
                "The gateway's address is this server itself: for a gateway of your own "
                "here, allow plain HTTP."
            )
