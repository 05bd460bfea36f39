"""The settings of a listener, with their checks.

Every value is written into nginx's configuration, so a value that could end a word or be
read as a variable there is refused.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from .errors import ListenerError

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?").fullmatch
_UPSTREAM = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})").fullmatch
_DATABASE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}").fullmatch
_PATH = re.compile(r"/[^\x00-\x1f\x7f\"'$\\;{}]*").fullmatch

MAX_RATE = 65_535  # nginx's limit for connections from one address


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of one listener.

    :param host: host name or address terminals call. nginx always passes it to Odoo as
        ``Host``, so that a caller cannot choose the database by Odoo's database filter.
    :param upstreams: Odoo servers as ``host:port``, no scheme.
    :param interface: the address to listen at; ``0.0.0.0`` is every IPv4 one.
    :param certificate: file of the TLS certificate, ``""`` for plain HTTP.
    :param key: file of its key.
    :param database: name of the database requests go to, ``""`` where Odoo has only one.
    :param trusted: addresses or blocks of proxies in front of the listener, whose
        ``X-Forwarded-For`` is used.
    :param device_rate: requests a second of one terminal; more wait, many more are
        refused.
    :param address_rate: the same for all terminals behind one address.
    :param logs: folder of its logs.
    :param brands: brand's key to its ``ListenerRules`` (of ``terminals``); not saved with
        the settings.
    :raises ListenerError: a value cannot be used.
    """

    host: str
    upstreams: tuple[str, ...] = ("127.0.0.1:8069",)
    port: int = 8998
    interface: str = "0.0.0.0"
    certificate: str = ""
    key: str = ""
    database: str = ""
    trusted: tuple[str, ...] = ()
    device_rate: int = 20
    address_rate: int = 200
    logs: str = "/var/log/nginx"
    brands: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def names(cls) -> list[str]:
        """Return the names of the settings that are saved in the configuration file."""
        return [each.name for each in fields(cls) if each.compare]

    def __post_init__(self):
        """Check all values.

        :raises ListenerError: nginx or a terminal could not use one of them.
        """
        _port(self.port)
        _address(self.interface)
        if not _NAME(self.host) and not _is_address(self.host):
            raise ListenerError(f"{self.host!r} is no host name and no address.")
        self._check_upstreams()
        self._check_paths()
        if self.database and not _DATABASE(self.database):
            raise ListenerError(f"{self.database!r} is no name of a database.")
        for block in self.trusted:
            _block(block)
        for rate in (self.device_rate, self.address_rate):
            if not 1 <= rate <= MAX_RATE:
                raise ListenerError(f"A rate must be from 1 to {MAX_RATE} a second.")

    def _check_upstreams(self):
        if not self.upstreams:
            raise ListenerError(
                "The listener needs an Odoo server to pass requests to."
            )
        for upstream in self.upstreams:
            match = _UPSTREAM(upstream)
            if not match:
                raise ListenerError(
                    f"{upstream!r} is no Odoo server: write it as 127.0.0.1:8069."
                )
            _port(int(match[1]))

    def _check_paths(self):
        if bool(self.certificate) != bool(self.key):
            raise ListenerError("TLS needs both, a certificate and its key.")
        for path in filter(None, (self.certificate, self.key, self.logs)):
            if not _PATH(path):
                raise ListenerError(
                    f"{path!r} cannot stand in nginx's configuration: it must begin "
                    "with / and have no quotes, braces, backslash, ; or $."
                )

    @property
    def tls(self) -> bool:
        """Whether terminals must speak HTTPS."""
        return bool(self.certificate)

    @property
    def reached_at(self) -> str:
        """The address at which this machine itself can call the listener."""
        own = {"0.0.0.0": "127.0.0.1", "::": "::1"}
        return own.get(self.interface, self.interface)


def bracketed(host: str) -> str:
    """Return a host as written before a port: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def _port(number: int) -> None:
    if not 1 <= number <= 65535:
        raise ListenerError(f"{number} is no port: choose one from 1 to 65535.")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def _address(text: str) -> None:
    if not _is_address(text):
        raise ListenerError(
            f"{text!r} is no address of an interface: write one such as 192.168.1.10."
        )


def _block(text: str) -> None:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise ListenerError(
            f"{text!r} is no address or block of a proxy: write 10.0.0.5 or 10.0.0.0/24."
        ) from error
