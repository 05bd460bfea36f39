"""Client of Anviz's port 5010: sockets are used in this folder only."""

from .diagnosis import diagnose
from .session import poll_terminal

__all__ = ["diagnose", "poll_terminal"]
