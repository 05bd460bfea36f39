"""Which network addresses may be called: those a terminal or gateway can have.

Whoever may type an address must not get this server to talk to services that trust it for
its place alone. Private networks are where terminals are; this server itself, the link,
and where clouds tell a machine its secrets are not.
"""

import re
import unicodedata
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from .errors import Misaddressed

IpAddress = IPv4Address | IPv6Address

#: Services of clouds that answer the machine itself, beside those on the link.
_METADATA = {
    ip_address(text)
    for text in (
        "100.100.100.200",
        "168.63.129.16",
        "192.0.0.192",
        "fd00:ec2::254",
        "fd20:ce::254",
    )
}
_THIS_NETWORK = IPv4Network("0.0.0.0/8")
#: Blocks that carry an IPv4 address, and how many bits stand behind it.
_CARRYING = (
    (IPv6Network("::ffff:0:0/96"), 0),
    (IPv6Network("::ffff:0:0:0/96"), 0),
    (IPv6Network("64:ff9b::/96"), 0),
    (IPv6Network("64:ff9b:1::/48"), 0),
    (IPv6Network("2002::/16"), 80),
    (IPv6Network("::/96"), 0),
)
_TEREDO = IPv6Network("2001::/32")
#: Ends of the interface part of an ISATAP address, before its IPv4 address.
_ISATAP = (0x5EFE, 0x0200_5EFE)
_LAST_32_BITS = 0xFFFF_FFFF

_NUMBER = re.compile(r"0x[0-9a-f]*|[0-9]+", re.ASCII | re.IGNORECASE).fullmatch
#: What IDNA takes for a dot.
_DOTS = re.compile("[\u3002\uff0e\uff61]")


def check_host(host: str, *, allow_loopback: bool = False) -> None:
    """Refuse a typed host that is an IP address, however spelt, which may not be called.

    Names are not resolved: :mod:`.client.destination` does that when they are called.

    :param allow_loopback: whether this server itself may be called.
    :raises Misaddressed: for such an address.
    """
    name = _DOTS.sub(".", unicodedata.normalize("NFKC", host)).strip().rstrip(".")
    address = read_address(name)
    if address is not None:
        check_address(address, allow_loopback=allow_loopback)
    elif f".{name}".lower().endswith(".localhost") and not allow_loopback:
        raise Misaddressed("address_is_this_server")


def check_typed(text: str, *, allow_loopback: bool = False) -> None:
    """Refuse a typed host or URL as :func:`check_host` does its host.

    :raises Misaddressed: for such an address, or a URL with a name or password in it.
    """
    host = text.strip()
    if "://" in host:
        try:
            parts = urlsplit(host)
            host = parts.hostname or ""
        except ValueError:
            raise Misaddressed("address_forbidden") from None
        if "@" in parts.netloc or "\\" in parts.netloc:
            raise Misaddressed("address_forbidden")
    check_host(host, allow_loopback=allow_loopback)


def check_address(address: IpAddress, *, allow_loopback: bool = False) -> None:
    """Refuse an IP address that may not be called, or that carries one.

    :raises Misaddressed: for such an address.
    """
    for each in (address, *_carried(address)):
        if each.is_loopback:
            if not allow_loopback:
                raise Misaddressed("address_is_this_server")
        elif _is_forbidden(each):
            raise Misaddressed("address_forbidden")


def read_address(host: str) -> IpAddress | None:
    """Return the IP address a host is, as the resolver reads it; ``None`` for a name.

    Beside the usual spellings there are numbers of one to four parts in octal, decimal and
    hexadecimal, the last part filling what is left: ``127.1``, ``0x7f000001``.
    """
    try:
        return ip_address(host.removeprefix("[").removesuffix("]").partition("%")[0])
    except ValueError:
        pass
    parts = host.split(".")
    if len(parts) > 4 or not all(map(_NUMBER, parts)):
        return None
    try:
        *first, last = map(_read_number, parts)
    except ValueError:
        return None
    if any(number > 255 for number in first) or last >= 256 ** (4 - len(first)):
        return None
    places = zip(first, (24, 16, 8), strict=False)
    return IPv4Address(last + sum(number << shift for number, shift in places))


def _read_number(text: str) -> int:
    """Return the value of a number written in base 8, 10 or 16.

    :raises ValueError: for digits that are none of the base.
    """
    if text[:2].lower() == "0x":
        return int(text[2:] or "0", 16)
    return int(text, 8 if text.startswith("0") else 10)


def _carried(address: IpAddress) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses an IPv6 address may be translated to on its way."""
    if not isinstance(address, IPv6Address) or address in (
        IPv6Address("::"),
        IPv6Address("::1"),
    ):
        return
    bits = int(address)
    for network, shift in _CARRYING:
        if address in network:
            yield IPv4Address(bits >> shift & _LAST_32_BITS)
    if address in _TEREDO:  # its server, and the client's address inverted
        yield IPv4Address(bits >> 64 & _LAST_32_BITS)
        yield IPv4Address(~bits & _LAST_32_BITS)
    if bits >> 32 & _LAST_32_BITS in _ISATAP:
        yield IPv4Address(bits & _LAST_32_BITS)


def _is_forbidden(address: IpAddress) -> bool:
    return (
        address.is_unspecified
        or address.is_multicast
        or address.is_link_local
        or address in _METADATA
        or (
            isinstance(address, IPv4Address)
            and (address in _THIS_NETWORK or address.is_reserved)
        )  # broadcast among these
    )
