"""Calls to a CAMS gateway over HTTPS.

One call at a time for each terminal is the caller's to see to: the gateway answers a
second one with its code 37. Nothing here repeats a call by itself.
"""

import secrets
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import requests

from ..protocols import cams
from ..protocols.errors import ProtocolError
from ..protocols.records import Upload
from .cams_http import post
from .errors import DeviceRefused, Garbled, Misaddressed

#: Pages of one span: more would be three quarters of a million punches in a month.
MOST_PAGES = 15_000


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
        return _send(session, gateway, text, reference)


def load_punches(
    gateway: Gateway, since: datetime, until: datetime
) -> Iterator[Upload]:
    """Punches of the past, page by page, each to be stored before the next is asked for.

    The gateway may leave out what it delivered by itself before, so this adds to the
    callbacks and does not replace them.

    :param since: and ``until``, the terminal's wall clock or moments with an offset.
    :raises DeviceRefused: the gateway said no; its ``code`` may be one of ``cams.LATER``.
    :raises TransportError: a call came to no answer, or fewer rows came than announced.
    :raises ProtocolError: for a gateway that cannot be asked.
    """
    missing = 0
    with closing(requests.Session()) as session:
        for span in cams.pages(since, until):
            missing += yield from _load_span(session, gateway, span)
    if missing:
        raise Garbled(f"The gateway sent {missing} punches fewer than it announced.")


def _load_span(
    session: requests.Session, gateway: Gateway, span: tuple[datetime, datetime]
) -> Generator[Upload, None, int]:
    """Yield the pages of one span.

    :return: how many rows were announced and never came.
    """
    offset, seen, total = "", 0, None
    for _ in range(MOST_PAGES):
        text = cams.encode_page(
            *span, gateway.dialect, offset=offset, known=gateway.known
        )
        answer = _send(session, gateway, text, secrets.token_hex(6))
        if not answer.good:
            raise DeviceRefused(answer.words, answer.code)
        upload = answer.upload
        rows = len(upload.punches) + len(upload.refused)
        seen, total = seen + rows, answer.total if total is None else total
        if rows:
            yield upload
        if not rows or answer.offset in ("", offset) or (total and seen >= total):
            break
        offset = answer.offset
    return max(0, (total or 0) - seen)


def _send(
    session: requests.Session, gateway: Gateway, text: str, reference: str
) -> cams.Answer:
    gateway.check()
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
