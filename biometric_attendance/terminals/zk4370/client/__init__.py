"""Client of terminals on port 4370: sockets are used in this folder only."""

from .address import Address
from .diagnosis import diagnose
from .poll import poll_terminal
from .session import Session, connect

__all__ = ["Address", "Session", "connect", "diagnose", "poll_terminal"]
