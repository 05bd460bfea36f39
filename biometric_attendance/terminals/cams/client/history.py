"""Load past punches from a CAMS gateway, page by page.

The time asked for is split into spans of days, and each span into pages.
"""

import secrets
from collections.abc import Generator, Iterator
from datetime import datetime
from typing import NamedTuple

import requests

from ...client.http import open_session
from ...errors import Incomplete
from ...records import Upload
from ..history import encode_page, pages
from .gateway import Gateway, refusal, send

#: Pages of one span: more would be three quarters of a million punches in a month.
MAX_PAGES_PER_SPAN = 15_000

_Span = tuple[datetime, datetime]


class Position(NamedTuple):
    """Where the next page begins.

    :param since: begin of its span.
    :param offset: of the page in the span, ``""`` for its first one.
    :param read: rows of the span that came before.
    """

    since: datetime
    offset: str = ""
    read: int = 0


class Page(NamedTuple):
    """Punches of one page.

    :param position: of the next page.
    """

    upload: Upload
    position: Position


def load_punches(
    gateway: Gateway, since: datetime, until: datetime, position: Position | None = None
) -> Iterator[Page]:
    """Yield past punches page by page; store each before asking for the next.

    The gateway may leave out punches it has sent as callbacks before.

    :param since: and ``until``: the terminal's wall clock, or aware times.
    :param position: of an earlier run with the same limits, to go on from there.
    :raises DeviceRefused: the gateway refused; its ``answer`` may be one of ``LATER``.
    :raises Incomplete: after the last page, if fewer rows came than were announced.
    :raises TransportError: a call had no answer.
    :raises ProtocolError: the dialect has no such command (``Unsupported``), or cannot
        express these times.
    """
    position = position or Position(since)
    missing = 0
    with open_session(allow_loopback=gateway.allow_loopback) as session:
        for dates in pages(position.since, until):
            begin = position if position.since == dates[0] else Position(dates[0])
            missing += yield from _load_span(session, gateway, dates, begin)
    if missing:
        raise Incomplete("punches_missing", count=missing)


def _load_span(
    session: requests.Session, gateway: Gateway, span: _Span, position: Position
) -> Generator[Page, None, int]:
    """Yield the pages of one span.

    :return: how many rows were announced and never came.
    """
    total = None
    for _ in range(MAX_PAGES_PER_SPAN):
        text = encode_page(
            *span, gateway.dialect, offset=position.offset, known=gateway.known
        )
        answer = send(session, gateway, text, secrets.token_hex(6))
        if not answer.good:
            raise refusal(answer)
        upload = answer.upload
        rows = len(upload.punches) + len(upload.refused)
        read = position.read + rows
        total = answer.total if total is None else total
        repeated = answer.offset in ("", position.offset)
        last = not rows or repeated or bool(total and read >= total)
        position = Position(span[1]) if last else Position(span[0], answer.offset, read)
        if rows:
            yield Page(upload, position)
        if last:
            break
    return max(0, (total or 0) - read)
