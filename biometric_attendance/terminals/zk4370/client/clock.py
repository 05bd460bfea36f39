"""The clock of a terminal."""

from datetime import datetime, timezone
from struct import Struct

from ...errors import ProtocolError
from ...session import ClockReading
from ..codes import Command
from ..times import decode_time, encode_time
from .channel import Channel, encoding_request, ends_session_on_error

_PACKED = Struct("<I")


class Clock:
    """Reads and sets the terminal's clock.

    :ivar wall: what it showed in this session, ``None`` where it was not read.
    """

    def __init__(self, channel: Channel):
        self.channel = channel
        self.wall: datetime | None = None

    @ends_session_on_error
    def read(self) -> ClockReading:
        """Not by pyzk: it fails on a day its month does not have."""
        asked = datetime.now(timezone.utc)
        data = self.channel.execute(Command.GET_TIME, repeat=True)
        answered = datetime.now(timezone.utc)
        try:
            wall = decode_time(*_PACKED.unpack_from(data))
        except ProtocolError:
            wall = None
        self.wall = wall
        return ClockReading(wall, asked + (answered - asked) / 2)

    @ends_session_on_error
    def set(self, wall: datetime) -> None:
        """Set the terminal's clock.

        :param wall: naive, the terminal's own time.
        """
        with encoding_request():
            encode_time(wall)
        self.channel.pyzk("set_time", wall)
        self.channel.pyzk("refresh_data")
