"""The server's own addresses, to choose the one that is typed into a terminal."""

import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

import psutil

from odoo.tools import config

from ...terminals.destinations import read_address
from ..device.connection_guide import DEFAULT_PORTS

#: Interfaces of containers and virtual machines on this machine alone.
INTERNAL_NAMES = ("lo", "docker", "br-", "veth", "virbr", "cni", "flannel")
EVERYWHERE = ("", "0.0.0.0", "::")
LOCAL_NAMES = ("localhost", "localhost.localdomain")


@dataclass(frozen=True, slots=True)
class Address:
    """One address of this server.

    :param url: scheme, host and port.
    :param source: ``listener``, ``base`` (the server's own URL), ``plain`` (the same
        without HTTPS) or ``interface``.
    :param problem: ``""``, or why no terminal reaches it: ``loopback``, or ``private``
        for software on the internet.
    :param owner: to whom a listener passes calls, where that may be another server.
    """

    url: str
    source: str
    problem: str = ""
    owner: str = ""


def server_addresses(device):
    """Return the addresses terminals of a device's brand may call, the best first.

    :param device: new, with a brand alone.
    """
    push = device._get_push()
    guide = device._guide()
    found = []
    if not guide.url:
        found += [
            Address(each.address, "listener", _problem(each.address), each.owner)
            for each in device._listeners()
        ]
    if not (push and push.listener.required):
        found += _odoo_addresses(device.get_base_url(), bool(guide.url))
    unique = {address.url: address for address in reversed(found)}
    return sorted(
        unique.values(), key=lambda each: (bool(each.problem), found.index(each))
    )


def _odoo_addresses(base_url, from_internet):
    base = base_url.rstrip("/")
    parts = urlsplit(base)
    yield Address(base, "base", _problem(base, from_internet))
    if parts.scheme == "https":
        plain = f"http://{_in_url(parts.hostname or '')}"
        yield Address(plain, "plain", _problem(plain, from_internet))
    if from_internet:
        return
    for ip in _interfaces():
        yield Address(f"http://{ip}:{config['http_port']}", "interface")


def _interfaces():
    """Return the IPv4 addresses of this machine at which Odoo listens."""
    only = config["http_interface"] or ""
    found = [
        each.address
        for name, addresses in psutil.net_if_addrs().items()
        if not name.startswith(INTERNAL_NAMES)
        for each in addresses
        if each.family == socket.AF_INET
    ]
    usable = [ip for ip in found if not _is(ip, "is_loopback", "is_link_local")]
    return [ip for ip in usable if only in EVERYWHERE or ip == only]


def _problem(url, from_internet=False):
    host = urlsplit(url).hostname or ""
    if host.lower() in LOCAL_NAMES or _is(host, "is_loopback", "is_unspecified"):
        return "loopback"
    if from_internet and _is(host, "is_private", "is_link_local"):
        return "private"
    return ""


def _is(host, *attributes):
    """Whether a host is a number, however spelt, with one of these attributes."""
    ip = read_address(host)
    return ip is not None and any(getattr(ip, name) for name in attributes)


def _in_url(host):
    return f"[{host}]" if ":" in host else host


def parts_of(url, path=""):
    """Return what the placeholders of a guide's settings stand for.

    :param path: behind host and port, for ``{url}``.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    return {
        "host": host,
        "port": str(parts.port or DEFAULT_PORTS[parts.scheme]),
        "https": "ON" if parts.scheme == "https" else "OFF",
        "named": "ON" if read_address(host) is None else "OFF",
        "path": path,
        "url": url + path,
    }
