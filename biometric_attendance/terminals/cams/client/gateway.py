"""Calls to a CAMS gateway over HTTPS.

One call at a time for each terminal is the caller's to see to: the gateway answers a
second one with its code 37. Nothing here repeats a call by itself.
"""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import requests

from ...errors import DeviceRefused, Garbled, Misaddressed, ProtocolError
from ..commands import encode_command
from ..envelope import CONTENT_TYPES, envelope
from ..responses import Answer, decode_answer
from .destination import check_host, check_resolved
from .http import post


@dataclass(frozen=True, slots=True)
class Gateway:
    """The gateway of one terminal, and what it wants to be called with.

    :param url: as API Monitor or the vendor names it, for v3 with or without ``stgid``.
    :param dialect: ``v2`` or ``v3``.
    :param serial: the service tag.
    :param security_key: 32 characters, ``""`` where encryption is off.
    :param previous_key: still opens answers while the key is being changed.
    :param zone: the terminal's.
    :param plain: call over HTTP too, without which only HTTPS is.
    """

    url: str
    dialect: str
    serial: str
    token: str = field(repr=False)
    zone: ZoneInfo
    security_key: str = field(default="", repr=False)
    previous_key: str = field(default="", repr=False)
    plain: bool = False

    def check(self) -> None:
        """:raises Misaddressed: for what is no address to call."""
        try:
            parts = urlsplit(self.url)
            named = parts.hostname and (parts.port is None or parts.port > 0)
        except ValueError:
            parts, named = None, False
        if not named or parts.username is not None or self.dialect not in ("v2", "v3"):
            raise Misaddressed("gateway_address_invalid")
        if parts.scheme != "https" and not (self.plain and parts.scheme == "http"):
            raise Misaddressed("gateway_needs_https")
        check_host(parts.hostname, self.plain)

    def check_resolved(self) -> None:
        """:raises Misaddressed: where its name resolves to an address of no gateway now."""
        self.check()
        check_resolved(urlsplit(self.url).hostname, self.plain)

    @property
    def keys(self) -> list[str]:
        return [key for key in (self.security_key, self.previous_key) if key]

    @property
    def known(self) -> dict[str, str]:
        """What the codec has to know of the terminal."""
        return {"tz": self.zone.key}


def call(
    gateway: Gateway, kind: str, payload: Mapping[str, Any], reference: str
) -> Answer:
    """Have the gateway do one thing; a refusal is an answer too.

    :param kind: of ``commands.KINDS``.
    :param payload: as its kind says.
    :param reference: comes back with every answer, the late one of v2 too.
    :raises TransportError: where it came to no answer.
    :raises ProtocolError: for a command that cannot be put in the gateway's words; then
        nothing was sent.
    """
    text = encode_command(kind, payload, gateway.dialect, known=gateway.known)
    with closing(requests.Session()) as session:
        return send(session, gateway, text, reference)


def send(
    session: requests.Session, gateway: Gateway, text: str, reference: str
) -> Answer:
    """The same for a command in the gateway's words, over a connection that is there."""
    gateway.check_resolved()
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
    """A refusing answer as an error."""
    reason = answer.reason
    return DeviceRefused(reason.code, answer.code, **reason.values)
