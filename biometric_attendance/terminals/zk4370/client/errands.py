"""Orders carried out in a session, one after the other."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...client.budget import Budget
from ...errors import DeviceRefused, Impossible
from ...orders import Done, Order
from ...records import CommandResult, Upload
from ..codes import Reply
from . import Session
from .position import Position

#: Orders after which the log is not the one that was greeted.
ENDS = frozenset({"clear_punches", "restart"})


def carry_out(
    session: Session, orders: Sequence[Order], position: Position | None
) -> Iterator[Done]:
    """Do everything in order. What one terminal cannot do does not stop the rest.

    The session's deadline holds for each order, and then anew for what follows them.

    :param position: how far its log was read and stored.
    :raises TransportError: the terminal is gone; orders not yielded were not done, or
        nobody knows.
    """
    for order in orders:
        session.wire.budget = Budget(session.address.deadline)
        done = _do(session, order, position)
        with session.wire.budget.paused():
            yield done
        if session.wire.closed:
            return
        session.wire.budget = Budget(session.address.deadline)


def _do(session: Session, order: Order, position: Position | None) -> Done:
    nothing = CommandResult(order.id, None, order.kind, {}, "")
    try:
        if order.kind == "templates":
            return Done(order, nothing, Upload(templates=session.templates()))
        done = session.perform(order.kind, order.payload, stored=position)
        upload = done.upload
        if order.kind == "enroll" and done.result.code == Reply.OK:
            # Nobody tells of it otherwise, and other terminals wait for it.
            upload = Upload(templates=session.templates(order.payload["pin"]))
    except (Impossible, DeviceRefused) as error:
        return Done(order, nothing, problem=error.reason)
    return Done(order, replace(done.result, id=order.id), upload)
