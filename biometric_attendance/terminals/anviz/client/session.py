"""A poll of a terminal: its commands, and what is new in its log.

The protocol has no cursor: the log is read from its first record, twenty-five at a time,
whenever the terminal's count has changed. What was read before is passed over where the
fifty records before the new ones are the same; otherwise everything is handed over, and the
host knows what it has. An answer that is lost would lose its records, so a session that
breaks off begins anew.
"""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any

from ...errors import Garbled, ProtocolError
from ...limits import refuse_oversized
from ...poll import Limits
from ...records import DeviceInfo, Upload
from ...session import Connected, RowsRead, Session, SessionPlan, Step
from ..address import Address
from ..device_info import Counts
from ..punches import TABLE, decode_row
from .commands import execute_all
from .connection import Connection
from .terminal import Terminal

#: Records of one step.
STEP_ROWS = 1000
#: Records that prove that those before them were read.
OVERLAP = 50


@dataclass(slots=True)
class Position:
    """How far a log was read.

    :ivar count: records read, from the first one on.
    :ivar digest: of the last of them.
    """

    count: int = 0
    digest: str = ""

    @classmethod
    def read(cls, stored: Mapping[str, Any] | None) -> "Position":
        """Return the position that was stored; that of nothing read for anything else."""
        count, text = (stored or {}).get("count"), (stored or {}).get("digest")
        if isinstance(count, int) and isinstance(text, str) and count >= 0:
            return cls(count, text)
        return cls()


def poll_terminal(address: Address, plan: SessionPlan, limits: Limits) -> Session:
    """Read what is new, in steps; see :func:`..poll.AnvizPoll.session`.

    :raises TransportError: one of its kinds. Steps given before it are good.
    """
    position = Position.read(plan.position)
    with Connection(address, limits) as connection:
        terminal = Terminal(connection)
        counts = terminal.read_counts()
        serial, clock = terminal.read_serial(), terminal.read_clock()
        is_known = bool((plan.position or {}).get("complete"))
        has_new = (
            plan.read_whole_log or not is_known or counts.records != position.count
        )
        info = DeviceInfo(
            users=counts.users, fingers=counts.fingers, punches=counts.records
        )
        step = Connected(info, has_new, serial or None, clock)
        with connection.budget.paused():
            commands: Any = (yield step) or ()
        yield from execute_all(terminal, commands)
        if has_new:
            if plan.read_whole_log:
                position = Position()
            yield from _read(terminal, position, counts)


def _read(
    terminal: Terminal, position: Position, counts: Counts
) -> Generator[Step, Any, None]:
    """Read the log in steps, from the first record that is new."""
    last: list[bytes] = []
    waiting: list[bytes] = []
    count, is_proven = 0, position.count == 0
    for row in _rows(terminal):
        count += 1
        last = [*last[-OVERLAP + 1 :], row]
        waiting.append(row)
        if not is_proven and count == position.count:
            is_proven = True
            if digest(last) == position.digest:
                waiting = []
        if is_proven and len(waiting) >= STEP_ROWS:
            with terminal.connection.budget.paused():
                yield _step(waiting, position, complete=False)
            waiting = []
    if count < counts.records:
        raise Garbled("anviz_records_missing", read=count, count=counts.records)
    with terminal.connection.budget.paused():
        yield _step(waiting, Position(count, digest(last)), complete=True)


def _rows(terminal: Terminal) -> Iterator[bytes]:
    try:
        for rows in terminal.read_rows():
            yield from rows
    except ProtocolError as error:
        raise Garbled(error.code) from error


def _step(rows: list[bytes], position: Position, *, complete: bool) -> RowsRead:
    upload = Upload(lines=len(rows))
    for row in rows:
        upload.add(decode_row(row))
    return RowsRead(refuse_oversized(upload), TABLE, asdict(position), complete)


def digest(rows: list[bytes]) -> str:
    """Return a digest of rows, from which no punch can be read."""
    return blake2b(b"".join(rows), digest_size=16).hexdigest()
