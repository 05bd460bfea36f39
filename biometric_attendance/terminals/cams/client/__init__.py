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

from ... import cams
from ...errors import Garbled, Misaddressed, ProtocolError
from .http import post
from .where import check_place, check_route


@dataclass(frozen=True, slots=True)
class Gateway:
    """The way to one terminal.

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
            raise Misaddressed("The gateway's address is not one that can be called.")
        if parts.scheme != "https" and not (self.plain and parts.scheme == "http"):
            raise Misaddressed("The gateway's address has to begin with https://.")
        check_place(parts.hostname, self.plain)

    def check_route(self) -> None:
        """:raises Misaddressed: where its name leads to a place of no gateway now."""
        self.check()
        check_route(urlsplit(self.url).hostname, self.plain)

    @property
    def keys(self) -> list[str]:
        return [key for key in (self.security_key, self.previous_key) if key]

    @property
    def known(self) -> dict[str, str]:
        """What the codec has to know of the terminal."""
        return {"tz": self.zone.key}


def call(
    gateway: Gateway, kind: str, payload: Mapping[str, Any], reference: str
) -> cams.Answer:
    """Have the gateway do one thing; a refusal is an answer too.

    :param kind: of ``protocols.commands.KINDS``.
    :param payload: as its kind says.
    :param reference: comes back with every answer, the late one of v2 too.
    :raises TransportError: where it came to no answer.
    :raises ProtocolError: for a command that cannot be put in the gateway's words; then
        nothing was sent.
    """
    text = cams.encode_command(kind, payload, gateway.dialect, known=gateway.known)
    with closing(requests.Session()) as session:
        return send(session, gateway, text, reference)


def send(
    session: requests.Session, gateway: Gateway, text: str, reference: str
) -> cams.Answer:
    """The same for a command in the gateway's words, over a connection that is there."""
    gateway.check_route()
    body = cams.envelope(
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
        content_type=cams.CONTENT_TYPES[gateway.dialect],
        tag=gateway.serial if gateway.dialect == "v3" else "",
    )
    try:
        return cams.decode_answer(gateway.dialect, status, answer, gateway.keys)
    except ProtocolError as error:
        raise Garbled(error.reason) from error
