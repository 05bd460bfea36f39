"""Terminals that are called by HTTP with a user name and a password: how they are reached."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .destinations import check_host
from .errors import Misaddressed
from .poll import ConnectionField
from .reasons import _

HTTP_PORT, HTTPS_PORT = 80, 443
_FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.IGNORECASE).fullmatch
_BETWEEN_DIGITS = str.maketrans("", "", ": \t\r\n")
_HOST = re.compile(r"[^\s/\\?#@]{1,253}").fullmatch


def check_password(password: str) -> None:
    """Check a password.

    :raises Misaddressed: it has a character that no terminal's web page takes.
    """
    if not password.isprintable():
        raise Misaddressed("web_password_invalid")


def connection_fields(user: str) -> tuple[ConnectionField, ...]:
    """Return the values a person types for such a terminal.

    :param user: its name for the first administrator.
    """
    return (
        ConnectionField("host", _("Network Address"), "address", required=True),
        ConnectionField("port", _("Port"), "integer", default=HTTP_PORT),
        ConnectionField("https", _("HTTPS"), "boolean"),
        ConnectionField("username", _("User Name"), default=user),
        ConnectionField(
            "connection_key",
            _("Password"),
            "secret",
            required=True,
            check=check_password,
        ),
        ConnectionField("fingerprint", _("Certificate Fingerprint")),
        ConnectionField("ca_certificate", _("Authority's Certificate")),
    )


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A terminal's web server, and the account it is called with.

    :param port: 0: the usual one.
    :param https: whether the way is encrypted.
    :param fingerprint: SHA-256 of the only certificate that is trusted, ``""`` for none.
    :param ca_certificate: PEM text of an authority to be trusted, ``""`` for none.
    :param allow_loopback: whether the server may be on this very machine.
    """

    host: str
    port: int
    username: str
    password: str = field(repr=False)
    https: bool = False
    fingerprint: str = ""
    ca_certificate: str = ""
    allow_loopback: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "WebAddress":
        """Return the address of connection values; see :func:`connection_fields`."""
        return cls(
            (values.get("host") or "").strip(),
            int(values.get("port") or 0),
            values.get("username") or "",
            password=values.get("connection_key") or "",
            https=bool(values.get("https")),
            fingerprint=(values.get("fingerprint") or "").translate(_BETWEEN_DIGITS),
            ca_certificate=(values.get("ca_certificate") or "").strip(),
            allow_loopback=bool(values.get("allow_loopback")),
        )

    @property
    def effective_port(self) -> int:
        """The port that is called: HTTPS has one of its own unless another was typed."""
        if self.https and self.port in (0, HTTP_PORT):
            return HTTPS_PORT
        return self.port or HTTP_PORT

    def check(self) -> None:
        """Check the values.

        :raises Misaddressed: for those no connection can have.
        """
        if not _HOST(self.host):
            raise Misaddressed("web_host_invalid")
        check_host(self.host, allow_loopback=self.allow_loopback)
        if not 0 <= self.port <= 65535:
            raise Misaddressed("web_port_invalid")
        if not self.username.isprintable() or ":" in self.username:
            raise Misaddressed("web_user_invalid")
        if self.fingerprint and not _FINGERPRINT(self.fingerprint):
            raise Misaddressed("web_fingerprint_invalid")
        if self.ca_certificate and not _is_certificate(self.ca_certificate):
            raise Misaddressed("web_authority_invalid")

    def check_login(self) -> None:
        """Check that there is a name and a password.

        :raises Misaddressed: there is not.
        """
        if not self.username or not self.password:
            raise Misaddressed("web_user_missing")


def _is_certificate(text: str) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cadata=text)
    except (ssl.SSLError, ValueError):
        return False
    return bool(context.cert_store_stats()["x509"])


MESSAGES: dict[str, str] = {
    "web_host_invalid": _(
        "The address is the terminal's IP address or name alone, such as 192.168.1.108, "
        "without http:// in front."
    ),
    "web_port_invalid": _("A port is a number from 1 to 65535; 0 means the usual one."),
    "web_user_invalid": _(
        "A user name has neither a colon nor a control character in it."
    ),
    "web_password_invalid": _("The password has a control character in it."),
    "web_user_missing": _("The terminal needs a user name and a password."),
    "web_fingerprint_invalid": _(
        "A fingerprint is 64 hexadecimal digits (SHA-256), with or without colons."
    ),
    "web_authority_invalid": _(
        "The authority's certificate is no certificate in PEM format."
    ),
    "web_host_unknown": _("No terminal of this name is known in the network."),
    "web_unreachable": _(
        "Nothing answers at this address (%(error)s). Check the address, and that this "
        "server reaches the terminal's network."
    ),
    "web_refused": _(
        "The address answers, but nothing listens at port %(port)s. Look for the HTTP port "
        "in the terminal's network menu."
    ),
    "web_timeout": _("The terminal did not answer in time."),
    "web_closed": _("The terminal broke off in the middle of its answer."),
    "web_no_http": _("What answers there is no web server."),
    "web_no_tls": _(
        "What answers there does not speak HTTPS. Turn HTTPS on in the terminal, or off here."
    ),
    "web_certificate": _(
        "The terminal's certificate is not trusted. Enter its fingerprint, which is "
        "%(fingerprint)s if nobody is in between."
    ),
    "web_other_certificate": _(
        "The terminal shows another certificate than the one that is trusted; its "
        "fingerprint is %(fingerprint)s. After a reset that may be right: then enter it. "
        "No password was sent."
    ),
    "web_too_long": _("The terminal's answer is longer than %(maximum)s bytes."),
    "web_redirected": _(
        "The terminal sends callers to another address, mostly to HTTPS: turn HTTPS on here."
    ),
}
