"""What changes a terminal: clock, door, screen, log."""

from contextlib import suppress
from datetime import datetime
from struct import Struct
from textwrap import wrap

from ...errors import (
    Closed,
    DeviceRefused,
    Impossible,
    TimedOut,
    TransportError,
)
from ..codes import Command
from ..moment import encode_time
from .live import Live
from .position import Position
from .talk import fitting, guarded

#: Seconds after which a terminal works again by itself, should we not come back.
SHUT = 60
#: Seconds to wait for the answer to a restart, which not all terminals give.
_RESTART_PATIENCE = 3.0
_LINE = 16
_LINES = 4

_SECONDS = Struct("<I")
_SCREEN = Struct("<HBc")


class Orders(Live):
    """Things that change the terminal, one method each."""

    @guarded
    def set_time(self, wall: datetime) -> None:
        """:param wall: naive, the terminal's own time."""
        with fitting():
            encode_time(wall)
        self.pyzk("set_time", wall)
        self.pyzk("refresh_data")

    @guarded
    def refresh(self) -> None:
        """Have it take in what was written."""
        self.pyzk("refresh_data")

    @guarded
    def unlock(self, seconds: int = 3) -> None:
        """Open the door for so many seconds."""
        self.pyzk("unlock", seconds)

    @guarded
    def restart(self) -> None:
        """Restart it, which ends the session. Some answer first, some just go."""
        self.wire.patience = min(self.wire.patience, _RESTART_PATIENCE)
        with suppress(TimedOut, Closed):
            self.pyzk("restart")
        self.wire.close()

    @guarded
    def show(self, text: str) -> None:
        """Write on its screen, four lines at the most."""
        self.tell(Command.CLEAR_SCREEN)
        for number, line in enumerate(wrap(text, _LINE)[:_LINES]):
            written = line.encode(self.address.encoding, "replace")
            self.tell(Command.WRITE_SCREEN, _SCREEN.pack(number, 0, b" ") + written)

    @guarded
    def clear_punches(self, stored: Position) -> None:
        """Empty its log, if all of it is stored.

        People cannot punch meanwhile, on terminals that heed it; a network that fails in
        between leaves the terminal shut for :data:`SHUT` seconds.

        :param stored: how far the log was read and stored.
        :raises Impossible: there is more in the log, or another log; nothing was cleared.
        """
        self.tell(Command.DISABLE, _SECONDS.pack(SHUT))
        try:
            self._check_stored(stored)
            self.pyzk("clear_attendance")
            self.pyzk("refresh_data")
            left = self.sizes().punches
            if left:
                raise DeviceRefused(
                    f"The terminal was to clear its log and still has {left} punches.",
                    self.zk.answered,
                )
        finally:
            if not self.wire.closed:
                with suppress(TransportError):
                    self.pyzk("enable_device")

    def _check_stored(self, stored: Position) -> None:
        """:raises Impossible: the log is not the one that was stored, to its last row."""
        log = self.open_log(layout=stored.layout)
        same = stored.complete and log.count == stored.count
        if same:
            rows = log.rows(log.count - stored.overlap, stored.overlap)
            same = stored.proven_by(rows)
        log.close()
        # The counter last: a punch since the log was opened shows in it.
        if not same or self.sizes().punches != log.count:
            raise Impossible(
                "The terminal has punches that are not stored yet; its log was not "
                "cleared."
            )
