"""The log of punches on a terminal: opened, read in steps, cleared.

The rows before a position are compared with those read last time. The same: what is behind
them is new. Otherwise it is another log, read from its first row.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timezone
from struct import Struct

from ...errors import DeviceRefused, Impossible, TransportError
from ...records import Upload
from ..codes import Command
from ..device_info import Sizes
from ..layout_detection import decide
from ..punch_layouts import LAYOUTS, Layout
from ..punches import decode_rows
from .channel import Channel, guarded
from .device_info import DeviceFacts
from .position import OVERLAP, Position, digest, is_full
from .table import Table
from .users import Users

#: Two windows over TCP where a row has 40 bytes.
MAX_ROWS_PER_STEP = 3000
#: Bytes of the log looked at to tell its layout: a multiple of every width.
SAMPLE_BYTES = 8 * 16 * 5 * 49
#: Seconds after which a terminal works again by itself, should we not come back.
DISABLED_SECONDS = 60
_SECONDS = Struct("<I")


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows, in the order of the log.

    :param position: behind them; to be stored once they are.
    """

    upload: Upload = field(repr=False)
    position: Position


class OpenLog:
    """The log as it was when opened.

    :ivar count: rows in it.
    :ivar layout: how a row is written, ``None`` where there are no rows.
    """

    def __init__(self, channel: Channel, table: Table | None, layout: Layout | None):
        self.channel, self._table, self.layout = channel, table, layout
        self.count = table.size // layout.width if table and layout else 0

    @guarded
    def rows(self, first: int, count: int) -> bytes:
        """The bytes of ``count`` rows from row ``first`` on, from 0.

        :raises Garbled: the terminal does not hand them out whole.
        """
        if not self._table or not self.layout or not count:
            return b""
        width = self.layout.width
        return self._table.read(first * width, count * width)

    @property
    def complete(self) -> bool:
        """Whether reading other tables does not disturb it."""
        return not self._table or self._table.complete

    @guarded
    def close(self) -> None:
        """Free the terminal's buffer."""
        if self._table:
            self._table.close()


class PunchLog:
    """Reads and clears the log. Reading does not stop people from punching."""

    def __init__(self, channel: Channel, facts: DeviceFacts, users: Users):
        self.channel, self._facts, self._users = channel, facts, users

    @guarded
    def open(self, before: Sizes | None = None, layout: str = "") -> OpenLog:
        """Have the terminal prepare its log.

        :param before: its sizes, read earlier in this session.
        :param layout: how the rows were written the last time; trusted where the count
            agrees, and the caller compares rows it has seen.
        :raises Garbled: how the rows are written cannot be told for certain.
        """
        before = before or self._facts.sizes()
        try:
            table = Table(self.channel, "punches")
        except DeviceRefused:
            # Some firmware refuses with odd codes when there is nothing to hand out.
            if before.punches == 0:
                return OpenLog(self.channel, None, None)
            raise
        if not table.size:
            return OpenLog(self.channel, table, None)
        known = LAYOUTS.get(layout)
        if known and table.size == known.width * (before.punches or 0):
            return OpenLog(self.channel, table, known)
        sample = table.read(0, min(SAMPLE_BYTES, table.size))
        counters = (before.punches, self._facts.sizes().punches)
        found = decide(
            sample,
            now=datetime.now(timezone.utc).replace(tzinfo=None),
            counters=None if None in counters else counters,
            total=table.size,
        )
        return OpenLog(self.channel, table, found)

    def read(
        self, before: Sizes, position: Position | None, window: int = MAX_ROWS_PER_STEP
    ) -> Iterator[Rows]:
        """Read from a position to the end; the last step's position is complete.

        :param before: the sizes, read earlier in this session.
        :param position: ``None``: from the first row on.
        :param window: rows of one step.
        """
        log, pins = self._open_named(before, position.layout if position else "")
        first, proof = _start(log, before, position, window)
        if position and position.count and not first:
            # Another log may be written in another way.
            log.close()
            log, pins = self._open_named(before, "")
        encoding = self.channel.address.encoding
        while True:
            count = min(window, log.count - first)
            raw = log.rows(first, count)
            upload = Upload()
            if log.layout:
                upload = decode_rows(log.layout, raw, pins=pins, encoding=encoding)
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

    def _open_named(self, before: Sizes, layout: str) -> tuple[OpenLog, dict[int, str]]:
        """The log, and the PINs of its users where its rows name them by uid.

        The list is read in the same session: uids are given to others.
        """
        log = self.open(before, layout)
        if not (log.layout and log.layout.by_uid):
            return log, {}
        if not log.complete:
            log.close()
        pins = self._users.pins()
        if log.complete:
            return log, pins
        return self.open(before, log.layout.name), pins

    @guarded
    def clear(self, stored: Position) -> None:
        """Empty the log, if all of it is stored.

        People cannot punch meanwhile, on terminals that heed it; a network that fails in
        between leaves the terminal disabled for :data:`DISABLED_SECONDS`.

        :param stored: how far the log was read and stored.
        :raises Impossible: there is more in the log, or another log; nothing was cleared.
        """
        self.channel.execute(Command.DISABLE, _SECONDS.pack(DISABLED_SECONDS))
        try:
            self._check_stored(stored)
            self.channel.pyzk("clear_attendance")
            self.channel.pyzk("refresh_data")
            left = self._facts.sizes().punches
            if left:
                reply = self.channel.zk.last_reply
                raise DeviceRefused("log_not_cleared", reply, count=left)
        finally:
            if not self.channel.frames.closed:
                with suppress(TransportError):
                    self.channel.pyzk("enable_device")

    def _check_stored(self, stored: Position) -> None:
        """:raises Impossible: the log is not the one that was stored, to its last row."""
        log = self.open(layout=stored.layout)
        same = stored.complete and log.count == stored.count
        if same:
            rows = log.rows(log.count - stored.overlap, stored.overlap)
            same = stored.proven_by(rows)
        log.close()
        # The counter last: a punch since the log was opened shows in it.
        if not same or self._facts.sizes().punches != log.count:
            raise Impossible("log_not_stored")


def _start(
    log: OpenLog, before: Sizes, position: Position | None, window: int
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
