"""Windows of a log, from where the last reading stopped.

The rows before that place are compared with those read last time. The same: what is
behind them is new. Otherwise it is another log, read from its first row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ...records import Upload
from ..punches import decode_rows
from ..sizes import Sizes
from .people import People
from .position import OVERLAP, Position, digest, is_full
from .reading import Log

#: Rows of one step: two windows over TCP where a row has 40 bytes.
ROWS = 3000


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows, in the order of the log.

    :param position: behind them; to be stored once they are.
    """

    upload: Upload = field(repr=False)
    position: Position


def read_log(
    session: People, before: Sizes, position: Position | None, window: int = ROWS
) -> Iterator[Rows]:
    """Read from a position to the end; the last step's position is complete.

    :param before: what the terminal said of its sizes in this session.
    :param position: ``None``: from the first row on.
    """
    log, pins = _open(session, before, position.layout if position else "")
    first, proof = _start(log, before, position, window)
    if position and position.count and not first:
        # Another log may be written in another way.
        log.close()
        log, pins = _open(session, before, "")
    while True:
        count = min(window, log.count - first)
        raw = log.rows(first, count)
        upload = Upload()
        if log.layout:
            upload = decode_rows(
                log.layout, raw, pins=pins, encoding=session.address.encoding
            )
            proof = (proof + raw)[-OVERLAP * log.layout.width :]
        first += count
        here = Position(
            count=first,
            overlap=min(first, OVERLAP),
            digest=digest(proof),
            layout=log.layout.name if log.layout else "",
        )
        if first < log.count:
            yield Rows(upload, here)
            continue
        log.close()
        # The count of before: a punch since then makes it differ, and is looked for.
        yield Rows(upload, replace(here, complete=True, counter=before.punches))
        return


def _open(session: People, before: Sizes, layout: str) -> tuple[Log, dict[int, str]]:
    """The log, and whom its rows mean where they name places in the list of users.

    The list is read in the same session: places are given to others.
    """
    log = session.open_log(before, layout)
    if not (log.layout and log.layout.by_uid):
        return log, {}
    if not log.at_hand:
        log.close()
    pins = {slot.uid: slot.user.pin for slot in session.users()}
    if log.at_hand:
        return log, pins
    return session.open_log(before, log.layout.name), pins


def _start(
    log: Log, before: Sizes, position: Position | None, window: int
) -> tuple[int, bytes]:
    """The first row that is new, and the rows before it which prove that."""
    if not position or not log.layout or log.layout.name != position.layout:
        return 0, b""
    width = log.layout.width
    if position.count <= log.count:
        rows = log.rows(position.count - position.overlap, position.overlap)
        if position.proven_by(rows):
            return position.count, rows
    if is_full(before):
        at = max(0, log.count - window)
        rows = log.rows(at, log.count - at)
        behind = position.find(rows, log.layout)
        if behind is not None:
            return at + behind, rows[(behind - OVERLAP) * width : behind * width]
    return 0, b""
