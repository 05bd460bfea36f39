"""Send commands to a CAMS gateway over HTTPS.

The caller must make one call at a time for each terminal: the gateway answers a second one
with its code 37. Nothing here repeats a call.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import requests

from ...client.http import open_session
from ...destinations import check_host
from ...errors import DeviceRefused, Garbled, Misaddressed, ProtocolError
from ..commands import encode_command
from ..envelope import CONTENT_TYPES, envelope
from ..responses import Answer, decode_answer
from .http import post


@dataclass(frozen=True, slots=True)
class Gateway:
    """Address and credentials of the gateway of one terminal.

    :param url: as given by API Monitor or the vendor, for v3 with or without ``stgid``.
    :param dialect: ``v2`` or ``v3``.
    :param serial: the service tag.
    :param security_key: 32 characters, ``""`` where encryption is off.
    :param previous_key: decrypts answers too, while the key is being changed; ``""``: none.
    :param zone: time zone of the terminal.
    :param plain: allow HTTP; otherwise only HTTPS is allowed.
    :param allow_loopback: whether the gateway may be on this very machine.
    """

    url: str
    dialect: str
    serial: str
    token: str = field(repr=False)
    zone: ZoneInfo
    security_key: str = field(default="", repr=False)
    previous_key: str = field(default="", repr=False)
    plain: bool = False
    allow_loopback: bool = False

    def check(self) -> None:
        """Check the address.

        :raises Misaddressed: it is invalid, not HTTPS, or of a host not allowed.
        """
        try:
            parts = urlsplit(self.url)
            host = parts.hostname if parts.port != 0 else None
        except ValueError:
            raise Misaddressed("gateway_address_invalid") from None
        if not host or parts.username is not None or self.dialect not in ("v2", "v3"):
            raise Misaddressed("gateway_address_invalid")
        if parts.scheme != "https" and not (self.plain and parts.scheme == "http"):
            raise Misaddressed("gateway_needs_https")
        check_host(host, allow_loopback=self.allow_loopback)

    @property
    def keys(self) -> list[str]:
        return [key for key in (self.security_key, self.previous_key) if key]

    @property
    def known(self) -> dict[str, str]:
        """Argument ``known`` for the functions that encode commands."""
        return {"tz": self.zone.key}


def call(
    gateway: Gateway, kind: str, payload: Mapping[str, Any], reference: str
) -> Answer:
    """Send one command to the gateway and return its answer, which may be a refusal.

    :param kind: of ``commands.KINDS``.
    :param payload: as its kind says.
    :param reference: the gateway returns it with the answer, also with the late one of v2.
    :raises TransportError: there was no answer.
    :raises ProtocolError: the command cannot be encoded; nothing was sent.
    """
    text = encode_command(kind, payload, gateway.dialect, known=gateway.known)
    with open_session(allow_loopback=gateway.allow_loopback) as session:
        return send(session, gateway, text, reference)


def send(
    session: requests.Session, gateway: Gateway, text: str, reference: str
) -> Answer:
    """Do the same as :func:`call` for an encoded command, over an open HTTP session."""
    gateway.check()
    body = envelope(
        text,
        gateway.dialect,
        serial=gateway.serial,
        token=gateway.token,
        reference=reference,
        time=datetime.now(timezone.utc).astimezone(gateway.zone),
        key=gateway.security_key,
    )
    status, answer = post(
        session,
        gateway.url,
        body,
        content_type=CONTENT_TYPES[gateway.dialect],
        tag=gateway.serial if gateway.dialect == "v3" else "",
    )
    try:
        return decode_answer(gateway.dialect, status, answer, gateway.keys)
    except ProtocolError as error:
        raise Garbled(error.code, **error.values) from error


def refusal(answer: Answer) -> DeviceRefused:
    """Return the error for an answer that refuses."""
    reason = answer.reason
    return DeviceRefused(reason.code, answer.code, **reason.values)
