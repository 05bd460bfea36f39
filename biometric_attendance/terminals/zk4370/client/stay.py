"""A visit after which one stays and listens.

    the visit             its steps, as those of a poll
    nothing heard yet     the log is read to its end, and from now on it listens
    heard                 somebody passed, or nobody did for a while
    enough                goodbye

One connection for both, because many terminals bear no second one. What happens between
the end of the reading and the beginning of the listening is in the log, as everything is.
"""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from ...orders import Order
from ...records import Upload
from . import Session, connect
from .address import Address
from .poll import Step, visit
from .position import Position

#: Seconds of silence after which the terminal is asked whether it is still there.
IDLE = 5.0


@dataclass(frozen=True, slots=True)
class Heard:
    """What the terminal told of its own accord, or that it told nothing."""

    upload: Upload = field(repr=False)


def stay(
    address: Address,
    position: Position | None,
    *,
    whole: bool = False,
    errands: bool = False,
    idle: float = IDLE,
) -> Generator[Step | Heard, Sequence[Order] | bool | None, None]:
    """Poll a terminal, then listen until ``True`` is sent into a :class:`Heard`.

    Ends without listening where the poll could not read everything, or an order has
    ended the session. For the other parameters see :func:`.zk4370_poll.poll`.

    :param idle: seconds of silence after which an empty :class:`Heard` comes.
    :raises TransportError: one of its kinds. Steps given before it are good.
    """
    with connect(address) as session:
        if (yield from visit(session, position, whole=whole, errands=errands)):
            yield from _listen(session, idle)


def _listen(session: Session, idle: float) -> Generator[Heard, bool | None, None]:
    with closing(session.live(idle)) as told:
        enough = False
        while not enough:
            record = next(told)
            upload = Upload(lines=0 if record is None else 1)
            if record is not None:
                upload.add(record)
            enough = yield Heard(upload)
