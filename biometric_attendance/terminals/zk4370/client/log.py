"""Open, read in steps and clear the log of punches on a terminal.

The rows before the stored position are compared with those read last time. Where they are
the same, only the rows after them are new. Otherwise the log was replaced, and it is read
from its first row.
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
from ..layout_detection import detect_layout
from ..punch_layouts import LAYOUTS, Layout
from ..punches import decode_rows
from .channel import Channel, ends_session_on_error
from .clock import Clock
from .device_info import DeviceFacts
from .position import OVERLAP, Position, digest, is_full
from .table import Table
from .users import Users

#: Two windows over TCP where a row has 40 bytes.
MAX_ROWS_PER_STEP = 3000
#: Bytes of the log read to detect its layout: a multiple of every row width.
SAMPLE_BYTES = 8 * 16 * 5 * 49
#: Seconds after which a disabled terminal enables itself, where it is not enabled before.
DISABLED_SECONDS = 60
_SECONDS = Struct("<I")


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows, in the order of the log.

    :param position: after these rows; to be stored together with them.
    """

    upload: Upload = field(repr=False)
    position: Position


class OpenLog:
    """The terminal's log as it was when opened; later punches are not in it.

    :ivar count: number of its rows.
    :ivar layout: layout of a row, ``None`` where there are no rows.
    """

    def __init__(self, channel: Channel, table: Table | None, layout: Layout | None):
        self.channel, self._table, self.layout = channel, table, layout
        self.count = table.size // layout.width if table and layout else 0

    @ends_session_on_error
    def rows(self, first: int, count: int) -> bytes:
        """Return the bytes of ``count`` rows from row ``first`` on, counted from 0.

        :raises Garbled: the terminal sent fewer bytes.
        """
        if not self._table or not self.layout or not count:
            return b""
        width = self.layout.width
        return self._table.read(first * width, count * width)

    @property
    def complete(self) -> bool:
        """Whether all of it was read, so that reading another table cannot disturb it."""
        return not self._table or self._table.complete

    @ends_session_on_error
    def close(self) -> None:
        """Free the terminal's buffer."""
        if self._table:
            self._table.close()


class PunchLog:
    """Reads and clears the log. Reading does not stop people from punching."""

    def __init__(
        self, channel: Channel, facts: DeviceFacts, users: Users, clock: Clock
    ):
        self.channel, self._facts, self._users = channel, facts, users
        self._clock = clock

    @ends_session_on_error
    def open(self, before: Sizes | None = None, layout: str = "") -> OpenLog:
        """Have the terminal prepare its log.

        :param before: its sizes, read earlier in this session.
        :param layout: name of the layout last time; used again where the count of punches
            agrees, as the caller compares rows it has read before.
        :raises Garbled: the layout cannot be detected for certain.
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
        first, last = before.punches, self._facts.sizes().punches
        found = detect_layout(
            sample,
            now=self._latest(),
            counters=None if first is None or last is None else (first, last),
            total=table.size,
        )
        return OpenLog(self.channel, table, found)

    def _latest(self) -> datetime:
        """Return the later one of two clocks: no punch is after both.

        That of this computer may be wrong by years; the terminal's shows it then.
        """
        here = datetime.now(timezone.utc).replace(tzinfo=None)
        return max(here, self._clock.wall or here)

    def read(
        self, before: Sizes, position: Position | None, window: int = MAX_ROWS_PER_STEP
    ) -> Iterator[Rows]:
        """Yield the rows from a position to the end; the position of the last is complete.

        :param before: the sizes, read earlier in this session.
        :param position: ``None``: from the first row on.
        :param window: rows of one step.
        """
        log, pins = self._open_named(before, position.layout if position else "")
        first, proof = _start(log, before, position, window)
        if position and position.count and not first:
            # The log was replaced: its layout may be another one.
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
            # The count before the reading: a punch since then makes it differ next time.
            yield Rows(upload, replace(here, complete=True, counter=before.punches))
            return

    def _open_named(self, before: Sizes, layout: str) -> tuple[OpenLog, dict[int, str]]:
        """Return the opened log, and the PIN at each uid where its rows have only that.

        Users are read in the same session, as a terminal gives a free uid to another user.
        """
        log = self.open(before, layout)
        if not (log.layout and log.layout.by_uid):
            return log, {}
        if not log.complete:
            log.close()
        pins = self._users.places()
        if log.complete:
            return log, pins
        return self.open(before, log.layout.name), pins

    @ends_session_on_error
    def clear(self, stored: Position) -> None:
        """Delete all punches on the terminal, if all of them are stored.

        The terminal is disabled meanwhile (some ignore that), so that nobody can punch; if
        the network fails it stays disabled for :data:`DISABLED_SECONDS`.

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
        """Check that all punches of the log were stored.

        :raises Impossible: the log is not the one that was stored, to its last row.
        """
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
    """Return the number of the first new row, and the bytes of the rows before it.

    ``(0, b"")`` where the position does not fit the log.
    """
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
