"""Door, screen and restart of a terminal."""

from contextlib import suppress
from struct import Struct
from textwrap import wrap

from ...errors import Closed, TimedOut
from ..codes import Command
from .channel import Channel, ends_session_on_error

#: For the answer to a restart, which not all terminals give.
RESTART_TIMEOUT_SECONDS = 3.0
_LINE = 16
_LINES = 4

_SCREEN = Struct("<HBc")


class Controls:
    """Commands that make the terminal do something at once."""

    def __init__(self, channel: Channel):
        self.channel = channel

    @ends_session_on_error
    def unlock(self, seconds: int = 3) -> None:
        """Open the door for so many seconds."""
        self.channel.pyzk("unlock", seconds)

    @ends_session_on_error
    def restart(self) -> None:
        """Restart it, which ends the session. Some answer first, some just go."""
        frames = self.channel.frames
        frames.timeout = min(frames.timeout, RESTART_TIMEOUT_SECONDS)
        with suppress(TimedOut, Closed):
            self.channel.pyzk("restart")
        frames.close()

    @ends_session_on_error
    def show(self, text: str) -> None:
        """Write on its screen, four lines at the most."""
        self.channel.execute(Command.CLEAR_SCREEN)
        for number, line in enumerate(wrap(text, _LINE)[:_LINES]):
            written = line.encode(self.channel.address.encoding, "replace")
            data = _SCREEN.pack(number, 0, b" ") + written
            self.channel.execute(Command.WRITE_SCREEN, data)
