"""History: punches of the past are asked for in spans the gateway allows, page by page.

At most 30 days to a call (two public clients), 50 rows to an answer (the vendor's Web API
2.0 document); the next page is asked for by the offset of the one before.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from ..errors import Unsupported
from .commands import v2 as orders_v2, v3 as orders_v3
from .times import payload_time

#: Longest span of a call, a day less than is allowed: clocks that change make thirty days an hour longer.
SPAN = timedelta(days=29)
_QUERIES = {"v2": orders_v2.query_punches, "v3": orders_v3.query_punches}


def span(payload: Mapping[str, object]) -> tuple[datetime, datetime]:
    """Return the first and last time of a command for punches, in the terminal's own time.

    :raises ProtocolError: for what is no day or time.
    """
    return payload_time(payload["since"], None), payload_time(
        payload["until"], None, end_of_day=True
    )


def pages(since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield spans that together are the whole.

    Each begins with the time the one before ends with, since nobody says to which of
    them it belongs; a punch that comes twice counts once.
    """
    while until - since > SPAN:
        yield since, since + SPAN
        since += SPAN
    if since <= until:
        yield since, until


def encode_page(
    since: datetime,
    until: datetime,
    dialect: str,
    *,
    offset: str = "",
    known: Mapping[str, str] | None = None,
) -> str:
    """Encode a call for punches, from where the page before ended.

    :param offset: ``Answer.offset``, ``""`` for the first page.
    :param known: as for :func:`.orders.encode_command`.
    :raises Unsupported: for a dialect that cannot be asked.
    :raises ProtocolError: for times v3 cannot be sent.
    """
    query = _QUERIES.get(dialect)
    if query is None:
        raise Unsupported("gateway_no_punches")
    payload = {"since": since, "until": until}
    return json.dumps(query(payload, known or {}, offset=offset), separators=(",", ":"))
