"""Loading of stored punches: between two moments, page by page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from ..entries import StoredPunch
from .statuses import (
    INVALID_OPERATION_DATA,
    INVALID_START_TIME,
    NO_LOG_READING,
    UNKNOWN_ERROR,
    Refusal,
)

if TYPE_CHECKING:
    from .endpoint import CamsEndpoint

ROWS = 50
MAX_SPAN = timedelta(days=30)


class Page(NamedTuple):
    """Some of ``count`` punches; ``offset`` leads to the next page, ``""``: the last."""

    punches: list[StoredPunch]
    count: int
    offset: str


def load(
    endpoint: CamsEndpoint,
    since: datetime,
    until: datetime,
    offset: object,
    moment: Callable[[StoredPunch], datetime],
) -> Page:
    """Return the punches between two moments, the last included.

    That a longer span is an invalid start, and an offline device an unknown error, is not
    documented: these are the nearest codes there are.

    :param moment: the time of a punch as the generation counts it.
    :raises Refusal: not allowed, more than thirty days, or no such page.
    """
    if not endpoint.registration.loads_punches:
        raise Refusal(NO_LOG_READING)
    if not endpoint.online:
        raise Refusal(UNKNOWN_ERROR)
    if not timedelta() <= until - since <= MAX_SPAN:
        raise Refusal(INVALID_START_TIME)
    first = str(offset or "0")
    if not first.isascii() or not first.isdecimal() or len(first) > 9:
        raise Refusal(INVALID_OPERATION_DATA)
    journal, unsent = endpoint.terminal.punches, endpoint.registration.unsent_only
    found = [
        punch
        for number, punch in journal.entries.items()
        if since <= moment(punch) <= until
        and not (unsent and number in journal.acknowledged)
    ]
    end = int(first) + ROWS
    return Page(found[int(first) : end], len(found), str(end) * (end < len(found)))
