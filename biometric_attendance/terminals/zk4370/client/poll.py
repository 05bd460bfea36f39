"""Reading what is new in a terminal's log, so that it can be stopped and gone on with.

    sizes                  the count is the one of last time: nothing new, one request
    open, rows before      they are the ones read last time: what is behind them is new
    otherwise              the log is another one: read from its first row

The caller stores the punches of each step and its position in one transaction, and gives
the last position stored to the next poll. Whatever dies in between: nothing is missing,
and what is read twice is known by its content.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from ...errors import TimedOut
from ...orders import Done, Order
from ..sizes import Sizes
from . import Session, connect
from .address import Address
from .errands import ENDS, carry_out
from .position import Position
from .reading import Clock
from .steps import ROWS, Rows, read_log


@dataclass(frozen=True, slots=True)
class Greeting:
    """What the terminal said before its log; ends the poll where nothing is new.

    :param serial: its serial number, to be compared before rows are stored or orders
        given; ``None`` where it was not asked, because nothing is new, or does not say.
    :param clock: likewise.
    """

    sizes: Sizes
    news: bool
    serial: str | None = None
    clock: Clock | None = None


Step = Greeting | Done | Rows


def poll(
    address: Address,
    position: Position | None,
    *,
    whole: bool = False,
    errands: bool = False,
    window: int = ROWS,
) -> Generator[Step, Sequence[Order] | None, None]:
    """Read what is new, in steps; the terminal goes on working meanwhile.

    Orders may be sent into the greeting; they are carried out before the log is read.

    Only the time spent in here counts for the deadline, which each order has for itself.
    Once it is used up, the poll ends after the last whole step, whose position is not
    complete, or fails without one.

    :param position: of the last step stored, ``None`` for none.
    :param whole: read everything again, to be done once a day: rows may have been changed
        behind our back. A reading that was interrupted is gone on with.
    :param errands: there will be orders: ask who it is even where nothing is new.
    :param window: rows of one step.
    :raises TransportError: one of its kinds. Steps given before it are good.
    """
    with connect(address) as session:
        yield from visit(session, position, whole=whole, errands=errands, window=window)


def visit(
    session: Session,
    position: Position | None,
    *,
    whole: bool,
    errands: bool,
    window: int = ROWS,
) -> Generator[Step, Sequence[Order] | None, bool]:
    """The steps of a poll in a session that is open.

    :return: whether all there was to read has been read, and the session goes on.
    """
    before = session.sizes()
    news = whole or not (position and position.agrees(before))
    greeting = Greeting(before, news=False)
    if news or errands:
        serial = session.option("~SerialNumber")
        greeting = Greeting(before, news, serial, session.time())
    with session.wire.budget.paused():
        orders = (yield greeting) or ()
    yield from carry_out(session, orders, position)
    if not ENDS.isdisjoint(order.kind for order in orders):
        return False
    if not news:
        return True
    return (yield from _rows(session, before, _wanted(position, whole), window))


def _rows(
    session: Session, before: Sizes, position: Position | None, window: int
) -> Generator[Rows, None, bool]:
    budget, given = session.wire.budget, False
    try:
        for step in read_log(session, before, position, window):
            with budget.paused():
                yield step
            given = True
    except TimedOut:
        # What there was time for is stored; the next poll goes on there.
        if not (given and budget.spent):
            raise
        return False
    return True


def _wanted(position: Position | None, whole: bool) -> Position | None:
    return None if position and whole and position.complete else position
