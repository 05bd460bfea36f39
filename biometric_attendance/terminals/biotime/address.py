"""Where a server is, who asks it, and for what."""

import re
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from ..destinations import check_host
from ..errors import Misaddressed

_FINGERPRINT = re.compile(r"[0-9a-f]{64}", re.IGNORECASE).fullmatch
_BETWEEN_DIGITS = str.maketrans("", "", ": \t\r\n")
#: Days back that are looked at each time where the server does not sort by arrival.
OVERLAP_DAYS = 3


@dataclass(frozen=True, slots=True)
class Address:
    """A server and the account it is read with.

    :param url: of its web pages, without a path behind the software's own.
    :param tz: IANA name of the zone of times that name none.
    :param since: wall clock before which nothing is wanted, ``None``: everything is.
    :param overlap_days: how far back is looked each time where it does not sort by arrival.
    :param ca_certificate: PEM text of an authority to be trusted, ``""`` for none.
    :param fingerprint: SHA-256 of the only certificate that is trusted, ``""`` for none.
    :param plain: allow HTTP; otherwise only HTTPS is allowed.
    :param allow_loopback: whether the server may be on this very machine.
    """

    url: str
    username: str
    password: str = field(repr=False)
    tz: str = "UTC"
    since: datetime | None = None
    overlap_days: int = OVERLAP_DAYS
    ca_certificate: str = ""
    fingerprint: str = ""
    plain: bool = False
    allow_loopback: bool = False

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Address":
        """Return the address of a source's values; see :class:`..source.Source`."""
        overlap = values.get("overlap_days")
        return cls(
            (values.get("url") or "").strip().rstrip("/"),
            values.get("username") or "",
            password=values.get("password") or "",
            tz=values.get("tz") or "UTC",
            since=_moment(values.get("since")),
            overlap_days=OVERLAP_DAYS if overlap is None else int(overlap),
            ca_certificate=(values.get("ca_certificate") or "").strip(),
            fingerprint=(values.get("fingerprint") or "").translate(_BETWEEN_DIGITS),
            plain=bool(values.get("plain")),
            allow_loopback=bool(values.get("allow_loopback")),
        )

    @property
    def is_encrypted(self) -> bool:
        """Whether it is called with HTTPS."""
        return self.url.lower().startswith("https:")

    def check(self) -> None:
        """Check the values.

        :raises Misaddressed: for those no connection can have.
        """
        try:
            parts = urlsplit(self.url)
            host = parts.hostname if parts.port != 0 else None
        except ValueError:
            host = None
        if not host or parts.username is not None or parts.query or parts.fragment:
            raise Misaddressed("biotime_address_invalid")
        if parts.scheme != "https" and not (self.plain and parts.scheme == "http"):
            raise Misaddressed("biotime_needs_https")
        check_host(host, allow_loopback=self.allow_loopback)
        if self.fingerprint and not _FINGERPRINT(self.fingerprint):
            raise Misaddressed("biotime_fingerprint_invalid")
        if self.ca_certificate and not _is_certificate(self.ca_certificate):
            raise Misaddressed("biotime_ca_invalid")

    def check_login(self) -> None:
        """Check that there is a name and a password.

        :raises Misaddressed: there is not.
        """
        if not self.username or not self.password:
            raise Misaddressed("biotime_user_missing")


def _is_certificate(text: str) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cadata=text)
    except (ssl.SSLError, ValueError):
        return False
    return bool(context.cert_store_stats()["x509"])


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, date):
        return datetime.combine(value, time())
    return datetime.fromisoformat(value) if isinstance(value, str) and value else None
