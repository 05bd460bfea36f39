"""One turn at a CAMS gateway: what a terminal shall do, one call after the other."""

from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from ... import cams
from ...commands import KINDS
from ...errors import DeviceRefused, Incomplete, ProtocolError
from ...orders import Done, Order
from ...records import CommandResult, Upload
from . import Gateway, call
from .history import Position, load_punches


class Ready(NamedTuple):
    """Nothing is under way: send the next order, or ``None`` to end."""


class Read(NamedTuple):
    """Punches of the past: store them and the position, send whether to go on.

    :param position: values to be added to the order's payload to go on from here.
    """

    order: Order
    upload: Upload
    position: dict[str, Any]


Visit = Generator["Ready | Read | Done", Any, None]


def visit(gateway: Gateway) -> Visit:
    """Carry out what is asked for, as long as something is.

    :raises DeviceRefused: what was last asked for was not done, and may be later.
    :raises TransportError: nobody knows whether it was done.
    """
    while order := (yield Ready()):
        yield from _HOW.get(order.kind, _once)(gateway, order)


def _once(gateway: Gateway, order: Order) -> Iterator[Done]:
    try:
        answer = call(gateway, order.kind, order.payload, order.id)
    except ProtocolError as error:
        yield _refused(order, error.reason)
        return
    # What is dangerous is never asked for a second time, lest it was done after all.
    if answer.later and not KINDS[order.kind].dangerous:
        raise DeviceRefused(answer.words, answer.code)
    yield Done(order, _result(order, answer.code), answer.upload)


def _history(gateway: Gateway, order: Order) -> Visit:
    """:param order: its payload may have a position from an earlier turn."""
    payload = dict(order.payload)
    position = _position(payload)
    try:
        since, until = cams.span(payload)
        for page in load_punches(gateway, since, until, position):
            if not (yield Read(order, page.upload, _written(page.position))):
                return
    except (ProtocolError, Incomplete) as error:
        yield _refused(order, error.reason)
    except DeviceRefused as error:
        if error.answer in cams.LATER:
            raise
        yield Done(order, _result(order, error.answer))
    else:
        yield Done(order, _result(order, 0))


_HOW: dict[str, Callable[[Gateway, Order], Visit]] = {"query_punches": _history}


def _position(payload: dict[str, Any]) -> Position | None:
    if "from" not in payload:
        return None
    since = datetime.fromisoformat(payload["from"])
    return Position(since, payload.get("offset", ""), payload.get("read", 0))


def _written(position: Position) -> dict[str, Any]:
    return {
        "from": position.since.isoformat(),
        "offset": position.offset,
        "read": position.read,
    }


def _result(order: Order, code: int | None) -> CommandResult:
    return CommandResult(order.id, code, order.kind, {}, "")


def _refused(order: Order, reason: str) -> Done:
    return Done(order, _result(order, None), problem=reason)
